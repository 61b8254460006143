"""What is the same for every reader is made once, and never of another briefing."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

import pytest

from tidegate.briefing.document import Briefing
from tidegate.web import once as module
from tidegate.web.once import once


def test_it_is_made_once_for_a_key_and_anew_for_another_briefing(briefing: Briefing) -> None:
    made: list[str] = []

    def make() -> str:
        made.append("x")
        return f"<p>{len(made)}</p>"

    assert once(briefing, ("part", "en"), make) == "<p>1</p>"
    assert once(briefing, ("part", "en"), make) == "<p>1</p>"
    assert once(briefing, ("part", "zh-Hant"), make) == "<p>2</p>"
    assert once(replace(briefing), ("part", "en"), make) == "<p>3</p>"  # equal, but another one


def test_only_so_many_are_kept_and_a_failure_is_not(
    briefing: Briefing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT", 2)
    for number in range(5):
        once(briefing, ("many", number), lambda: "x")
    assert len(module._kept) <= 2

    def fails() -> str:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        once(briefing, ("fails",), fails)
    assert once(briefing, ("fails",), lambda: "now") == "now"


def test_a_briefing_is_not_kept_alive_by_what_was_made_of_it(briefing: Briefing) -> None:
    another = replace(briefing)
    once(another, ("alive",), lambda: "x")
    alive = weakref.ref(another)
    del another
    gc.collect()
    assert alive() is None
