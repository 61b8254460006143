"""The public-debt statement under three sets of names, and auctions."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from tidegate.data.providers import fiscaldata
from tidegate.data.providers.model import Fetch
from tidegate.errors import ParseError

TIDY = (
    "record_date,class,cusip,coupon_pct,yield_pct,issue_date,maturity_date,issued_mn,inflation_adj_mn,"
    "redeemed_mn,outstanding_mn\n"
)
TIPS = (
    "2022-03-31,TIPS,912828X39,0.125,-0.049,2017-04-28,2022-04-15,15998.0,2491.5,0.0,51349.7\n"
    "2022-03-31,TIPS,912828X39,0.125,0.117,2017-08-31,2022-04-15,14437.2,2248.5,0.0,\n"
)
EXPORT = (
    "Record Date,Security Type Description,Series Code,Security Class 1 Description,"
    "Security Class 2 Description,"
    "Interest Rate,Yield,Issue Date,Maturity Date,Issued Amount (in Millions),"
    "Amount Adjusted for Inflation (in Millions),"
    "Redeemed Amount (in Millions),Outstanding Amount (in Millions)\n"
    "2023-08-31,Nonmarketable,null,Government Account Series,Some Fund,null,null,null,null,1,null,null,9\n"
    "2023-08-31,Marketable,null,Bills Maturity Value,912797GR2,null,4.98,2023-05-09,2023-09-05,36839,0,0,"
    "168421.0\n"
    "2023-08-31,Marketable,null,Bills Maturity Value,912797GR2,null,5.2,2023-07-11,2023-09-05,6,0,0,null\n"
    "2023-08-31,Marketable,null,Floating Rate Notes,91282CAB7,null,0.114,2023-01-31,2025-01-31,9,0,0,60000\n"
    "2023-08-31,Marketable,null,Total Marketable,null,null,null,null,null,null,null,null,25000000\n"
)


def test_reopenings_are_joined() -> None:
    table = fiscaldata.parse_mspd(TIDY + TIPS)
    assert table.as_of == date(2022, 3, 31)
    assert len(table) == 1
    assert table["class"][0] == "TIPS"
    assert table["outstanding_bn"][0] == pytest.approx(51.3497)
    assert table["inflation_adj_bn"][0] == pytest.approx(4.74)
    assert table["issue_date"][0] == np.datetime64("2017-04-28")
    assert table["maturity"][0] == np.datetime64("2022-04-15")


def test_export_with_totals_and_nulls() -> None:
    table = fiscaldata.parse_mspd("\ufeff" + EXPORT)
    assert table["cusip"].tolist() == ["912797GR2", "91282CAB7"]
    assert table["class"].tolist() == ["Bills", "FRNs"]
    np.testing.assert_array_equal(table["coupon_pct"], [0.0, np.nan])
    assert table["outstanding_bn"].tolist() == pytest.approx([168.421, 60.0])


def test_api_json_is_the_same_table() -> None:
    row = {
        "record_date": "2022-03-31", "security_type_desc": "Marketable", "security_class1_desc": "Notes",
        "security_class2_desc": "91282CAB7", "interest_rate_pct": "1.500", "yield_pct": "1.6",
        "issue_date": "2021-01-31",
        "maturity_date": "2028-01-31", "issued_amt": "60000", "inflation_adj_amt": "null",
        "outstanding_amt": "60000.0",
    }  # fmt: skip
    table = fiscaldata.parse_mspd(json.dumps({"data": [row], "meta": {}, "links": {}}))
    assert table["coupon_pct"][0] == 1.5
    assert table["outstanding_bn"][0] == 60.0
    assert table["inflation_adj_bn"][0] == 0.0


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (TIDY, "no rows"),
        ("<html></html>", "web page"),
        ("x,y\n1,2\n", "no column for record_date"),
        (TIDY + TIPS.replace(",0.0,\n", ",0.0,99.0\n"), "two different amounts"),
        (TIDY + TIPS.replace("TIPS", "Perpetuals"), "unknown class 'Perpetuals'"),
        (TIDY + TIPS.replace("2022-03-31", "2022-02-28", 1), "2 dates"),
        (TIDY + TIPS.replace("51349.7", "many"), "'many' is not a number"),
        ('{"data": {}}', "no rows"),
    ],
)
def test_refuses_a_changed_or_damaged_statement(body: str, says: str) -> None:
    with pytest.raises(ParseError) as caught:
        fiscaldata.parse_mspd(body)
    assert says in str(caught.value)


AUCTIONS = (
    "\ufeffCUSIP,Security Type,Security Term,Auction Date,Issue Date,Maturity Date,Price per $100\n"
    "91282CPJ4,Note,9-Year 11-Month,2025-12-09,2025-12-15,2035-11-15,null\n"
    "912810UP1,Bond,29-Year 11-Month,2025-12-11,2025-12-15,2055-11-15,null\n"
    "912827KC5,Note,10-Year,1979-10-31,1979-11-15,1989-11-15,null\n"
)


def test_auctions_sorted_and_cut() -> None:
    table = fiscaldata.parse_auctions(AUCTIONS, date(2018, 1, 1))
    assert table["cusip"].tolist() == ["91282CPJ4", "912810UP1"]
    assert table["term"][0] == "9-Year 11-Month"
    assert len(fiscaldata.parse_auctions(AUCTIONS)) == 3


def test_auction_without_a_date_is_refused() -> None:
    with pytest.raises(ParseError, match="912810UP1 has no issue_date"):
        fiscaldata.parse_auctions(AUCTIONS.replace("2025-12-11,2025-12-15", "2025-12-11,null"))


def test_urls_ask_for_a_page_in_an_order_without_ties() -> None:
    start = date(2022, 3, 31)
    assert "record_date%3Agte%3A2022-03-31" in fiscaldata.mspd_url(start)
    assert "mspd_table_3_market" in fiscaldata.mspd_url(start, page=2)
    assert "page%5Bnumber%5D=2" in fiscaldata.mspd_url(start, page=2)
    assert "auctions_query" in fiscaldata.auctions_url(start)
    for address, order in (
        (fiscaldata.mspd_url, "-record_date,security_class1_desc,security_class2_desc,issue_date"),
        (fiscaldata.auctions_url, "-record_date,cusip"),
        (fiscaldata.cash_url, "-record_date,account_type"),
        (fiscaldata.rates_url, "-record_date,security_desc"),
        (fiscaldata.debt_url, "-record_date"),  # one row a day
    ):
        assert parse_qs(urlsplit(address(start)).query)["sort"] == [order]


def answers(*bodies: str) -> Fetch:
    left = list(bodies)
    return lambda ask: left.pop(0).encode()


def statement(day: str, amount: str) -> dict[str, str]:
    row = dict(zip(*(line.split(",") for line in SUMS.splitlines()[:2]), strict=True))
    return {**row, "record_date": day, "outstanding_mn": amount}


def test_the_statement_is_the_newest_that_is_out() -> None:
    job = next(j for j in fiscaldata.table_jobs() if "terms" in j.tables)
    both = json.dumps({"data": [statement("2026-06-30", "3000"), statement("2026-05-31", "2000")]})
    one = json.dumps({"data": [statement("2026-05-31", "2000")]})
    for body, day, amount in ((both, "2026-06-30", 3.0), (one, "2026-05-31", 2.0)):
        # On the seventh the statement of June may not be out yet.
        found = job.run(answers(body), None, date(2026, 7, 7)).tables
        assert found["terms"]["record_date"].astype(str).tolist() == [day]
        assert found["terms"]["outstanding_bn"].tolist() == [amount]
        assert len(found["debt"]) == 1


def test_a_last_page_that_is_full_is_followed_by_an_empty_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fiscaldata, "PAGE_ROWS", 2)
    full = json.dumps({"data": [{"record_date": "2026-01-02"}, {"record_date": "2026-01-05"}]})
    none = json.dumps({"data": []})
    assert len(fiscaldata.pages(answers(full, none), fiscaldata.debt_url, date(2026, 1, 1), "debt")) == 2
    with pytest.raises(ParseError, match="no rows"):
        fiscaldata.pages(answers(none), fiscaldata.debt_url, date(2026, 1, 1), "debt")


SUMS = (
    "record_date,class,cusip,coupon_pct,frn_spread,first_issue_date,maturity_date,outstanding_mn\n"
    "2026-05-31,Bills Maturity Value,912797TU1,0.0,0.0,2026-02-03,2026-06-02,200000\n"
    "2026-05-31,Notes,91282CAB7,2.0,0.0,2021-01-31,2027-01-15,40000\n"
    "2026-05-31,Notes,91282CAC7,4.0,0.0,2021-01-31,2027-01-31,60000\n"
)


def test_the_debt_by_month_of_maturity() -> None:
    terms = fiscaldata.parse_mspd(SUMS)
    assert np.isnan(terms["inflation_adj_bn"]).all(), "that file does not have it"
    found = fiscaldata.by_maturity(terms)
    assert found.as_of == date(2026, 5, 31)
    assert found["class"].tolist() == ["Bills", "Notes"]
    assert found["maturity"].astype(str).tolist() == ["2026-06-01", "2027-01-01"]
    assert found["outstanding_bn"].tolist() == [200.0, 100.0]
    assert found["interest_bn"].tolist() == pytest.approx([0.0, 0.8 + 2.4])


def test_debt_without_an_amount_is_refused() -> None:
    with pytest.raises(ParseError, match="91282CAB7 has no amount"):
        fiscaldata.by_maturity(fiscaldata.parse_mspd(SUMS.replace(",40000", ",null")))
