"""The fit of many curves, compiled: a grid over the two decays, then damped Gauss-Newton steps.

Par yields are not linear in the betas, but nearly so: around a first guess of
the zero curve the response of each par yield to each zero yield is a fixed
matrix, so that every pair of decays of the grid costs one small linear
problem (variable projection: Golub and Pereyra, 1973, SIAM Journal on
Numerical Analysis 10). The best pairs are then refined on exact par yields,
betas and log decays together (Levenberg-Marquardt). Rates are decimals here.
"""

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

HALF = 0.5
STEPS = 60
"""Half-years up to the longest maturity that can be fitted."""
STARTS = 4
_SHRINK = 1e-9


@numba.njit(cache=True, nogil=True)
def _solve(matrix: Floats, right: Floats, n: int) -> bool:
    """Solve a small symmetric system in place (Cholesky); False if it is not positive."""
    for i in range(n):
        for j in range(i + 1):
            total = matrix[i, j]
            for k in range(j):
                total -= matrix[i, k] * matrix[j, k]
            if i > j:
                matrix[i, j] = total / matrix[j, j]
            elif total <= 1e-18:
                return False
            else:
                matrix[i, i] = math.sqrt(total)
    for i in range(n):
        for k in range(i):
            right[i] -= matrix[i, k] * right[k]
        right[i] /= matrix[i, i]
    for i in range(n - 1, -1, -1):
        for k in range(i + 1, n):
            right[i] -= matrix[k, i] * right[k]
        right[i] /= matrix[i, i]
    return True


@numba.njit(cache=True, nogil=True)
def _node(t: float, tau1: float, tau2: float, theta: Floats, down: Floats) -> float:
    """Return the discount factor at t; write its derivatives to b0..b3, log tau1 and log tau2."""
    x, z = t / tau1, t / tau2
    ex, ez = math.exp(-x), math.exp(-z)
    slope = (1.0 - ex) / x
    first, second = slope - ex, (1.0 - ez) / z - ez
    price = math.exp(-t * (theta[0] + theta[1] * slope + theta[2] * first + theta[3] * second))
    scale = -t * price
    down[0] = scale
    down[1] = scale * slope
    down[2] = scale * first
    down[3] = scale * second
    # With x = t / tau: d slope / d log tau is the curvature, d curvature / d log tau is it less x exp(-x).
    down[4] = scale * (theta[1] * first + theta[2] * (first - x * ex))
    down[5] = scale * theta[3] * (second - z * ez)
    return price


@numba.njit(cache=True, nogil=True)
def par_and_slopes(years: Floats, used: Flags, theta: Floats, par: Floats, slopes: Floats) -> None:
    """Write par yields and their derivatives to the six parameters: four betas, two log decays.

    Maturities are rising, half a year or less, or whole half-years.
    """
    tau1, tau2 = math.exp(theta[4]), math.exp(theta[5])
    down, running = np.empty(6), np.zeros(6)
    annuity, k = 0.0, 0
    for m in range(len(years)):
        if not used[m]:
            continue
        if years[m] <= HALF:
            price = _node(years[m], tau1, tau2, theta, down)
            par[m] = (1.0 / price - 1.0) / years[m]
            for q in range(6):
                slopes[m, q] = -down[q] / (price * price * years[m])
            continue
        price = 1.0
        while (k + 1) * HALF <= years[m] + 1e-9:
            k += 1
            price = _node(k * HALF, tau1, tau2, theta, down)
            annuity += HALF * price
            for q in range(6):
                running[q] += HALF * down[q]
        par[m] = (1.0 - price) / annuity
        for q in range(6):
            slopes[m, q] = -(down[q] + par[m] * running[q]) / annuity


@numba.njit(cache=True, nogil=True)
def _line(years: Floats, values: Floats, used: Flags, t: float) -> float:
    """Return the straight line through the used points at t, flat beyond them."""
    before, after = -1, -1
    for m in range(len(years)):
        if used[m] and years[m] <= t:
            before = m
        elif used[m] and after < 0:
            after = m
    if before < 0:
        return float(values[after])
    if after < 0:
        return float(values[before])
    part = (t - years[before]) / (years[after] - years[before])
    return float(values[before] + part * (values[after] - values[before]))


@numba.njit(cache=True, nogil=True)
def _tangent(years: Floats, target: Floats, used: Flags, weight: Floats, level: Floats) -> None:
    """Write the response of par yields to zero yields around zero yields that equal par yields.

    Node 0 stands for the shortest maturity, node k for k half-years; `level`
    is what is left for the zero yields to explain.
    """
    base = np.empty(STEPS + 1)
    for k in range(STEPS + 1):
        base[k] = _line(years, target, used, k * HALF)
    for m in range(len(years)):
        weight[m] = 0.0
        if not used[m]:
            continue
        if years[m] <= HALF:
            weight[m, 0] = 1.0
            level[m] = target[m]
            continue
        n = int(round(years[m] / HALF))
        annuity, price = 0.0, 1.0
        for k in range(1, n + 1):
            price = math.exp(-k * HALF * base[k])
            annuity += HALF * price
        par = (1.0 - price) / annuity
        level[m] = target[m] - par
        for k in range(1, n + 1):
            t = k * HALF
            w = t * math.exp(-t * base[k]) * (HALF * par + (1.0 if k == n else 0.0)) / annuity
            weight[m, k] = w
            level[m] += w * base[k]


