"""Run a scenario: blocks of paths through the compiled months, and what is left of them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.futures.contract import MOST_MONTHS, MOST_PATHS, Opening
from tidegate.futures.draws import drawn
from tidegate.futures.packing import machine, reaction_parameters
from tidegate.futures.scenario import Scenario
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
    values
        All of them, shape [variables, months, paths], where they were asked for.
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
    values: Floats | None = field(default=None, repr=False, compare=False)

    def of(self, name: str) -> Floats:
        """Return all values of a variable, shape [months, paths], where they were kept."""
        if self.values is None:
            raise InputError.of(N_("run: values of single paths were not kept; run it with keep=True"))
        return np.asarray(self.values[PLACE[name]])

    def at(self, name: str, level: float) -> Floats:
        """Return a quantile of a variable by month; the level is one of `levels`."""
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
        attributes = {"scenario": self.scenario, "seed": self.seed, "paths": self.paths, "digest": self.digest}
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
            Message(N_("paths {value}: give a whole number from 1 to {most}"), {"value": paths, "most": MOST_PATHS})
        )
    if not 1 <= months <= MOST_MONTHS:
        found.append(
            Message(N_("months {value}: give a whole number from 1 to {most}"), {"value": months, "most": MOST_MONTHS})
        )
    if not 0 <= seed < 2**63:
        found.append(Message(N_("seed {value}: give a whole number, 0 or more"), {"value": seed}))
    InputError.check(found)


def simulate(
    opening: Opening,
    scenario: Scenario,
    *,
    paths: int = 1_000,
    months: int = 120,
    seed: int = 1,
    workers: int = 1,
    keep: bool = False,
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
    progress
        Called with the number of paths done.

    Raises
    ------
    InputError
        For an impossible run or scenario, all problems at once.
    """
    check_request(paths, months, seed)
    from tidegate.futures.kernel import run_block
    from tidegate.futures.summary import Classes, checksum, exact_quantiles

    built = machine(opening, scenario, months, seed)
    reaction = reaction_parameters(opening, scenario)
    whole = np.empty((len(NAMES), months, paths)) if keep or paths <= MOST_KEPT else None
    classes = None if whole is not None else Classes(len(NAMES), months)
    edges = [(a, min(a + BLOCK_PATHS, paths)) for a in range(0, paths, BLOCK_PATHS)]
    found: list[tuple[bytes, Ints, float]] = [(b"", np.empty((0, 2), dtype=np.int64), 0.0)] * len(edges)

    def work(place: int) -> Floats:
        first, last = edges[place]
        which = np.arange(first, last)
        out = np.empty((len(NAMES), months, last - first))
        failure = np.zeros((last - first, 2), dtype=np.int64)
        own = drawn(opening, scenario, reaction, seed, which)
        run_block(first, built.inputs, built.reaction, own, out, failure)
        residual = np.abs(out[PLACE["identity_residual_bn"]])
        worst = float(np.nanmax(residual)) if np.isfinite(residual).any() else 0.0
        words = np.empty(len(NAMES) * months, dtype=np.uint64)
        checksum(out.reshape(-1, last - first).view(np.uint64), words)
        found[place] = (words.tobytes(), failure, worst)
        if whole is not None:
            whole[:, :, first:last] = out
        return out

    with ThreadPoolExecutor(max(workers, 1)) as pool:
        # In order of the blocks, whoever is first: counts and digest do not depend on the workers.
        for place, out in enumerate(pool.map(work, range(len(edges)))):
            if classes is not None:
                classes.add(out)
            progress(edges[place][1])
    failures = tuple(
        Failure(edges[place][0] + int(row), int(codes[row, 0]), int(codes[row, 1]))
        for place, (_, codes, _) in enumerate(found)
        for row in np.flatnonzero(codes[:, 0])
    )
    digest = blake2b(b"".join(part for part, _, _ in found), digest_size=16).hexdigest()
    if whole is not None:
        quantiles, mean = exact_quantiles(whole, LEVELS, workers)
    else:
        assert classes is not None
        quantiles, mean = classes.quantiles(LEVELS)
    return Run(
        scenario.name,
        seed,
        paths,
        months,
        built.dates,
        LEVELS,
        {n: quantiles[i] for i, n in enumerate(NAMES)},
        {n: mean[i] for i, n in enumerate(NAMES)},
        whole is not None,
        failures,
        max(worst for _, _, worst in found),
        digest,
        whole if keep else None,
    )
