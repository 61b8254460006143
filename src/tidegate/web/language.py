"""Which language a browser gets."""

from __future__ import annotations

from tidegate.errors import TidegateError
from tidegate.locale import LANGUAGES, language_of

HTML_TAGS = {"zh-Hant": "zh-TW", "en": "en-US"}
"""The `lang` attribute of the page; also the names of the widget library's language packs."""


def accepted(header: str) -> list[str]:
    """Return the tags of an ``Accept-Language`` header, the most wanted first.

    A tag with a weight of 0 is left out, one whose weight cannot be read counts as wanted least.
    """
    weighted = []
    for position, part in enumerate(header.split(",")):
        tag, _, parameters = part.strip().partition(";")
        weight = 1.0
        if parameters.strip().startswith("q="):
            try:
                weight = float(parameters.strip()[2:])
            except ValueError:
                weight = 0.001
        if tag.strip() and weight > 0:
            weighted.append((-weight, position, tag.strip()))
    return [tag for _, _, tag in sorted(weighted)]


def from_browser(header: str) -> str:
    """Return the language for an ``Accept-Language`` header.

    Any Chinese reads Traditional Chinese here, any English English; a reader
    who names neither gets the first of `LANGUAGES`.
    """
    for tag in accepted(header):
        primary = tag.lower().split("-")[0]
        if primary == "zh":
            return "zh-Hant"
        if primary == "en":
            return "en"
    return LANGUAGES[0]


def choose(asked: str | None, default: str | None, header: str) -> str:
    """Return the language of a request: what its address asks for, else the server's, else the browser's.

    Raises
    ------
    UnknownName
        If `asked` names a language that does not exist.
    """
    if asked:
        return language_of(asked)
    return default or from_browser(header)


def choose_leniently(asked: str | None, default: str | None, header: str) -> str:
    """Return what `choose` does; a language that does not exist counts as none asked."""
    try:
        return choose(asked, default, header)
    except TidegateError:
        return choose(None, default, header)
