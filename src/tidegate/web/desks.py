"""Desks that tabs, addresses and jobs share, threads included: a day's figures are read once for all readers."""

from __future__ import annotations

import threading
from datetime import date
from functools import lru_cache

from tidegate.briefing.assembly import Desk
from tidegate.data.health import stamp

KEPT = 4
_lock = threading.Lock()


@lru_cache(maxsize=KEPT)
def _opened(as_of: date, of: object) -> Desk:
    from tidegate.briefing.assembly import open_desk

    return open_desk(as_of)


def desk_of(as_of: date) -> Desk:
    """Return the desk of a day; the last few are kept.

    Raises
    ------
    DateOutOfRange, StoreError
        As `open_desk`.
    """
    with _lock:
        return _opened(as_of, stamp())
