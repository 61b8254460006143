"""Grid lines and labels of a chart: those that matplotlib's own axes would have."""

from __future__ import annotations

from datetime import date

import pytest
from matplotlib.axes import Axes
from matplotlib.colors import same_color
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from tidegate.briefing.axis_marks import GRID_WIDTH, mark


def chart() -> Axes:
    axes = Figure().add_subplot()
    axes.plot([date(2008, 1, 1), date(2026, 1, 1)], [0.0, 97.0])  # type: ignore[list-item]
    axes.set_ylim(bottom=-5.0)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f} bn"))
    return axes


def test_labels_are_those_that_the_axes_would_draw() -> None:
    own, ours = chart(), chart()
    own.figure.draw_without_rendering()  # type: ignore[union-attr]
    mark(ours, label_colour="#040506", grid_colour="#070809")
    wanted = [
        label.get_text()
        for axis in (own.yaxis, own.xaxis)
        for tick in axis.get_major_ticks()
        if axis.get_view_interval()[0] <= tick.get_loc() <= axis.get_view_interval()[1]
        for label in [tick.label1]
    ]
    assert [text.get_text() for text in ours.texts] == wanted
    assert all(same_color(text.get_color(), "#040506") for text in ours.texts)
    assert not ours.xaxis.get_visible()
    assert not ours.yaxis.get_visible()


def test_there_is_a_grid_line_at_every_label_and_below_everything() -> None:
    axes = chart()
    levels = [y for y in axes.get_yticks() if -5.0 <= y <= axes.get_ylim()[1]]
    limits = axes.get_xlim(), axes.get_ylim()
    mark(axes, label_colour="#040506", grid_colour="#070809")
    grid = axes.lines[-1] if len(axes.lines) > 1 else axes.artists[-1]
    assert grid.get_ydata()[::3].tolist() == pytest.approx(levels)  # type: ignore[union-attr]
    assert (grid.get_linewidth(), grid.get_zorder()) == (GRID_WIDTH, 0.5)  # type: ignore[union-attr]
    assert (axes.get_xlim(), axes.get_ylim()) == limits
