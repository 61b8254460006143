"""The tables of measured, published and combined responses: what they hold, what they refuse."""

from __future__ import annotations

import math
import subprocess
import sys
from datetime import date

import pytest

from tidegate.catalog.assets import assets
from tidegate.errors import InputError, UnknownName
from tidegate.transmission.markets import effects, published, sensitivities, statistics
from tidegate.transmission.markets.effects import find, find_or_none, load_effects, measured_assets
from tidegate.transmission.markets.elasticities import SLOW, load_elasticities
from tidegate.transmission.markets.published import load_published, published_for
from tidegate.transmission.markets.sensitivities import VARIANTS, load_sensitivities
from tidegate.transmission.markets.shrinkage import NORMAL_90, shrink
from tidegate.transmission.markets.statistics import load_statistics, statistic

OUTSIDE_THE_CATALOGUE = {"cpi", "industrial_production"}
NUMBERS = ["-0.7", "0.1", "0.001", "181", "2004-12-14", "2025-12-10", "gold fund", "-0.9", "-0.5", "36.1"]
ROW = ["gold", "path", "event_study", "all", "1d", "pct", *NUMBERS]


def test_rows_are_what_they_say() -> None:
    rows = load_effects()
    assert len({(e.asset, e.surprise, e.sample, e.window) for e in rows}) == len(rows)
    for e in rows:
        assert set(e.asset.split("-")) <= set(assets()) | OUTSIDE_THE_CATALOGUE
        assert e.low <= e.mean <= e.high
        assert e.se >= 0.0
        assert 0.0 <= e.p_value <= 1.0
        assert e.n >= 12
        assert date(1994, 2, 4) <= e.first < e.last <= date(2025, 12, 31)
        assert e.method == ("local_projection" if e.window.endswith("m") else "event_study")
        # Interval and error are of one normal.
        assert e.high - e.low == pytest.approx(2 * NORMAL_90 * e.se, abs=0.002)


def test_units_are_those_of_the_catalogue() -> None:
    for e in load_effects():
        if e.asset in assets():
            assert e.unit == assets()[e.asset].response_unit, e.asset


def test_no_balance_sheet_surprise_before_there_were_purchases() -> None:
    firsts = [e.first for e in load_effects() if e.surprise == "balance_sheet"]
    assert min(firsts) >= date(2008, 12, 1)


def test_one_row_is_found() -> None:
    found = find("us_broad", "policy")
    assert (found.sample, found.window, found.unit) == ("all", "1d", "pct")
    assert found.mean < 0
    assert find_or_none("us_homes", "policy", "all", "1d") is None


@pytest.mark.parametrize(
    ("asked", "error", "words"),
    [
        (("gld", "path"), UnknownName, "asset 'gld'"),
        (("gold", "level"), UnknownName, "surprise 'level'"),
        (("gold", "path", "since_1990"), UnknownName, "sample 'since_1990'"),
        (("gold", "path", "all", "1w"), UnknownName, "window '1w'"),
        (("us_homes", "path", "all", "1d"), InputError, "1m, 3m, 6m, 12m, 24m"),
    ],
)
def test_what_does_not_exist(asked, error, words) -> None:
    with pytest.raises(error, match=words):
        find(*asked)


def test_a_table_with_faults_is_refused() -> None:
    head = ",".join(effects.COLUMNS)
    assert effects.parse([head, ",".join(ROW)])[0].mean == -0.7
    with pytest.raises(InputError, match="columns"):
        effects.parse(["asset,surprise"])
    with pytest.raises(InputError, match="columns"):
        effects.parse([])
    with pytest.raises(InputError, match="'furlong' is not one of"):
        effects.parse([head, ",".join(ROW).replace("pct", "furlong")])


def test_published_ranges_are_of_known_certainty() -> None:
    assert {p.certainty for p in load_published()} <= {"read", "high", "med-high", "med"}
    assert all(p.source and p.low < p.high for p in load_published())
    for p in load_published():
        assert p.unit == assets()[p.asset].response_unit


def test_ranges_come_before_signs() -> None:
    bitcoin = published_for("bitcoin", "policy")
    assert [p.is_range for p in bitcoin] == [True, False]
    assert math.isinf(bitcoin[1].high)
    assert published_for("utilities", "path") == ()


