"""Judging on a table made by hand: which row is taken, which way it is turned, what decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import inf

import numpy as np
import pytest

from tidegate.catalog.model import Bilingual
from tidegate.errors import DataError
from tidegate.evidence.claims.estimates import correlations, load_estimates, parse
from tidegate.evidence.claims.figures import Figure
from tidegate.evidence.claims.judge import judge
from tidegate.evidence.claims.registry import Claim, RowName, Test, claims
from tidegate.evidence.claims.rule import Assertion, Ranged
from tidegate.evidence.claims.words import (
    MEASURES,
    METHODS,
    SURPRISES,
    claim_reason,
    measured,
    reason,
    window,
)
from tidegate.transmission.markets.effects import Effect, load_effects
from tidegate.transmission.markets.statistics import Statistic

DAY = date(2020, 1, 1)
TEXT = Bilingual("text", "文字")


def row(name: str, mean: float, se: float, n: int = 100, unit: str = "pct", dof: float = np.nan) -> Effect:
    asset, surprise, sample, span = name.split()
    size = (mean, se, 0.5, n, DAY, DAY, "made", np.nan, np.nan, dof)
    return Effect(asset, surprise, "event_study", sample, span, unit, *size)


def part(name: str = "C00.1", **changes) -> Test:
    basis = Test(
        name,
        None,
        "sampled",
        "effects",
        (),
        "",
        Assertion(-inf, 0.0, 0.1),
        "pct",
        "",
        (),
        Assertion(),
        (),
        (),
    )
    return replace(basis, **changes)


def asked(*parts: Test, policy: str = "tightening") -> Claim:
    return Claim("C00", policy, TEXT, TEXT, parts)


FALLS = (RowName.of("us_broad balance_sheet off_lower_bound 1d"), RowName.of("us_broad balance_sheet all 1d"))


def test_a_row_is_turned_round_for_easing() -> None:
    table = [row("us_broad balance_sheet all 1d", -1.0, 0.1)]
    falls = judge(table, {}, [asked(part(rows=FALLS))])[0]
    assert falls.verdict == "supported"
    assert falls.head.found.figure.reading.mean == -1.0
    lifts = asked(part(rows=FALLS, asserted=Assertion(0.0, inf, 0.1)), policy="easing")
    assert judge(table, {}, [lifts])[0].head.found.figure.reading.mean == 1.0
    assert judge(table, {}, [lifts])[0].verdict == "supported"


def test_the_first_row_with_enough_events_is_taken() -> None:
    first, second = (" ".join(name) for name in FALLS)
    found = judge([row(first, -1.0, 0.1, n=9), row(second, 1.0, 0.1)], {}, [asked(part(rows=FALLS))])[0]
    assert found.head.found.name == second
    assert found.verdict == "contradicted"
    few = judge([row(first, -1.0, 0.1, n=9)], {}, [asked(part(rows=FALLS))])[0]
    assert (few.verdict, few.head.found.figure.reading.n) == ("not testable", 9)
    assert "9" in str(reason(few.head))
    assert judge([], {}, [asked(part(rows=FALLS))])[0].verdict == "not testable"


def test_a_difference_is_its_own_row_or_that_of_two() -> None:
    names = (RowName.of("us_growth-us_broad balance_sheet all 1d"),)
    two = [row("us_growth balance_sheet all 1d", -2.0, 0.3), row("us_broad balance_sheet all 1d", -1.0, 0.4)]
    found = judge(two, {}, [asked(part(rows=names))])[0].head.found.figure.reading
    assert (found.mean, found.se) == (pytest.approx(-1.0), pytest.approx(0.5))
    own = [*two, row("us_growth-us_broad balance_sheet all 1d", -1.2, 0.1)]
    assert judge(own, {}, [asked(part(rows=names))])[0].head.found.figure.reading.mean == -1.2


def test_few_degrees_of_freedom_widen_the_interval() -> None:
    wide = judge([row(" ".join(FALLS[0]), -1.0, 0.3, dof=2.0)], {}, [asked(part(rows=FALLS))])[0]
    narrow = judge([row(" ".join(FALLS[0]), -1.0, 0.3)], {}, [asked(part(rows=FALLS))])[0]
    assert wide.head.interval[1] - wide.head.interval[0] > 1.5 * (
        narrow.head.interval[1] - narrow.head.interval[0]
    )


def test_a_model_needs_its_check() -> None:
    model = part("C00.2", kind="model", measure="made", check="C00.1")
    figures = {"made": Figure(Ranged(-1.0, -2.0, -0.5, 5), "36m", "made")}
    sure = [row(" ".join(FALLS[0]), -1.0, 0.1)]
    unsure = [row(" ".join(FALLS[0]), -1.0, 2.0)]
    assert judge(sure, figures, [asked(model, part(rows=FALLS))])[0].verdict == "supported"
    found = judge(unsure, figures, [asked(model, part(rows=FALLS))])[0]
    assert [p.verdict for p in found.parts] == ["mixed", "mixed"]
    assert found.parts[0].check == "mixed"
    alone = judge([], figures, [asked(replace(model, check=""))])[0]
    assert (alone.verdict, alone.head.check) == ("mixed", None)
    own = replace(model, check="", check_rows=FALLS, check_asserted=Assertion(-inf, 0.0, 0.1))
    assert judge(sure, figures, [asked(own)])[0].verdict == "supported"


def test_secondary_numbers_decide_nothing() -> None:
    other = RowName.of("gold policy all 1d")
    table = [row(" ".join(FALLS[0]), -1.0, 0.1), row(" ".join(other), 9.0, 0.1)]
    found = judge(table, {}, [asked(part(rows=FALLS, secondary_rows=(other,)))])[0]
    assert found.verdict == "supported"
    assert [s.name for s in found.secondary] == [" ".join(other)]
    assert found.level == judge(table[:1], {}, [asked(part(rows=FALLS))])[0].level


def test_reasons_follow_from_numbers() -> None:
    def said(mean: float, se: float) -> str:
        return str(claim_reason(judge([row(" ".join(FALLS[0]), mean, se)], {}, [asked(part(rows=FALLS))])[0]))

    assert said(-1.0, 0.1) == "the whole interval lies where the claim says"
    assert said(1.0, 0.1) == "the whole interval lies where the claim says it does not"
    assert said(-0.02, 0.01) == "an effect large enough to matter is ruled out"
    assert said(-1.0, 5.0) == "the estimate has the sign claimed, but the interval is too wide to say"
    assert said(1.0, 5.0) == "the estimate has the other sign, and the interval is too wide to say"
    assert said(-0.099, 0.02) == "the sign is as claimed, but the effect may be too small to matter"


def test_every_test_has_words_and_rows_that_can_be() -> None:
    tables = {RowName(r.asset, r.surprise, r.sample, r.window) for r in (*load_effects(), *load_estimates())}
    for each in claims():
        for test in each.parts:
            assert test.method in METHODS
            assert set(test.secondary_measures) <= set(MEASURES)
            assert not test.measure or test.measure in MEASURES
            for name in (*test.rows, *test.check_rows, *test.secondary_rows):
                assert name.surprise in SURPRISES
                assert str(window(name.window))
    known = {f"{each.id}" for each in claims()} | {p.id for each in claims() for p in each.parts}
    assert {p.check for each in claims() for p in each.parts if p.check} <= known
    assert RowName.of("hibor_1m balance_sheet off_lower_bound 1m") in tables
    assert RowName.of("bitcoin~us_broad none since_2020 1w") in tables


def test_what_was_measured_is_said_in_words() -> None:
    found = judge([row(" ".join(FALLS[1]), -1.0, 0.1)], {}, [asked(part(rows=FALLS))])[0]
    said = str(measured(found.head.found, found.claim))
    assert "one day after a balance-sheet surprise of 10 bp that tightens; all events" in said
    eased = measured(found.head.found, replace(found.claim, policy="easing"))
    assert "that eases" in str(eased)


def test_tables_with_other_columns_are_refused() -> None:
    with pytest.raises(DataError, match="columns asset, mean; they must be asset, surprise"):
        parse(["asset,mean", "gold,1"])


def test_only_weekly_correlations_become_rows() -> None:
    weekly = Statistic("a~b", "all", "1w", "ratio", 0.5, 0.1, 0.3, 0.7, 100, DAY, DAY, "made")
    others = [replace(weekly, id="volatility:a"), replace(weekly, window="1m")]
    rows = correlations([weekly, *others])
    assert [(r.asset, r.surprise, r.unit, r.mean, r.n) for r in rows] == [
        ("a~b", "none", "correlation", 0.5, 100)
    ]
