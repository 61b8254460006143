"""How long the claims take."""

from __future__ import annotations

from datetime import date
from typing import Any

from tidegate.briefing.assembly import open_desk
from tidegate.briefing.claims import _rows, measures
from tidegate.evidence.claims.judge import judge


def test_forty_claims_from_figures_to_verdicts(benchmark: Any) -> None:
    desk = open_desk(date(2026, 10, 8))
    measures(desk)
    benchmark.pedantic(
        lambda: judge(_rows(desk.as_of), measures(open_desk(date(2026, 10, 8), desk.store))),
        rounds=5,
        iterations=1,
    )
    assert benchmark.stats.stats.median < 1.0
