"""The band of the Hong Kong dollar: two undertakings, and what defending them moves.

Banks may buy Hong Kong dollars from the Monetary Authority at 7.75 and sell
them to it at 7.85, as much as they like (undertakings of 18 May 2005). So the
rate cannot leave the band, and every Hong Kong dollar so bought or sold is
added to or taken from the aggregate balance, one for one. Nothing here is
estimated: it is what the two undertakings say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import InputError
from tidegate.message import N_, Message

Floats = NDArray[np.float64]
STRONG_SIDE = 7.75
WEAK_SIDE = 7.85
WIDTH = WEAK_SIDE - STRONG_SIDE
LEAST_BALANCE_BN = 1.0
"""Banks cannot sell what they do not hold: the balance is not drained below this."""
_MOST_STEPS = 120
_NEAR_BN = 0.01
"""How near an intervention comes to what is wanted: HK$10 mn. What it does to the balance is exact in any case."""


@dataclass(frozen=True)
class Defence:
    """Where the rate ends, and what the Monetary Authority had to do for it; arrays of one shape.

    Attributes
    ----------
    position
        Place in the band, 0 (7.75, strong) to 1 (7.85, weak).
    intervention_bn
        Hong Kong dollars sold (+, strong side) or bought (-, weak side), HK$ bn:
        the change of the aggregate balance.
    balance_bn
        Aggregate balance afterwards, HK$ bn: before, plus `intervention_bn`.
    """

    position: Floats
    intervention_bn: Floats
    balance_bn: Floats


def position(spot: ArrayLike) -> Floats:
    """Return the place of a rate (HK$ per US$) in the band: 0 at 7.75, 1 at 7.85; outside it beyond."""
    return np.asarray((np.asarray(spot, dtype=float) - STRONG_SIDE) / WIDTH)


def spot(place: ArrayLike) -> Floats:
    """Return the rate at a place in the band, HK$ per US$."""
    return np.asarray(STRONG_SIDE + WIDTH * np.asarray(place, dtype=float))


def check_start(spot_hkd: float, balance_bn: float) -> None:
    """Refuse a start that cannot be, all problems at once.

    Raises
    ------
    InputError
        For a rate outside the band or a balance that is not a positive number.
    """
    found = []
    if not STRONG_SIDE <= spot_hkd <= WEAK_SIDE:
        text = N_("USD/HKD {value}: outside the band; give a rate from {low} to {high}")
        found.append(Message(text, {"value": spot_hkd, "low": STRONG_SIDE, "high": WEAK_SIDE}))
    if not (np.isfinite(balance_bn) and balance_bn >= LEAST_BALANCE_BN):
        text = N_("aggregate balance {value}: give billions of Hong Kong dollars, {low} or more")
        found.append(Message(text, {"value": balance_bn, "low": LEAST_BALANCE_BN}))
    InputError.check(found)


def defend(pressure: Callable[[Floats], Floats], balance_bn: ArrayLike, depth_bn: ArrayLike) -> Defence:
    """Return where the rate and the balance end when both undertakings hold.

    The undertakings meet all that is offered: an intervention x satisfies

        x = depth * (strong-side excess - weak-side excess at balance + x).

    A drain lifts HIBOR and so takes away pressure; that is why x is found
    together with the pressure, not after it.

    Parameters
    ----------
    pressure
        Where the rate would go, in band widths from 7.75, if the balance ended
        at its argument; must not fall as the balance rises. Shape [n] to [n].
    balance_bn
        Before, HK$ bn, shape [n].
    depth_bn
        HK$ bn that change hands for each band width of excess, shape [n] or one number.
    """
    before = np.atleast_1d(np.asarray(balance_bn, dtype=float))
    depth = np.broadcast_to(np.asarray(depth_bn, dtype=float), before.shape)

    def wanted(x: Floats) -> Floats:
        place = pressure(before + x)
        return np.asarray(depth * (np.maximum(-place, 0.0) - np.maximum(place - 1.0, 0.0)))

    first = wanted(np.zeros_like(before))
    low = np.where(first < 0, np.maximum(first, np.minimum(LEAST_BALANCE_BN - before, 0.0)), 0.0)
    moved = _root(wanted, low, np.maximum(first, 0.0))
    after = before + moved
    return Defence(np.clip(pressure(after), 0.0, 1.0), moved, after)


def _root(wanted: Callable[[Floats], Floats], low: Floats, high: Floats) -> Floats:
    """Return x with x = wanted(x) between `low` and `high`, the end that is nearer where there is none.

    False position, every third step a halving, all at once; `wanted` does not rise.
    """
    at_low, at_high = low - wanted(low), high - wanted(high)
    found = np.where(at_low >= 0, low, high)
    open_ = (at_low < 0) & (at_high > 0)
    for step in range(_MOST_STEPS):
        if not open_.any():
            break
        slope = np.where(open_, at_high - at_low, 1.0)
        guess = 0.5 * (low + high) if step % 3 == 2 else (low * at_high - high * at_low) / slope
        middle = np.where(open_, guess, found)
        at = middle - wanted(middle)
        found = middle
        below = at < 0
        at_low, at_high = np.where(below, at, at_low), np.where(below, at_high, at)
        low, high = np.where(below, middle, low), np.where(below, high, middle)
        open_ &= np.abs(at) > _NEAR_BN
    return found
