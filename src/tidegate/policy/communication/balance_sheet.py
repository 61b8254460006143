"""Sentences about the balance sheet, and which of them say something that the last statement did not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tidegate.policy.communication.amounts import Amount, amounts
from tidegate.policy.communication.rules import Action, Direction, Topic, rules
from tidegate.policy.communication.sentences import MAX_SENTENCE, Communication, Sentence


@dataclass(frozen=True)
class Finding:
    """A sentence about the balance sheet.

    Parameters
    ----------
    sentence
        Where it stands.
    topics
        What it is about, the main topic first.
    direction
        Which way it points: easing, tightening or holding.
    action
        A decision, what goes on, or what could be done.
    amounts
        Amounts in it.
    instruments
        ``treasuries``, ``mbs``, ``agency_debt``: those it names.
    """

    sentence: Sentence
    topics: tuple[Topic, ...]
    direction: Direction
    action: Action
    amounts: tuple[Amount, ...]
    instruments: frozenset[str]

    @property
    def topic(self) -> Topic:
        """Return the main topic."""
        return self.topics[0]

    @property
    def figures(self) -> frozenset[tuple[float, bool, str]]:
        """Return the amounts, a month or not, and of what; whether "up to" or "about" does not matter."""
        return frozenset((a.value_bn, a.per_month, a.of) for a in self.amounts)

    @property
    def signature(self) -> tuple[object, ...]:
        """Return what the sentence says, without its wording."""
        return self.topic, self.direction, self.action, self.figures


@dataclass(frozen=True)
class Announcement:
    """A finding that the statement before did not hold.

    Parameters
    ----------
    finding
        What is said now.
    before
        What the last statement said on the topic; empty where it said nothing.
    why
        What is new: ``topic``, ``direction``, ``amounts`` or ``action`` (the kind of sentence); ``decision``
        where there is no statement before and the sentence decides something.
    """

    finding: Finding
    before: tuple[Finding, ...]
    why: str


_INSTRUMENTS = {
    "treasuries": re.compile(r"treasur", re.IGNORECASE),
    "mbs": re.compile(r"mortgage-backed|\bMBS\b", re.IGNORECASE),
    "agency_debt": re.compile(r"agency debt", re.IGNORECASE),
}


def find(text: Communication) -> tuple[Finding, ...]:
    """Return the sentences of the body that speak of the balance sheet, in their order.

    Votes and dissents are left out: what a dissenter would rather have done is
    not what the committee decided.
    """
    return tuple(f for s in text.body if (f := _finding(s)) is not None)


def announcements(current: Communication, previous: Communication | None = None) -> tuple[Announcement, ...]:
    """Return what a statement newly says about the balance sheet.

    Parameters
    ----------
    current
        The statement.
    previous
        The one before. With it, a finding is new if its topic, direction, kind
        or amounts are not found there; without it, if it decides something.
    """
    now = find(current)
    if previous is None:
        return tuple(Announcement(f, (), "decision") for f in now if f.action is Action.NEW)
    earlier = find(previous)
    known = {f.signature for f in earlier}
    said = {t: _figures_on(t, earlier) for t in Topic}
    result = []
    for finding in now:
        if finding.signature in known or _no_news(finding, earlier, said[finding.topic]):
            continue
        same = tuple(f for f in earlier if f.topic is finding.topic)
        result.append(Announcement(finding, same, _why(finding, same)))
    return tuple(result)


def _figures_on(topic: Topic, findings: tuple[Finding, ...]) -> frozenset[tuple[float, bool, str]]:
    """Return the figures of findings whose main topic it is; where there are none, of those that touch it."""
    main = [f for f in findings if f.topic is topic] or [f for f in findings if topic in f.topics]
    return frozenset(figure for f in main for figure in f.figures)


def _no_news(
    finding: Finding, earlier: tuple[Finding, ...], said: frozenset[tuple[float, bool, str]]
) -> bool:
    """Tell whether a finding only says that what was decided goes on, or could be looked at again."""
    if finding.action is Action.CONDITIONAL:
        return finding.direction is Direction.HOLDING
    if not finding.figures <= said:
        return False
    if finding.action is Action.NEW and not finding.figures:
        return False
    # What goes on, or a decision told again in the amounts of last time.
    if any(f.topic is finding.topic for f in earlier):
        return any(f.topic is finding.topic and f.direction is finding.direction for f in earlier)
    return finding.action is Action.CONTINUING and any(finding.topic in f.topics for f in earlier)


def _why(finding: Finding, same: tuple[Finding, ...]) -> str:
    if not same:
        return "topic"
    if all(f.direction is not finding.direction for f in same):
        return "direction"
    return "amounts" if finding.figures != {a for f in same for a in f.figures} else "action"


def _finding(sentence: Sentence) -> Finding | None:
    text = sentence.text[:MAX_SENTENCE]
    lower = text.lower()
    table = rules()
    topics = tuple(Topic(r.outcome) for r in table.topics if r.fits(lower))
    if not topics:
        return None
    named = frozenset(name for name, pattern in _INSTRUMENTS.items() if pattern.search(text))
    return Finding(
        sentence,
        topics,
        table.direction(lower, topics[0]),
        table.action(lower),
        amounts(text),
        named,
    )
