"""European Central Bank: the purchase programmes' files and the weekly statement."""

from __future__ import annotations

import calendar
import csv
import io
from datetime import date

from tidegate.catalog.model import Rights
from tidegate.data.providers.model import Capability, Observations
from tidegate.data.providers.text import names, number, observations, records, refuse_page
from tidegate.errors import ParseError
from tidegate.message import N_

FILES = "https://www.ecb.europa.eu/mopo/pdf"
API = "https://data-api.ecb.europa.eu/service/data"
MONTHS = {name: index for index, name in enumerate(calendar.month_name) if name}
APP_WIDTH = 14
PEPP_WIDTH = 4


def file_url(name: str) -> str:
    """Return the address of a purchase history, for example ``PEPP_purchase_history.csv``."""
    return f"{FILES}/{name}"


def weekly_url(key: str, start: str = "1999-W01") -> str:
    """Return the address of a line of the weekly financial statement (ILM)."""
    return f"{API}/ILM/{key}?format=csvdata&startPeriod={start}"


def parse_app(body: str) -> dict[str, Observations]:
    """Read the history of the asset purchase programme.

    Returns
    -------
    dict
        ``net``: net purchases in the month, and ``holdings``: book value at
        month-end, both summed over the four programmes, EUR millions, dated
        with the last day of the month.
    """
    rows = _months(body, "APP history", APP_WIDTH)
    net = [(d, sum(cells[0:4])) for d, cells in rows]
    held = [(d, sum(cells[8:12])) for d, cells in rows]
    return {"net": observations(net, "APP history"), "holdings": observations(held, "APP history")}


def parse_pepp(body: str) -> dict[str, Observations]:
    """Read the history of the pandemic programme.

    Returns
    -------
    dict
        ``net``: net purchases in the month, ``cumulative``: their sum since
        March 2020, EUR millions, dated with the last day of the month.
    """
    rows = _months(body, "PEPP history", PEPP_WIDTH)
    return {
        "net": observations([(d, cells[0]) for d, cells in rows], "PEPP history"),
        "cumulative": observations([(d, cells[1]) for d, cells in rows], "PEPP history"),
    }


def _months(body: str, what: str, width: int) -> list[tuple[date, list[float]]]:
    """Return the month-end and figures of every row that names a month.

    The year stands only on the first of its rows; titles and notes around the
    table are passed over.
    """
    found: list[tuple[date, list[float]]] = []
    year = 0
    for row in csv.reader(io.StringIO(refuse_page(body, what))):
        if len(row) < width or row[1].strip() not in MONTHS:
            continue
        year = int(row[0]) if row[0].strip() else year
        month = MONTHS[row[1].strip()]
        cells = [number(cell, what) for cell in row[2:width]]
        if year and any(c is not None for c in cells):
            last = calendar.monthrange(year, month)[1]
            found.append((date(year, month, last), [c or 0.0 for c in cells]))
    if not found:
        raise ParseError.of(
            N_("{what}: no row with a month; the publisher may have changed its format"), what=what
        )
    return found


def parse_weekly(body: str) -> Observations:
    """Read a weekly line in the API's ``csvdata`` form; ``2024-W05`` is dated with its Friday."""
    what = "ECB weekly statement"
    rows = records(body, what)
    at = names(rows, {"period": ("TIME_PERIOD",), "value": ("OBS_VALUE",)}, what)
    pairs = [(_friday(row[at["period"]], what), number(row[at["value"]], what)) for row in rows]
    return observations([(d, v) for d, v in pairs if v is not None], what)


def _friday(week: str, what: str) -> date:
    try:
        year, number_of_week = week.split("-W")
        return date.fromisocalendar(int(year), int(number_of_week), 5)
    except ValueError:
        raise ParseError.of(
            N_("{what}: {cell!r} is not a week like 2024-W05"), what=what, cell=week
        ) from None


_TERMS = "ECB: free reuse with the source named"
CAPABILITIES = (
    Capability("ecb", "APP and PEPP histories", "monthly", _TERMS, Rights.ATTRIBUTION, file_url),
    Capability("ecb", "weekly financial statement", "weekly", _TERMS, Rights.ATTRIBUTION, weekly_url),
)
