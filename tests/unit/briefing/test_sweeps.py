"""Sweeps: the same digest on any number of workers, a killed worker changes nothing, finished runs are kept."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tidegate.briefing import sweeps
from tidegate.briefing.assembly import Desk, open_desk
from tidegate.briefing.sweeps import Sweep, sweep
from tidegate.errors import InputError, TidegateError

SIZE = {"paths": 60, "months": 6, "seeds": (1, 2)}


@pytest.fixture(scope="module")
def desk() -> Desk:
    return open_desk()


@pytest.fixture(scope="module")
def alone(desk: Desk) -> Sweep:
    return sweep(["baseline", "qt-restart"], desk=desk, months=12, paths=60, seeds=(1, 2))


KILLERS = """
import os
import signal
from pathlib import Path

from tidegate.briefing.sweeps import work


def killed_once(task, opening):
    mark = Path(os.environ["TIDEGATE_TEST_MARK"])
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return work(task, opening)


def always_killed(task, opening):
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def killers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Work that kills its worker, in a module that spawned processes can import."""
    (tmp_path / "sweep_killers.py").write_text(KILLERS, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("TIDEGATE_TEST_MARK", str(tmp_path / "killed"))
    monkeypatch.delitem(sys.modules, "sweep_killers", raising=False)
    return importlib.import_module("sweep_killers")


def test_a_killed_worker_changes_nothing(
    alone: Sweep, desk: Desk, tmp_path: Path, killers: ModuleType
) -> None:
    found = sweep(
        ["baseline", "qt-restart"],
        desk=desk,
        months=12,
        paths=60,
        seeds=(1, 2),
        workers=2,
        do=killers.killed_once,
    )
    assert (tmp_path / "killed").exists()
    assert found.digest == alone.digest
    for mine, theirs in zip(found.contents, alone.contents, strict=True):
        assert mine["quantiles"].tobytes() == theirs["quantiles"].tobytes()


def test_workers_lost_again_and_again_end_the_sweep(
    desk: Desk, killers: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeps, "RETRIES", 0)
    with pytest.raises(TidegateError, match="lost 1 times"):
        sweep(["baseline"], desk=desk, months=6, paths=20, workers=2, do=killers.always_killed)


def test_finished_runs_are_kept_and_taken(desk: Desk, tmp_path: Path) -> None:
    first = sweep(["baseline"], desk=desk, folder=tmp_path, vary={"economy.okun": [0.3, 0.4]}, **SIZE)
    kept = sorted(tmp_path.glob("*.npz"))
    assert len(kept) == 4
    kept[0].unlink()
    said: list[str] = []
    again = sweep(
        ["baseline"], desk=desk, folder=tmp_path, vary={"economy.okun": [0.3, 0.4]}, step=said.append, **SIZE
    )
    assert again.resumed == 3
    assert len(said) == 1
    assert again.digest == first.digest
    rows = list(again.rows())
    assert {r["economy.okun"] for r in rows} == {0.3, 0.4}
    assert {"scenario", "seed", "variable", "level", "date", "value"} <= set(rows[0])


def test_dask_gives_the_same(alone: Sweep, desk: Desk) -> None:
    pytest.importorskip("distributed")
    found = sweep(
        ["baseline", "qt-restart"], desk=desk, months=12, paths=60, seeds=(1, 2), workers=2, dask="local"
    )
    assert found.digest == alone.digest


def test_nonsense_is_refused(desk: Desk) -> None:
    with pytest.raises(InputError, match="workers 0"):
        sweep(["baseline"], desk=desk, workers=0)
    with pytest.raises(InputError, match="months 0"):
        sweep(["baseline"], desk=desk, months=0)
