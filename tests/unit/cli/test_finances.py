"""``tidegate finances``."""

from __future__ import annotations

import json

import pytest

from tidegate.cli import main

Captured = pytest.CaptureFixture[str]


def test_the_answer_in_both_languages(capsys: Captured) -> None:
    assert main(["finances", "--as-of", "2026-10-08", "--lang", "en"]) == 0
    english = " ".join(capsys.readouterr().out.split())
    assert "Ten fiscal years" in english
    assert "national accounts" in english
    assert main(["finances", "--as-of", "2026-10-08"]) == 0
    chinese = capsys.readouterr().out
    assert "會計年度" in chinese
    assert "Fiscal" not in chinese


def test_json_is_whole_and_has_no_nan(capsys: Captured) -> None:
    asked = ["finances", "--change-bn", "1000", "--months", "12", "--scenario-yields", "-0.5"]
    assert main([*asked, "--as-of", "2026-10-08", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert json.dumps(found, allow_nan=False)
    assert found["total_interest_bn"]["mean"] < 0
    assert len(found["years"]) == 10
    assert {row["concept"] for row in found["rebuilt"]} == {"accounts", "budget"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--scenario-yields", "up"], "flat, forward"),
        (["--mode", "loud"], "passive"),
        (["--refunding", "gold"], "coupons"),
        (["--months", "0"], "1 to 120"),
        (["--as-of", "2020-01-01"], "2022-03-31"),
    ],
)
def test_bad_input_says_what_is_allowed(capsys: Captured, asked: list[str], said: str) -> None:
    assert main(["finances", *asked, "--lang", "en"]) == 2
    assert said in capsys.readouterr().err
