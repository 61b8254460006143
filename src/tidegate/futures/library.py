"""The scenarios that come with the package, and those of a user's file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from tidegate.complaints import Refused, reason
from tidegate.errors import InputError, UnknownName
from tidegate.futures.scenario import Scenario, merged, read_scenario
from tidegate.message import N_, Message

_OWN = ("name", "title_en", "title_zh", "story_en", "story_zh", "sources", "sources_zh")
"""What a child does not take over from its parent."""
BASELINE = "baseline"
MOST_BYTES = 2_000_000
"""A larger file is no scenario."""


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("scenarios", f"{name}.toml").read_text("utf-8"))


@cache
def scenario_names() -> tuple[str, ...]:
    """Return the names of the scenarios that come with the package: baseline first, then by name."""
    found = sorted(
        f.name.removesuffix(".toml")
        for f in files(__package__).joinpath("scenarios").iterdir()
        if f.name.endswith(".toml")
    )
    return (BASELINE, *(n for n in found if n != BASELINE))


def _resolved(table: dict[str, Any], where: str, seen: tuple[str, ...] = ()) -> dict[str, Any]:
    parent = table.get("parent")
    if parent is None:
        return table
    if not isinstance(parent, str) or parent not in scenario_names():
        raise UnknownName.of(
            N_("scenario {where}: parent {value!r} is not known; choose from {allowed}"),
            where=where,
            value=parent,
            allowed=", ".join(scenario_names()),
        )
    if parent in seen or parent == table.get("name"):
        raise InputError.of(N_("scenario {where}: is its own ancestor; choose another parent"), where=where)
    above = _resolved(_table(parent), parent, (*seen, parent))
    return merged({k: v for k, v in above.items() if k not in _OWN and k != "parent"}, table)


def scenario(name: str | Path) -> Scenario:
    """Return a scenario by name, or from a file that ends in ``.toml``.

    Raises
    ------
    UnknownName
        For a name that is not there; the message lists those there are.
    InputError
        For a file with problems: all of them at once.
    """
    text = str(name)
    if text.endswith(".toml"):
        try:
            if Path(text).stat().st_size > MOST_BYTES or not Path(text).is_file():
                raise Refused(Message(N_("no ordinary file, or larger than 2 MB")))
            table = tomllib.loads(Path(text).read_text("utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise InputError.of(
                N_("scenario {where}: cannot be read ({problem}); give a TOML file"),
                where=text,
                problem=reason(error),
            ) from None
        return read_scenario(_resolved(table, text), text)
    if text not in scenario_names():
        raise UnknownName.of(
            N_("scenario {value!r} is not known; choose from {allowed}, or give a file that ends in .toml"),
            value=text,
            allowed=", ".join(scenario_names()),
        )
    return read_scenario(_resolved(_table(text), text), text)
