"""From the ten-year Treasury yield to what borrowers pay."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from tidegate.transmission.rates.premium.effect import HIGH, LOW, CurveEffect, Estimate
from tidegate.transmission.rates.premium.mixture import mixture_quantile


@dataclass(frozen=True)
class PassThrough:
    """Published pass-through from the ten-year Treasury yield to one borrower's yield.

    Attributes
    ----------
    borrower
        ``mortgage_30y``, ``corporate_baa`` or ``corporate_aaa``.
    values
        Basis points for each basis point on the ten-year yield.
    sources
        One for each value.
    """

    borrower: str
    values: tuple[float, ...]
    sources: tuple[str, ...]


@cache
def pass_through() -> tuple[PassThrough, ...]:
    """Return the published coefficients, by borrower."""
    text = resources.files(__package__).joinpath("pass_through.toml").read_text("utf-8")
    rows = tomllib.loads(text)["coefficient"]
    names = dict.fromkeys(r["borrower"] for r in rows)
    return tuple(
        PassThrough(
            n,
            tuple(r["value"] for r in rows if r["borrower"] == n),
            tuple(r["source"] for r in rows if r["borrower"] == n),
        )
        for n in names
    )


def borrower_effects(effect: CurveEffect) -> dict[str, Estimate]:
    """Return what borrowers' yields move, basis points, by borrower.

    The interval carries both disagreements: among calibrations and among
    coefficients, every pair with the product of their weights.
    """
    ten = int(np.flatnonzero(np.isclose(effect.maturities_years, 10.0))[0])
    central = effect.by_calibration_bp[:, ten]
    weight = np.array([c.weight for c in effect.calibrations])
    own = np.array([c.relative_sd for c in effect.calibrations])
    found = {}
    for row in pass_through():
        values = np.array(row.values)
        means = np.outer(values, central).ravel()
        sds = np.outer(values, np.abs(central) * own).ravel()
        shares = np.tile(weight / weight.sum(), len(values)) / len(values)
        low, high = (float(mixture_quantile(means, sds, shares, p)) for p in (LOW, HIGH))
        found[row.borrower] = Estimate(float((shares * means).sum()), low, high)
    return found
