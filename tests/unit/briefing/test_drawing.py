"""What the still charts write on their axes."""

import pytest

from tidegate.briefing.drawing import tick_decimals


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
