"""Addresses of the figures behind a chart or a table, as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from fastapi import APIRouter, Response

from tidegate.briefing.document import Briefing, Chart, Table
from tidegate.briefing.wording import Wording
from tidegate.catalog.loader import unknown
from tidegate.message import N_
from tidegate.web.api.conversion import cell, dates, numbers
from tidegate.web.api.parameters import AsOf, Kept, Name, Reader, failures

router = APIRouter(tags=["downloads"])
MARK = "\ufeff"
"""Tells spreadsheets that the text is UTF-8."""
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a text that begins so for a formula."""


class CsvResponse(Response):
    """An answer of comma-separated values."""

    media_type = "text/csv"


_AS_CSV: dict[str, Any] = {
    "response_class": CsvResponse,
    "responses": {
        # Said in full: the errors of an address for files are JSON all the same.
        status: {
            "description": answer["description"],
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Failure"}}},
        }
        for status, answer in failures(404, 422, 503).items()
    }
    | {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
}


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value


def csv_text(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return rows as CSV with a mark for UTF-8; None and NaN are empty."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_safe(name) for name in head])
    writer.writerows([["" if v is None else _safe(v) for v in row] for row in rows])
    return MARK + out.getvalue()


def chart_csv(chart: Chart, words: Wording) -> str:
    """Return the figures of a chart in its canonical unit.

    One row a date or category, one column a line, two an interval.
    """
    parts = [(words.text(line.name), line.dates, line.values) for line in chart.lines]
    for area in chart.areas:
        name = words.text(area.name)
        parts.append((f"{name} ({words(N_('low'))})", area.dates, area.low))
        parts.append((f"{name} ({words(N_('high'))})", area.dates, area.high))
    categories = [words.text(each) for each in chart.categories]
    columns: list[dict[str, float | None]] = []
    for _, days, values in parts:
        keys = categories or [day.isoformat() for day in dates(days)]
        columns.append(dict(zip(keys, numbers(values), strict=True)))
    every = categories or sorted(set().union(*columns))
    head = ["" if categories else words(N_("date")), *(f"{name} [{chart.unit}]" for name, _, _ in parts)]
    return csv_text(head, ([key, *(column.get(key) for column in columns)] for key in every))


def table_csv(table: Table, words: Wording) -> str:
    """Return a table's raw values in canonical units, one row a row."""
    amounts = any(column.kind == "amount" for column in table.columns)
    head = [words.text(c.title) + (f" [{c.unit}]" if c.unit else "") for c in table.columns]
    keys = [c.key for c in table.columns]
    if amounts:
        head, keys = [*head, words(N_("unit"))], [*keys, "unit"]
    return csv_text(head, ([cell(row.get(key), words) for key in keys] for row in table.rows))


def _named(kind: str, name: str, found: Iterable[Any]) -> Any:
    by_id = {each.id: each for each in found}
    if name not in by_id:
        raise unknown(kind, name, by_id)
    return by_id[name]


def _file(text: str, name: str, briefing: Briefing) -> CsvResponse:
    file = f"tidegate-{name}-{briefing.as_of.isoformat()}.csv"
    return CsvResponse(text, headers={"Content-Disposition": f'attachment; filename="{file}"'})


@router.get("/charts/{chart_id}.csv", summary=N_("The figures of a chart as CSV"), **_AS_CSV)
def chart(chart_id: Name, words: Reader, as_of: AsOf, kept: Kept) -> CsvResponse:
    """Return the figures of a chart of the briefing."""
    briefing = kept.get(as_of)
    found = _named(N_("chart"), chart_id, (c for s in briefing.sections for c in s.charts))
    return _file(chart_csv(found, words), found.id, briefing)


@router.get("/tables/{table_id}.csv", summary=N_("A table as CSV"), **_AS_CSV)
def table(table_id: Name, words: Reader, as_of: AsOf, kept: Kept) -> CsvResponse:
    """Return a table of the briefing."""
    briefing = kept.get(as_of)
    found = _named(N_("table"), table_id, (t for s in briefing.sections for t in s.tables))
    return _file(table_csv(found, words), found.id, briefing)
