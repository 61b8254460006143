"""Sweeps as lists of tasks: scenarios by sets of parameters by seeds, each a run of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.futures.contract import Opening
from tidegate.futures.scenario import Scenario, read_scenario
from tidegate.futures.simulation import Run, check_request, simulate
from tidegate.message import N_, Message

PARTS = ("economy", "reaction", "policy", "world")
"""Tables of a scenario in which a value may be varied: ``economy.phillips_slope``."""
MOST_TASKS = 100_000


@dataclass(frozen=True)
class Task:
    """One run of a sweep.

    Attributes
    ----------
    scenario
        With its varied values in it.
    varied
        Those values by name, as they were asked for.
    opening
        Name of the opening among those of the sweep: the day.
    paths, months, seed
        As in `simulate`.
    """

    scenario: Scenario
    varied: tuple[tuple[str, float], ...]
    opening: str
    paths: int
    months: int
    seed: int

    @property
    def key(self) -> str:
        """Name of the task: the same question has the same name."""
        text = (
            self.scenario.model_dump_json(),
            self.varied,
            self.opening,
            self.paths,
            self.months,
            self.seed,
        )
        return blake2b(repr(text).encode(), digest_size=8).hexdigest()


def varied(told: Scenario, values: Mapping[str, float]) -> Scenario:
    """Return a scenario with some values changed.

    Parameters
    ----------
    told
        The scenario.
    values
        By name with its table, for example ``economy.okun``.

    Raises
    ------
    InputError
        For names that are not there and values that cannot be, all at once.
    """
    found = told.model_dump()
    problems = []
    for name, value in values.items():
        part, _, inner = name.partition(".")
        if part not in PARTS or not inner:
            text = N_("vary {name}: write TABLE.NAME=VALUE with a table among {allowed}, as economy.okun=0.4")
            problems.append(Message(text, {"name": name, "allowed": ", ".join(PARTS)}))
            continue
        whole = part in ("policy", "world") and inner.endswith(("_months", "_month"))
        found[part] = {**found[part], inner: int(value) if whole else value}
    try:
        changed = read_scenario(found, told.name)
    except InputError as error:
        raise InputError(*problems, *error.problems) from None
    InputError.check(problems)
    return changed


def tasks_of(
    scenarios: Iterable[tuple[Scenario, str]],
    grid: Mapping[str, Iterable[float]],
    seeds: Iterable[int],
    paths: int,
    months: int,
) -> tuple[Task, ...]:
    """Return every scenario with every combination of values and every seed, in this order.

    Parameters
    ----------
    scenarios
        Each with the name of its opening.
    grid
        Values by name; see `varied`.
    seeds
        At least one.
    paths, months
        Of each run.

    Raises
    ------
    InputError
        For an impossible run or value, or more than 100,000 tasks.
    """
    names, values = tuple(grid), [tuple(v) for v in grid.values()]
    found = []
    for told, opening in scenarios:
        for chosen in product(*values):
            changed = tuple(zip(names, chosen, strict=True))
            scenario = varied(told, dict(changed)) if changed else told
            for seed in seeds:
                check_request(paths, months, seed)
                found.append(Task(scenario, changed, opening, paths, months, seed))
    if not 1 <= len(found) <= MOST_TASKS:
        text = N_("sweep: {count} runs; give at least one and at most {most}")
        raise InputError.of(text, count=len(found), most=MOST_TASKS)
    return tuple(found)


def run_task(task: Task, opening: Opening) -> Run:
    """Run a task on one thread."""
    return simulate(opening, task.scenario, paths=task.paths, months=task.months, seed=task.seed)


def content_of(found: Run) -> dict[str, NDArray[Any]]:
    """Return what is kept of a run, as arrays: quantiles, means, failures, residual, digest."""
    names = tuple(found.quantiles)
    return {
        "names": np.array(names),
        "levels": np.array(found.levels),
        "dates": found.dates,
        "quantiles": np.stack([found.quantiles[n] for n in names]),
        "mean": np.stack([found.mean[n] for n in names]),
        "failures": np.array([(f.path, f.code, f.month) for f in found.failures], dtype=np.int64).reshape(
            -1, 3
        ),
        "residual": np.array([found.max_identity_residual_bn]),
        "digest": np.array([found.digest]),
    }


def digest_of(digests: Iterable[str]) -> str:
    """Return one digest of those of all runs, in the order of the tasks."""
    return blake2b("".join(digests).encode(), digest_size=16).hexdigest()
