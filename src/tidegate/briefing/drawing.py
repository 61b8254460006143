"""Charts of the printed report: SVG whose text stays text and whose colours follow the page.

Text is left to the reader's own fonts, so that Chinese needs no font here.
Colours are written as CSS variables, so that light, dark and print share one
drawing. The same values give the same bytes.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from tidegate.briefing.axis_marks import mark
from tidegate.briefing.document import Chart, Line
from tidegate.briefing.palette import LIGHT, ROLE, STANCE
from tidegate.briefing.wording import Wording
from tidegate.catalog import units

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SIZE_INCHES = (9.2, 4.3)
# Stand-ins that the finished drawing replaces by CSS variables.
_INK, _MUTED, _RULE = "#010203", "#040506", "#070809"
_VARIABLES = {_INK: "var(--ink)", _MUTED: "var(--muted)", _RULE: "var(--line)"}
_LABEL_WIDTH_YEARS = 1.1


def draw(chart: Chart, words: Wording) -> str:
    """Return a chart as an inline SVG element.

    Parameters
    ----------
    chart
        Lines over time, or bars where it has categories.
    words
        Language of the labels.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    style: dict[Any, Any] = {
        "svg.fonttype": "none",
        "svg.hashsalt": chart.id,
        "font.size": 10,
        "axes.unicode_minus": False,
    }
    with rc_context(style), warnings.catch_warnings():
        # The text is drawn by the browser; what matplotlib's own font lacks does not matter.
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        figure = Figure(figsize=_SIZE_INCHES)
        # Fixed margins: working them out from the text would draw everything three times.
        figure.subplots_adjust(left=0.085, right=0.985, top=0.84, bottom=0.085)
        axes = figure.add_subplot()
        figure.patch.set_alpha(0.0)
        axes.patch.set_alpha(0.0)
        _frame(axes)
        if chart.ordered:
            _steps(axes, chart, words)
        elif chart.categories:
            _bars(axes, chart, words)
        else:
            _lines(axes, chart, words)
        _value_axis(axes, chart, words)
        if len(chart.lines) > 1:
            legend = axes.legend(
                loc="upper left", frameon=False, ncols=3, bbox_to_anchor=(0, 1.16), labelcolor=_INK
            )
            legend.set_in_layout(True)
        mark(axes, label_colour=_MUTED, grid_colour=_RULE)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return _as_element(out.getvalue(), chart, words)


def draw_file(chart: Chart, words: Wording) -> str:
    """Return a chart as an SVG file of its own, on white, with its colours written out."""
    svg = draw(chart, words)
    for name, colour in LIGHT.items():
        svg = svg.replace(f"var(--{name})", colour)
    opening = svg[: svg.index(">") + 1]
    return f'{opening}<rect width="100%" height="100%" fill="#fff"/>{svg[len(opening) :]}\n'


def _frame(axes: Axes) -> None:
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(_RULE)


def _scale(chart: Chart, words: Wording) -> float:
    unit = units().get(chart.unit)
    return unit.factor_zh if unit is not None and words.language == "zh-Hant" else 1.0


def _lines(axes: Axes, chart: Chart, words: Wording) -> None:
    factor = _scale(chart, words)
    for area in chart.areas:
        axes.fill_between(
            _days(area.dates),
            area.low * factor,
            area.high * factor,
            color=ROLE[area.role],
            alpha=0.18,
            linewidth=0,
        )
    for line in chart.lines:
        axes.plot(
            _days(line.dates),
            line.values * factor,
            color=_colour(line),
            linewidth=2.0 if line.role.value == "actual" else 1.6,
            linestyle=_dashes(line),
            label=words.text(line.name),
        )
    if chart.zero_based:
        axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]))
    low, high = _extent(chart.lines)
    axes.set_xlim(low, high)  # type: ignore[arg-type]
    years = (high - low).days / 365.25
    for span in chart.spans:
        start, end = max(span.start, low), min(span.end, high)
        if start >= end:
            continue
        axes.axvspan(start, end, color=STANCE[span.stance], alpha=0.13, linewidth=0)  # type: ignore[arg-type]
        if (end - start).days / 365.25 >= _LABEL_WIDTH_YEARS * years / 20.0:
            middle = start + (end - start) / 2
            axes.annotate(
                words.text(span.name),
                (middle, 0.985),
                xycoords=("data", "axes fraction"),
                ha="center",
                va="top",
                rotation=90,
                fontsize=8,
                color=STANCE[span.stance],
            )


