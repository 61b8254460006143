"""The score and the finder against labelled sentences and the statements since 2006.

Announcement days: Federal Reserve, timeline of balance sheet policies. Labels:
Shah, Paturi, Chava (2023), "Trillion Dollar Words", labels of their model.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

import validate_communication as validation

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
