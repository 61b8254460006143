"""``tidegate explain``: the glossary at the prompt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from tidegate.catalog import Term, terms
from tidegate.catalog.glossary import names, plain
from tidegate.catalog.loader import unknown
from tidegate.message import N_, Message

IN_HONG_KONG = N_("In Hong Kong: {word}")


def find(text: str, glossary: Mapping[str, Term]) -> Term:
    """Return the term that a reader means.

    Parameters
    ----------
    text
        Its id, its title in either language or its name in Hong Kong, with or without what
        stands in brackets there; capitals, blanks, hyphens and underscores make no difference.
    glossary
        The terms by id.

    Raises
    ------
    UnknownName
        If no term is called so; the message lists the nearest ids.
    """
    wanted = plain(text)
    for term in glossary.values():
        if wanted and wanted in names(term):
            return term
    raise unknown(N_("term"), text, glossary)


def payload(term: Term) -> dict[str, Any]:
    """Return a term as the JSON answer has it: both languages, ``page``, and ``hong_kong`` where its word differs."""
    return {
        "term": term.id,
        "title": {"zh-Hant": term.title.zh, "en": term.title.en},
        "text": {"zh-Hant": term.text.zh, "en": term.text.en},
        "page": term.page or None,
        "hong_kong": term.hong_kong or None,
    }


def command(
    term: Annotated[
        str | None, typer.Argument(metavar="TERM", help=N_("The word; without it, all words are listed."))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=N_("Print JSON."))] = False,
) -> None:
    """Explain one word, or list them all."""
    from tidegate.cli.output import emit, paragraphs, say, table
    from tidegate.cli.session import session

    glossary = terms()
    language = session().language
    if term is None:
        if as_json:
            emit({"terms": [payload(each) for each in glossary.values()]})
        else:
            table(("", ""), [(each.id, each.title.in_language(language)) for each in glossary.values()])
        return
    found = find(term, glossary)
    if as_json:
        emit(payload(found))
    else:
        first, second = found.title.en, found.title.zh
        if language == "zh-Hant":
            first, second = second, first
        say(f"{first} | {second}")
        if found.hong_kong:
            say(session().translate.message(Message(IN_HONG_KONG, {"word": found.hong_kong})))
        say(f"\n{paragraphs(found.text.in_language(language))}")
        if found.page:
            say(session().translate(N_("More: {page}")).format(page=found.page))
