"""``tidegate brief``: the whole answer, written to files and summed up at the prompt."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tidegate.cli.options import AsOf, day_or_none
from tidegate.message import N_

if TYPE_CHECKING:
    from tidegate.briefing.document import Briefing

_SUMMARY = ("today", "replay", "article")


def command(
    as_of: AsOf = None,
    out: Annotated[
        Path, typer.Option(metavar="DIR", help=N_("Folder for the report and its JSON twin."))
    ] = Path("tidegate-brief"),
    pdf: Annotated[
        bool, typer.Option("--pdf", help=N_("Also write the report as PDF (needs the extra `pdf`)."))
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help=N_("Print the JSON twin and write no files."))
    ] = False,
) -> None:
    """Write the briefing."""
    from tidegate.briefing import report
    from tidegate.briefing.composition import Composing, compose
    from tidegate.briefing.forked import Forked
    from tidegate.cli.output import emit, progress, say
    from tidegate.cli.session import session
    from tidegate.cli.sheet import print_summary

    tr = session().translate
    when = day_or_none(as_of, "as-of")
    if as_json:
        emit(report.to_dict(compose(when), session().language))
        return
    languages = session().languages
    composing = Composing(when)
    with progress(tr(N_("Writing the briefing")), 2) as step:
        briefing = composing.briefing()
        step(tr(N_("figures and projections")))
    # No bar here: the second language is written by a copy of this process, which must have no other thread.
    others = [Forked(partial(files_of, briefing, each, languages)) for each in languages[1:]]
    texts = files_of(briefing, languages[0], languages)
    for other in others:
        texts |= other.result()
    files: dict[str, str | bytes] = dict(texts)
    if pdf:
        files |= {
            report.file_name(each, "pdf"): report.to_pdf(texts[report.file_name(each)]) for each in languages
        }
    write_all(out, files)
    print_summary(briefing, _SUMMARY)
    say("")
    for name in files:
        say(str((out / name).resolve()))


def files_of(briefing: Briefing, language: str, languages: tuple[str, ...]) -> dict[str, str]:
    """Return the report and its JSON twin in one language, by file name."""
    from tidegate.briefing import report
    from tidegate.cli.output import json_text

    rest = [each for each in languages if each != language]
    other = report.Other(report.file_name(rest[0]), rest[0], report.NAMES[rest[0]]) if rest else None
    return {
        report.file_name(language): report.to_html(briefing, language, other),
        report.file_name(language, "json"): json_text(report.to_dict(briefing, language)),
    }


def write_all(folder: Path, contents: Mapping[str, str | bytes]) -> None:
    """Write files into a folder, each whole or not at all.

    Raises
    ------
    InputError
        If the folder cannot be made or written to.
    """
    from tidegate.complaints import reason
    from tidegate.errors import InputError

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            part = folder / f".{name}.part"
            part.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
            part.replace(folder / name)
    except OSError as problem:
        raise InputError.of(
            N_("out {path}: cannot be written ({reason}); choose another folder with --out"),
            path=folder,
            reason=reason(problem),
        ) from None
