"""The publishers' formats, written from made-up or embedded figures: what `replay_server` serves."""

from __future__ import annotations

import calendar
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs

import numpy as np

from tidegate.catalog import series, series_ids
from tidegate.catalog.model import Frequency, Series, Stamp
from tidegate.data import open_store
from tidegate.units import month_end, to_date

Points = list[tuple[date, float]]
VERSION_STEP = 1e-5
XML = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@dataclass
class World:
    """What the publishers know: figures by id of the catalogue, in the publisher's unit.

    Attributes
    ----------
    today
        Nothing later is served.
    version
        Counts up what is new: so many periods more than the snapshot has.
    """

    today: date
    version: int = 1
    kept: dict[str, Points] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.store = open_store()

    def points(self, entry: Series) -> Points:
        """Return a series as its publisher has it now."""
        if entry.id not in self.kept:
            self.kept[entry.id] = self._old(entry)
        old = self.kept[entry.id]
        new: Points = []
        last = old[-1]
        for step in range(self.version):
            day = following(last[0], entry)
            if day > self.today:
                break
            # Every version also revises what is new by a little, so that it can be told from any new value.
            last = (
                day,
                round((old[-1][1] or 0.01) * (1 + 0.001 * (step + 1) + VERSION_STEP * self.version), 6),
            )
            new.append(last)
        return old + new

    def _old(self, entry: Series) -> Points:
        if not entry.live and entry.id in self.store.ids():
            found = [self.store.series(entry.id, self.today), self.store.projected(entry.id)]
            unit = round(1 / entry.scale) if entry.scale < 1 else 1 / entry.scale
            rows: dict[date, float] = {}
            for part in found:
                values = np.round(part.values * unit, 4).tolist()
                rows |= dict(zip((to_date(d) for d in part.dates), values, strict=True))
            return sorted(rows.items())
        day = date(self.today.year - 2, 1, 3 if entry.frequency is Frequency.WEEKLY else 1)
        found_points: Points = []
        while day < self.today - timedelta(8):
            wave = 1 + 0.01 * np.sin(len(found_points))
            base = 4.0 if entry.unit == "percent" else 500.0 / entry.scale
            found_points.append((day, round(float(base * wave), 6)))
            day = following(day, entry)
        return found_points


def following(day: date, entry: Series) -> date:
    """Return the stamp after one."""
    if entry.frequency is Frequency.WEEKLY:
        return day + timedelta(7)
    if entry.frequency is Frequency.DAILY:
        return day + timedelta(3 if day.weekday() == 4 else 1)
    months = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.ANNUAL: 12}[entry.frequency]
    month = np.datetime64(day, "M") + months
    ends = entry.stamp is Stamp.PERIOD_END
    return to_date(month_end(month)[()] if ends else month.astype("datetime64[D]"))


def by_code(provider: str, code: str) -> Series:
    """Return the series that a provider has under a code."""
    return next(e for i in series_ids() if (e := series(i)).provider == provider and e.code == code)


def text(points: Points, header: str, *, start: str = "") -> str:
    """Return a CSV of date and value."""
    return "".join([f"{header}\n", *(f"{d},{v!r}\n" for d, v in points if str(d) >= start)])


