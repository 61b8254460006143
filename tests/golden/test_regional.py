"""Hong Kong and Taiwan against published figures, and the shipped estimates against the figures they follow from."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from tidegate.data import Store, open_store
from tidegate.evidence.regional.replay import (
    band_score,
    direction_score,
    shipped_band_replays,
    shipped_direction_replays,
)
from tidegate.transmission.markets.households import household_loan
from tidegate.transmission.markets.regional.estimates import figure
from tidegate.transmission.markets.regional.hibor import BASE_OVER_LOWER_PCT
from tidegate.transmission.markets.regional.intervention import intervention

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store()


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("estimate_regional", SCRIPTS / "estimate_regional.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["estimate_regional"] = module
    spec.loader.exec_module(module)
    return module


def balance(store: Store) -> dict[str, float]:
    found = store.series("HK_AGGREGATE_BALANCE")
    return dict(zip(found.dates.astype(str).tolist(), found.values.tolist(), strict=True))


# HKMA: amounts bought or sold under the undertakings between days with a published balance, HK$ bn. What is left
# are payments of interest on Exchange Fund paper and the like: under 1 bn.
PUBLISHED = [
    ("strong", 129.40, "2025-04-30", "2025-05-08", 0.2),  # Report on Currency Board Operations, 17 July 2025
    ("weak", 9.42, "2025-05-26", "2025-06-27", 0.2),  # press release, 26 June 2025
    (
        "weak",
        119.95,
        "2025-05-26",
        "2025-08-15",
        0.5,
    ),  # Report on Currency Board Operations, 28 November 2025
    ("weak", 1.507, "2019-03-08", "2019-03-12", 0.001),  # press release, 9 March 2019
    ("weak", 3.26, "2018-04-12", "2018-04-16", 0.3),  # 13 April 2018: "180 to 176.5", rounded by the HKMA
    ("weak", 23.12, "2022-10-10", "2022-12-30", 0.3),  # Report on Currency Board Operations, 3 February 2023
]


@pytest.mark.parametrize(("side", "amount", "before", "after", "within"), PUBLISHED)
def test_the_balance_moved_by_what_was_bought_or_sold(
    store: Store, side: str, amount: float, before: str, after: str, within: float
) -> None:
    moved = balance(store)[after] - balance(store)[before]
    assert moved == pytest.approx(intervention(side, amount).balance_change_mn / 1_000, abs=within)  # type: ignore[arg-type]


def test_the_base_rate_follows_its_rule_every_month_but_those_ruled_by_hibor(store: Store) -> None:
    base = store.series("HK_BASE_RATE", start=np.datetime64("2008-12-31").item())
    lower = store.series("DFEDTARL")
    rows = np.searchsorted(lower.dates, base.dates, side="right") - 1
    over = base.values - lower.values[rows]
    by_hibor = {str(d)[:7] for d in base.dates[np.abs(over - BASE_OVER_LOWER_PCT) > 0.005]}
    assert by_hibor == {"2019-12", "2020-03", "2020-04", "2020-05"}
    assert (over >= BASE_OVER_LOWER_PCT - 0.005).all(), "HIBOR can only lift it"


def test_the_base_rate_is_the_one_that_the_bis_has(store: Store, shared: Path) -> None:
    lines = (shared / "central_banks/bis_hk_base_rate_monthly.csv").read_text("utf-8").splitlines()[1:]
    theirs = {d[:7]: float(v) for d, v in (line.split(",")[:2] for line in lines)}
    ours = store.series("HK_BASE_RATE")
    pairs = [
        (v, theirs[str(d)[:7]]) for d, v in zip(ours.dates, ours.values, strict=True) if str(d)[:7] in theirs
    ]
    assert len(pairs) == 204
    assert all(a == pytest.approx(b, abs=0.005) for a, b in pairs)


def test_published_points_agree_with_ours(store: Store, shared: Path) -> None:
    lines = (
        (shared / "central_banks/points_hk_aggregate_balance_points.csv").read_text("utf-8").splitlines()[1:]
    )
    held = balance(store)
    for line in lines:
        day, value, *_ = line.split(",")
        assert held[day] == pytest.approx(float(value), abs=0.5), "the others are rounded to whole billions"


def test_taiwan_s_mortgages_took_their_share_of_the_hikes(store: Store) -> None:
    """Central Bank (Taiwan), five banks, December; the Fed's 5.25 points of March 2022 to July 2023."""
    found = store.series("TW_MORTGAGE_RATE")
    rate = {int(str(d)[:4]): float(v) for d, v in zip(found.dates, found.values, strict=True)}
    low, high = household_loan("taiwan_mortgage").range_90
    assert low <= (rate[2024] - rate[2021]) / 5.25 <= high, "three years on: 0.166"
    assert (rate[2023] - rate[2021]) / 5.25 == pytest.approx(0.139, abs=0.001), (
        "two years on, still short of it"
    )


def test_estimates_and_replays_follow_from_the_figures(
    script: ModuleType, shared: Path, store: Store
) -> None:
    assert script.estimate(shared, store) == script.ESTIMATES.read_text("utf-8")
    hong_kong, taiwan = script.replays(store)
    assert hong_kong == script.HONG_KONG.read_text("utf-8")
    assert taiwan == script.TAIWAN.read_text("utf-8")


def test_what_the_record_shows() -> None:
    carry = figure("hk_drift_carry")
    assert carry.mean - 3 * carry.se > 0, "carry presses the Hong Kong dollar to its weak side"
    ratio = figure("tw_over_kr")
    assert ratio.mean + 3 * ratio.se < 1, "the Taiwan dollar answers less than the won"
    homes = figure("hk_homes_hibor")
    assert homes.mean + 1.96 * homes.se > 0, "home prices: the sign cannot be told"


def test_replays_beat_their_benchmarks_and_where_they_do_not() -> None:
    vintages = [r for r in shipped_band_replays() if r.kind == "vintage"]
    score = band_score(vintages)
    assert (score.count, score.came) == (22, 12)
    assert score.brier < 0.17 < score.brier_of_the_mean
    assert score.balance_covered < 0.8, "too narrow, and told so"
    episodes = [r for r in shipped_band_replays() if r.kind == "episode"]
    assert all(r.came and r.chance > 0.6 for r in episodes)
    assert all(r.balance_p10 <= r.balance_bn <= r.balance_p90 for r in episodes)
    missed = min(r.chance for r in vintages if r.came)
    assert missed < 0.05, "June 2025 was not foreseen half a year before"
    quarters = shipped_direction_replays()
    by_rates, by_dollar = (direction_score(quarters, b) for b in ("by_rates_pct", "by_dollar_pct"))
    assert (by_rates.count, by_rates.hits, by_dollar.hits) == (46, 27, 36)
    assert by_dollar.skill > 0.4 > by_rates.skill
