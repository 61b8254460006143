"""A store that changes: killed, full, in two hands at once; the old state counts or the new one, never a mixture."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import torture_store
from tidegate.data import generations
from tidegate.data.durable import locked, replace_json, replace_text
from tidegate.data.files import MANIFEST, OBSERVATIONS
from tidegate.data.gate import History
from tidegate.data.keeper import Accepted, Keeper
from tidegate.data.store import open_store
from tidegate.errors import StoreError

DAY = date(2026, 11, 26)


def history(first: str, *values: float) -> History:
    dates = np.datetime64(first) + 7 * np.arange(len(values))
    return History(dates.astype("datetime64[D]"), np.array(values, dtype=np.float64))


def keep(folder: Path, *values: float, day: date = DAY) -> str:
    keeper = Keeper(folder, base=())
    try:
        return keeper.commit(Accepted({"WALCL": history("2026-01-07", *values)}), {}, day).generation
    finally:
        keeper.close()


def held(folder: Path) -> list[float]:
    store = open_store(folder, DAY)
    try:
        return store.series("WALCL").values.tolist()
    finally:
        store.close()


def test_a_generation_counts_once_it_is_whole(tmp_path: Path) -> None:
    first = keep(tmp_path, 1.0, 2.0)
    second = keep(tmp_path, 1.0, 2.0, 3.0)
    assert (first, second) == ("g00000001", "g00000002")
    assert held(tmp_path) == [1.0, 2.0, 3.0]
    row = json.loads((tmp_path / "CURRENT").read_text("utf-8"))
    assert row["generation"] == second
    assert len(row["manifest"]) == 64


def test_an_error_while_writing_leaves_everything_as_it_was(tmp_path: Path) -> None:
    keep(tmp_path, 1.0)

    def broken(part: Path) -> None:
        (part / OBSERVATIONS).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with generations.writing(tmp_path), pytest.raises(StoreError, match="disk is full.*nothing was changed"):
        generations.commit(tmp_path, broken)
    assert held(tmp_path) == [1.0]
    assert not list((tmp_path / "generations").glob(".part-*"))


FULL = """
import resource, sys
from datetime import date
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_generations import keep
keep(Path({folder!r}), 1.0, 2.0)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
try:
    keep(Path({folder!r}), *range(2000))
except Exception as problem:
    print(type(problem).__name__)
