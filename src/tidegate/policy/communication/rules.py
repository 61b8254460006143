"""The rules of the balance-sheet finder, read from their file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Topic(StrEnum):
    """What a balance-sheet sentence is about, the more specific first."""

    END_OF_RUN_OFF = "end_of_run_off"
    CAPS_AND_RUN_OFF = "caps_and_run_off"
    END_OF_PURCHASES = "end_of_purchases"
    TAPER = "taper"
    MATURITY_SWAP = "maturity_swap"
    RESERVE_MANAGEMENT = "reserve_management"
    PURCHASES = "purchases"
    REINVESTMENT = "reinvestment"
    AMPLE_RESERVES = "ample_reserves"
    SIZE_AND_COMPOSITION = "size_and_composition"


class Direction(StrEnum):
    """Which way a sentence points."""

    EASING = "easing"
    TIGHTENING = "tightening"
    HOLDING = "holding"


class Action(StrEnum):
    """Whether a sentence decides something, says what goes on, or what could be done."""

    NEW = "new"
    CONTINUING = "continuing"
    CONDITIONAL = "conditional"


@dataclass(frozen=True)
class Rule:
    """One row of the rules file.

    Parameters
    ----------
    outcome
        Topic, direction or action that it gives.
    matches
        Patterns of which one must be found.
    unless
        Patterns of which none may be found.
    topics
        Topics that it is for; empty means all.
    reason
        Why, in a sentence.
    """

    outcome: str
    matches: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    topics: frozenset[Topic]
    reason: str

    def fits(self, text: str) -> bool:
        """Return whether the rule fits a sentence in lower case."""
        return any(p.search(text) for p in self.matches) and not any(p.search(text) for p in self.unless)


@dataclass(frozen=True)
class Rules:
    """All rules, each list in its order."""

    topics: tuple[Rule, ...]
    directions: tuple[Rule, ...]
    actions: tuple[Rule, ...]

    def direction(self, text: str, topic: Topic) -> Direction:
        """Return the direction of a sentence of `topic`."""
        fitting = (r for r in self.directions if (not r.topics or topic in r.topics) and r.fits(text))
        return Direction(next(fitting).outcome)

    def action(self, text: str) -> Action:
        """Return what kind of sentence it is."""
        return Action(next(r for r in self.actions if r.fits(text)).outcome)


@cache
def rules() -> Rules:
    """Return the rules that come with the package."""
    raw = tomllib.loads((files(__package__) / "balance_sheet.toml").read_text("utf-8"))

    def rule(row: dict[str, object], outcome: str) -> Rule:
        def patterns(key: str) -> tuple[re.Pattern[str], ...]:
            return tuple(re.compile(p) for p in row.get(key, []))  # type: ignore[attr-defined]

        named = frozenset(Topic(t) for t in row.get("topics", []))  # type: ignore[attr-defined]
        return Rule(outcome, patterns("any"), patterns("unless"), named, str(row["reason"]))

    return Rules(
        tuple(rule(r, Topic(r["id"])) for r in raw["topic"]),
        tuple(rule(r, Direction(r["direction"])) for r in raw["direction"]),
        tuple(rule(r, Action(r["id"])) for r in raw["action"]),
    )
