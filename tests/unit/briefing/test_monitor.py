"""The monitor on the real record: as-of discipline, ISM from a file, and the section."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from tidegate.briefing.assembly import Desk, open_desk
from tidegate.briefing.monitoring import Monitor, monitor, read_ism, read_tone
from tidegate.briefing.reaction import next_decision, replay_fed, seen_by
from tidegate.briefing.sections import monitor as section
from tidegate.catalog import series
from tidegate.cli import main
from tidegate.data import Store, open_store
from tidegate.data.asof import known_from
from tidegate.data.files import OBSERVATIONS, embedded_folder, read_manifest, write_store
from tidegate.errors import InputError, ParseError
from tidegate.locale import translator
from tidegate.policy.pillars.dial import DialWord

TODAY = date(2026, 10, 8)
CUT = date(2019, 8, 31)


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store(embedded_folder(), today=TODAY)


@pytest.fixture(scope="module")
def corrupted(tmp_path_factory: pytest.TempPathFactory) -> Callable[[date], Store]:
    """Return a function: the snapshot with every value that became public after a day altered."""
    table = pq.read_table(embedded_folder() / OBSERVATIONS)
    names = np.array(table["series"].to_pylist())
    dates = table["date"].to_numpy().astype("datetime64[D]")
    vintages = table["vintage"].to_numpy().astype("datetime64[D]")
    values = table["value"].to_numpy()
    manifest = read_manifest(embedded_folder())

    def make(cut: date) -> Store:
        altered = values.copy()
        for name in np.unique(names):
            rows = names == name
            known = known_from(dates[rows], vintages[rows], series(str(name)))
            mine = values[rows]
            late = known > np.datetime64(cut, "D")
            altered[rows] = np.where(late, -3.0 * mine + 77.0, mine)
        assert (altered != values).sum() > 10_000
        folder = tmp_path_factory.mktemp("later")
        columns = {"series": names, "date": dates, "vintage": vintages, "value": altered}
        write_store(folder, columns, manifest.series, {}, manifest.date)
        return open_store(folder, today=TODAY)

    return make


def flat(found: Monitor) -> str:
    return repr([section.indicator_row(a) for a in found.indicators]) + repr(found.dial)


@pytest.mark.parametrize("cut", [date(2012, 5, 15), CUT, date(2022, 6, 30)])
def test_nothing_published_later_changes_any_answer(
    store: Store, corrupted: Callable[[date], Store], cut: date
) -> None:
    honest, lied_to = open_desk(cut, store), open_desk(cut, corrupted(cut))
    assert flat(monitor(honest)) == flat(monitor(lied_to))
    assert repr(next_decision(honest)) == repr(next_decision(lied_to))
    assert repr(section.write(honest)) == repr(section.write(lied_to))
    later = open_desk(date(2024, 1, 31), store), open_desk(date(2024, 1, 31), lied_to.store)
    assert flat(monitor(later[0])) != flat(monitor(later[1]))


def test_a_replay_knows_nothing_of_later_months(store: Store, corrupted: Callable[[date], Store]) -> None:
    def run(of: Store) -> str:
        found = replay_fed("2017-01", "2019-08", of, desk=open_desk(CUT, of))
        return repr((found.rule, found.bank, found.decisions))

    assert run(store) == run(corrupted(CUT))


def test_later_announcements_change_no_answer(store: Store) -> None:
    honest = open_desk(CUT, store)
    kept = tuple(r for r in honest.fed.record if r.announced <= CUT)
    blind = Desk(store, CUT)
    blind.__dict__["fed"] = honest.fed.model_copy(update={"record": kept})
    assert len(kept) < len(honest.fed.record)
    assert flat(monitor(honest)) == flat(monitor(blind))
    assert repr(next_decision(honest)) == repr(next_decision(blind))


def test_no_reading_is_from_the_future(store: Store) -> None:
    for when in (date(2009, 3, 1), CUT, TODAY):
        for one in monitor(open_desk(when, store)).indicators:
            assert one.when is None or one.when <= when


def test_the_dial_over_the_cycle(store: Store) -> None:
    def word(*when: int) -> DialWord | None:
        return monitor(open_desk(date(*when), store)).dial.word

    assert word(2009, 6, 30) is DialWord.STRONG_EASE
    assert word(2013, 6, 30) is DialWord.EASE
    assert word(2019, 8, 31) is DialWord.BALANCED
    assert word(2022, 6, 30) is DialWord.STRONG_TIGHTEN
    assert word(2026, 10, 8) is DialWord.TIGHTEN


def test_ism_from_a_file_takes_the_place_of_production(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "ism.csv"
    path.write_text("date,value\n2019-06-01,51.7\n2019-07-01,51.2\n2019-08-01,49.1\n", "utf-8")
    before = open_desk(date(2019, 8, 15), store)
    found = monitor(before, ism=read_ism(path))
    by_id = {a.indicator.id: a for a in found.indicators}
    assert by_id["ism"].value == 51.2  # August is published in September
    assert "activity" not in by_id
    assert not found.stand_in
    assert monitor(before).stand_in


@pytest.mark.parametrize(
    ("body", "match"),
    [("month,value\n2019-07,51\n", "date"), ("date,value\n2019-07-01,512\n", "between 0 and 100")],
)
def test_a_bad_ism_file_is_refused(tmp_path: Path, body: str, match: str) -> None:
    path = tmp_path / "ism.csv"
    path.write_text(body, "utf-8")
    with pytest.raises((InputError, ParseError), match=match):
        read_ism(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_ism(tmp_path / "none.csv")


def test_the_tone_of_a_statement_moves_the_pillar_of_communication(store: Store) -> None:
    desk = open_desk(CUT, store)
    plain, hawkish = monitor(desk), monitor(desk, tone=(0.8, date(2019, 7, 31)))
    assert hawkish.dial.score > plain.dial.score
    assert flat(monitor(desk, tone=(0.8, date(2019, 9, 18)))) == flat(plain)
    with pytest.raises(InputError, match="between -1"):
        monitor(desk, tone=(2.0, CUT))


STATEMENT = """For release at 2:00 p.m. EDT
{day}
Inflation remains elevated, reflecting strong demand and higher prices. The Committee is highly attentive to
inflation risks. The labor market is very tight and job gains have been robust. The Committee decided to raise the
target range for the federal funds rate and anticipates that ongoing increases in the target range will be
appropriate. In addition, the Committee will continue reducing its holdings of Treasury securities.
"""


def test_a_statement_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "statement.txt"
    path.write_text(STATEMENT.format(day="July 27, 2022"), "utf-8")
    value, when = read_tone(path, date(2022, 8, 1))
    assert value > 0.2
    assert when == date(2022, 7, 27)
    with pytest.raises(InputError, match="after"):
        read_tone(path, date(2022, 7, 1))
    with pytest.raises(InputError, match="cannot be read"):
        read_tone(tmp_path / "none.txt", CUT)


def test_what_the_fed_sees_in_september_2019(store: Store) -> None:
    seen = seen_by(open_desk(date(2019, 9, 30), store))
    assert seen.reserves_pct[0] == pytest.approx(6.9, abs=0.5)
    assert seen.funding_bp[0] > 0


def test_the_section_in_both_languages(store: Store) -> None:
    found = section.write(open_desk(TODAY, store))
    assert {t.id for t in found.tables} >= {"monitor-pillars", "monitor-triggers", "monitor-jobs"}
    assert len(found.tables) == 7
    text = " ".join(s.text(translator("zh-Hant")) for s in found.lead)  # type: ignore[union-attr]
    assert "收水" in text
    early = section.write(replace(open_desk(TODAY, store), as_of=date(2007, 3, 1)))
    assert early.tables


def test_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["monitor", "--as-of", "2022-06-30", "--json", "--lang", "en"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["dial"]["word"] == "strong-tighten"
    assert [p["pillar"] for p in found["pillars"]] == [
        "inflation",
        "jobs",
        "growth",
        "communication",
        "liquidity",
    ]
    assert {t["trigger"]: t["on"] for t in found["triggers"]}["inflation"] is True
    assert found["decision"]["sheet"] == "runoff"
    assert all(i["reason"] and i["source"] for i in found["indicators"])
    assert found["ism_stand_in"] is True
    assert main(["monitor", "--as-of", "2022-06-30"]) == 0
    chinese = capsys.readouterr().out
    assert "收水" in chinese
    assert "tighten" not in chinese
    assert main(["monitor", "--ism", str(tmp_path / "none.csv"), "--lang", "en"]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_the_replay_of_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["monitor", "--as-of", "2009-06-30", "--replay", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["replay"]
    assert (found["first"], found["last"]) == ("2008-01", "2009-06")
    assert len(found["rule"]) == len(found["bank"]) == 18
    assert 0 <= found["agreement"] <= 1
    assert main(["monitor", "--as-of", "2009-06-30", "--replay", "--lang", "en"]) == 0
    assert "Where rule and Fed differ" in capsys.readouterr().out
    assert main(["monitor", "--as-of", "2007-06-30", "--replay", "--lang", "en"]) == 2
    assert "before its first month" in capsys.readouterr().err
