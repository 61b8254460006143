"""Local projections, many at once: outcomes by shocks by horizons.

    y[t+h] = a + b s[t] + lags of y and s + controls + u[t+h]        (Jordà 2005)

One QR factorisation serves all horizons of an outcome and a shock. In its
orthonormal basis the Gram matrix of a horizon is the identity less the rows
that the horizon loses, so the normal equations are as accurate as QR. Only the
coefficient of the shock is wanted, so its variance is the long-run variance of
one score series: White's (EHW) without, Newey and West's (HAC) with
autocovariances.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import InputError
from tidegate.message import N_, Message

Floats = NDArray[np.float64]
_RANK_TOLERANCE = 1e-10
_PORTION_VALUES = 1_000_000


@dataclass(frozen=True)
class LocalProjections:
    """Impulse responses; arrays of shape [outcomes, shocks, horizons + 1].

    Attributes
    ----------
    coefficient
        Response of the outcome to a shock of one, `h` periods later, in the outcome's unit.
    se_hac
        Newey-West standard error with `hac_lags[h]` lags.
    se_ehw
        Heteroskedasticity-robust standard error; valid at all horizons if the
        projection is lag-augmented (Montiel Olea and Plagborg-Møller 2021).
    observations
        Number of periods used, int64.
    hac_lags
        Shape [horizons + 1].
    lags
        Lags of outcome and shock among the regressors, the additional one included.
    lag_augmented
        Whether a lag was added so that EHW errors are valid.
    """

    coefficient: Floats
    se_hac: Floats
    se_ehw: Floats
    observations: NDArray[np.int64]
    hac_lags: NDArray[np.int64]
    lags: int
    lag_augmented: bool

    @property
    def standard_error(self) -> Floats:
        """The errors that belong to the specification: EHW if lag-augmented, otherwise HAC."""
        return self.se_ehw if self.lag_augmented else self.se_hac

    def interval(self, confidence: float = 0.9) -> tuple[Floats, Floats]:
        """Return lower and upper ends of the normal interval of every response."""
        from statistics import NormalDist

        if not 0.0 < confidence < 1.0:
            raise InputError.of(
                N_("confidence {value}: must lie between 0 and 1, for example 0.9"), value=confidence
            )
        z = NormalDist().inv_cdf(0.5 * (1.0 + confidence))
        return self.coefficient - z * self.standard_error, self.coefficient + z * self.standard_error


class _Span(NamedTuple):
    first: int
    last: int


def local_projections(
    outcomes: ArrayLike,
    shocks: ArrayLike,
    horizons: int,
    *,
    lags: int = 1,
    shock_lags: int | None = None,
    controls: ArrayLike | None = None,
    control_lags: int = 0,
    lag_augmented: bool = False,
    cumulative: bool = False,
    hac_lags: int | Sequence[int] | None = None,
) -> LocalProjections:
    """Estimate the responses of every outcome to every shock at every horizon.

    Parameters
    ----------
    outcomes
        Shape [time] or [time, outcomes]. NaN may lead or trail, not lie between.
    shocks
        Shape [time] or [time, shocks]; NaN as above.
    horizons
        Longest horizon; 0 is the period of the shock.
    lags
        Lags of the outcome, and of the shock, among the regressors.
    shock_lags
        Lags of the shock, if they are to differ: 0 for a surprise that cannot
        be forecast, which is also needed where lags of the outcome span those of the shock.
    controls
        Shape [time] or [time, controls]: further regressors, the same for all.
    control_lags
        How many lags of the controls; they always enter with their lags 0 to `control_lags`.
    lag_augmented
        Add one more lag of outcome and shock (unless `shock_lags` is given) and report EHW errors.
    cumulative
        Respond with ``y[t+h] - y[t-1]`` instead of ``y[t+h]``.
    hac_lags
        Newey-West lags (Bartlett weights ``1 - j / (lags + 1)``): one for all
        horizons or one for each; default `h`, because the errors of a
        projection `h` ahead overlap that far.

    Returns
    -------
    LocalProjections

    Raises
    ------
    InputError
        For lengths that differ, NaN in the middle, negative numbers of lags or
        horizons, too few periods, or regressors that depend on each other.
        All problems at once.
    """
    y, s = _columns(outcomes), _columns(shocks)
    x = np.empty((len(y), 0)) if controls is None else _columns(controls)
    depth = lags + int(lag_augmented)
    shock_depth = depth if shock_lags is None else shock_lags
    InputError.check(_problems(y, s, x, horizons, lags, shock_depth, control_lags))
    bandwidth = np.arange(horizons + 1) if hac_lags is None else np.broadcast_to(hac_lags, horizons + 1)
    if (bandwidth < 0).any():
        raise InputError.of(N_("hac_lags {value}: must not be negative"), value=int(bandwidth.min()))
    depths = (depth, shock_depth, control_lags)
    shape = (y.shape[1], s.shape[1], horizons + 1)
    found = [np.full(shape, np.nan) for _ in range(3)]
    counts = np.zeros(shape, dtype=np.int64)
    for span, pairs in _spans(y, s, x).items():
        rows = slice(span.first, span.last + 1)
        # In portions that stay in the processor's cache, in the same memory again and again:
        # fresh pages would cost as much as the arithmetic.
        values_a_pair = (horizons + 1) * (span.last + 2 - span.first + 2 * int(bandwidth.max()))
        size = min(len(pairs), max(1, _PORTION_VALUES // max(values_a_pair, 1)))
        memory = np.empty((3, size * max(values_a_pair, 0)))
        for begin in range(0, len(pairs), size):
            of_y, of_s = np.array(pairs[begin : begin + size]).T
            design, target = _stack(
                y[rows][:, of_y], s[rows][:, of_s], x[rows], depths, horizons, cumulative, memory[0]
            )
            _enough(design, horizons, span)
            estimates = _estimate(design, target, bandwidth, memory[1:])
            for store, values in zip(found, estimates, strict=True):
                store[of_y, of_s] = values
            counts[of_y, of_s] = design.shape[1] - np.arange(horizons + 1)
    coefficient, hac, ehw = found
    return LocalProjections(
        coefficient, hac, ehw, counts, np.array(bandwidth, dtype=np.int64), depth, lag_augmented
    )


def regressions(
    outcome: ArrayLike,
    shock: ArrayLike,
    horizons: int,
    *,
    lags: int = 1,
    shock_lags: int = 0,
    controls: ArrayLike | None = None,
    cumulative: bool = False,
) -> tuple[int, Floats, Floats]:
    """Return the regressions behind the projections of one outcome on one shock.

    For those who choose the periods of the shock or another error than the two above.

    Parameters
    ----------
    outcome, shock, horizons, lags, shock_lags, controls, cumulative
        As in `local_projections`.

    Returns
    -------
    first : int
        Period of the first row.
    design : ndarray, shape [periods, regressors]
        A constant first, the shock last.
    target : ndarray, shape [horizons + 1, periods]
        NaN where the horizon reaches beyond the end.

    Raises
    ------
    InputError
        As in `local_projections`.
    """
    y, s = _columns(outcome), _columns(shock)
    x = np.empty((len(y), 0)) if controls is None else _columns(controls)
    InputError.check(_problems(y, s, x, horizons, lags, shock_lags, 0))
    (span,) = _spans(y[:, :1], s[:, :1], x)
    rows = slice(span.first, span.last + 1)
    memory = np.empty((horizons + 1) * max(span.last + 1 - span.first, 0))
    design, target = _stack(
        y[rows, :1], s[rows, :1], x[rows], (lags, shock_lags, 0), horizons, cumulative, memory
    )
    _enough(design, horizons, span)
    for h in range(1, horizons + 1):
        target[0, h, design.shape[1] - h :] = np.nan
    return span.first + max(lags, shock_lags, int(cumulative)), design[0], target[0]


def _columns(values: ArrayLike) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    return array[:, None] if array.ndim == 1 else array


def _problems(
    y: Floats, s: Floats, x: Floats, horizons: int, lags: int, shock_lags: int, control_lags: int
) -> list[Message]:
    found = []
    for name, value in (
        ("horizons", horizons),
        ("lags", lags),
        ("shock_lags", shock_lags),
        ("control_lags", control_lags),
    ):
        if value < 0:
            found.append(
                Message(
                    N_("{name} {value}: must not be negative; give 0 or more"), {"name": name, "value": value}
                )
            )
    if len({len(y), len(s), len(x)}) > 1 or not len(y):
        found.append(
            Message(
                N_(
                    "local projections: outcomes, shocks and controls need the same number of periods, got {sizes}"
                ),
                {"sizes": ", ".join(str(len(a)) for a in (y, s, x))},
            )
        )
    for name, values in (("outcomes", y), ("shocks", s), ("controls", x)):
        # A column of known values without a gap begins once, counting the period before the first.
        begins = np.diff(np.isfinite(values), axis=0, prepend=False) & np.isfinite(values)
        found += [
            Message(
                N_(
                    "{name}, column {column}: NaN between values, or nothing else; fill the gap or leave it out"
                ),
                {"name": name, "column": int(column)},
            )
            for column in np.flatnonzero(begins.sum(axis=0) != 1)
        ]
    return found


def _spans(y: Floats, s: Floats, x: Floats) -> dict[_Span, list[tuple[int, int]]]:
    """Return the pairs of outcome and shock by the periods in which both, and the controls, are known."""

    def ends(values: Floats) -> list[tuple[int, int]]:
        known = np.isfinite(values)
        first, after = known.argmax(axis=0), len(values) - 1 - known[::-1].argmax(axis=0)
        return list(zip(first.tolist(), after.tolist(), strict=True))

    common, of_shocks = ends(x), ends(s)
    found: dict[_Span, list[tuple[int, int]]] = {}
    for i, of_y in enumerate(ends(y)):
        for j, of_s in enumerate(of_shocks):
            every = [of_y, of_s, *common]
            span = _Span(max(e[0] for e in every), min(e[1] for e in every))
            found.setdefault(span, []).append((i, j))
    return found


def _stack(
    y: Floats,
    s: Floats,
    x: Floats,
    depths: tuple[int, int, int],
    horizons: int,
    cumulative: bool,
    memory: Floats,
) -> tuple[Floats, Floats]:
    """Return regressors [pairs, periods, k] with the shock last, and targets [pairs, horizons + 1, periods].

    Targets beyond the end are zero, and the estimate leaves those rows out.
    They are written to `memory`.
    """
    of_outcome, of_shock, of_controls = depths
    lost = max(*depths, int(cumulative))
    periods = len(y) - lost
    if periods <= 0:
        return np.empty((y.shape[1], 0, 1)), np.empty((y.shape[1], horizons + 1, 0))
    columns = [np.ones((y.shape[1], periods))]
    columns += [y[lost - lag : len(y) - lag].T for lag in range(1, of_outcome + 1)]
    columns += [s[lost - lag : len(s) - lag].T for lag in range(1, of_shock + 1)]
    for lag in range(of_controls + 1):
        columns += [np.broadcast_to(c, (y.shape[1], periods)) for c in x[lost - lag : len(x) - lag].T]
    columns.append(s[lost:].T)
    ahead = np.vstack([y[lost:], np.zeros((horizons, y.shape[1]))])
    windows = sliding_window_view(ahead, periods, axis=0).transpose(1, 0, 2)
    target = _part(memory, windows.shape)
    np.copyto(target, windows)
    if cumulative:
        target -= y[lost - 1 : len(y) - 1].T[:, None, :]
    for h in range(1, horizons + 1):
        target[:, h, max(periods - h, 0) :] = 0.0
    return np.stack(columns, axis=2), target


def _part(memory: Floats, shape: tuple[int, ...]) -> Floats:
    """Return the beginning of a flat array in a shape."""
    return memory[: prod(shape)].reshape(shape)


def _enough(design: Floats, horizons: int, span: _Span) -> None:
    periods, regressors = design.shape[1:]
    if periods - horizons <= regressors:
        raise InputError.of(
            N_(
                "local projections: periods {first} to {last} leave {periods} observations at the longest horizon"
                " for {regressors} regressors; use fewer lags or a shorter horizon"
            ),
            first=span.first,
            last=span.last,
            periods=max(periods - horizons, 0),
            regressors=regressors,
        )


def _estimate(
    design: Floats, target: Floats, bandwidth: NDArray[np.int64], memory: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return coefficients and HAC and EHW errors of the last regressor, each [pairs, horizons + 1].

    `target` and `memory` [2, ...] are written over.
    """
    pairs, periods, k = design.shape
    steps = target.shape[1]
    q, r = np.linalg.qr(design)
    diagonal = np.abs(np.diagonal(r, axis1=1, axis2=2))
    size = np.sqrt(np.einsum("ptk,ptk->pk", design, design))
    if (diagonal <= _RANK_TOLERANCE * np.maximum(size, 1e-300)).any():
        raise InputError.of(
            N_("local projections: the regressors depend on each other; leave out a control or a lag")
        )
    # The shock is the last column, so that its coefficient is the last one in the basis over r[k, k].
    scale = r[:, -1, -1][:, None]
    last_rows = q[:, periods - 1 : periods - steps : -1] if steps > 1 else q[:, :0]
    lost = np.cumsum(last_rows[..., :, None] * last_rows[..., None, :], axis=1)
    gram = np.empty((pairs, steps, k, k))
    gram[:, 0] = np.eye(k)
    gram[:, 1:] = np.eye(k) - lost
    wanted = np.zeros((pairs, steps, k, 2))
    wanted[..., 0] = target @ q
    wanted[..., -1, 1] = 1.0
    solved = np.linalg.solve(gram, wanted)
    across = np.ascontiguousarray(q.transpose(0, 2, 1))
    work = _part(memory[0], target.shape)
    np.matmul(np.ascontiguousarray(solved[..., 0]), across, out=work)
    score = np.subtract(target, work, out=target)
    score *= np.matmul(np.ascontiguousarray(solved[..., 1]), across, out=work)
    for h in range(1, steps):
        score[:, h, periods - h :] = 0.0
    variance = np.einsum("pht,pht->ph", score, score)
    hac = np.sqrt(_long_run_variance(score, bandwidth, memory[1])) / np.abs(scale)
    return solved[..., -1, 0] / scale, hac, np.sqrt(variance) / np.abs(scale)


def _long_run_variance(score: Floats, bandwidth: NDArray[np.int64], memory: Floats) -> Floats:
    """Return the Newey-West sum of every score series, shape [pairs, horizons + 1].

    Bartlett's weights make it the mean square of moving sums: with ``L`` lags,
    the sum over all windows of ``L + 1`` neighbours, those that reach beyond
    the ends included, of their squares, over ``L + 1``. It cannot be negative.
    """
    pairs, steps, periods = score.shape
    most = int(bandwidth.max())
    begin, end = most + 1, most + 1 + periods
    total = _part(memory, (pairs, steps, end + most))
    total[..., :begin] = 0.0
    np.cumsum(score, axis=2, out=total[..., begin:end])
    total[..., end:] = total[..., end - 1 : end]
    found = np.empty((pairs, steps))
    for h, lags in enumerate(bandwidth.tolist()):
        sums = total[:, h, begin : end + lags] - total[:, h, begin - lags - 1 : end - 1]
        np.einsum("pt,pt->p", sums, sums, out=found[:, h])
    return found / (bandwidth + 1.0)
