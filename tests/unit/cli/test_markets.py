"""``tidegate markets``: JSON, tables, errors."""

from __future__ import annotations

import json

import pytest

from tidegate.cli import main


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["markets", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_json_of_all_assets(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--as-of", "2026-10-08", "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["through"], found["surprise_bp"]) == ("2025-12-10", 10)
    gold = next(r for r in found["responses"] if (r["asset"], r["surprise"]) == ("gold", "policy"))
    assert gold["low"] < gold["mean"] < gold["high"]
    assert gold["rule"] == "shrunk"
    assert gold["published"][0]["certainty"] == "read"
    assert gold["measured"]["n"] > gold["measured"]["dof"]


def test_json_of_one_asset(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "bitcoin", "--as-of", "2026-10-08", "--json")
    found = json.loads(out)
    assert found["asset"] == "bitcoin"
    assert {e["window"] for e in found["effects"]} == {"1d", "2d", "5d", "1m", "3m", "6m", "12m", "24m"}
    assert {s["variant"] for s in found["sensitivities"]} >= {"scheduled", "unforeseen"}
    sign = found["responses"][-1]["published"][-1]
    assert (sign["low"], sign["high"], sign["sample"]) == (0.0, None, "before_2020")


def test_json_of_phases(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "phases", "--as-of", "2026-10-08", "--json")
    found = json.loads(out)
    assert found["proves_anything"] is False
    assert {"phase": "QE3", "asset": "gold", "unit": "pct", "change": -30.7, "source": "gold fund"} in found[
        "changes"
    ]
    assert all(row in found["changes"] for row in found["against_their_news"])


@pytest.mark.parametrize(
    ("arguments", "language", "words"),
    [
        ((), "en", "Response to a surprise of +10 bp about the balance sheet"),
        ((), "zh-Hant", "資產負債表意外 +10 個基點時的反應"),
        (("gold",), "en", "Gold: other choices"),
        (("phases",), "zh-Hant", "只供參考、不作證明"),
    ],
)
def test_tables_in_both_languages(capsys: pytest.CaptureFixture[str], arguments, language, words) -> None:
    code, out, _ = run(capsys, *arguments, "--lang", language)
    assert code == 0
    assert words in out


def test_an_asset_that_does_not_exist(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "gld", "--lang", "en")
    assert code == 2
    assert "unknown asset 'gld'" in err
