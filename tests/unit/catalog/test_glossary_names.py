"""A label finds its word of the glossary, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tidegate.catalog import terms
from tidegate.catalog.glossary import names, plain, term_called

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("ON RRP", "on_rrp"),
        ("Treasuries", "treasury"),
        ("Quantitative easing", "qe"),
        ("CVaR", "cvar"),
        ("Run-off", "run_off"),
        ("Currency", ""),  # of a loan, not in circulation
        ("Hong Kong", ""),
        ("", ""),
    ],
)
def test_a_label_finds_its_word(label: str, found: str) -> None:
    assert term_called(label) == found


def test_no_label_means_two_words() -> None:
    seen: dict[str, str] = {}
    for term in terms().values():
        for label in (term.title.en, *term.also):
            assert seen.setdefault(plain(label), term.id) == term.id, label
            assert term_called(label) in (term.id, ""), label
    assert all(term.id in {plain(n) for n in names(term)} or "_" in term.id for term in terms().values())


def test_every_explanation_is_there() -> None:
    told = [term.page for term in terms().values() if term.page]
    assert len(told) > 15
    assert all((ROOT / page).is_file() for page in told)
