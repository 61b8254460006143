from __future__ import annotations

import json

import pytest

from tidegate.briefing.document import Briefing
from tidegate.briefing.wording import wording
from tidegate.web.page.charts import chart_spec


@pytest.mark.parametrize(("language", "factor", "unit"), [("en", 1.0, "$ bn"), ("zh-Hant", 10.0, "億美元")])
def test_values_are_in_the_unit_of_display(
    briefing: Briefing, language: str, factor: float, unit: str
) -> None:
    spec = chart_spec(briefing.sections[0].charts[0], wording(language), "/x.csv")
    assert spec["unit"] == unit
    assert spec["lines"][0]["values"] == [8915.05 * factor, None, 8932.4 * factor]
    assert spec["decimals"] == (1 if language == "en" else 0)
    assert spec["areas"][0]["low"] == [1.0 * factor, 2.0 * factor, None]


def test_days_are_steps_since_1970(briefing: Briefing) -> None:
    spec = chart_spec(briefing.sections[0].charts[0], wording("en"))
    assert spec["lines"][0]["days"] == [19144, 7, 7]
    assert spec["spans"][0]["start"] == "2022-06-01"


def test_a_text_alternative_and_every_word_is_there(briefing: Briefing) -> None:
    spec = chart_spec(briefing.sections[0].charts[0], wording("zh-Hant"))
    assert spec["label"] == "水位 <b>\n往下走。"
    assert spec["spans"][0]["stance"] == "緊縮"
    assert spec["words"]["all"] == "全部"
    json.dumps(spec, allow_nan=False)


def test_bars_have_their_categories(briefing: Briefing) -> None:
    spec = chart_spec(briefing.sections[1].charts[0], wording("zh-Hant"))
    assert spec["categories"] == ["公債", "MBS"]
    assert spec["ordered"] is False
    assert spec["unit"] == "%"
    assert spec["lines"][0]["values"] == [60.0, 40.0]
