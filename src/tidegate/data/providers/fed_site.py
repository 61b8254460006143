"""The Federal Reserve's site: addresses and readers of statements and minutes.

Also reads the same texts from files that a person saved: as a page, or as plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser

from tidegate.catalog.model import Rights
from tidegate.data.providers.model import PAGE, Ask, Batch, Capability, Fetch, Job
from tidegate.data.table import Table, days
from tidegate.data.table import text as text_column
from tidegate.errors import DateOutOfRange, ParseError
from tidegate.message import N_

BASE = "https://www.federalreserve.gov"
MAX_BYTES = 4_000_000
"""Ten times the longest minutes as a page."""
FIRST = date(2008, 1, 1)
"""Statements and minutes of earlier years stand at other addresses."""

_BLOCK_NAMES = "p div li ul ol br tr td th table h1 h2 h3 h4 h5 h6 blockquote section article title"
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_SILENT_NAMES = "script style noscript nav header footer form button select template svg iframe textarea"
_SILENT = frozenset(_SILENT_NAMES.split())
_VOID = frozenset(("br", "hr", "img", "input", "link", "meta"))
_ERROR_TITLE = re.compile(
    r"not found|access denied|forbidden|unavailable|bad request|gateway|internal server error|^\s*(?:error|[45]\d\d)\b|"
    r"just a moment|captcha",
    re.IGNORECASE,
)
_SPEAKS_OF_POLICY = re.compile(r"\bcommittee\b|federal reserve|\bfomc\b", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})")


@dataclass(frozen=True)
class Page:
    """A statement or minutes as published.

    Parameters
    ----------
    title
        Heading of the page; empty for plain text.
    text
        Paragraphs, an empty line between them.
    """

    title: str
    text: str


def statement_url(day: date) -> str:
    """Return the address of the statement of a day.

    Raises
    ------
    DateOutOfRange
        Before 2008.
    """
    return f"{BASE}/newsevents/pressreleases/monetary{_known(day):%Y%m%d}a.htm"


def minutes_url(last_day: date) -> str:
    """Return the address of the minutes of the meeting that ended on a day.

    Raises
    ------
    DateOutOfRange
        Before 2008.
    """
    return f"{BASE}/monetarypolicy/fomcminutes{_known(last_day):%Y%m%d}.htm"


def _known(day: date) -> date:
    if day < FIRST:
        raise DateOutOfRange.of(
            N_(
                "{day} is before {first}: the Fed's older statements stand at other addresses; give a file instead"
            ),
            day=day,
            first=FIRST,
        )
    return day


def parse(body: bytes, what: str) -> Page:
    """Read a statement or minutes from a page or from plain text.

    Parameters
    ----------
    body
        The file or answer as it came: UTF-8, UTF-16 with a mark, or what the
        page itself declares; Windows-1252 where none fits.
    what
        Name for messages.

    Raises
    ------
    ParseError
        If it is empty, too large, binary, a PDF, an error page, or no text about monetary policy.
    """
    text = decode(body, what)
    if re.search(r"<(?:!doctype html|html|head|body|div|p)\b", text[:5000], re.IGNORECASE):
        return parse_html(text, what)
    _require(text, what)
    return Page("", text.strip())


def decode(body: bytes, what: str) -> str:
    """Return bytes as text.

    Raises
    ------
    ParseError
        If they are empty, too many, or no text.
    """
    if len(body) > MAX_BYTES:
        raise ParseError.of(
            N_("{what}: more than {most} MB; a statement or minutes are far smaller"),
            what=what,
            most=MAX_BYTES // 10**6,
        )
    if not body.strip():
        raise ParseError.of(N_("{what}: the file is empty"), what=what)
    if body.startswith(b"%PDF"):
        raise ParseError.of(
            N_("{what}: a PDF; save the page itself (HTML) or its text, and give that"), what=what
        )
    marked = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not marked and b"\0" in body:
        raise ParseError.of(N_("{what}: not a text file; give a page (HTML) or plain text"), what=what)
    declared = _CHARSET.search(body[:2000])
    tried = (
        ("utf-16",)
        if marked
        else ("utf-8-sig", declared[1].decode("ascii") if declared else "cp1252", "cp1252")
    )
    for encoding in tried:
        try:
            return body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise ParseError.of(N_("{what}: the encoding is not known; save it as UTF-8"), what=what)


def parse_html(text: str, what: str) -> Page:
    """Return the words of a page: its article if it marks one, else all but menus and scripts.

    Raises
    ------
    ParseError
        For an error page, or one without a text about monetary policy.
    """
    reader = _Reader()
    reader.feed(text)
    reader.close()
    title = " ".join("".join(reader.title).split())
    if _ERROR_TITLE.search(title):
        raise ParseError.of(
            N_("{what}: an error page ({title}), not a statement; check the address or save it again"),
            what=what,
            title=title[:80],
        )
    words = reader.paragraphs(article=True) or reader.paragraphs(article=False)
    _require(words, what)
    return Page(title, words)


def _require(text: str, what: str) -> None:
    if len(text.split()) < 20 or not _SPEAKS_OF_POLICY.search(text):
        raise ParseError.of(
            N_("{what}: no statement or minutes found in it; it must be English text of the committee"),
            what=what,
        )


class _Reader(HTMLParser):
    """Collects text by block, apart inside and outside ``<div id="article">``."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title: list[str] = []
        self._in_title = False
        self._silent = 0
        self._divisions: list[bool] = []
        self._pieces: list[tuple[bool, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        if tag == "title":
            self._in_title = True
        if tag == "div":
            self._divisions.append(("id", "article") in attrs)
        if tag in _BLOCKS:
            self._break("\n" if tag == "br" else "\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        if tag == "title":
            self._in_title = False
        if tag in _BLOCKS and tag not in _VOID:
            self._break("\n\n")
        if tag == "div" and self._divisions:
            self._divisions.pop()

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title.append(data)
        elif not self._silent:
            self._pieces.append((any(self._divisions), re.sub(r"\s+", " ", data)))

    def _break(self, mark: str) -> None:
        self._pieces.append((any(self._divisions), mark))

    def paragraphs(self, *, article: bool) -> str:
        text = "".join(piece for inside, piece in self._pieces if inside or not article)
        lines = (re.sub(r"[ \t]+", " ", part).strip() for part in re.split(r"\n{2,}", text))
        return "\n\n".join(line for line in lines if line)


CALENDAR = f"{BASE}/monetarypolicy/fomccalendars.htm"
_STATEMENT = re.compile(r"/newsevents/pressreleases/monetary(\d{8})a\.htm")
_MINUTES = re.compile(r"/monetarypolicy/fomcminutes(\d{8})\.htm")


def calendar_url() -> str:
    """Return the address of the calendar of meetings."""
    return CALENDAR


def parse_calendar(body: str) -> Table:
    """Read the days on which a statement came out, and whether there are minutes, from the calendar of meetings.

    Returns
    -------
    Table
        Columns ``date`` (of the statement) and ``minutes`` (``yes`` or ``no``), in order of date.

    Raises
    ------
    ParseError
        If no meeting is linked in it.
    """
    minutes = set(_MINUTES.findall(body))
    found = sorted({d for text in _STATEMENT.findall(body) if (d := _compact(text)) is not None})
    if not found:
        raise ParseError.of(N_("{what}: no meeting is linked in it"), what="FOMC calendar")
    told = ["yes" if f"{d:%Y%m%d}" in minutes else "no" for d in found]
    return Table({"date": days(found), "minutes": text_column(told)})


def _compact(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def table_jobs() -> Iterator[Job]:
    """Yield the job of the calendar."""
    yield Job("fed_site:meetings", "fed_site", _meetings, tables=("meetings",))


def _meetings(fetch: Fetch, since: date | None, today: date) -> Batch:
    body = fetch(Ask(CALENDAR, PAGE, conditional=True))
    return Batch(tables={"meetings": parse_calendar(decode(body, "FOMC calendar"))})


_TERMS = "Board of Governors: public domain"
CAPABILITIES = (
    Capability("fed_site", "FOMC statements", "eight a year", _TERMS, Rights.PUBLIC_DOMAIN, statement_url),
    Capability("fed_site", "FOMC calendar", "eight a year", _TERMS, Rights.PUBLIC_DOMAIN, calendar_url),
    Capability("fed_site", "FOMC minutes", "eight a year", _TERMS, Rights.PUBLIC_DOMAIN, minutes_url),
)
