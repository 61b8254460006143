"""What a surprise does to the assets that matter here, as measured: mean, error, and where from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tidegate.transmission.markets.effects import find

Floats = NDArray[np.float64]
Surprise = Literal["balance_sheet", "policy"]
SCALE_BP = 10.0
"""Responses are stated for a surprise of ten basis points."""
WINDOWS = {"usd_broad": "1d"}
"""Asian markets close before the Fed speaks: their first day is the next one, so two days are counted."""
OTHER_WINDOW = "2d"


@dataclass(frozen=True)
class Answering:
    """Percent for a tightening surprise of 10 bp: mean, standard error, events, and prices."""

    asset: str
    surprise: Surprise
    mean: float
    se: float
    n: int
    window: str
    source: str


def answering(asset: str, surprise: Surprise) -> Answering:
    """Return the measured response of an asset.

    Raises
    ------
    UnknownName
        For an asset that was not measured.
    """
    window = WINDOWS.get(asset, OTHER_WINDOW)
    found = find(asset, surprise, window=window)
    return Answering(asset, surprise, found.mean, found.se, found.n, window, found.source)


def respond(asset: str, ten_year_bp: Floats, rate_bp: float, rng: Generator) -> Floats:
    """Return what a change of holdings and one of the policy rate do to an asset, percent, shape [n].

    Parameters
    ----------
    ten_year_bp
        Effect of the holdings on the ten-year yield, shape [n].
    rate_bp
        Change of the policy rate beside it.
    """
    count = len(ten_year_bp)
    found = np.zeros(count)
    for surprise, size in (("balance_sheet", ten_year_bp), ("policy", np.full(count, rate_bp))):
        each = answering(asset, surprise)  # type: ignore[arg-type]  # the two words are Surprise
        noise = rng.standard_normal(count)
        if np.any(size):
            found += (each.mean + each.se * noise) * size / SCALE_BP
    return found
