"""``tidegate explain``: the glossary at the prompt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from tidegate.catalog import Term, terms
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
    wanted = _plain(text)
    for term in glossary.values():
        if wanted and wanted in _names(term):
            return term
    raise unknown(N_("term"), text, glossary)


def _names(term: Term) -> set[str]:
    """Return what a term is called: "量化寬鬆（QE）" is also called "量化寬鬆" and "QE"."""
    titles = (term.title.en, term.title.zh, term.hong_kong)
    parts = (part for title in titles for part in re.split("[()（）]", title))
    return {_plain(name) for name in (term.id, *titles, *parts)} - {""}


def _plain(text: str) -> str:
    return re.sub(r"[-_\s]", "", text).casefold()


def payload(term: Term) -> dict[str, Any]:
    """Return a term as the JSON answer has it: both languages, and ``hong_kong`` where its word differs, else None."""
    return {
        "term": term.id,
        "title": {"zh-Hant": term.title.zh, "en": term.title.en},
        "text": {"zh-Hant": term.text.zh, "en": term.text.en},
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
