"""Limits as a person writes them: what is taken over, what is refused, and which contradict each other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tidegate.allocation.conflicts import conflict
from tidegate.allocation.limits import DEFAULT, Limits, limits_from, read_limits
from tidegate.allocation.polytope import polytope
from tidegate.errors import InputError

ASSETS = ("cash", "ust_7_10", "us_broad", "us_growth", "gold", "bitcoin")


def test_a_file_changes_what_it_names_and_leaves_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "limits.toml"
    path.write_text("crypto_max_pct = 1\n[groups.equity]\nmax_pct = 30\n", "utf-8")
    found = read_limits(path)
    assert (found.crypto_max_pct, found.groups["equity"].max_pct) == (1.0, 30.0)
    assert found.groups["gold"] == DEFAULT.groups["gold"]
    assert DEFAULT.crypto_max_pct == 3.0


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"leverage": 2}, "leverage is not a key here; allowed are: single_max_pct"),
        (
            {"assets": {"gold": {"least": 2}}},
            "assets.gold.least is not a key here; allowed are: min_pct, max_pct",
        ),
        ({"assets": {"silver": {"max_pct": 2}}}, "unknown asset 'silver'"),
        ({"groups": {"art": {"max_pct": 2}}}, "unknown group 'art'"),
        ({"crypto_max_pct": 120}, "crypto_max_pct = 120 is out of range; it must be at most 100"),
        ({"assets": {"gold": {"min_pct": 30, "max_pct": 20}}}, "gold is at least 30"),
        ({"min_positions": 5, "max_positions": 2}, "at least 5 positions and at most 2"),
        ({"cost_bp": {"gold": -1}}, "cost of gold"),
    ],
)
def test_what_is_wrong_is_named(table: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        limits_from(table)


def test_all_problems_come_at_once() -> None:
    with pytest.raises(InputError) as caught:
        limits_from({"leverage": 2, "crypto_max_pct": 120, "assets": {"silver": {"max_pct": 2}}})
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize("content", [None, "crypto_max_pct = ", "\xff"])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "limits.toml"
    if content is not None:
        path.write_bytes(content.encode("latin-1"))
    with pytest.raises(InputError, match="limits"):
        read_limits(path)


def test_limits_cannot_be_changed_once_made() -> None:
    with pytest.raises(ValueError, match="frozen"):
        DEFAULT.crypto_max_pct = 10.0  # type: ignore[misc]


def test_the_limits_in_conflict_are_a_smallest_set() -> None:
    limits = limits_from(
        {
            "single_max_pct": 20,
            "groups": {"equity": {"min_pct": 60}},
            "assets": {"us_broad": {"max_pct": 15}},
        },
        Limits(),
    )
    allowed = polytope(ASSETS, limits)
    guilty = conflict(allowed)
    assert set(guilty) == {"group_min:equity", "single_max"}
    for name in guilty:  # each of them is needed: without it the others can hold
        assert conflict(allowed.without([name])) == ()


def test_turnover_takes_part_in_a_conflict() -> None:
    before = np.array([0.0, 0.0, 0.5, 0.0, 0.0, 0.5])
    guilty = conflict(polytope(ASSETS, Limits(max_turnover_pct=10.0), before))
    assert "max_turnover" in guilty
    assert len(guilty) == 2


def test_positions_take_part_in_a_conflict() -> None:
    limits = Limits(
        single_max_pct=30.0, max_positions=2, min_liquidity_pct=0.0, assets={"cash": {"max_pct": 30.0}}
    )
    assert "max_positions" in conflict(polytope(ASSETS, limits))
