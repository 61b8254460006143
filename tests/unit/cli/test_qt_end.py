"""``tidegate qt-end``: JSON, sentences, scores and the record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tidegate.cli import main

KEYS = {"as_of", "median", "p10", "p90", "probability_by_month", "criteria", "threshold", "street"}


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["qt-end", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_json_while_run_off_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--as-of", "2024-06-30", "--json")
    found = json.loads(out)
    assert code == 0
    assert set(found) >= KEYS
    assert found["p10"] <= found["median"] <= found["p90"]
    assert sum(found["probability_by_month"].values()) == pytest.approx(1.0, abs=0.01)
    assert [c["criterion"] for c in found["criteria"]] == ["inflation", "reserves", "money-market", "economy"]
    assert all(c["published"] <= "2024-06-30" for c in found["street"] + found["threshold"]["published"])


def test_json_after_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "--as-of", "2026-10-08", "--json")
    found = json.loads(out)
    assert (found["run_off"], found["median"], found["ended"]) == (None, None, "2025-12")
    for outlook in found["after"]["outlooks"]:
        first = ("hold", "reserve_management", "run_off", "purchases")
        assert sum(outlook[k]["p"] for k in first) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("language", "word"), [("en", "Run-off most likely ends"), ("zh-Hant", "縮表結束時點")]
)
def test_sentences_in_both_languages(capsys: pytest.CaptureFixture[str], language: str, word: str) -> None:
    code, out, _ = run(capsys, "--as-of", "2025-01-31", "--lang", language)
    assert code == 0
    assert out.startswith(word)


def test_scores(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "score", "--json")
    found = json.loads(out)
    assert len(found["judged"]) == 8
    assert len(found["vintages"]) == 64
    assert run(capsys, "score")[0] == 0


def test_the_record(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = str(tmp_path / "record.jsonl")
    assert run(capsys, "--as-of", "2025-01-31", "--record-to", path)[0] == 0
    assert run(capsys, "--as-of", "2025-07-31", "--record-to", path)[0] == 0
    code, out, _ = run(capsys, "log", "verify", "--path", path, "--json")
    assert (code, json.loads(out)["entries"]) == (0, 2)
    kept = Path(path).read_text(encoding="utf-8")
    Path(path).write_text(kept.replace("2026-02", "2025-12"), encoding="utf-8")
    assert run(capsys, "log", "verify", "--path", path)[0] == 2
    assert run(capsys, "log", "verify", "--path", path, "--json")[0] == 2


@pytest.mark.parametrize("wrong", [["--as-of", "2010-01-01"], ["--as-of", "soon"], ["--as-of", "2999-01-01"]])
def test_a_wrong_day_is_refused(capsys: pytest.CaptureFixture[str], wrong: list[str]) -> None:
    code, out, err = run(capsys, *wrong)
    assert (code, out) == (2, "")
    assert err.startswith(("error", "錯誤"))
