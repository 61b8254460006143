"""``tidegate scenario``: what it prints, its JSON, its files, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tidegate.cli import main
from tidegate.futures.variables import NAMES


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["--lang", "en", "scenario", *words])
    out = capsys.readouterr()
    return code, out.out, out.err


SMALL = ("--paths", "40", "--months", "6", "--seed", "3")


def test_run_has_every_key_of_the_reference(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = asked(capsys, "run", "baseline", *SMALL, "--json", "--markets", "--government")
    told = json.loads(out)
    assert code == 0
    assert set(told) == {
        "scenario", "paths", "months", "seed", "seconds", "dates", "units", "quantiles", "mean", "exact",
        "max_identity_residual_bn", "failed_paths", "digest", "markets", "government",
    }  # fmt: skip
    assert set(told["quantiles"]) == set(NAMES) == set(told["units"])
    assert len(told["quantiles"]["reserves_bn"]["p50"]) == 6 == len(told["dates"])
    assert told["max_identity_residual_bn"] < 1e-6
    assert told["failed_paths"] == []
    assert len(told["markets"]["ust_20_plus"]["p10"]) == 6
    assert 50.0 < told["government"]["interest_bn"]["p50"][0] < 200.0


def test_run_prints_a_table_and_writes_files(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    import pandas as pd
    import xarray as xr

    for name in ("run.nc", "run.parquet", "run.json"):
        code, out, _ = asked(capsys, "run", "baseline", *SMALL, "--out", str(tmp_path / name))
        assert code == 0
    assert "Reserves" in out
    assert "Digest" in out
    with xr.open_dataset(tmp_path / "run.nc", engine="scipy") as found:
        assert found["reserves_bn_paths"].shape == (6, 40)
    table = pd.read_parquet(tmp_path / "run.parquet")
    assert set(table.columns) == {"date", "variable", "level", "value"}
    assert json.loads((tmp_path / "run.json").read_text("utf-8"))["paths"] == 40
    code, _, err = asked(capsys, "run", "baseline", *SMALL, "--out", str(tmp_path / "run.xls"))
    assert code == 2
    assert ".parquet" in err


def test_a_start_in_the_past_uses_its_day(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = asked(capsys, "run", "baseline", *SMALL, "--start", "2024-01", "--json")
    assert code == 0
    assert json.loads(out)["dates"][0] == "2024-02-29"


def test_compare_gives_differences(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("compare", "faster-reserve-management", "baseline", *SMALL)
    code, out, _ = asked(capsys, *words, "--json")
    told = json.loads(out)
    assert code == 0
    assert told["difference"]["reserves_bn"]["mean"][-1] > 0.0
    assert told["difference"]["reserves_bn"]["standard_error"][-1] >= 0.0
    code, out, _ = asked(capsys, *words)
    assert "less" in out


def test_list_and_show(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = asked(capsys, "list")
    assert "qt-ends-early" in out
    _, out, _ = asked(capsys, "list", "--json")
    assert json.loads(out)["scenarios"][0]["name"] == "baseline"
    _, out, _ = asked(capsys, "show", "qt-extended")
    assert "QT is extended" in out
    assert "runoff_least_months" in out
    main(["--lang", "zh-Hant", "scenario", "show", "qt-extended"])
    assert "縮表延長" in capsys.readouterr().out


def test_sweep_prints_a_line_a_run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = ("sweep", "baseline", "--seeds", "1,2", "--paths", "20", "--months", "6", "--workers", "1")
    code, out, _ = asked(capsys, *words, "--out", str(tmp_path))
    assert code == 0
    assert "2 runs" in out
    assert (tmp_path / "sweep.parquet").exists()
    code, out, _ = asked(capsys, *words, "--out", str(tmp_path), "--json")
    assert json.loads(out)["resumed"] == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "moon"), ["moon", "baseline"]),
        (("run", "baseline", "--paths", "-1", "--months", "0"), ["paths -1", "months 0"]),
        (("run", "baseline", "--start", "2007-01"), ["too early"]),
        (("run", "baseline", "--start", "soon"), ["soon"]),
        (("run", "baseline", "--start", "2030-01"), ["future"]),
        (("sweep", "baseline", "--seeds", "x"), ["--seeds x"]),
        (("sweep", "baseline", "--vary", "x", "--vary", "a=1", "--vary", "a=2"), ["--vary x", "given twice"]),
    ],
)
def test_nonsense_is_refused(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: list[str]
) -> None:
    code, _, err = asked(capsys, *words)
    assert code == 2
    for word in said:
        assert word in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--workers", "-4"), "--workers -4"),
        (
            ("--paths", "30000", "--markets"),
            "--markets: every path has to be held; give --paths of at most 20000",
        ),
        (("--paths", "3000", "--government"), "--paths of at most 2000"),
        (("--paths", "30000", "--out", "run.xls"), "run.xls"),
    ],
)
def test_what_cannot_be_told_of_a_run_is_refused_before_it_runs(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    code, out, err = asked(capsys, "run", "baseline", "--months", "600", *words)
    assert (code, out) == (2, "")
    assert told in err
    assert "Running" not in err


def test_parts_of_a_scenario_that_was_changed_since_are_not_taken(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tidegate.futures import simulation

    monkeypatch.setattr(simulation, "MOST_KEPT", 10)
    monkeypatch.setattr(simulation, "PART_PATHS", 20)
    file, kept = tmp_path / "own.toml", tmp_path / "parts"
    digests = []
    for cap in (20, 20, 0):
        file.write_text(
            'parent = "qt-extended"\nname = "own"\ntitle_en = "a"\ntitle_zh = "b"\nstory_en = "c"\nstory_zh = "d"\n'
            f'sources = ["e"]\n[policy]\ntreasury_cap_bn = {cap}\n',
            "utf-8",
        )
        code, out, err = asked(capsys, "run", str(file), *SMALL, "--resume", str(kept), "--json")
        assert code == 0, err
        digests.append(json.loads(out)["digest"])
    assert digests[0] == digests[1] != digests[2]
    assert len(list(kept.glob("run-*.npz"))) == 4
