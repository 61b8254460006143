"""What a month leaves behind."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@numba.njit(nogil=True)
def keep(
    buffer: Floats,
    first: int,
    t: int,
    at: int,
    one: float,
    two: float,
    three: float,
    four: float,
    five: float,
) -> None:
    """Write five results in a row: variables `first` to ``first + 4`` of a month and path."""
    buffer[first, t, at], buffer[first + 1, t, at], buffer[first + 2, t, at] = one, two, three
    buffer[first + 3, t, at], buffer[first + 4, t, at] = four, five


@numba.njit(nogil=True)
def copy(buffer: Floats, count: int, out: Floats, into: int) -> None:
    """Copy the first `count` paths of the buffer to `out`, from path `into` on."""
    for v in range(buffer.shape[0]):
        for t in range(buffer.shape[1]):
            for i in range(count):
                out[v, t, into + i] = buffer[v, t, i]
