"""Each operation moves what the field says it moves, and nothing else."""

from __future__ import annotations

import pytest

from tidegate.bank.ledger import Books, Entry, Instrument, Sector, aggregates, identities, operations, post
from tidegate.bank.ledger.chart import TREASURIES
from tidegate.errors import IdentityError

CB, BK, TR = Sector.CENTRAL_BANK, Sector.BANKS, Sector.TREASURY
MF, NB, FO, HB = Sector.MONEY_FUNDS, Sector.NON_BANKS, Sector.FOREIGN_OFFICIAL, Sector.HOME_BUYERS
I = Instrument  # noqa: E741
A = 100_000


@pytest.fixture(scope="module")
def books() -> Books:
    """Stylised books, with something in every facility so that each can be repaid."""
    return post(
        Books.stylised(),
        Entry("standing_repo_draw", 2 * A),
        Entry("discount_loan_draw", 2 * A),
        Entry("emergency_loan_draw", 2 * A),
        Entry("deferred_asset_accrual", 2 * A),
        Entry("remittance_accrual", 2 * A),
    )


def moved(books: Books, operation: str, amount: int = A, **parameters: object) -> dict[str, int]:
    """Return every position that an operation changes, as ``sector.instrument: change``."""
    after = post(books, Entry.of(operation, amount, **parameters))
    return {
        f"{s}.{i}": after.position(s, i) - books.position(s, i)
        for s in Sector
        for i in Instrument
        if after.position(s, i) != books.position(s, i)
    }


def totals(books: Books, operation: str, amount: int = A, **parameters: object) -> dict[str, int]:
    """Return the headline totals that an operation changes."""
    before, after = aggregates(books), aggregates(post(books, Entry.of(operation, amount, **parameters)))
    return {name: after[name] - before[name] for name in before if after[name] != before[name]}


def test_a_purchase_from_a_bank_is_an_asset_swap(books: Books) -> None:
    assert moved(books, "purchase_from_bank") == {
        "central_bank.treasury_coupons": A,
        "central_bank.reserves": -A,
        "banks.treasury_coupons": -A,
        "banks.reserves": A,
    }
    assert totals(books, "purchase_from_bank") == {
        "central_bank_assets": A,
        "reserves": A,
        "monetary_base": A,
    }


@pytest.mark.parametrize("operation", ["purchase_from_non_bank", "mbs_purchase_from_non_bank"])
def test_a_purchase_from_a_non_bank_creates_reserves_and_money_but_no_banknotes(
    books: Books, operation: str
) -> None:
    assert totals(books, operation) == {
        "central_bank_assets": A,
        "reserves": A,
        "monetary_base": A,
        "deposits_of_the_public": A,
        "broad_money": A,
    }


def test_mbs_bought_from_a_fund_leave_the_fund_and_not_the_home_buyer(books: Books) -> None:
    assert moved(books, "mbs_purchase_from_non_bank") == {
        "central_bank.agency_mbs": A,
        "non_banks.agency_mbs": -A,
        "central_bank.reserves": -A,
        "banks.reserves": A,
        "banks.deposits": -A,
        "non_banks.deposits": A,
    }


@pytest.mark.parametrize("security", TREASURIES)
def test_the_security_is_the_one_asked_for(books: Books, security: Instrument) -> None:
    change = moved(books, "purchase_from_bank", 10_000, security=security)
    assert change[f"central_bank.{security}"] == 10_000
    assert change[f"banks.{security}"] == -10_000


def test_a_purchase_above_par_books_a_premium_that_the_issuer_owes(books: Books) -> None:
    change = moved(books, "purchase_from_non_bank", price_pct=104.0)
    assert change["central_bank.treasury_coupons"] == A
    assert change["central_bank.premiums"] == 4_000
    assert change["central_bank.reserves"] == -104_000
    assert change["treasury.premiums"] == -4_000
    assert change["non_banks.net_worth"] == -4_000, "the seller is richer by the premium"
    assert "central_bank.net_worth" not in change


