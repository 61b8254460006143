"""Monthly flows through the ledger."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from tidegate.bank.ledger import (
    Books,
    Entry,
    Flow,
    Instrument,
    Sector,
    flows_in_millions,
    post,
    post_series,
    signed_flows,
)
from tidegate.errors import InputError, UnknownName

CB = Sector.CENTRAL_BANK


@pytest.fixture(scope="module")
def books() -> Books:
    return Books.stylised()


def test_qt_of_2022_by_the_caps_drains_what_the_caps_say(books: Books) -> None:
    # Caps (FOMC, 2022-05-04): 30 + 17.5bn for three months, 60 + 35bn from September.
    treasuries = np.array([30_000] * 3 + [60_000] * 4)
    mbs = np.array([17_500] * 3 + [35_000] * 4)
    posted = post_series(
        books,
        [
            Flow("maturity_refunded_by_money_funds", treasuries),
            Flow("mbs_paydown_refinanced_by_non_banks", mbs),
        ],
    )
    assert posted.positions.shape == (8, 7, 22)
    assert not posted.identity_residual.any()
    assert (
        posted.position(CB, Instrument.ON_RRP).tolist() == (-1_965_015 + np.cumsum([0, *treasuries])).tolist()
    )
    assert posted.position(CB, Instrument.RESERVES).tolist() == (-3_357_395 + np.cumsum([0, *mbs])).tolist()


def test_a_series_is_the_same_as_posting_month_by_month(books: Books) -> None:
    prices = np.array([91.25, 99.999999, 104.5])
    flows = [
        Flow("sale_to_bank", np.array([10_001, 0, 33_333]), {"price_pct": prices, "book_price_pct": 103.21}),
        Flow(
            "interest_on_reserves",
            np.array([3_000_000] * 3),
            {"rate_pct": np.array([4.4, 4.65, 5.4]), "days": 31},
        ),
    ]
    posted = post_series(books, flows)
    for month, (amount, price, rate) in enumerate(
        zip((10_001, 0, 33_333), prices, (4.4, 4.65, 5.4), strict=True), start=1
    ):
        entries = [Entry.of("interest_on_reserves", 3_000_000, rate_pct=rate, days=31)]
        if amount:
            entries.append(Entry.of("sale_to_bank", amount, price_pct=float(price), book_price_pct=103.21))
        books = post(books, *entries)
        assert posted.books(month) == books


def test_paths_broadcast(books: Books) -> None:
    posted = post_series(
        books,
        [
            Flow("tga_spend_down", np.full((4, 6), 10_000)),
            Flow("on_rrp_out", np.arange(6)),
        ],
    )
    assert posted.positions.shape == (4, 7, 7, 22)
    assert posted.identity_residual.shape == (4, 7)


def test_signed_flows_split_into_an_operation_and_its_reverse(books: Books) -> None:
    change = np.array([5_000, -7_000, 0, 2_000])
    posted = post_series(books, signed_flows("currency_withdrawal", change))
    assert np.diff(-posted.position(CB, Instrument.CURRENCY)).tolist() == change.tolist()
    with pytest.raises(InputError, match="no reverse"):
        signed_flows("mbs_paydown", change)


def test_parameters_reach_only_the_side_that_knows_them(books: Books) -> None:
    trades = signed_flows("sale_to_bank", np.array([1_000, -1_000]), price_pct=95.0, book_price_pct=101.0)
    assert dict(trades[1].parameters) == {"price_pct": 95.0}
    assert not post_series(books, trades).identity_residual.any()


def test_rounded_flows_never_drift() -> None:
    flows_bn = np.full(120, 1 / 3_000)
    flows = flows_in_millions(flows_bn)
    assert flows.sum() == 40
    assert np.abs(np.cumsum(flows) - np.cumsum(flows_bn) * 1_000).max() <= 0.5 + 1e-9


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_flows_that_are_no_numbers(bad: float) -> None:
    with pytest.raises(InputError, match="month 2, 4"):
        flows_in_millions([1.0, bad, 2.0, bad])


def test_bad_flows_are_all_named(books: Books) -> None:
    with pytest.raises(InputError) as caught:
        post_series(
            books,
            [
                Flow("bank_loan", np.array([1.0, 2.0])),  # type: ignore[arg-type]
                Flow("currency_return", np.array([5, -2])),
                Flow("sale_to_bank", np.array([1, 1]), {"price_pct": np.array([100.0, math.nan])}),
                Flow("bank_loan", np.array(5)),
            ],
        )
    said = str(caught.value).splitlines()
    assert len(said) == 4
    assert "-2 in month 2" in said[1]
    with pytest.raises(UnknownName):
        post_series(books, [Flow("nope", np.array([1]))])


def test_the_first_month_in_which_the_bank_runs_out_is_named(books: Books) -> None:
    with pytest.raises(InputError, match="Central bank, ON RRP.*month 3"):
        post_series(books, [Flow("maturity_refunded_by_money_funds", np.array([900_000] * 4))])


def test_guarding_the_other_sectors_is_a_choice(books: Books) -> None:
    flow = Flow("mbs_paydown", np.array([900_000, 900_000]))
    assert post_series(books, [flow]).position(Sector.HOME_BUYERS, Instrument.DEPOSITS)[-1] < 0
    with pytest.raises(InputError, match="Home buyers"):
        post_series(books, [flow], guarded=tuple(Sector))


def test_a_series_without_flows_is_the_opening(books: Books) -> None:
    assert post_series(books, []).books(1) == books


def test_a_posted_series_cannot_be_changed(books: Books) -> None:
    posted: Any = post_series(books, [])
    with pytest.raises(ValueError, match="read-only"):
        posted.positions[0, 0, 0] = 1
