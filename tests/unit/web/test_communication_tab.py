"""The tab that reads a pasted statement."""

from types import SimpleNamespace

import pytest

from tidegate.briefing.wording import wording
from tidegate.errors import InputError
from tidegate.web.tabs.communication import answer

OLD = """April 3, 2031

The Committee imagined here sees solid growth. It will continue buying Treasury bonds at a pace of $9 billion per
month. Nothing else is known of it."""
NEW = OLD.replace("$9 billion", "$12 billion").replace("solid", "<b>slower</b>")


def reader(language: str) -> SimpleNamespace:
    return SimpleNamespace(words=wording(language))


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_a_statement_is_read_and_compared(language: str) -> None:
    told = answer(reader(language), NEW, OLD)
    assert "<ins>" in told
    assert "<del>" in told
    assert "★" in told
    assert "<b>" not in told


def test_without_the_statement_before_nothing_is_compared() -> None:
    assert "<ins>" not in answer(reader("en"), OLD, " ")


@pytest.mark.parametrize("text", ["", "too short"])
def test_what_is_no_statement_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        answer(reader("en"), text, "")
