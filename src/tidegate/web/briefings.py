"""Each briefing is composed once and kept."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

from tidegate.briefing.document import Briefing, Section
from tidegate.catalog.loader import unknown
from tidegate.data.health import stamp
from tidegate.message import N_

Compose = Callable[[date | None], Briefing]
KEPT = 8
"""So many days are kept; the one asked for longest ago gives way."""


def compose(as_of: date | None = None) -> Briefing:
    """Compose a briefing from the data at hand (imported late: it is heavy)."""
    from tidegate.briefing import compose as real

    found: Briefing = real(as_of)
    return found


class Briefings:
    """Composes briefings and keeps them; safe to be asked from several threads at once.

    Once the figures are brought up to date, or another day begins, what was kept is composed anew.

    Parameters
    ----------
    compose
        Makes a briefing as of a day (None: the newest).
    kept
        How many are kept.
    stamp
        Changes when what was kept is out of date.
    """

    def __init__(
        self, compose: Compose = compose, kept: int = KEPT, stamp: Callable[[], object] = stamp
    ) -> None:
        self._compose = compose
        self._kept = kept
        self._stamp, self._seen = stamp, stamp()
        self._ready: dict[date | None, Briefing] = {}
        self._locks: dict[date | None, threading.Lock] = {}
        self._lock = threading.Lock()

    def ready(self, as_of: date | None) -> Briefing | None:
        """Return a briefing if it is there already, without waiting."""
        self._forget_old()
        return self._ready.get(as_of)

    def _forget_old(self) -> None:
        """Forget what was composed from figures that are no longer the newest."""
        now = self._stamp()
        with self._lock:
            if now != self._seen:
                self._seen = now
                self._ready.clear()

    def get(self, as_of: date | None) -> Briefing:
        """Return a briefing, composing it if need be; two who ask for the same one wait for one composition.

        Raises
        ------
        TidegateError
            As the composition does; a failure is not kept, the next one who asks tries again.
        """
        self._forget_old()
        with self._lock:
            lock = self._locks.setdefault(as_of, threading.Lock())
        with lock:
            found, of = self._ready.get(as_of), self._seen
            if found is None:
                found = self._compose(as_of)
            with self._lock:
                self._ready.pop(as_of, None)
                if of == self._seen:  # else newer figures came meanwhile: the next reader gets those
                    self._ready[as_of] = found
                while len(self._ready) > self._kept:
                    oldest = next(iter(self._ready))
                    del self._ready[oldest]
                self._locks = {k: v for k, v in self._locks.items() if k in self._ready or v.locked()}
        return found


def section(briefing: Briefing, section_id: str) -> Section:
    """Return one section of a briefing.

    Raises
    ------
    UnknownName
        If it has no such section; the message lists those that it has.
    """
    by_id = {each.id: each for each in briefing.sections}
    if section_id not in by_id:
        raise unknown(N_("section"), section_id, by_id)
    return by_id[section_id]