@numba.njit(cache=True, nogil=True)
def _best_pairs(
    years: Floats, target: Floats, used: Flags, linear: int, pairs: Floats, grid: Floats, starts: Floats
) -> int:
    """Write the best starts of the grid, best first; return how many there are."""
    bonds = len(years)
    weight, level = np.zeros((bonds, STEPS + 1)), np.zeros(bonds)
    _tangent(years, target, used, weight, level)
    found = np.full(STARTS, np.inf)
    normal, right, beta = np.empty((linear, linear)), np.empty(linear), np.empty(linear)
    row = np.empty(linear)
    for p in range(len(pairs)):
        normal[:] = 0.0
        right[:] = 0.0
        squares = 0.0
        for m in range(bonds):
            if not used[m]:
                continue
            last = 0 if years[m] <= HALF else int(round(years[m] / HALF))
            row[:] = 0.0
            for k in range(min(last, 1), last + 1):
                for i in range(linear):
                    row[i] += weight[m, k] * grid[p, k, i]
            squares += level[m] * level[m]
            for i in range(linear):
                right[i] += row[i] * level[m]
                for j in range(i + 1):
                    normal[i, j] += row[i] * row[j]
        for i in range(linear):
            normal[i, i] += _SHRINK
            beta[i] = right[i]
        if not _solve(normal, beta, linear):
            continue
        for i in range(linear):
            squares -= beta[i] * right[i]
        for s in range(STARTS):
            if squares < found[s]:
                for later in range(STARTS - 1, s, -1):
                    found[later] = found[later - 1]
                    starts[later] = starts[later - 1]
                found[s] = squares
                starts[s] = 0.0
                starts[s, :linear] = beta
                starts[s, 4], starts[s, 5] = math.log(pairs[p, 0]), math.log(pairs[p, 1])
                break
    return int(np.isfinite(found).sum())


@numba.njit(cache=True, nogil=True)
def _refine(
    years: Floats,
    target: Floats,
    used: Flags,
    active: NDArray[np.int64],
    bounds: Floats,
    steps: int,
    theta: Floats,
) -> float:
    """Improve the active parameters on exact par yields; return the sum of squares."""
    bonds, size = len(years), len(active)
    par, slopes = np.zeros(bonds), np.zeros((bonds, 6))
    new_par, new_slopes = np.zeros(bonds), np.zeros((bonds, 6))
    normal, damped = np.empty((size, size)), np.empty((size, size))
    gradient, step = np.empty(size), np.empty(size)
    par_and_slopes(years, used, theta, par, slopes)
    now, damping = float(((par - target)[used] ** 2).sum()), 1e-3
    for _ in range(steps):
        normal[:] = 0.0
        gradient[:] = 0.0
        for m in range(bonds):
            if used[m]:
                for i in range(size):
                    gradient[i] += slopes[m, active[i]] * (target[m] - par[m])
                    for j in range(i + 1):
                        normal[i, j] += slopes[m, active[i]] * slopes[m, active[j]]
        gained = 0.0
        for _attempt in range(8):
            damped[:] = normal
            step[:] = gradient
            for i in range(size):
                damped[i, i] += damping * normal[i, i] + 1e-14
            if _solve(damped, step, size):
                candidate = theta.copy()
                for i in range(size):
                    candidate[active[i]] += step[i]
                for i in range(4, 6):
                    candidate[i] = min(max(candidate[i], bounds[i - 4, 0]), bounds[i - 4, 1])
                par_and_slopes(years, used, candidate, new_par, new_slopes)
                then = float(((new_par - target)[used] ** 2).sum())
                if then < now:
                    gained = now - then
                    now = then
                    theta[:] = candidate
                    par[:] = new_par
                    slopes[:] = new_slopes
                    damping = max(damping * 0.2, 1e-12)
                    break
            damping = max(damping, 1e-10) * 8.0
        if gained <= 1e-6 * now + 1e-16:
            break
    return now


@numba.njit(cache=True, nogil=True)
def fit_many(
    years: Floats,
    targets: Floats,
    free: NDArray[np.int64],
    pairs: Floats,
    grid: Floats,
    single: Floats,
    single_grid: Floats,
    bounds: Floats,
    steps: int,
    fitted: Floats,
) -> None:
    """Fit each row of `targets` (NaN where not quoted) and write its six parameters.

    `free`: 6 for all; 4 for Nelson-Siegel with a free decay, 3 with the first
    decay of `single`; 0 leaves the row NaN. `grid`: loadings of each pair of
    decays at the nodes, shape [pairs, STEPS + 1, 4]. `bounds`: of the log decays.
    """
    everything, siegel, fixed = np.array([0, 1, 2, 3, 4, 5]), np.array([0, 1, 2, 4]), np.array([0, 1, 2])
    starts = np.empty((STARTS, 6))
    for d in range(len(targets)):
        fitted[d] = np.nan
        used = np.isfinite(targets[d])
        if free[d] == 0:
            continue
        if free[d] == 6:
            count = _best_pairs(years, targets[d], used, 4, pairs, grid, starts)
            active = everything
        else:
            only = len(single) if free[d] == 4 else 1
            count = _best_pairs(years, targets[d], used, 3, single[:only], single_grid[:only], starts)
            active = siegel if free[d] == 4 else fixed
        best = np.inf
        for s in range(count):
            squares = _refine(years, targets[d], used, active, bounds, steps, starts[s])
            if squares < best:
                best = squares
                fitted[d] = starts[s]
