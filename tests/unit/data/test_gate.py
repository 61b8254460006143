"""What is doubted, and what is not."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from tidegate.catalog import series
from tidegate.data.gate import Case, History, against_level, broken, doubts, table_doubts
from tidegate.data.gate.identities import Identity
from tidegate.data.keeper import Keeper
from tidegate.data.table import Table, days, numbers, text

TODAY = date(2026, 11, 26)
WEEKS = (np.datetime64("2025-01-01") + 7 * np.arange(60)).astype("datetime64[D]")
LEVEL = 6_500.0 + 10 * np.sin(np.arange(60.0))


def kinds(series_id: str, held: History, read: History) -> list[str]:
    return [d.kind for d in doubts(Case(series(series_id), held, read, TODAY))]


def weekly(values: np.ndarray[tuple[int], np.dtype[np.float64]], shift: int = 0) -> History:
    return History(WEEKS[: len(values)] + np.timedelta64(shift, "D"), values)


def after(*values: float, step: int = 7) -> History:
    dates = WEEKS[-1] + step * (1 + np.arange(len(values)))
    return History(dates.astype("datetime64[D]"), np.array(values))


OLD = weekly(LEVEL)


def test_what_goes_on_as_before_is_believed() -> None:
    assert kinds("WALCL", OLD, after(6510.0, 6490.0)) == []
    assert kinds("WALCL", OLD, weekly(LEVEL * 1.001)) == []
    assert kinds("WALCL", History(WEEKS[:0], LEVEL[:0]), OLD) == [], (
        "the first time there is nothing to compare with"
    )


@pytest.mark.parametrize("factor", [1000, 0.001, 1e6, 1e-6, 100])
def test_a_change_of_unit(factor: float) -> None:
    assert "unit" in kinds("WALCL", OLD, weekly(LEVEL * factor))
    assert "jump" in kinds("WALCL", OLD, after(6500.0 * factor))
    some = LEVEL.copy()
    some[-6:] *= factor
    assert "unit" in kinds("WALCL", OLD, weekly(some)), "in a part of the answer only"


def test_what_moves_near_zero_may_move_a_hundredfold() -> None:
    small = weekly(np.abs(np.sin(np.arange(60.0))) * 100 + np.where(np.arange(60) % 7 == 0, 0.0, 0.1))
    assert kinds("RRPONTSYD", small, after(2000.0)) == []


def test_dates() -> None:
    assert kinds("WALCL", OLD, History(np.array(["2027-01-06"], "datetime64[D]"), np.array([6500.0]))) == [
        "dates"
    ]
    assert "dates" in kinds(
        "WALCL", OLD, History(np.array(["1650-01-05"], "datetime64[D]"), np.array([6500.0]))
    )
    assert "dates" in kinds("WALCL", OLD, History(WEEKS[-1] + np.array([8, 15, 22]), np.full(3, 6501.0)))
    months = History(np.array(["2026-01-15"], "datetime64[D]"), np.array([4.1]))
    assert kinds("UNRATE", History(WEEKS[:0], LEVEL[:0]), months) == ["dates"]


def test_holes_and_what_is_no_longer_there() -> None:
    kept = np.r_[0:20, 40:60]
    assert "gaps" in kinds("WALCL", OLD, History(WEEKS[kept], LEVEL[kept]))
    assert "gaps" in kinds("WALCL", OLD, weekly(LEVEL[:40]))
    one_less = np.delete(np.arange(60), 30)
    assert kinds("WALCL", OLD, History(WEEKS[one_less], LEVEL[one_less])) == []
    late = after(6500.0, 6501.0)
    hole = History(late.dates + np.array([0, 70]), late.values)
    assert "gaps" in kinds("WALCL", OLD, hole)


def test_the_same_value_again_and_again() -> None:
    assert kinds("WALCL", OLD, after(*[6500.0] * 9)) == ["stale"]
    assert kinds("WALCL", OLD, after(*[6500.0] * 3)) == []
    flat = weekly(np.full(60, 4.0))
    assert kinds("IORB", flat, after(*[4.0] * 20)) == [], "a rate that is set stays where it is"


def test_what_cannot_be() -> None:
    assert "impossible" in kinds("WALCL", OLD, after(-5.0))
    assert kinds(
        "UNRATE", History(WEEKS[:0], LEVEL[:0]), History(days([date(2026, 1, 1)]), np.array([2500.0]))
    )
    assert kinds("RESPPLLOPNWW", OLD, after(6500.0, 6480.0)) == []


def test_a_new_base() -> None:
    assert "rewritten" in kinds("WALCL", OLD, weekly(LEVEL * 1.2))


def test_sums_that_do_not_come_out() -> None:
    rule = Identity("SUM", "A", ("B", "C"), -0.1, 0.1)
    day = np.array(["2026-01-07"], "datetime64[D]")

    def one(value: float) -> History:
        return History(day, np.array([value]))

    nothing = History(day[:0], np.array([]))
    held = {"B": one(1.0), "C": one(2.0)}

    def look(name: str) -> History:
        return held.get(name, nothing)

    assert broken({"A": one(3.0)}, look, (rule,)) == {}
    assert set(broken({"A": one(4.0), "B": one(1.0)}, look, (rule,))) == {"A", "B"}
    assert broken({"A": one(4.0)}, lambda _: nothing, (rule,)) == {}, "a part that is not known is not judged"
    assert "SUM does not add up" in str(broken({"A": one(4.0)}, look, (rule,))["A"].reason)


def holdings(scale: float = 1.0, rows: int = 40, day: date = date(2026, 11, 18)) -> Table:
    return Table(
        {
            "bank": text(["fed"] * rows),
            "as_of": days([day] * rows),
            "cusip": text(f"{i:09d}" for i in range(rows)),
            "par_bn": numbers([100.0 * scale] * rows),
        }
    )


def test_tables() -> None:
    old = holdings()
    assert table_doubts("holdings", old, holdings(1.01, day=date(2026, 11, 25)), TODAY) == ()
    assert [d.kind for d in table_doubts("holdings", old, holdings(1000, day=date(2026, 11, 25)), TODAY)] == [
        "unit"
    ]
    assert [d.kind for d in table_doubts("holdings", old, holdings(2.5, 16, date(2026, 11, 25)), TODAY)] == [
        "gaps"
    ]
    assert [d.kind for d in table_doubts("holdings", old, holdings(day=date(2027, 1, 6)), TODAY)] == ["dates"]
    assert "impossible" in [d.kind for d in table_doubts("holdings", old, holdings(-1), TODAY)]
    other = Table({k: v for k, v in old.columns.items() if k != "cusip"})
    assert [d.kind for d in table_doubts("holdings", old, other, TODAY)] == ["table"]
    assert [d.kind for d in table_doubts("auctions", None, Table({"cusip": text([])}), TODAY)] == ["table"]


def test_tables_of_which_nothing_is_held_are_looked_at_too() -> None:
    def kinds_of(table: Table, name: str = "holdings") -> list[str]:
        return [d.kind for d in table_doubts(name, None, table, TODAY)]

    good = holdings()
    assert kinds_of(good) == []
    assert kinds_of(holdings(day=date(2027, 1, 6))) == ["dates"]
    assert kinds_of(holdings(-1)) == ["impossible"]
    assert kinds_of(holdings(float("nan"))) == ["impossible"]
    twice = Table({k: np.concatenate([v, v[:1]]) for k, v in good.columns.items()})
    assert kinds_of(twice) == ["table"]
    undated = Table({**good.columns, "as_of": np.full(len(good), np.datetime64("NaT"), "datetime64[D]")})
    assert kinds_of(undated) == ["dates"]


def auctions(rows: int = 10, issue: date = date(2026, 11, 3), auction: date = date(2026, 11, 1)) -> Table:
    return Table(
        {
            "cusip": text(f"{i:09d}" for i in range(rows)),
            "auction_date": days([auction] * rows),
            "issue_date": days([issue] * rows),
            "maturity": days([date(2027, 11, 3)] * rows),
        }
    )


def test_auctions() -> None:
    def kinds_of(read: Table, held: Table | None = None) -> list[str]:
        return [d.kind for d in table_doubts("auctions", held, read, TODAY)]

    assert kinds_of(auctions(), auctions()) == []
    soon = TODAY + timedelta(7)
    assert kinds_of(auctions(auction=soon, issue=soon)) == [], "auctions are announced ahead"
    late = TODAY + timedelta(60)
    assert kinds_of(auctions(auction=late, issue=late)) == ["dates"]
    assert kinds_of(auctions(issue=date(2026, 10, 30))) == ["dates"]
    assert kinds_of(auctions(issue=date(2027, 11, 3))) == ["dates"]
    assert kinds_of(auctions(4), auctions()) == ["gaps"]
    assert kinds_of(auctions(4, auction=date(2026, 11, 2)), auctions()) == [], "another span"


def test_operations_may_be_sales() -> None:
    made = {"date": days([TODAY] * 2), "isin": text(["A", "B"]), "nominal_bn": numbers([-1.0, 2.0])}
    assert table_doubts("apf", None, Table(made), TODAY) == ()


@pytest.mark.parametrize("name", ["holdings", "terms", "auctions", "debt"])
def test_what_is_shipped_raises_no_doubt(name: str) -> None:
    held = Keeper().table(name)
    assert held is not None
    assert table_doubts(name, held, held, TODAY) == ()


def test_holdings_are_what_h41_shows() -> None:
    def held(par: float) -> Table:
        columns = holdings(par, day=date(2026, 11, 18)).columns
        rows = len(columns["cusip"])
        return Table(
            {**columns, "security_type": text(["Bills"] * rows), "inflation_bn": numbers([0.0] * rows)}
        )

    level = History(np.array(["2026-11-18"], "datetime64[D]"), np.array([4000.0]))
    assert against_level(held(1.0), level) == ()
    assert against_level(held(1.02), level) == ()
    (doubt,) = against_level(held(1.5), level)
    assert doubt.kind == "identity"
    assert "H.4.1 shows" in str(doubt.reason)
    far = History(np.array(["2026-01-07"], "datetime64[D]"), np.array([1.0]))
    assert against_level(held(1.0), far) == (), "nothing near to compare with"
    assert against_level(held(1.0), History(far.dates[:0], far.values[:0])) == ()
