"""One measured effect, and when a sample can give one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tidegate.evidence.robust import fit
from tidegate.evidence.wild_bootstrap import wild_p_value

Floats = NDArray[np.float64]
LEAST_SURPRISE = 0.1
"""Root mean square of a surprise, in units of 10bp: below one basis point a sample has none to speak of."""
LEAST_EVENTS = 12
FEW_DEGREES = 10.0
"""With fewer degrees of freedom the wild bootstrap is asked too, and the larger p-value stands."""


@dataclass(frozen=True)
class Measured:
    """A response to one surprise of one unit.

    Attributes
    ----------
    surprise
        Its name.
    mean
        In the unit of the outcome.
    se
        Of the normal with the same 90% interval.
    low, high
        90% interval: HC2 error, Student's t.
    p_value
        Two-sided, of no effect.
    dof
        Degrees of freedom: about how many events carry the estimate.
    n
        Events (or months) in which there was such a surprise.
    first, last
        Days of the first and the last of them.
    """

    surprise: str
    mean: float
    se: float
    low: float
    high: float
    p_value: float
    dof: float
    n: int
    first: date
    last: date


def measure(
    outcome: Floats,
    surprises: Floats,
    names: Sequence[str],
    days: Sequence[date],
    signs: Floats,
    controls: Floats | None = None,
) -> tuple[Measured, ...]:
    """Return the responses of an outcome to surprises, jointly.

    Parameters
    ----------
    outcome
        Shape [n]; NaN is left out.
    surprises
        Shape [n, k], in units; zero where there was none of the kind.
    names
        Names of the k surprises.
    days
        The n days.
    signs
        Shape [draws, at least n] of -1 and +1, for the wild bootstrap.
    controls
        Shape [n, m]: regressors whose coefficients are not wanted.

    Returns
    -------
    tuple of Measured
        A surprise of which the sample has none to speak of is left out of the
        regression, and so is every one if there are too few events.
    """
    good = np.isfinite(outcome)
    y, s = outcome[good], surprises[good]
    when = [d for d, g in zip(days, good, strict=True) if g]
    if len(y) < LEAST_EVENTS:
        return ()
    columns = [
        k
        for k in range(s.shape[1])
        if np.sqrt((s[s[:, k] != 0.0, k] ** 2).mean() if s[:, k].any() else 0.0) >= LEAST_SURPRISE
        and (s[:, k] != 0.0).sum() >= LEAST_EVENTS
    ]
    x = s[:, columns]
    if controls is not None:
        x = np.column_stack([x, controls[good]])
    if not columns or len(y) < x.shape[1] + LEAST_EVENTS:
        return ()
    found = fit(y, x)
    low, high = found.interval(0.9)
    p_values, errors = found.p_value, found.normal_se
    answer = []
    for at, k in enumerate(columns):
        p = float(p_values[at])
        if found.dof[at] < FEW_DEGREES:
            p = max(p, wild_p_value(y, x, at, signs[:, : len(y)]))
        mine = [d for d, value in zip(when, s[:, k], strict=True) if value != 0.0]
        answer.append(
            Measured(
                names[k],
                float(found.coefficient[at]),
                float(errors[at]),
                float(low[at]),
                float(high[at]),
                p,
                float(found.dof[at]),
                len(mine),
                mine[0],
                mine[-1],
            )
        )
    return tuple(answer)
