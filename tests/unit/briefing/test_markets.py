"""What markets do, as known on a day, and the section that says so."""

from __future__ import annotations

from datetime import date

import pytest

from tidegate.briefing.assembly import open_desk
from tidegate.briefing.market_tables import amount, asset_tables, sensitivities_of
from tidegate.briefing.markets import effects_of, markets, reached, title_of
from tidegate.briefing.sections.markets import sentences, trap_sentence, write
from tidegate.briefing.wording import wording
from tidegate.errors import UnknownName
from tidegate.evidence.multiple_testing import benjamini_hochberg
from tidegate.transmission.markets.effects import find

DESK = open_desk(date(2026, 10, 8))
NOW = markets(DESK)


def test_the_whole_record_is_used_once_it_is_over() -> None:
    assert (NOW.through, NOW.shrunk) == (date(2025, 12, 10), True)
    assert {r.elasticity.surprise for r in NOW.responses} == {"target", "path", "balance_sheet", "policy"}


def test_nothing_is_used_that_was_not_known() -> None:
    early = markets(open_desk(date(2021, 6, 30)))
    assert early.through == date(2019, 12, 11)
    assert not early.shrunk
    assert all(reached(r.elasticity.own) <= date(2021, 6, 30) for r in early.responses)
    assert all(r.elasticity.published == () for r in early.responses)
    assert {r.phase for r in early.phases} == {"QE1", "QE2", "MEP", "QE3", "REINVEST", "QT1", "BILLS"}
    told = " ".join(str(t) for t in (*sentences(early), *write(open_desk(date(2021, 6, 30))).notes))
    assert "QT2" not in told
    assert "2025" not in told
    assert all(reached(e) <= date(2021, 6, 30) for e in effects_of("gold", date(2021, 6, 30)))
    assert sensitivities_of("gold", early) == ()


def test_before_2020_nothing_had_been_measured() -> None:
    found = write(open_desk(date(2019, 6, 28)))
    assert found.tables == ()
    assert "nothing had been measured" in str(found.lead[0])


def test_an_outcome_lies_after_its_announcement() -> None:
    assert reached(find("gold", "path")) == date(2025, 12, 13)
    assert reached(find("gold", "path", "before_2020", "24m")) == date(2021, 12, 31)


def test_p_values_are_adjusted_over_all_assets_of_a_surprise() -> None:
    rows = NOW.of("policy")
    raw = [r.elasticity.own.p_value for r in rows]
    assert [r.p_adjusted for r in rows] == pytest.approx(benjamini_hochberg(raw).tolist())


def test_traps_are_counted_among_clear_responses() -> None:
    assert 0 < len(NOW.traps) < NOW.compared
    clear = {
        r.elasticity.asset
        for r in NOW.of("balance_sheet")
        if abs(r.elasticity.mean) > 1.6448 * r.elasticity.se
    }
    assert {t.asset for t in NOW.traps} <= clear
    assert str(len(NOW.traps)) in str(trap_sentence(NOW))
    # The ten-year yield rose over every round of purchases.
    assert {t.phase for t in NOW.traps if t.asset == "ust_10y_yield"} >= {"QE1", "QE2", "QE3", "QE4", "QT1"}


@pytest.mark.parametrize(
    ("language", "words"), [("en", "a positive surprise tightens"), ("zh-Hant", "意外為正代表緊縮")]
)
def test_the_section_in_both_languages(language, words) -> None:
    found, tell = write(DESK), wording(language)
    assert words in tell.text(found.lead[0])
    for table in found.tables:
        for row in table.rows:
            cells = [tell.cell(column, row) for column in table.columns]
            assert all(cells)
    assert len(found.charts[0].categories) == len(found.charts[0].lines[0].values)
    assert any("Bitcoin" in str(t) for t in found.lead)


def test_tables_of_one_asset() -> None:
    tables = asset_tables("gold", NOW, effects_of("gold", DESK.as_of))
    assert [t.id for t in tables] == ["markets-asset", "markets-samples", "markets-choices"]
    assert all(t.rows for t in tables)
    homes = asset_tables("us_homes", NOW, effects_of("us_homes", DESK.as_of))
    assert [t.id for t in homes] == ["markets-asset", "markets-samples"]


def test_names_of_assets_and_of_differences() -> None:
    assert str(title_of("cpi")) == "Consumer prices"
    assert " less " in str(title_of("us_growth-us_broad"))
    with pytest.raises(UnknownName, match="asset 'gld'"):
        effects_of("gld", DESK.as_of)


def test_amounts() -> None:
    assert str(amount(-0.784, "pct")) == "-0.78%"
    assert str(amount(10.44, "bp")) == "+10.4 bp"
