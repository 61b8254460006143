"""A record of what was said when: lines of JSON, each bound to the one before by its hash.

Only text comes in and goes out; whoever owns the file reads and appends.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tidegate.errors import InputError
from tidegate.message import N_, Message

GENESIS = "0" * 64
"""Hash before the first line."""
_KEYS = ("number", "recorded", "answer", "inputs", "previous", "hash")


def digest(value: Any) -> str:
    """Return the SHA-256 of a JSON value, independent of the order of its keys."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Check:
    """What verifying a record found.

    Attributes
    ----------
    entries
        Lines that hold, from the first.
    last
        Hash of the last line that holds.
    problem
        What is wrong with the next line, or None.
    """

    entries: int
    last: str
    problem: Message | None

    @property
    def sound(self) -> bool:
        """Whether every line holds."""
        return self.problem is None


def verify(lines: Iterable[str]) -> Check:
    """Check every line against its own hash and the one before; stop at the first that does not hold."""
    last, count = GENESIS, 0
    for number, line in enumerate(lines, start=1):
        problem = _problem(line, number, last)
        if problem is not None:
            return Check(count, last, problem)
        last, count = json.loads(line)["hash"], number
    return Check(count, last, None)


def _problem(line: str, number: int, last: str) -> Message | None:
    try:
        row = json.loads(line)
    except json.JSONDecodeError:
        return Message(N_("record, line {number}: not JSON; the line was damaged"), {"number": number})
    if not isinstance(row, dict) or set(row) != set(_KEYS):
        return Message(
            N_("record, line {number}: must have exactly the keys {keys}"),
            {"number": number, "keys": ", ".join(_KEYS)},
        )
    if row["number"] != number or row["previous"] != last:
        return Message(
            N_("record, line {number}: does not follow the line before; a line was removed, added or moved"),
            {"number": number},
        )
    if row["hash"] != digest({key: row[key] for key in _KEYS[:-1]}):
        return Message(N_("record, line {number}: was changed after it was written"), {"number": number})
    return None


def next_line(
    lines: Iterable[str], recorded: str, answer: Mapping[str, Any], inputs: Mapping[str, Any]
) -> str:
    """Return the line to append.

    Parameters
    ----------
    lines
        The record so far.
    recorded
        When, ISO 8601.
    answer
        What was said, as JSON.
    inputs
        What it was made from; only its digest is kept.

    Raises
    ------
    InputError
        If the record so far does not hold: nothing is appended to a broken chain.
    """
    so_far = verify(lines)
    InputError.check([so_far.problem] if so_far.problem else [])
    row: dict[str, Any] = {
        "number": so_far.entries + 1,
        "recorded": recorded,
        "answer": dict(answer),
        "inputs": digest(dict(inputs)),
        "previous": so_far.last,
    }
    row["hash"] = digest(row)
    return json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
