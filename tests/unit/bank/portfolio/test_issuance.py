"""The Treasury's calendar: the words of the auctions and the pattern beyond them."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.bank.portfolio import issuance
from tidegate.bank.portfolio.book import Kind


def d(text):
    return np.datetime64(text, "D")


@pytest.mark.parametrize(
    ("security_type", "term", "issue", "maturity", "frn", "tenor"),
    [
        ("Bill", "13-Week", "2023-01-05", "2023-04-06", False, "13w"),
        ("Bill", "119-Day", "2022-10-25", "2023-02-21", False, "17w"),
        ("Bill", "42-Day", "2023-03-02", "2023-04-13", False, "6w"),
        ("Bill", "16-Day", "2023-01-05", "2023-01-21", False, "cmb"),
        ("Bill", "33-Day", "2023-01-05", "2023-02-07", False, "cmb"),
        ("Bill", "52-Week", "2023-01-26", "2024-01-25", False, "52w"),
        ("Note", "2-Year", "2023-01-31", "2025-01-31", False, "2y"),
        ("Note", "2-Year", "2023-01-31", "2025-01-31", True, "frn"),
        ("Note", "9-Year 10-Month", "2023-01-17", "2032-11-15", False, "10y"),
        ("Note", "10-Year", "2023-01-31", "2033-01-15", False, "tips10"),
        ("Note", "9-Year 8-Month", "2022-11-30", "2032-07-15", False, "tips10"),
        ("Note", "4-Year 10-Month", "2022-12-30", "2027-10-15", False, "tips5"),
        ("Bond", "19-Year 10-Month", "2023-01-31", "2042-11-15", False, "20y"),
        ("Bond", "29-Year 10-Month", "2023-01-17", "2052-11-15", False, "30y"),
        ("Bond", "29-Year 6-Month", "2022-08-31", "2052-02-15", False, "tips30"),
        ("Note", "3-Year", "2023-01-17", "2026-01-15", False, "3y"),
    ],
)
def test_tenor_from_the_words_of_the_auction(security_type, term, issue, maturity, frn, tenor):
    assert issuance.tenor_of(security_type, term, d(issue), d(maturity), frn) == tenor


def test_kind_of_tenor():
    kinds = {t: issuance.kind_of_tenor(t) for t in ("4w", "cmb", "2y", "tips5", "frn")}
    assert kinds == {
        "4w": Kind.BILL,
        "cmb": Kind.BILL,
        "2y": Kind.COUPON,
        "tips5": Kind.TIPS,
        "frn": Kind.FRN,
    }


def test_sizes_are_divided_over_the_auctions_of_a_quarter():
    record = issuance.from_auctions(
        ("A", "B", "C"),
        ("Note", "Note", "Bill"),
        ("2-Year", "2-Year", "13-Week"),
        np.array([d("2023-01-31"), d("2023-02-28"), d("2023-01-05")]),
        np.array([d("2025-01-31"), d("2025-02-28"), d("2023-04-06")]),
        {("2023Q1", "2y"): 84.0},
        {"13w": 60.0},
    )
    assert record.label == ("C", "A", "B")
    assert record.offering_bn.tolist() == [60.0, 42.0, 42.0]


def test_a_size_of_nothing_is_not_offered():
    assert len(issuance.regular(d("2023-01-01"), d("2023-12-31"), {"2y": 0.0})) == 0


def test_pattern_agrees_with_the_record_of_auctions(shared):
    """Independent check: 45 months of real auctions, of which the pattern knew nothing."""
    import csv

    with (shared / "soma" / "treasury_auctions_19791115_20251215.csv").open(encoding="utf-8-sig") as handle:
        rows = [r for r in csv.DictReader(handle) if "2022-04-01" <= r["Issue Date"] <= "2025-11-30"]
    record = issuance.from_auctions(
        tuple(r["CUSIP"] for r in rows),
        tuple(r["Security Type"] for r in rows),
        tuple(r["Security Term"] for r in rows),
        np.array([d(r["Issue Date"]) for r in rows]),
        np.array([d(r["Maturity Date"]) for r in rows]),
        {},
        {},
    )
    tenors = (
        "2y",
        "3y",
        "5y",
        "7y",
        "10y",
        "20y",
        "30y",
        "tips5",
        "tips10",
        "tips30",
        "4w",
        "8w",
        "13w",
        "26w",
        "52w",
    )
    pattern = issuance.regular(d("2022-04-01"), d("2025-11-30"), dict.fromkeys(tenors, 1.0))

    def days(issues, tenor):
        rows = zip(issues.tenor, issues.issue, issues.maturity, strict=True)
        return {(i, m) for t, i, m in rows if t == tenor}

    for tenor in tenors:
        real, ours = days(record, tenor), days(pattern, tenor)
        # At most one settlement moved by Good Friday and the like.
        assert len(real ^ ours) <= 3, (tenor, sorted(real ^ ours))
        assert len(real & ours) >= 7
