from __future__ import annotations

from collections.abc import Iterator

import pytest

from tidegate.briefing.sections import SECTIONS
from tidegate.web import tabs
from tidegate.web.tabs import general


@pytest.fixture(autouse=True)
def clean() -> Iterator[None]:
    yield
    tabs.unregister("made-up")


def test_a_section_without_a_tab_of_its_own_gets_the_general_one() -> None:
    assert tabs.renderer("made-up") is general.render


def test_a_registered_tab_stands_for_its_section() -> None:
    @tabs.register("made-up")
    def mine(tab: tabs.Tab) -> None:
        tab.lead()

    assert tabs.renderer("made-up") is mine
    assert tabs.register("made-up", mine)(mine) is mine


def test_two_tabs_for_one_section_are_a_mistake() -> None:
    tabs.register("made-up", general.render)
    with pytest.raises(ValueError, match="made-up"):
        tabs.register("made-up", lambda tab: None)


def test_every_section_has_a_renderer() -> None:
    assert all(callable(tabs.renderer(name)) for name in SECTIONS)
