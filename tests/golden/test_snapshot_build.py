"""The snapshot follows from the raw figures, byte for byte, and the build refuses what is not free."""

from __future__ import annotations

import importlib.util
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from tidegate.data.files import embedded_folder
from tidegate.data.providers.model import Observations

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_snapshot", SCRIPTS / "build_snapshot.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_snapshot"] = module
    spec.loader.exec_module(module)
    return module


def test_the_snapshot_follows_from_the_raw_figures(script: ModuleType, shared: Path, tmp_path: Path) -> None:
    _, conflicts = script.build(shared, tmp_path)
    assert conflicts == [], "a late point that a file has too agrees with it"
    built = {f.name: f.read_bytes() for f in tmp_path.iterdir()}
    shipped = {
        f.name: f.read_bytes() for f in embedded_folder().iterdir() if f.suffix in (".json", ".parquet")
    }
    assert built.keys() == shipped.keys()
    assert [name for name in built if built[name] != shipped[name]] == []


def test_raw_files_are_marked_free(script: ModuleType, shared: Path) -> None:
    manifest = (shared / "MANIFEST.csv").read_text("utf-8")
    for row in script.rows_of("raw_files.csv"):
        assert not row["file"].startswith("test_only/")
        assert f"\n{row['file']}," in manifest, row["file"]


@pytest.mark.parametrize(
    ("series_id", "file"),
    [
        ("MORTGAGE30US", "official/MORTGAGE30US.csv"),
        ("VIXCLS", "test_only/VIXCLS.csv"),
        ("WALCL", "test_only/WALCL.csv"),
        ("WALCL", "elsewhere/WALCL.csv"),
    ],
)
def test_refuses_what_may_not_be_passed_on(script: ModuleType, series_id: str, file: str) -> None:
    with pytest.raises(SystemExit, match="may not be passed on"):
        script.refuse_unfree(series_id, file)


def test_canonical_values_are_rounded_correctly(script: ModuleType) -> None:
    assert script.canonical(np.array([719_542.0]), 0.001)[0] == 719.542
    assert script.canonical(np.array([6_395_509.0]), 0.1)[0] == 639_550.9
    assert script.canonical(np.array([3.5]), 1.0)[0] == 3.5


def test_a_late_point_never_replaces_a_figure_of_the_file(script: ModuleType) -> None:
    day = np.array(["2026-08-26"], dtype="datetime64[D]")
    conflicts: list[object] = []
    merged, points = script.with_points("WALCL", Observations(day, np.array([1.0])), conflicts)
    assert merged.values[0] == 1.0
    assert [(c.date, c.file, c.point) for c in conflicts] == [("2026-08-26", 1.0, 6_730_912.0)]
    assert [p.date for p in points][-1] == "2026-10-07"


def test_policy_rates_go_on_from_their_table_of_changes(script: ModuleType) -> None:
    months = {day: value for day, value, _, _ in script.steps("ECBDFR", date(2024, 4, 1))}
    assert months[date(2024, 6, 1)] == 3.75, "in force at the end of June 2024, stamped with its first day"
    assert months[date(2026, 9, 1)] == 2.5
    assert date(2026, 10, 1) not in months, "the month had not ended"


def test_quarters(script: ModuleType) -> None:
    offerings = sys.modules["offerings"]
    assert offerings.quarter_start("2024Q1") == date(2024, 1, 1)
    assert offerings.quarter_start("2024Q4") == date(2024, 10, 1)
    table = ",MM,YY,2Y,3Y,5Y,7Y,10Y,20Y,30Y,5Y TIP,10Y TIP,30Y TIP,2Y FRN\n"
    table += ",3,2022,50,48,51,47,34,16,20,0,14,0,22\n,4,2022,48,46,49,44,34,16,20,20,0,0,24\n"
    rows = offerings.monthly(table)
    assert {r[0] for r in rows} == {date(2022, 3, 1)}
    assert ("tips_10y", 14.0) in {(r[2], r[3]) for r in rows}
    assert not any(r[2] == "tips_5y" for r in rows), "no auction is no row"
