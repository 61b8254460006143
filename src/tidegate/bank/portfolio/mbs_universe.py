"""All agency MBS, stylised: where the model's response to mortgage rates can be seen.

The Fed's book never met a refinancing wave after 2022: its loans are far
below the market rate, and any speed near 5 percent fits it. The market as a
whole did, in 2019 to 2021. Here the same equations run over a book of all
agency MBS in which what is paid off is made anew at the month's rate.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.bank.portfolio.mbs_amortisation import Floats
from tidegate.bank.portfolio.mbs_book import CohortBook, Issuer
from tidegate.bank.portfolio.mbs_plan import MbsPlan, PurchaseMix
from tidegate.bank.portfolio.mbs_prepay import PrepaymentParameters, prepayment_parameters
from tidegate.bank.portfolio.mbs_projection import project_mbs

REMADE_LAG_MONTHS = 1
"""Months from a payoff to the pool that holds the new loan."""


@dataclass(frozen=True)
class AgencySpeeds:
    """One-month speeds of all outstanding agency MBS, percent per year. Shape [months].

    Attributes
    ----------
    months
        ``datetime64[M]`` in which the borrowers paid.
    conventional_cpr_pct
        Fannie Mae and Freddie Mac (the mean of the two where they are published apart).
    ginnie_cpr_pct
        Ginnie Mae.
    """

    months: NDArray[np.datetime64]
    conventional_cpr_pct: Floats
    ginnie_cpr_pct: Floats

    def between(self, first: str, last: str) -> AgencySpeeds:
        """Return the months from `first` to `last` (``YYYY-MM``, both included)."""
        inside = (self.months >= np.datetime64(first, "M")) & (self.months <= np.datetime64(last, "M"))
        return AgencySpeeds(
            self.months[inside], self.conventional_cpr_pct[inside], self.ginnie_cpr_pct[inside]
        )


@cache
def published_agency_speeds() -> AgencySpeeds:
    """Return the published speeds, 2017-06 to 2025-11 (Ginnie Mae, Global Markets Analysis Report)."""
    text = (
        resources.files("tidegate.bank.portfolio").joinpath("data/mbs_agency_speeds.csv").read_text("utf-8")
    )
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    fannie, freddie, ginnie = (
        np.asarray([float(row[f"{name}_cpr_pct"]) for row in rows])
        for name in ("fannie", "freddie", "ginnie")
    )
    months = np.asarray([row["month"] for row in rows], dtype="datetime64[M]")
    return AgencySpeeds(months, (fannie + freddie) / 2.0, ginnie)


@cache
def _tables() -> dict[str, Any]:
    text = resources.files("tidegate.bank.portfolio").joinpath("data/mbs_universe.toml").read_text("utf-8")
    return tomllib.loads(text)


def universe_start() -> date:
    """Return the date of the stylised universe; the first speed is that of its month."""
    return date.fromisoformat(_tables()["as_of"])


def model_agency_speeds(
    mortgage_rate_pct: ArrayLike, parameters: PrepaymentParameters | None = None
) -> AgencySpeeds:
    """Return the speeds of the model for all agency MBS along a history of mortgage rates.

    Parameters
    ----------
    mortgage_rate_pct
        Mean 30-year rate of each month from two months before `universe_start`'s
        month, percent per year, shape [2 + months].
    parameters
        By default those shipped.

    Returns
    -------
    AgencySpeeds
        From the month of `universe_start` on, as many months as rates allow.
    """
    parameters = replace(parameters or prepayment_parameters(), settlement_lag_months=REMADE_LAG_MONTHS)
    rates = np.asarray(mortgage_rate_pct, dtype=float)
    start = universe_start()
    # Payments of a month are those of the borrowers the month before; the last one needs no rate of its own.
    path = np.concatenate([rates[3:], rates[-1:]])
    speeds = {}
    for name, issuer in (("conventional", Issuer.UMBS), ("ginnie", Issuer.GNMA)):
        table = _tables()[name]
        growth = _growth_bn(table, start, path.size)
        mix = PurchaseMix(
            issuer=tuple(int(issuer) for _ in table["new"]),
            term_months=tuple(float(term) for term, _ in table["new"]),
            weight=tuple(share / 100.0 for _, share in table["new"]),
        )
        plan = MbsPlan(cap_bn=0.0, mbs_share=1.0, settlements_bn=growth, mix=mix)
        result = project_mbs(_book(table, int(issuer), start), path, rates[:3], plan, parameters)
        speeds[name] = 100.0 * result.cpr
        months = result.months - 1
    return AgencySpeeds(months, speeds["conventional"], speeds["ginnie"])


def _book(table: dict[str, Any], issuer: int, start: date) -> CohortBook:
    rows = np.asarray(table["cohorts"], dtype=float)
    return CohortBook(
        as_of=start,
        issuer=np.full(rows.shape[0], issuer, dtype=np.int8),
        term_months=rows[:, 0],
        coupon_pct=rows[:, 1],
        wac_pct=rows[:, 1] + _tables()["wedge_points"],
        age_months=rows[:, 3],
        face_bn=rows[:, 2] / rows[:, 2].sum() * table["total_bn"],
        unrefinanced=rows[:, 4],
    )


def _growth_bn(table: dict[str, Any], start: date, months: int) -> Floats:
    """Return the net growth of the stock by month, $ bn; the last year's rate holds afterwards."""
    year = (np.datetime64(start, "M") + 1 + np.arange(months)).astype("datetime64[Y]").astype(int) + 1970
    rate = np.asarray(table["growth_pct"])[np.minimum(year - start.year, len(table["growth_pct"]) - 1)]
    stock = table["total_bn"] * np.cumprod(1.0 + rate / 1200.0)
    return np.asarray(stock - np.concatenate([[table["total_bn"]], stock[:-1]]))
