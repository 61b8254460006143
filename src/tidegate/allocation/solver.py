"""Small convex programmes: Clarabel for linear and quadratic ones, HiGHS where a vertex or a count is asked for."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tidegate.allocation.polytope import Polytope

Floats = NDArray[np.float64]
_TIGHT = 1e-10
_SUPPORT = 1e-10


class Solution(NamedTuple):
    """Variables at the optimum, and its value."""

    x: Floats
    value: float


class Norm(NamedTuple):
    """A term ``weight * |root @ x|`` of the objective."""

    weight: float
    root: Floats


def solve(
    quadratic: Floats | None,
    linear: Floats,
    sums: Floats,
    rows: Floats,
    bounds: Floats,
    norm: Norm | None = None,
) -> Solution | None:
    """Minimise ``x'Qx / 2 + c'x + weight |root x|`` with ``sums'x = 1``, ``rows @ x <= bounds``; None: infeasible.

    Interior point (Goulart and Chen 2024, "Clarabel"), to a gap of 1e-10.
    """
    import clarabel  # type: ignore[import-untyped]

    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = _TIGHT
    cones = [clarabel.ZeroConeT(1), clarabel.NonnegativeConeT(len(bounds))]
    table = np.vstack([sums[None, :], rows])
    right = np.concatenate([[1.0], bounds])
    if norm is not None:  # one more variable above the norm
        height = len(norm.root)
        cone = np.zeros((height + 1, linear.size + 1))
        cone[0, -1] = -1.0
        cone[1:, : norm.root.shape[1]] = -norm.root
        table = np.vstack([np.hstack([table, np.zeros((len(table), 1))]), cone])
        right = np.concatenate([right, np.zeros(height + 1)])
        linear = np.append(linear, norm.weight)
        cones.append(clarabel.SecondOrderConeT(height + 1))
        quadratic = None if quadratic is None else np.pad(quadratic, ((0, 1), (0, 1)))
    size = linear.size
    hessian = _nothing(size) if quadratic is None else _by_column(np.triu(quadratic))
    found = clarabel.DefaultSolver(hessian, linear, _by_column(table), right, cones, settings).solve()
    if str(found.status) not in ("Solved", "AlmostSolved", "InsufficientProgress"):
        return None
    x = np.array(found.x)
    return Solution(x if norm is None else x[:-1], float(found.obj_val))


@cache
def _nothing(size: int) -> Any:
    """Return an empty square matrix, stored by column."""
    from scipy.sparse import csc_matrix  # type: ignore[import-untyped]

    return csc_matrix((size, size))


def _by_column(table: Floats) -> Any:
    """Return a matrix stored by column."""
    from scipy.sparse import csc_matrix

    columns, rows = np.nonzero(table.T)
    starts = np.searchsorted(columns, np.arange(table.shape[1] + 1))
    return csc_matrix((table[rows, columns], rows, starts), shape=table.shape)


def nearest_vertex(allowed: Polytope, wanted: Floats) -> Floats | None:
    """Return the allowed portfolio nearest to a wanted one by the sum of absolute differences, or None.

    Simplex (HiGHS): at a vertex the limits that bind hold to rounding, not to a
    solver's tolerance. With a least position or a number of positions this is
    a mixed-integer programme: a weight ``w_i`` has a switch ``z_i`` with
    ``least z_i <= w_i <= z_i``.
    """
    from scipy.optimize import linprog  # type: ignore[import-untyped]

    n, width = allowed.count, allowed.width
    switches = n if allowed.counts_positions else 0
    total = width + n + switches
    rows = [np.hstack([allowed.rows, np.zeros((len(allowed.rows), total - width))])]
    bounds = [allowed.bounds]
    unit = np.eye(n)
    for sign in (1.0, -1.0):  # distance d_i >= |w_i - wanted_i|
        block = np.zeros((n, total))
        block[:, :n], block[:, width : width + n] = sign * unit, -unit
        rows.append(block)
        bounds.append(sign * wanted)
    if switches:
        low, high = np.zeros((n, total)), np.zeros((n, total))
        low[:, :n], low[:, width + n :] = -unit, unit * max(allowed.least_position, _LEAST_HELD)
        high[:, :n], high[:, width + n :] = unit, -unit
        rows += [low, high]
        bounds += [np.zeros(n), np.zeros(n)]
        # What must hold something at all has a switch on: a least that is tiny would hide in a tolerance.
        alone = ~allowed.rows[:, n:].any(axis=1)
        wanting = alone & (allowed.bounds < 0.0) & (allowed.rows <= 0.0).all(axis=1)
        some = np.zeros((int(wanting.sum()), total))
        some[:, width + n :] = -(allowed.rows[wanting][:, :n] < 0.0).astype(float)
        rows.append(some)
        bounds.append(np.full(len(some), -1.0))
        counted = np.concatenate([np.zeros(width + n), np.ones(n)])[None, :]
        if allowed.most is not None:
            rows.append(counted)
            bounds.append(np.array([float(allowed.most)]))
        if allowed.fewest is not None:
            rows.append(-counted)
            bounds.append(np.array([-float(allowed.fewest)]))
    cost = np.concatenate([np.zeros(width), np.ones(n), np.zeros(switches)])
    found = linprog(
        cost,
        A_ub=np.vstack(rows),
        b_ub=np.concatenate(bounds),
        A_eq=np.concatenate([np.ones(n), np.zeros(total - n)])[None, :],
        b_eq=[1.0],
        bounds=[(0.0, None)] * (width + n) + [(0.0, 1.0)] * switches,
        integrality=np.concatenate([np.zeros(width + n), np.ones(switches)]) if switches else None,
        method="highs",
        options={} if switches else {"primal_feasibility_tolerance": _TIGHT},
    )
    if found.status != 0:
        return None
    weights = np.maximum(found.x[:n], 0.0)
    weights[weights < _SUPPORT] = 0.0
    return np.asarray(weights)


_LEAST_HELD = 1e-4
"""Below a hundredth of a percent an asset does not count as held."""


def support(weights: Floats) -> NDArray[np.bool_]:
    """Return which assets are held."""
    return np.asarray(weights >= 0.5 * _LEAST_HELD)
