"""The embedded snapshot against figures that were published elsewhere, and against its own identities."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest

from tidegate.catalog import Rights, series, series_ids
from tidegate.data import Store, open_store
from tidegate.data.files import embedded_folder, read_manifest
from tidegate.units import to_date

LIMIT_MB = 5


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    opened = open_store(embedded_folder(), date(2026, 11, 1))
    yield opened
    opened.close()


def level(store: Store, series_id: str, day: str) -> float:
    data = store.series(series_id, start=date.fromisoformat(day), end=date.fromisoformat(day))
    assert len(data) == 1, (series_id, day)
    return float(data.values[0])


# Federal Reserve H.4.1, as in FRED WALCL, WSHOSHO, TREAST, WSHOMCB, WRESBAL; ON RRP of the New York Fed.
EXTREMES = [
    ("WALCL", max, "2002-12-18", "2026-10-07", 8_965.487, "2022-04-13"),
    ("WALCL", max, "2002-12-18", "2017-01-04", 4_516.077, "2015-01-14"),
    ("WALCL", min, "2017-10-04", "2019-12-25", 3_759.946, "2019-08-28"),
    ("WALCL", min, "2022-04-13", "2026-10-07", 6_535.781, "2025-12-03"),
    ("WSHOSHO", max, "2002-12-18", "2026-06-17", 8_504.586, "2022-04-13"),
    ("TREAST", max, "2002-12-18", "2026-09-02", 5_771.393, "2022-06-08"),
    ("TREAST", min, "2022-06-08", "2026-09-02", 4_188.739, "2025-12-03"),
    ("WSHOMCB", max, "2002-12-18", "2026-08-19", 2_740.185, "2022-04-13"),
    ("WRESBAL", max, "2002-12-18", "2026-08-19", 4_275.806, "2021-12-08"),
    ("WRESBAL", min, "2017-10-04", "2019-12-25", 1_394.122, "2019-09-18"),
    # The lowest week of QT2 was at the turn of 2022 to 2023; the lowest since then is October 2025.
    ("WRESBAL", min, "2022-06-01", "2026-08-19", 2_830.144, "2023-01-04"),
    ("WRESBAL", min, "2023-01-11", "2026-08-19", 2_848.021, "2025-10-29"),
    ("RRPONTSYD", max, "2013-09-23", "2026-08-21", 2_553.716, "2022-12-30"),
]


@pytest.mark.parametrize(("series_id", "pick", "start", "end", "value", "day"), EXTREMES)
def test_peaks_and_troughs(
    store: Store, series_id: str, pick: type[max], start: str, end: str, value: float, day: str
) -> None:
    data = store.series(series_id, start=date.fromisoformat(start), end=date.fromisoformat(end))
    assert pick(data.values) == value
    assert data.dates[data.values == value] == np.datetime64(day)


# Wednesday levels in $ bn to one decimal (reserves: week average), in the order of LINES.
MILESTONES = {
    "2014-10-29": (4_486.8, 4_219.2, 2_461.6, 1_717.9, 2_629.8, 134.7),
    "2019-09-18": (3_844.7, 3_592.6, 2_105.8, 1_484.4, 1_394.1, 18.9),
    "2022-06-01": (8_915.0, 8_480.6, 5_770.8, 2_707.4, 3_322.0, 1_965.0),
    "2023-12-27": (7_712.8, 7_224.7, 4_790.5, 2_431.8, 3_446.5, 818.9),
    "2025-12-03": (6_535.8, 6_244.8, 4_188.7, 2_053.7, 2_858.3, 2.5),
}
LINES = ("WALCL", "WSHOSHO", "TREAST", "WSHOMCB", "WRESBAL", "RRPONTSYD")


@pytest.mark.parametrize("day", MILESTONES)
def test_milestones(store: Store, day: str) -> None:
    found = [round(level(store, line, day), 1) for line in LINES]
    assert found == list(MILESTONES[day])


def test_securities_outright_are_treasuries_mbs_and_agency_debt_every_week(store: Store) -> None:
    held = {line: store.series(line) for line in ("WSHOSHO", "TREAST", "WSHOMCB")}
    weeks = held["WSHOSHO"].dates
    assert len(weeks) == 1227
    parts = {k: d.values[np.isin(d.dates, weeks)] for k, d in held.items()}
    assert all(len(p) == len(weeks) for p in parts.values())
    agency_mn = np.round(1e3 * (parts["WSHOSHO"] - parts["TREAST"] - parts["WSHOMCB"]))
    # H.4.1 rounds each line to a million by itself: one week of 2005 comes out at -1.
    assert agency_mn.min() == -1
    assert (agency_mn >= 0).sum() == len(weeks) - 1
    # Bought from September 2008 (169.0 bn at the peak), run off to 2.3 bn by 2019 and held there since.
    assert agency_mn.max() == 169_010
    assert set(agency_mn[weeks >= np.datetime64("2020-01-01")]) == {2_346, 2_347, 2_348}
    # The New York Fed's own figure for federal agency debt, to the million.
    soma = store.series("SOMA_AGENCY", start=date(2020, 1, 1))
    assert set(np.round(1e3 * soma.values)) == {2_347}


def test_holdings_by_cusip_add_up_to_the_balance_sheet(store: Store) -> None:
    table = store.holdings("fed", date(2022, 3, 30))
    assert table.as_of == date(2022, 3, 30)
    assert len(table) == 421
    total = float(table["par_bn"].sum() + table["inflation_bn"].sum())
    assert total == pytest.approx(level(store, "TREAST", "2022-03-30"), abs=0.001)
    for kind, line in (
        ("Bills", "SOMA_BILLS"),
        ("NotesBonds", "SOMA_NOTESBONDS"),
        ("TIPS", "SOMA_TIPS"),
        ("FRNs", "SOMA_FRN"),
    ):
        own = float(table["par_bn"][table["security_type"] == kind].sum())
        assert own == pytest.approx(level(store, line, "2022-03-30"), abs=1e-6)
    assert np.isfinite(table["coupon_pct"][table["security_type"] != "FRNs"]).all()
    assert np.isfinite(table["frn_spread_pct"][table["security_type"] == "FRNs"]).all()
    assert not np.isnat(table["maturity"]).any()


def test_terms_describe_the_holdings(store: Store) -> None:
    held, terms = store.holdings(), store.terms()
    assert terms.as_of == date(2022, 3, 31)
    at = {cusip: i for i, cusip in enumerate(terms["cusip"])}
    lost = [i for i, cusip in enumerate(held["cusip"]) if cusip not in at]
    # Four issues were repaid on the day of the statement, so it no longer lists them.
    assert {to_date(held["maturity"][i]) for i in lost} == {date(2022, 3, 31)}
    assert len(lost) == 4
    same = [i for i in range(len(held)) if i not in lost]
    row = np.array([at[held["cusip"][i]] for i in same])
    outstanding = terms["outstanding_bn"][row] - terms["inflation_adj_bn"][row]
    share = held["par_bn"][same] / outstanding
    np.testing.assert_allclose(share, held["fraction_outstanding"][same], rtol=2e-3)
    assert (held["maturity"][same] == terms["maturity"][row]).all()
    assert share.max() < 0.7001, "no issue above the 70% limit"


def test_auctions_and_offerings(store: Store) -> None:
    auctions, offerings = store.auctions(), store.offerings()
    assert to_date(auctions["auction_date"][0]) == date(2018, 1, 2)
    assert (auctions["issue_date"] >= auctions["auction_date"]).all()
    assert (auctions["maturity"] > auctions["issue_date"]).all()
    monthly = offerings["frequency"] == "M"
    assert to_date(offerings["period"][monthly].max()) == date(2022, 3, 1), "later rows are assumptions"
    # Treasury, 10-year note of February 2022 (new issue): 37 bn; 20-year: 19 bn; 30-year: 23 bn.
    february = monthly & (offerings["period"] == np.datetime64("2022-02-01"))
    size = dict(zip(offerings["tenor"][february], offerings["offering_bn"][february], strict=True))
    assert (size["10y"], size["20y"], size["30y"], size["tips_30y"]) == (37, 19, 23, 9)
    known = ~np.isnat(offerings["released"])
    assert (offerings["released"][known] <= offerings["period"][known] + np.timedelta64(62, "D")).all()


def test_the_hike_of_september_2026_is_known(store: Store) -> None:
    # FOMC statement of 2026-09-16.
    assert store.latest("DFEDTARU").value == 4.0
    assert store.latest("DFEDTARU", date(2026, 9, 16)).value == 3.75
    assert store.latest("IORB").value == 3.9


def test_what_was_known_at_the_end_of_january_2024(store: Store) -> None:
    day = date(2024, 1, 31)
    assert store.latest("WALCL", day).date == date(2024, 1, 24), (
        "the H.4.1 of the 31st came out on 1 February"
    )
    assert store.latest("CPIAUCSL", day).date == date(2023, 12, 1)
    assert store.latest("PAYEMS", day).date == date(2023, 12, 1)
    assert store.latest("GDPC1", day).date == date(2023, 10, 1)
    assert store.latest("DFEDTARU", day).value == 5.5


def test_nothing_in_it_may_not_be_passed_on(store: Store) -> None:
    for row in store.provenance():
        assert series(row.series).rights is not Rights.NOT_SHIPPED
        assert row.rights == series(row.series).rights
        assert row.source
        assert row.count > 0
    shipped = {i for i in series_ids() if series(i).rights is not Rights.NOT_SHIPPED and not series(i).live}
    missing = shipped - set(store.ids())
    assert not missing


def test_every_single_point_says_where_it_was_read(store: Store) -> None:
    points = [(key, p) for key in store.ids() for p in store.origin(key).points]
    assert len(points) > 60
    assert all(p.source and p.certainty for _, p in points)
    shown = [(k, p) for k, p in points if p.date <= "2026-09-30"]
    for key, point in shown:
        assert level(store, key, point.date) == point.value


def test_reserves_of_a_wednesday_are_not_the_week_average(store: Store) -> None:
    assert to_date(store.series("WRBWFRBL").dates[-1]) == date(2026, 10, 7)
    assert to_date(store.series("WRESBAL").dates[-1]) == date(2026, 8, 19)
    assert level(store, "WRBWFRBL", "2026-09-30") == 2_881.686


def test_the_deferred_asset_is_negative_and_positive_values_are_flows(store: Store) -> None:
    data = store.series("RESPPLLOPNWW")
    assert data.values.min() == -243.818  # peak of the deferred asset, 2025-11-05
    assert data.dates[data.values.argmin()] == np.datetime64("2025-11-05")


def test_size_and_manifest() -> None:
    folder = embedded_folder()
    assert sum(f.stat().st_size for f in folder.iterdir()) < LIMIT_MB * 1e6
    manifest = read_manifest(folder)
    for key, origin in manifest.series.items():
        assert len(origin.sha256) == 64, key
        assert date.fromisoformat(origin.retrieved) <= manifest.date
    text = (folder / "manifest.json").read_text("utf-8")
    assert "/" not in "".join(json.loads(text)["checksums"]), "no paths of the machine that built it"
