"""The house stands as it was drawn: import contracts, the size of rooms, what is shipped."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import tidegate

SOURCE = Path(tidegate.__file__).parent
ROOT = SOURCE.parents[1]
MODULES = sorted(SOURCE.rglob("*.py"))


def test_import_contracts() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_holds_one_concept(module: Path) -> None:
    assert len(module.read_text("utf-8").splitlines()) <= 400


CORE = ["bank", "catalog", "transmission", "policy", "futures", "evidence", "allocation"]
CLOCKS_AND_CHANCE = {"now", "today", "utcnow", "default_rng", "time_ns", "perf_counter", "getenv", "urandom"}


@pytest.mark.parametrize("room", CORE)
def test_the_core_reads_no_clock_and_draws_no_chance(room: str) -> None:
    for module in sorted((SOURCE / room).rglob("*.py")):
        tree = ast.walk(ast.parse(module.read_text("utf-8")))
        # A generator made from a seed that came in as an argument draws no chance of its own.
        calls = [
            n.func
            for n in tree
            if isinstance(n, ast.Call)
            and not (isinstance(n.func, ast.Attribute) and n.func.attr == "default_rng" and n.args)
        ]
        names = {func.attr for func in calls if isinstance(func, ast.Attribute)}
        names |= {func.id for func in calls if isinstance(func, ast.Name)}
        assert not names & CLOCKS_AND_CHANCE, module


def test_the_package_says_that_it_is_typed() -> None:
    assert (SOURCE / "py.typed").is_file()
