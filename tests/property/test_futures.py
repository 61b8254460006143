"""What must be true of any future: the books balance, and the compiled rules are those of their rooms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.futures.openings import opening, plan_with

from tidegate.bank.liabilities.absorption import absorb
from tidegate.bank.liabilities.parameters import SplitRule
from tidegate.futures.library import scenario
from tidegate.futures.scenario import Policy, World
from tidegate.futures.simulation import simulate
from tidegate.futures.steps import money, mortgages, policy
from tidegate.policy.reaction.contract import Sheet, readings, state
from tidegate.policy.reaction.decide import decide
from tidegate.policy.reaction.parameters import ReactionParameters
from tidegate.transmission.money_market.kink import bend

REACTION = policy.reaction_of(ReactionParameters())
number = st.floats(-6.0, 12.0)
BASE = scenario("baseline")


@settings(max_examples=15, deadline=None)
@given(
    sheet=st.sampled_from(list(Sheet)),
    caps=st.tuples(st.floats(0, 200), st.floats(0, 100)),
    sales=st.floats(0, 60),
    into=st.integers(0, 2),
    on_rrp=st.floats(0, 2_500),
    tga=st.floats(0, 2_000),
    start=st.integers(1, 12),
    least=st.integers(1, 24),
)
def test_the_books_balance_in_every_path_and_month(
    sheet: Sheet,
    caps: tuple[float, float],
    sales: float,
    into: int,
    on_rrp: float,
    tga: float,
    start: int,
    least: int,
) -> None:
    told = BASE.model_copy(
        update={
            "policy": Policy(
                runoff_start_month=start,
                runoff_least_months=least,
                treasury_cap_bn=caps[0],
                mbs_cap_bn=caps[1],
                mbs_sales_bn=sales,
            ),
            "world": World(tga_target_bn=tga),
        }
    )
    o = opening(sheet=sheet, on_rrp_bn=on_rrp, announced=plan_with(mbs_into=np.full(120, into)))
    found = simulate(o, told, paths=30, months=30, seed=4, keep=True)
    assert found.max_identity_residual_bn < 1e-6
    for name in ("treasuries_bn", "bills_bn", "mbs_bn", "on_rrp_bn", "currency_bn", "deferred_asset_bn"):
        assert np.nanmin(found.of(name)) >= -1e-6, name
    securities = found.of("treasuries_bn") + found.of("mbs_bn")
    assert (found.of("total_assets_bn") > securities * 0.99).all()


@settings(max_examples=300, deadline=None)
@given(
    sheet=st.sampled_from(list(Sheet)),
    months=st.integers(0, 12),
    rate=st.floats(0.0, 8.0),
    inflation=number,
    gap=number,
    rise=st.one_of(st.floats(-1.0, 2.0), st.just(float("nan"))),
    stress=st.floats(-1.0, 2.0),
    reserves=st.floats(2.0, 20.0),
    funding=st.floats(-20.0, 40.0),
)
def test_the_compiled_reaction_function_decides_as_its_room_does(
    sheet: Sheet, months: int, rate: float, inflation: float, gap: float, rise: float, stress: float,
    reserves: float, funding: float,
) -> None:  # fmt: skip
    rules = ReactionParameters()
    seen = readings(
        inflation_pct=inflation, unemployment_gap_pct=gap, unemployment_rise_pct=rise, stress_rise=stress,
        reserves_pct=reserves, funding_bp=funding,
    )  # fmt: skip
    theirs = decide(state(rate, sheet, months), seen, rules)
    recession, tense = rise >= rules.triggers.recession_rise_pct, stress >= rules.triggers.stress_rise
    notional = policy.notional_rate(inflation, gap, rules.rate.neutral_real_pct, REACTION)
    wanted = min(notional, rules.rate.lower_bound_pct) if tense else notional
    mine = policy.next_rate(rate, int(sheet), wanted, recession or tense, REACTION)
    kind = policy.next_sheet(
        int(sheet), months, mine, notional, inflation, gap, reserves, funding, recession, tense,
        rules.sheet.ample_reserves_pct, rules.sheet.scarce_reserves_pct, rules.sheet.slow_reserves_pct,
        rules.sheet.runoff_rate_pct, rules.sheet.taper_unemployment_gap_pct, rules.sheet.qe_notional_pct, REACTION,
    )  # fmt: skip
    assert mine == pytest.approx(float(theirs.rate_pct[0]), abs=1e-12)
    assert kind == int(theirs.sheet[0])


@settings(max_examples=200, deadline=None)
@given(
    total=st.tuples(st.floats(100, 6_000), st.floats(100, 6_000)),
    share=st.floats(0, 1),
    bills=st.floats(-200, 200),
    change=st.floats(-1, 1),
)
def test_the_compiled_split_is_that_of_the_bank(
    total: tuple[float, float], share: float, bills: float, change: float
) -> None:
    rule = SplitRule(-0.6, 0.36, 145.0, 5.0, 10.0)
    before = share * total[0]
    theirs, _ = absorb(
        np.array(total), before, [bills], np.array([3.0, 3.0 + change]), np.array([3e4, 3.1e4]), rule
    )
    mine = money.absorb(
        total[1], total[0], before, bills, change, 3_000.0, 3_100.0, min(5.0, before), -0.6, 0.36, 145.0, 0.0
    )
    assert mine == pytest.approx(float(theirs[-1]), abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(st.floats(0.0, 0.3), st.floats(0, 20), st.floats(0, 20), st.floats(0.05, 4))
def test_compiled_series_and_bend_are_exact(x: float, ratio: float, threshold: float, width: float) -> None:
    assert mortgages.fall(x) == pytest.approx(-np.expm1(-x), rel=1e-14, abs=1e-18)
    assert mortgages.small_fall(x / 6.0) == pytest.approx(-np.expm1(-x / 6.0), rel=1e-14, abs=1e-18)
    assert money.bend(ratio, threshold, width) == pytest.approx(
        float(bend(ratio, threshold, width)), rel=1e-12, abs=1e-15
    )
