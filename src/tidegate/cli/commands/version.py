"""``tidegate version``."""

from __future__ import annotations

from typing import Annotated

import typer

from tidegate.message import N_

_RUNS_ON = ("numpy", "numba", "pandas", "duckdb", "pydantic", "nicegui")


def versions() -> dict[str, str]:
    """Return the versions of Tidegate, Python and the main libraries, by name."""
    import platform
    from importlib.metadata import version

    from tidegate import __version__

    return {"tidegate": __version__, "python": platform.python_version()} | {n: version(n) for n in _RUNS_ON}


def command(
    as_json: Annotated[bool, typer.Option("--json", help=N_("Print JSON."))] = False,
) -> None:
    """Print the versions."""
    from tidegate.cli.output import emit, say

    found = versions()
    if as_json:
        emit(found)
    else:
        say("\n".join(f"{name} {number}" for name, number in found.items()))
