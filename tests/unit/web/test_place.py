"""What an address says, and what a tab was asked in it."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

from tidegate.web.page.place import LONGEST_ASKED, MOST_ASKED, Place, asked_of


def said(link: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}


def test_what_was_asked_stays_with_the_language_and_goes_with_the_tab() -> None:
    place = Place("en", "ledger", date(2024, 1, 31), (("amount_bn", "50"),))
    other = said(place.link(language="zh-Hant"))
    assert other == {"tab": "ledger", "lang": "zh-Hant", "as_of": "2024-01-31", "amount_bn": "50"}
    assert "amount_bn" not in said(place.link(tab="today"))
    assert place.value("amount_bn") == "50"
    assert place.value("nothing") == ""


def test_what_a_link_asks_is_bounded_and_never_the_place_itself() -> None:
    given: dict[str, object] = {"tab": "x", "lang": "y", "as_of": "z", "long": "a" * 9_999}
    assert asked_of(given) == (("long", "a" * LONGEST_ASKED),)
    assert len(asked_of({str(i): i for i in range(100)})) == MOST_ASKED
