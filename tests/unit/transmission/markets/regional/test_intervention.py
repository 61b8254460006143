"""One intervention in everyone's books."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tidegate.errors import IdentityError, InputError
from tidegate.transmission.markets.regional.intervention import Instrument, Sector, intervention


def test_a_purchase_at_the_weak_side_shrinks_three_books_of_four_lines() -> None:
    done = intervention("weak", 9.42)
    assert (done.rate, done.hkd_mn, done.balance_change_mn) == (7.85, 9_420, -9_420)
    assert done.usd_mn == pytest.approx(1_200.0)
    changes = {(e.sector, e.instrument, e.is_asset): e.change_mn for e in done.entries}
    assert changes[Sector.HKMA, Instrument.US_DOLLARS, True] == -9_420
    assert changes[Sector.BANKS, Instrument.AGGREGATE_BALANCE, True] == -9_420
    assert changes[Sector.CUSTOMERS, Instrument.US_DOLLARS, True] == 9_420


def test_the_strong_side_is_the_same_turned_round() -> None:
    weak, strong = intervention("weak", 5.0), intervention("strong", 5.0)
    assert [e.change_mn for e in strong.entries] == [-e.change_mn for e in weak.entries]
    assert strong.rate == 7.75


def test_books_that_do_not_balance_are_refused() -> None:
    done = intervention("weak", 5.0)
    with pytest.raises(IdentityError, match="assets change by"):
        replace(done, entries=done.entries[:-1]).check()
    wrong = replace(done.entries[2], change_mn=1)
    with pytest.raises(IdentityError, match="held and owed"):
        replace(done, entries=(*done.entries[:2], wrong, *done.entries[3:])).check()


@pytest.mark.parametrize(
    ("side", "amount"), [("middle", 0.0), ("weak", -1.0), ("weak", float("nan")), ("weak", 1e5)]
)
def test_interventions_that_cannot_be(side: str, amount: float) -> None:
    with pytest.raises(InputError, match="amount"):
        intervention(side, amount)  # type: ignore[arg-type]


def test_both_problems_are_told_at_once() -> None:
    with pytest.raises(InputError) as raised:
        intervention("middle", 0.0)  # type: ignore[arg-type]
    assert len(raised.value.problems) == 2
