"""What is known of three banks' portfolios beyond their announcements, and since when.

The figures are in ``tidegate/catalog/bank_profiles.toml``, each with its source.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from tidegate.bank.portfolio.sales import Bearer

BANKS = ("ecb", "boe", "boj")


@dataclass(frozen=True)
class Known:
    """One published figure.

    Attributes
    ----------
    since, until
        The days it is about; equal for a stock on a day.
    value
        Billions of the bank's currency, unless said otherwise.
    known
        First day on which it may be used.
    source, certainty
        Where it can be read; ``read``, ``memory`` or ``inferred``.
    """

    since: date
    until: date
    value: float
    known: date
    source: str
    certainty: str


@dataclass(frozen=True)
class AtPurchase:
    """How purchases are spread over maturities; see `maturities_at_purchase`.

    `known`: publication of the last figure that the estimate uses.
    """

    mean_years: float
    shape: float
    shortest_years: float
    longest_years: float
    known: date


@dataclass(frozen=True)
class Gdp:
    """Nominal GDP of a calendar year, billions of the bank's currency."""

    bank: str
    year: int
    value_bn: float
    source: str
    certainty: str


@dataclass(frozen=True)
class Profile:
    """What is known of a bank's portfolio.

    Attributes
    ----------
    bank
        Id of the catalogue.
    run_off_start
        Day of the opening stock from which its run-off is told.
    loss_bearer
        Who bears the loss on sales.
    stock, maturing, expected_fall, expected
        Published stocks; what matures in a window; how far the stock was
        expected to fall, percent; other expectations. In order of time.
    at_purchase
        Where it could be estimated.
    purchase_yield_pct
        Yield at which the bonds were bought, percent.
    sectors
        Maturity at which each sector's sales are priced, years.
    yields_pct
        Ten-year yield by month.
    """

    bank: str
    run_off_start: date
    loss_bearer: Bearer
    stock: tuple[Known, ...] = ()
    maturing: tuple[Known, ...] = ()
    expected_fall: tuple[Known, ...] = ()
    expected: tuple[Known, ...] = ()
    at_purchase: AtPurchase | None = None
    purchase_yield_pct: float | None = None
    sectors: Mapping[str, float] = field(default_factory=dict)
    yields_pct: Mapping[str, float] = field(default_factory=dict)


def as_known(rows: Iterable[Known], on: date) -> tuple[Known, ...]:
    """Return the figures that may be used on a day."""
    return tuple(row for row in rows if row.known <= on)


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files("tidegate.catalog").joinpath("bank_profiles.toml").read_text("utf-8"))


def _rows(found: Iterable[Mapping[str, Any]]) -> tuple[Known, ...]:
    rows = [
        Known(
            row.get("since", row.get("date", row.get("until"))),
            row.get("until", row.get("date")),
            float(row["value"]),
            row.get("known", row.get("since", date.min)),
            row["source"],
            row["certainty"],
        )
        for row in found
    ]
    return tuple(sorted(rows, key=lambda r: r.until))


@cache
def profile(bank: str) -> Profile:
    """Return what is known of one of `BANKS`."""
    found = _tables()[bank]
    spread = found.get("at_purchase")
    keys = ("mean_years", "shape", "shortest_years", "longest_years")
    return Profile(
        bank,
        found["run_off_start"],
        found["loss_bearer"],
        _rows(found.get("stock", ())),
        _rows(found.get("maturing", ())),
        _rows(found.get("expected_fall", ())),
        _rows(found.get("expected", ())),
        AtPurchase(**{k: float(spread[k]) for k in keys}, known=spread["known"]) if spread else None,
        found.get("purchase_yield_pct"),
        MappingProxyType({s["sector"]: float(s["maturity_years"]) for s in found.get("sales_sectors", ())}),
        MappingProxyType({k: float(v) for k, v in found.get("yield_10y_pct", {}).items()}),
    )


@cache
def gdp(bank: str) -> tuple[Gdp, ...]:
    """Return the nominal GDP held for a bank's economy, in order of the years."""
    rows = (
        Gdp(r["bank"], int(r["year"]), float(r["value"]), r["source"], r["certainty"])
        for r in _tables()["gdp"]
        if r["bank"] == bank
    )
    return tuple(sorted(rows, key=lambda r: r.year))
