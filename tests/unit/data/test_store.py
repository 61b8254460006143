"""Questions to a store, and questions it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tidegate.data import open_store
from tidegate.data.files import MANIFEST, OBSERVATIONS
from tidegate.data.table import Table, days, numbers, text
from tidegate.errors import DateOutOfRange, InputError, StoreError, UnknownName

TODAY = date(2024, 4, 10)
Make = Callable[..., Path]
CPI = ("CPIAUCSL", ["2023-11-01", "2023-12-01", "2024-01-01"], "2024-03-31", [307.0, 308.0, 309.0])


def holdings() -> Table:
    return Table(
        {
            "bank": text(["fed"] * 3),
            "as_of": days([date(2022, 2, 16), date(2022, 3, 30), date(2022, 3, 30)]),
            "cusip": text(["912796AA1", "912796AA1", "31359MDD4"]),
            "security_type": text(["Bills", "Bills", "Agency Debts"]),
            "coupon_pct": numbers([0.0, 0.0, 7.25]),
            "maturity": days([date(2022, 4, 5), date(2022, 4, 5), None]),
            "par_bn": numbers([1.0, 1.5, 0.285]),
        }
    )


def terms() -> Table:
    return Table(
        {
            "record_date": days([date(2022, 1, 31), date(2022, 3, 31), date(2023, 9, 30)]),
            "cusip": text(["912796AA1", "912796AA1", "912797GR2"]),
            "outstanding_bn": numbers([1.0, 2.0, None]),
        }
    )


def test_a_series_as_of_a_day(make_store: Make) -> None:
    store = open_store(make_store(CPI), TODAY)
    now, then = store.series("CPIAUCSL"), store.series("CPIAUCSL", date(2024, 1, 31))
    assert now.values.tolist() == [307.0, 308.0, 309.0]
    assert then.dates.tolist() == [date(2023, 11, 1), date(2023, 12, 1)]
    assert then.as_of == date(2024, 1, 31)
    assert now.as_of == date(2024, 3, 31), "the store's own date, where none is asked"
    assert then.single_vintage
    assert then.source == "made up"
    assert then.retrieved == date(2024, 3, 31)
    assert then.series.unit == "index"
    assert now.period_ends[-1] == np.datetime64("2024-01-31")


def test_a_window(make_store: Make) -> None:
    store = open_store(make_store(CPI), TODAY)
    assert store.series("CPIAUCSL", start=date(2023, 12, 1), end=date(2023, 12, 31)).values.tolist() == [
        308.0
    ]
    assert len(store.series("CPIAUCSL", start=date(2024, 2, 1))) == 0
    with pytest.raises(InputError, match="after end"):
        store.series("CPIAUCSL", start=date(2024, 1, 2), end=date(2024, 1, 1))


def test_latest_and_its_age(make_store: Make) -> None:
    store = open_store(make_store(CPI), TODAY)
    now, then = store.latest("CPIAUCSL"), store.latest("CPIAUCSL", date(2024, 1, 31))
    assert (now.date, now.value, now.age_days) == (date(2024, 1, 1), 309.0, 100)
    assert (then.date, then.known_on, then.age_days) == (date(2023, 12, 1), date(2024, 1, 15), 61)


def test_vintages_are_kept_apart(make_store: Make) -> None:
    revised = ("CPIAUCSL", ["2023-11-01", "2023-12-01"], "2024-02-20", [306.0, 307.5])
    store = open_store(make_store(CPI, revised), TODAY)
    assert store.series("CPIAUCSL", date(2024, 2, 25)).values.tolist() == [306.0, 307.5, 309.0]
    assert store.series("CPIAUCSL", date(2024, 3, 31)).values.tolist() == [307.0, 308.0, 309.0]
    assert not store.series("CPIAUCSL").single_vintage


def test_the_users_store_lies_over_the_embedded_one(
    make_store: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = ("WALCL", ["2026-10-07", "2026-10-14"], "2026-10-16", [1.0, 2.0])
    home = make_store(later, ("MORTGAGE30US", ["2026-10-08"], "2026-10-16", [7.4]), name="store").parent
    monkeypatch.setenv("TIDEGATE_HOME", str(home))
    store = open_store(today=date(2026, 11, 1))
    assert store.latest("WALCL", date(2026, 10, 30)).value == 2.0
    assert store.series("WALCL", date(2026, 10, 12)).values[-1] == 6747.56, (
        "as published before the new vintage"
    )
    assert "MORTGAGE30US" in store.ids()


def test_frame_lines_series_up(make_store: Make) -> None:
    other = ("PAYEMS", ["2023-12-01", "2024-02-01"], "2024-03-31", [1.0, 2.0])
    frame = open_store(make_store(CPI, other), TODAY).frame(["CPIAUCSL", "PAYEMS"])
    assert list(frame.columns) == ["CPIAUCSL", "PAYEMS"]
    assert frame.shape == (4, 2)
    assert np.isnan(frame.loc["2024-02-01", "CPIAUCSL"])


def test_projections_are_apart(make_store: Make) -> None:
    store = open_store(make_store(("GDPPOT", ["2023-10-01", "2024-04-01"], "2024-03-31", [1.0, 2.0])), TODAY)
    assert store.series("GDPPOT").values.tolist() == [1.0]
    assert store.projected("GDPPOT").values.tolist() == [2.0]


def test_provenance(make_store: Make) -> None:
    (row,) = open_store(make_store(CPI), TODAY).provenance()
    assert (row.series, row.count, row.first, row.last) == (
        "CPIAUCSL",
        3,
        date(2023, 11, 1),
        date(2024, 1, 1),
    )
    assert (row.age_days, row.retrieved, row.points) == (100, date(2024, 3, 31), 0)


def test_holdings_and_terms(make_store: Make) -> None:
    store = open_store(make_store(CPI, tables={"holdings": holdings(), "terms": terms()}), TODAY)
    assert store.holding_dates() == (date(2022, 2, 16), date(2022, 3, 30))
    assert store.holdings()["par_bn"].tolist() == [1.5]
    before = store.holdings("fed", date(2022, 3, 29))
    assert before.as_of == date(2022, 2, 16)
    assert before["par_bn"].tolist() == [1.0]
    agency = store.holdings(types=["Agency Debts"])
    assert np.isnat(agency["maturity"][0])
    assert set(agency.columns).isdisjoint({"bank", "as_of"})
    assert store.terms().as_of == date(2022, 3, 31)
    assert np.isnan(store.terms(date(2023, 9, 30))["outstanding_bn"][0])
    assert len(store.holdings().to_pandas()) == 1


def debt() -> Table:
    return Table(
        {
            "record_date": days([date(2022, 3, 31), date(2023, 9, 30)]),
            "class": text(["Bills", "Bills"]),
            "maturity": days([date(2022, 4, 1), date(2023, 10, 1)]),
            "outstanding_bn": numbers([1.0, 2.0]),
            "interest_bn": numbers([0.0, 0.0]),
        }
    )


def test_the_debt_is_known_a_week_after_its_date(make_store: Make) -> None:
    store = open_store(make_store(CPI, tables={"debt": debt()}), TODAY)
    assert store.debt().as_of == date(2023, 9, 30)
    assert store.debt(date(2023, 10, 6)).as_of == date(2022, 3, 31)
    assert store.debt(date(2023, 10, 7))["outstanding_bn"].tolist() == [2.0]
    with pytest.raises(DateOutOfRange, match="2022-03-31, 2023-09-30"):
        store.debt(date(2022, 4, 6))


def test_bad_questions(make_store: Make) -> None:
    store = open_store(make_store(CPI, tables={"holdings": holdings(), "terms": terms()}), TODAY)
    with pytest.raises(UnknownName, match="CPIAUCSL"):
        store.series("CPIAUCSI")
    with pytest.raises(UnknownName, match="no figures"):
        store.series("MORTGAGE30US")
    with pytest.raises(DateOutOfRange, match="2023-10-01; the first figure came out on 2023-12-14"):
        store.series("CPIAUCSL", date(2023, 10, 1))
    with pytest.raises(DateOutOfRange, match="in the future; the latest possible is 2024-04-10"):
        store.latest("CPIAUCSL", date(2024, 4, 11))
    with pytest.raises(DateOutOfRange, match="they begin on 2022-02-16"):
        store.holdings("fed", date(2022, 2, 15))
    with pytest.raises(DateOutOfRange, match="in the future"):
        store.holdings("fed", date(2030, 1, 1))
    with pytest.raises(UnknownName, match="'ecb'"):
        store.holdings("ecb")
    with pytest.raises(UnknownName, match="unknown bank"):
        store.holdings("snb")
    with pytest.raises(DateOutOfRange, match="2022-01-31, 2022-03-31"):
        store.terms(date(2022, 2, 28))
    with pytest.raises(StoreError, match="auctions"):
        store.auctions()


def test_a_clock_that_is_behind_does_not_hide_the_store(make_store: Make) -> None:
    assert open_store(make_store(CPI), date(2020, 1, 1)).today == date(2024, 3, 31)


def test_unreadable_stores(make_store: Make, tmp_path: Path) -> None:
    folder = make_store(CPI)
    with pytest.raises(StoreError, match="not a readable store"):
        open_store(tmp_path / "absent")
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    (folder / MANIFEST).write_text(json.dumps({**manifest, "format": 99}), "utf-8")
    with pytest.raises(StoreError, match="format 1"):
        open_store(folder)
    (folder / MANIFEST).write_text("{", "utf-8")
    with pytest.raises(StoreError, match="not a readable store"):
        open_store(folder)


def test_damaged_figures_are_noticed(make_store: Make) -> None:
    folder = make_store(CPI)
    whole = (folder / OBSERVATIONS).read_bytes()
    (folder / OBSERVATIONS).write_bytes(whole[:-20] + b"x" * 20)
    with pytest.raises(StoreError, match="damaged") as caught:
        open_store(folder)
    assert str(folder / OBSERVATIONS) in str(caught.value)
    (folder / OBSERVATIONS).unlink()
    with pytest.raises(StoreError, match="missing"):
        open_store(folder)


def test_a_file_that_duckdb_cannot_read(make_store: Make) -> None:
    folder = make_store(CPI)
    store = open_store(folder, TODAY)
    (folder / OBSERVATIONS).write_bytes(b"nothing")
    with pytest.raises(StoreError, match="cannot be read"):
        store.series("CPIAUCSL")


def test_closing(make_store: Make) -> None:
    store = open_store(make_store(CPI), TODAY)
    store.close()
    store.latest("CPIAUCSL")
    store.close()
