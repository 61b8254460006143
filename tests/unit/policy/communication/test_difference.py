"""What changed, word by word."""

from __future__ import annotations

import math

from tidegate.policy.communication import compare, read
from tidegate.policy.communication.difference import Change, compare_sentences

OLD = "Growth has been solid this year. The board keeps the rate at 2.5 percent. It buys $40 billion of bonds a month."
NEW = "Growth has been weak this year. The board keeps the rate at 2.5 percent. It will look again in May."


def test_runs_and_counts() -> None:
    found = compare(read(OLD), read(NEW))
    kinds = {(r.change, r.before, r.after) for r in found.changed}
    assert (Change.CHANGED, "solid", "weak") in kinds
    assert "2.5 percent" in found.runs[2].after
    assert 0.5 < found.similarity < 1


def test_nothing_changed() -> None:
    found = compare(read(OLD), read(OLD))
    assert found.changed == ()
    assert found.similarity == 1.0
    assert found.marked() == OLD


def test_markup_is_escaped_and_marked() -> None:
    found = compare_sentences(["The rate is <b>low</b> & steady."], ["The rate is <i>high</i> & steady."])
    assert "<b>" not in found.html()
    assert "<del>&lt;b&gt;low&lt;/b&gt;</del> <ins>&lt;i&gt;high&lt;/i&gt;</ins>" in found.html()
    assert "[-<b>low</b>-] {+<i>high</i>+}" in found.marked()
    assert "\x1b[32m" in found.marked(colour=True)


def test_long_same_runs_can_be_cut() -> None:
    long = "one two three four five six seven eight nine ten."
    assert compare_sentences([long], [long]).marked(context_words=2) == "one two … nine ten."


def test_inserted_deleted_and_nothing() -> None:
    assert [r.change for r in compare_sentences([], ["New words."]).runs] == [Change.INSERTED]
    assert [r.change for r in compare_sentences(["Old words."], []).runs] == [Change.DELETED]
    assert math.isnan(compare_sentences([], []).similarity)
