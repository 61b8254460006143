"""Files that survive: written whole or not at all, and one writer at a time."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from tidegate.complaints import reason
from tidegate.errors import StoreError
from tidegate.message import N_

LOCK_SECONDS = 60.0
"""How long a writer waits for another one."""


def refused(path: Path, problem: OSError) -> StoreError:
    """Return the error for a file that cannot be written: a full disk, no permission."""
    return StoreError.of(
        N_(
            "{path}: cannot be written ({reason}); nothing was changed. Free some space or allow it, and try again"
        ),
        path=path,
        reason=reason(problem),
    )


def sync_file(path: Path) -> None:
    """Make sure that the bytes of a file, or the names in a folder, are on the disk."""
    with suppress(PermissionError):  # folders cannot be opened on every system
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def replace_text(path: Path, text: str) -> None:
    """Write a small file so that a reader finds the old text or the new one, whatever happens.

    Raises
    ------
    StoreError
        If it cannot be written; the old file is then as it was.
    """
    part = path.with_name(f".{path.name}.{uuid4().hex[:12]}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8") as handle:
            handle.write(text)
            handle.flush()
            os.fsync(handle.fileno())
        part.replace(path)
        sync_file(path.parent)
    except OSError as problem:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise refused(path, problem) from None


def replace_json(path: Path, value: Any) -> None:
    """Write a value as JSON; see `replace_text`."""
    replace_text(path, json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


@contextmanager
def locked(path: Path, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold a lock between processes; it falls with the process that holds it, however that ends.

    Raises
    ------
    StoreError
        If another process holds it for longer than `seconds`, or the file cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = path.open("a+b")
    except OSError as problem:
        raise refused(path, problem) from None
    with handle:
        end = time.monotonic() + seconds
        while not _take(handle.fileno()):
            if time.monotonic() >= end:
                raise StoreError.of(
                    N_("{path}: another process is writing this store; try again when it has ended"),
                    path=path,
                )
            time.sleep(0.02)
        try:
            yield
        finally:
            _give(handle.fileno())


if os.name == "nt":  # pragma: no cover - not the system the tests run on
    import msvcrt

    def _take(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True

    def _give(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined,unused-ignore]

else:
    import fcntl

    def _take(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _give(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
