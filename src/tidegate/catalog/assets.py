"""The assets: what can be owned, what is only watched, and how each is measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from tidegate.catalog.loader import _pair, _read, unknown
from tidegate.catalog.model import Bilingual, Rights
from tidegate.message import N_

__all__ = ["Asset", "Group", "Kind", "ResponseUnit", "asset", "assets", "investable"]


class Group(StrEnum):
    """To which limit of an allocation an asset belongs."""

    CASH = "cash"
    TREASURIES = "treasuries"
    CREDIT = "credit"
    """Investment-grade bonds and agency mortgages."""
    HIGH_YIELD = "high_yield"
    """Bonds that behave like shares when money is tight."""
    EQUITY = "equity"
    REAL_ESTATE = "real_estate"
    GOLD = "gold"
    COMMODITIES = "commodities"
    CRYPTO = "crypto"
    CURRENCY = "currency"
    HOUSING = "housing"
    LENDING = "lending"
    YIELD = "yield"
    SPREAD = "spread"
    EXPECTATION = "expectation"
    VOLATILITY = "volatility"


class Kind(StrEnum):
    """Which equation gives an asset's return."""

    CASH = "cash"
    TREASURY = "treasury"
    """Repriced from the par curve: carry, roll-down, duration, convexity."""
    TIPS = "tips"
    """Repriced from real yields, plus inflation."""
    MBS = "mbs"
    """Approximated, with negative convexity."""
    CREDIT = "credit"
    """A Treasury, a spread, and what defaults take."""
    EQUITY = "equity"
    GOLD = "gold"
    COMMODITY = "commodity"
    CRYPTO = "crypto"
    CURRENCY = "currency"
    INDEX = "index"
    """A level that nobody holds (house prices, bank credit, volatility)."""
    YIELD = "yield"
    SPREAD = "spread"


class ResponseUnit(StrEnum):
    """In what the response to a surprise is given."""

    PCT = "pct"
    """Percent change of the price."""
    BP = "bp"
    """Change of a yield, a spread or a breakeven, basis points."""


@dataclass(frozen=True)
class Asset:
    """One asset.

    Attributes
    ----------
    id
        The name that every room uses.
    title, story
        Name, and in a sentence what moves it; in both languages.
    group
        To which limit it belongs.
    kind
        Which equation gives its return.
    currency
        Of the return, ISO code; empty where there is none.
    region
        ``us``, ``tw``, ``hk``, ``em`` or ``world``.
    investable
        False where it is measured and shown but never held.
    response_unit
        Of its response to a surprise. Exchange rates: percent of the quoted
        rate, so a positive `usdtwd` is a weaker Taiwan dollar.
    low_years, high_years
        Bonds: maturities held in the bucket; None elsewhere.
    series
        Ids of the catalogue from which its level can be read.
    measured_on
        The public price on which the response was measured.
    rights
        Of that price. ``not-shipped``: estimates are passed on, figures never.
    """

    id: str
    title: Bilingual
    story: Bilingual
    group: Group
    kind: Kind
    currency: str
    region: str
    investable: bool
    response_unit: ResponseUnit
    low_years: float | None
    high_years: float | None
    series: tuple[str, ...]
    measured_on: str
    rights: Rights


def _years(row: Mapping[str, Any], key: str) -> float | None:
    return float(row[key]) if key in row else None


def _asset(key: str, row: Mapping[str, Any]) -> Asset:
    return Asset(
        id=key,
        title=_pair(row, "title"),
        story=_pair(row, "story"),
        group=Group(row["group"]),
        kind=Kind(row["kind"]),
        currency=row["currency"],
        region=row["region"],
        investable=bool(row.get("investable", True)),
        response_unit=ResponseUnit(row["response_unit"]),
        low_years=_years(row, "low_years"),
        high_years=_years(row, "high_years"),
        series=tuple(row["series"]),
        measured_on=row["measured_on"],
        rights=Rights(row["rights"]),
    )


@cache
def assets() -> Mapping[str, Asset]:
    """Return the assets by id: first those that can be owned, then those only watched."""
    return MappingProxyType({k: _asset(k, r) for k, r in _read("assets.toml").items()})


@cache
def investable() -> tuple[str, ...]:
    """Return the ids of what can be owned, in the order of the catalogue."""
    return tuple(key for key, entry in assets().items() if entry.investable)


def asset(asset_id: str) -> Asset:
    """Return one asset.

    Raises
    ------
    UnknownName
        If the catalogue has no such asset; the message lists the nearest.
    """
    found = assets().get(asset_id)
    if found is None:
        raise unknown(N_("asset"), asset_id, assets())
    return found
