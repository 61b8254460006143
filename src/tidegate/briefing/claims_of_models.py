"""What the house's models say of a run-off, or purchases, of the stated size, as figures for the claims."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from tidegate.briefing.assembly import Desk
from tidegate.briefing.curves import transmit_curve
from tidegate.evidence.claims.counterfactuals import (
    CHANGE_BN,
    MONTHS,
    SOURCE,
    economy_figure,
    interest_cost_bn,
    mixture_figure,
    peak,
    ten_year_bp,
)
from tidegate.evidence.claims.figures import Figure
from tidegate.evidence.claims.rule import Sampled
from tidegate.message import N_, Message, Quantity
from tidegate.transmission.answer import MONTHS_BEYOND, premium_draws, premium_path
from tidegate.transmission.economy.response import respond
from tidegate.transmission.markets.effects import Effect
from tidegate.units import points_from_bp

WINDOW = f"{MONTHS}m"
_PREMIUM_DRAWS = 25
_TENORS = {"2y": 2.0, "3y": 3.0, "5y": 5.0, "7y": 7.0, "10y": 10.0, "20y": 20.0, "30y": 30.0}


def model_figures(desk: Desk, rows: Sequence[Effect]) -> dict[str, Figure]:
    """Return what models say, by name of the measure."""
    size = Quantity(CHANGE_BN, "bn_usd", "short")
    source = Message(SOURCE, {"change": size, "months": MONTHS})
    passive = transmit_curve(desk, -CHANGE_BN, MONTHS)
    active = transmit_curve(desk, -CHANGE_BN, MONTHS, "active")
    found = {
        "ten_year_of_run_off_in_the_model": mixture_figure(passive, ten_year_bp(passive), WINDOW, source),
        "passive_less_active_ten_year": mixture_figure(
            passive, ten_year_bp(passive) - ten_year_bp(active), WINDOW, source
        ),
        "hikes_equivalent_of_run_off": mixture_figure(
            passive, passive.funds_rate_by_calibration_bp, WINDOW, source
        ),
    }
    issued = issued_bn_per_year(desk)
    if issued:
        # Effects go with the change, so that purchases save what a run-off of the same size costs.
        cost = interest_cost_bn(passive, issued)
        found["interest_cost_of_less"] = mixture_figure(passive, cost, "60m", source)
        found["interest_cost_of_more"] = mixture_figure(passive, -cost, "60m", source)
    path = premium_path(passive, MONTHS + MONTHS_BEYOND)
    central = points_from_bp(passive.ten_year_bp.mean)
    response = respond(path / central, 0.0, MONTHS + MONTHS_BEYOND)
    draws = premium_draws(passive, _PREMIUM_DRAWS)
    economy = Message(
        N_("Tidegate's semi-structural model on the effect of that run-off on the term premium")
    )
    for name, variable in (
        ("inflation_of_run_off", "inflation_pct"),
        ("output_of_run_off", "output_gap_pct"),
    ):
        unit = peak(response.draws[variable])
        found[name] = economy_figure(unit, draws, central, f"{MONTHS + MONTHS_BEYOND}m", economy)
    shares = _shares(rows, passive.ten_year_bp.mean, passive.funds_rate_bp.mean)
    if shares is not None:
        found["run_off_less_equivalent_hike_on_shares"] = shares
    return found


def issued_bn_per_year(desk: Desk) -> dict[float, float]:
    """Return notes and bonds sold in the four quarters that had last ended, by maturity in years; empty: unknown."""
    table = desk.store.offerings()
    quarters = (table["frequency"] == "Q") & (
        table["period"].astype("datetime64[M]") + 3 <= np.datetime64(desk.as_of, "M")
    )
    last = np.unique(table["period"][quarters])[-4:]
    chosen = quarters & np.isin(table["period"], last)
    sold = {
        years: float(table["offering_bn"][chosen & (table["tenor"] == tenor)].sum())
        for tenor, years in _TENORS.items()
    }
    return sold if any(sold.values()) else {}


def _shares(rows: Sequence[Effect], ten_year: float, funds_rate: float) -> Figure | None:
    """Return what a run-off does to shares, less what the hike does that it is worth."""
    chosen = {
        r.surprise: r
        for r in rows
        if (r.asset, r.sample, r.window) == ("us_broad", "off_lower_bound", "1d")
        and r.surprise in ("balance_sheet", "policy")
    }
    if len(chosen) < 2:
        return None
    sheet, hike = chosen["balance_sheet"], chosen["policy"]
    x, y = ten_year / 10.0, funds_rate / 10.0
    reading = Sampled(
        x * sheet.mean - y * hike.mean,
        math.hypot(x * sheet.se, y * hike.se),
        min(sheet.n, hike.n),
        min((d for d in (sheet.dof, hike.dof) if math.isfinite(d)), default=math.nan),
    )
    return Figure(reading, "1d", f"{sheet.source}; {hike.source}")
