"""``tidegate economy``."""

from __future__ import annotations

import json

import pytest

from tidegate.cli import main

Captured = pytest.CaptureFixture[str]


def answer(capsys: Captured, *arguments: str) -> dict:
    assert main(["economy", *arguments, "--json"]) == 0
    out = capsys.readouterr().out
    assert json.loads(json.dumps(json.loads(out), allow_nan=False))
    return json.loads(out)


def test_solve_as_json(capsys: Captured) -> None:
    found = answer(capsys, "solve", "four-equation")
    assert list(found["coefficients"]) == ["r_lag", "qe", "theta", "r_star", "e_r"]
    assert all(list(rule) == ["x", "pi", "r"] for rule in found["coefficients"].values())
    assert found["coefficients"]["qe"]["x"] == pytest.approx(0.089333, abs=1e-6)
    assert found["parameters"]["gamma"] == 0.086
    assert found["stable_roots"] == found["roots_needed"] == 6
    assert max(found["residuals"].values()) < 1e-12


def test_solve_with_other_parameters(capsys: Captured) -> None:
    found = answer(capsys, "solve", "four-equation", "--variant", "exact", "--set", "z=0", "--set", "bcb=0.4")
    assert found["coefficients"]["qe"] == pytest.approx({"x": 0, "pi": 0, "r": 0}, abs=1e-12)
    assert found["parameters"]["zeta"] == pytest.approx(2.0)
    assert found["parameters"]["b_cb"] == 0.4


def test_solve_in_both_languages(capsys: Captured) -> None:
    assert main(["economy", "solve", "four-equation"]) == 0
    assert "產出缺口" in capsys.readouterr().out
    assert main(["economy", "solve", "four-equation", "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "-1.648579" in shown
    assert "Largest residual" in shown


def test_four_equation_response(capsys: Captured) -> None:
    found = answer(capsys, "irf", "four-equation", "--shock", "qe", "--quarters", "8")
    assert found["quarters"] == list(range(8))
    assert found["responses"]["pi_annual"][0] == pytest.approx(0.0259, abs=5e-5)
    bound = answer(
        capsys, "irf", "four-equation", "--shock", "r_star", "--size", "-2", "--lower-bound", "-2", "--quarters", "8"
    )  # fmt: skip
    assert bound["at_lower_bound"][:5] == [True] * 5
    assert min(bound["responses"]["r_annual"]) == pytest.approx(-2.0)


@pytest.mark.parametrize("shock", ["funds_rate", "term_premium", "term_premium_broad", "demand"])
def test_semi_structural_response(shock: str, capsys: Captured) -> None:
    found = answer(capsys, "irf", "semi-structural", "--shock", shock)
    assert found["quarters"] == list(range(1, 41))
    for name in ("output_gap_pct", "unemployment_pct", "inflation_pct", "funds_rate_pct", "long_rate_pct"):
        assert len(found["responses"][name]) == 40
        ratio = found["peaks"][name]["value"] / found["reference_peaks"][name]["value"]
        assert 0.65 <= ratio <= 1.35, name


def test_a_parameter_of_the_monthly_model_can_be_set(capsys: Captured) -> None:
    base = answer(capsys, "irf", "semi-structural", "--shock", "demand")
    more = answer(capsys, "irf", "semi-structural", "--shock", "demand", "--set", "okun=0.6")
    peak = "peaks", "unemployment_pct", "value"
    assert abs(more[peak[0]][peak[1]][peak[2]]) > abs(base[peak[0]][peak[1]][peak[2]])


def test_payments(capsys: Captured) -> None:
    found = answer(capsys, "payments", "--long-rate", "0.5", "--loan", "thirty_year_mortgage=300000")
    home = next(row for row in found["loans"] if row["loan"] == "thirty_year_mortgage")
    assert home["amount"] == 300_000
    assert home["change"] > 0
    assert main(["economy", "payments", "--funds-rate", "-1"]) == 0
    assert "信用卡" in capsys.readouterr().out


def test_mandate(capsys: Captured) -> None:
    found = answer(capsys, "mandate", "--term-premium", "0.6", "--months", "24", "--as-of", "2026-10-08")
    assert [row["model_id"] for row in found["rows"]] == ["semi-structural", "four-equation"]
    for row in found["rows"]:
        assert row["output_year_pct_low"] <= row["output_year_pct"] <= row["output_year_pct_high"] < 0
    for hike in found["equivalent_hike"].values():
        assert 0 < hike["low"] < hike["funds_rate_pct"] < hike["high"]
    assert main(["economy", "mandate", "--term-premium", "0", "--funds-rate", "1", "--lang", "en"]) == 0
    assert "Jobs and growth against inflation" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["solve", "three-equation"], "unknown model 'three-equation'; known are: four-equation"),
        (["solve", "four-equation", "--set", "phi_pi=0.5"], "indeterminate"),
        (["solve", "four-equation", "--set", "z"], "--set z: write NAME=VALUE"),
        (["solve", "four-equation", "--set", "z=a"], "--set z=a: write NAME=VALUE"),
        (["solve", "four-equation", "--set", "z=0.1", "--set", "z=0.2"], "given twice"),
        (["solve", "four-equation", "--set", "z=nan"], "parameter z"),
        (["solve", "four-equation", "--set", "z=2"], "parameter z: 2.0 is not allowed"),
        (["solve", "four-equation", "--variant", "table-9"], "unknown variant"),
        (["irf", "four-equation", "--shock", "gold"], "unknown shock 'gold'"),
        (["irf", "semi-structural", "--shock", "gold"], "unknown shock 'gold'"),
        (["irf", "semi-structural", "--shock", "demand", "--quarters", "0"], "quarters 0"),
        (["irf", "four-equation", "--shock", "qe", "--quarters", "1000"], "quarters 1000"),
        (["irf", "semi-structural", "--shock", "demand", "--lower-bound", "0"], "--lower-bound"),
        (
            ["irf", "four-equation", "--shock", "qe", "--lower-bound", "1"],
            "lower bound 0.25 a quarter: above",
        ),
        (["irf", "semi-structural", "--shock", "demand", "--set", "okun=9"], "okun"),
        (["payments", "--loan", "yacht=1"], "unknown loan 'yacht'"),
        (["payments", "--loan", "car_loan=-1"], "loan -1"),
        (["payments", "--long-rate", "nan"], "finite"),
        (["mandate", "--months", "6"], "12 or more"),
        (["mandate", "--funds-rate", "99"], "funds_rate_path_pct"),
    ],
)
def test_what_cannot_be_answered_is_said_on_stderr(arguments: list[str], said: str, capsys: Captured) -> None:
    assert main(["economy", *arguments, "--lang", "en"]) == 2
    refused = capsys.readouterr()
    assert refused.out == ""
    assert said in refused.err
