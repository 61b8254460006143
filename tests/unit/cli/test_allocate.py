"""``tidegate allocate``: JSON, sentences, files of one's own, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tidegate.cli import main

DAY = ("--as-of", "2026-10-08")
KEYS = {"weights", "limits", "cvar_pct", "by_scenario", "trace", "data", "ladder", "next_review", "last"}


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["allocate", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_json_adds_up(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, *DAY, "--json")
    found = json.loads(out)
    assert code == 0
    assert set(found) >= KEYS
    assert sum(found["weights"].values()) == pytest.approx(100.0, abs=1e-4)
    assert found["cvar_pct"] <= found["cvar_limit_pct"] + 1e-6
    assert sum(s["chance"] for s in found["by_scenario"]) == pytest.approx(1.0)
    assert all(row["slack_pct"] >= -1e-7 for row in found["limits"])
    assert found["weights"].get("bitcoin", 0.0) <= 3.0 + 1e-6
    for name, change in found["sixty_forty"]["change"].items():
        parts = sum(step["change"].get(name, 0.0) for step in found["trace"]["steps"])
        assert parts == pytest.approx(change, abs=1e-4)
    for name, change in found["last"]["change"].items():
        parts = sum(step["change"].get(name, 0.0) for step in found["trace"]["from_last"])
        assert parts == pytest.approx(change, abs=1e-4)
    links = [k for k in found["trace"]["links"] if k["cause"] != "history_and_limits"]
    assert links
    assert all(k["policy_line"] and k["ten_year_points"] is not None for k in links)
    assert {row["source"] for row in found["data"]} == {"snapshot", "moments"}
    assert found["trace"]["policy"]["phase"] == "HOLD"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("What to own", "no investment advice", "Next review")),
        ("zh-Hant", ("該持有什麼", "不是投資建議", "下次檢視")),
    ],
)
def test_sentences_in_both_languages(
    capsys: pytest.CaptureFixture[str], language: str, words: tuple[str, ...]
) -> None:
    code, out, _ = run(capsys, *DAY, "--lang", language, "--currency", "TWD", "--risk", "low")
    assert code == 0
    assert all(word in out.replace("\n", " ") or word in out.replace("\n", "") for word in words)


def test_limits_prices_and_holdings_of_one_s_own(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    limits, prices, holdings = (tmp_path / n for n in ("limits.toml", "prices.csv", "holdings.csv"))
    limits.write_text("max_turnover_pct = 30\n[groups.gold]\nmax_pct = 2\n", "utf-8")
    months = np.arange("2015-01", "2026-08", dtype="datetime64[M]").astype("datetime64[D]")
    level = 100 * np.cumprod(1 + np.random.default_rng(0).normal(0.008, 0.05, len(months)))
    rows = "\n".join(f"{m},{v:.4f}" for m, v in zip(months, level, strict=True))
    prices.write_text(f"date,0050:taiwan\n{rows}\n", "utf-8")
    holdings.write_text("asset,amount\nus_broad,500\nust_7_10,300\n0050:taiwan,200\n", "utf-8")
    code, out, _ = run(
        capsys, *DAY, "--json", "--limits", str(limits), "--prices", str(prices), "--holdings", str(holdings)
    )
    found = json.loads(out)
    assert code == 0
    assert found["last"]["weights"]["us_broad"] == pytest.approx(50.0)
    assert sum(abs(v) for v in found["last"]["change"].values()) / 2 <= 30.0 + 1e-5
    assert found["weights"].get("gold", 0.0) <= 2.0 + 1e-6
    assert next(r for r in found["data"] if r["asset"] == "taiwan")["source"] == "user"
    assert [s["cause"] for s in found["trace"]["from_last"]] == ["holdings"]


def test_one_scenario_for_certain(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, *DAY, "--json", "--scenario", "recession_qe")[1])
    assert found["scenario"] == "recession_qe"
    assert found["weights"].get("us_broad", 0.0) < 5.0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--risk", "wild"), "wild"),
        (("--scenario", "boom"), "boom"),
        (("--currency", "EUR"), "EUR"),
        (("--objective", "luck"), "luck"),
        (("--limits", "nowhere.toml"), "nowhere.toml"),
        (("--prices", "nowhere.csv"), "nowhere.csv"),
        (("--holdings", "nowhere.csv"), "nowhere.csv"),
        (("--as-of", "soon"), "soon"),
        (("ladder", "--parts", "0"), "0"),
        (("backtest", "--first", "never"), "never"),
    ],
)
def test_what_cannot_be_done_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert words in err


def test_limits_that_contradict_each_other_are_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    limits = tmp_path / "limits.toml"
    limits.write_text("single_max_pct = 10\n[groups.gold]\nmin_pct = 15\n", "utf-8")
    code, _, err = run(capsys, *DAY, "--limits", str(limits), "--lang", "en")
    assert code == 2
    assert "group_min:gold" in err
    assert "single_max" in err


def test_the_ladder(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, "ladder", *DAY, "--json")[1])
    assert {row["run_off"] for row in found["summary"]} == {"QT1", "QT2"}
    assert len(found["plans"]) == 64
    code, out, _ = run(capsys, "ladder", *DAY, "--months", "--lang", "zh-Hant")
    assert code == 0
    assert "2018" in out


def test_a_short_walk(capsys: pytest.CaptureFixture[str]) -> None:
    span = ("--first", "2015-12", "--last", "2017-12")
    found = json.loads(run(capsys, "backtest", *DAY, *span, "--json")[1])
    assert len(found["strategies"]) == 10
    assert found["decisions"][0]["month"] == "2015-12"
    assert sum(found["decisions"][0]["weights"].values()) == pytest.approx(100.0)
    assert {p["phase"] for p in found["by_phase"]} >= {"QT1", "QT2"}


@pytest.mark.parametrize(("option", "value"), [("--trust", "3"), ("--instalments", "0")])
def test_what_is_no_question_is_refused_before_anything_is_said(
    capsys: pytest.CaptureFixture[str], option: str, value: str
) -> None:
    code, out, err = run(capsys, *DAY, option, value)
    assert (code, out) == (2, "")
    assert value in err
