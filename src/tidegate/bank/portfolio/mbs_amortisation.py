"""Arithmetic of a level-payment mortgage pool: what is due, and the units of speed.

Speeds are fractions: 0.06 is 6 percent. ``cpr`` is the share of a pool that
prepays in a year, ``smm`` the share that prepays in a month, after the
scheduled payment. All functions take scalars or arrays and broadcast.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.units import MONTHS_PER_YEAR

Floats = NDArray[np.float64]

PSA_MONTHLY_STEP = 0.002
PSA_RAMP_MONTHS = 30.0


def psa_cpr(age_months: ArrayLike, psa: ArrayLike = 100.0) -> Floats:
    """Return the yearly speed of the PSA standard: 0.2% a month of age up to 6%, times psa/100."""
    ramp = PSA_MONTHLY_STEP * np.minimum(np.asarray(age_months, dtype=float), PSA_RAMP_MONTHS)
    return np.asarray(ramp * np.asarray(psa, dtype=float) / 100.0)


def smm_from_cpr(cpr: ArrayLike) -> Floats:
    """Return the monthly share that compounds to the yearly share `cpr`: 1 - (1 - cpr)^(1/12)."""
    return np.asarray(-np.expm1(np.log1p(-np.asarray(cpr, dtype=float)) / MONTHS_PER_YEAR))


def cpr_from_smm(smm: ArrayLike) -> Floats:
    """Return the yearly share to which the monthly share `smm` compounds."""
    return np.asarray(-np.expm1(np.log1p(-np.asarray(smm, dtype=float)) * MONTHS_PER_YEAR))


def monthly_rate(rate_pct: ArrayLike) -> Floats:
    """Return the monthly interest rate of a loan (a fraction) from percent per year."""
    return np.asarray(rate_pct, dtype=float) / (100.0 * MONTHS_PER_YEAR)


def level_payment_factor(rate_pct: ArrayLike, term_months: ArrayLike) -> Floats:
    """Return the level monthly payment, interest and principal, of a loan of 1.

    Parameters
    ----------
    rate_pct
        Interest rate in percent per year; 0 is allowed.
    term_months
        Number of payments, > 0.
    """
    rate = monthly_rate(rate_pct)
    return np.asarray(scheduled_share(rate_pct, term_months) + rate)


def scheduled_share(rate_pct: ArrayLike, remaining_months: ArrayLike) -> Floats:
    """Return the share of today's balance that the next payment repays: r / ((1 + r)^n - 1).

    It is 1 when at most one payment remains.
    """
    rate, left = np.broadcast_arrays(monthly_rate(rate_pct), np.asarray(remaining_months, dtype=float))
    left = np.maximum(left, 1.0)
    growth = np.expm1(left * np.log1p(rate))
    return np.asarray(np.where(rate > 0, rate / np.where(growth > 0, growth, 1.0), 1.0 / left))


def scheduled_balance(rate_pct: ArrayLike, term_months: ArrayLike, age_months: ArrayLike) -> Floats:
    """Return the balance of a loan of 1 after `age_months` payments, without any prepayment."""
    rate, term, age = np.broadcast_arrays(
        monthly_rate(rate_pct), np.asarray(term_months, dtype=float), np.asarray(age_months, dtype=float)
    )
    left = np.clip(term - age, 0.0, None)
    whole = -np.expm1(-term * np.log1p(rate))
    share = -np.expm1(-left * np.log1p(rate)) / np.where(whole > 0, whole, 1.0)
    return np.asarray(np.where(rate > 0, share, left / term))


def scheduled_principal(rate_pct: ArrayLike, term_months: ArrayLike, age_months: ArrayLike) -> Floats:
    """Return the principal in payment number ``age_months + 1`` of a loan of 1, without any prepayment."""
    age = np.asarray(age_months, dtype=float)
    later = scheduled_balance(rate_pct, term_months, age + 1.0)
    return np.asarray(scheduled_balance(rate_pct, term_months, age) - later)
