"""What is passed on of assets whose prices may not be: means, volatilities and correlations with their errors.

``scripts/estimate_moments.py`` estimates them, in vintages: each on nothing
later than its month, so that an answer for an earlier day can use the one of
that time. Before the first vintage there are none.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEAST_MONTHS = 36
"""Fewer months than these say too little to own an asset by."""


class Statistic(NamedTuple):
    """An estimate, its standard error, and the months it rests on."""

    value: float
    se: float
    months: int


@dataclass(frozen=True)
class Moments:
    """Estimates of one vintage.

    Attributes
    ----------
    vintage
        Last month that was used.
    sharpe
        Mean return over bills divided by volatility, a year's, by asset.
    volatility
        Of the return over bills, a year's, fractions, by asset.
    correlation
        By pair of columns (assets and factors), either order.
    """

    vintage: np.datetime64
    sharpe: Mapping[str, Statistic]
    volatility: Mapping[str, Statistic]
    correlation: Mapping[tuple[str, str], Statistic]

    @property
    def assets(self) -> tuple[str, ...]:
        """Assets with an estimate, in the order of the file."""
        return tuple(self.volatility)


def read_moments(rows: Iterable[Mapping[str, str]]) -> tuple[Moments, ...]:
    """Return the vintages of a table, in order of time."""
    by_vintage: dict[str, dict[str, dict[object, Statistic]]] = {}
    for row in rows:
        kept = by_vintage.setdefault(row["vintage"], {"sharpe": {}, "volatility": {}, "correlation": {}})
        found = Statistic(float(row["value"]), float(row["se"]), int(row["months"]))
        if row["statistic"] == "correlation":
            kept["correlation"][row["asset"], row["other"]] = found
            kept["correlation"][row["other"], row["asset"]] = found
        else:
            kept[row["statistic"]][row["asset"]] = found
    return tuple(
        Moments(
            np.datetime64(name, "M"),
            MappingProxyType(kept["sharpe"]),  # type: ignore[arg-type]
            MappingProxyType(kept["volatility"]),  # type: ignore[arg-type]
            MappingProxyType(kept["correlation"]),  # type: ignore[arg-type]
        )
        for name, kept in sorted(by_vintage.items())
    )


@cache
def vintages() -> tuple[Moments, ...]:
    """Return the vintages that are shipped."""
    text = (files(__package__) / "data" / "moments.csv").read_text("utf-8")
    return read_moments(csv.DictReader(io.StringIO(text)))


def moments_on(month: np.datetime64) -> Moments | None:
    """Return the last vintage known at the end of a month, or None before the first."""
    known = [v for v in vintages() if v.vintage <= month]
    return known[-1] if known else None


def sharpe_error(sharpe: float, years: float) -> float:
    """Return the standard error of a Sharpe ratio of independent returns (Lo 2002, Financial Analysts Journal 58)."""
    return float(np.sqrt((1.0 + 0.5 * sharpe**2 / 12.0) / max(years, 1e-9)))


def nearest_correlation(matrix: Floats, least: float = 1e-4) -> Floats:
    """Return a correlation matrix near to a symmetric one: negative eigenvalues lifted, then scaled to ones.

    Correlations estimated over different spans need not fit together.
    """
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2.0)
    lifted = (vectors * np.maximum(values, least)) @ vectors.T
    scale = np.sqrt(np.diag(lifted))
    return np.asarray(lifted / np.outer(scale, scale))
