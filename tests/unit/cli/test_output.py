"""JSON, tables and progress."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path

import numpy as np
import pytest
from pydantic import BaseModel

from tidegate.cli.output import emit, json_text, paragraphs, plain, progress, table
from tidegate.cli.width import pad, width, wrap

Captured = pytest.CaptureFixture[str]


class Kind(Enum):
    ONE = "one"


@dataclass
class Point:
    x: float
    when: date


class Model(BaseModel):
    limit_bn: float | None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (float("nan"), None),
        (float("inf"), None),
        (np.float64("nan"), None),
        (np.float64(1.5), 1.5),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (np.array([1.0, np.nan]), [1.0, None]),
        (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        (np.datetime64("2024-01-31"), "2024-01-31"),
        (np.datetime64("2024-01-31T05:00", "ns"), "2024-01-31"),
        (np.datetime64("2024-01"), "2024-01-01"),
        (np.datetime64("NaT"), None),
        (np.array(["2024-01-31", "NaT"], dtype="datetime64[D]"), ["2024-01-31", None]),
        (date(2024, 1, 31), "2024-01-31"),
        (Kind.ONE, "one"),
        (Path("a/b"), "a/b"),
        (Point(1.0, date(2024, 1, 1)), {"x": 1.0, "when": "2024-01-01"}),
        (Model(limit_bn=None), {"limit_bn": None}),
        ((1, "二", True), [1, "二", True]),
        ({date(2024, 1, 1): 1}, {"2024-01-01": 1}),
    ],
)
def test_values_that_json_can_hold(value: object, expected: object) -> None:
    assert plain(value) == expected


def test_anything_else_is_refused() -> None:
    with pytest.raises(TypeError, match="no JSON form for object"):
        plain({"a": [object()]})


def test_json_is_stable_readable_and_keeps_its_order(capsys: Captured) -> None:
    payload = {"bank": "fed", "a": [1.0, float("nan")], "rows": [{"名": "準備金"}], "none": {}, "empty": []}
    emit(payload)
    text = capsys.readouterr().out
    assert text == json_text(payload)
    assert list(json.loads(text)) == ["bank", "a", "rows", "none", "empty"]
    assert json.loads(text)["a"] == [1.0, None]
    assert '"a": [1.0, null],' in text
    assert "準備金" in text
    assert text.endswith("}\n")


def test_a_plain_table_is_aligned_by_what_characters_take(capsys: Captured) -> None:
    table(("名稱", "bn"), [("準備金", "3,200.1"), ("ON RRP", "—")], title="表")
    assert capsys.readouterr().out.splitlines() == [
        "表",
        "名稱         bn",
        "準備金  3,200.1",
        "ON RRP        —",
    ]


def test_an_empty_table_has_its_heading(capsys: Captured) -> None:
    table(("a", "b"), [])
    assert capsys.readouterr().out == "a  b\n"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_drawn_table_shows_markup_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    table(("a", "b"), [("[red]x[/red]", "1")], title="t")
    assert "[red]x[/red]" in screen.getvalue()


def test_progress_in_a_log_prints_lines(capsys: Captured) -> None:
    with progress("reading", 2) as step:
        step("one")
        step()
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == ["reading", "reading 1/2 one", "reading 2/2"]


def test_progress_on_a_terminal_draws_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with progress("reading", 2) as step:
        step("one")
    assert "reading" in screen.getvalue()


def test_width_and_padding() -> None:
    assert (width("準備金"), width("abc"), width("e\u0301")) == (6, 3, 1)
    assert pad("金", 4) == "金  "
    assert pad("金", 4, right=True) == "  金"
    assert pad("too long", 2) == "too long"


def test_wrapping() -> None:
    assert wrap("one two three", 8) == ["one two", "three"]
    assert wrap("準備金餘額充裕", 6) == ["準備金", "餘額充", "裕"]
    assert wrap("準備金，餘額", 6) == ["準備金，", "餘額"], "no line begins with a comma"
    assert wrap("incomprehensibilities", 4) == ["incomprehensibilities"]
    assert wrap("", 10) == wrap("  ", 10) == []
    assert paragraphs("a\n\nb") == "a\n\nb"
