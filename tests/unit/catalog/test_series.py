"""Every entry of the catalogue is complete, and its units are right once and for all."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from importlib.resources import files

import pytest

from tidegate.catalog import Frequency, Rights, Series, Stamp, pillars, series, series_ids, units
from tidegate.data.providers import MODULES
from tidegate.errors import UnknownName

CJK = re.compile(r"[\u3400-\u9fff]")
ALL = [series(i) for i in series_ids()]
SOURCE = "\n".join(
    files("tidegate.catalog").joinpath(name).read_text("utf-8")
    for name in ("series.toml", "live_series.toml")
)
FIELDS = {
    "title_en",
    "title_zh",
    "publisher",
    "provider",
    "code",
    "unit",
    "source_unit",
    "scale",
    "frequency",
    "stamp",
    "averaged",
    "release_lag_days",
    "revised",
    "rights",
    "pillar",
    "aside",
    "note_en",
    "note_zh",
}


@pytest.mark.parametrize("entry", ALL, ids=lambda e: e.id)
def test_entry_is_complete(entry: Series) -> None:
    assert entry.unit in units()
    assert entry.provider in MODULES
    assert entry.pillar is None or entry.pillar in pillars()
    assert entry.scale > 0
    assert 0 <= entry.release_lag_days < 500
    assert entry.publisher
    assert entry.source_unit
    assert entry.code
    assert entry.title.en
    assert entry.title.zh
    assert CJK.search(entry.title.zh) or entry.title.zh.startswith("SOMA")
    assert not CJK.search(entry.title.en)
    assert bool(entry.note.en) == bool(entry.note.zh)


def test_no_field_is_misspelt() -> None:
    for key, row in tomllib.loads(SOURCE).items():
        assert set(row) <= FIELDS, key


def test_no_id_or_title_is_used_twice() -> None:
    assert len(set(series_ids())) == len(re.findall(r"^\[", SOURCE, re.MULTILINE)) == len(ALL)
    for language in ("en", "zh-Hant"):
        titles = Counter(e.title.in_language(language) for e in ALL)
        assert max(titles.values()) == 1, titles.most_common(1)


def test_no_two_series_read_the_same_figures() -> None:
    seen = Counter((e.provider, e.code) for e in ALL)
    assert max(seen.values()) == 1, seen.most_common(1)


@pytest.mark.parametrize(
    ("series_id", "source_value", "canonical"),
    [
        ("WALCL", 8_965_487, 8_965.487),  # $ millions
        ("RRPONTSYD", 2_553.716, 2_553.716),  # $ billions already
        ("SOMA_TOTAL", 6_172_918_357_078.6, 6_172.9183570786),  # dollars
        ("MMMFFAQ027S", 8_289_569, 8_289.569),  # $ millions
        ("JPNASSETS", 6_395_509, 639_550.9),  # 100 million yen
        ("ECBASSETSW", 5_949_077, 5_949.077),  # EUR millions
        ("GDP", 31_866.0, 31_866.0),  # $ billions
    ],
)
def test_unit_traps_are_solved_here(series_id: str, source_value: float, canonical: float) -> None:
    assert source_value * series(series_id).scale == pytest.approx(canonical, rel=1e-12)


def test_week_averages_are_marked() -> None:
    for key in ("WRESBAL", "WTREGEN", "WCURCIR"):
        assert series(key).averaged
        assert series(key).stamp is Stamp.PERIOD_END
    for key in ("WALCL", "WRBWFRBL", "WDTGAL"):
        assert not series(key).averaged
        assert series(key).stamp is Stamp.DAY


def test_bank_of_japan_value_is_of_the_end_of_the_month_it_is_stamped_with() -> None:
    entry = series("JPNASSETS")
    assert (entry.frequency, entry.stamp, entry.averaged) == (Frequency.MONTHLY, Stamp.PERIOD_START, False)


def test_copyrighted_series_are_known_and_not_shipped() -> None:
    for key in ("MORTGAGE30US", "VIXCLS", "BAMLH0A0HYM2", "AAA", "UMCSENT", "CSUSHPINSA"):
        assert series(key).rights is Rights.NOT_SHIPPED


def test_every_pillar_but_words_has_headline_series() -> None:
    headline = Counter(e.pillar for e in ALL if not e.aside)
    assert set(pillars()) <= set(headline)
    assert headline["liquidity"] >= 5


def test_unknown_series_lists_the_nearest() -> None:
    with pytest.raises(UnknownName, match="WALCL"):
        series("WALCI")
