"""The end of run-off as it would have been called in real time, beside what happened and what others said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tidegate.bank.liabilities import treasury_cash
from tidegate.briefing.assembly import Desk, open_desk
from tidegate.briefing.qt_end import RUN_OFFS, qt_end, vintage, vintage_days
from tidegate.briefing.sections.qt_end import judged_rows
from tidegate.data import Store, open_store
from tidegate.policy.qt_end import parameters, threshold
from tidegate.policy.qt_end.vintages import row_of, summary, table_row, vintages

TODAY = date(2026, 10, 8)


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store(today=TODAY)


def test_the_ends_are_those_announced() -> None:
    # FOMC statement, 2019-07-31: run-off concludes on 1 August 2019; 2025-10-29: on 1 December 2025.
    assert {k: str(v) for k, v in RUN_OFFS.items()} == {"QT1": "2019-08", "QT2": "2025-12"}


def test_the_shipped_table_is_what_the_code_makes(store: Store) -> None:
    for when in (date(2018, 12, 31), date(2024, 6, 30), date(2025, 7, 31)):
        made = vintage(when, store)
        row, shipped = table_row(made.run_off, made.as_of, made.distribution, made.score), row_of(when)
        assert (row.p10, row.median, row.p90) == (shipped.p10, shipped.median, shipped.p90)
        assert row.crps_months == pytest.approx(shipped.crps_months, abs=0.05)


def test_every_month_of_both_run_offs_is_scored() -> None:
    assert tuple(r.as_of for r in vintages()) == vintage_days()
    assert [summary(vintages(), name).count for name in RUN_OFFS] == [22, 42]


def test_judged_medians_beside_the_calls_of_the_time() -> None:
    rows = judged_rows(TODAY)
    qt2 = [r for r in rows if r["run_off"] == "QT2"]
    qt1 = [r for r in rows if r["run_off"] == "QT1"]
    # Calls: survey of July 2023 (2024Q3), JPMorgan January 2024 (November 2024), Goldman Sachs (2025Q1),
    # Barclays January 2025 (September 2025), surveys of June 2025 (January 2026).
    assert [r["call_error_months"] for r in qt2] == [-16, -12, -10, -3, 1]
    # Before the Treasury's announced balance was counted: -1, -1, +2, +2, +4.
    assert [r["error_months"] for r in qt2] == [-2, -2, 2, 1, 1]
    # July 2025 is a draw with the surveys, not closer.
    assert [r["closer"] for r in qt2] == [True, True, True, True, False]
    assert all(r["covered"] for r in qt2)
    # QT1: published levels were far too low, so the medians of 2018 were more than a year late.
    assert [r["error_months"] for r in qt1] == [15, 11, 2]
    assert [r["closer"] for r in qt1] == [True, False, False]
    assert all(r["covered"] for r in qt1)


def test_the_first_vintages_of_qt2_missed() -> None:
    early = [r for r in vintages() if date(2022, 6, 1) <= r.as_of <= date(2023, 1, 31)]
    assert not any(r.covered for r in early)
    assert all(r.error_months <= -10 for r in early)


def test_scores_beat_the_frequency_in_qt2() -> None:
    found = summary(vintages(), "QT2")
    assert all(b < base for b, base in zip(found.brier, found.brier_base, strict=True))
    assert found.coverage == pytest.approx(0.81, abs=0.01)
    # With the quartile of the Treasury's balance in place of what it announced: 4.27 months.
    assert found.crps_months == pytest.approx(3.37, abs=0.05)


class Spoilt(Store):
    """A store in which every value published after a day is nonsense."""

    after: date

    def _rows(self, series_id: str):  # type: ignore[no-untyped-def]
        dates, values, known, single = super()._rows(series_id)
        return dates, np.where(known > np.datetime64(self.after), 1e6 + values**2, values), known, single


@pytest.mark.parametrize("when", [date(2018, 12, 31), date(2024, 6, 30), date(2026, 3, 31)])
def test_nothing_later_changes_an_answer(store: Store, when: date, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = qt_end(open_desk(when, store))
    spoilt = Spoilt.__new__(Spoilt)
    spoilt.__dict__.update(store.__dict__ | {"_read": {}})
    spoilt.after = when
    assert spoilt.series("WRESBAL", TODAY).values[-1] > 1e6
    desk = Desk(spoilt, when)
    later = [
        r.model_copy(update={"phase": "QE1", "rules": ()}) for r in desk.fed.record if r.announced > when
    ]
    assert later
    records = tuple(r for r in desk.fed.record if r.announced <= when) + tuple(later)
    desk.__dict__["fed"] = desk.fed.model_copy(update={"record": records})
    anchors = [
        a.model_copy(update={"low": 1.0, "high": 99.0}) if a.published > when else a
        for a in parameters.anchors()
    ]
    monkeypatch.setattr(threshold, "anchors", lambda: tuple(anchors))
    plans = [replace(p, cash_bn=9e3) if p.announced > when else p for p in treasury_cash.announced_plans()]
    monkeypatch.setattr(treasury_cash, "announced_plans", lambda: tuple(plans))
    found = qt_end(desk)
    assert (found.criteria, found.street, found.after, found.ended) == (
        plain.criteria,
        plain.street,
        plain.after,
        plain.ended,
    )
    if plain.distribution is None:
        assert found.distribution is None
    else:
        assert found.distribution is not None
        assert np.array_equal(found.distribution.probability, plain.distribution.probability)


def test_the_live_question(store: Store) -> None:
    found = qt_end(open_desk(TODAY, store))
    assert found.distribution is None
    assert str(found.ended) == "2025-12"
    assert found.after.state == "holding"
    year = next(o for o in found.after.outlooks if o.months == 12)
    assert (
        max(("hold", "run_off", "purchases", "reserve_management"), key=lambda n: getattr(year, n).p)
        == "hold"
    )
    # Standstills with the rate above its bound since December 2008: ended in QT1, QT2 and QE4.
    assert found.after.hazards["run-off"].events == 2
    assert found.after.hazards["purchases"].events == 1


def test_while_qe_goes_on_the_bound_counts_from_the_day_it_is_reached(store: Store) -> None:
    # The range was cut to 0-0.25% on 15 March 2020; QE4 was announced the same day.
    found = qt_end(open_desk(date(2020, 3, 20), store))
    assert found.easing
    assert found.after.at_bound
    assert not qt_end(open_desk(date(2020, 2, 28), store)).after.at_bound
