"""From net income to the Treasury: dividends, remittances and the deferred asset.

While income after dividends is positive it is remitted each week. Losses are
not covered by the Treasury: they add up to a deferred asset, and nothing is
remitted until later income has made good for it. Each of the twelve Banks
keeps its own account, so a few go on remitting while the System recovers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tidegate.bank.income.parameters import IncomeParameters
from tidegate.bank.liabilities.grid import Floats, check, years_between
from tidegate.units import Days, day


@dataclass(frozen=True)
class Remittances:
    """What becomes of net income. Stocks [..., days], flows [..., days - 1], $ bn.

    Attributes
    ----------
    remitted_bn
        Paid to the Treasury in each interval, >= 0.
    still_remitting_bn
        Part of it that came from Banks without a deferred asset while the System had one.
    deferred_asset_bn
        Losses not yet made good for, >= 0 (H.4.1 shows it as a negative liability).
    """

    days: Days
    remitted_bn: Floats
    still_remitting_bn: Floats
    deferred_asset_bn: Floats

    @property
    def peak_day(self) -> Days:
        """Report day on which the deferred asset was highest, one a path."""
        return np.asarray(self.days[np.argmax(self.deferred_asset_bn, axis=-1)])

    @property
    def cleared_day(self) -> Days:
        """First report day after the peak without a deferred asset; NaT if there is none, one a path."""
        deferred = np.atleast_2d(self.deferred_asset_bn)
        peak = np.argmax(deferred, axis=-1)[:, None]
        gone = (
            (deferred <= 0.0)
            & (np.arange(self.days.size) > peak)
            & (deferred.max(axis=-1, keepdims=True) > 0)
        )
        first = self.days[np.argmax(gone, axis=-1)]
        found = np.where(gone.any(axis=-1), first, np.datetime64("NaT", "D")).astype("datetime64[D]")
        return np.asarray(found.reshape(self.deferred_asset_bn.shape[:-1]))


def remit(
    days: Days,
    income_after_dividends_bn: ArrayLike,
    opening_deferred_bn: ArrayLike,
    parameters: IncomeParameters,
    still_remitting_bn: ArrayLike | None = None,
) -> Remittances:
    """Divide income after dividends between remittances and the deferred asset.

    Parameters
    ----------
    days
        Report days.
    income_after_dividends_bn
        Of each interval, shape [..., days - 1].
    opening_deferred_bn
        On the first day, >= 0.
    parameters
        How much Banks without a deferred asset go on remitting.
    still_remitting_bn
        Realised or assumed amounts of them in each interval, in the place of the rule.

    Notes
    -----
    In every interval ``income after dividends = remitted - rise of the deferred asset``.
    """
    check(
        days,
        {},
        {"income_after_dividends_bn": income_after_dividends_bn, "still_remitting_bn": still_remitting_bn},
    )
    income = np.asarray(income_after_dividends_bn, dtype=float)
    given = None if still_remitting_bn is None else np.asarray(still_remitting_bn, dtype=float)
    years = years_between(days)
    opening = np.asarray(opening_deferred_bn, dtype=float)
    shape = np.broadcast_shapes(income.shape[:-1], opening.shape, () if given is None else given.shape[:-1])
    since = float((days[0] - day(parameters.suspended_since)) / np.timedelta64(1, "D")) / 365.25
    if not shape:
        deferred, leak = _one_path(years, income, float(opening), given, since, parameters)
        remitted = income + np.diff(deferred)
        return Remittances(days, remitted, np.minimum(leak, np.maximum(remitted, 0.0)), deferred)
    deferred = np.empty((*shape, days.size))
    deferred[..., 0] = opening
    leak = np.zeros((*shape, years.size))
    remitted = np.zeros_like(leak)
    suspended = np.where(deferred[..., 0] > 0.0, max(since, 0.0), 0.0)
    for step, length in enumerate(years):
        before = deferred[..., step]
        yearly = np.minimum(
            parameters.still_remitting_growth_bn * (suspended + 0.5 * length),
            parameters.still_remitting_most_bn,
        )
        wanted = yearly * length if given is None else given[..., step]
        # Without losses behind or in sight everything is remitted and there is nothing apart.
        losing = (before > 0.0) | (income[..., step] < 0.0)
        leak[..., step] = np.where(losing, wanted, 0.0)
        after = np.maximum(before - income[..., step] + leak[..., step], 0.0)
        deferred[..., step + 1] = after
        remitted[..., step] = income[..., step] + after - before
        suspended = np.where(after > 0.0, suspended + length, 0.0)
    return Remittances(days, remitted, np.minimum(leak, np.maximum(remitted, 0.0)), deferred)


def _one_path(
    years: Floats,
    income: Floats,
    opening: float,
    given: Floats | None,
    since: float,
    parameters: IncomeParameters,
) -> tuple[Floats, Floats]:
    """Return the deferred asset and what is remitted all the same, for a single path with plain numbers."""
    growth, most = parameters.still_remitting_growth_bn, parameters.still_remitting_most_bn
    wishes = None if given is None else given.tolist()
    before, suspended = opening, max(since, 0.0) if opening > 0.0 else 0.0
    stock, leaks = [before], []
    for step, (length, earned) in enumerate(zip(years.tolist(), income.tolist(), strict=True)):
        wanted = min(growth * (suspended + 0.5 * length), most) * length if wishes is None else wishes[step]
        leak = wanted if before > 0.0 or earned < 0.0 else 0.0
        before = max(before - earned + leak, 0.0)
        suspended = suspended + length if before > 0.0 else 0.0
        stock.append(before)
        leaks.append(leak)
    return np.array(stock), np.array(leaks)
