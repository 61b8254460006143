"""The public names: which they are, where they live, and what importing them costs."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pytest

import tidegate

NAMES = [
    "BookError",
    "DataError",
    "DateOutOfRange",
    "FetchError",
    "IdentityError",
    "InputError",
    "Message",
    "ParseError",
    "PlanError",
    "StoreError",
    "TidegateError",
    "Translator",
    "UnknownName",
    "__version__",
    "allocate",
    "claims",
    "compare_banks",
    "compare_scenarios",
    "compose",
    "consequences",
    "finances",
    "markets",
    "money_market",
    "monitor",
    "open_desk",
    "open_store",
    "project",
    "qt_end",
    "regimes",
    "scenario",
    "simulate",
    "sync",
    "translator",
    "transmit",
    "transmit_region",
]
"""A change here is a change for users: it belongs in the changelog."""


def test_the_names_are_these() -> None:
    assert dir(tidegate) == sorted(tidegate.__all__) == NAMES


@pytest.mark.parametrize("name", [n for n in NAMES if n != "__version__"])
def test_each_name_comes_from_its_home(name: str) -> None:
    assert getattr(tidegate, name) is getattr(import_module(tidegate._HOME[name]), name)


def test_a_name_that_does_not_exist() -> None:
    with pytest.raises(AttributeError, match="no attribute 'qe'"):
        tidegate.qe  # noqa: B018


def test_type_checkers_read_the_same_table() -> None:
    tree = ast.parse(Path(tidegate.__file__).read_text("utf-8"))
    imports = [
        n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module.startswith("tidegate.")
    ]
    assert {alias.name: node.module for node in imports for alias in node.names} == tidegate._HOME


def test_the_version_is_written_once() -> None:
    assert version("tidegate") == tidegate.__version__
    assert re.fullmatch(r"\d+\.\d+\.\d+", tidegate.__version__)


def _brought_by(module: str) -> set[str]:
    """Return the modules that importing one brings along, in a fresh interpreter."""
    script = f"import sys; before = set(sys.modules); import {module}; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_package_imports_nothing_else() -> None:
    assert _brought_by("tidegate") <= {"tidegate", "__future__"} | _brought_by("typing")
