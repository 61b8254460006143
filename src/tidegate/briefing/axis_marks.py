"""Grid lines and tick labels of a chart, drawn once: where they stand and what they say is left to matplotlib.

Its own ticks are five drawn things each, made, measured and laid out again
several times: half of the time of a chart that has nothing but labels and
horizontal lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

PAD_POINTS = 3.5
"""Between the frame and a label, as matplotlib has it."""
GRID_WIDTH = 0.8


def mark(axes: Axes, *, label_colour: str, grid_colour: str) -> None:
    """Draw the labels of both axes and the horizontal grid, and hide the axes' own.

    Parameters
    ----------
    axes
        With its limits, locators and formatters as they are to be.
    label_colour, grid_colour
        Of all labels, and of all lines.
    """
    from matplotlib.lines import Line2D

    upright, upright_va, upright_ha = axes.get_yaxis_text1_transform(PAD_POINTS)
    across, across_va, across_ha = axes.get_xaxis_text1_transform(PAD_POINTS)
    along: dict[str, Any] = {"va": across_va, "ha": across_ha, "color": label_colour, "transform": across}
    beside: dict[str, Any] = {"va": upright_va, "ha": upright_ha, "color": label_colour, "transform": upright}
    values = _labels(axes.yaxis)
    for place, label in values:
        axes.text(0.0, place, label, **beside)
    for place, label in _labels(axes.xaxis):
        axes.text(place, 0.0, label, **along)
    levels = np.repeat([place for place, _ in values], 3)
    levels[2::3] = np.nan
    grid = Line2D(
        np.tile([0.0, 1.0, np.nan], len(values)),
        levels,
        color=grid_colour,
        linewidth=GRID_WIDTH,
        transform=axes.get_yaxis_transform(which="grid"),
        zorder=0.5,
    )
    axes.add_artist(grid)
    axes.xaxis.set_visible(False)
    axes.yaxis.set_visible(False)


def _labels(axis: Axis) -> list[tuple[float, str]]:
    """Return places within the limits, and their labels."""
    places = axis.get_majorticklocs().tolist()
    labels = axis.get_major_formatter().format_ticks(places)
    low, high = sorted(axis.get_view_interval())
    margin = 1e-10 * (high - low)
    return [
        (place, label)
        for place, label in zip(places, labels, strict=True)
        if low - margin <= place <= high + margin
    ]
