"""Regime rules on made-up holdings, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.errors import InputError
from tidegate.policy.regime.announced import TRUST, weight
from tidegate.policy.regime.flows import Holdings, measure, pace
from tidegate.policy.regime.labels import RATES, SHEETS, Path, monthly, turns
from tidegate.policy.regime.markov import fit_markov
from tidegate.policy.regime.rates import RateRecord, label_rates, pooled, still_moving
from tidegate.policy.regime.rules import filtered, label_sheet, smoothed, transition
from tidegate.policy.regime.scoring import score_months, score_switches

WEEKS = 160


def days(count: int, first: str = "2015-01-07", step: int = 7) -> np.ndarray:
    return np.datetime64(first) + step * np.arange(count)


def made(weekly_bn: np.ndarray, bills_share: float = 0.0, start_bn: float = 2500.0) -> Holdings:
    """Return holdings whose Treasuries change by so much each week."""
    count = len(weekly_bn)
    flat = np.ones(count)
    bills = 300.0 + bills_share * np.cumsum(weekly_bn)
    return Holdings(
        days(count), start_bn + np.cumsum(weekly_bn), bills, 1700 * flat, 0 * flat, 1500 * flat, 20_000 * flat
    )


def test_pace_is_per_month() -> None:
    found = pace(np.arange(20.0), 5)
    assert np.isnan(found[:5]).all()
    assert found[5:] == pytest.approx(365.25 / 12 / 7)
    assert np.isfinite(pace(np.arange(20.0), 5, centred=True)[3:18]).all()


@pytest.mark.parametrize(
    ("weekly_bn", "bills_share", "expected"),
    [(0.0, 0.0, "REINVEST"), (20.0, 0.0, "QE"), (-10.0, 0.0, "QT"), (10.0, 1.0, "RESERVE-MGMT")],
)
@pytest.mark.parametrize("hindsight", [False, True])
def test_steady_flows_have_their_name(
    weekly_bn: float, bills_share: float, expected: str, hindsight: bool
) -> None:
    path, _ = label_sheet(made(np.full(WEEKS, weekly_bn), bills_share), hindsight)
    assert path.best[-1] == expected
    assert path.probabilities[-1].max() > 0.9
    assert path.probabilities.sum(axis=1) == pytest.approx(1.0)


def test_stepping_down_is_a_taper_and_stopping_is_not_forever() -> None:
    weekly = np.concatenate([np.full(80, 20.0), np.full(30, 10.0), np.zeros(50)])
    path, measures = label_sheet(made(weekly))
    assert path.best[70] == "QE"
    assert path.best[105] == "TAPER"
    assert path.best[-1] == "REINVEST"
    assert measures["slowing"][100] == pytest.approx(0.5)


def test_a_rise_in_one_week_is_no_run_off() -> None:
    swaps = np.where(np.arange(WEEKS) % 2 == 0, 12.0, -13.0)  # sells a little more than it buys
    path, _ = label_sheet(made(swaps))
    assert path.best[-1] == "REINVEST"


def test_a_portfolio_below_the_notes_in_circulation_is_scarce() -> None:
    flat = np.ones(WEEKS)
    small = Holdings(days(WEEKS), 700 * flat, 200 * flat, 0 * flat, 0 * flat, 800 * flat, 14_000 * flat)
    assert label_sheet(small)[0].best[-1] == "SCARCE"


def test_announcements_weigh_and_figures_still_count() -> None:
    holdings = made(np.zeros(WEEKS))
    until = holdings.dates[-1] + 10

    def told(on: np.ndarray) -> np.ndarray:
        labels = tuple("QT" if when > holdings.dates[-1] else "REINVEST" for when in on)
        return weight(labels, tuple(map(str, SHEETS)))

    path, measures = label_sheet(holdings, until=until, announced=told)
    assert path.dates[-1] == until
    assert np.isnan(measures["total"][-1])
    assert path.best[-1] == "QT"
    assert weight(("",), ("a", "b")).tolist() == [[0.0, 0.0]]
    assert np.exp(weight(("a",), ("a", "b"))).tolist() == [[TRUST, pytest.approx(1 - TRUST)]]


@pytest.mark.parametrize(
    ("weekly_bn", "announced", "expected"),
    [(20.0, "QT", "QE"), (-10.0, "REINVEST", "REINVEST")],  # gross contradiction, and a milder one
)
def test_figures_overrule_an_announcement_only_where_nearly_all_contradict_it(
    weekly_bn: float, announced: str, expected: str
) -> None:
    def told(on: np.ndarray) -> np.ndarray:
        return weight((announced,) * len(on), tuple(map(str, SHEETS)))

    path, _ = label_sheet(made(np.full(WEEKS, weekly_bn)), announced=told)
    assert path.best[-1] == expected


def test_filter_and_smoother_keep_chances() -> None:
    chances = transition()
    assert chances.sum(axis=1) == pytest.approx(1.0)
    evidence = np.random.default_rng(3).normal(size=(40, len(SHEETS)))
    start = np.full(len(SHEETS), 1 / len(SHEETS))
    one = filtered(evidence, chances, start)
    whole = smoothed(one, chances)
    assert whole.sum(axis=1) == pytest.approx(1.0)
    assert whole[-1] == pytest.approx(one[-1])
    assert filtered(evidence[:20], chances, start) == pytest.approx(one[:20])  # later weeks change nothing


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"mbs_bn": np.ones(3)}, "mbs_bn has 3 values"),
        ({"gdp_bn": np.full(WEEKS, np.nan)}, "gdp_bn has gaps"),
        ({"dates": days(10)}, "10 weeks; at least 52"),
    ],
)
def test_holdings_that_do_not_fit_are_refused(change: dict[str, np.ndarray], said: str) -> None:
    good = made(np.zeros(WEEKS))
    columns = {name: getattr(good, name) for name in Holdings.__dataclass_fields__} | change
    with pytest.raises(InputError, match=said):
        Holdings(**columns)


def test_measures_know_what_is_not_known() -> None:
    holdings = made(np.full(WEEKS, 10.0))
    unknown = Holdings(
        *(
            np.full(WEEKS, np.nan) if n == "bills_bn" else getattr(holdings, n)
            for n in Holdings.__dataclass_fields__
        )
    )
    assert np.isnan(measure(unknown)["bill_share"]).all()


def test_rates_at_the_bound_in_a_cycle_and_on_hold() -> None:
    dates = days(1500, "2015-01-01", 1)
    level = np.where(dates < np.datetime64("2015-12-17"), 0.125, 0.375)
    level = level + 0.25 * (dates >= np.datetime64("2016-02-01"))
    record = RateRecord(dates, level)
    on = np.array(["2015-06-01", "2015-12-20", "2016-03-01", "2017-06-01"], dtype="datetime64[D]")
    assert label_rates(record, on).best.tolist() == ["ZLB", "HIKE", "HIKE", "HOLD"]
    assert label_rates(record, on, hindsight=True).best.tolist() == ["ZLB", "HIKE", "HOLD", "HOLD"]
    alone = label_rates(record, on)
    both = pooled(alone, weight(("ZLB", "HIKE", "HIKE", "HIKE"), alone.labels))
    assert both.probabilities.sum(axis=1) == pytest.approx(1.0)
    with pytest.raises(InputError, match="one value a day"):
        RateRecord(dates, level[:3])


def test_each_quiet_meeting_makes_an_end_more_probable() -> None:
    chances = [still_moving(n) for n in range(8)]
    assert chances[0] == 1.0
    assert all(later < earlier for earlier, later in zip(chances, chances[1:], strict=False))


def test_months_and_turns() -> None:
    dates = days(8, "2020-01-01")
    path = Path(dates, ("a", "b"), np.array([[0.9, 0.1]] * 4 + [[0.2, 0.8]] * 4))
    months = np.array(["2020-01", "2020-02", "2020-05"], dtype="datetime64[M]")
    assert monthly(dates, path.best, months) == ("a", "b", "")
    (turn,) = turns(path, {"x": np.arange(8.0)})
    assert (turn.date, turn.before, turn.after, turn.measures["x"]) == (dates[4], "a", "b", 4.0)
    assert path.last() == {"a": pytest.approx(0.2), "b": pytest.approx(0.8)}


def test_scores_name_every_miss() -> None:
    score = score_months(["a", "b"], ["a", "c"], ["m1", "m2"])
    assert (score.share, score.wrong) == (0.5, (("m2", "b", "c"),))
    dates = days(8, "2020-01-01")
    best = np.array([[0.9, 0.1]] * 2 + [[0.1, 0.9]] * 2 + [[0.9, 0.1]] * 4)
    found = score_switches(Path(dates, ("a", "b"), best), [(dates[0], "a"), (dates[3], "b")], early_days=3)
    assert found.found[0].days_late == 0
    assert found.within(31) == 1
    assert [(d, label) for d, _, label in found.false] == [(dates[2], "b"), (dates[4], "a")]


def test_markov_switching_recovers_what_made_the_figures() -> None:
    chance = np.random.default_rng(5)
    truth = np.repeat([0, 1, 2, 1, 0, 2], 30)
    values = np.array([-20.0, 0.0, 50.0])[truth] + chance.normal(0, 2.0, truth.size)
    months = np.datetime64("2005-01", "M") + np.arange(truth.size)
    fit = fit_markov(months, values, starts=3)
    assert fit.centres == pytest.approx([-20, 0, 50], abs=2.5)
    assert (fit.smoothed.argmax(axis=1) == truth).mean() > 0.97
    again = fit_markov(months, values, starts=3)
    assert again.log_likelihood == fit.log_likelihood
    with pytest.raises(InputError, match="60 months"):
        fit_markov(months[:20], values[:20])


def test_labels_are_the_ones_of_the_answer() -> None:
    assert [str(s) for s in SHEETS] == ["SCARCE", "QE", "TAPER", "REINVEST", "QT", "RESERVE-MGMT"]
    assert [str(r) for r in RATES] == ["CUT", "HIKE", "HOLD", "ZLB"]
