"""What of an announcement was news: about the rate now, its path, or the balance sheet.

Prices around an announcement, in a window of minutes, hold three kinds of
news. Their principal components F are turned by an orthogonal matrix U so that
(Swanson 2021, "Measuring the effects of Federal Reserve forward guidance and
asset purchases on financial markets", Journal of Monetary Economics 118)

1. the second and the third factor leave the current month's funds rate alone;
2. the third moves as little as it can before there were asset purchases.

The first is the target, the second the path, the third the balance sheet. All
three are signed so that a positive surprise tightens, and scaled to a move of
0.10 percentage points: of the current month's funds rate, of the rate one year
ahead, of the ten-year yield. A fourth, the policy surprise of Nakamura and
Steinsson (2018), is the first component of the five short rates alone, scaled
to the rate one year ahead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.message import N_

Floats = NDArray[np.float64]
FACTORS = ("target", "path", "balance_sheet")
SHORT_RATES = ("MP1", "MP2", "ED2", "ED3", "ED4")
"""Funds rate after this and after the next meeting, and three-month rates two to four quarters ahead."""
RATES = (*SHORT_RATES, "UST2Y", "UST5Y", "UST10Y")
"""The eight moves that Swanson (2021) takes."""
UNIT_POINTS = 0.10
_CURRENT, _YEAR_AHEAD, _LONG = "MP1", "ED4", "UST10Y"


@dataclass(frozen=True)
class Surprises:
    """News of each announcement, in units of 0.10 percentage points; positive tightens.

    Attributes
    ----------
    values
        Shape [events] by name: ``target``, ``path``, ``balance_sheet``, ``policy``.
    loadings
        Shape [3, rates]: what a unit of each of the first three moves `RATES`, percentage points.
    explained
        Share of the variance of the eight moves, each scaled to one, that the three hold.
    """

    values: Mapping[str, Floats]
    loadings: Floats
    explained: float


def rotate(moves: Mapping[str, Floats], before_purchases: NDArray[np.bool_]) -> Surprises:
    """Return the surprises of announcements.

    Parameters
    ----------
    moves
        For each of `RATES` its move in the window, percentage points, shape [events], no NaN.
    before_purchases
        Shape [events]: announcements before asset purchases were a tool. Their
        balance-sheet surprise is made as small as it can be, and is not zero.

    Raises
    ------
    InputError
        For rates that are missing, lengths that differ, NaN, or too few events.
    """
    early = np.asarray(before_purchases, dtype=bool)
    missing = [name for name in RATES if name not in moves]
    if missing:
        raise InputError.of(N_("surprises: no move of {names}; give all of {all}"), names=missing, all=RATES)
    given = [np.asarray(moves[name], dtype=np.float64) for name in RATES]
    if any(g.shape != early.shape or not np.isfinite(g).all() for g in given):
        raise InputError.of(
            N_("surprises: each of the rates needs one finite move for each of the {events} events"),
            events=len(early),
        )
    if early.sum() < len(RATES) or (~early).sum() < len(RATES):
        raise InputError.of(
            N_(
                "surprises: {early} events before purchases and {late} after; at least {least} of each are needed"
            ),
            early=int(early.sum()),
            late=int((~early).sum()),
            least=len(RATES),
        )
    table = np.column_stack(given)
    factors, explained = components(table, 3)
    turned = factors @ rotation(_slopes(table[:, RATES.index(_CURRENT)], factors), factors[early])
    loadings = np.array([_slopes(column, turned) for column in table.T]).T
    scale = np.array(
        [loadings[k, RATES.index(name)] for k, name in enumerate((_CURRENT, _YEAR_AHEAD, _LONG))]
    )
    units = turned * scale / UNIT_POINTS
    values = {name: units[:, k] for k, name in enumerate(FACTORS)}
    short, _ = components(table[:, : len(SHORT_RATES)], 1)
    values["policy"] = short[:, 0] * _slopes(table[:, RATES.index(_YEAR_AHEAD)], short)[0] / UNIT_POINTS
    return Surprises(values, loadings / scale[:, None] * UNIT_POINTS, explained)


def components(table: Floats, count: int) -> tuple[Floats, float]:
    """Return principal components [events, count] of unit variance, and their share of the variance.

    Columns are scaled to unit variance first.
    """
    scaled = (table - table.mean(axis=0)) / table.std(axis=0)
    left, sizes, _ = np.linalg.svd(scaled, full_matrices=False)
    share = float((sizes[:count] ** 2).sum() / (sizes**2).sum())
    return left[:, :count] * np.sqrt(len(table)), share


def rotation(current: Floats, early: Floats) -> Floats:
    """Return the orthogonal matrix [3, 3] from components to target, path and balance sheet.

    Parameters
    ----------
    current
        Loadings [3] of the current month's funds rate on the components.
    early
        Components [events, 3] before purchases.
    """
    target = current / np.linalg.norm(current)
    # Two directions that leave the current rate alone: the rest of an orthonormal basis.
    plane = np.linalg.svd(target[None, :])[2][1:].T
    _, directions = np.linalg.eigh(np.cov((early @ plane).T))
    return np.column_stack([target, plane @ directions[:, 1], plane @ directions[:, 0]])


def _slopes(values: Floats, factors: Floats) -> Floats:
    """Return regression slopes on factors of mean zero, unit variance and no correlation."""
    return np.asarray((values - values.mean()) @ factors / len(values))
