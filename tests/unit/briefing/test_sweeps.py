"""Sweeps: the same digest on any number of workers, a killed worker changes nothing, finished runs are kept."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import numpy as np
import pytest

from tidegate.briefing import sweeps
from tidegate.briefing.assembly import Desk, open_desk
from tidegate.briefing.sweeps import Sweep, sweep, work
from tidegate.errors import InputError, TidegateError
from tidegate.futures.contract import Opening
from tidegate.futures.tasks import Task

SIZE = {"paths": 60, "months": 6, "seeds": (1, 2)}
_MARK = "TIDEGATE_TEST_MARK"


@pytest.fixture(scope="module")
def desk() -> Desk:
    return open_desk()


@pytest.fixture(scope="module")
def alone(desk: Desk) -> Sweep:
    return sweep(["baseline", "qt-restart"], desk=desk, months=12, paths=60, seeds=(1, 2))


def killed_once(task: Task, opening: Opening) -> dict[str, np.ndarray]:
    """Kill the worker at its first task, and work from then on."""
    mark = Path(os.environ[_MARK])
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return work(task, opening)


def always_killed(task: Task, opening: Opening) -> dict[str, np.ndarray]:
    os.kill(os.getpid(), signal.SIGKILL)
    return work(task, opening)


def test_a_killed_worker_changes_nothing(
    alone: Sweep, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "killed"
    monkeypatch.setenv(_MARK, str(mark))
    found = sweep(
        ["baseline", "qt-restart"], desk=desk, months=12, paths=60, seeds=(1, 2), workers=2, do=killed_once
    )
    assert mark.exists()
    assert found.digest == alone.digest
    for mine, theirs in zip(found.contents, alone.contents, strict=True):
        assert mine["quantiles"].tobytes() == theirs["quantiles"].tobytes()


def test_workers_lost_again_and_again_end_the_sweep(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "RETRIES", 0)
    with pytest.raises(TidegateError, match="lost 1 times"):
        sweep(["baseline"], desk=desk, months=6, paths=20, workers=2, do=always_killed)


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
