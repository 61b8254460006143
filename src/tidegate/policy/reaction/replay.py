"""The reaction function month by month, beside what the bank did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from tidegate.policy.reaction.contract import Decision, Floats, Readings, Sheet, State
from tidegate.policy.reaction.decide import decide
from tidegate.policy.reaction.parameters import ReactionParameters

EASE, HOLD, TIGHTEN, MANAGE = "ease", "hold", "tighten", "manage"
ACTION: Mapping[Sheet, str] = MappingProxyType(
    {
        Sheet.HOLD: HOLD,
        Sheet.QE: EASE,
        Sheet.TAPER: EASE,
        Sheet.RUNOFF: TIGHTEN,
        Sheet.SLOW_RUNOFF: TIGHTEN,
        Sheet.RESERVE_MANAGEMENT: MANAGE,
    }
)
"""The four actions in which a replay is compared: a taper still buys, a slow run-off still runs off."""


@dataclass(frozen=True)
class Miss:
    """A stretch of months in which rule and bank did different things."""

    first: np.datetime64
    last: np.datetime64
    rule: str
    bank: str

    @property
    def months(self) -> int:
        """How many months."""
        return int((self.last - self.first).astype(int)) + 1


@dataclass(frozen=True)
class Replay:
    """Decisions by month beside the record.

    Attributes
    ----------
    months
        ``datetime64[M]``, shape [n].
    decisions
        One a month, of one path.
    rule, bank
        Actions of the rule and of the bank.
    agreement
        Share of months with the same action.
    majority
        Share that always naming the bank's most frequent action would reach.
    misses
        Stretches that differ, in order of time.
    """

    months: NDArray[np.datetime64]
    decisions: tuple[Decision, ...]
    rule: tuple[str, ...]
    bank: tuple[str, ...]
    agreement: float
    majority: float
    misses: tuple[Miss, ...]


def _at(seen: Readings, row: int) -> Readings:
    return Readings(*(getattr(seen, f.name)[row : row + 1] for f in fields(seen)))


def misses(months: NDArray[np.datetime64], rule: tuple[str, ...], bank: tuple[str, ...]) -> tuple[Miss, ...]:
    """Return the stretches of months in which two lists of actions differ."""
    found: list[Miss] = []
    for month, mine, theirs in zip(months, rule, bank, strict=True):
        if mine == theirs:
            continue
        last = found[-1] if found else None
        if last is not None and last.last + 1 == month and (last.rule, last.bank) == (mine, theirs):
            found[-1] = Miss(last.first, month, mine, theirs)
        else:
            found.append(Miss(month, month, mine, theirs))
    return tuple(found)


def replay(
    months: NDArray[np.datetime64],
    seen: Readings,
    start: State,
    bank: tuple[str, ...],
    parameters: ReactionParameters | None = None,
    *,
    rates_pct: Floats | None = None,
) -> Replay:
    """Run the reaction function over the months of a record.

    It runs freely: each decision starts from the rule's own last one, never
    from what the bank did. The readings are those of the real world, in which
    the bank's own decisions were at work.

    Parameters
    ----------
    months
        ``datetime64[M]``, shape [n].
    seen
        What was known at the end of each month, shape [n].
    start
        One path, before the first month.
    bank
        What the bank did each month: ``ease``, ``hold``, ``tighten`` or ``manage``.
    parameters
        Default: `ReactionParameters()`.
    rates_pct
        The bank's own policy rate, shape [n]: then only the sheet is the rule's.
    """
    now, decisions = start, []
    for row in range(len(months)):
        given = None if rates_pct is None else rates_pct[row : row + 1]
        decision = decide(now, _at(seen, row), parameters, rate_pct=given)
        decisions.append(decision)
        now = decision.state
    rule = tuple(ACTION[Sheet(int(d.sheet[0]))] for d in decisions)
    same = np.array([a == b for a, b in zip(rule, bank, strict=True)])
    counts = [bank.count(a) for a in set(bank)]
    return Replay(
        months,
        tuple(decisions),
        rule,
        bank,
        float(same.mean()),
        max(counts) / len(bank),
        misses(months, rule, bank),
    )
