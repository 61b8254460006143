"""What the still charts write on their axes."""

import numpy as np
import pytest

from tidegate.briefing.document import Area, Chart, Line, Role
from tidegate.briefing.drawing import draw, tick_decimals
from tidegate.briefing.wording import wording


@pytest.mark.parametrize(
    ("ticks", "decimals"),
    [
        ([0.0, 2.5, 5.0, 7.5], 1),
        ([0.0, 2_000.0, 4_000.0], 0),
        ([-0.2, -0.15, -0.1], 2),
        ([0.0, 0.005], 3),
        ([0.0, 0.1, 0.2], 1),
        ([-0.06, -0.04], 2),
        ([5.0], 0),
        ([], 0),
    ],
)
def test_ticks_read_as_what_they_are(ticks, decimals):
    assert tick_decimals(ticks) == decimals


def chart(*, ordered: bool) -> Chart:
    none = np.array([], dtype="datetime64[D]")
    line = Line("Mean", none, np.array([-0.2, 0.1]), Role.MODEL)
    area = Area("Range", none, np.array([-0.4, 0.0]), np.array([-0.1, 0.3]), Role.MODEL)
    names = ("1 y", "2 y")
    return Chart("c", "t", "percent", (line,), "s", "u", areas=(area,), categories=names, ordered=ordered)


def test_steps_of_a_scale_are_joined_and_others_are_bars_with_whiskers():
    joined, bars = (draw(chart(ordered=ordered), wording("en")) for ordered in (True, False))
    assert "FillBetweenPolyCollection" in joined or "PolyCollection" in joined
    assert "LineCollection" in bars
    assert "LineCollection" not in joined
    for svg in (joined, bars):
        assert ">1 y<" in svg
        assert ">2 y<" in svg
