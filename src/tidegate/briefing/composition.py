"""Write the whole briefing."""

from __future__ import annotations

from datetime import date

from tidegate import __version__
from tidegate.briefing.assembly import Desk, open_desk
from tidegate.briefing.document import Briefing, Section
from tidegate.briefing.forked import Forked
from tidegate.briefing.sections import SECTIONS, section
from tidegate.briefing.sections.learn import gather
from tidegate.briefing.sections.today import headline, standing

_FIRST_HALF = ("projection", "replay", "scores", "economy", "banks", "claims")
"""About half of the work; the first three share the projection of the Fed, the last two the four banks."""
_LAST = "learn"
"""Quotes the others, and is written from them."""


def compose(as_of: date | None = None, *, desk: Desk | None = None) -> Briefing:
    """Write the briefing as of a day.

    Parameters
    ----------
    as_of
        Nothing published later is used; default: today.
    desk
        An open desk, to save opening the store again; it then says the day.

    Raises
    ------
    DateOutOfRange
        For a day in the future or before the data begin.
    StoreError
        If the data cannot be read.
    """
    where = desk or open_desk(as_of)
    return _bound(where, {name: section(name)(where) for name in SECTIONS if name != _LAST})


class Composing:
    """A briefing being written, half of it in a second process where that can be; see `compose`.

    For a program of its own: a server with threads calls `compose`. Make it
    before anything starts a thread, then ask for the `briefing`.

    Raises
    ------
    DateOutOfRange, StoreError
        As `compose`, before anything is started.
    """

    def __init__(self, as_of: date | None = None) -> None:
        open_desk(as_of)
        rest = tuple(name for name in SECTIONS if name not in (*_FIRST_HALF, _LAST))
        self._as_of = as_of
        self._rest = Forked(lambda: _sections(rest, as_of))

    def briefing(self) -> Briefing:
        """Write this half, wait for the other, and bind them."""
        where = open_desk(self._as_of)
        mine = {name: section(name)(where) for name in _FIRST_HALF}
        # The charts will want it: this half is done first.
        import matplotlib.figure  # noqa: F401

        return _bound(where, {**mine, **self._rest.result()})


def _sections(names: tuple[str, ...], as_of: date | None) -> dict[str, Section]:
    where = open_desk(as_of)
    return {name: section(name)(where) for name in names}


def _bound(desk: Desk, sections: dict[str, Section]) -> Briefing:
    state = standing(desk)
    found = tuple({**sections, _LAST: gather(sections)}[name] for name in SECTIONS)
    return Briefing(desk.as_of, state.when, headline(state), found, __version__)
