from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tidegate.bank.portfolio.mbs_book import CohortBook, Issuer
from tidegate.bank.portfolio.mbs_opening import mbs_opening, mbs_opening_dates, rake
from tidegate.errors import BookError, UnknownName


def book(**changes: object) -> CohortBook:
    values = {
        "as_of": date(2022, 6, 29),
        "issuer": np.array([0, 1], dtype=np.int8),
        "term_months": np.array([360.0, 180.0]),
        "coupon_pct": np.array([2.0, 2.5]),
        "wac_pct": np.array([2.8, 3.3]),
        "age_months": np.array([12.0, 30.0]),
        "face_bn": np.array([60.0, 40.0]),
        "unrefinanced": np.array([1.0, 0.5]),
    }
    return CohortBook(**{**values, **changes})


def test_totals():
    assert book().total_bn == 100.0
    assert book().mean_coupon_pct == pytest.approx(2.2)
    assert np.isnan(book(face_bn=np.zeros(2)).mean_coupon_pct)


def test_every_bad_cohort_is_named():
    with pytest.raises(BookError) as error:
        book(
            issuer=np.array([0, 9], dtype=np.int8),
            term_months=np.array([0.0, 180.0]),
            coupon_pct=np.array([-1.0, 2.5]),
            wac_pct=np.array([2.8, 1.0]),
            age_months=np.array([-1.0, 30.0]),
            face_bn=np.array([np.nan, -4.0]),
            unrefinanced=np.array([0.0, 1.5]),
        )
    assert len(error.value.problems) == 9


def test_arrays_of_different_length_are_refused():
    with pytest.raises(BookError, match="face_bn"):
        book(face_bn=np.ones(3))


def test_take_reorders():
    assert book().take(np.array([1, 0])).face_bn == pytest.approx([40.0, 60.0])


def test_opening_dates():
    assert mbs_opening_dates() == (date(2017, 9, 27), date(2022, 6, 29), date(2026, 7, 1))
    with pytest.raises(UnknownName, match="2020-01-01"):
        mbs_opening("2020-01-01")


# NY Fed SOMA holdings by CUSIP at 2022-06-29, tabulated by the public Lock-in-Effect study.
def test_opening_book_of_june_2022_has_the_published_margins():
    opening = mbs_opening("2022-06-29")
    held = opening.book
    assert held.total_bn == pytest.approx(2700.56)
    assert held.mean_coupon_pct == pytest.approx(2.471, abs=0.001)
    for coupon, share in ((1.5, 6.5), (2.0, 39.4), (2.5, 28.4), (3.0, 12.3), (3.5, 7.8), (4.0, 4.0)):
        assert held.face_bn[held.coupon_pct == coupon].sum() / held.total_bn * 100 == pytest.approx(
            share, abs=0.05
        )
    for issuer, share in ((Issuer.UMBS, 73.64), (Issuer.GNMA, 20.90), (Issuer.LEGACY, 5.46)):
        assert held.face_bn[held.issuer == issuer].sum() / held.total_bn * 100 == pytest.approx(
            share, abs=0.05
        )
    assert held.face_bn[held.term_months == 180].sum() / held.total_bn * 100 == pytest.approx(12.36, abs=0.05)
    # Face-weighted age of the CUSIPs: about 29 months.
    assert held.face_bn @ held.age_months / held.total_bn == pytest.approx(29, abs=3)
    # H.4.1 2022-06-29: 2,709.3 with commercial MBS.
    assert held.total_bn + opening.cmbs_bn == pytest.approx(2709.3, abs=0.05)


def test_opening_book_of_july_2026():
    held = mbs_opening("2026-07-01").book
    assert held.mean_coupon_pct == pytest.approx(2.49, abs=0.01)
    assert held.face_bn[held.issuer == Issuer.GNMA].sum() / held.total_bn == pytest.approx(0.2042, abs=0.002)


def test_the_opening_of_2017_says_how_little_is_known():
    assert mbs_opening("2017-09-27").certainty == "low"


def test_the_wedge_can_be_chosen():
    held = mbs_opening("2022-06-29", wedge_points=0.6).book
    assert held.wac_pct - held.coupon_pct == pytest.approx(0.6)


def test_rake_finds_the_margins_and_keeps_impossible_cells_empty():
    possible = np.array([[True, True, False], [True, True, True]])
    table = rake(possible, np.array([30.0, 70.0]), np.array([40.0, 40.0, 20.0]))
    assert table.sum(axis=1) == pytest.approx([30.0, 70.0])
    assert table.sum(axis=0) == pytest.approx([40.0, 40.0, 20.0])
    assert table[0, 2] == 0.0


def test_rake_refuses_margins_that_contradict_each_other():
    with pytest.raises(BookError, match="contradict"):
        rake(
            np.array([[True, False], [False, True]]),
            np.array([80.0, 20.0]),
            np.array([50.0, 50.0]),
            rounds=50,
        )


def test_a_book_can_be_changed_only_into_a_valid_one():
    with pytest.raises(BookError, match="row|cohort"):
        replace(book(), face_bn=np.array([1.0, -1.0]))
