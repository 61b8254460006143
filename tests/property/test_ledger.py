"""Whatever is posted in whatever order, the books balance to the million."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.bank.ledger import (
    Books,
    Entry,
    Flow,
    flows_in_millions,
    identities,
    operations,
    post,
    post_series,
    t_accounts,
)
from tidegate.bank.ledger.books import misplaced
from tidegate.bank.ledger.chart import TREASURIES
from tidegate.bank.ledger.measures import divide_half_even
from tidegate.errors import InputError

PRICES = st.integers(500_000, 1_500_000).map(lambda n: n / 10_000)
VALUES = {
    "security": st.sampled_from(TREASURIES).map(str),
    "issued": st.sampled_from(TREASURIES).map(str),
    "price_pct": PRICES,
    "book_price_pct": PRICES,
    "rate_pct": st.none() | st.integers(0, 60_000).map(lambda n: n / 10_000),
    "days": st.integers(1, 366),
}
AMOUNTS = st.integers(1, 3_000_000)


@st.composite
def entries(draw: st.DrawFn, par_only: bool = False) -> Entry:
    """Draw an operation with an amount and parameters; whether the books allow it is another matter."""
    op = draw(st.sampled_from(list(operations().values())))
    keep = {p.id for p in op.parameters} - ({"price_pct", "book_price_pct"} if par_only else set())
    return Entry.of(op.id, draw(AMOUNTS), **{name: draw(VALUES[name]) for name in sorted(keep)})


@given(st.lists(entries(), max_size=30))
@settings(deadline=None)
def test_books_balance_after_any_sequence(sequence: list[Entry]) -> None:
    books = Books.stylised()
    for entry in sequence:
        try:
            books = post(books, entry)
        except InputError:
            continue  # refused: the books have not changed
        assert set(identities(books).values()) == {0}
        assert not misplaced(books.positions).any()
    for account in t_accounts(books, books):
        assets = sum(line.after for line in account.assets)
        assert assets == sum(line.after for line in account.liabilities) + account.net_worth.after


@given(st.lists(entries(), min_size=1, max_size=12))
@settings(deadline=None)
def test_posting_together_is_posting_in_turn_or_nothing(sequence: list[Entry]) -> None:
    start = Books.stylised()
    frozen = start.positions.copy()
    books, refused = start, False
    for entry in sequence:
        try:
            books = post(books, entry)
        except InputError:
            refused = True
            break
    try:
        together = post(start, *sequence)
    except InputError:
        assert refused
    else:
        assert not refused
        assert together == books
    assert (start.positions == frozen).all()


@given(st.lists(entries(par_only=True), max_size=15))
@settings(deadline=None)
def test_what_is_undone_in_reverse_order_leaves_no_trace(sequence: list[Entry]) -> None:
    start = books = Books.stylised()
    done = []
    for entry in sequence:
        if operations()[entry.operation].reverse is None:
            continue
        try:
            books = post(books, entry)
        except InputError:
            continue
        done.append(entry)
    for entry in reversed(done):
        op = operations()[entry.operation]
        assert op.reverse is not None
        known = operations()[op.reverse].defaults
        kept = {name: value for name, value in entry.parameters.items() if name in known}
        books = post(books, Entry.of(op.reverse, entry.amount, **kept))
    assert books == start


@given(st.sampled_from(sorted(operations())), st.lists(st.integers(0, 40_000), min_size=1, max_size=24))
@settings(deadline=None)
def test_a_series_is_exact(operation: str, amounts: list[int]) -> None:
    start = Books.stylised()
    flows = [
        # What is drawn first can be repaid, what is set aside can be paid.
        Flow(name, np.array([1_000_000] + [0] * len(amounts)))
        for name in (
            "standing_repo_draw",
            "discount_loan_draw",
            "emergency_loan_draw",
            "deferred_asset_accrual",
            "remittance_accrual",
        )
    ]
    posted = post_series(start, [*flows, Flow(operation, np.array([0, *amounts]))])
    assert not posted.identity_residual.any()
    change = posted.positions[-1] - posted.positions[1]
    once = operations()[operation].movements(1, operations()[operation].filled({}))
    assert (change == once * sum(amounts)).all()


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**9))
@settings(deadline=None)
def test_division_rounds_halves_to_even_exactly(numerator: int, denominator: int) -> None:
    expected = round(Fraction(numerator, denominator))
    assert divide_half_even(numerator, denominator) == expected
    assert divide_half_even(np.array([numerator]), denominator).tolist() == [expected]


@given(st.sampled_from(["sale_to_bank", "mbs_sale_to_non_bank"]), st.integers(1, 300_000), PRICES, PRICES)
@settings(deadline=None)
def test_what_the_central_bank_loses_is_carrying_value_less_cash(
    operation: str, amount: int, price: float, book: float
) -> None:
    from tidegate.bank.ledger import Instrument, Sector

    before = Books.stylised()
    after = post(before, Entry.of(operation, amount, price_pct=price, book_price_pct=book))
    cash = round(Fraction(amount) * Fraction(str(price)) / 100)
    carried = round(Fraction(amount) * Fraction(str(book)) / 100)
    reserves = [b.position(Sector.BANKS, Instrument.RESERVES) for b in (before, after)]
    assert reserves[0] - reserves[1] == cash
    worth = [b.net_worth(Sector.CENTRAL_BANK) for b in (before, after)]
    assert worth[0] - worth[1] == carried - cash


@given(st.lists(st.floats(-500, 500), min_size=1, max_size=240))
@settings(deadline=None)
def test_rounding_to_millions_stays_within_one_million_over_any_span(flows_bn: list[float]) -> None:
    flows = flows_in_millions(flows_bn)
    gap = np.cumsum(flows) - np.cumsum(flows_bn) * 1_000
    assert np.abs(gap).max() <= 0.5 + 1e-6
