"""Four banks side by side: measured, judged by rule, as of a day."""

from __future__ import annotations

import json
import math
from datetime import date

import pytest

from tidegate.briefing.assembly import open_desk
from tidegate.briefing.bank_claims import judge, overall
from tidegate.briefing.comparison import compare_banks, stocks
from tidegate.briefing.drawing import draw
from tidegate.briefing.sections.banks import write
from tidegate.briefing.wording import wording
from tidegate.cli import main

NOW = open_desk(date(2026, 10, 8))


@pytest.fixture(scope="module")
def rows():
    return {row.bank: row for row in compare_banks(NOW)}


def test_what_the_record_says(rows):
    assert list(rows) == ["fed", "ecb", "boe", "boj"]
    assert rows["fed"].peak_bn == pytest.approx(8504.6, abs=0.1)  # H.4.1, WSHOSHO, 2022-04-13
    assert rows["ecb"].peak_bn == pytest.approx(
        4983.2, abs=0.1
    )  # ECB, APP 3,265.1 and PEPP 1,718.1, June 2022
    assert rows["boe"].peak_bn == 875  # Bank of England, gilts at purchase cost
    assert rows["boj"].peak_bn == 593_000  # Bank of Japan, end of May 2024
    assert rows["fed"].ended
    assert [r.active_bn > 0 for r in rows.values()] == [False, False, True, False]
    assert [str(r.start) for r in rows.values()] == ["2022-06-01", "2023-03-01", "2022-02-03", "2024-08-01"]
    assert {b: r.basis for b, r in rows.items()} == {
        "fed": "published",
        "ecb": "published",
        "boe": "planned",
        "boj": "planned",
    }


def test_parts_and_shares_fit_together(rows):
    for row in rows.values():
        fall = row.opening_bn - row.closing_bn
        assert row.passive_bn + row.active_bn == pytest.approx(fall)
        assert row.pace_bn_per_month * row.months == pytest.approx(fall)
        assert row.fall_pct == pytest.approx(100 * fall / row.opening_bn)
        assert 0 < row.now_gdp_pct < row.peak_gdp_pct


def test_the_claim_is_judged_by_rule(rows):
    """In dollars the Fed was faster and larger, in percent of the stock neither; Japan is last in percent only."""
    faster, larger, slowest = judge(list(rows.values()))
    assert [m.holds for m in faster.measures][:2] == [True, False]
    assert [m.holds for m in larger.measures][:2] == [True, False]
    assert [m.holds for m in slowest.measures][:2] == [False, True]
    assert overall((faster, larger, slowest)) == "mixed"
    for each in (faster, larger, slowest):
        holds = [m.holds for m in each.measures if m.holds is not None]
        assert each.verdict == ("supported" if all(holds) else "mixed" if any(holds) else "contradicted")


def test_nothing_later_than_the_day_is_used():
    then = {row.bank: row for row in compare_banks(open_desk(date(2024, 1, 31)))}
    for row in then.values():
        assert row.now_on is not None
        assert row.now_on <= date(2024, 1, 31)
    assert then["boj"].start is None  # the taper was announced in July 2024
    assert math.isnan(then["boj"].pace_bn_per_month)
    assert then["ecb"].now_on == date(2023, 12, 31)
    held = stocks(open_desk(date(2024, 1, 31)), "boe")
    assert held is not None
    assert max(held.dates.astype(str)) <= "2024-01-31"


@pytest.mark.parametrize(
    "day", [date(2007, 6, 1), date(2012, 1, 1), date(2020, 4, 5), date(2022, 9, 1), date(2024, 9, 1)]
)
def test_every_day_has_a_section(day):
    section = write(open_desk(day))
    assert section.lead
    assert section.tables
    for chart in section.charts:
        assert "<svg" in draw(chart, wording("zh-Hant"))


def test_before_any_run_off_nothing_is_claimed():
    found = judge(compare_banks(open_desk(date(2012, 1, 1))))
    assert overall(found) == "not testable"


def test_the_section_draws_in_both_languages():
    section = write(NOW)
    assert [c.id for c in section.charts] == ["bank-index", "bank-gdp", "bank-app"]
    for language in ("en", "zh-Hant"):
        for chart in section.charts:
            assert draw(chart, wording(language)).startswith("<svg")


@pytest.fixture
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TIDEGATE_LANG", "TIDEGATE_DEBUG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.mark.usefixtures("plain_environment")
def test_the_command_prints_tables_and_json(capsys: pytest.CaptureFixture[str]):
    assert main(["compare-banks", "--as-of", "2026-10-08", "--lang", "en"]) == 0
    text = capsys.readouterr().out
    for words in ("Fed: 26.3% off since", "£124.0 bn of it sold", "Who was faster, who was larger"):
        assert words in text
    assert main(["compare-banks", "--as-of", "2026-10-08", "--json"]) == 0
    form = json.loads(capsys.readouterr().out)
    assert list(form) == ["as_of", "banks", "claim"]
    assert [b["bank"] for b in form["banks"]] == ["fed", "ecb", "boe", "boj"]
    assert form["claim"]["verdict"] == "mixed"
    assert len(form["claim"]["parts"]) == 9
    assert main(["compare-banks", "--as-of", "2026-10-08"]) == 0
    assert "歐洲央行" in capsys.readouterr().out


@pytest.mark.usefixtures("plain_environment")
@pytest.mark.parametrize(
    ("value", "words"),
    [("2999-01-01", "lies in the future"), ("1999-01-01", "before the data begin"), ("soon", "YYYY-MM-DD")],
)
def test_a_bad_day_is_refused(value, words, capsys: pytest.CaptureFixture[str]):
    assert main(["compare-banks", "--as-of", value, "--lang", "en"]) == 2
    assert words in capsys.readouterr().err
