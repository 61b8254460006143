"""Chance of so large a t under no effect, from the events' own errors with signs drawn anew.

The null is imposed: the outcome is what the other regressors explain, plus the
errors that are left, each with a random sign (Cameron, Gelbach and Miller 2008
with one event a cluster; Roodman and others 2019). It needs no distribution
and holds with few events, as far as errors are symmetric.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import InputError
from tidegate.message import N_

Floats = NDArray[np.float64]


def wild_p_value(outcome: ArrayLike, regressors: ArrayLike, column: int, signs: ArrayLike) -> float:
    """Return the two-sided p-value that a regressor has no effect.

    Parameters
    ----------
    outcome
        Shape [n].
    regressors
        Shape [n, k]; a constant is added.
    column
        Which regressor.
    signs
        Shape [draws, n] of -1 and +1: chance comes from outside.

    Returns
    -------
    float
        Share of draws whose t is at least as large, the sample itself counted as one of them.

    Raises
    ------
    InputError
        If the signs do not fit the events.
    """
    y = np.asarray(outcome, dtype=np.float64)
    x = np.column_stack([np.ones(len(y)), np.asarray(regressors, dtype=np.float64).reshape(len(y), -1)])
    drawn = np.asarray(signs, dtype=np.float64)
    if drawn.ndim != 2 or drawn.shape[1] != len(y) or not len(drawn):
        raise InputError.of(
            N_("signs of shape {shape}: one row a draw and one column for each of the {events} events"),
            shape=drawn.shape,
            events=len(y),
        )
    at = column + 1
    rest = np.delete(x, at, axis=1)
    left = y - rest @ np.linalg.lstsq(rest, y, rcond=None)[0]
    q, r = np.linalg.qr(x)
    weights = np.linalg.solve(r, q.T)[at]
    share = weights**2 / (1.0 - np.einsum("nk,nk->n", q, q))
    # What the other regressors explain has no part in the coefficient or the residuals, and a squared
    # sign is one, so that a draw needs no more than its inner products with a few columns.
    columns = np.column_stack([weights, q, share[:, None] * q]) * left[:, None]
    products = np.vstack([columns.sum(axis=0), drawn @ columns])
    k = q.shape[1]
    slope, on_q, on_share = products[:, 0], products[:, 1 : k + 1], products[:, k + 1 :]
    variance = share @ left**2 + np.einsum("dk,kj,dj->d", on_q, (q * share[:, None]).T @ q, on_q)
    variance -= 2.0 * (on_q * on_share).sum(axis=1)
    size = np.abs(slope) / np.sqrt(variance)
    return float((size >= size[0] * (1.0 - 1e-9)).mean())