def test_an_active_sale_below_carrying_value_realises_the_loss(books: Books) -> None:
    change = moved(books, "sale_to_non_bank", price_pct=91.5, book_price_pct=103.5)
    assert change["central_bank.net_worth"] == 12_000, "net worth is booked as owed: up is a loss"
    assert change["central_bank.treasury_coupons"] == -A
    assert change["central_bank.premiums"] == -3_500
    assert change["central_bank.reserves"] == 91_500
    assert change["non_banks.deposits"] == -91_500
    assert change["non_banks.premiums"] == -8_500, "the buyer holds it at the price it paid"
    assert "non_banks.net_worth" not in change
    assert change["treasury.net_worth"] == -12_000, "what the debt lost in value"


def test_passive_qt_refunded_by_banks_drains_reserves_only(books: Books) -> None:
    assert totals(books, "maturity_refunded_by_banks") == {
        "central_bank_assets": -A,
        "reserves": -A,
        "monetary_base": -A,
    }


@pytest.mark.parametrize(
    "operation", ["maturity_refunded_by_non_banks", "mbs_paydown_refinanced_by_non_banks"]
)
def test_passive_qt_refunded_by_the_public_drains_reserves_and_money(books: Books, operation: str) -> None:
    assert totals(books, operation) == {
        "central_bank_assets": -A,
        "reserves": -A,
        "monetary_base": -A,
        "deposits_of_the_public": -A,
        "broad_money": -A,
    }


def test_passive_qt_refunded_by_money_funds_leaves_reserves_where_they_were(books: Books) -> None:
    assert totals(books, "maturity_refunded_by_money_funds") == {"central_bank_assets": -A, "on_rrp": -A}
    change = moved(books, "maturity_refunded_by_money_funds")
    assert change["money_funds.treasury_bills"] == A
    assert change["treasury.treasury_coupons"] == A
    assert change["treasury.treasury_bills"] == -A


def test_the_treasury_owes_as_much_after_refunding_as_before(books: Books) -> None:
    for holder in ("banks", "non_banks", "money_funds"):
        after = post(books, Entry(f"maturity_refunded_by_{holder}", A))
        debt = [sum(b.position(TR, i) for i in TREASURIES) for b in (books, after)]
        assert debt[0] == debt[1]


def test_a_rollover_changes_the_security_and_nothing_else(books: Books) -> None:
    assert moved(books, "reinvestment_at_auction") == {}
    assert moved(books, "reinvestment_at_auction", issued="treasury_bills") == {
        "central_bank.treasury_coupons": -A,
        "central_bank.treasury_bills": A,
        "treasury.treasury_coupons": A,
        "treasury.treasury_bills": -A,
    }


def test_a_maturity_paid_from_the_tga_then_refilled_is_a_refunding(books: Books) -> None:
    two = post(
        books,
        Entry("maturity_paid_from_tga", A),
        Entry.of("tga_rebuild_by_issuance_to_banks", A, issued="treasury_coupons"),
    )
    assert two == post(books, Entry("maturity_refunded_by_banks", A))


@pytest.mark.parametrize(
    ("operation", "deposits"),
    [
        ("tga_rebuild_by_tax", -A),
        ("tga_rebuild_by_issuance_to_non_banks", -A),
        ("tga_rebuild_by_issuance_to_banks", 0),
    ],
)
def test_a_tga_rebuild_drains_reserves_one_for_one(books: Books, operation: str, deposits: int) -> None:
    change = totals(books, operation)
    assert change["tga"] == A
    assert change["reserves"] == -A
    assert change.get("deposits_of_the_public", 0) == deposits
    assert "central_bank_assets" not in change


def test_a_tga_rebuild_out_of_on_rrp_spares_reserves(books: Books) -> None:
    assert totals(books, "tga_rebuild_by_issuance_to_money_funds") == {"tga": A, "on_rrp": -A}


def test_tga_spent_brings_reserves_and_money_back(books: Books) -> None:
    assert totals(books, "tga_spend_down") == {
        "tga": -A,
        "reserves": A,
        "monetary_base": A,
        "deposits_of_the_public": A,
        "broad_money": A,
    }


def test_banknotes_trade_reserves_and_leave_base_and_money_unchanged(books: Books) -> None:
    assert totals(books, "currency_withdrawal") == {
        "currency": A,
        "reserves": -A,
        "deposits_of_the_public": -A,
    }


