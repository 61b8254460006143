"""Let every publisher misbehave in every way, and count what came of it.

    python scripts/fault_table.py [--provider NAME ...]

Every fault has to end as expected, and the store must stay as it was unless the
batch was good. Nothing leaves this machine.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from replay_server import EVERYWHERE, FAULTS, HARMLESS, Replay, World, expected
from tidegate.data.files import TABLES
from tidegate.data.generations import resolve
from tidegate.data.outcome import Outcome
from tidegate.data.providers import MODULES
from tidegate.data.sync import chosen, sync
from tidegate.data.transport import Patience, Transport

TODAY = date(2026, 11, 26)
CALM = Patience(5.0, 10.0, 20.0, 3, 0.01, 0.05)
QUICK = Patience(1.0, 0.4, 0.8, 3, 0.01, 0.05)
CALMLY = ""
"""No fault at all."""
FRED = ("WALCL", "DGS10", "CPIAUCSL", "GDP")


def patience(fault: str) -> Patience:
    """Return how long to wait: little where waiting is the fault."""
    return QUICK if fault in ("time-out", "slow drip") else CALM


def state(folder: Path) -> tuple[str, ...]:
    """Return which files count and what is in them, by checksum."""
    inner = resolve(folder)
    return (inner.name, *sorted(f"{p.name}:{hash(p.read_bytes())}" for p in inner.iterdir()))


def run(
    server: Replay, names: list[str], fault: str, start: Path, calm: Mapping[str, str]
) -> tuple[tuple[Outcome, ...], list[str]]:
    """Synchronise under one fault from a prepared store; return the outcomes and what was wrong.

    A fault that is harmless has to end as it does without one, which `calm` says by name.
    """
    folder = start.with_name("run")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(start, folder)
    before, expect = state(folder), expected(fault)
    server.faults, server.times = {"/": fault}, {}
    carrier = Transport(patience(fault), mirror=server.address)
    found = sync(names, folder=folder, today=TODAY, transport=carrier).outcomes
    carrier.close()
    wrong = []
    for each in found:
        due = calm.get(each.name, each.kind) if expect == "new" else expect
        if each.kind != due:
            wrong.append(f"{each.name}: {each.kind}, not {due} ({'; '.join(map(str, each.reasons))})")
    if expect != "new" and state(folder) != before:
        wrong.append("the store changed")
    return found, wrong


def main() -> int:
    """Run all faults and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--provider", action="append")
    args = parser.parse_args()
    os.environ.setdefault("TIDEGATE_ALPHA_VANTAGE_KEY", "a-key-for-the-replay")
    providers = args.provider or sorted({job.provider for job in chosen(None)}, key=MODULES.index)
    total, problems = 0, []
    print(f"{'provider':14} {'fault':26} {'outcomes':>8}  ends as        as it should")
    with tempfile.TemporaryDirectory() as home, Replay(World(TODAY), slow_seconds=0.05) as server:
        for provider in providers:
            names = list(FRED) if provider == "fred" else [provider]
            start = Path(home) / provider / "start"
            server.faults = {}
            server.world.version = 1
            sync(names, folder=start, today=TODAY, transport=Transport(CALM, mirror=server.address))
            server.world.version = 2
            csv = provider == "fred"
            asked = names[:1] if csv else names
            calm = {o.name: o.kind for o in run(server, asked, CALMLY, start, {})[0]}
            for fault in [*(FAULTS if csv else EVERYWHERE), *(f for f in HARMLESS if "*" in f)]:
                begun = time.monotonic()
                found, wrong = run(server, asked, fault, start, calm)
                total += len(found)
                problems += [f"{provider}, {fault}: {w}" for w in wrong]
                seconds = time.monotonic() - begun
                good = "yes" if not wrong else "NO"
                print(
                    f"{provider:14} {fault:26} {len(found):8}  {expected(fault):14} {good} ({seconds:.1f} s)",
                    flush=True,
                )
    for problem in problems:
        print(problem)
    print(f"{total} outcomes, {len(problems)} not as they should be; tables are {', '.join(TABLES)}")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
