"""Taiwan and Hong Kong in the briefing: both languages, early days, the stated example."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate import transmit_region
from tidegate.briefing.assembly import Desk, open_desk
from tidegate.briefing.document import Briefing
from tidegate.briefing.drawing import draw
from tidegate.briefing.regional import start_of_hong_kong, start_of_taiwan
from tidegate.briefing.report import to_dict, to_html
from tidegate.briefing.sections.asia import write
from tidegate.briefing.wording import wording
from tidegate.errors import DateOutOfRange, InputError, UnknownName
from tidegate.transmission.markets.regional.rows import RegionalAnswer

TODAY = date(2026, 10, 8)


@pytest.fixture(scope="module")
def desk() -> Desk:
    return open_desk(TODAY)


@pytest.fixture(scope="module")
def hong_kong(desk: Desk) -> RegionalAnswer:
    return transmit_region(desk, "hk", -1_000.0, 24, rate_bp=50.0, draws=300)


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
@pytest.mark.parametrize(
    ("when", "charts", "tables"), [(TODAY, 4, 4), (date(2018, 3, 1), 3, 4), (date(2010, 1, 1), 0, 0)]
)
def test_the_section_is_written(when: date, charts: int, tables: int, language: str) -> None:
    section = write(open_desk(when))
    assert (len(section.charts), len(section.tables)) == (charts, tables)
    whole = Briefing(when, when, "", (section,))
    told = to_dict(whole, language)["sections"][0]
    assert told["lead"]
    assert "{" not in "".join(told["lead"] + told["notes"])
    assert "asia" in to_html(whole, language)
    assert all("<svg" in draw(chart, wording(language)) for chart in section.charts)


def test_readers_in_hong_kong_find_their_own_words(desk: Desk) -> None:
    words = wording("zh-Hant")
    section = write(desk)
    told = " ".join(words.cell(c, r) for t in section.tables for r in t.rows for c in t.columns)
    for word in ("總結餘", "弱方兌換保證", "供樓", "H 按", "最優惠利率", "五大銀行"):
        assert word in told


def test_an_early_answer_shows_nothing_later() -> None:
    section = write(open_desk(date(2018, 3, 1)))
    episodes = next(t for t in section.tables if t.id == "asia-episodes")
    assert episodes.rows == ()
    assert not any("2025" in str(n) for n in section.notes)
    for chart in section.charts:
        assert all((line.dates <= np.datetime64("2018-03-01")).all() for line in chart.lines)
    ids = {row.id for row in transmit_region(open_desk(date(2018, 3, 1)), "hk", draws=60).rows}
    assert "mortgage_rate" not in ids, "terms of 2026 were not known"


def test_starts_are_the_latest_known(desk: Desk) -> None:
    found = start_of_hong_kong(desk)
    assert found.start.balance_bn == pytest.approx(54.108)
    assert found.start.us_rate_pct == pytest.approx(3.63), "the US rate of HIBOR's own day"
    assert found.us_rate_pct == pytest.approx(3.9)
    assert found.fed_lower_pct == 3.75
    assert start_of_taiwan(desk).discount_pct == 2.0
    assert start_of_taiwan(open_desk(date(2022, 1, 31))).mortgage_pct == pytest.approx(1.35)


def test_rows_carry_their_intervals(hong_kong: RegionalAnswer) -> None:
    for row in hong_kong.rows:
        assert row.change.p10 <= row.change.p90
        assert str(row.source)
    assert hong_kong.row("base_rate").change.mean == pytest.approx(0.5, abs=0.1)
    assert 0.3 < hong_kong.row("hibor_1m").change.mean < 0.9
    assert hong_kong.row("weak_side_chance").change.mean > 0
    assert hong_kong.row("mortgage_payment").change.mean > 0
    assert hong_kong.row("borrowing_capacity").change.mean < 0


def test_without_the_change_both_paths_have_the_same_shocks(desk: Desk) -> None:
    one = transmit_region(desk, "hk", rate_bp=0.0, draws=60)
    two = transmit_region(desk, "hk", rate_bp=100.0, draws=60)
    assert one.without is not None
    assert two.without is not None
    assert (one.without.position == two.without.position).all()


def test_taiwan_s_currency_answers_the_dollar_and_reserves_lean_against_it(desk: Desk) -> None:
    found = transmit_region(desk, "tw", rate_bp=100.0, draws=300)
    assert 0 < found.row("usdtwd").change.mean < found.row("usd_broad").change.mean
    assert found.row("pressure").change.mean > found.row("usdtwd").change.mean
    assert found.row("reserves").change.mean < 0, "dollars are sold while the currency weakens"
    assert found.row("mortgage_rate").change.mean == pytest.approx(0.165, abs=0.05)
    assert found.loan == {"id": "taiwan_mortgage", "amount": 10_000_000.0, "currency": "TWD", "months": 360}


def test_easing_is_the_other_way_round(desk: Desk) -> None:
    found = transmit_region(desk, "hk", 1_000.0, 24, rate_bp=-100.0, draws=300)
    assert found.row("hibor_1m").change.mean < 0
    assert found.row("weak_side_chance").change.mean < 0
    assert found.row("mortgage_payment").change.mean < 0


def test_what_cannot_be_answered(desk: Desk) -> None:
    with pytest.raises(UnknownName, match="hk, tw"):
        transmit_region(desk, "jp")
    with pytest.raises(InputError, match="rate change"):
        transmit_region(desk, "tw", rate_bp=2_000.0)
    with pytest.raises(InputError, match="change 0"):
        transmit_region(desk, "tw", 0.0)
    with pytest.raises(DateOutOfRange, match="HK_AGGREGATE_BALANCE"):
        transmit_region(open_desk(date(2010, 1, 1)), "hk")
