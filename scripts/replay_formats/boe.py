"""The Bank of England: its database as CSV, sheets as workbooks."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from replay_formats.world import World, by_code, text

XML = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


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
