"""Posting is all or nothing, and says everything that is wrong at once."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from tidegate.bank.ledger import Books, Entry, Instrument, Sector, identities, operation, post
from tidegate.bank.ledger.chart import COLUMN, ROW
from tidegate.bank.ledger.opening import STYLISED_FED
from tidegate.errors import IdentityError, InputError, UnknownName


@pytest.fixture(scope="module")
def books() -> Books:
    return Books.stylised()


@pytest.mark.parametrize("amount", [0, -5, 1.5, 100.0, math.nan, math.inf, "100", None, True, 10**9 + 1])
def test_an_amount_is_a_positive_whole_number_of_millions(books: Books, amount: Any) -> None:
    with pytest.raises(InputError, match="amount .* must be a whole number of millions"):
        post(books, Entry("bank_loan", amount))


def test_integers_of_numpy_are_whole_numbers_too(books: Books) -> None:
    assert post(books, Entry("bank_loan", np.int64(7))) == post(books, Entry("bank_loan", 7))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("price_pct", 0),
        ("price_pct", -3.0),
        ("price_pct", math.nan),
        ("price_pct", math.inf),
        ("price_pct", 200.1),
        ("price_pct", "cheap"),
        ("price_pct", None),
        ("price_pct", True),
        ("security", "gold"),
        ("security", "agency_mbs"),
        ("security", None),
        ("yield_pct", 4.0),
    ],
)
def test_bad_parameters_of_a_trade(books: Books, name: str, value: Any) -> None:
    with pytest.raises(InputError, match=name):
        post(books, Entry.of("sale_to_bank", 1, **{name: value}))


@pytest.mark.parametrize(
    ("name", "value"),
    [("days", 0), ("days", 30.5), ("days", 367), ("rate_pct", -1.0), ("rate_pct", math.nan)],
)
def test_bad_parameters_of_interest(books: Books, name: str, value: Any) -> None:
    with pytest.raises(InputError, match=name):
        post(books, Entry.of("interest_on_reserves", 1, **{name: value}))


def test_every_problem_of_every_entry_is_named_at_once(books: Books) -> None:
    with pytest.raises(InputError) as caught:
        post(
            books,
            Entry("quantitative_magic", 0),
            Entry.of("sale_to_bank", math.nan, price_pct=-1, colour="red"),  # type: ignore[arg-type]
            Entry("bank_loan", 5),
        )
    said = str(caught.value).splitlines()
    assert len(said) == 5
    for piece in ("quantitative_magic", "amount 0", "price_pct", "colour", "amount nan"):
        assert any(piece in line for line in said)


def test_more_cannot_be_sold_than_is_held(books: Books) -> None:
    held = books.position(Sector.CENTRAL_BANK, Instrument.TIPS)
    after = post(books, Entry.of("sale_to_non_bank", held, security="tips"))
    assert after.position(Sector.CENTRAL_BANK, Instrument.TIPS) == 0
    with pytest.raises(InputError, match="Central bank, TIPS: 471,376 million there, 471,377 million needed"):
        post(books, Entry.of("sale_to_non_bank", held + 1, security="tips"))


def test_every_position_that_falls_short_is_named(books: Books) -> None:
    with pytest.raises(InputError) as caught:
        post(books, Entry("sale_to_bank", 20_000_000))
    assert len(caught.value.problems) == 2, "the securities and the reserves to pay for them"


@pytest.mark.parametrize(
    "name",
    ["standing_repo_repayment", "remittance_payment", "deferred_asset_recovery", "emergency_loan_repayment"],
)
def test_nothing_is_repaid_that_is_not_owed(books: Books, name: str) -> None:
    with pytest.raises(InputError, match="needed"):
        post(books, Entry(name, 100_000))


def test_one_bad_entry_stops_them_all(books: Books) -> None:
    before = books.positions.copy()
    with pytest.raises(InputError):
        post(books, Entry("bank_loan", 5), Entry("tga_spend_down", 900_000))
    assert (books.positions == before).all()


def test_entries_see_what_those_before_them_left(books: Books) -> None:
    after = post(books, Entry("tga_rebuild_by_tax", 200_000), Entry("tga_spend_down", 900_000))
    assert after.position(Sector.TREASURY, Instrument.TGA) == 80_575


def test_books_cannot_be_changed_in_place(books: Books) -> None:
    with pytest.raises(ValueError, match="read-only"):
        books.positions[0, 0] = 1


def test_unbalanced_books_cannot_be_made(books: Books) -> None:
    positions = books.positions.copy()
    positions[ROW[Sector.BANKS], COLUMN[Instrument.RESERVES]] += 3
    with pytest.raises(IdentityError) as caught:
        Books(positions)
    said = str(caught.value)
    assert "banks does not balance: 3 million" in said
    assert "reserves does not balance: 3 million" in said


@pytest.mark.parametrize("positions", [np.zeros((2, 2), dtype=np.int64), np.zeros((7, 22))])
def test_books_of_another_shape_or_with_fractions(positions: Any) -> None:
    with pytest.raises(IdentityError, match="whole numbers"):
        Books(positions)


def test_the_stylised_books_are_the_published_ones(books: Books) -> None:
    # H.4.1 of 2022-06-01: WALCL 8,915,050, TREAST 5,770,779, WRBWFRBL 3,357,395, WDTGAL 780,575.
    from tidegate.bank.ledger import aggregates
    from tidegate.bank.ledger.chart import TREASURIES

    found = aggregates(books)
    assert found["central_bank_assets"] == 8_915_050
    assert found["reserves"] == 3_357_395
    assert found["tga"] == 780_575
    assert sum(books.position(Sector.CENTRAL_BANK, i) for i in TREASURIES) == 5_770_779
    assert books.net_worth(Sector.CENTRAL_BANK) == 41_000
    assert books.net_worth(Sector.MONEY_FUNDS) == 0
    assert set(identities(books).values()) == {0}


def test_books_close_around_any_central_bank() -> None:
    # The Bank of Japan in millions of yen, by magnitude: nothing but bonds, notes and reserves.
    books = Books.from_central_bank(
        {
            Instrument.TREASURY_COUPONS: 560_000_000,
            Instrument.CURRENCY: 117_000_001,
            Instrument.RESERVES: 438_000_000,
        }
    )
    assert books.net_worth(Sector.CENTRAL_BANK) == 4_999_999
    notes = [
        books.position(s, Instrument.CURRENCY)
        for s in (Sector.BANKS, Sector.NON_BANKS, Sector.FOREIGN_OFFICIAL)
    ]
    assert sum(notes) == 117_000_001
    assert all(part > 0 for part in notes)


def test_levels_of_an_empty_central_bank() -> None:
    assert not Books.from_central_bank({}).positions.any()


def test_a_central_bank_with_losses_has_negative_net_worth() -> None:
    books = Books.from_central_bank({Instrument.RESERVES: 10})
    assert books.net_worth(Sector.CENTRAL_BANK) == -10


def test_every_bad_level_is_named() -> None:
    levels: Any = {
        Instrument.RESERVES: -1,
        Instrument.TGA: math.nan,
        Instrument.CURRENCY: 1.5,
        Instrument.DEPOSITS: 5,
        Instrument.NET_WORTH: 5,
        "gold": 11,
    }
    with pytest.raises(InputError) as caught:
        Books.from_central_bank(levels)
    assert len(caught.value.problems) == 6


def test_given_holdings_of_others_are_used() -> None:
    books = Books.from_central_bank(STYLISED_FED, {(Sector.NON_BANKS, Instrument.DEPOSITS): 5})
    assert books.position(Sector.NON_BANKS, Instrument.DEPOSITS) == 5
    assert books.position(Sector.BANKS, Instrument.TREASURY_BILLS) == 0


def test_an_unknown_operation_lists_its_neighbours() -> None:
    with pytest.raises(UnknownName, match="purchase_from_bank"):
        operation("purchase_from_banks")
