"""Everything known on the day of the question, in the form in which this room takes it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from math import nan

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.message import N_, Message

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Flows:
    """Liquidity and what moves it, now and over the trend window.

    Attributes
    ----------
    reserves_bn, on_rrp_bn, tga_bn
        Means of the last weeks.
    tga_target_bn
        Level to which the Treasury's balance goes: announced, or where it goes back to.
    tga_target_months
        By when it is announced, months from the day; NaN where it was not announced.
    currency_bn_per_month
        Growth of currency over the trend window.
    other_bn_per_month, other_sd_bn
        What reserves and ON RRP did besides holdings, currency and the
        Treasury's balance: mean and standard deviation of a month.
    mbs_bn_per_month
        Principal of MBS received over the past year; NaN where none ran off.
    """

    reserves_bn: float
    on_rrp_bn: float
    tga_bn: float
    tga_target_bn: float
    currency_bn_per_month: float
    other_bn_per_month: float
    other_sd_bn: float
    mbs_bn_per_month: float
    tga_target_months: float = nan


@dataclass(frozen=True)
class RunOff:
    """A run-off as announced by the day.

    Attributes
    ----------
    name
        ``QT1`` or ``QT2``.
    began
        First month.
    treasury_caps_bn, mbs_caps_bn
        By month from the month of the day, shape [horizon + 1].
    planned_end
        First month without run-off if it has been announced.
    slowings
        How often the Treasury cap has been cut.
    months_since_slowing
        Since the last cut; a large number before the first.
    past_reserves_bn, past_gdp_bn, past_bank_credit_bn
        At each scheduled meeting since it began, shape [meetings].
    """

    name: str
    began: np.datetime64
    treasury_caps_bn: Floats
    mbs_caps_bn: Floats
    planned_end: np.datetime64 | None
    slowings: int
    months_since_slowing: int
    past_reserves_bn: Floats
    past_gdp_bn: Floats
    past_bank_credit_bn: Floats


@dataclass(frozen=True)
class Situation:
    """What the distribution is made from.

    Attributes
    ----------
    as_of
        The day; nothing in the rest was public only later.
    run_off
        None if none is going on or announced.
    flows
        Liquidity and its trends.
    gdp_bn, gdp_growth_pct
        Nominal, last published, and its yearly rate over two years.
    bank_credit_bn
        Last published.
    curve_pct_of_gdp
        Draws of the reserve-demand threshold, percent of GDP; minus infinity: no bend.
    recession_starts, expansion_months
        Since 1980, as known.
    """

    as_of: date
    run_off: RunOff | None
    flows: Flows
    gdp_bn: float
    gdp_growth_pct: float
    bank_credit_bn: float
    curve_pct_of_gdp: Floats
    recession_starts: int
    expansion_months: int

    def __post_init__(self) -> None:
        """Refuse figures that cannot be.

        Raises
        ------
        InputError
            Naming every level that is not above zero, or not finite.
        """
        named = {
            f.name: getattr(self, f.name) for f in fields(self) if f.name in ("gdp_bn", "bank_credit_bn")
        }
        named["reserves_bn"] = self.flows.reserves_bn
        InputError.check(
            Message(
                N_("end of run-off: {name} is {value}; it must be a finite number above zero"),
                {"name": n, "value": v},
            )
            for n, v in named.items()
            if not (np.isfinite(v) and v > 0)
        )
