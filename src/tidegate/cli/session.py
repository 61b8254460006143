"""What one run of the command line knows about its reader: the language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass

from tidegate.locale import LANGUAGES, Translator, pick_language, translator


@dataclass(frozen=True)
class Session:
    """The reader's language.

    Attributes
    ----------
    language
        ``"zh-Hant"`` or ``"en"``.
    chosen
        True if ``--lang`` asked for it; False if the environment decided.
    """

    language: str
    chosen: bool = False

    @property
    def translate(self) -> Translator:
        """The translator of the language."""
        return translator(self.language)

    @property
    def languages(self) -> tuple[str, ...]:
        """What to write files in: the chosen language, or all where none was chosen."""
        return (self.language,) if self.chosen else LANGUAGES


_current: ContextVar[Session] = ContextVar("tidegate_session")


def session() -> Session:
    """Return the session of the command that is running."""
    return _current.get(Session(LANGUAGES[0]))


def asked_language(arguments: Sequence[str]) -> str | None:
    """Return the value of the last ``--lang`` in a command line, wherever it stands, or None.

    It is read before the command line is parsed, so that even a message about
    a wrong command line comes in the right language.
    """
    asked = None
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
        elif argument == "--lang" and position + 1 < len(arguments):
            asked = arguments[position + 1]
    return asked


def open_session(arguments: Sequence[str], environ: Mapping[str, str]) -> None:
    """Set the session for a command line.

    Raises
    ------
    UnknownName
        If a language is asked for that does not exist. The session is then
        set all the same, without it, so that the error can be told.
    """
    asked = asked_language(arguments)
    without = {name: value for name, value in environ.items() if name != "TIDEGATE_LANG"}
    _current.set(Session(pick_language(None, without)))
    _current.set(Session(pick_language(asked, environ), chosen=asked is not None))
