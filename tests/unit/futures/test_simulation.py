"""Runs: the same answer on any number of workers, exact quantiles, failures kept, nonsense refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.unit.futures.openings import opening

from tidegate.errors import InputError, UnknownName
from tidegate.futures import simulation
from tidegate.futures.comparison import compare
from tidegate.futures.kernel import LIMITS
from tidegate.futures.library import scenario
from tidegate.futures.record import Record, no_shocks
from tidegate.futures.simulation import simulate
from tidegate.futures.steps.chance import uniforms
from tidegate.futures.summary import exact_quantiles
from tidegate.futures.variables import NAMES, VARIABLES

BASE = scenario("baseline")


def test_the_same_seed_gives_the_same_bytes_on_any_number_of_workers() -> None:
    o = opening()
    runs = [simulate(o, BASE, paths=1_100, months=12, seed=5, workers=w, keep=True) for w in (1, 2, 4)]
    assert len({r.digest for r in runs}) == 1
    assert all(r.values.tobytes() == runs[0].values.tobytes() for r in runs if r.values is not None)
    assert simulate(o, BASE, paths=1_100, months=12, seed=6).digest != runs[0].digest


def test_a_path_does_not_depend_on_how_many_there_are() -> None:
    o = opening()
    few, many = (simulate(o, BASE, paths=n, months=12, seed=5, keep=True) for n in (40, 600))
    assert few.values is not None
    assert many.values is not None
    assert np.array_equal(few.values, many.values[:, :, :40])


def test_quantiles_are_those_of_numpy() -> None:
    rng = np.random.default_rng(3)
    values = rng.standard_normal((3, 4, 500))
    values[1, 2, :] = 7.0
    values[2, 1, 17] = np.nan
    values[0, 3, :] = np.round(values[0, 3, :], 1)
    values[2, 3, :] = np.nan
    levels = (0.0, 0.05, 0.5, 0.9, 1.0)
    found, mean = exact_quantiles(values, levels, workers=2)
    with np.errstate(all="ignore"):
        good = values[:, :, :]
        wanted = np.full((3, 5, 4), np.nan)
        for v in range(3):
            for t in range(4):
                row = good[v, t][np.isfinite(good[v, t])]
                if row.size:
                    wanted[v, :, t] = np.quantile(row, levels)
                    assert mean[v, t] == pytest.approx(row.mean())
    assert np.allclose(found, wanted, equal_nan=True, atol=1e-12)


def test_counted_quantiles_are_near_the_exact_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    o = opening()
    exact = simulate(o, BASE, paths=3_000, months=6, seed=2)
    monkeypatch.setattr(simulation, "MOST_KEPT", 1_000)
    monkeypatch.setattr(simulation, "PART_PATHS", 1_000)
    counted = simulate(o, BASE, paths=3_000, months=6, seed=2)
    assert not counted.exact
    assert counted.digest == exact.digest
    spread = exact.at("yield_10y_pct", 0.95) - exact.at("yield_10y_pct", 0.05)
    for level in (0.05, 0.5, 0.9):
        apart = np.abs(counted.at("yield_10y_pct", level) - exact.at("yield_10y_pct", level))
        assert (apart < 0.01 * spread).all()


def test_an_interrupted_run_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    class Kept:
        def __init__(self) -> None:
            self.parts: dict[int, dict[str, np.ndarray]] = {}
            self.loaded = 0

        def load(self, part: int) -> dict[str, np.ndarray] | None:
            found = self.parts.get(part)
            self.loaded += found is not None
            return found

        def save(self, part: int, content: dict[str, np.ndarray]) -> None:
            if part == 1:
                raise KeyboardInterrupt
            self.parts[part] = content

    monkeypatch.setattr(simulation, "MOST_KEPT", 500)
    monkeypatch.setattr(simulation, "PART_PATHS", 500)
    whole = simulate(opening(), BASE, paths=1_500, months=6, seed=2)
    kept = Kept()
    with pytest.raises(KeyboardInterrupt):
        simulate(opening(), BASE, paths=1_500, months=6, seed=2, keeper=kept)
    kept.save = lambda part, content: None  # type: ignore[method-assign]
    again = simulate(opening(), BASE, paths=1_500, months=6, seed=2, keeper=kept)
    assert kept.loaded == 1
    assert again.digest == whole.digest
    assert all(np.array_equal(again.quantiles[n], whole.quantiles[n]) for n in NAMES)


def test_a_failed_path_is_recorded_and_not_dropped() -> None:
    wild = no_shocks()
    macro = np.zeros((40, 7))
    macro[:, 1] = 30.0  # unemployment far beyond every limit
    macro[:20, 1] = 0.0
    o = opening(record=Record(macro, wild.funding, wild.first, wild.last, wild.first, wild.last, 1))
    found = simulate(o, BASE, paths=50, months=6, seed=1, keep=True)
    assert found.failures
    first = found.failures[0]
    assert first.code == LIMITS
    assert 1 <= first.month <= 6
    assert "limits" in str(first.reason)
    assert found.paths == 50
    assert np.isnan(found.of("reserves_bn")[first.month - 1 :, first.path]).all()
    assert np.isfinite(found.of("reserves_bn")[: first.month - 1, first.path]).all()


def test_every_problem_of_a_request_is_named() -> None:
    with pytest.raises(InputError) as caught:
        simulate(opening(), BASE, paths=-5, months=0, seed=-1)
    assert [str(p).split()[0] for p in caught.value.problems] == ["paths", "months", "seed"]
    with pytest.raises(InputError, match="months 601"):
        simulate(opening(), BASE, paths=1, months=601)


def test_shocks_that_are_no_numbers_are_refused() -> None:
    macro, funding = np.zeros((3, 7)), np.zeros((3, 6))
    macro[1, 2] = np.nan
    funding[0, 0] = np.inf
    month = np.datetime64("2000-01", "M")
    with pytest.raises(InputError) as caught:
        Record(macro, funding, month, month, month, month, 0)
    said = str(caught.value)
    assert "inflation_pct" in said
    assert "mortgage_spread_pct" in said
    assert "blocks of 0" in said


def test_an_opening_that_cannot_be_is_refused_with_all_problems() -> None:
    good = opening()
    with pytest.raises(InputError) as caught:
        replace(good, bills_bn=-1.0, yield_2y_pct=float("nan"), ladder_bn=np.zeros(3))
    said = str(caught.value)
    assert "bills_bn" in said
    assert "yield_2y_pct" in said
    assert "ladder_bn" in said


def test_a_scenario_compared_with_itself_differs_in_nothing() -> None:
    o = opening()
    runs = [simulate(o, BASE, paths=100, months=6, seed=1, keep=True) for _ in range(2)]
    found = compare(*runs)
    assert all((found.mean[n] == 0.0).all() for n in NAMES if n != "identity_residual_bn")
    assert found.paths == 100


def test_runs_on_other_chances_cannot_be_compared() -> None:
    o = opening()
    one = simulate(o, BASE, paths=20, months=6, seed=1, keep=True)
    other = simulate(o, BASE, paths=30, months=6, seed=2)
    with pytest.raises(InputError) as caught:
        compare(one, other)
    said = str(caught.value)
    assert "seed 1 and 2" in said
    assert "paths 20 and 30" in said
    assert "keep=True" in said


def test_the_dataset_names_units() -> None:
    found = simulate(opening(), BASE, paths=20, months=6, keep=True).to_dataset()
    assert found["reserves_bn"].attrs["units"] == "bn_usd"
    assert found["reserves_bn_paths"].shape == (6, 20)
    assert {v.unit for v in VARIABLES} <= {"pct", "bp", "bn_usd", "pct_gdp", "code"}


def test_chance_is_even_and_independent_of_company() -> None:
    paths = np.arange(20_000)
    first, second = uniforms(1, paths, 1_000), uniforms(1, paths, 1_001)
    assert 0.0 < first.min() < first.max() < 1.0
    assert first.mean() == pytest.approx(0.5, abs=0.01)
    assert np.var(first) == pytest.approx(1.0 / 12.0, rel=0.03)
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.03
    assert abs(np.corrcoef(first[:-1], first[1:])[0, 1]) < 0.03
    assert np.array_equal(uniforms(1, paths[500:600], 1_000), first[500:600])


def test_only_what_is_looked_at_is_summarised_and_it_is_the_same() -> None:
    asked = {"paths": 60, "months": 6, "seed": 3, "keep": True}
    whole = simulate(opening(), BASE, **asked)
    part = simulate(opening(), BASE, **asked, summarise=("reserves_bn", "yield_10y_pct"))
    assert list(part.quantiles) == ["reserves_bn", "yield_10y_pct"]
    for name, found in part.quantiles.items():
        assert np.array_equal(found, whole.quantiles[name])
    assert part.digest == whole.digest
    assert simulate(opening(), BASE, **asked, summarise=()).quantiles == {}
    with pytest.raises(UnknownName, match="no_such"):
        simulate(opening(), BASE, **asked, summarise=("no_such",))
