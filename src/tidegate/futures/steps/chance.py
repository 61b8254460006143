"""Chance without state: a number is a function of seed, path, month and purpose, never of what was drawn before.

So a path is the same whichever worker computes it, in whichever block. The
mixing is that of splitmix64 (Steele, Lea and Flood, 2014, OOPSLA), used as a
counter-based generator (Salmon and others, 2011, "Parallel random numbers: as
easy as 1, 2, 3", SC11).
"""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_30, _27, _31, _11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_UNIT = 1.0 / 9007199254740992.0

MACRO_ROWS = 1
"""Purpose: which months of the record a path's macro shocks are taken from."""
FUNDING_ROWS = 2
"""Purpose: the same for liquidity shocks."""
ACTING = 3
"""Purpose: whether a decision is made this month."""
PARAMETERS = 1000
"""Purpose: parameters; one is added for each of them."""


@numba.njit(nogil=True)
def scramble(word: np.uint64) -> np.uint64:
    """Return a word whose every bit depends on every bit of the given one (splitmix64's finaliser)."""
    word = (word ^ (word >> _30)) * _FIRST
    word = (word ^ (word >> _27)) * _SECOND
    return word ^ (word >> _31)


@numba.njit(nogil=True)
def word_of(seed: np.uint64, path: np.uint64, month: np.uint64, purpose: np.uint64) -> np.uint64:
    """Return 64 random bits that depend on nothing but the four numbers."""
    inner = scramble(seed + _GOLDEN * (path + np.uint64(1)))
    return scramble(inner ^ (_GOLDEN * (month * np.uint64(65536) + purpose + np.uint64(1))))


@numba.njit(nogil=True)
def place_of(word: np.uint64, count: int) -> int:
    """Return a whole number from 0 to ``count - 1``."""
    return int(np.float64(word >> _11) * _UNIT * count)


@numba.njit(nogil=True)
def share_of(word: np.uint64) -> float:
    """Return a number from 0 to below 1."""
    return np.float64(word >> _11) * _UNIT


def uniforms(seed: int, paths: NDArray[np.int64], purpose: int) -> NDArray[np.float64]:
    """Return one number in (0, 1) for each path, for a purpose; independent of all others.

    Parameters
    ----------
    seed
        0 or more.
    paths
        Numbers of the paths, shape [n].
    purpose
        What it is for, below 65,536.
    """

    def mixed(word: Words) -> Words:
        word = (word ^ (word >> _30)) * _FIRST
        word = (word ^ (word >> _27)) * _SECOND
        return np.asarray(word ^ (word >> _31))

    with np.errstate(over="ignore"):
        inner = mixed(np.uint64(seed) + _GOLDEN * (paths.astype(np.uint64) + np.uint64(1)))
        word = mixed(inner ^ (_GOLDEN * np.uint64(purpose + 1)))
    return np.asarray((word >> _11).astype(np.float64) + 0.5) * _UNIT


@numba.njit(nogil=True)
def record_row(
    seed: np.uint64, path: np.uint64, month: int, purpose: np.uint64, rows: int, block_months: int
) -> int:
    """Return the month of the record from which a month's shocks are taken.

    Blocks of consecutive months keep what follows what (circular block
    bootstrap: Politis and Romano, 1992); where the first block begins
    within itself differs by path, so that no month is a seam on all of them.
    """
    offset = place_of(word_of(seed, path, np.uint64(65535), purpose), block_months)
    at = month + offset
    start = place_of(word_of(seed, path, np.uint64(at // block_months), purpose), rows)
    return (start + at % block_months) % rows
