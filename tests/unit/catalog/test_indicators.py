"""Every indicator of the monitor is complete, with a reason in both languages."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from importlib.resources import files

import pytest

from tidegate.catalog import pillars, series, units
from tidegate.catalog.indicators import Indicator, Trigger, indicator, indicators
from tidegate.errors import UnknownName
from tidegate.policy.pillars.dial import PILLAR_WEIGHTS

CJK = re.compile(r"[\u3400-\u9fff]")
NAMES = {f.name for f in fields(Indicator)} - {"id", "title", "reason"}
BILINGUAL = {"title_en", "title_zh", "reason_en", "reason_zh"}


@pytest.mark.parametrize("entry", indicators().values(), ids=lambda e: e.id)
def test_entry_is_complete(entry: Indicator) -> None:
    assert entry.pillar in pillars()
    assert entry.unit in units()
    for name in entry.series:
        assert name.startswith("@") or series(name).id == name
    fixed = entry.low is not None and entry.high is not None
    assert fixed != (entry.own_years is not None)
    assert not fixed or entry.low < entry.high  # type: ignore[operator]
    assert entry.sign in (-1, 1)
    assert entry.weight > 0
    assert entry.source
    for text in (entry.title, entry.reason):
        assert text.en
        assert not CJK.search(text.en)
        assert CJK.search(text.zh)


def test_no_field_is_misspelt() -> None:
    text = files("tidegate.catalog").joinpath("indicators.toml").read_text("utf-8")
    for key, row in tomllib.loads(text).items():
        assert set(row) <= NAMES | BILINGUAL, key


def test_every_pillar_and_every_trigger_has_indicators() -> None:
    assert {e.pillar for e in indicators().values()} == set(pillars()) == set(PILLAR_WEIGHTS)
    assert {e.trigger for e in indicators().values()} - {None} == set(Trigger)
    assert sum(PILLAR_WEIGHTS.values()) == pytest.approx(1.0)


def test_an_unknown_indicator_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="core_pce"):
        indicator("core_pcee")