def fred(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """FRED: CSV by mnemonic, and vintages as JSON."""
    if path.endswith("vintagedates"):
        days = [str(world.today - timedelta(30 * k)) for k in range(4, -1, -1)]
        return "json", {"vintage_dates": [d for d in days if d >= query.get("realtime_start", "")]}
    name = query.get("id") or query["series_id"]
    points = world.points(by_code("fred", name))
    if path.endswith("observations"):
        rows = [
            {
                "realtime_start": max(str(d + timedelta(20)), query["realtime_start"]),
                "date": str(d),
                "value": f"{v!r}",
            }
            for d, v in points
        ]
        return "json", {"observations": rows}
    return "csv", text(points, f"observation_date,{name}", start=query.get("cosd", ""))


def nyfed(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """Serve the New York Fed: summary, dates, holdings, rates, repo."""
    if path.endswith("summary.json"):
        codes = (
            "total",
            "bills",
            "notesbonds",
            "tips",
            "tipsInflationCompensation",
            "frn",
            "mbs",
            "cmbs",
            "agencies",
        )
        columns = {c: dict(world.points(by_code("nyfed", c))) for c in codes}
        days = sorted(set().union(*columns.values()))
        known = dict(world.kept["SOMA_TOTAL"])
        rows = []
        for day in days:
            row = {c: columns[c].get(day) for c in codes}
            if day not in known and all(row[c] is not None for c in codes):
                row["total"] = sum(
                    row[c] or 0 for c in codes if c not in ("total", "tipsInflationCompensation")
                )
            rows.append({"asOfDate": str(day), **{k: "" if v is None else repr(v) for k, v in row.items()}})
        return "json", {"soma": {"summary": rows}}
    if path.endswith("list.json"):
        wednesday = world.today - timedelta((world.today.weekday() - 2) % 7)
        return "json", {"soma": {"asOfDates": [str(wednesday - timedelta(7 * k)) for k in range(5)]}}
    if "/get/asof/" in path:
        day = path.rpartition("/")[2].removesuffix(".json")
        table = world.store.holdings(types=("Bills", "NotesBonds", "TIPS", "FRNs", "Agency Debts", "CMBS"))
        agency = np.isin(table["security_type"], ("Agency Debts", "CMBS"))
        treasuries = ~agency
        total = np.nansum(table["par_bn"][treasuries]) + np.nansum(table["inflation_bn"][treasuries])
        factor = world.points(series("TREAST"))[-1][1] / 1e3 / total
        later = np.datetime64(day) - np.datetime64(table.as_of)
        rows = []
        for i in np.flatnonzero(agency == ("agency" in path)):
            rows.append(
                {
                    "asOfDate": day,
                    "cusip": str(table["cusip"][i]),
                    "securityType": str(table["security_type"][i]),
                    "maturityDate": ""
                    if np.isnat(table["maturity"][i])
                    else str(table["maturity"][i] + later),
                    "spread": "" if np.isnan(table["frn_spread_pct"][i]) else f"{table['frn_spread_pct'][i]}",
                    "coupon": "" if np.isnan(table["coupon_pct"][i]) else f"{table['coupon_pct'][i]}",
                    "parValue": f"{table['par_bn'][i] * 1e9 * factor:.0f}",
                    "inflationCompensation": f"{table['inflation_bn'][i] * 1e9 * factor:.0f}",
                    "percentOutstanding": "",
                }
            )
        return "json", {"soma": {"holdings": rows}}
    if "/rates/" in path:
        _, _, kind, code, _ = path.strip("/").split("/")
        rows = [
            {
                "effectiveDate": str(d),
                "percentRate": v,
                "percentPercentile99": v + 0.1,
                "volumeInBillions": 2500 + v,
            }
            for d, v in world.points(series("OBFR"))
            if query["startDate"] <= str(d) <= query["endDate"]
        ]
        return "json", {"refRates": rows}
    rows = [
        {"operationDate": str(d), "operationType": kind, "totalAmtAccepted": str(int(v))}
        for d, v in world.points(series("REPO_ACCEPTED"))
        for kind in ("Repo", "Reverse Repo")
        if query["startDate"] <= str(d) <= query["endDate"]
    ]
    return "json", {"repo": {"operations": rows}}


def fiscaldata(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """FiscalData: debt, cash, rates, statement of the debt, auctions; a null is the word."""
    start = query["filter"].rpartition(":")[2]
    if path.endswith("debt_to_penny"):
        both = dict(world.points(series("DEBT_TO_PENNY"))), dict(world.points(series("DEBT_HELD_BY_PUBLIC")))
        rows: list[dict[str, Any]] = [
            {
                "record_date": str(d),
                "tot_pub_debt_out_amt": f"{v:.2f}",
                "debt_held_public_amt": f"{both[1][d]:.2f}",
            }
            for d, v in both[0].items()
        ]
    elif path.endswith("operating_cash_balance"):
        name = "Treasury General Account (TGA) Closing Balance"
        rows = [
            {
                "record_date": str(d),
                "account_type": name,
                "open_today_bal": f"{v:.0f}",
                "close_today_bal": "null",
            }
            for d, v in world.points(series("TGA_DAILY"))
        ]
    elif path.endswith("avg_interest_rates"):
        rows = [
            {
                "record_date": str(d),
                "security_desc": "Total Interest-bearing Debt",
                "avg_interest_rate_amt": str(v),
            }
            for d, v in world.points(series("DEBT_INTEREST_RATE"))
        ]
    elif path.endswith("mspd_table_3_market"):
        terms = world.store.terms()
        names = {"TIPS": "Inflation-Protected Securities", "FRNs": "Floating Rate Notes"}
        rows = [
            {
                "record_date": start,
                "security_class1_desc": names.get(str(terms["class"][i]), str(terms["class"][i])),
                "security_class2_desc": str(terms["cusip"][i]),
                "interest_rate_pct": "null"
                if np.isnan(terms["coupon_pct"][i])
                else str(terms["coupon_pct"][i]),
                "issue_date": str(terms["issue_date"][i]),
                "maturity_date": str(terms["maturity"][i]),
                "issued_amt": "1",
                "inflation_adj_amt": f"{terms['inflation_adj_bn'][i] * 1e3:.4f}",
                "outstanding_amt": f"{terms['outstanding_bn'][i] * 1e3:.4f}",
            }
            for i in range(len(terms))
        ]
        return "json", {"data": rows}
    else:
        found = world.store.auctions()
        rows = [
            {
                "record_date": str(found["auction_date"][i]),
                "cusip": f"A{world.version:02d}{i:06d}",
                "security_type": str(found["type"][i]),
                "security_term": str(found["term"][i]),
                "auction_date": str(found["auction_date"][i] + np.timedelta64(365, "D")),
                "issue_date": str(found["issue_date"][i] + np.timedelta64(365, "D")),
                "maturity_date": str(found["maturity"][i] + np.timedelta64(365, "D")),
            }
            for i in range(len(found) - 20, len(found))
        ]
        return "json", {"data": rows}
    return "json", {"data": [r for r in rows if r["record_date"] >= start], "meta": {}, "links": {}}


def ecb(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """ECB: purchase histories, and lines of the weekly statement."""
    if path.endswith(".csv"):
        app = "APP" in path
        ids = ("APP_NET_PURCHASES", "APP_HOLDINGS") if app else ("PEPP_NET_PURCHASES", "PEPP_CUMULATIVE")
        first, second = (dict(world.points(series(i))) for i in ids)
        lines, year = ["History,,,", "In euro millions,,,"], 0
        for day in sorted(set(first) & set(second)):
            head = f"{day.year if day.year != year else ''},{calendar.month_name[day.month]}"
            year = day.year
            cells = (
                [first[day], 0, 0, 0, 0, 0, 0, 0, second[day], 0, 0, 0] if app else [first[day], second[day]]
            )
            lines.append(",".join([head, *(f"{c!r}" for c in cells)]))
        return "csv", "\n".join(lines) + "\n"
    entry = by_code("ecb", path.rpartition("/")[2])
    rows = [
        f"{entry.code},{d.isocalendar()[0]}-W{d.isocalendar()[1]:02d},{v!r}" for d, v in world.points(entry)
    ]
    return "csv", "KEY,TIME_PERIOD,OBS_VALUE\n" + "\n".join(rows) + "\n"


def boe(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """Bank of England: the database as CSV, a page with status 200 for too early a start; sheets as workbooks."""
    if path.endswith(".xlsx"):
        rows = [["Settlement date", "ISIN", "Bond", "Total allocation (nominal £mn)"]]
        rows += [
            ["45000", "GB00B16NNR78", "4.25% 2027", str(100 + world.version)],
            ["45007.0", "GB00B24FF097", "x", "250"],
        ]
        return "xlsx", workbook(rows)
    entry = by_code("boe", query["SeriesCodes"])
    day, month, year = query["Datefrom"].split("/")
    points = world.points(entry)
    if int(year) < points[0][0].year - 20:
        return "html", "<html><body>No data</body></html>"
    return "csv", text([(d, v) for d, v in points], f"DATE,{entry.code}").replace("\n", "\r\n")


def workbook(rows: list[list[str]]) -> bytes:
    """Return a small workbook with one sheet."""
    shared = sorted({c for row in rows for c in row if not c.replace(".", "").isdigit()})
    lines = []
    for r, row in enumerate(rows, 1):
        cells = []
        for c, cell in enumerate(row):
            kind = f' t="s"><v>{shared.index(cell)}' if cell in shared else f"><v>{cell}"
            cells.append(f'<c r="{chr(65 + c)}{r}"{kind}</v></c>')
        lines.append(f'<row r="{r}">{"".join(cells)}</row>')
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f"<worksheet {XML}><sheetData>{''.join(lines)}</sheetData></worksheet>",
        )
        words = "".join(f"<si><t>{s}</t></si>" for s in shared)
        archive.writestr("xl/sharedStrings.xml", f"<sst {XML}>{words}</sst>")
    return out.getvalue()


def boj(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """Bank of Japan: JSON with the status inside, or CSV in Shift-JIS."""
    entry = by_code("boj", f"{query['db']}:{query['code']}")
    points = world.points(entry)
    if query.get("lang") == "jp":
        rows = [f"{query['code']},日本銀行,{d:%Y%m},{v!r}" for d, v in points]
        return "csv", ("SERIES_CODE,名称,SURVEY_DATES,VALUES\n" + "\n".join(rows) + "\n").encode("shift_jis")
    values = {"SURVEY_DATES": [int(f"{d:%Y%m}") for d, _ in points], "VALUES": [v for _, v in points]}
    return "json", {"STATUS": 200, "RESULTSET": [{"SERIES_CODE": query["code"], "VALUES": values}]}


def hkma(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """Hong Kong Monetary Authority: records of one field, day by day."""
    code = query["fields"].split(",")[1]
    entry = by_code("hkma", code)
    rows = [
        {"end_of_date": str(d), code: v}
        for d, v in world.points(entry)
        if query["from"] <= str(d) <= query["to"]
    ]
    if entry.frequency is Frequency.MONTHLY:  # the last figure of a month, and the beginning of the next
        rows += [
            {"end_of_date": str(date.fromisoformat(str(r["end_of_date"])) + timedelta(1)), code: 9.9}
            for r in rows[-1:]
        ]
    return "json", {"header": {"success": True}, "result": {"datasize": len(rows), "records": rows}}


def taiwan(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """Taiwan: the central bank's data sets, and the exchange with years of the Republic."""
    if "FileName" in query:
        rows = [[f"{d:%Y%m%d}", f"{v:.4f}", ""] for d, v in world.points(series("FX_USDTWD_DAILY"))]
        return "json", {"data": {"structure": {}, "dataSets": rows}}
    month = query["date"][:6]
    found = [(d, v) for d, v in world.points(series("TAIEX")) if f"{d:%Y%m}" == month]
    rows = [[f"{d.year - 1911}/{d:%m/%d}", "1", "1", "1", f"{v:,.2f}"] for d, v in found]
    return "json", {"stat": "OK", "fields": ["日期"], "data": rows}


def surveys(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """Surveys of New York and Philadelphia, each with its own way to write a month."""
    empire = "empire" in path
    points = world.points(series("EMPIRE_ACTIVITY" if empire else "PHILADELPHIA_ACTIVITY"))
    rows = [f"{d:%Y-%m}-28,{v}" if empire else f"{d:%b-%y},{v}" for d, v in points]
    return "csv", ("surveyDate,GACDISA\n" if empire else "DATE,gac\n") + "\n".join(rows) + "\n"


def prices(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """Stooq and Alpha Vantage."""
    symbol = query.get("s") or query["symbol"]
    entry = by_code("prices", f"{'stooq' if 's' in query else 'alpha_vantage'}:{symbol}")
    word = "Date,Open,High,Low,Close,Volume" if "s" in query else "timestamp,open,high,low,close,volume"
    rows = [f"{d},{v},{v},{v},{v},1" for d, v in world.points(entry)]
    return "csv", word + "\n" + "\n".join(rows) + "\n"


def others(world: World, path: str, query: dict[str, str]) -> tuple[str, Any]:
    """BIS, Ministry of Finance, DataHub, the Fed's calendar."""
    if "WS_CBPOL" in path:
        code = path.split("/")[-2]
        rows = [f"M,{d:%Y-%m},{v}" for d, v in world.points(by_code("bis", code))]
        return "csv", "FREQ,TIME_PERIOD,OBS_VALUE\n" + "\n".join(rows) + "\n"
    if "jgbcme" in path:
        columns = {t: dict(world.points(series(f"JGB{t}"))) for t in ("2Y", "10Y", "30Y")}
        rows = [
            f"{d.year}/{d.month}/{d.day}," + ",".join(str(columns[t].get(d, "-")) for t in columns)
            for d in sorted(set().union(*columns.values()))
        ]
        return "csv", "Interest Rate,,,\nDate,2Y,10Y,30Y\n" + "\n".join(rows) + "\n"
    if "fomccalendars" in path:
        return (
            "html",
            '<a href="/newsevents/pressreleases/monetary20260916a.htm">x</a>/monetarypolicy/fomcminutes20260916.htm',
        )
    if "gold" in path:
        return "csv", "Date,Price\n" + "".join(f"{d:%Y-%m},{v}\n" for d, v in world.points(series("GOLD")))
    members = {"SP500": "SPX", "Dividend": "SPX_DIVIDEND", "Earnings": "SPX_EARNINGS", "PE10": "SPX_CAPE"}
    columns = {c: dict(world.points(series(i))) for c, i in members.items()}
    days = sorted(set().union(*columns.values()))
    rows = [f"{d}," + ",".join(f"{columns[c].get(d, 0):.10g}" for c in columns) for d in days]
    return "csv", "Date," + ",".join(columns) + "\n" + "\n".join(rows) + "\n"


HOSTS: dict[str, Callable[[World, str, dict[str, str]], tuple[str, Any]]] = {
    "fred.stlouisfed.org": fred,
    "api.stlouisfed.org": fred,
    "markets.newyorkfed.org": nyfed,
    "api.fiscaldata.treasury.gov": fiscaldata,
    "www.ecb.europa.eu": ecb,
    "data-api.ecb.europa.eu": ecb,
    "www.bankofengland.co.uk": boe,
    "www.stat-search.boj.or.jp": boj,
    "api.hkma.gov.hk": hkma,
    "cpx.cbc.gov.tw": taiwan,
    "www.twse.com.tw": taiwan,
    "www.newyorkfed.org": surveys,
    "www.philadelphiafed.org": surveys,
    "stooq.com": prices,
    "www.alphavantage.co": prices,
    "stats.bis.org": others,
    "www.mof.go.jp": others,
    "raw.githubusercontent.com": others,
    "www.federalreserve.gov": others,
}
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def answer(world: World, host: str, path: str, query: str) -> tuple[str, bytes]:
    """Return content type and body of a publisher's answer.

    Raises
    ------
    KeyError
        For a publisher, series or parameter that does not exist.
    """
    asked = {k: v[-1] for k, v in parse_qs(query, keep_blank_values=True).items()}
    kind, body = HOSTS[host](world, path, asked)
    if kind == "json":
        body = json.dumps(body)
    return MEDIA[kind], body.encode() if isinstance(body, str) else body
