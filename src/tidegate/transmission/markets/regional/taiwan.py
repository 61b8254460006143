"""Taiwan's published facts: purchases of dollars, insurers, and the long yield."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Purchases:
    """US dollars that the central bank bought (+) or sold (-) on balance, $ bn, between two months."""

    start: str
    end: str
    usd_bn: float
    source: str
    certainty: str


@dataclass(frozen=True)
class Insurers:
    """Life insurers' assets abroad and how much of them is hedged.

    Attributes
    ----------
    foreign_assets_usd_bn
        On `foreign_assets_date`.
    hedged_pct, hedged_low_pct
        With every kind of hedge, and with swaps and forwards alone.
    """

    foreign_assets_usd_bn: float
    foreign_assets_date: date
    hedged_pct: float
    hedged_low_pct: float
    source: str
    certainty: str

    @property
    def open_usd_bn(self) -> float:
        """What is not hedged, $ bn."""
        return self.foreign_assets_usd_bn * (1.0 - self.hedged_pct / 100.0)


@dataclass(frozen=True)
class TenYear:
    """Points of Taiwan's ten-year yield for each point of the US one, with a judged range."""

    beta: float
    low: float
    high: float
    source: str
    certainty: str


@dataclass(frozen=True)
class Facts:
    """Everything in ``taiwan.toml``."""

    purchases: tuple[Purchases, ...]
    insurers: Insurers
    ten_year: TenYear


@cache
def facts() -> Facts:
    """Return the published facts."""
    read = tomllib.loads(files(__package__).joinpath("data/taiwan.toml").read_text("utf-8"))
    return Facts(
        tuple(Purchases(**row) for row in read["purchases"]),
        Insurers(**read["insurers"]),
        TenYear(**read["ten_year"]),
    )
