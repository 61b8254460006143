"""A statement in the reader's words, and how far the reading may be trusted."""

from datetime import date

import pytest

from tidegate.briefing.assembly import open_desk
from tidegate.briefing.sections.communication import write
from tidegate.briefing.statements import label, tone_sentence, validation
from tidegate.locale import translator
from tidegate.policy.communication import find, read, score_statement

TEXT = """April 3, 2031

The Committee imagined here sees solid growth. It will continue buying Treasury bonds at a pace of $9 billion per
month. Nothing else is known of it."""


@pytest.mark.parametrize(("language", "word"), [("en", "purchases"), ("zh-Hant", "購債")])
def test_a_sentence_is_labelled_in_the_readers_language(language: str, word: str) -> None:
    tr = translator(language)
    (found,) = find(read(TEXT))
    assert word in label(tr, found)
    assert "9" in label(tr, found)
    assert "{" not in tone_sentence(score_statement(TEXT)).text(tr)


def test_the_section_shows_where_the_reading_loses() -> None:
    section = write(open_desk(date(2026, 10, 8)))
    accuracy, correlation = (table.rows for table in section.tables)
    assert len(accuracy) + len(correlation) == len(validation()["tone"])
    # On minutes as filed, naming the commonest label is right more often: it stays in the table.
    assert any(row["ours"] < row["majority"] for row in accuracy)
    assert all(-1.0 <= row["ours"] <= 1.0 for row in correlation)
