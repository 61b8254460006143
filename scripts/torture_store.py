"""Kill synchronisations at random moments, many times, and look for what was lost or broken.

    python scripts/torture_store.py [--kills 200] [--writers 2] [--seed 1]

Each round starts one or more processes that synchronise the same store against a
replay server on this machine, and kills them (SIGKILL) after a random time. After
every round the store must open and be sound, hold what was told to be committed,
and be a state that some synchronisation wrote, never a mixture. At the end it must
hold every observation that was served and every revision that was committed.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import numpy as np

from replay_formats.world import VERSION_STEP
from replay_server import Replay, World
from tidegate.catalog import series
from tidegate.data import generations
from tidegate.data.keeper import Keeper
from tidegate.errors import TidegateError

TODAY = date(2026, 11, 26)
NAMES = (
    "WALCL",
    "TREAST",
    "WSHOMCB",
    "DGS10",
    "RRPONTSYD",
    "nyfed",
    "JGB10Y",
    "HK_AGGREGATE_BALANCE",
    "TGA_DAILY",
)
TOGETHER = ("WALCL", "TREAST", "WSHOMCB", "DGS10", "RRPONTSYD")
"""One publisher's figures, committed together: all of one version or of none."""
NURSERY = """
import os, signal, sys
from datetime import date
from pathlib import Path
from tidegate.data import keeper, sync
from tidegate.data.providers import plan
from tidegate.data.transport import Patience, Transport
import duckdb, pandas, pyarrow.parquet
folder, names, today = Path(sys.argv[1]), sys.argv[2].split(","), date.fromisoformat(sys.argv[3])
sync.chosen(names)
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
def run(path):
    out = open(path, "w", buffering=1)
    commit = keeper.Keeper.commit
    def told(self, accepted, state, day):
        out.write("begin" + chr(10))
        done = commit(self, accepted, state, day)
        out.write("committed " + done.generation + chr(10))
        return done
    keeper.Keeper.commit = told
    out.write("ready" + chr(10))
    found = sync.sync(names, folder=folder, today=today, transport=Transport(Patience(5, 5, 30, 3, 0.05, 0.2)))
    out.write(("done" if found.ok else "failed") + chr(10))
for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        try:
            run(line.strip())
        finally:
            os._exit(0)
    sys.stdout.write(str(pid) + chr(10)); sys.stdout.flush()
"""
"""Imports everything once and forks a synchronisation for each line it reads; the fork writes into that file."""


@dataclass
class Record:
    """What the rounds came to."""

    kills: int = 0
    finished: int = 0
    commits: int = 0
    problems: list[str] = field(default_factory=list)


class Nursery:
    """The process that synchronisations are forked from."""

    def __init__(self, folder: Path, mirror: str, logs: Path) -> None:
        command = [sys.executable, "-c", NURSERY, str(folder), ",".join(NAMES), TODAY.isoformat()]
        environ = {**os.environ, "TIDEGATE_MIRROR": mirror, "OMP_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environ,
        )
        self._logs, self._count = logs, 0
        logs.mkdir(parents=True, exist_ok=True)

    def start(self) -> Child:
        """Start one synchronisation."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._count += 1
        log = self._logs / f"{self._count}.log"
        self._process.stdin.write(f"{log}\n")
        self._process.stdin.flush()
        return Child(int(self._process.stdout.readline()), log)

    def __enter__(self) -> Nursery:
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        self._process.wait(30)


@dataclass(frozen=True)
class Child:
    """One synchronisation under way."""

    pid: int
    log: Path

    @property
    def said(self) -> list[str]:
        """What it has said so far."""
        return self.log.read_text("utf-8").split("\n") if self.log.exists() else []

    @property
    def running(self) -> bool:
        """Whether it is still there."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def wait_for(self, word: str, times: int = 1, seconds: float = 60.0) -> None:
        """Wait until a word was said so often, or the process has ended."""
        end = time.monotonic() + seconds
        while self.said.count(word) < times and self.running and time.monotonic() < end:
            time.sleep(0.002)

    def kill(self) -> bool:
        """Kill it; return whether it was still running."""
        running = self.running
        if running:
            os.kill(self.pid, signal.SIGKILL)
        end = time.monotonic() + 10
        while self.running and time.monotonic() < end:
            time.sleep(0.002)
        return running

    @property
    def committed(self) -> list[str]:
        """Generations that it said were committed."""
        return [line.removeprefix("committed ") for line in self.said if line.startswith("committed g")]


