"""Sweeps over processes or a dask cluster, with finished runs kept on disk.

A lost worker costs its unfinished runs, which are done again; what comes out
is the same on any number of workers, because a run depends on its task alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidegate.briefing.assembly import Desk, open_desk
from tidegate.briefing.futures import opened, start_day
from tidegate.errors import InputError, TidegateError
from tidegate.futures.contract import Opening
from tidegate.futures.library import scenario as find
from tidegate.futures.tasks import Task, content_of, digest_of, run_task, tasks_of
from tidegate.message import N_

Content = dict[str, NDArray[Any]]
Work = Callable[[Task, Opening], Content]

RETRIES = 3
"""How often a lost worker's runs are begun again before the sweep gives up."""
_ONE_THREAD = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True)
class Sweep:
    """What came out of a sweep, in the order of its tasks.

    Attributes
    ----------
    tasks
        What was run.
    contents
        See `tidegate.futures.tasks.content_of`, one a task.
    digest
        Of all runs together: the same on any number of workers.
    resumed
        How many runs had been kept from before.
    """

    tasks: tuple[Task, ...]
    contents: tuple[Content, ...]
    digest: str
    resumed: int

    def rows(self) -> Iterator[dict[str, object]]:
        """Yield one row for each run, variable, date and level."""
        for task, content in zip(self.tasks, self.contents, strict=True):
            for v, name in enumerate(content["names"]):
                for q, level in enumerate(content["levels"]):
                    for t, when in enumerate(content["dates"]):
                        yield {
                            "scenario": task.scenario.name,
                            **dict(task.varied),
                            "seed": task.seed,
                            "variable": str(name),
                            "level": float(level),
                            "date": when,
                            "value": float(content["quantiles"][v, q, t]),
                        }


def work(task: Task, opening: Opening) -> Content:
    """Run a task and return what is kept of it; this is what workers do."""
    return content_of(run_task(task, opening))


def sweep(
    names: Sequence[str],
    *,
    vary: Mapping[str, Sequence[float]] | None = None,
    seeds: Sequence[int] = (20260101,),
    start: str | None = None,
    paths: int = 1_000,
    months: int = 60,
    workers: int = 1,
    dask: str | None = None,
    folder: Path | None = None,
    step: Callable[[str], None] = lambda _: None,
    desk: Desk | None = None,
    do: Work = work,
) -> Sweep:
    """Run scenarios by sets of parameters by seeds.

    Parameters
    ----------
    names
        Scenarios, or files.
    vary
        Values by name, for example ``{"economy.okun": [0.3, 0.4]}``: every combination is run.
    seeds
        Each of them is run.
    start
        As in `tidegate.simulate`.
    paths, months
        Of each run.
    workers
        Processes; 1 works in this one.
    dask
        ``local``, or the address of a scheduler: runs go there.
    folder
        Finished runs are kept here, and taken from here.
    step
        Called with a word for each finished run.
    desk
        An open desk, to save opening the store again.
    do
        What a worker does; other than `work` only in tests.

    Raises
    ------
    InputError
        For anything impossible, all problems at once.
    TidegateError
        If workers are lost again and again.
    """
    if workers < 1:
        raise InputError.of(N_("workers {value}: give a whole number, 1 or more"), value=workers)
    where = desk or open_desk()
    told = [find(name) for name in names]
    openings: dict[str, Opening] = {}
    named = []
    for one in told:
        key = str(start_day(start, one) or where.as_of)
        if key not in openings:
            openings[key] = opened(one, start, where)
        named.append((one, key))
    tasks = tasks_of(named, vary or {}, seeds, paths, months)
    kept = _Folder(folder)
    done: dict[int, Content] = {i: c for i, t in enumerate(tasks) if (c := kept.load(t)) is not None}
    resumed = len(done)
    left = [i for i in range(len(tasks)) if i not in done]

    def finished(place: int, content: Content) -> None:
        kept.save(tasks[place], content)
        done[place] = content
        step(f"{tasks[place].scenario.name} {tasks[place].seed}")

    if dask is not None:
        _on_dask(dask, workers, tasks, left, openings, finished, do)
    elif workers == 1:
        for place in left:
            finished(place, do(tasks[place], openings[tasks[place].opening]))
    else:
        _on_processes(workers, tasks, done, openings, finished, do)
    contents = tuple(done[i] for i in range(len(tasks)))
    return Sweep(tasks, contents, digest_of(str(c["digest"][0]) for c in contents), resumed)


def _on_processes(
    workers: int,
    tasks: Sequence[Task],
    done: Mapping[int, Content],
    openings: Mapping[str, Opening],
    finished: Callable[[int, Content], None],
    do: Work,
) -> None:
    """Share tasks out among processes; a broken pool is made anew for what is left."""
    lost = 0
    while True:
        left = [i for i in range(len(tasks)) if i not in done]
        if not left:
            return
        try:
            with _one_thread(), ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
                places = {pool.submit(do, tasks[i], openings[tasks[i].opening]): i for i in left}
                for future in as_completed(places):
                    finished(places[future], future.result())
        except BrokenProcessPool:
            lost += 1
            if lost > RETRIES:
                raise _gave_up(lost) from None


def _gave_up(lost: int) -> TidegateError:
    return TidegateError.of(
        N_(
            "sweep: workers were lost {count} times; finished runs are kept, so run it again with fewer workers"
        ),
        count=lost,
    )


def _client_of(client: Any, chosen: Any) -> Any:
    """Return a client of a cluster, or of the scheduler at an address, if there is one."""
    try:
        return client(chosen)
    except (OSError, ValueError):
        raise InputError.of(
            N_("--dask {value}: no scheduler answers there; start one, or write local"), value=chosen
        ) from None


def _on_dask(
    address: str,
    workers: int,
    tasks: Sequence[Task],
    left: Sequence[int],
    openings: Mapping[str, Opening],
    finished: Callable[[int, Content], None],
    do: Work,
) -> None:
    """Share tasks out on a dask cluster; the scheduler begins a lost worker's runs again."""
    try:
        from distributed import Client, LocalCluster
        from distributed import as_completed as as_they_come
    except ImportError:
        raise InputError.of(
            N_("--dask {value}: dask is not installed; run pip install 'tidegate[distributed]'"),
            value=address,
        ) from None
    with _one_thread():
        cluster = None
        if address == "local":
            cluster = LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None
            )
        try:
            chosen = address if cluster is None else cluster
            with _client_of(Client, chosen) as client:
                shared = {name: client.scatter(o, broadcast=True) for name, o in openings.items()}
                futures = [
                    client.submit(do, tasks[i], shared[tasks[i].opening], retries=RETRIES, pure=False)
                    for i in left
                ]
                places = {future.key: i for future, i in zip(futures, left, strict=True)}
                for future in as_they_come(futures):  # type: ignore[no-untyped-call]
                    finished(places[future.key], future.result())
        finally:
            if cluster is not None:
                cluster.close()


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let processes that are started here use one thread each: more would only wait for one another."""
    before = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


class _Folder:
    """Finished runs in a folder, one file each; nothing is kept without one."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def load(self, task: Task) -> Content | None:
        if self._folder is None or not (file := self._folder / f"{task.key}.npz").exists():
            return None
        with np.load(file) as content:
            return {name: content[name] for name in content.files}

    def save(self, task: Task, content: Content) -> None:
        if self._folder is None:
            return
        draft = self._folder / f"{task.key}.part"
        with draft.open("wb") as stream:
            np.savez_compressed(stream, **content)  # type: ignore[arg-type]
        draft.replace(self._folder / f"{task.key}.npz")
