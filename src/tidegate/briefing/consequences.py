"""What one future means beside another, for people: a mortgage at home, the dollar, the Taiwan dollar.

The two are compared path by path, so that chance does not part them. The
mortgage is the run's own; what crosses the sea goes the way of
`tidegate.briefing.regional`: the difference of what holdings do to yields, and
that of the policy rate, each taken as a surprise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tidegate.briefing.assembly import Desk, open_desk
from tidegate.briefing.regional import NEEDED, SEED, start_of_taiwan
from tidegate.errors import InputError
from tidegate.futures.comparison import Comparison
from tidegate.futures.simulation import LastMonth
from tidegate.futures.variables import PLACE
from tidegate.message import N_
from tidegate.transmission.markets.households import HouseholdLoan, household_loan, level_payment
from tidegate.transmission.markets.regional.path import path_between
from tidegate.transmission.markets.regional.rows import Interval, RegionalAnswer, Row, interval
from tidegate.transmission.markets.regional.taiwan_answer import answer_taiwan
from tidegate.transmission.rates.premium.calibrations import calibrations
from tidegate.units import BASIS_POINTS_PER_POINT

Floats = NDArray[np.float64]
LOAN = "thirty_year_mortgage"
ABROAD = ("usd_broad", "usdtwd", "mortgage_rate", "mortgage_payment")
"""Rows of the answer for Taiwan that are told of."""


@dataclass(frozen=True)
class Compared:
    """A number in both futures, and the first less the second on the same path."""

    first: Interval
    second: Interval
    difference: Interval


@dataclass(frozen=True)
class Consequences:
    """The first future beside the second, in one month.

    Attributes
    ----------
    when
        The last day of that month.
    paths
        On which both came so far.
    mortgage_pct
        Rate of a 30-year mortgage taken out then, percent.
    payment
        What it costs a month, in the currency of `loan`.
    loan
        The stated loan.
    stressed
        Whether one of the two has funding stress of its own.
    abroad
        What it does to the dollar and in Taiwan, through yields and the policy rate alone; None under stress,
        and where too little was known on the day of the desk.
    """

    when: date
    paths: int
    mortgage_pct: Compared
    payment: Compared
    loan: HouseholdLoan
    stressed: bool
    abroad: RegionalAnswer | None

    def rows(self) -> tuple[Row, ...]:
        """Return the rows abroad that are told of, in reading order."""
        return () if self.abroad is None else tuple(self.abroad.row(name) for name in ABROAD)

    def to_dict(self) -> dict[str, object]:
        """Return the stable JSON form; titles are left as they are."""
        return {
            "month": self.when.isoformat()[:7],
            "paths": self.paths,
            "loan": {
                "id": self.loan.id,
                "amount": self.loan.loan,
                "currency": self.loan.currency,
                "months": self.loan.months,
            },
            "stressed": self.stressed,
            "mortgage_pct": _plain(self.mortgage_pct),
            "payment": _plain(self.payment),
            "abroad": [
                {"id": row.id, "title": row.title, "change": vars(row.change), "change_unit": row.change_unit}
                for row in self.rows()
            ],
        }


def _plain(found: Compared) -> Mapping[str, object]:
    return {name: vars(getattr(found, name)) for name in ("first", "second", "difference")}


def compared(first: Floats, second: Floats) -> Compared:
    """Return a number in both futures and their difference, from paths of shape [paths]."""
    return Compared(interval(first), interval(second), interval(first - second))


def consequences(found: Comparison, desk: Desk | None = None) -> Consequences:
    """Return what the first of two scenarios means for people beside the second, in the last month.

    Parameters
    ----------
    found
        From `tidegate.compare_scenarios`.
    desk
        Whose figures say where Taiwan stands; default: the newest.

    Raises
    ------
    InputError
        If no path went to its end in both.
    """
    here = desk or open_desk()
    return consequences_on(here, found.dates[-1], *found.ends)


def consequences_on(desk: Desk, when: np.datetime64, first: LastMonth, second: LastMonth) -> Consequences:
    """Return what the first future means for people beside the second.

    Where one of them has funding stress of its own, investors flee into the dollar, which no response to
    yields tells: nothing is said of currencies then.

    Parameters
    ----------
    desk
        Whose figures say where Taiwan stands.
    when
        The month in which they are compared, by its last day.
    first, second
        Of runs on the same chances; a path that stopped in either is left out.

    Raises
    ------
    InputError
        If no path came so far in both.
    """
    whole = np.isfinite(first.values).all(axis=0) & np.isfinite(second.values).all(axis=0)
    if not whole.any():
        raise InputError.of(N_("comparison: no path went to its end in both scenarios; take fewer months"))
    one, other = first.values[:, whole], second.values[:, whole]
    stressed = first.stressed or second.stressed
    loan = household_loan(LOAN)
    rates = [each[PLACE["mortgage_30y_pct"]] for each in (one, other)]
    paid = [np.asarray(level_payment(loan.loan, np.maximum(rate, 0.0), loan.months)) for rate in rates]
    told = not stressed and all(desk.has(name) for name in NEEDED["tw"])
    return Consequences(
        when.astype("datetime64[D]").item(),
        int(whole.sum()),
        compared(*rates),
        compared(*paid),
        loan,
        stressed,
        _abroad(desk, when, one - other, first.calibration[whole]) if told else None,
    )


def _abroad(desk: Desk, when: np.datetime64, apart: Floats, calibration: NDArray[np.int64]) -> RegionalAnswer:
    worth = np.array([c.funds_rate_bp(1.0) for c in calibrations()])[calibration]
    rate_bp = BASIS_POINTS_PER_POINT * apart[PLACE["funds_rate_pct"]]
    rng = np.random.default_rng(SEED)
    months = int((when.astype("datetime64[M]") - np.datetime64(desk.as_of, "M")).astype(int))
    path = path_between(
        float(apart[PLACE["total_assets_bn"]].mean()),
        months,
        apart[PLACE["supply_effect_bp"]],
        BASIS_POINTS_PER_POINT * apart[PLACE["yield_2y_pct"]] - rate_bp,
        worth * apart[PLACE["supply_effect_bp"]],
        rate_bp,
        rng,
    )
    return answer_taiwan(path, start_of_taiwan(desk), rng)