def inspect(folder: Path, world: World, acknowledged: str, record: Record) -> None:
    """Look at the store after a round."""
    if not generations.is_store(folder):
        if acknowledged:
            record.problems.append(f"the store is gone; {acknowledged} had been committed")
        return
    try:
        keeper = Keeper(folder)
    except TidegateError as problem:
        record.problems.append(f"corrupted: {problem}")
        return
    try:
        if keeper.generation < acknowledged:
            record.problems.append(f"{keeper.generation} counts, but {acknowledged} had been committed")
        versions = {
            version_of(keeper, world, name)
            for name in TOGETHER
            if name in (keeper.manifest.series if keeper.manifest else ())
        }
        if len(versions) > 1:
            record.problems.append(f"a mixture of versions {versions}")
    finally:
        keeper.close()


def version_of(keeper: Keeper, world: World, name: str) -> int:
    """Return the version in which a series was served, from its first new value; 0 if it has none."""
    entry, (last, value) = series(name), world.kept[name][-1]
    held = keeper.held(name)
    after = held.values[held.dates > np.datetime64(last, "D")]
    if not len(after):
        return 0
    ratio = float(after[0]) / entry.scale / (value or 0.01)
    return round((ratio - 1.001) / VERSION_STEP)


def missing(folder: Path, world: World) -> list[str]:
    """Return the observations that were served and are not held."""
    keeper = Keeper(folder)
    lost = []
    for name in (*TOGETHER, "JGB10Y", "HK_AGGREGATE_BALANCE"):
        entry = series(name)
        held = dict(zip(keeper.held(name).dates.tolist(), keeper.held(name).values.tolist(), strict=True))
        for day, value in world.points(entry):
            if day not in held or abs(held[day] - value * entry.scale) > 1e-6 * max(1.0, abs(held[day])):
                lost.append(f"{name} {day}: {held.get(day)}, served {value * entry.scale}")
    keeper.close()
    return lost


def torture(kills: int, writers: int, seed: int, folder: Path, *, longest: float = 3.0) -> Record:
    """Run the rounds and return what they came to."""
    chance, record, acknowledged = random.Random(seed), Record(), ""
    world = World(TODAY)
    with Replay(world) as server, Nursery(folder, server.address, folder.with_name("logs")) as nursery:
        for name in TOGETHER:
            world.points(series(name))
        while record.kills < kills:
            if chance.random() < 0.3:
                world.version += 1
            children = [nursery.start() for _ in range(writers if record.kills % 3 == 0 else 1)]
            for child in children:  # the import of the libraries is not what is tortured
                child.wait_for("ready")
            if chance.random() < 0.7:  # in the middle of a commit, or just around it
                children[0].wait_for("begin", chance.randint(1, 5))
                time.sleep(chance.uniform(0.0, longest / 10))
            else:
                time.sleep(chance.uniform(0.0, longest))
            for child in children:
                if child.kill():
                    record.kills += 1
                else:
                    record.finished += 1
                record.commits += len(child.committed)
                acknowledged = max([acknowledged, *child.committed])
            inspect(folder, world, acknowledged, record)
        last = nursery.start()
        last.wait_for("done", seconds=120)
        if "done" not in last.said:
            record.problems.append(f"the last synchronisation did not end well: {last.said[-2:]}")
        record.problems += [f"lost: {each}" for each in missing(folder, world)]
    return record


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, and say what came of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--writers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(arguments)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as home:
        record = torture(args.kills, args.writers, args.seed, Path(home) / "store")
    for problem in [*record.problems[:10], *record.problems[-10:]]:
        print(problem)
    print(
        f"{record.kills} kills, {record.finished} ended before, {record.commits} commits acknowledged, "
        f"{len(record.problems)} problems ({time.monotonic() - begun:.0f} s)"
    )
    return 1 if record.problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
