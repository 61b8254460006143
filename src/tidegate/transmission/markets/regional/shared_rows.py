"""Rows that both regions have: the dollar, shares, emerging markets, and what a payment borrows."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tidegate.message import N_, Message, Number
from tidegate.transmission.markets.households import level_payment
from tidegate.transmission.markets.regional.path import FedPath
from tidegate.transmission.markets.regional.responses import answering, respond, rests_on
from tidegate.transmission.markets.regional.rows import Row, interval

Floats = NDArray[np.float64]
TITLES = {
    "usd_broad": N_("Broad US dollar (+ stronger)"),
    "taiwan": N_("Taiwan shares"),
    "hong_kong": N_("Hong Kong shares"),
    "em_equity": N_("Emerging-market shares"),
    "em_bonds": N_("Emerging-market dollar bonds"),
}


def measured(asset: str, path: FedPath) -> Message:
    """Return where a response is from: that to the surprise which is the larger here."""
    by_rate = abs(path.mean_rate_bp) > abs(path.ten_year_bp.mean())
    return rests_on(asset, "policy" if by_rate else "balance_sheet")


def sign_note(asset: str) -> Message | None:
    """Return a warning where news of the balance sheet has no measurable sign for an asset, else None."""
    own = answering(asset, "balance_sheet").own
    if not own.low < 0.0 < own.high:
        return None
    text = N_(
        "{asset}: on days with news of the balance sheet nothing measurable happened to them (90% interval {low} to"
        " {high}% for 10 bp of ten-year yield). What run-off alone does to them has no sign that one could rely on."
    )
    params = {"asset": Message(TITLES[asset]), "low": Number(own.low, 1, signed=True)}
    return Message(text, params | {"high": Number(own.high, 1, signed=True)})


def dollar_row(path: FedPath) -> Row:
    """Return the broad dollar."""
    return Row(
        "usd_broad",
        Message(TITLES["usd_broad"]),
        "pct",
        interval(path.dollar_pct),
        "pct",
        measured("usd_broad", path),
    )


def price_row(asset: str, path: FedPath, rng: Generator) -> Row:
    """Return the price of an asset, percent, as it answers on the days of announcements."""
    found = respond(asset, path.ten_year_bp, path.rate_bp, rng)
    return Row(asset, Message(TITLES[asset]), "pct", interval(found), "pct", measured(asset, path))


def capacity_row(before_pct: float, after_pct: Floats, months: int) -> Row:
    """Return how much more or less the same payment a month borrows, percent: arithmetic, not an estimate."""
    before = level_payment(1.0, before_pct, months)
    found = 100.0 * (np.asarray(before) / level_payment(1.0, after_pct, months) - 1.0)
    return Row(
        "borrowing_capacity",
        Message(N_("What the same payment a month borrows")),
        "pct",
        interval(np.asarray(found)),
        "pct",
        Message(N_("arithmetic of the level payment")),
    )
