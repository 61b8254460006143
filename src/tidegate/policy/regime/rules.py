"""The rules: which flows each regime allows, how far a week fits each, and how regimes persist."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from tidegate.policy.regime.flows import Holdings, measure
from tidegate.policy.regime.labels import SHEETS, Floats, Path, Sheet
from tidegate.units import Days

_INF = np.inf

Range = tuple[float, float, float]
"""Lowest and highest value that fit, and the softness of the edge (one standard deviation)."""

RULES: Mapping[Sheet, Mapping[str, Range]] = {
    Sheet.SCARCE: {"size": (-_INF, 1.0, 0.1), "total": (-_INF, 3.0, 3.0)},
    Sheet.QE: {
        "total": (8.0, _INF, 4.0),
        "trend": (2.0, _INF, 4.0),
        "bill_share": (-_INF, 0.4, 0.15),
        "slowing": (0.85, _INF, 0.08),
    },
    Sheet.TAPER: {
        "total": (4.0, _INF, 3.0),
        "bill_share": (-_INF, 0.4, 0.15),
        "slowing": (0.2, 0.85, 0.08),
    },
    Sheet.REINVEST: {
        "total": (-3.0, 3.0, 4.0),
        "trend": (-5.0, _INF, 4.0),
        "treasuries": (-_INF, 9.0, 1.2),
        "runoff": (-1.0, _INF, 1.2),
    },
    Sheet.QT: {
        "treasuries": (-_INF, -1.0, 0.5),
        "total": (-_INF, 0.0, 4.0),
        "trend": (-_INF, -2.0, 2.5),
        "rise": (-_INF, 0.5, 0.5),
    },
    Sheet.RESERVE_MGMT: {
        "treasuries": (5.0, _INF, 3.0),
        "total": (2.0, 40.0, 4.0),
        "bill_share": (0.5, _INF, 0.15),
    },
}
"""Basis points of GDP per month, shares and ratios as in :func:`tidegate.policy.regime.flows.measure`.

