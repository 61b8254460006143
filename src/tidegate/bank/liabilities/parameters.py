"""Parameters of the liabilities, from the file beside this module."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import Any

from tidegate.errors import InputError
from tidegate.message import N_, Message


@dataclass(frozen=True)
class CurrencyRule:
    """Change a quarter of ln(currency / GDP) = constant + rate x funds rate + pull x ln(currency / GDP)."""

    constant: float
    rate: float
    pull: float


@dataclass(frozen=True)
class ForeignPoolRule:
    """Foreign pool, percent of GDP = base + slope x ON RRP rate; a gap at the start halves in the half-life."""

    base_pct: float
    slope_pct: float
    half_life_years: float


@dataclass(frozen=True)
class OtherRule:
    """Other liabilities with capital, percent of total assets = base; a gap at the start halves in the half-life."""

    share_pct: float
    return_years: float


@dataclass(frozen=True)
class SplitRule:
    """How what must be absorbed divides between ON RRP and reserves; see `absorption.absorb`.

    Attributes
    ----------
    bills
        $ of ON RRP for a $ of net bill issuance, <= 0: money funds buy the bills.
    liquidity
        $ of ON RRP for a $ more of reserves and ON RRP together, 0 to 1.
    rate_bn_per_point
        $ bn that move from deposits to money funds when the rate rises by a point.
    floor_bn
        ON RRP that stays when it is out of use.
    satiation_pct_of_gdp
        Reserves below which nothing new reaches ON RRP, percent of GDP.
    """

    bills: float
    liquidity: float
    rate_bn_per_point: float
    floor_bn: float
    satiation_pct_of_gdp: float

    def __post_init__(self) -> None:
        text = N_("split rule {name}: {value} is not allowed; give {allowed}")
        rules = (
            ("bills", -1 <= self.bills <= 0, "-1 ... 0"),
            ("liquidity", 0 <= self.liquidity <= 1, "0 ... 1"),
            ("rate_bn_per_point", 0 <= self.rate_bn_per_point <= 1000, "0 ... 1000"),
            ("floor_bn", 0 <= self.floor_bn <= 1000, "0 ... 1000"),
            ("satiation_pct_of_gdp", 0 <= self.satiation_pct_of_gdp <= 100, "0 ... 100"),
        )
        InputError.check(
            Message(text, {"name": name, "value": getattr(self, name), "allowed": allowed})
            for name, good, allowed in rules
            if not good
        )


@dataclass(frozen=True)
class LinesRule:
    """Lines of H.4.1 beside the securities; see `lines`."""

    premium_decay_per_year: float
    discount_decay_per_year: float
    mbs_premium_share: float
    fixed_other_assets_bn: float
    accrued_share: float
    temporary_half_life_years: float


@dataclass(frozen=True)
class LiabilityParameters:
    """All rules together."""

    currency: CurrencyRule
    foreign_pool: ForeignPoolRule
    other: OtherRule
    split: SplitRule
    lines: LinesRule


@cache
def parameter_table() -> dict[str, Any]:
    """Return the file of parameters, with the window of each estimate."""
    text = resources.files("tidegate.bank.liabilities").joinpath("parameters.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def liability_parameters() -> LiabilityParameters:
    """Return the parameters shipped with the package (estimated by ``scripts/calibrate_liabilities.py``)."""
    table = parameter_table()

    def of(kind: type, name: str) -> Any:
        return kind(**{f.name: table[name][f.name] for f in fields(kind)})

    return LiabilityParameters(
        of(CurrencyRule, "currency"),
        of(ForeignPoolRule, "foreign_pool"),
        of(OtherRule, "other"),
        of(SplitRule, "split"),
        of(LinesRule, "lines"),
    )
