"""The neutral real rate as seen on a day, from what the FOMC's participants published."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import ArrayLike, NDArray

TARGET_PCT = 2.0


@cache
def _table() -> tuple[NDArray[np.datetime64], NDArray[np.float64]]:
    rows = tomllib.loads(files(__package__).joinpath("longer_run.toml").read_text("utf-8"))["row"]
    when = np.array([r["since"] for r in rows], dtype="datetime64[D]")
    return when, np.array([r["funds_rate_pct"] for r in rows])


def neutral_real_on(days: ArrayLike) -> NDArray[np.float64]:
    """Return the neutral real policy rate as seen on each day, percent."""
    when, rate = _table()
    at = np.searchsorted(when, np.asarray(days, dtype="datetime64[D]"), side="right") - 1
    return np.asarray(rate[np.maximum(at, 0)] - TARGET_PCT)
