"""``tidegate reserves``."""

from __future__ import annotations

import json

import pytest

from tidegate.cli import main

Captured = pytest.CaptureFixture[str]


def test_the_answer_in_both_languages(capsys: Captured) -> None:
    assert main(["reserves", "--as-of", "2019-08-31", "--lang", "en"]) == 0
    english = " ".join(capsys.readouterr().out.split())
    assert "in the scarce half" in english
    assert "Tax day and the day after" in english
    assert main(["reserves", "--as-of", "2019-08-31"]) == 0
    chinese = capsys.readouterr().out
    assert "落在不足的一側" in chinese
    assert "scarce" not in chinese


def test_json_carries_everything_and_the_conflict(capsys: Captured) -> None:
    assert main(["reserves", "--as-of", "2018-08-31", "--json", "--lang", "en"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["verdict"] == "scarce"
    assert found["p_ample"] + found["p_scarce"] == pytest.approx(1.0)
    assert found["threshold_bn"]["low"] <= found["threshold_bn"]["middle"] <= found["threshold_bn"]["high"]
    assert found["sofr_over_iorb_bp"] < 0
    assert "SOFR trades" in found["conflict"]
    assert found["data_through"] <= "2018-08-31"
    assert {row["kind"] for row in found["spikes"]} >= {"tax", "quarter_end", "settlement"}
    assert all(row["date"] > "2018-08-31" for row in found["coming_days"])


def test_the_same_question_has_the_same_answer(capsys: Captured) -> None:
    answers = []
    for _ in range(2):
        assert main(["reserves", "--as-of", "2022-06-30", "--json"]) == 0
        answers.append(capsys.readouterr().out)
    assert answers[0] == answers[1]


def test_days_without_an_answer_say_why(capsys: Captured) -> None:
    assert main(["reserves", "--as-of", "2012-06-30", "--lang", "en"]) == 2
    assert "needs 156 weeks" in capsys.readouterr().err
    assert main(["reserves", "--as-of", "soon", "--lang", "en"]) == 2
    assert "YYYY-MM-DD" in capsys.readouterr().err
