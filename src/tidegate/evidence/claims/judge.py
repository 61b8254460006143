"""From the table of effects, the models and the accounts to verdicts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tidegate.evidence.claims.figures import Figure
from tidegate.evidence.claims.registry import Claim, RowName, Test, claims
from tidegate.evidence.claims.rule import (
    LEAST_EVENTS,
    Sampled,
    Verdict,
    claim_verdict,
    corrected_level,
    part_verdict,
    student_quantile,
)
from tidegate.transmission.markets.effects import Effect

SECONDARY_LEVEL = 0.90
"""Level of the intervals of secondary tests: not corrected, because they decide nothing."""
_APART = "-"


Rows = Mapping[RowName, Effect]


@dataclass(frozen=True)
class Found:
    """A number for a test, in the words of the claim.

    Attributes
    ----------
    name
        Row (four words) or measure.
    figure
        Reading, window and source.
    method
        How the number was come by.
    unit
        Of the number.
    """

    name: str
    figure: Figure
    method: str
    unit: str

    def interval(self, level: float) -> tuple[float, float]:
        """Return the interval: of a sampled estimate at a level, else its range."""
        reading = self.figure.reading
        return reading.interval(level) if isinstance(reading, Sampled) else (reading.low, reading.high)


@dataclass(frozen=True)
class JudgedPart:
    """One part of a claim with its verdict.

    Attributes
    ----------
    test
        As fixed beforehand.
    found
        The number it was judged by; None: there is none.
    interval
        At the corrected level, or the range; NaN where there is none.
    verdict
        By the rule.
    check
        Verdict on the sampled check of a model; None where none is asked for.
    checked_by
        The number of an own check.
    """

    test: Test
    found: Found | None
    interval: tuple[float, float]
    verdict: Verdict
    check: Verdict | None = None
    checked_by: Found | None = None


@dataclass(frozen=True)
class JudgedClaim:
    """A claim with its verdict.

    Attributes
    ----------
    claim
        What is claimed.
    verdict
        By the rule, from the parts.
    parts
        In the order of the claim.
    secondary
        Numbers that were fixed beforehand to be shown, and decide nothing.
    level
        Of the intervals of sampled parts.
    """

    claim: Claim
    verdict: Verdict
    parts: tuple[JudgedPart, ...]
    secondary: tuple[Found, ...]
    level: float

    @property
    def head(self) -> JudgedPart:
        """The part that is shown where there is room for one: the first that can be tested."""
        return next((p for p in self.parts if p.verdict != "not testable"), self.parts[0])


def judge(
    rows: Iterable[Effect], measures: Mapping[str, Figure], judged: Sequence[Claim] | None = None
) -> tuple[JudgedClaim, ...]:
    """Judge every claim by the rule.

    Parameters
    ----------
    rows
        Of the table of effects, and of the table of the claims' own estimates.
    measures
        Accounts, models and announcement studies by name; what is missing
        makes its test not testable.
    judged
        Default: the forty claims. All claims of a judgement form one family.

    Returns
    -------
    tuple of JudgedClaim
        In the order of the claims.
    """
    table = {RowName(r.asset, r.surprise, r.sample, r.window): r for r in rows}
    everything = claims() if judged is None else tuple(judged)
    found = {p.id: _found(p, c.turn, table, measures) for c in everything for p in c.parts}
    # A model is in the words of the claim, and so is the check of its sign.
    checks = {p.id: _first(p.check_rows, c.turn, table) for c in everything for p in c.parts if p.check_rows}
    level = corrected_level(
        [
            (number.figure.reading, asserted)
            for c in everything
            for p in c.parts
            for number, asserted in ((found[p.id], p.asserted), (checks.get(p.id), p.check_asserted))
            if number is not None and isinstance(number.figure.reading, Sampled)
        ]
    )
    verdicts: dict[str, Verdict] = {}
    parts: dict[str, JudgedPart] = {}
    # Models come last: their checks are sampled parts of other claims.
    for each in sorted((p for c in everything for p in c.parts), key=lambda p: p.kind == "model"):
        parts[each.id] = _judged_part(each, found[each.id], checks.get(each.id), level, verdicts)
        verdicts[each.id] = parts[each.id].verdict
    return tuple(
        JudgedClaim(
            c,
            claim_verdict([verdicts[p.id] for p in c.parts]),
            tuple(parts[p.id] for p in c.parts),
            tuple(s for p in c.parts for s in _secondary(p, c.turn, table, measures)),
            level,
        )
        for c in everything
    )


def _judged_part(
    test: Test, found: Found | None, own_check: Found | None, level: float, verdicts: Mapping[str, Verdict]
) -> JudgedPart:
    check: Verdict | None = None
    if test.check_rows:
        reading = own_check.figure.reading if own_check else None
        check = part_verdict(reading, test.check_asserted, level, "sampled")
    elif test.check:
        mine = [v for name, v in verdicts.items() if name == test.check or name.startswith(f"{test.check}.")]
        check = claim_verdict(mine) if mine else "not testable"
    verdict = part_verdict(found.figure.reading if found else None, test.asserted, level, test.kind, check)
    known = found is not None and verdict != "not testable"
    interval = found.interval(level) if found is not None and known else (math.nan, math.nan)
    return JudgedPart(test, found, interval, verdict, check, own_check)


def _found(test: Test, turn: float, table: Rows, measures: Mapping[str, Figure]) -> Found | None:
    if test.measure:
        figure = measures.get(test.measure)
        return None if figure is None else Found(test.measure, figure, test.method, test.unit)
    return _first(test.rows, turn, table)


def _first(names: Sequence[RowName], turn: float, table: Rows) -> Found | None:
    """Return the first row with enough events; else the first with any."""
    there = [each for each in (_row(name, turn, table) for name in names) if each is not None]
    enough = (f for f in there if f.figure.reading.n >= LEAST_EVENTS)
    return next(enough, there[0] if there else None)


def _row(name: RowName, turn: float, table: Rows) -> Found | None:
    """Return a row in the words of a claim, or the difference of two rows."""
    text = " ".join(name)
    row = table.get(name)
    if row is not None:
        return Found(text, Figure(_reading(row, turn), name.window, row.source), row.method, row.unit)
    first, apart, second = name.asset.partition(_APART)
    if not apart:
        return None
    pair = [table.get(name._replace(asset=a)) for a in (first, second)]
    a, b = pair
    if a is None or b is None or a.unit != b.unit:
        return None
    one, other = _reading(a, turn), _reading(b, turn)
    reading = Sampled(
        one.mean - other.mean,
        math.hypot(one.se, other.se),
        min(one.n, other.n),
        min((d for d in (one.dof, other.dof) if math.isfinite(d)), default=math.nan),
    )
    return Found(text, Figure(reading, name.window, f"{a.source}; {b.source}"), a.method, a.unit)


def _reading(row: Effect, turn: float) -> Sampled:
    """Return a row as a sampled estimate; its error is that of Student's t where the table gives the interval."""
    se = row.se
    if math.isfinite(row.dof) and row.dof > 0.0 and math.isfinite(row.high - row.low):
        se = (row.high - row.low) / (2.0 * student_quantile(0.95, row.dof))
    return Sampled(turn * row.mean, se, row.n, row.dof)


def _secondary(test: Test, turn: float, table: Rows, measures: Mapping[str, Figure]) -> list[Found]:
    rows = [_row(name, turn, table) for name in test.secondary_rows]
    named = [
        Found(name, measures[name], test.method, test.unit)
        for name in test.secondary_measures
        if name in measures
    ]
    return [*(r for r in rows if r is not None), *named]
