"""A desk that several threads ask at once gives each its own answer."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import numpy as np

from tidegate.briefing.assembly import Desk, open_desk

DAY = date(2026, 10, 8)
ASKED = ("WALCL", "DGS10", "UNRATE", "GDP", "TREAST", "DGS2")


def test_threads_that_share_a_desk_get_what_each_asked_for() -> None:
    alone = open_desk(DAY)
    wanted = {name: alone.series(name) for name in ASKED}
    for _ in range(4):
        shared = open_desk(DAY)
        with ThreadPoolExecutor(len(ASKED)) as pool:
            found = dict(zip(ASKED, pool.map(shared.series, ASKED), strict=True))
        for name in ASKED:
            assert np.array_equal(found[name].dates, wanted[name].dates), name
            assert np.array_equal(found[name].values, wanted[name].values), name


def test_what_is_kept_is_made_once_however_many_ask_and_may_ask_for_more() -> None:
    desk: Desk = open_desk(DAY)
    made, together = [], threading.Barrier(4)

    def outer() -> int:
        made.append("outer")
        time.sleep(0.05)  # long enough for the others to ask
        return 1 + desk.once("inner", lambda: 41)

    def ask(_: int) -> int:
        together.wait(10)
        return desk.once("outer", outer)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(4))) == [42] * 4
    assert made == ["outer"]
