"""Keep the two lock files telling the same: ``python scripts/locks.py check|write``.

``uv.lock`` is the truth. ``requirements.lock`` is what pip installs from, with
hashes, on a machine without uv; it is exported from ``uv.lock`` and never edited.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
EXTRA = "dev"


@dataclass(frozen=True)
class Pin:
    """A package at one version, and the hashes of its files."""

    version: str
    hashes: frozenset[str]


def normal(name: str) -> str:
    """Return a package's name in its normal form."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins_of_uv(lock: dict[str, Any], extra: str = EXTRA) -> dict[str, set[Pin]]:
    """Return the packages that the project with an extra needs, by name."""
    packages: dict[str, list[dict[str, Any]]] = {}
    for package in lock["package"]:
        packages.setdefault(package["name"], []).append(package)
    (project,) = (p for p in lock["package"] if p["source"].get("editable") == ".")
    waiting = [*project["dependencies"], *project["optional-dependencies"][extra]]
    found: dict[str, set[Pin]] = {}
    while waiting:
        needed = waiting.pop()
        name = needed["name"]
        for package in packages[name]:
            waiting += [d for e in needed.get("extra", []) for d in package["optional-dependencies"][e]]
            if name not in found:
                waiting += package.get("dependencies", [])
        found[name] = {Pin(p["version"], frozenset(f["hash"] for f in _files(p))) for p in packages[name]}
    return found


def _files(package: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the files of a locked package: its wheels, and its source if it has one."""
    return [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]


def pins_of_requirements(text: str) -> dict[str, set[Pin]]:
    """Return the packages of a requirements file with hashes, by name."""
    found: dict[str, set[Pin]] = {}
    for line in re.sub(r"\\\n", " ", text).splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)", line):
            hashes = frozenset(re.findall(r"--hash=(\S+)", line))
            found.setdefault(normal(match[1]), set()).add(Pin(match[2], hashes))
    return found


def check(root: Path = ROOT) -> list[str]:
    """Return what is wrong with the lock files; an empty list is good news."""
    lock = tomllib.loads((root / "uv.lock").read_text("utf-8"))
    ours, theirs = pins_of_uv(lock), pins_of_requirements((root / "requirements.lock").read_text("utf-8"))
    names = sorted(n for n in ours.keys() | theirs.keys() if ours.get(n) != theirs.get(n))
    problems = [f"{name}: uv.lock and requirements.lock differ; run `make lock`" for name in names]
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    (locked,) = (p for p in lock["package"] if p["source"].get("editable") == ".")
    asked = {_requirement(text) for text in project["dependencies"]}
    asked |= {_requirement(t) for extra in project["optional-dependencies"].values() for t in extra}
    known = {(r["name"], r.get("specifier", "")) for r in locked["metadata"]["requires-dist"]}
    for name, spec in sorted(asked ^ known):
        problems.append(f"{name}{spec}: pyproject.toml and uv.lock differ; run `make lock`")
    return problems + check_sources(lock)


def _requirement(text: str) -> tuple[str, str]:
    match = re.match(r"([A-Za-z0-9._-]+)\s*(.*)", text)
    assert match is not None
    return normal(match[1]), match[2].replace(" ", "")


def check_sources(lock: dict[str, Any]) -> list[str]:
    """Return the packages that do not come from the one public index over https."""
    problems, indexes = [], set()
    for package in lock["package"]:
        source = package["source"]
        if source == {"editable": "."}:
            continue
        indexes.add(source.get("registry", ""))
        for file in _files(package):
            where = urlsplit(file.get("url", ""))
            if where.scheme != "https" or where.port or where.username or "path" in file:
                problems.append(f"{package['name']}: {file.get('url') or file} is not a public address")
    if len(indexes) != 1 or not next(iter(indexes)).startswith("https://"):
        problems.append(f"uv.lock must know one public index, not {sorted(indexes)}")
    return problems


def write(root: Path = ROOT) -> None:
    """Export requirements.lock from uv.lock; needs uv."""
    command = ["uv", "export", "-q", "--frozen", "--extra", EXTRA, "--no-emit-project"]
    command += ["--no-annotate", "--no-header"]
    out = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
    head = "# What pip installs where uv is not at hand. Exported from uv.lock by `make lock`; do not edit.\n"
    (root / "requirements.lock").write_text(head + out, "utf-8")


def main() -> int:
    """Run one of the commands."""
    keep = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=keep)
    parser.add_argument("command", choices=("check", "write"))
    if parser.parse_args().command == "write":
        write()
    problems = check()
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"lock files: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
