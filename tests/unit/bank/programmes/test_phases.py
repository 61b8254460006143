"""Phases of the balance sheet and regimes of the policy rate."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.bank.programmes.loader import load, parse
from tidegate.bank.programmes.phases import phase_at, phase_labels, phases, stance
from tidegate.bank.programmes.plan import plan_for
from tidegate.bank.programmes.rate_regimes import rate_labels, rate_regimes
from tidegate.catalog.loader import banks


@pytest.mark.parametrize("bank", list(banks()))
def test_phases_adjoin_and_the_last_is_open(bank: str) -> None:
    found = phases(load(bank))
    for before, after in zip(found[:-1], found[1:], strict=True):
        assert before.end == after.start
        assert before.key != after.key
        assert before.start < after.start
        assert before.last_day is not None
        assert before.holds(before.last_day)
        assert not before.holds(after.start)
    assert found[-1].end is None
    assert found[-1].last_day is None
    assert all(phase.announced <= phase.start for phase in found)
    assert all(phase.title.en and phase.title.zh for phase in found)


@pytest.mark.parametrize("bank", list(banks()))
def test_every_record_named_by_a_phase_exists(bank: str) -> None:
    ids = {record.id for record in load(bank).record}
    for phase in phases(load(bank)):
        assert phase.records
        assert set(phase.records) <= ids


def test_only_phases_announced_by_then_exist() -> None:
    fed = load("fed")
    assert phases(fed, date(2022, 5, 3))[-1].key == "REINVEST"
    last = phases(fed, date(2022, 5, 4))[-1]
    assert (last.key, last.start, last.end) == ("QT2", date(2022, 6, 1), None)
    planned = phases(fed, date(2019, 4, 1))[-1]
    assert (planned.key, planned.start) == ("REINVEST", date(2019, 10, 1))
    assert phases(fed, date(1999, 1, 1)) == ()


def test_phase_on_a_day() -> None:
    found = phases(load("fed"))
    assert phase_at(found, "2000-01-01") is None
    phase = phase_at(found, np.datetime64("2026-10-08"))
    assert phase is not None
    assert phase.key == "HOLD"


@pytest.mark.parametrize(
    ("bank", "day", "expected"),
    [
        ("fed", "2007-06-01", "holding"),
        ("fed", "2009-06-01", "easing"),
        ("fed", "2014-06-01", "easing"),  # the taper still buys
        ("fed", "2018-06-01", "tightening"),
        ("fed", "2019-12-01", "reserve-management"),
        ("fed", "2025-12-05", "holding"),
        ("fed", "2026-05-01", "reserve-management"),
        ("fed", "2026-10-01", "holding"),
        ("ecb", "2024-01-01", "tightening"),
        ("boe", "2025-01-01", "tightening"),
        ("boj", "2017-01-01", "easing"),
        ("boj", "2025-01-01", "tightening"),
    ],
)
def test_stance_follows_the_phase(bank: str, day: str, expected: str) -> None:
    assert stance(plan_for(load(bank)), day) == expected


def test_stance_known_on_a_day() -> None:
    assert stance(plan_for(load("fed"), "known:2022-05-03"), "2022-07-01") == "holding"
    assert stance(plan_for(load("fed"), "known:2022-05-04"), "2022-07-01") == "tightening"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ('{ kind = "redemption_cap", instrument = "mbs", bn_per_month = 5 }', "tightening"),
        ('{ kind = "sale_pace", instrument = "mbs", bn_per_month = 5 }', "tightening"),
        ('{ kind = "purchase_pace", instrument = "mbs", bn_per_month = 5 }', "easing"),
        ('{ kind = "purchase_pace", instrument = "mbs", bn_per_month = "as needed" }', "easing"),
        ('{ kind = "purchase_pace", instrument = "treasury_bills", bn_per_month = 5 }', "reserve-management"),
        ('{ kind = "purchase_pace", instrument = "mbs", bn_per_month = 0 }', "holding"),
    ],
)
def test_stance_of_a_plan_without_phases_follows_its_rules(rule: str, expected: str) -> None:
    text = (
        'bank = "fed"\ncurrency = "USD"\n[[record]]\nid = "x"\n'
        "announced = 2027-01-01\neffective = 2027-01-01\n"
        f'label_en = "x"\nlabel_zh = "x"\nrules = [{rule}]\nsource = "x"\ncertainty = "read"\n'
    )
    assert stance(plan_for(parse(text, "x")), "2027-02-03") == expected


def test_labels_before_the_first_phase_are_empty() -> None:
    assert phase_labels(phases(load("fed")), ["2000-01"]) == ("",)
    assert rate_labels(rate_regimes(load("fed")), ["2000-01"]) == ("",)


@pytest.mark.parametrize("bank", list(banks()))
def test_rate_regimes_adjoin(bank: str) -> None:
    found = rate_regimes(load(bank))
    for before, after in zip(found[:-1], found[1:], strict=True):
        assert before.end == after.start
        assert before.key != after.key
        assert before.end_pct == after.start_pct
    assert found[-1].end is None
    for regime in found:
        assert (regime.key in ("CUT", "HIKE")) <= bool(regime.moves)
        assert regime.key != "HOLD" or regime.start_pct == regime.end_pct


def test_a_cycle_stays_open_until_a_pause_is_announced() -> None:
    fed = load("fed")
    assert rate_regimes(fed, date(2019, 1, 29))[-1].key == "HIKE"
    last = rate_regimes(fed, date(2019, 1, 30))[-1]
    assert (last.key, last.start) == ("HOLD", date(2018, 12, 20))
