"""Which limits contradict each other: a smallest set that cannot hold together.

A deletion filter (Chinneck 2008, "Feasibility and Infeasibility in
Optimization"): limits are dropped one by one; one whose absence does not make
the rest possible is not needed to explain the conflict and stays out.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tidegate.allocation.polytope import Polytope
from tidegate.allocation.solver import nearest_vertex
from tidegate.errors import InputError
from tidegate.message import N_, Message

TITLES = {
    "single_max": N_("most of a single asset"),
    "asset_max": N_("most of {name}"),
    "asset_min": N_("least of {name}"),
    "group_max": N_("most of the group {name}"),
    "group_min": N_("least of the group {name}"),
    "crypto_max": N_("most of crypto"),
    "min_liquidity": N_("least in bills and Treasuries"),
    "max_turnover": N_("most that may be traded"),
    "min_position": N_("least of a position"),
    "min_positions": N_("fewest positions"),
    "max_positions": N_("most positions"),
    "max_cvar": N_("most expected loss in the worst cases"),
}
Impossible = Callable[[Polytope], bool]


def title_of(limit: str) -> Message:
    """Return a limit in words."""
    kind, _, name = limit.partition(":")
    return Message(TITLES.get(kind, kind), {"name": name} if name else {})


def no_portfolio(allowed: Polytope) -> bool:
    """Return whether no portfolio holds all limits."""
    return nearest_vertex(allowed, np.full(allowed.count, 1.0 / allowed.count)) is None


def conflict(allowed: Polytope, impossible: Impossible = no_portfolio) -> tuple[str, ...]:
    """Return a smallest set of limits that cannot hold together; empty where all can.

    Parameters
    ----------
    allowed
        The limits.
    impossible
        Whether nothing is possible under some of them. It must not become true by dropping one.
    """
    if not impossible(allowed):
        return ()
    names = allowed.limit_names()
    guilty = list(names)
    for name in names:
        tried = [n for n in guilty if n != name]
        if impossible(allowed.without([n for n in names if n not in tried])):
            guilty = tried
    return tuple(guilty)


def refuse_conflict(allowed: Polytope, impossible: Impossible | None = None) -> None:
    """Raise an error that names the limits in conflict, if there are any.

    Parameters
    ----------
    allowed
        The limits.
    impossible
        As in `conflict`; given where the limit on risk takes part in it.

    Raises
    ------
    InputError
        Naming them.
    """
    guilty = conflict(allowed, impossible or no_portfolio)
    if impossible is not None and (guilty or impossible(allowed)):
        guilty = (*guilty, "max_cvar")
    if guilty:
        raise InputError(
            Message(N_("limits: no portfolio holds all of these together; ease one of them:")),
            *(Message(N_("- {limit} ({key})"), {"limit": title_of(g), "key": g}) for g in guilty),
        )
