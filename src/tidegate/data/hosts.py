"""How gently each publisher is asked: how many requests at once, and how far apart."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Pace:
    """What one host is asked to bear.

    Attributes
    ----------
    at_once
        Requests under way at the same time.
    apart_seconds
        Least time between the beginnings of two requests.
    """

    at_once: int
    apart_seconds: float


USUAL = Pace(2, 0.3)
PACES = MappingProxyType(
    {
        "fred.stlouisfed.org": Pace(2, 0.5),
        "api.stlouisfed.org": Pace(2, 0.6),  # 120 a minute are allowed
        "markets.newyorkfed.org": Pace(2, 0.3),
        "api.fiscaldata.treasury.gov": Pace(2, 0.3),
        "www.bankofengland.co.uk": Pace(1, 1.0),
        "www.stat-search.boj.or.jp": Pace(1, 1.5),  # frequent access is blocked
        "api.hkma.gov.hk": Pace(1, 0.5),
        "cpx.cbc.gov.tw": Pace(1, 1.0),
        "www.twse.com.tw": Pace(1, 3.0),  # three requests in five seconds are too many
        "stooq.com": Pace(1, 1.0),
        "www.alphavantage.co": Pace(1, 12.0),  # five a minute on a free key
        "www.federalreserve.gov": Pace(1, 0.5),
    }
)


class Gate:
    """Lets requests to one host through, one after another and not too many at once."""

    def __init__(self, pace: Pace, sleep: Callable[[float], None] = time.sleep) -> None:
        self._room = threading.BoundedSemaphore(pace.at_once)
        self._apart = pace.apart_seconds
        self._sleep = sleep
        self._next = 0.0
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        """Wait for a place and for the right moment."""
        self._room.acquire()
        with self._lock:
            now = time.monotonic()
            start = max(now, self._next)
            self._next = start + self._apart
        if start > now:
            self._sleep(start - now)

    def __exit__(self, *_: object) -> None:
        """Give the place back."""
        self._room.release()
