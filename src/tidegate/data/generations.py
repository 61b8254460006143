"""A store that changes: whole generations side by side, and one small file that says which one counts.

A folder of generations::

    CURRENT                which generation counts, and the checksum of its manifest
    generations/g00000007/ a store as of `tidegate.data.files`, never changed once it stands there
    quarantine/            batches that were not trusted
    .lock                  held by whoever writes

A generation is written beside the others, brought to the disk, and then named in
``CURRENT`` by one rename. Whoever reads finds the old one or the new one.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from tidegate.data.durable import locked, refused, replace_json, sync_file
from tidegate.data.files import MANIFEST, Manifest, checksum, read_manifest, verify
from tidegate.errors import StoreError
from tidegate.message import N_

CURRENT = "CURRENT"
GENERATIONS = "generations"
LOCK = ".lock"
KEPT = 3
"""So many generations are kept at least; older ones also for `KEPT_SECONDS`, for whoever still reads them."""
KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Pointer:
    """Which generation counts.

    Attributes
    ----------
    name
        Name of its folder.
    manifest
        SHA-256 of its manifest, which in turn has those of every file.
    """

    name: str
    manifest: str


def is_store(folder: Path) -> bool:
    """Return whether a folder is a store of either form."""
    return (folder / CURRENT).is_file() or (folder / MANIFEST).is_file()


def pointer(folder: Path) -> Pointer | None:
    """Return which generation counts; None if the folder has none yet.

    Raises
    ------
    StoreError
        If ``CURRENT`` cannot be read.
    """
    path = folder / CURRENT
    if not path.is_file():
        return None
    try:
        raw = json.loads(path.read_text("utf-8"))
        found = Pointer(str(raw["generation"]), str(raw["manifest"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise damaged(path) from None
    if Path(found.name).name != found.name or not found.name.startswith("g"):
        raise damaged(path)
    return found


def damaged(path: Path) -> StoreError:
    """Return the error for a store of the user's that is not as it was written."""
    return StoreError.of(
        N_("{path}: missing or damaged; `tidegate data repair` goes back to the last sound state"), path=path
    )


def resolve(folder: Path) -> Path:
    """Return the folder that has the files: the current generation, or the folder itself.

    Raises
    ------
    StoreError
        If the current generation is missing or its manifest is not the one that was written.
    """
    found = pointer(folder)
    if found is None:
        return folder
    inner = folder / GENERATIONS / found.name
    manifest = inner / MANIFEST
    if not manifest.is_file() or checksum(manifest) != found.manifest:
        raise damaged(inner)
    return inner


def generations(folder: Path) -> list[Path]:
    """Return the generations that are there, oldest first."""
    home = folder / GENERATIONS
    return sorted(p for p in home.glob("g*") if p.is_dir()) if home.is_dir() else []


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the lock of a store.

    Raises
    ------
    StoreError
        If another process writes for too long.
    """
    with locked(folder / LOCK):
        yield


def commit(folder: Path, write: Callable[[Path], None]) -> Path:
    """Make a new generation and let it count. The lock must be held.

    Parameters
    ----------
    folder
        The store.
    write
        Writes a whole store into the empty folder it is given.

    Returns
    -------
    Path
        The new generation.

    Raises
    ------
    StoreError
        If it cannot be written; the old generation then still counts.
    """
    home = folder / GENERATIONS
    part = home / f".part-{uuid4().hex[:12]}"
    try:
        home.mkdir(parents=True, exist_ok=True)
        part.mkdir()
        write(part)
        for path in part.iterdir():
            sync_file(path)
        sync_file(part)
        last = max((int(p.name[1:]) for p in generations(folder) if p.name[1:].isdigit()), default=0)
        made = home / f"g{last + 1:08d}"
        part.rename(made)
        sync_file(home)
        _point(folder, made)
    except OSError as problem:
        shutil.rmtree(part, ignore_errors=True)
        raise refused(folder, problem) from None
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    prune(folder)
    return made


def _point(folder: Path, generation: Path) -> None:
    row = {"generation": generation.name, "manifest": checksum(generation / MANIFEST)}
    replace_json(folder / CURRENT, row)


def prune(folder: Path) -> None:
    """Remove what an interrupted writer left, and generations that nobody can still be reading."""
    found = pointer(folder)
    old = time.time() - KEPT_SECONDS
    for path in (folder / GENERATIONS).glob(".part-*"):
        shutil.rmtree(path, ignore_errors=True)
    for path in [*folder.glob(f".{CURRENT}.*")]:
        with suppress(OSError):
            path.unlink()
    for path in generations(folder)[:-KEPT]:
        if found is not None and path.name != found.name and _time(path) < old:
            shutil.rmtree(path, ignore_errors=True)


def _time(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return time.time()


def sound(generation: Path) -> Manifest | None:
    """Return the manifest of a generation if every file is as it was written, else None."""
    try:
        manifest = read_manifest(generation)
        verify(generation, manifest)
    except (StoreError, OSError):
        return None
    return manifest


def repair(folder: Path) -> tuple[Path | None, tuple[Path, ...]]:
    """Let the newest sound generation count, and set damaged ones aside.

    Returns
    -------
    tuple
        The generation that counts now (None: there is no sound one, and the embedded snapshot alone
        serves), and where damaged ones were put.

    Raises
    ------
    StoreError
        If the folder cannot be written.
    """
    aside: list[Path] = []
    with writing(folder):
        try:
            chosen = None
            for path in reversed(generations(folder)):
                if chosen is None and sound(path) is not None:
                    chosen = path
                elif sound(path) is None:
                    target = folder / "damaged" / f"{path.name}-{uuid4().hex[:6]}"
                    target.parent.mkdir(exist_ok=True)
                    path.rename(target)
                    aside.append(target)
            if chosen is not None:
                _point(folder, chosen)
            else:
                (folder / CURRENT).unlink(missing_ok=True)
            if (folder / GENERATIONS).is_dir():
                prune(folder)
        except OSError as problem:
            raise refused(folder, problem) from None
    return chosen, tuple(aside)
