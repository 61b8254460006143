"""What a surprise does to the assets that matter here: the responses that every room uses."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tidegate.catalog.loader import unknown
from tidegate.message import N_, Message, Number
from tidegate.transmission.markets.elasticities import Elasticity, load_elasticities

Floats = NDArray[np.float64]
Surprise = Literal["balance_sheet", "policy"]
SURPRISES: tuple[Surprise, ...] = ("balance_sheet", "policy")
SCALE_BP = 10.0
"""Responses are stated for a surprise of ten basis points."""


def answering(asset: str, surprise: Surprise) -> Elasticity:
    """Return the response of an asset, drawn to published ranges where there are any.

    Raises
    ------
    UnknownName
        For an asset that was not measured.
    """
    found = load_elasticities().get((asset, surprise))
    if found is None:
        measured = dict.fromkeys(name for name, _ in load_elasticities())
        raise unknown(N_("asset"), asset, measured)
    return found


def respond(asset: str, ten_year_bp: Floats, rate_bp: Floats, rng: Generator) -> Floats:
    """Return what a change of holdings and one of the policy rate do to an asset, percent, shape [n].

    Parameters
    ----------
    ten_year_bp
        Effect of the holdings on the ten-year yield, shape [n].
    rate_bp
        Change of the policy rate beside it, taken as a surprise, shape [n].
    """
    count = len(ten_year_bp)
    found = np.zeros(count)
    for surprise, size in zip(SURPRISES, (ten_year_bp, rate_bp), strict=True):
        each = answering(asset, surprise)
        found += (each.mean + each.se * rng.standard_normal(count)) * size / SCALE_BP
    return found


def rests_on(asset: str, surprise: Surprise) -> Message:
    """Return where a response is from, in words."""
    found = answering(asset, surprise)
    text = N_("{n} announcements of the Fed: {mean}% (error {se}) for a surprise of 10 bp")
    params = {
        "n": found.own.n,
        "mean": Number(found.mean, 2, signed=True),
        "se": Number(found.se, 2),
    }
    if found.rule == "shrunk":
        text = N_(
            "{n} announcements of the Fed and published studies: {mean}% (error {se}) for a surprise of 10 bp"
        )
    return Message(text, params)