def test_a_bank_loan_creates_a_deposit_without_reserves(books: Books) -> None:
    assert totals(books, "bank_loan") == {"deposits_of_the_public": A, "broad_money": A}


def test_a_fund_subscription_moves_reserves_into_on_rrp(books: Books) -> None:
    change = moved(books, "fund_subscription")
    assert change["non_banks.fund_shares"] == A
    assert change["money_funds.on_rrp"] == A
    assert change["banks.reserves"] == -A
    assert "money_funds.net_worth" not in change


@pytest.mark.parametrize("operation", ["standing_repo_draw", "discount_loan_draw", "emergency_loan_draw"])
def test_lending_to_banks_adds_reserves_and_assets(books: Books, operation: str) -> None:
    assert totals(books, operation) == {"central_bank_assets": A, "reserves": A, "monetary_base": A}


@pytest.mark.parametrize(
    ("operation", "worth", "reserves"),
    [
        ("coupon_income", A, 0),
        ("mbs_interest_income", A, -A),
        ("loan_interest_income", A, -A),
        ("other_income", A, -A),
        ("inflation_compensation", A, 0),
        ("discount_accretion", A, 0),
        ("premium_amortisation", -A, 0),
        ("mbs_premium_amortisation", -A, 0),
        ("interest_on_reserves", -A, A),
        ("interest_on_on_rrp", -A, A),
        ("interest_on_foreign_rrp", -A, A),
        ("operating_expense", -A, A),
        ("dividend", -A, A),
        ("remittance_accrual", -A, 0),
        ("remittance_payment", 0, 0),
        ("deferred_asset_accrual", A, 0),
        ("deferred_asset_recovery", -A, 0),
    ],
)
def test_income_moves_the_net_worth_of_the_central_bank(
    books: Books, operation: str, worth: int, reserves: int
) -> None:
    after = post(books, Entry(operation, A))
    assert after.net_worth(CB) - books.net_worth(CB) == worth
    assert aggregates(after)["reserves"] - aggregates(books)["reserves"] == reserves


def test_interest_from_a_rate_is_actual_over_360(books: Books) -> None:
    # 3,000bn at 5.40% for 31 days: 3,000,000 x 0.054 x 31 / 360 = 13,950 million.
    change = moved(books, "interest_on_reserves", 3_000_000, rate_pct=5.40, days=31)
    assert change["banks.reserves"] == 13_950


def test_a_loss_covered_by_the_deferred_asset_leaves_capital_whole(books: Books) -> None:
    after = post(books, Entry("interest_on_reserves", 5_000), Entry("deferred_asset_accrual", 5_000))
    assert after.net_worth(CB) == books.net_worth(CB)
    # On the basis of H.4.1 the deferred asset is a negative liability, no asset.
    assert aggregates(after)["central_bank_assets"] == aggregates(books)["central_bank_assets"]


def test_a_remittance_goes_to_the_tga(books: Books) -> None:
    assert totals(books, "remittance_payment") == {"tga": A}


@pytest.mark.parametrize("operation", operations())
def test_every_recipe_balances_at_odd_amounts_and_prices(books: Books, operation: str) -> None:
    op = operations()[operation]
    odd = {"price_pct": 93.717, "book_price_pct": 104.1, "rate_pct": 5.337, "days": 17}
    parameters = {p.id: odd[p.id] for p in op.parameters if p.id in odd}
    op.check(10_007, **parameters)
    after = post(books, Entry.of(operation, 10_007, **parameters))
    assert set(identities(after).values()) == {0}


@pytest.mark.parametrize("operation", [op.id for op in operations().values() if op.reverse])
def test_an_operation_and_its_reverse_cancel(books: Books, operation: str) -> None:
    reverse = operations()[operation].reverse
    assert reverse is not None
    assert operations()[reverse].reverse == operation
    assert post(books, Entry(operation, 10_007), Entry(reverse, 10_007)) == books


def test_a_recipe_that_does_not_balance_is_caught() -> None:
    from tidegate.bank.ledger.operation import Leg, Operation

    lame = Operation("lame", "public", (Leg(BK, I.RESERVES, 1),), "")
    with pytest.raises(IdentityError) as caught:
        lame.check(5)
    assert len(caught.value.problems) == 2, "the sector and the instrument"
