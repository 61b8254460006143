"""Write the whole briefing."""

from __future__ import annotations

from datetime import date

from tidegate import __version__
from tidegate.briefing.assembly import Desk, open_desk
from tidegate.briefing.document import Briefing
from tidegate.briefing.sections import SECTIONS, section
from tidegate.briefing.sections.today import headline, standing


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
    state = standing(where)
    return Briefing(
        where.as_of,
        state.when,
        headline(state),
        tuple(section(name)(where) for name in SECTIONS),
        __version__,
    )
