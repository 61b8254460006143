"""A walk through the past: decide on what was known, trade in the next period, pay for it, go on.

A decision at the end of month t is traded at the end of month t + 1 and earns
from month t + 2 on. In between, weights drift with returns. A month whose
return of an asset is missing counts as bills for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.allocation.panel import Months, Panel
from tidegate.allocation.performance import Performance, deflated_sharpe, performance, sharpe_ratio
from tidegate.errors import InputError
from tidegate.message import N_

Floats = NDArray[np.float64]
Signal = Callable[[np.datetime64, Mapping[str, float] | None], Mapping[str, float]]
"""From the month at whose end it is decided, and what is held then, to the weights wanted."""
LAG_MONTHS = 1


@dataclass(frozen=True)
class Walk:
    """What a strategy did.

    Attributes
    ----------
    name
        Of the strategy.
    months
        From the first in which it was invested, shape [t].
    returns
        After cost, fractions, shape [t].
    bills
        What bills earned, shape [t].
    turnover, cost
        At the end of each month, fractions, shape [t].
    decisions
        Weights wanted, by the month in which they were decided.
    """

    name: str
    months: Months
    returns: Floats
    bills: Floats
    turnover: Floats
    cost: Floats
    decisions: Mapping[np.datetime64, Mapping[str, float]]

    def summary(self) -> Performance:
        """Return the path summed up."""
        return performance(self.returns, self.bills, self.turnover, self.cost)

    def over(self, chosen: NDArray[np.bool_]) -> float:
        """Return the compound return a year over some of the months, percent; NaN for none."""
        if not chosen.any():
            return float("nan")
        return 100.0 * float(np.prod(1.0 + self.returns[chosen]) ** (12.0 / chosen.sum()) - 1.0)


def walk(
    name: str,
    panel: Panel,
    first: np.datetime64,
    last: np.datetime64,
    signal: Signal,
    cost: Mapping[str, float],
    every_months: int = 3,
    *,
    rebalance: bool = True,
) -> Walk:
    """Walk a strategy through a history.

    Parameters
    ----------
    name
        Of the strategy.
    panel
        Returns that came; the signal may see only what it cuts off itself.
    first, last
        Months of the first and the last decision.
    signal
        What is wanted.
    cost
        Of trading, a fraction of the amount, by asset.
    every_months
        A quarter, or half a year: decisions fall into months that end one.
    rebalance
        False: buy the first decision and hold it.

    Raises
    ------
    InputError
        If the history does not reach from before `first` to two months after it, or no decision falls between
        `first` and `last`.
    """
    if panel.months[0] > first or panel.months[-1] < first + LAG_MONTHS + 1:
        raise InputError.of(
            N_("history: {start} to {end}; a walk from {first} needs months around it"),
            start=panel.months[0],
            end=panel.months[-1],
            first=first,
        )
    panel = panel.until(_last_whole(panel))
    total = np.where(np.isfinite(panel.excess), panel.excess, 0.0) + panel.bill[:, None]
    price = np.array([cost.get(a, 0.0) for a in panel.assets])
    held: Floats | None = None
    pending: tuple[np.datetime64, Floats] | None = None
    rows: list[tuple[np.datetime64, float, float, float, float]] = []
    decisions: dict[np.datetime64, Mapping[str, float]] = {}
    for t, month in enumerate(panel.months):
        if month < first:
            continue
        earned = 0.0
        if held is not None:
            growth = held * (1.0 + total[t])
            earned = float(growth.sum()) - 1.0
            held = growth / growth.sum()
        traded = paid = 0.0
        if pending is not None and month >= pending[0] + LAG_MONTHS:
            wanted = pending[1]
            moved = np.abs(wanted - (np.zeros(len(wanted)) if held is None else held))
            traded = 0.5 * float(moved.sum()) if held is not None else 0.0
            paid = float(price @ moved)
            invested = held is not None
            held, pending = wanted, None
            if not invested:
                rows.append((month, -paid, 0.0, traded, paid))
                continue
        if held is not None:
            rows.append((month, earned - paid, float(panel.bill[t]), traded, paid))
        due = (int(month.astype(int)) + 1) % every_months == 0 and month <= last
        if due and (rebalance or not decisions):
            now = None if held is None else dict(zip(panel.assets, held.tolist(), strict=True))
            wanted_by_name = signal(month, now)
            decisions[month] = wanted_by_name
            pending = (month, np.array([wanted_by_name.get(a, 0.0) for a in panel.assets]))
    if not rows:
        raise InputError.of(
            N_("walk: no decision falls into {first} to {last}; give a later last month"),
            first=first,
            last=last,
        )
    table = np.array([r[1:] for r in rows])
    return Walk(
        name,
        np.array([r[0] for r in rows], dtype="datetime64[M]"),
        table[:, 0],
        table[:, 1],
        table[:, 2],
        table[:, 3],
        decisions,
    )


def _last_whole(panel: Panel) -> np.datetime64:
    """Return the last month with bills and at least half of the assets held before."""
    held = np.isfinite(panel.excess)
    enough = np.isfinite(panel.bill) & (2 * held.sum(axis=1) >= held.any(axis=0).sum())
    last: np.datetime64 = panel.months[np.flatnonzero(enough)[-1]]
    return last


@dataclass(frozen=True)
class Report:
    """Strategies side by side.

    Attributes
    ----------
    walks
        By name, the judged variants first.
    summaries
        By name.
    variants
        Names of the variants tried, among which the best could be picked by luck.
    deflated
        Chance that what a variant earned over the benchmark is more than the best of luck, by name.
    by_phase
        Compound return a year by phase and name, percent.
    phase_months
        Months of each phase.
    """

    walks: Mapping[str, Walk]
    summaries: Mapping[str, Performance]
    variants: tuple[str, ...]
    deflated: Mapping[str, float]
    by_phase: Mapping[str, Mapping[str, float]]
    phase_months: Mapping[str, int]


def report(
    walks: Sequence[Walk], variants: Sequence[str], phases: Sequence[str], against: str = "sixty_forty"
) -> Report:
    """Put walks over the same months side by side.

    Parameters
    ----------
    walks
        All over the same months.
    variants
        Names of those that are variants of one method.
    phases
        Label of each month, "" for none.
    against
        Benchmark that variants have to beat at its own volatility; bills, where it is not among the walks.
    """
    by_name = {w.name: w for w in walks}
    summaries = {n: w.summary() for n, w in by_name.items()}
    other = by_name.get(against)
    edge = {
        n: by_name[n].returns - by_name[n].bills if other is None else lead(by_name[n], other)
        for n in variants
    }
    tried = [sharpe_ratio(x)[0] for x in edge.values()]
    deflated = {n: deflated_sharpe(x, tried) for n, x in edge.items()}
    labels = np.array(phases)
    order = [label for label in dict.fromkeys(phases) if label]
    by_phase = {p: {n: w.over(labels == p) for n, w in by_name.items()} for p in order}
    return Report(
        by_name,
        summaries,
        tuple(variants),
        deflated,
        by_phase,
        {p: int((labels == p).sum()) for p in order},
    )


def lead(ours: Walk, other: Walk) -> Floats:
    """Return by month what a walk earned over bills at the volatility of another, less what that other earned.

    Fractions, shape [t]; both over the same months (Modigliani and Modigliani 1997, Journal of Portfolio
    Management 23).
    """
    a, b = ours.returns - ours.bills, other.returns - other.bills
    return np.asarray(a * (b.std(ddof=1) / a.std(ddof=1)) - b)


def difference(ours: Walk, other: Walk) -> tuple[float, float]:
    """Return the mean of `lead` and its standard error, a year's, percent."""
    monthly = lead(ours, other)
    mean, error = monthly.mean(), monthly.std(ddof=1) / np.sqrt(monthly.size)
    return 1200.0 * float(mean), 1200.0 * float(error)
