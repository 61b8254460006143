"""Which rule holds when: one timeline for each thing that rules are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tidegate.bank.programmes.model import Record, Rule

Slot = tuple[str, str, str]
"""What a rule is about: family, instrument (or facility, tenor), sector. Rules of one slot replace
each other; rules of different slots stand side by side."""

_FAMILY = {
    "purchase_pace": "purchases",
    "purchase_total": "purchases",
    "gross_purchase_pace": "purchases",
    "sale_pace": "sales",
    "sale_total": "sales",
}


@dataclass(frozen=True)
class Segment:
    """A rule and the days on which it holds.

    Attributes
    ----------
    start, end
        First day, and the day on which another rule takes over (`None`: none does).
    rule, record
        The rule and the announcement it comes from.
    """

    start: date
    end: date | None
    rule: Rule
    record: Record


def slot(rule: Rule) -> Slot:
    """Return what a rule is about."""
    family = _FAMILY.get(rule.kind, rule.kind)
    match rule.kind:
        case "facility":
            return family, rule.name, ""
        case "yield_target":
            return family, f"{rule.tenor_years:g}", ""
        case "policy_rate" | "statement":
            return family, "", ""
        case "purchase_pace" | "purchase_total" | "gross_purchase_pace" | "sale_pace" | "sale_total":
            return family, rule.instrument, rule.sector
        case _:
            return family, rule.instrument, ""


def in_force(entries: Iterable[tuple[Record, Rule]]) -> tuple[Segment, ...]:
    """Return the segments of one slot in order of time.

    On a day the rule announced last holds, of those effective by then; of
    rules announced together, the one effective last.

    Parameters
    ----------
    entries
        Rules of one slot with their records, in any order.
    """
    ordered = sorted(entries, key=lambda entry: (entry[0].effective, entry[0].announced))
    chosen: list[tuple[Record, Rule]] = []
    for record, rule in ordered:
        if chosen and record.announced < chosen[-1][0].announced:
            continue  # a later announcement that already holds had replaced this step
        if chosen and chosen[-1][0].effective == record.effective:
            chosen.pop()
        chosen.append((record, rule))
    ends = [record.effective for record, _ in chosen[1:]] + [None]
    return tuple(
        Segment(record.effective, end, rule, record) for (record, rule), end in zip(chosen, ends, strict=True)
    )


def timelines(records: Iterable[Record]) -> Mapping[Slot, tuple[Segment, ...]]:
    """Return the segments of every slot; policy rates and statements are left out.

    Policy rates have their own merging, field by field
    (:meth:`tidegate.bank.programmes.plan.Plan.policy_rate`).
    """
    entries: dict[Slot, list[tuple[Record, Rule]]] = {}
    for record in records:
        for rule in record.rules:
            if rule.kind not in ("policy_rate", "statement"):
                entries.setdefault(slot(rule), []).append((record, rule))
    return {key: in_force(found) for key, found in entries.items()}


def at(segments: tuple[Segment, ...], day: date) -> Segment | None:
    """Return the segment that holds on a day, if one does."""
    for segment in reversed(segments):
        if segment.start <= day:
            return segment
    return None
