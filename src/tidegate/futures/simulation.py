"""Run a scenario: blocks of paths through the compiled months, and what is left of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tidegate.catalog.loader import unknown
from tidegate.errors import InputError
from tidegate.futures.contract import MOST_MONTHS, MOST_PATHS, Opening
from tidegate.futures.draws import calibration_of, drawn
from tidegate.futures.packing import Machine, machine, reaction_parameters
from tidegate.futures.scenario import Scenario
from tidegate.futures.summary import Classes, checksum, exact_quantiles
from tidegate.futures.variables import FAILURES, NAMES, PLACE
from tidegate.message import N_, Message
from tidegate.units import Days

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
"""Of the quantiles that a run keeps."""
BLOCK_PATHS = 500
"""Paths that are worked on at a time: part of the definition of the digest, not of the answer."""
MOST_KEPT = 20_000
"""Up to so many paths all values are held at once, and quantiles are exact."""
PART_PATHS = 10_000
"""Beyond that, what is counted and kept at a time."""
_OF_A_PART = ("words", "failures", "worst")


@dataclass(frozen=True)
class Failure:
    """A path that stopped: which, why (a place in `FAILURES`) and in which month (1 is the first)."""

    path: int
    code: int
    month: int

    @property
    def reason(self) -> Message:
        """Why, as a sentence."""
        return Message(FAILURES[self.code])


@dataclass(frozen=True)
class LastMonth:
    """Where the paths of a run are in its last month.

    Attributes
    ----------
    values
        Every variable on every path, shape [variables, paths]; NaN on a path that stopped.
    calibration
        By which calibration of the term premium each path prices holdings, by its place, shape [paths].
    stressed
        Whether the scenario has funding stress of its own.
    """

    values: Floats
    calibration: NDArray[np.int64]
    stressed: bool


@dataclass(frozen=True)
class Run:
    """What is left of a run.

    Attributes
    ----------
    scenario, seed, paths, months
        What was asked.
    dates
        Month-ends, ``datetime64[D]``, shape [months].
    levels
        Of the quantiles.
    quantiles
        By variable, shape [levels, months]; NaN where no path is left.
    mean
        By variable, shape [months].
    exact
        Whether the quantiles are those of all values; else of counts in fine classes.
    failures
        Paths that stopped: they count in the quantiles up to the month before.
    max_identity_residual_bn
        Largest absolute residual over all paths and months.
    digest
        Of all values of all paths, in hexadecimal.
    told
        The scenario.
    values
        All of them, shape [variables, months, paths], where they were asked for.
    opening_effect_bp
        Effect on the ten-year yield of what was held and expected on the opening day, before anything that the
        scenario adds; basis points, shape [paths], where values were asked for.
    """

    scenario: str
    seed: int
    paths: int
    months: int
    dates: Days
    levels: tuple[float, ...]
    quantiles: dict[str, Floats]
    mean: dict[str, Floats]
    exact: bool
    failures: tuple[Failure, ...]
    max_identity_residual_bn: float
    digest: str
    told: Scenario = field(repr=False, compare=False)
    values: Floats | None = field(default=None, repr=False, compare=False)
    opening_effect_bp: Floats | None = field(default=None, repr=False, compare=False)

    def of(self, name: str) -> Floats:
        """Return all values of a variable, shape [months, paths], where they were kept."""
        if self.values is None:
            raise InputError.of(N_("run: values of single paths were not kept; run it with keep=True"))
        return np.asarray(self.values[PLACE[name]])

    def last_month(self) -> LastMonth:
        """Return where the paths are in the last month, where their values were kept."""
        if self.values is None:
            raise InputError.of(N_("run: values of single paths were not kept; run it with keep=True"))
        which = calibration_of(self.seed, np.arange(self.paths), certain=self.told.certain)
        return LastMonth(np.array(self.values[:, -1]), which, self.told.stressed)

    def at(self, name: str, level: float) -> Floats:
        """Return a quantile of the variable `name` by month; the `level` is one of `levels`."""
        return np.asarray(self.quantiles[name][self.levels.index(level)])

    def to_dataset(self) -> xr.Dataset:
        """Return quantiles (and all values, where kept) as an `xarray.Dataset` with units."""
        import xarray as xr

        from tidegate.futures.variables import VARIABLES

        coords = {"date": self.dates.astype("datetime64[ns]"), "level": list(self.levels)}
        units = {v.name: {"units": v.unit} for v in VARIABLES}
        found = {n: (("level", "date"), q, units[n]) for n, q in self.quantiles.items()}
        if self.values is not None:
            found |= {f"{n}_paths": (("date", "path"), self.of(n), units[n]) for n in NAMES}
        attributes = {
            "scenario": self.scenario,
            "seed": self.seed,
            "paths": self.paths,
            "digest": self.digest,
        }
        return xr.Dataset(found, coords=coords, attrs=attributes)


def check_request(paths: int, months: int, seed: int) -> None:
    """Refuse an impossible run, all problems at once.

    Raises
    ------
    InputError
        For fewer than one path, a horizon outside 1 to 600 months, a negative seed.
    """
    found = []
    if not 1 <= paths <= MOST_PATHS:
        found.append(
            Message(
                N_("paths {value}: give a whole number from 1 to {most}"),
                {"value": paths, "most": MOST_PATHS},
            )
        )
    if not 1 <= months <= MOST_MONTHS:
        found.append(
            Message(
                N_("months {value}: give a whole number from 1 to {most}"),
                {"value": months, "most": MOST_MONTHS},
            )
        )
    if not 0 <= seed < 2**63:
        found.append(Message(N_("seed {value}: give a whole number, 0 or more"), {"value": seed}))
    InputError.check(found)


class Keeper(Protocol):
    """Keeps finished parts of a long run, so that an interrupted one goes on where it stopped."""

    def load(self, part: int) -> dict[str, NDArray[Any]] | None:
        """Return the content of a `part` that was kept, or None."""

    def save(self, part: int, content: dict[str, NDArray[Any]]) -> None:
        """Keep the `content` of a `part`."""


def simulate(
    opening: Opening,
    scenario: Scenario,
    *,
    paths: int = 1_000,
    months: int = 120,
    seed: int = 1,
    workers: int = 1,
    keep: bool = False,
    keeper: Keeper | None = None,
    summarise: Sequence[str] = NAMES,
    progress: Callable[[int], None] = lambda _: None,
) -> Run:
    """Run a scenario from an opening.

    Parameters
    ----------
    opening
        Where everything stands.
    scenario
        What is different.
    paths, months
        How many.
    seed
        0 or more. The answer does not depend on anything else: not on `workers`.
    workers
        Threads.
    keep
        Keep all values of all paths.
    keeper
        Of the parts of a run of more than 20,000 paths.
    summarise
        Variables whose quantiles and means are wanted; of a run of more than 20,000 paths they all are.
    progress
        Called with the number of paths done.

    Raises
    ------
    InputError
        For an impossible run or scenario, all problems at once.
    UnknownName
        For a variable that does not exist.
    """
    check_request(paths, months, seed)
    for name in summarise:
        if name not in PLACE:
            raise unknown(N_("variable"), name, NAMES)
    built = machine(opening, scenario, months, seed)
    job = _Job(opening, scenario, built, seed, max(workers, 1))
    whole = np.empty((len(NAMES), months, paths)) if keep or paths <= MOST_KEPT else None
    if whole is not None:
        found = job.part(0, paths, whole, None, progress)
        names = tuple(summarise)
        looked_at = whole if names == NAMES else whole[[PLACE[name] for name in names]]
        quantiles, mean = exact_quantiles(looked_at, LEVELS, job.workers)
        parts = [found]
    else:
        names = NAMES
        classes, parts = Classes(len(NAMES), months), []
        for place, first in enumerate(range(0, paths, PART_PATHS)):
            last = min(first + PART_PATHS, paths)
            kept = None if keeper is None else keeper.load(place)
            if kept is not None:
                classes.merge(kept)
                parts.append({k: kept[k] for k in _OF_A_PART})
                progress(last)
                continue
            mine = classes.fresh()
            told = job.part(first, last, None, mine, progress)
            parts.append({k: told[k] for k in _OF_A_PART})
            content = mine.content()
            classes.merge(content)
            if keeper is not None:
                keeper.save(place, {**content, **parts[-1]})
        quantiles, mean = classes.quantiles(LEVELS)
    failures = np.concatenate([part["failures"] for part in parts])
    digest = blake2b(b"".join(part["words"].tobytes() for part in parts), digest_size=16).hexdigest()
    return Run(
        scenario.name,
        seed,
        paths,
        months,
        built.dates,
        LEVELS,
        {n: quantiles[i] for i, n in enumerate(names)},
        {n: mean[i] for i, n in enumerate(names)},
        whole is not None,
        tuple(Failure(*map(int, row)) for row in failures),
        float(max(part["worst"].max() for part in parts)),
        digest,
        scenario,
        whole if keep else None,
        parts[0]["known_bp"] if keep else None,
    )


class _Job:
    """Blocks of one run, shared out among threads; what is returned does not depend on how many there are."""

    def __init__(self, opening: Opening, scenario: Scenario, built: Machine, seed: int, workers: int) -> None:
        self.opening, self.scenario, self.built = opening, scenario, built
        self.seed, self.workers = seed, workers
        self.reaction = reaction_parameters(opening, scenario)

    def block(self, first: int, last: int, out: Floats, into: int) -> dict[str, NDArray[Any]]:
        """Write all values of some paths into `out`, from path `into` on; return their checksums and failures."""
        from tidegate.futures.kernel import run_block

        months = self.built.dates.size
        failure, known_bp = np.zeros((last - first, 2), dtype=np.int64), np.empty(last - first)
        own = drawn(self.opening, self.scenario, self.reaction, self.seed, np.arange(first, last))
        run_block(first, self.built.inputs, self.built.reaction, own, out, into, failure, known_bp)
        words = np.empty((len(NAMES), months), dtype=np.uint64)
        checksum(out.view(np.uint64), into, into + last - first, words)
        stopped = np.flatnonzero(failure[:, 0])
        residual = np.abs(out[PLACE["identity_residual_bn"], :, into : into + last - first])
        worst = float(np.nanmax(residual)) if np.isfinite(residual).any() else 0.0
        return {
            "words": words.ravel(),
            "failures": np.column_stack([first + stopped, failure[stopped]]),
            "worst": np.array([worst]),
            "known_bp": known_bp,
        }

    def part(
        self,
        first: int,
        last: int,
        whole: Floats | None,
        classes: Classes | None,
        progress: Callable[[int], None],
    ) -> dict[str, NDArray[Any]]:
        """Run the blocks of a part in their order; fill `whole`, or count in `classes`."""
        edges = [(a, min(a + BLOCK_PATHS, last)) for a in range(first, last, BLOCK_PATHS)]

        def work(edge: tuple[int, int]) -> tuple[Floats | None, dict[str, NDArray[Any]]]:
            if whole is not None:
                return None, self.block(*edge, whole, edge[0])
            out = np.empty((len(NAMES), self.built.dates.size, edge[1] - edge[0]))
            return out, self.block(*edge, out, 0)

        found = []
        with ThreadPoolExecutor(self.workers) as pool:
            # A few blocks ahead of the counting at most: a long run must not pile them up.
            for at in range(0, len(edges), 2 * self.workers):
                for edge, (out, told) in zip(
                    edges[at : at + 2 * self.workers],
                    pool.map(work, edges[at : at + 2 * self.workers]),
                    strict=True,
                ):
                    if classes is not None and out is not None:
                        classes.add(out)
                    found.append(told)
                    progress(edge[1])
        return {name: np.concatenate([told[name] for told in found]) for name in found[0]}
