"""Reading the cells of an xlsx workbook, bounded in every direction: it is an archive of a stranger's."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from datetime import date, timedelta
from xml.etree import ElementTree

from tidegate.data.providers.text import day
from tidegate.errors import ParseError
from tidegate.message import N_

MOST_MEMBERS = 500
MOST_UNPACKED = 80_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 200
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    KeyError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
    NotImplementedError,
)
"""What the archive reader raises for bytes out of place."""
_EPOCH = date(1899, 12, 30)
"""Day zero of the serial dates that spreadsheets write, for days after February 1900."""


def read_rows(body: bytes, what: str, sheet: int = 1) -> list[list[str]]:
    """Return the cells of one sheet as text, row by row; dates are serial numbers (see `excel_day`).

    Nothing is unpacked to disk, no formula is computed, no link is followed.

    Raises
    ------
    ParseError
        If it is no workbook, is damaged, or unpacks to more than a workbook of figures would.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > MOST_UNPACKED:
                raise ParseError.of(N_("{what}: unpacks to more than a table of figures would"), what=what)
            names = {m.filename for m in members}
            shared = _shared(archive, what) if "xl/sharedStrings.xml" in names else []
            root = _parse(archive.read(f"xl/worksheets/sheet{sheet}.xml"), what)
            return _rows(root, shared, what)
    except _DAMAGED as problem:
        raise ParseError.of(
            N_("{what}: not a readable workbook ({reason})"), what=what, reason=type(problem).__name__
        ) from None


def _parse(text: bytes, what: str) -> ElementTree.Element:
    """Return the tree of a part; one that defines entities is refused, so that it cannot grow."""
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise ParseError.of(N_("{what}: defines entities, which a table of figures does not"), what=what)
    try:
        return ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError, LookupError):
        raise ParseError.of(
            N_("{what}: not a readable workbook ({reason})"), what=what, reason="XML"
        ) from None


def _shared(archive: zipfile.ZipFile, what: str) -> list[str]:
    root = _parse(archive.read("xl/sharedStrings.xml"), what)
    return ["".join(t.text or "" for t in item.iter(f"{_MAIN}t")) for item in root.iter(f"{_MAIN}si")]


def _rows(root: ElementTree.Element, shared: list[str], what: str) -> list[list[str]]:
    found: list[list[str]] = []
    for row in root.iter(f"{_MAIN}row"):
        cells: list[str] = []
        for cell in row.iter(f"{_MAIN}c"):
            at = _column(cell.get("r", ""), len(cells))
            if at >= MOST_COLUMNS:
                break
            cells += [""] * (at + 1 - len(cells))
            cells[at] = _text(cell, shared)
        found.append(cells)
        if len(found) > MOST_ROWS:
            raise ParseError.of(N_("{what}: unpacks to more than a table of figures would"), what=what)
    return found


def _column(reference: str, following: int) -> int:
    """Return the number of a column, ``C12`` being 2; without a reference, the one that follows."""
    at = 0
    for letter in reference.rstrip("0123456789"):
        if not "A" <= letter <= "Z":
            return following
        at = at * 26 + ord(letter) - 64
        if at > MOST_COLUMNS:
            return MOST_COLUMNS
    return at - 1 if at else following


def _text(cell: ElementTree.Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(f"{_MAIN}t"))
    value = cell.find(f"{_MAIN}v")
    text = (value.text or "") if value is not None else ""
    if cell.get("t") == "s":
        return shared[int(text)] if text.isdecimal() and len(text) < 9 and int(text) < len(shared) else ""
    return text


def excel_day(cell: str, what: str) -> date | None:
    """Return the day of a serial number or of an ISO date; None where there is none.

    Raises
    ------
    ParseError
        If the cell is neither.
    """
    text = cell.strip()
    whole = text.partition(".")[0]
    if whole.isdecimal() and len(whole) <= 6 and text.replace(".", "", 1).isdecimal():
        return _EPOCH + timedelta(int(whole))
    return day(text, what)