def test_published_tables_with_faults_are_refused_with_all_their_faults() -> None:
    head = ",".join(published.COLUMNS)
    with pytest.raises(InputError, match="columns"):
        published.parse(["asset"])
    with pytest.raises(InputError) as told:
        published.parse([head, "gold,news,1.0,-1.0,pct,low,me,all"])
    assert len(told.value.problems) == 3


def test_two_figures_that_agree_are_surer_together() -> None:
    found = shrink(-1.0, 0.5, -1.8, -0.2)
    assert found.mean == pytest.approx(-1.0)
    assert found.se < min(0.5, 0.8 / NORMAL_90)
    assert not found.clash
    low, high = found.interval
    assert low < -1.0 < high


def test_the_surer_figure_weighs_more() -> None:
    spread = 0.4 / NORMAL_90
    found = shrink(0.0, spread / 3, 0.6, 1.4)
    assert found.weight == pytest.approx(0.9)
    assert found.mean == pytest.approx(0.1)


def test_a_clash_widens() -> None:
    near, far = shrink(0.0, 0.2, -0.3, 0.3), shrink(2.0, 0.2, -0.3, 0.3)
    assert far.clash
    assert far.se == pytest.approx(near.se * far.ratio)
    assert far.ratio == pytest.approx(2.0 / math.hypot(0.2, 0.3 / NORMAL_90))


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((0.0, 0.0, -1, 1), "error above zero"),
        ((math.nan, 1.0, -1, 1), "must be finite"),
        ((0.0, 1.0, 1, -1), "lower first"),
        ((0.0, 1.0, 0, math.inf), "two finite ends"),
    ],
)
def test_what_cannot_be_put_together(numbers, words) -> None:
    with pytest.raises(InputError, match=words):
        shrink(*numbers)


def test_elasticities() -> None:
    found = load_elasticities()
    for (name, surprise), e in found.items():
        assert (e.asset, e.surprise) == (name, surprise)
        assert e.rule == ("shrunk" if e.shrunk else "own")
        assert e.own.window == "12m" or e.asset not in SLOW
        if e.rule == "own":
            assert (e.mean, e.se) == (e.own.mean, e.own.se)
    assert found["us_broad", "balance_sheet"].rule == "shrunk"
    assert found["usdtwd", "policy"].own.window == "1m"
    assert {a for a, _ in found} == set(measured_assets())


def test_bitcoin_and_gold_are_told_to_clash() -> None:
    found = load_elasticities()
    # Studies give Bitcoin both signs; on gold they give twice what is measured here.
    assert found["bitcoin", "policy"].clash
    assert found["gold", "policy"].clash
    assert not found["usdjpy", "balance_sheet"].clash


def test_elasticities_of_a_part_of_the_record() -> None:
    early = load_elasticities("before_2020", published=False)
    assert {e.rule for e in early.values()} == {"own"}
    assert max(e.own.last for e in early.values()) < date(2020, 1, 1)
    with pytest.raises(UnknownName, match="sample"):
        load_elasticities("since_1990")


def test_sensitivities() -> None:
    rows = load_sensitivities()
    assert {r.variant for r in rows} == set(VARIANTS)
    assert {r.effect.sample for r in rows} == {"all"}
    with pytest.raises(InputError, match="variants"):
        sensitivities.parse([",".join(sensitivities.COLUMNS), ",".join(["no_fed", *ROW])])


def test_statistics() -> None:
    since = statistic("bitcoin~us_broad", "since_2020")
    assert since.low < since.value < since.high
    assert (since.window, since.unit) == ("1w", "ratio")
    assert math.isnan(statistic("explained:three_surprises").se)
    assert len({(s.id, s.sample, s.window) for s in load_statistics()}) == len(load_statistics())
    with pytest.raises(UnknownName, match="statistic 'bitcoin~us_brod'"):
        statistic("bitcoin~us_brod")
    assert statistic("bitcoin~us_broad", window="1m").window == "1m"
    with pytest.raises(UnknownName, match="sample"):
        statistic("bitcoin~us_broad", "since_1990")
    with pytest.raises(UnknownName, match="window"):
        statistic("bitcoin~us_broad", window="1d")
    with pytest.raises(InputError, match="columns"):
        statistics.parse(["id"])


def test_reading_needs_no_statistical_library() -> None:
    code = (
        "import sys; from tidegate.transmission.markets.elasticities import load_elasticities as e; e();"
        " assert not {'scipy', 'statsmodels', 'pandas'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
