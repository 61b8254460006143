"""The record of what was said: bound together by hashes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.briefing.qt_end_record import append, check
from tidegate.errors import InputError
from tidegate.policy.record import GENESIS, next_line, verify


def chain(count: int) -> list[str]:
    lines: list[str] = []
    for number in range(count):
        lines.append(
            next_line(lines, f"2026-10-0{number + 1}", {"median": number}, {"reserves_bn": 3000 + number})
        )
    return lines


def test_a_chain_holds() -> None:
    found = verify(chain(3))
    assert found.sound
    assert found.entries == 3
    assert found.last != GENESIS
    assert verify([]).last == GENESIS


@given(st.integers(0, 3), st.sampled_from(["change", "remove", "swap", "damage", "key"]))
def test_no_change_goes_unseen(at: int, how: str) -> None:
    lines = chain(5)
    if how == "change":
        row = json.loads(lines[at])
        row["answer"] = {"median": 99}
        lines[at] = json.dumps(row)
    elif how == "remove":
        del lines[at]
    elif how == "swap":
        lines[at], lines[at + 1] = lines[at + 1], lines[at]
    elif how == "damage":
        lines[at] = lines[at][:-3]
    else:
        lines[at] = json.dumps(json.loads(lines[at]) | {"more": 1})
    found = verify(lines)
    assert not found.sound
    assert found.entries == at


def test_nothing_is_appended_to_a_broken_record(tmp_path: Path) -> None:
    path = tmp_path / "sub" / "qt-end.jsonl"
    append(path, "2026-10-08", {"median": None}, {})
    append(path, "2026-10-09", {"median": "2027-01"}, {})
    assert check(path).entries == 2
    path.write_text(path.read_text(encoding="utf-8").replace("2027-01", "2027-02"), encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(InputError, match="changed after"):
        append(path, "2026-10-10", {}, {})
    assert path.read_bytes() == before


def test_a_missing_record_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--record"):
        check(tmp_path / "none.jsonl")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="JSON lines"):
        check(tmp_path / "binary")
