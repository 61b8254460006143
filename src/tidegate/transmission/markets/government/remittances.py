"""The other side of the Treasury's account: what the central bank earns less, or more, on a change of holdings.

Securities that are let go would have been rolled at market yields; reserves
that disappear would have cost the interest rate on reserves. The difference
reaches the Treasury only once the deferred asset is made good for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.bank.income.parameters import income_parameters
from tidegate.bank.income.remittances import Remittances, remit
from tidegate.units import MONTHS_PER_YEAR, month_end

Floats = NDArray[np.float64]


def holdings_path(change_bn: float, over_months: int, months: int, start: int = 0) -> Floats:
    """Return a change of holdings at month-ends: even steps, then constant, $ bn, shape [months]."""
    done = np.clip(np.arange(1, months + 1) - start, 0, over_months)
    return np.asarray(change_bn * done / over_months)


def income_change(holdings_bn: Floats, bought_pct: Floats, reserves_pct: Floats) -> Floats:
    """Return what the change of holdings does to the bank's income, $ bn a month, shape [..., months].

    Parameters
    ----------
    holdings_bn
        Change at month-ends, shape [months].
    bought_pct
        Yield at which each month's part is bought, or would have been rolled, shape [..., months].
    reserves_pct
        Rate paid on reserves, shape [..., months].
    """
    steps = np.diff(holdings_bn, prepend=0.0)
    earned = np.cumsum(steps * bought_pct, axis=-1)
    # Income of a month is on the stock of its beginning.
    earned = np.concatenate([np.zeros((*earned.shape[:-1], 1)), earned[..., :-1]], axis=-1)
    held = np.concatenate([[0.0], holdings_bn[:-1]])
    return np.asarray((earned - held * reserves_pct) / 100.0 / MONTHS_PER_YEAR)


@dataclass(frozen=True)
class RemittanceChange:
    """Remittances without the change and with it.

    Attributes
    ----------
    without, changed
        Flows of each month and the deferred asset at its end.
    income_change_bn
        What the bank earns more (+) or less, $ bn a month.
    """

    without: Remittances
    changed: Remittances
    income_change_bn: Floats

    @property
    def monthly_bn(self) -> Floats:
        """More (+) or less remitted, $ bn a month."""
        return self.changed.remitted_bn - self.without.remitted_bn


def remittance_change(
    first_month: np.datetime64, income_bn: ArrayLike, deferred_bn: float, change_bn: ArrayLike
) -> RemittanceChange:
    """Divide income between remittances and the deferred asset, without the change and with it.

    Parameters
    ----------
    first_month
        ``datetime64[M]``.
    income_bn
        Income after dividends without the change, $ bn a month, shape [months].
    deferred_bn
        Deferred asset before the first month, >= 0.
    change_bn
        From `income_change`, shape [..., months].
    """
    income, more = np.asarray(income_bn, dtype=float), np.asarray(change_bn, dtype=float)
    days = month_end(first_month.astype("datetime64[M]") - 1 + np.arange(income.shape[-1] + 1))
    rules = income_parameters()
    return RemittanceChange(
        remit(days, income, deferred_bn, rules), remit(days, income + more, deferred_bn, rules), more
    )
