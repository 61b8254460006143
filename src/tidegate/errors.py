"""Every exception that Tidegate raises on purpose, as one tree.

::

    TidegateError
    ├── InputError            what a person asked for cannot be done
    │   ├── UnknownName       a series, bank, asset, language ... that does not exist
    │   ├── DateOutOfRange    before the data, or in the future
    │   ├── PlanError         a programme or plan file with problems
    │   └── BookError         a portfolio that cannot be projected
    ├── DataError             the data at hand cannot be used
    │   ├── FetchError        a publisher cannot be reached, or refuses
    │   ├── ParseError        a provider's answer is not in its documented format
    │   └── StoreError        a snapshot or store that cannot be read
    └── IdentityError         an accounting identity does not hold

An error carries *all* the problems found, each one line: what it is about,
the value, what is allowed and what to do next.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from tidegate.message import Message, Translate


class TidegateError(Exception):
    """Root of the tree.

    Parameters
    ----------
    problems
        One or more one-line messages.

    Attributes
    ----------
    problems : tuple of Message
    exit_code : int
        What the command line returns; 2 for all of them.
    """

    exit_code = 2

    def __init__(self, *problems: Message) -> None:
        self.problems = problems
        super().__init__(*problems)

    @classmethod
    def of(cls, template: str, **params: Any) -> Self:
        """Build an error with a single problem from an English `template` and the values of its fields, `params`."""
        return cls(Message(template, params))

    @classmethod
    def check(cls, problems: Iterable[Message]) -> None:
        """Raise one error that names every problem, or return if there is none."""
        found = tuple(problems)
        if found:
            raise cls(*found)

    def text(self, translate: Translate = str) -> str:
        """Return the problems, one a line, in the language of `translate`."""
        return "\n".join(problem.text(translate) for problem in self.problems)

    def __str__(self) -> str:
        return self.text()


class InputError(TidegateError):
    """What a person asked for cannot be done as asked."""


class UnknownName(InputError):
    """A name that is not in the catalogue."""


class DateOutOfRange(InputError):
    """A date before the data begin, after they end, or in the future."""


class PlanError(InputError):
    """A programme or plan file with problems."""


class BookError(InputError):
    """A portfolio of securities that cannot be projected."""


class DataError(TidegateError):
    """The data at hand cannot be used."""


class FetchError(DataError):
    """A publisher cannot be reached, refuses, or breaks off in the middle."""


class ParseError(DataError):
    """A provider's answer is not in the format it documents."""


class StoreError(DataError):
    """A snapshot or store that cannot be read."""


class IdentityError(TidegateError):
    """An accounting identity does not hold."""
