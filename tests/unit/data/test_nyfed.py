"""SOMA holdings and summary, as CSV and as the markets API gives them."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest

from tidegate.data.providers import nyfed
from tidegate.errors import ParseError

HEADER = (
    '"As Of Date","CUSIP","Security Type","Security Description","Term","Maturity Date","Issuer",'
    '"Spread (%)",'
    '"Coupon (%)","Current Face Value","Par Value","Inflation Compensation","Percent Outstanding",'
    '"Change From Prior Week","Change From Prior Year","is Aggregated"\n'
)
ROWS = (
    '"2022-03-30","\'912796AA1\'","Bills",,,"2022-04-05",,,,,"1500000000",,"0.05","0",,\n'
    '"2022-03-30","\'91282CBB2\'","FRNs",,,"2023-01-31",,"0.049",,,"2000000000",,"0.04","0",,\n'
    '"2022-03-30","\'91282CCC3\'","TIPS",,,"2030-07-15",,,"0.125",,"8000000000","800000000.5","0.19","0",,\n'
    '"2022-03-30","\'31359MDD4\'","Agency Debts",,,"2030-05-15","FNMA",,"7.25",,"285000000",,,"0","0",\n'
    '"2022-03-30","\'38380UEE5\'","CMBS","GOVERNMENT 2.6% 05/52",,,,,,"594423.98",,,,,,\n'
)


def test_csv_with_quoted_cusips() -> None:
    table = nyfed.parse_holdings(HEADER + ROWS)
    assert table.as_of == date(2022, 3, 30)
    assert table["cusip"].tolist() == ["912796AA1", "91282CBB2", "91282CCC3", "31359MDD4", "38380UEE5"]
    assert table["security_type"].tolist()[:3] == ["Bills", "FRNs", "TIPS"]
    assert table["par_bn"].tolist() == pytest.approx([1.5, 2.0, 8.0, 0.285, 0.00059442398])
    assert table["inflation_bn"][2] == pytest.approx(0.8000000005)
    np.testing.assert_array_equal(table["coupon_pct"][:4], [0.0, np.nan, 0.125, 7.25])
    assert table["frn_spread_pct"][1] == 0.049
    assert np.isnat(table["maturity"][4])
    assert table["fraction_outstanding"][2] == 0.19, "the column is called percent and holds a fraction"


def test_json_of_the_markets_api_is_the_same_table() -> None:
    rows = [
        {
            "asOfDate": "2022-03-30", "cusip": "912796AA1", "maturityDate": "2022-04-05", "issuer": "",
            "spread": "", "coupon": "", "parValue": "1500000000", "inflationCompensation": "",
            "percentOutstanding": "0.05",
            "changeFromPriorWeek": "0", "changeFromPriorYear": "", "securityType": "Bills",
        },
    ]  # fmt: skip
    from_json = nyfed.parse_holdings(json.dumps({"soma": {"holdings": rows}}))
    from_csv = nyfed.parse_holdings(HEADER + ROWS).where(np.array([0]))
    for name in from_csv.columns:
        np.testing.assert_array_equal(from_json[name], from_csv[name])


def test_agency_json_has_fewer_fields() -> None:
    rows = [
        {
            "asOfDate": "2022-03-30", "cusip": "38380UEE5", "securityType": "CMBS",
            "maturityDate": "", "coupon": None,
            "currentFaceValue": "594423.98", "parValue": "", "securityDescription": "x", "isAggregated": "",
        },
    ]  # fmt: skip
    table = nyfed.parse_holdings(json.dumps({"soma": {"holdings": rows}}))
    assert table["par_bn"][0] == pytest.approx(0.00059442398)
    assert np.isnan(table["fraction_outstanding"][0])


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (HEADER, "no rows"),
        ("<html>", "web page"),
        ("a,b\n1,2\n", "no column for as_of"),
        (HEADER + ROWS + ROWS.splitlines()[0] + "\n", "912796AA1 is listed twice"),
        (
            HEADER + ROWS + ROWS.splitlines()[0].replace("03-30", "02-16").replace("AA1", "ZZ9") + "\n",
            "2 dates",
        ),
        (HEADER + '"2022-03-30","\'912796AA1\'","Bills",,,"2022-04-05",,,,,,,,,,\n', "912796AA1 has no par"),
        (HEADER + ROWS.splitlines()[0].replace("2022-04-05", "April") + "\n", "'April' is not a date"),
        ('{"soma": {}}', "soma.holdings"),
        ('{"soma": [', "soma.holdings"),
    ],
)
def test_refuses_a_changed_or_damaged_file(body: str, says: str) -> None:
    with pytest.raises(ParseError) as caught:
        nyfed.parse_holdings(body)
    assert says in str(caught.value)


SUMMARY = "as_of_date,total,mbs,tips,frn,tips_inflation_compensation,notes_&_bonds,bills,agencies,cmbs\n"


def test_summary_as_csv_and_json() -> None:
    csv = SUMMARY + "2007-01-03,774987618000.0,0.0,30104877000,,3922032000.0,467863935000,277018806000,,0.0\n"
    csv += "2025-10-15,6.0,1,1,1,9,1,1,1,0\n"
    read = nyfed.parse_summary(csv)
    assert set(read) == set(nyfed.SUMMARY)
    assert read["total"].values[0] == 774987618000.0
    assert read["frn"].dates.tolist() == [date(2025, 10, 15)], "an empty cell is no observation"
    row = {"asOfDate": "2025-10-15", **dict.fromkeys(nyfed.SUMMARY, "1"), "agencies": ""}
    full = {**row, "asOfDate": "2025-10-22", "agencies": "2"}
    from_json = nyfed.parse_summary(json.dumps({"soma": {"summary": [full, row]}}))
    assert from_json["bills"].dates.tolist() == [date(2025, 10, 15), date(2025, 10, 22)]
    assert len(from_json["agencies"]) == 1


def test_urls() -> None:
    assert nyfed.treasury_url(date(2022, 3, 30)).endswith("/soma/tsy/get/asof/2022-03-30.json")
    assert nyfed.agency_url(date(2022, 3, 30)).endswith("/soma/agency/get/asof/2022-03-30.json")
    assert nyfed.summary_url().endswith("/soma/summary.json")
    assert nyfed.dates_url().endswith("/soma/asofdates/list.json")
