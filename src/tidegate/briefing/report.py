"""The printed twin of the page: one self-contained HTML file, and its JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from tidegate.briefing import about
from tidegate.briefing.dial import dial_css, dial_html, dial_of
from tidegate.briefing.document import Briefing, Chart, Section, Table, Tile
from tidegate.briefing.drawing import draw
from tidegate.briefing.origin import Origin
from tidegate.briefing.palette import DARK, LIGHT, STANCE
from tidegate.briefing.wording import Wording, wording
from tidegate.errors import InputError
from tidegate.message import N_


@dataclass(frozen=True)
class Other:
    """The same report in the other language."""

    href: str
    language: str
    name: str


def to_html(briefing: Briefing, language: str, other: Other | None = None) -> str:
    """Render a briefing as one HTML file that asks no other host for anything.

    Parameters
    ----------
    briefing
        What to render.
    language
        ``"zh-Hant"`` or ``"en"``.
    other
        Link to the same report in the other language, if there is one.
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    words = wording(language)
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    folder = files("tidegate.briefing") / "templates"
    template = environment.from_string((folder / "report.html.jinja").read_text("utf-8"))
    found = dial_of(briefing)
    drawings = {c.id: Markup(draw(c, words)) for s in briefing.sections for c in s.charts}
    return template.render(
        briefing=briefing,
        words=words,
        _=words.tr,
        date=words.tr.date,
        drawings=drawings,
        dial=None if found is None else Markup(dial_html(found, words)),
        style=Markup((folder / "report.css").read_text("utf-8") + dial_css()),
        light=LIGHT,
        dark=DARK,
        stance={k.value: v for k, v in STANCE.items()},
        other=other,
        about=about,
    )


def to_pdf(html: str) -> bytes:
    """Return a report as PDF, ready to print; from the same report the same bytes.

    Parameters
    ----------
    html
        From `to_html`.

    Raises
    ------
    InputError
        If the extra ``pdf`` is not installed.
    """
    try:
        from weasyprint import HTML
    except (ImportError, OSError):  # OSError: its system libraries are not there
        raise InputError.of(
            N_("PDF: it needs the extra `pdf`; install it with: pip install 'tidegate[pdf]'")
        ) from None
    # Inside drawings the printer knows no variables: without this their rules would be black.
    for name, colour in PRINTED.items():
        html = html.replace(f"var(--{name})", colour)
    made: bytes = HTML(string=html, url_fetcher=_fetch_nothing).write_pdf(pdf_identifier=b"tidegate")
    return made


def _fetch_nothing(url: str) -> dict[str, Any]:
    """Refuse every address: a report stands alone."""
    raise ValueError(f"a report asks for no address, but this one does: {url}")


def to_dict(briefing: Briefing, language: str) -> dict[str, Any]:
    """Return the JSON twin: the same values raw, and the sentences in one language.

    Numbers are in canonical units (``unit`` names them), dates ISO, unknown
    values null.
    """
    words = wording(language)
    return {
        "as_of": briefing.as_of.isoformat(),
        "data_through": briefing.data_through.isoformat(),
        "language": language,
        "version": briefing.version,
        "headline": words.text(briefing.headline),
        "sections": [_section(s, words) for s in briefing.sections],
    }


def _section(section: Section, words: Wording) -> dict[str, Any]:
    return {
        "id": section.id,
        "title": words.text(section.title),
        "lead": [words.text(t) for t in section.lead],
        "tiles": [_tile(t, words) for t in section.tiles],
        "charts": [_chart(c, words) for c in section.charts],
        "tables": [_table(t, words) for t in section.tables],
        "notes": [words.text(t) for t in section.notes],
    }


def _tile(tile: Tile, words: Wording) -> dict[str, Any]:
    return {
        "label": words.text(tile.label),
        "value": plain(tile.value, words),
        "unit": tile.unit,
        "text": words.text(tile.text) if tile.text is not None else None,
        "date": plain(tile.when, words),
        "change": plain(tile.change, words),
        "series": tile.series or None,
        "term": meant.id if (meant := about.term_of(tile)) else None,
        "what": list(about.what(tile, words)),
        **origin_of(tile.origin, words),
    }


def origin_of(origin: Origin, words: Wording) -> dict[str, Any]:
    """Return where figures come from and how old they are, for JSON: texts and ISO dates, null for what is not."""
    found = about.method(origin)
    return {
        "source": words.text(origin.source) if origin.source is not None else None,
        "data_through": plain(origin.through, words),
        "worked_out": plain(origin.worked_out, words),
        "undated": origin.undated,
        "method": found.id if found else None,
        "explanation": (found.page or None) if found else None,
    }


def _chart(chart: Chart, words: Wording) -> dict[str, Any]:
    return {
        "id": chart.id,
        "title": words.text(chart.title),
        "unit": chart.unit,
        **origin_of(chart.origin, words),
        "summary": words.text(chart.summary),
        "lines": [
            {
                "name": words.text(line.name),
                "dates": [str(d) for d in line.dates],
                "values": [plain(float(v), words) for v in line.values],
            }
            for line in chart.lines
        ],
        "areas": [
            {
                "name": words.text(area.name),
                "dates": [str(d) for d in area.dates],
                "low": [plain(float(v), words) for v in area.low],
                "high": [plain(float(v), words) for v in area.high],
            }
            for area in chart.areas
        ],
        "spans": [
            {
                "name": words.text(s.name),
                "start": s.start.isoformat(),
                "end": s.end.isoformat(),
                "stance": s.stance.value,
            }
            for s in chart.spans
        ],
        "categories": [words.text(c) for c in chart.categories],
    }


def _table(table: Table, words: Wording) -> dict[str, Any]:
    return {
        "id": table.id,
        "title": words.text(table.title),
        "rows": [_row(r, words) for r in table.rows],
        "units": {c.key: c.unit for c in table.columns if c.unit},
        "terms": [each.id for each in about.words_in(table)],
        **origin_of(table.origin, words),
    }


def _row(row: Mapping[str, Any], words: Wording) -> dict[str, Any]:
    return {key: plain(value, words) for key, value in row.items()}


def plain(value: Any, words: Wording) -> Any:
    """Return a raw value as JSON can hold it: NaN as null, dates as ISO text, sentences in the language."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat()
    return words.text(value)


PRINTED = {"ink": "#000", "muted": "#444", "line": "#ccc", "paper": "#fff", "card": "#fff"}
"""Colours on paper, as the style sheet of the report says them for print."""
NAMES = {"zh-Hant": "中文", "en": "English"}
"""Each language by its own name."""


def file_name(language: str, ending: str = "html") -> str:
    """Return the file name of a report."""
    return f"tidegate-brief.{language}.{ending}"