"""


@pytest.mark.parametrize("limit", [100, 4000])
def test_a_full_disk(tmp_path: Path, limit: int) -> None:
    """The system refuses to write on: in the middle of the figures, or of the small files after them."""
    code = FULL.format(tests=str(Path(__file__).parent), folder=str(tmp_path), limit=limit)
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environ, check=False
    )
    assert done.stdout.strip() == "StoreError", done.stderr
    assert held(tmp_path) == [1.0, 2.0]


def test_what_an_interrupted_writer_left_is_cleared_by_the_next(tmp_path: Path) -> None:
    keep(tmp_path, 1.0)
    home = tmp_path / "generations"
    (home / ".part-dead").mkdir()
    (home / ".part-dead" / OBSERVATIONS).write_bytes(b"half")
    (home / "g00000002").mkdir()  # renamed, but never made to count
    (home / "g00000002" / MANIFEST).write_text("{}", "utf-8")
    assert held(tmp_path) == [1.0]
    assert keep(tmp_path, 1.0, 2.0) == "g00000003"
    assert held(tmp_path) == [1.0, 2.0]
    assert not (home / ".part-dead").exists()


def test_old_generations_go_and_young_ones_stay_for_their_readers(tmp_path: Path) -> None:
    for n in range(5):
        keep(tmp_path, *range(n + 1))
    assert len(generations.generations(tmp_path)) == 5
    for path in generations.generations(tmp_path):
        os.utime(path, (0, 0))
    keep(tmp_path, *range(9))
    assert [p.name for p in generations.generations(tmp_path)] == ["g00000004", "g00000005", "g00000006"]


def test_damage_is_told_and_repaired(tmp_path: Path) -> None:
    keep(tmp_path, 1.0)
    keep(tmp_path, 1.0, 2.0)
    for name, body in ((OBSERVATIONS, b"x"), (MANIFEST, b"{}")):
        current = generations.resolve(tmp_path)
        (current / name).write_bytes(body)
        with pytest.raises(StoreError, match="tidegate data repair"):
            held(tmp_path)
        chosen, aside = generations.repair(tmp_path)
        assert len(aside) == 1
        assert aside[0].is_dir()
        if chosen is None:
            break
        assert held(tmp_path) == [1.0]
    assert chosen is None, "nothing sound is left"
    assert not generations.is_store(tmp_path)
    assert keep(tmp_path, 5.0)
    assert held(tmp_path) == [5.0]


@pytest.mark.parametrize(
    "body", ["", "{}", "[]", '{"generation": "../../etc", "manifest": "x"}', "\x00", "null"]
)
def test_a_pointer_that_is_none(tmp_path: Path, body: str) -> None:
    keep(tmp_path, 1.0)
    (tmp_path / "CURRENT").write_text(body, "utf-8")
    with pytest.raises(StoreError, match="repair"):
        held(tmp_path)
    generations.repair(tmp_path)
    assert held(tmp_path) == [1.0]


def test_a_writer_waits_for_another_and_says_when_it_is_too_long(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    ready, go = threading.Event(), threading.Event()

    def hold() -> None:
        with locked(path):
            ready.set()
            go.wait(5)

    other = threading.Thread(target=hold)
    other.start()
    ready.wait(5)
    begun = time.monotonic()
    with pytest.raises(StoreError, match="another process"), locked(path, 0.1):
        pass
    assert time.monotonic() - begun < 5
    go.set()
    other.join()
    with locked(path, 1):
        pass


def test_two_processes_lose_nothing_of_each_other(tmp_path: Path) -> None:
    one, other = Keeper(tmp_path, base=()), Keeper(tmp_path, base=())
    one.commit(Accepted({"WALCL": history("2026-01-07", 1.0)}), {"a": {"x": 1}}, DAY)
    other.commit(Accepted({"TREAST": history("2026-01-07", 2.0)}), {"b": {"x": 2}}, DAY)
    one.refresh()
    assert one.held("WALCL").values.tolist() == [1.0]
    assert one.held("TREAST").values.tolist() == [2.0]
    assert set(one.state) == {"a", "b"}
    one.close()
    other.close()


def test_small_files_are_whole_or_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file.json"
    replace_json(path, {"a": 1})
    replace_text(path, "new\n")
    assert path.read_text("utf-8") == "new\n"
    assert [p.name for p in path.parent.iterdir()] == ["file.json"]
    blocked = tmp_path / "file"
    blocked.write_text("x", "utf-8")
    with pytest.raises(StoreError, match="cannot be written"):
        replace_text(blocked / "below", "x")


def test_killed_in_the_middle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some kills at random moments; `make faults` makes two hundred."""
    monkeypatch.setattr(torture_store, "NAMES", (*torture_store.TOGETHER, "JGB10Y", "HK_AGGREGATE_BALANCE"))
    record = torture_store.torture(8, 2, 3, tmp_path / "store", longest=0.4)
    assert record.problems == []
    assert record.kills >= 8


def test_a_store_may_know_series_that_the_program_does_not(tmp_path: Path) -> None:
    """After a downgrade: the rest of it still serves."""
    from tidegate.data.files import Origin, stack, write_store
    from tidegate.data.status import check, status

    days = np.array(["2026-01-07"], "datetime64[D]")
    origins = {
        k: Origin("x", "attribution", "2026-11-26", "", 1, "2026-01-07", "2026-01-07")
        for k in ("WALCL", "ZZZ")
    }
    rows = [(k, days, DAY, np.array([6500.0])) for k in origins]
    write_store(tmp_path, stack(rows), origins, {}, DAY)
    assert "ZZZ" not in [r.series for r in status(DAY, tmp_path).rows]
    assert check(DAY, tmp_path) == ()
