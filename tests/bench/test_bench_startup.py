"""How long a reader waits before anything happens. Goals: help within 0.3 s, the import within 30 ms."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROGRAM = Path(sys.executable).with_name("tidegate")


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("explain", "--help")], ids=" ".join)
def test_startup(benchmark: Any, arguments: tuple[str, ...]) -> None:
    command = [str(PROGRAM), *arguments]
    benchmark.pedantic(
        lambda: subprocess.run(command, capture_output=True, check=True), rounds=15, warmup_rounds=2
    )


@pytest.mark.parametrize("code", ["pass", "import tidegate"], ids=["python alone", "import tidegate"])
def test_import(benchmark: Any, code: str) -> None:
    command = [sys.executable, "-c", code]
    benchmark.pedantic(
        lambda: subprocess.run(command, capture_output=True, check=True), rounds=25, warmup_rounds=3
    )
