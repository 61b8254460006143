"""A chart of a briefing as the browser draws it: one element, whose specification is plain values.

The browser's part (`tide_chart.js`) does the drawing with ECharts, which comes
with the widget library. It knows the reader's language for numbers and dates,
the light and the dark ground, zoom, and the three downloads.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import nicegui.elements.echart  # noqa: F401 - registers the ECharts module with the page
import numpy as np
from nicegui.element import Element
from numpy.typing import NDArray

from tidegate.briefing.document import Area, Chart, Line, Span
from tidegate.briefing.palette import ROLE, ROLE_DARK, STANCE
from tidegate.briefing.wording import STANCES, Wording
from tidegate.catalog import units
from tidegate.message import N_
from tidegate.units import Days
from tidegate.web.language import HTML_TAGS

SIGNIFICANT_DIGITS = 7
"""Enough for 8,965.487 bn; more would only make the page heavier."""

WORDS = {
    "all": N_("All"),
    "years": N_("{count} y"),
    "zoom": N_("Drag to zoom"),
    "reset": N_("Whole range"),
    "download": N_("Download"),
    "to": N_("to"),
    "range": N_("Time shown"),
    "lines": N_("Lines shown"),
}


def _no_figures(chart: Chart) -> str:
    return ""


class TideChart(Element, component="tide_chart.js", default_classes="tg-chart"):
    """A chart on the page.

    Parameters
    ----------
    chart
        What to draw.
    words
        The reader's language.
    csv
        Gives the address of a chart's figures as CSV; "" offers none.
    """

    def __init__(self, chart: Chart, words: Wording, csv: Callable[[Chart], str] = _no_figures) -> None:
        super().__init__()
        self._words = words
        self._csv = csv
        self._props["spec"] = chart_spec(chart, words, csv(chart))

    def show(self, chart: Chart) -> None:
        """Draw another chart in the place of this one; lines that keep their name move."""
        self._props["spec"] = chart_spec(chart, self._words, self._csv(chart))
        self.update()


def chart_spec(chart: Chart, words: Wording, csv: str = "") -> dict[str, Any]:
    """Return what the browser needs to draw a chart, as JSON can hold it.

    Values are in the unit of display (Chinese money in 億); a gap is None.
    """
    unit = units()[chart.unit]
    factor = unit.factor_zh if words.language == "zh-Hant" else 1.0
    return {
        "id": chart.id,
        "locale": HTML_TAGS[words.language],
        "label": f"{words.text(chart.title)}\n{words.text(chart.summary)}",
        "unit": "%" if chart.unit == "percent" else unit.label.in_language(words.language),
        "decimals": max(unit.decimals - round(math.log10(factor)), 0),
        "zeroBased": chart.zero_based,
        "ordered": chart.ordered,
        "categories": [words.text(each) for each in chart.categories],
        "lines": [_line(each, words, factor) for each in chart.lines],
        "areas": [_area(each, words, factor) for each in chart.areas],
        "spans": [_span(each, words) for each in chart.spans],
        "words": {key: words.tr(text) for key, text in WORDS.items()},
        "csv": csv,
    }


def _line(line: Line, words: Wording, factor: float) -> dict[str, Any]:
    return {
        "name": words.text(line.name),
        "light": ROLE[line.role],
        "dark": ROLE_DARK[line.role],
        "dashed": line.dashed,
        "days": _days(line.dates),
        "values": _values(line.values, factor),
    }


def _area(area: Area, words: Wording, factor: float) -> dict[str, Any]:
    return {
        "name": words.text(area.name),
        "light": ROLE[area.role],
        "dark": ROLE_DARK[area.role],
        "days": _days(area.dates),
        "low": _values(area.low, factor),
        "high": _values(area.high, factor),
    }


def _span(span: Span, words: Wording) -> dict[str, Any]:
    return {
        "name": words.text(span.name),
        "stance": words.tr(STANCES[span.stance]),
        "color": STANCE[span.stance],
        "start": span.start.isoformat(),
        "end": span.end.isoformat(),
    }


def _days(dates: Days) -> list[int]:
    """Return days since 1970, the first whole and the others as steps: short in the page."""
    days = np.asarray(dates, dtype="datetime64[D]").astype(int)
    steps: list[int] = np.diff(days, prepend=0).tolist()
    return steps


def _values(values: NDArray[np.float64] | Sequence[float], factor: float) -> list[float | None]:
    return [
        None if not math.isfinite(v) else float(f"{v * factor:.{SIGNIFICANT_DIGITS}g}")
        for v in np.asarray(values, dtype=float).tolist()
    ]
