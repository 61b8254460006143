"""Quantiles of many paths: exact where all values are at hand, from counts in fine classes where they are not."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Small = NDArray[np.int32]
Places = NDArray[np.int16]
Flags = NDArray[np.bool_]
Words = NDArray[np.uint64]

CLASSES = 4096
"""Of each variable and month, between the ends that the first blocks set."""
_COARSE = 2048
_MANY = 10
"""Where more than a tenth of a row would be sorted, it is looked at once more before."""
_WIDER = 0.5


@numba.njit(cache=True, nogil=True, fastmath={"nnan", "reassoc", "nsz", "contract"})
def _ends(row: Floats) -> tuple[float, float]:
    """Return the least and the greatest of a row without NaN."""
    low, high = row[0], row[0]
    for x in row:
        low, high = min(low, x), max(high, x)
    return low, high


@numba.njit(cache=True, nogil=True, fastmath={"reassoc", "nsz"})
def _sum(row: Floats) -> float:
    total = 0.0
    for x in row:
        total += x
    return total


@numba.njit(cache=True, nogil=True)
def _row_quantiles(
    row: Floats,
    levels: Floats,
    counts: Counts,
    place_of: Places,
    wanted: Flags,
    ends: Floats,
    held: Floats,
    found: Floats,
) -> float:
    """Write the quantiles of one row (linear between order statistics, NaN left out); return its mean."""
    total, n = _sum(row), row.size
    whole = np.isfinite(total)
    if whole:
        low, high = _ends(row)
    else:
        low, high, total, n = np.inf, -np.inf, 0.0, 0
        for x in row:
            if x == x:
                low, high, total, n = min(low, x), max(high, x), total + x, n + 1
    if n == 0:
        found[:] = np.nan
        return np.nan
    if not high > low:
        found[:] = low
        return total / n
    counts[:] = 0
    wanted[:] = False
    size = counts.size
    factor = (size - 1) / (high - low)
    if whole:
        for i in range(row.size):
            c = np.int64((row[i] - low) * factor)
            place_of[i] = c
            counts[c] += 1
    else:
        for i in range(row.size):
            c = np.int64((row[i] - low) * factor) if row[i] == row[i] else np.int64(-1)
            place_of[i] = c
            if c >= 0:
                counts[c] += 1
    # The classes that hold the order statistics which are asked for are gathered and sorted.
    for q in range(levels.size):
        first = int(levels[q] * (n - 1))
        before, k = 0, 0
        while before + counts[k] <= first:
            before += counts[k]
            k += 1
        wanted[k] = True
        after = before + counts[k]
        while after <= first + 1 and k + 1 < size:
            k += 1
            after += counts[k]
            wanted[k] = True
    # A class of equal values, as codes have them, need not be sorted: its value is kept in its place.
    gathered = 0
    for k in range(size):
        if wanted[k]:
            gathered += counts[k]
    ends[:, 0], ends[:, 1] = np.inf, -np.inf
    if gathered * _MANY > n:
        for i in range(row.size):
            c = place_of[i]
            if c >= 0 and wanted[c]:
                ends[c, 0], ends[c, 1] = min(ends[c, 0], row[i]), max(ends[c, 1], row[i])
    m = 0
    for i in range(row.size):
        c = place_of[i]
        if c >= 0 and wanted[c] and ends[c, 0] != ends[c, 1]:
            held[m] = row[i]
            m += 1
    held[:m].sort()
    for q in range(levels.size):
        place = levels[q] * (n - 1)
        first = int(place)
        lower = _ordered(first, counts, wanted, ends, held)
        upper = _ordered(min(first + 1, n - 1), counts, wanted, ends, held)
        found[q] = lower + (place - first) * (upper - lower)
    return total / n


@numba.njit(cache=True, nogil=True)
def _ordered(place: int, counts: Counts, wanted: Flags, ends: Floats, held: Floats) -> float:
    """Return the order statistic at a place, from 0, out of the values that were gathered and sorted."""
    below, at, k = 0, 0, 0
    while below + counts[k] <= place:
        below += counts[k]
        if wanted[k] and ends[k, 0] != ends[k, 1]:
            at += counts[k]
        k += 1
    return float(ends[k, 0] if ends[k, 0] == ends[k, 1] else held[at + place - below])


@numba.njit(cache=True, nogil=True)
def _rows(values: Floats, levels: Floats, found: Floats, mean: Floats) -> None:
    counts, wanted = np.empty(_COARSE, dtype=np.int64), np.empty(_COARSE, dtype=np.bool_)
    held, place_of = np.empty(values.shape[1]), np.empty(values.shape[1], dtype=np.int16)
    ends = np.empty((_COARSE, 2))
    for r in range(values.shape[0]):
        mean[r] = _row_quantiles(values[r], levels, counts, place_of, wanted, ends, held, found[r])


@numba.njit(cache=True, nogil=True)
def checksum(words: Words, first: int, last: int, found: Words) -> None:
    """Write one word for each row of some paths: any other content gives another one, but for one chance in 2^64.

    Parameters
    ----------
    words
        Values as words, shape [variables, months, paths].
    first, last
        Paths, the last excluded.
    found
        Shape [variables, months].
    """
    for v in range(words.shape[0]):
        for t in range(words.shape[1]):
            total = np.uint64(0x9E3779B97F4A7C15)
            for i in range(first, last):
                total = (total ^ words[v, t, i]) * np.uint64(0xD6E8FEB86659FD93)
                total ^= total >> np.uint64(32)
            found[v, t] = total


def exact_quantiles(values: Floats, levels: Sequence[float], workers: int = 1) -> tuple[Floats, Floats]:
    """Return quantiles [variables, levels, months] and means [variables, months] over the last axis.

    The same as ``np.nanquantile``; rows are shared out among threads.
    """
    variables, months, paths = values.shape
    rows = values.reshape(variables * months, paths)
    wanted = np.asarray(levels, dtype=float)
    found, mean = np.empty((rows.shape[0], wanted.size)), np.empty(rows.shape[0])
    edges = np.linspace(0, rows.shape[0], max(workers, 1) + 1).astype(int)
    with ThreadPoolExecutor(max(workers, 1)) as pool:
        list(pool.map(lambda a, b: _rows(rows[a:b], wanted, found[a:b], mean[a:b]), edges[:-1], edges[1:]))
    return found.reshape(variables, months, wanted.size).transpose(0, 2, 1).copy(), mean.reshape(
        variables, months
    )


@numba.njit(cache=True, nogil=True)
def _count(values: Floats, low: Floats, width: Floats, counts: Small, total: Floats, n: Counts) -> None:
    last = counts.shape[1] - 1
    for r in range(values.shape[0]):
        for x in values[r]:
            if x == x:
                place = int((x - low[r]) / width[r]) if width[r] > 0 else 0
                counts[r, min(max(place, 0), last)] += 1
                total[r] += x
                n[r] += 1


class Classes:
    """Counts of values in classes, filled block by block in their order.

    The first block in which a row has a value sets its ends, half a range beyond
    its own on either side; what lies beyond counts in the last class there. A
    quantile is then right to a class: two four-thousandths of that block's range.
    NaN is not counted; where nothing else came, quantiles and mean are NaN.
    """

    def __init__(self, variables: int, months: int) -> None:
        self._shape = (variables, months)
        self._low = np.full(variables * months, np.nan)
        self._width = np.full(variables * months, np.nan)
        self._counts = np.zeros((variables * months, CLASSES), dtype=np.int32)
        self._total, self._n = np.zeros(variables * months), np.zeros(variables * months, dtype=np.int64)

    def fresh(self) -> Classes:
        """Return empty counts with the same ends, where they are set."""
        found = Classes(*self._shape)
        found._low, found._width = self._low.copy(), self._width.copy()
        return found

    def add(self, values: Floats) -> None:
        """Count a block, shape [variables, months, paths]."""
        rows = values.reshape(-1, values.shape[-1])
        unset = np.isnan(self._low)
        if unset.any():
            self._set_ends(rows, unset)
        _count(rows, self._low, self._width, self._counts, self._total, self._n)

    def _set_ends(self, rows: Floats, unset: Flags) -> None:
        """Set the ends of rows that have none yet, where the block has a value of them."""
        first = unset & ~np.isnan(rows).all(axis=1)
        low, high = np.nanmin(rows[first], axis=1), np.nanmax(rows[first], axis=1)
        reach = _WIDER * (high - low)
        self._low[first] = low - reach
        self._width[first] = (high - low + 2.0 * reach) / CLASSES

    def content(self) -> dict[str, NDArray[Any]]:
        """Return everything as arrays."""
        names = ("low", "width", "counts", "total", "n")
        return {name: getattr(self, f"_{name}") for name in names}

    def merge(self, content: dict[str, NDArray[Any]]) -> None:
        """Add what other counts with the same ends hold."""
        self._low, self._width = content["low"], content["width"]
        self._counts += content["counts"]
        self._total += content["total"]
        self._n += content["n"]

    def quantiles(self, levels: Sequence[float]) -> tuple[Floats, Floats]:
        """Return quantiles [variables, levels, months] and means [variables, months]."""
        running = np.cumsum(self._counts, axis=1, dtype=np.int64)
        found = np.empty((self._counts.shape[0], len(levels)))
        for q, level in enumerate(levels):
            place = level * (self._n - 1) + 0.5
            k = np.argmax(running > place[:, None], axis=1)
            row = np.arange(k.size)
            before = running[row, k] - self._counts[row, k]
            part = (place - before) / np.maximum(self._counts[row, k], 1)
            found[:, q] = self._low + self._width * (k + np.clip(part, 0.0, 1.0))
        mean = np.where(self._n > 0, self._total / np.maximum(self._n, 1), np.nan)
        shaped = found.reshape(*self._shape, len(levels)).transpose(0, 2, 1).copy()
        return shaped, mean.reshape(self._shape)
