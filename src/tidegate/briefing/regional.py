"""Where figures and the regional room meet: from the desk to where Taiwan and Hong Kong stand, and what comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tidegate.briefing.assembly import Desk
from tidegate.briefing.curves import transmit_curve
from tidegate.catalog.loader import unknown
from tidegate.errors import DateOutOfRange
from tidegate.message import N_
from tidegate.transmission.answer import check_change
from tidegate.transmission.markets.households import household_loan
from tidegate.transmission.markets.regional.hong_kong import Start
from tidegate.transmission.markets.regional.hong_kong_answer import HongKongStart, answer_hong_kong
from tidegate.transmission.markets.regional.path import check_rate, fed_path
from tidegate.transmission.markets.regional.rows import RegionalAnswer
from tidegate.transmission.markets.regional.taiwan_answer import TaiwanStart, answer_taiwan
from tidegate.transmission.rates.premium.deviation import Mode, Refunding
from tidegate.transmission.rates.premium.effect import CurveEffect
from tidegate.units import Days, day

REGIONS = ("tw", "hk")
DRAWS, SEED = 900, 1983
OVERNIGHT = ("DFF", "EFFR", "SOFR")
NEEDED = {
    "tw": ("FX_USDTWD", "TW_DISCOUNT_RATE", "TW_MORTGAGE_RATE"),
    "hk": ("FX_USDHKD", "HK_HIBOR_1M", "HK_AGGREGATE_BALANCE"),
}


@dataclass(frozen=True)
class Latest:
    """A value and its date."""

    value: float
    date: date


def latest(desk: Desk, series_id: str, until: np.datetime64 | None = None) -> Latest:
    """Return the last value known on the day of the desk, dated on or before `until`."""
    found = desk.series(series_id)
    row = len(found) - 1 if until is None else int(np.searchsorted(found.dates, until, side="right")) - 1
    return Latest(float(found.values[row]), found.dates[row].item())


def overnight(desk: Desk, until: np.datetime64 | None = None) -> Latest:
    """Return the US overnight rate: of the rates that are kept, the one with the latest date."""
    begun = [n for n in OVERNIGHT if desk.has(n) and (until is None or desk.series(n).dates[0] <= until)]
    held = [latest(desk, name, until) for name in begun]
    return max(held, key=lambda each: each.date)


def overnight_path(desk: Desk, days: Days) -> NDArray[np.float64]:
    """Return the US overnight rate on each day: the funds rate, and after its last figure what came later."""
    held = desk.series(OVERNIGHT[0])
    rows = np.searchsorted(held.dates, days, side="right") - 1
    found = held.values[np.maximum(rows, 0)]
    later = np.flatnonzero(days > held.dates[-1])
    found[later] = [overnight(desk, when).value for when in days[later]]
    return found


def check_region(desk: Desk, region: str) -> None:
    """Refuse a region that does not exist, or a day on which nothing was known of it.

    Raises
    ------
    UnknownName
        For another region.
    DateOutOfRange
        If one of its series had not begun.
    """
    if region not in REGIONS:
        raise unknown(N_("region"), region, REGIONS)
    lost = [name for name in NEEDED[region] if not desk.has(name)]
    if lost:
        text = N_("as-of {value}: nothing was known by then of {series}; choose a later day")
        raise DateOutOfRange.of(text, value=desk.as_of, series=", ".join(lost))


def start_of_taiwan(desk: Desk) -> TaiwanStart:
    """Return where Taiwan stands."""
    loan = household_loan("taiwan_mortgage")
    known = loan.rate_date <= desk.as_of
    return TaiwanStart(
        latest(desk, "FX_USDTWD").value,
        latest(desk, "TW_DISCOUNT_RATE").value,
        overnight(desk).value,
        loan.rate_pct if known else latest(desk, "TW_MORTGAGE_RATE").value,
        desk.as_of,
    )


def start_of_hong_kong(desk: Desk) -> HongKongStart:
    """Return where Hong Kong stands; HIBOR is compared with the US rate of its own day."""
    hibor = latest(desk, "HK_HIBOR_1M")
    then = overnight(desk, day(hibor.date))
    lower = latest(desk, "DFEDTARL").value if desk.has("DFEDTARL") else latest(desk, "DFEDTAR").value
    start = Start(
        latest(desk, "FX_USDHKD").value, latest(desk, "HK_AGGREGATE_BALANCE").value, hibor.value, then.value
    )
    return HongKongStart(start, overnight(desk).value, lower, desk.as_of)


def transmit_region(
    desk: Desk,
    region: str,
    change_bn: float = -1_000.0,
    months: int = 24,
    mode: Mode = "passive",
    refunding: Refunding = "coupons",
    rate_bp: float = 0.0,
    *,
    draws: int = DRAWS,
) -> RegionalAnswer:
    """Carry a change of the Fed's holdings, and one of its rate, to Taiwan or Hong Kong.

    Parameters
    ----------
    desk
        Figures and day.
    region
        ``tw`` or ``hk``.
    change_bn, months, mode, refunding
        As in `transmit`.
    rate_bp
        Change of the policy rate from the first month on, basis points.
    draws
        How many; the same seed always.

    Raises
    ------
    InputError
        For a change, a horizon, a rate or a region that cannot be answered.
    DateOutOfRange
        If the figures of the region had not begun on the day of the desk.
    """
    check_change(change_bn, months)
    check_rate(rate_bp)
    check_region(desk, region)
    curve = transmit_curve(desk, change_bn, months, mode, refunding)
    return carry(desk, region, curve, rate_bp, draws)


def carry(
    desk: Desk,
    region: str,
    curve: CurveEffect,
    rate_bp: float,
    draws: int,
    other: RegionalAnswer | None = None,
) -> RegionalAnswer:
    """Carry an effect on the US curve on to a region.

    `other` is an answer for the same region, months and draws with another
    change: what happens without any change is then not computed again.
    """
    rng = np.random.default_rng(SEED)
    path = fed_path(curve, rate_bp, draws, rng)
    if region == "tw":
        return answer_taiwan(path, start_of_taiwan(desk), rng)
    return answer_hong_kong(path, start_of_hong_kong(desk), rng, other.without if other else None)