def _colour(line: Line) -> str:
    return _INK if line.role.value == "actual" else ROLE[line.role]


def _dashes(line: Line) -> Any:
    return (0, (5, 2)) if line.dashed else "solid"


def _bars(axes: Axes, chart: Chart, words: Wording) -> None:
    factor = _scale(chart, words)
    places = np.arange(len(chart.categories))
    width = 0.8 / max(len(chart.lines), 1)
    for number, line in enumerate(chart.lines):
        axes.bar(
            places + (number - (len(chart.lines) - 1) / 2) * width,
            line.values * factor,
            width * 0.92,
            color=_colour(line),
            label=words.text(line.name),
        )
    for area in chart.areas:
        axes.vlines(places, area.low * factor, area.high * factor, colors=_INK, linewidth=1.4)
    _name_categories(axes, chart, words)


def _name_categories(axes: Axes, chart: Chart, words: Wording) -> None:
    """Say at which places the categories stand; `set_xticks` would make ticks that nobody draws."""
    from matplotlib.ticker import FixedFormatter, FixedLocator

    axes.xaxis.set_major_locator(FixedLocator(range(len(chart.categories))))
    axes.xaxis.set_major_formatter(FixedFormatter([words.text(c) for c in chart.categories]))


def _steps(axes: Axes, chart: Chart, words: Wording) -> None:
    factor = _scale(chart, words)
    places = np.arange(len(chart.categories))
    for area in chart.areas:
        low, high = area.low * factor, area.high * factor
        axes.fill_between(places, low, high, color=ROLE[area.role], alpha=0.18, linewidth=0)
    for line in chart.lines:
        axes.plot(places, line.values * factor, color=_colour(line), linewidth=1.6, marker="o", markersize=3)
        axes.lines[-1].set(linestyle=_dashes(line), label=words.text(line.name))
    if chart.zero_based:
        axes.set_ylim(min(0.0, axes.get_ylim()[0]), max(0.0, axes.get_ylim()[1]))
    _name_categories(axes, chart, words)


def _value_axis(axes: Axes, chart: Chart, words: Wording) -> None:
    from matplotlib.ticker import FuncFormatter

    decimals = tick_decimals(axes.get_yticks().tolist())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: words.tr.number(value, decimals)))
    label = words.unit(chart.unit)
    if label:
        axes.annotate(
            label,
            (0, 1.0),
            xycoords="axes fraction",
            xytext=(-4, 6),
            textcoords="offset points",
            ha="right",
            color=_MUTED,
        )


def tick_decimals(ticks: Sequence[float]) -> int:
    """Return the fewest decimals with which every tick of an axis reads as what it is (7.5 not as 8)."""
    step = float(np.diff(ticks).min()) if len(ticks) > 1 else 1.0
    if not step > 0.0:
        return 0
    most = max(0, 2 - int(np.floor(np.log10(step))))
    return next((d for d in range(most) if abs(round(step, d) - step) < 1e-6 * step), most)


def _days(dates: Any) -> Any:
    return np.asarray(dates, dtype="datetime64[D]").astype("O")


def _extent(lines: tuple[Line, ...]) -> tuple[date, date]:
    starts = [line.dates[0].item() for line in lines if len(line.dates)]
    ends = [line.dates[-1].item() for line in lines if len(line.dates)]
    return min(starts), max(ends)


def _as_element(document: str, chart: Chart, words: Wording) -> str:
    """Cut the file down to an element that scales, speaks and takes its colours from the page."""
    svg = document[document.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.S)
    for literal, variable in _VARIABLES.items():
        svg = svg.replace(literal, variable)
    svg = re.sub(r"font: ([^;'\"]*?)'[^;\"]*(;|\")", r"font: \1inherit\2", svg)
    # Ids are unique in a drawing but not on a page with several.
    svg = re.sub(r'(id="|href="#|url\(#)', rf"\g<1>{chart.id}-", svg)
    title = words.text(chart.summary).replace("&", "&amp;").replace("<", "&lt;")
    opening = re.sub(r'(width|height)="[^"]*pt"\s*', "", svg[: svg.index(">") + 1])
    opening = opening.replace("<svg", f'<svg role="img" aria-label="{title.replace(chr(34), "&quot;")}"', 1)
    return opening + svg[svg.index(">") + 1 :]
