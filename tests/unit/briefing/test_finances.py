"""Government finances on the desk: as of a day, in every scenario, and where no answer is possible."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.briefing import debt_inputs
from tidegate.briefing.assembly import open_desk
from tidegate.briefing.finances import finances, interest_effect
from tidegate.briefing.interest_rebuilt import rebuilt
from tidegate.briefing.sections import finances as section
from tidegate.errors import DateOutOfRange, InputError

DESK = open_desk(date(2026, 10, 8))


@pytest.fixture(scope="module")
def found():
    return finances(DESK)


def test_ten_fiscal_years_from_the_one_that_runs(found):
    assert [row.year for row in found.rows] == list(range(2027, 2037))
    assert found.statement == date(2026, 5, 31)
    for row in found.rows:
        assert row.net_interest_with_bn - row.net_interest_bn == pytest.approx(row.effect_bn.mean)
        assert row.cost_bn == pytest.approx(
            row.effect_bn.mean - (row.remittances_with_bn - row.remittances_bn)
        )
    assert found.effect.total_bn.p10 > 0, "run-off costs the Treasury under every calibration"


def test_purchases_lower_the_interest_bill():
    total = interest_effect(DESK, 2_500.0, 36).total_bn
    assert total.p90 < 0


def test_higher_yields_cost_more(found):
    dearer, implied = finances(DESK, scenario="+1"), finances(DESK, scenario="forward")
    assert dearer.rows[-1].net_interest_bn > found.rows[-1].net_interest_bn + 500
    assert np.isfinite([row.net_interest_bn for row in implied.rows]).all()


def test_the_forward_curve_starts_at_the_quoted_one():
    par, bill = debt_inputs.scenario_curve(DESK, "forward", 24)
    flat, flat_bill = debt_inputs.scenario_curve(DESK, "flat", 24)
    assert par.shape == flat.shape == (24, 7)
    assert np.abs(par[0] - flat[0]).max() < 0.15
    assert abs(bill[0] - flat_bill[0]) < 0.15


def test_nothing_later_than_the_day_is_used():
    early = finances(open_desk(date(2024, 3, 31)))
    assert early.statement == date(2023, 9, 30)
    assert [row.year for row in early.rows] == list(range(2024, 2034))
    assert np.isnan([row.official_bn for row in early.rows]).all()
    assert max(row.year for row in rebuilt(open_desk(date(2024, 3, 31)))) == 2023


@pytest.mark.parametrize("scenario", ["up", "+11", "nan", ""])
def test_other_scenarios_are_refused(scenario):
    with pytest.raises(InputError, match="flat, forward"):
        finances(DESK, scenario=scenario)


def test_changes_that_cannot_be_are_refused_together():
    with pytest.raises(InputError, match="change 0") as caught:
        finances(DESK, 0.0, 0)
    assert len(caught.value.problems) == 2


def test_before_the_first_statement_the_section_says_so():
    desk = open_desk(date(2021, 6, 30))
    with pytest.raises(DateOutOfRange, match="2022-03-31"):
        finances(desk)
    written = section.write(desk)
    assert not written.tables
    assert len(written.lead) == 1


def test_the_section_has_debt_record_and_projection(found):
    written = section.section_of(found, rebuilt(DESK))
    assert [chart.id for chart in written.charts] == ["debt-maturity", "interest-ahead"]
    assert [table.id for table in written.tables] == ["finances", "interest-rebuilt"]
    stocks = sum(float(line.values.sum()) for line in written.charts[0].lines)
    assert stocks == pytest.approx(found.stock.marketable_bn)
