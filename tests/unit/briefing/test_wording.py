"""How a number of the document is said."""

from tidegate.briefing.document import Column, Tile
from tidegate.briefing.wording import wording


def test_a_difference_carries_its_sign_and_percentages_become_points():
    words = wording("en")
    shown = words.figure(Tile("x", 0.25, "percent", is_difference=True))
    assert (shown.before, shown.number, shown.after.strip()) == ("", "+0.25", "pp")
    level = words.figure(Tile("x", 0.25, "percent"))
    assert (level.number, level.after) == ("0.25", "%")
    assert words.figure(Tile("x", None, "percent", is_difference=True)).number == "—"


def test_a_small_p_value_is_never_written_as_nothing() -> None:
    fine, signed = Column("p", "p", "number", decimals=3), Column("p", "p", "number", decimals=3, signed=True)
    assert wording("en").cell(fine, {"p": 0.0002}) == "< 0.001"
    assert wording("en").cell(fine, {"p": 0.0007}) == "0.001"
    assert wording("en").cell(fine, {"p": 0.0}) == "0.000"
    assert wording("en").cell(signed, {"p": 0.0002}) == "0.000"
