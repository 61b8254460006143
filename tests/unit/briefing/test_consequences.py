"""What one future means for people beside another: arithmetic, the way abroad, and where nothing is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

import tidegate
from tidegate.briefing.assembly import open_desk
from tidegate.briefing.consequences import Consequences, consequences, consequences_on
from tidegate.briefing.consequences_words import sentences, table_of
from tidegate.briefing.curves import transmit_curve
from tidegate.briefing.regional import transmit_region
from tidegate.errors import InputError
from tidegate.futures.comparison import Comparison
from tidegate.futures.simulation import LastMonth
from tidegate.futures.variables import NAMES, PLACE
from tidegate.transmission.rates.premium.calibrations import calibrations

DESK = open_desk(date(2026, 10, 8))
WHEN = np.datetime64("2028-10-31")
PATHS = 40_000


def ends(**values: float | np.ndarray) -> LastMonth:
    """Return the last month of a run in which everything is 1 but what is given."""
    found = np.ones((len(NAMES), PATHS))
    for name, value in values.items():
        found[PLACE[name]] = value
    return LastMonth(found, np.arange(PATHS) % len(calibrations()), stressed=False)


@pytest.fixture(scope="module")
def apart() -> Comparison:
    return tidegate.compare_scenarios("qt-extended", "baseline", paths=200, months=24)


@pytest.fixture(scope="module")
def found(apart: Comparison) -> Consequences:
    return consequences(apart, DESK)


def test_the_payment_is_that_of_the_annuity_formula() -> None:
    found = consequences_on(DESK, WHEN, ends(mortgage_30y_pct=7.0), ends(mortgage_30y_pct=6.0))
    for rate, paid in ((0.07, found.payment.first.mean), (0.06, found.payment.second.mean)):
        month = rate / 12.0
        assert paid == pytest.approx(400_000.0 * month / (1.0 - (1.0 + month) ** -360))
    assert found.payment.difference.mean == pytest.approx(
        found.payment.first.mean - found.payment.second.mean
    )


def test_a_future_beside_itself_changes_nothing() -> None:
    same = ends(mortgage_30y_pct=6.0)
    found = consequences_on(DESK, WHEN, same, same)
    assert found.payment.difference.mean == found.mortgage_pct.difference.mean == 0.0
    assert all(row.change.mean == pytest.approx(0.0) for row in found.rows())


def test_what_holdings_do_abroad_is_what_the_regional_room_says() -> None:
    """The same effect on yields goes two ways, as a change of holdings and as the difference of two futures."""
    curve = transmit_curve(DESK, -2_500.0, 36)
    weight = np.array([c.weight for c in curve.calibrations])
    which = np.random.default_rng(7).choice(len(weight), PATHS, p=weight / weight.sum())
    two, ten = (
        curve.by_calibration_bp[which, np.flatnonzero(curve.maturities_years == years)[0]]
        for years in (2.0, 10.0)
    )
    with_effect = ends(supply_effect_bp=ten, yield_2y_pct=two / 100.0)
    ours = consequences_on(
        DESK,
        WHEN,
        replace(with_effect, calibration=which),
        ends(supply_effect_bp=0.0, yield_2y_pct=0.0),
    )
    theirs = transmit_region(DESK, "tw", -2_500.0, 36, draws=PATHS)
    for row in ours.rows():
        other = theirs.row(row.id).change
        assert row.change.mean == pytest.approx(other.mean, rel=0.06), row.id
        # The other way adds each calibration's own error, which a run has in its effect already.
        assert other.p10 - 0.02 * abs(other.mean) <= row.change.p10 <= row.change.p90 <= 1.02 * other.p90, (
            row.id
        )


def test_a_higher_policy_rate_weakens_the_taiwan_dollar(found: Consequences) -> None:
    more = consequences_on(DESK, WHEN, ends(funds_rate_pct=5.0, yield_2y_pct=5.0), ends())
    assert more.rows()[1].id == "usdtwd"
    assert more.rows()[1].change.p10 > 0.0
    assert found.payment.difference.mean > 0.0  # run-off that goes on raises the mortgage rate


def test_under_funding_stress_nothing_is_said_of_currencies() -> None:
    apart = tidegate.compare_scenarios("dollar-squeeze-asia", "baseline", paths=50, months=6)
    assert apart.ends[0].stressed
    assert not apart.ends[1].stressed
    found = consequences(apart, DESK)
    assert found.rows() == ()
    assert found.to_dict()["stressed"] is True
    assert "funding stress" in sentences(found, "first", "second")[1].text()


def test_nothing_is_said_of_taiwan_before_anything_was_known_of_it() -> None:
    early = open_desk(date(2007, 6, 30))
    known = consequences_on(early, WHEN, ends(), ends())
    assert (known.abroad is None) == (not all(early.has(n) for n in ("FX_USDTWD", "TW_DISCOUNT_RATE")))
    told = sentences(replace(known, abroad=None), "first", "second")
    assert len(told) == 1


def test_paths_that_stopped_are_left_out_and_none_left_is_refused() -> None:
    first = ends(mortgage_30y_pct=7.0)
    first.values[:, :10] = np.nan
    assert consequences_on(DESK, WHEN, first, ends()).paths == PATHS - 10
    with pytest.raises(InputError, match="no path"):
        consequences_on(DESK, WHEN, replace(first, values=np.full_like(first.values, np.nan)), ends())


def test_words_and_table_say_the_same_in_both_languages(found: Consequences) -> None:
    table = table_of(found, "qt-extended", "baseline")
    assert [row["item"].text() for row in table.rows][:2] == [
        "30-year mortgage rate",
        "Payment a month on $400,000 over 30 years",
    ]
    assert len(table.rows) == 6
    chinese = tidegate.translator("zh-Hant")
    household, currency = sentences(found, "qt-extended", "baseline")
    assert "每月要還" in household.text(chinese)
    assert "新台幣" in currency.text(chinese)
    assert f"{found.payment.difference.mean:+,.0f} dollars" in household.text()
