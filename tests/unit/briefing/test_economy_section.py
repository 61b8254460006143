"""The economy in the briefing: charts, the mandate's table, payments."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pytest

from tidegate.briefing.assembly import open_desk
from tidegate.briefing.drawing import draw
from tidegate.briefing.sections import economy
from tidegate.briefing.wording import wording
from tidegate.transmission.economy.semi_structural.responses import impulse_response


@pytest.fixture(scope="module")
def section():
    return economy.write(open_desk(date(2026, 10, 8)))


def test_charts_show_the_model_s_responses_by_quarter(section):
    assert [c.id for c in section.charts] == [
        "economy-output-gap",
        "economy-unemployment",
        "economy-inflation",
    ]
    for chart, name in zip(
        section.charts, ("output_gap_pct", "unemployment_pct", "inflation_pct"), strict=True
    ):
        assert [str(c) for c in chart.categories] == [str(q) for q in range(1, 17)]
        assert (chart.lines[0].values == impulse_response("funds_rate", 16).values[name]).all()
        assert all(np.isfinite(line.values).all() and len(line.values) == 16 for line in chart.lines)
        assert "<svg" in draw(chart, wording("zh-Hant"))


def test_both_models_are_shown_for_each_policy(section):
    (table,) = (t for t in section.tables if t.id == "mandate")
    assert len(table.rows) == 6
    for row in table.rows:
        assert row["output_year_pct_low"] <= row["output_year_pct"] <= row["output_year_pct_high"]
        assert np.sign(row["jobs_thousand"]) == np.sign(row["output_year_pct"])


def test_payments_are_shown_once_their_rates_are_known(section):
    (table,) = (t for t in section.tables if t.id == "payments")
    assert {row["currency"] for row in table.rows} == {"USD", "TWD", "HKD"}
    assert all(row["rate_date"] <= date(2026, 10, 8) and row["change"] > 0 for row in table.rows)
    early = economy.write(open_desk(date(2024, 1, 31)))
    assert "payments" not in [t.id for t in early.tables]
    assert "left out" in str(early.notes[-1])


def test_chinese_has_no_english_sentence_left(section):
    words = wording("zh-Hant")
    texts = [section.title, *section.lead, *section.notes]
    texts += [c.summary for c in section.charts] + [c.title for c in section.charts]
    texts += [column.title for t in section.tables for column in t.columns] + [
        t.title for t in section.tables
    ]
    for text in texts:
        assert re.search(r"[\u4e00-\u9fff]", words.text(text)), text


def test_the_section_is_the_same_twice(section):
    again = economy.write(open_desk(date(2026, 10, 8)))
    assert again.tables == section.tables
    assert [str(t) for t in again.lead] == [str(t) for t in section.lead]