The edges come from what the words mean, not from single months: one basis
point of GDP is 1.5 to 3 billion a month, less than the smallest announced step
of any programme; the noise of MBS settlement is about four.
"""

_UNKNOWN_BILLS_EDGE, _UNKNOWN_BILLS_SOFT = 15.0, 4.0
"""Where bills are not published, only the pace tells reserve management from QE."""

NEXT: Mapping[Sheet, tuple[Sheet, ...]] = {
    Sheet.SCARCE: (Sheet.QE, Sheet.RESERVE_MGMT),
    Sheet.QE: (Sheet.TAPER, Sheet.REINVEST),
    Sheet.TAPER: (Sheet.REINVEST, Sheet.QE),
    Sheet.REINVEST: (Sheet.QE, Sheet.QT, Sheet.RESERVE_MGMT),
    Sheet.QT: (Sheet.REINVEST, Sheet.RESERVE_MGMT, Sheet.QE),
    Sheet.RESERVE_MGMT: (Sheet.REINVEST, Sheet.QE, Sheet.QT),
}
"""The order of the article: no tapering without purchases, no run-off straight out of purchases."""

SWITCH = 0.02
"""Chance of a switch in a week: about one a year."""
_ODD = 1e-5
_WEIGHT = 0.5
"""Windows overlap, so that a week tells less than a new reading would."""
_CAP = 3.0


def _misfit(value: Floats, rule: Range) -> Floats:
    low, high, soft = rule
    outside = np.maximum(low - value, 0.0) + np.maximum(value - high, 0.0)
    return np.where(np.isfinite(value), 0.5 * (outside / soft) ** 2, 0.0)


def fit(measures: Mapping[str, Floats]) -> Floats:
    """Return the log-likelihood of each label in each week, shape [t, 6]; 0 is a perfect fit.

    What is not known (NaN) speaks for no label, except that a pace that was
    never held cannot be stepped down from, and that a pace far above what
    reserves need is QE where bills are not published.
    """
    columns = []
    unknown = ~np.isfinite(measures["bill_share"]) & (measures["treasuries"] > 1.0)
    for label in SHEETS:
        misfit = np.zeros(len(unknown))
        for name, rule in RULES[label].items():
            misfit += np.minimum(_misfit(measures[name], rule), _CAP)
        edge = (_UNKNOWN_BILLS_EDGE, _UNKNOWN_BILLS_SOFT)
        if label is Sheet.RESERVE_MGMT:
            misfit += np.where(unknown, _misfit(measures["total"], (-_INF, *edge)), 0.0)
        if label is Sheet.QE:
            misfit += np.where(unknown, _misfit(measures["total"], (edge[0], _INF, edge[1])), 0.0)
        if label is Sheet.TAPER:
            misfit += np.where(np.isfinite(measures["slowing"]), 0.0, 2.0)
        if label is not Sheet.SCARCE:
            # A portfolio no larger than the notes in circulation leaves reserves scarce until it grows.
            misfit += np.where(
                measures["total"] < 3.0, np.minimum(_misfit(measures["size"], (1.0, _INF, 0.1)), _CAP), 0.0
            )
        columns.append(-_WEIGHT * misfit)
    return np.stack(columns, axis=1)


def transition() -> Floats:
    """Return the weekly chances to go from one label (row) to another (column)."""
    chances = np.full((len(SHEETS), len(SHEETS)), _ODD)
    for row, label in enumerate(SHEETS):
        for other in NEXT[label]:
            chances[row, SHEETS.index(other)] = SWITCH / len(NEXT[label])
        chances[row, row] = 0.0
        chances[row, row] = 1.0 - chances[row].sum()
    return chances


def filtered(log_likelihood: Floats, chances: Floats, start: Floats) -> Floats:
    """Return the probabilities given this and earlier weeks (Hamilton's filter), shape [t, k]."""
    found = np.empty_like(log_likelihood)
    likelihood = np.exp(log_likelihood - log_likelihood.max(axis=1, keepdims=True))
    now = start
    for week, weight in enumerate(likelihood):
        now = (now @ chances if week else now) * weight
        now = now / now.sum()
        found[week] = now
    return found


def smoothed(found: Floats, chances: Floats) -> Floats:
    """Return the probabilities given all weeks (Kim's smoother), shape [t, k]."""
    whole = found.copy()
    for week in range(len(found) - 2, -1, -1):
        ahead = found[week] @ chances
        whole[week] = found[week] * (chances @ (whole[week + 1] / ahead))
        whole[week] /= whole[week].sum()
    return whole


def label_sheet(
    holdings: Holdings,
    hindsight: bool = False,
    until: np.datetime64 | None = None,
    announced: Callable[[Days], Floats] | None = None,
) -> tuple[Path, Mapping[str, Floats]]:
    """Return how the balance sheet is run, week by week, and the measures behind it.

    Parameters
    ----------
    holdings
        As known on the day of the question.
    hindsight
        Use later weeks, too (windows around each week, and the smoother), to
        date the past; the answer for the last week is nearly the same.
    until
        Go on to this day without figures; default: the last week of figures.
    announced
        Log-weights by date from announcements, shape [t, 6]; default: none,
        the label comes from the figures alone.
    """
    measures = dict(measure(holdings))
    if hindsight:
        around = measure(holdings, centred=True)
        measures = {k: np.where(np.isfinite(v), v, measures[k]) for k, v in around.items()}
    evidence, dates = fit(measures), holdings.dates
    if until is not None and until > dates[-1]:
        beyond = np.arange(dates[-1] + 7, until, 7)
        added = np.append(beyond, until).astype("datetime64[D]")
        dates = np.concatenate([dates, added])
        evidence = np.concatenate([evidence, np.zeros((len(added), len(SHEETS)))])
        measures = {k: np.concatenate([v, np.full(len(added), np.nan)]) for k, v in measures.items()}
    if announced is not None:
        evidence = evidence + announced(dates)
    chances = transition()
    even = np.full(len(SHEETS), 1.0 / len(SHEETS))
    found = filtered(evidence, chances, even)
    if hindsight:
        found = smoothed(found, chances)
    return Path(dates, tuple(map(str, SHEETS)), found), measures
