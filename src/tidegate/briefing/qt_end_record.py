"""The file in which answers are recorded: only on request, and only in the user's own folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tidegate.data.files import user_folder
from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.policy.record import Check, next_line, verify


def default_path(name: str) -> Path:
    """Return where a record lies unless told otherwise."""
    return user_folder().parent / "records" / name


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise InputError.of(N_("record {path}: not text; give a file of JSON lines"), path=path) from None


def append(path: Path, recorded: str, answer: Mapping[str, Any], inputs: Mapping[str, Any]) -> None:
    """Append an answer; the folder is made if needed.

    Raises
    ------
    InputError
        If the record so far does not hold; nothing is written then.
    """
    line = next_line(_lines(path) if path.exists() else [], recorded, answer, inputs)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def check(path: Path) -> Check:
    """Verify a record.

    Raises
    ------
    InputError
        If there is no such file.
    """
    if not path.is_file():
        raise InputError.of(
            N_("record {path}: there is none yet; write one with tidegate qt-end --record"), path=path
        )
    return verify(_lines(path))
