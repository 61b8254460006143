"""The book of securities refuses what it cannot project."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.bank.portfolio.book import Kind, SecurityBook
from tidegate.errors import BookError


def book(**changes):
    values = {
        "as_of": date(2022, 3, 30),
        "cusip": ("A", "B"),
        "kind": np.array([Kind.BILL, Kind.TIPS], dtype=np.int8),
        "coupon_pct": np.array([0.0, 0.125]),
        "maturity": np.array(["2022-05-05", "2025-10-15"], dtype="datetime64[D]"),
        "par_bn": np.array([5.0, 7.0]),
        "inflation_bn": np.array([0.0, 0.6]),
    }
    return SecurityBook(**{**values, **changes})


def test_total_counts_inflation_compensation():
    assert book().total_bn == pytest.approx(12.6)


def test_every_problem_is_named_at_once():
    with pytest.raises(BookError) as caught:
        book(
            cusip=("A", "A"),
            maturity=np.array(["2021-05-05", "NaT"], dtype="datetime64[D]"),
            par_bn=np.array([-1.0, np.nan]),
        )
    text = str(caught.value)
    assert len(caught.value.problems) == 5
    for part in ("matured before", "no maturity date", "par must be", "listed twice"):
        assert part in text


def test_arrays_of_another_length_are_refused():
    with pytest.raises(BookError, match="one value for each of the 2"):
        book(par_bn=np.array([1.0]))


def test_kind_from_the_words_of_the_bank():
    assert [Kind.of(w) for w in ("Bills", "NotesBonds", "TIPS", "FRNs")] == [0, 1, 2, 3]
