"""What a number says about itself."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.briefing import about
from tidegate.briefing.document import Chart, Column, Line, Role, Section, Table, Tile
from tidegate.briefing.origin import Origin
from tidegate.briefing.report import origin_of
from tidegate.briefing.wording import wording
from tidegate.catalog import Bilingual
from tidegate.errors import UnknownName
from tidegate.message import Message

EN, ZH = wording("en"), wording("zh-Hant")
DAY, LATER = date(2024, 1, 24), date(2024, 1, 31)
WHOLE = Origin("Somebody", DAY, LATER, "dial")
DAYS = np.array(["2024-01-10", "2024-01-17", "2024-01-24", "2024-02-07"], "datetime64[D]")


def chart(*lines: Line, origin: Origin = WHOLE) -> Chart:
    drawn = Chart("c", "C", "bn_usd", lines, "Mine", "sum")
    return Section("s", "S", charts=(drawn,), origin=origin).charts[0]


def test_a_part_takes_from_its_section_what_it_does_not_say_itself() -> None:
    section = Section("s", "S", (), (Tile("A", 1.0), Tile("B", 1.0, origin=Origin("Else"))), origin=WHOLE)
    first, second = (tile.origin for tile in section.tiles)
    assert first == WHOLE
    assert (second.source, second.through) == ("Else", DAY)
    table = Table("t", "T", (), (), "Its own", Origin(undated=True))
    assert Section("s", "S", tables=(table,), origin=WHOLE).tables[0].origin == Origin(
        "Its own", None, LATER, "dial", undated=True
    )


def test_a_published_series_names_its_publisher_and_no_method() -> None:
    tile = Tile("Total assets", 1.0, "bn_usd", when=date(2024, 1, 17), series="WALCL")
    origin = Section("s", "S", (), (tile,), origin=WHOLE).tiles[0].origin
    assert origin.through == date(2024, 1, 17)
    assert origin.method == ""
    assert EN.text(origin.source) == "Source: Board of Governors of the Federal Reserve System"
    with pytest.raises(UnknownName):
        Tile("x", series="NOPE").within(WHOLE)


def test_a_chart_is_as_old_as_the_last_observation_it_draws() -> None:
    values = np.array([1.0, 2.0, np.nan, 3.0])
    assert chart(Line("a", DAYS, values, Role.ACTUAL), origin=Origin("x", DAY)).origin.through == date(
        2024, 2, 7
    )
    seen = chart(Line("a", DAYS[:3], values[:3], Role.RESERVES))
    assert (seen.origin.source, seen.origin.through) == ("Mine", date(2024, 1, 17))
    ahead = chart(Line("a", DAYS, values, Role.MODEL), Line("b", DAYS, values, Role.MBS, dashed=True))
    assert ahead.origin.through == DAY
    assert (
        chart(Line("a", DAYS, values, Role.ACTUAL)).origin.through == DAY
    )  # drawn beyond the day: a projection


@pytest.mark.parametrize(
    ("origin", "told"),
    [
        (Origin("x", DAY), "Figures to Jan 24, 2024."),
        (Origin("x", DAY, LATER), "Figures to Jan 24, 2024, 7 days old on Jan 31, 2024."),
        (WHOLE, "Worked out for Jan 31, 2024 from figures to Jan 24, 2024, 7 days earlier."),
        (Origin("x", DAY, DAY, "dial"), "Worked out for Jan 24, 2024 from figures to that day."),
        (Origin("x", undated=True), "Of no day: no observation enters."),
        (Origin("x"), ""),
    ],
)
def test_age_is_told_in_one_sentence(origin: Origin, told: str) -> None:
    assert about.age(origin, EN) == told
    assert origin.is_told == bool(told)


def test_source_and_age_stand_in_one_line_in_either_language() -> None:
    origin = Origin(Message("Source: {names}", {"names": "H.4.1"}), DAY)
    assert about.source_line(origin, EN) == "Source: H.4.1. Figures to Jan 24, 2024."
    assert about.source_line(origin, ZH).count("。") == 2


def test_what_a_tile_is_comes_from_series_word_or_sentence() -> None:
    assert about.what(Tile(Message("Reserves"), 1.0), EN)[0].startswith("Reserves: Money that banks hold")
    assert about.what(Tile(Message("Anything"), 1.0, term="on_rrp"), ZH)[0].startswith("隔夜逆回購")
    assert about.what(Tile("Deferred asset", 1.0, about=Bilingual("Mine.", "我的。")), ZH) == ("我的。",)
    assert about.what(Tile("Nothing known", 1.0), EN) == ()


def test_words_of_a_table_are_found_by_title_by_label_and_by_name_and_listed_once() -> None:
    columns = (
        Column("what", Message("Figure")),
        Column("x", Message("Treasuries")),
        Column("y", "?", term="cap"),
    )
    rows = ({"what": Message("ON RRP")}, {"what": Message("Treasuries held")}, {"what": 3.0})
    assert [each.id for each in about.words_in(Table("t", "T", columns, rows))] == [
        "treasury",
        "cap",
        "on_rrp",
    ]
    assert [each.id for each in about.words_in(Table("t", "T", columns, rows * 20))] == ["treasury", "cap"]


def test_json_names_the_method_and_its_explanation() -> None:
    assert origin_of(WHOLE, EN) == {
        "source": "Somebody",
        "data_through": "2024-01-24",
        "worked_out": "2024-01-31",
        "undated": False,
        "method": "dial",
        "explanation": "docs/explanation/monitor.md",
    }
    assert origin_of(Origin(), EN)["explanation"] is None
