"""The score and the finder against labelled sentences and the statements since 2006.

Announcement days: Federal Reserve, timeline of balance sheet policies. Labels:
Shah, Paturi, Chava (2023), "Trillion Dollar Words", labels of their model.
"""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import numpy as np
import pytest

import validate_communication as validation
from tidegate.policy.communication.balance_sheet import announcements
from tidegate.policy.communication.rules import Direction, Topic
from tidegate.policy.communication.sentences import read

FINDER_BAR = 0.95


@pytest.fixture(scope="module")
def tone_rows(shared: Path) -> list[dict]:
    """What the script measures of the score, once for all tests here."""
    return validation.tone_rows(shared / "test_only")


def test_the_shipped_table_is_what_the_script_measures(shared: Path, tone_rows: list[dict]) -> None:
    measured = validation.as_toml(tone_rows, validation.finder_row(shared / "test_only"))
    assert tomllib.loads(measured) == tomllib.loads(validation.TABLE.read_text("utf-8"))


def test_every_announcement_that_a_statement_makes_is_flagged(shared: Path) -> None:
    found = validation.finder_row(shared / "test_only")
    assert found["texts"] == 181
    # The statement of that day says nothing of it: the plan stood in a text of its own.
    assert found["missed"] == ["2019-03-20"]
    assert found["precision_changed_language"] >= FINDER_BAR


def test_the_one_that_is_missed_says_nothing_of_the_balance_sheet(shared: Path) -> None:
    with (shared / "test_only" / "fomc_statements.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file) if row["date"] == "2019-03-20"]
    assert len(texts) == 1
    said = texts[0].lower()
    for word in ("balance sheet", "holdings", "securities", "reinvest", "run-off", "redemption", "reserves"):
        assert word not in said


def test_the_plan_of_that_hour_is_flagged() -> None:
    """FOMC, Balance Sheet Normalization Principles and Plans, 20 March 2019 (public domain): its first two points."""
    found = announcements(
        read(
            "The Committee intends to slow the reduction of its holdings of Treasury securities by reducing the cap"
            " on monthly redemptions from the current level of $30 billion to $15 billion beginning in May 2019."
            " The Committee intends to conclude the reduction of its aggregate securities holdings in the System"
            " Open Market Account (SOMA) at the end of September 2019."
        )
    )
    assert [a.finding.topic for a in found] == [Topic.CAPS_AND_RUN_OFF, Topic.END_OF_RUN_OFF]
    assert all(a.finding.direction is Direction.EASING for a in found)
    assert [amount.value_bn for amount in found[0].finding.amounts] == [30.0, 15.0]


def test_the_score_follows_the_net_tone_of_documents(tone_rows: list[dict]) -> None:
    for row in tone_rows:
        if row["measure"] == "documents":
            assert row["lexicon_correlation"] > row["naive_bayes_correlation"]
        if row["measure"] == "confirmed":
            assert row["lexicon_accuracy"] > row["majority_accuracy"]


def test_naive_bayes_by_hand() -> None:
    got = validation.naive_bayes(["a a b", "b c", "c"], np.array([0, 1, 2]), ["a", "c c", "b"])
    assert got.tolist()[0] == 0
    assert validation.accuracy(np.array([0, 1, 2]), np.array([0, 1, 1])) == (
        pytest.approx(2 / 3),
        pytest.approx(5 / 9),
    )
