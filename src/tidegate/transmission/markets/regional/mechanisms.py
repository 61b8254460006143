"""What the record says of each mechanism, with a 90% interval: for claims whose test is the mechanism."""

from __future__ import annotations

from dataclasses import dataclass

from tidegate.catalog.loader import unknown
from tidegate.message import N_
from tidegate.transmission.markets.regional.estimates import Figure, figure
from tidegate.transmission.markets.shrinkage import NORMAL_90


@dataclass(frozen=True)
class Mechanism:
    """One mechanism and its estimate.

    Attributes
    ----------
    id
        Name.
    claims
        Claims of the evidence table that it bears on.
    mean, low, high
        Estimate with its 90% interval, in `unit`; a positive number is on the side that the claims say.
    n
        Months or years.
    first, last
        Span.
    method
        In words.
    """

    id: str
    claims: tuple[str, ...]
    mean: float
    low: float
    high: float
    unit: str
    n: int
    first: str
    last: str
    method: str


_TABLE = {
    # More carry moves the Hong Kong dollar to its weak side.
    "hkd_weak_by_carry": (("C24",), "hk_drift_carry", 1.0),
    # A higher US rate lifts HIBOR within a year.
    "hibor_follows": (("C24",), "hk_hibor_pass_through", 1.0),
    # A smaller balance lifts HIBOR, all months with a known balance.
    "hibor_by_balance": (("C24",), "hk_spread_slope", 1.0),
    # Higher HIBOR lowers home prices.
    "homes_by_hibor": (("C26",), "hk_homes_hibor", -1.0),
    # A stronger US dollar weakens the Taiwan dollar.
    "twd_by_dollar": (("C08", "C23"), "tw_beta_dollar", 1.0),
    # A wider rate differential weakens the Taiwan dollar, whatever else the dollar does.
    "twd_by_rates": (("C08", "C23"), "tw_rates_alone", 1.0),
}


def mechanism(name: str) -> Mechanism:
    """Return one mechanism.

    Raises
    ------
    UnknownName
        If there is none of that name; the message lists the nearest.
    """
    if name not in _TABLE:
        raise unknown(N_("mechanism"), name, _TABLE)
    claims, key, sign = _TABLE[name]
    found: Figure = figure(key)
    mean, half = sign * found.mean, NORMAL_90 * found.se
    return Mechanism(
        name,
        claims,
        mean,
        mean - half,
        mean + half,
        found.unit,
        found.n,
        found.first,
        found.last,
        found.method,
    )


def mechanisms() -> tuple[Mechanism, ...]:
    """Return all of them."""
    return tuple(mechanism(name) for name in _TABLE)
