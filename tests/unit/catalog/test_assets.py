"""Every asset is complete, named in both languages, and listed once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from importlib.resources import files

import pytest

from tidegate.catalog import Rights, series
from tidegate.catalog.assets import Asset, Group, Kind, ResponseUnit, asset, assets, investable
from tidegate.errors import UnknownName

CJK = re.compile(r"[\u3400-\u9fff]")
OWNED = [
    "cash",
    "ust_1_3",
    "ust_7_10",
    "ust_20_plus",
    "tips",
    "ig_credit",
    "hy_credit",
    "mbs",
    "us_broad",
    "us_growth",
    "us_defensive",
    "us_small",
    "utilities",
    "reit",
    "taiwan",
    "hong_kong",
    "em_equity",
    "em_bonds",
    "gold",
    "oil",
    "commodities",
    "bitcoin",
]
WATCHED = [
    "usd_broad",
    "usdtwd",
    "usdhkd",
    "eurusd",
    "usdjpy",
    "us_homes",
    "baa_yield",
    "aaa_yield",
    "ig_oas",
    "hy_oas",
    "mortgage_30y",
    "ust_3m_yield",
    "ust_2y_yield",
    "ust_5y_yield",
    "ust_10y_yield",
    "ust_30y_yield",
    "breakeven_10y",
    "breakeven_5y5y",
    "vix",
    "bank_credit",
    "us_value",
]
BONDS = {Kind.CASH, Kind.TREASURY, Kind.TIPS, Kind.MBS, Kind.CREDIT}
NAMES = {f.name for f in fields(Asset)} - {"id", "title", "story"}
BILINGUAL = {"title_en", "title_zh", "story_en", "story_zh"}


@pytest.mark.parametrize("entry", assets().values(), ids=lambda e: e.id)
def test_entry_is_complete(entry: Asset) -> None:
    for name in entry.series:
        assert series(name).id == name
    assert (entry.low_years is not None) == (entry.kind in BONDS)
    if entry.low_years is not None and entry.high_years is not None:
        assert 0.0 <= entry.low_years < entry.high_years <= 30.0
    assert entry.region in {"us", "tw", "hk", "em", "world"}
    assert entry.measured_on
    for text in (entry.title, entry.story):
        assert text.en
        assert CJK.search(text.zh) or entry.id == "vix"
        assert not CJK.search(text.en)


def test_the_ids_are_those_that_the_other_rooms_use() -> None:
    assert list(investable()) == OWNED
    assert {key for key, entry in assets().items() if not entry.investable} == set(WATCHED)


def test_what_can_be_owned_answers_in_percent_and_yields_in_basis_points() -> None:
    assert {assets()[key].response_unit for key in OWNED} == {ResponseUnit.PCT}
    for entry in assets().values():
        assert (entry.response_unit is ResponseUnit.BP) == (entry.kind in {Kind.YIELD, Kind.SPREAD}), entry.id


def test_a_public_domain_price_names_only_public_series() -> None:
    for entry in assets().values():
        if entry.rights is Rights.PUBLIC_DOMAIN:
            assert all(series(name).rights is not Rights.NOT_SHIPPED for name in entry.series), entry.id


def test_no_field_is_misspelt_and_every_group_is_used() -> None:
    text = files("tidegate.catalog").joinpath("assets.toml").read_text("utf-8")
    for key, row in tomllib.loads(text).items():
        assert set(row) <= NAMES | BILINGUAL, key
    assert {entry.group for entry in assets().values()} == set(Group)


def test_an_unknown_asset_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="ust_7_10"):
        asset("ust_7_11")
