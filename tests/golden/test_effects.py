"""The shipped table of effects: it follows from the record, and agrees with what others measured."""

from __future__ import annotations

import csv
import importlib.util
import sys
from pathlib import Path

import pytest

from tidegate.transmission.markets.effects import find, load_effects

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "tidegate"
FOLDER = PACKAGE / "transmission" / "markets" / "data"
KEYS = {
    "effects.csv": ("asset", "surprise", "method", "sample", "window"),
    "sensitivities.csv": ("variant", "asset", "surprise", "method", "sample", "window"),
    "statistics.csv": ("id", "sample", "window"),
    "phase_returns.csv": ("phase", "asset"),
}
TOLERANCE = 0.02
"""Of a number, in its standard error (a p-value: as it is): libraries of linear algebra differ in the last digits."""


@pytest.fixture(scope="module")
def measured(shared: Path) -> dict[str, str]:
    spec = importlib.util.spec_from_file_location(
        "estimate_markets", ROOT / "scripts" / "estimate_markets.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module.tables_as_shipped()


def rows_of(text: str, keys: tuple[str, ...]) -> dict[tuple[str, ...], dict[str, str]]:
    rows = list(csv.DictReader(text.splitlines()))
    found = {tuple(r[k] for k in keys): r for r in rows}
    assert len(found) == len(rows)
    return found


@pytest.mark.parametrize("name", KEYS)
def test_the_shipped_table_is_what_the_script_measures(measured: dict[str, str], name: str) -> None:
    now = rows_of(measured[name], KEYS[name])
    folder = PACKAGE / "evidence" if name == "phase_returns.csv" else FOLDER
    shipped = rows_of((folder / name).read_text("utf-8"), KEYS[name])
    assert list(now) == list(shipped)
    for key, row in shipped.items():
        size = max(float(row.get("se") or 1.0), 0.005)
        for column, value in row.items():
            if column in ("mean", "se", "low", "high", "value", "p_value") and value:
                allowed = TOLERANCE * (1.0 if column == "p_value" else size)
                assert float(now[key][column]) == pytest.approx(float(value), abs=allowed), (key, column)
            elif column != "dof":
                assert now[key][column] == value, (key, column)


def statistic(name: str, sample: str = "all", window: str = "0d") -> dict[str, str]:
    rows = rows_of((FOLDER / "statistics.csv").read_text("utf-8"), KEYS["statistics.csv"])
    return rows[name, sample, window]


@pytest.mark.parametrize(
    ("name", "sample", "least"),
    [
        # Swanson (2021): three factors of the same eight rates, 1991 to June 2019.
        ("target~swanson_target", "all", 0.95),
        ("path~swanson_path", "all", 0.95),
        ("balance_sheet~swanson_lsap", "since_purchases", 0.90),
        # Acosta, Brennan and Jacobson (2024): two factors and the policy surprise, to May 2024.
        ("target~acosta_target", "all", 0.95),
        ("path~acosta_path", "all", 0.95),
        ("policy~acosta_ns", "all", 0.95),
        # Bauer and Swanson (2023): one factor of four Eurodollar contracts, to December 2023.
        ("policy~bauer_swanson_mps", "all", 0.90),
    ],
)
def test_surprises_agree_with_those_that_others_publish(name: str, sample: str, least: float) -> None:
    assert float(statistic(name, sample)["value"]) > least


def test_three_kinds_of_news_hold_nearly_all_that_rates_did() -> None:
    assert float(statistic("explained:three_surprises")["value"]) > 0.9


def test_some_of_the_news_could_be_foreseen() -> None:
    # Bauer and Swanson (2023): R squared of their policy surprise on six predictors is 0.16 to 0.17.
    assert float(statistic("foreseen:policy")["value"]) == pytest.approx(0.165, abs=0.05)
    assert float(statistic("foreseen_p:policy")["value"]) < 0.05


@pytest.mark.parametrize("surprise", ["target", "path", "balance_sheet", "policy"])
def test_days_without_news_seem_clear_as_seldom_as_they_should(surprise: str) -> None:
    assert float(statistic(f"placebo:{surprise}", "all", "1d")["value"]) < 0.15


def test_shares_answer_the_policy_surprise_as_published() -> None:
    # Nakamura and Steinsson (2018): a policy surprise of 100bp at one year lowers the S&P 500 by 6.5%, se 3.3.
    found = find("us_broad", "policy")
    assert abs(found.mean - -0.65) < 2 * (found.se + 0.33)
    assert found.high < 0


def test_what_a_surprise_is_scaled_by_comes_back() -> None:
    # The ten-year yield by a balance-sheet surprise of 10bp, over the day and from constant maturities.
    day = find("ust_10y_yield", "balance_sheet")
    assert day.low < 10.0 < day.high


def test_long_bonds_move_by_their_duration() -> None:
    # A rise of the 20- and 30-year yields times a duration of 16 to 18 years; all three are estimates.
    fund, long = find("ust_20_plus", "balance_sheet"), find("ust_30y_yield", "balance_sheet")
    assert fund.mean == pytest.approx(-0.17 * long.mean, abs=2 * (fund.se + 0.17 * long.se))


def test_every_asset_of_the_catalogue_with_a_public_price_has_estimates() -> None:
    from tidegate.catalog.assets import assets

    have = {e.asset for e in load_effects()}
    # Cash does not move, and agency MBS have no price in the open record.
    assert set(assets()) - have == {"cash", "mbs"}
