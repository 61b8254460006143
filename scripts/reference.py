"""Write the reference from the code, or check that it is up to date: ``python scripts/reference.py write|check``.

The pages stand in ``docs/reference``: the Python interface from the signatures
and docstrings, the commands from the command line's own tree in both languages,
the data interface from its OpenAPI document. Nothing is taken from a network, a
clock or this machine, so the same code always gives the same pages.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from reference_pages import commands, interface
from reference_pages.rooms import Rooms
from reference_pages.source import Source

ROOT = Path(__file__).resolve().parents[1]
NOTE = "<!-- Generated from the code by `make reference`; do not edit. -->"


def pages(root: Path = ROOT) -> dict[str, str]:
    """Return the text of every generated page by its path below the root."""
    rooms = Rooms(Source(root / "src" / "tidegate"), NOTE)
    return dict([*rooms.pages(), *commands.pages(NOTE), *interface.pages(NOTE)])


def generated(root: Path = ROOT) -> set[str]:
    """Return the paths of the pages that are there and say that they are generated."""
    found = (root / "docs" / "reference").rglob("*.md")
    return {path.relative_to(root).as_posix() for path in found if NOTE in path.read_text("utf-8")}


def check(root: Path = ROOT) -> list[str]:
    """Return which pages are not what the code gives; an empty list is good news."""
    wanted = pages(root)
    problems = []
    for name in sorted(wanted.keys() | generated(root)):
        path = root / name
        if name not in wanted:
            problems.append(f"{name} is generated from nothing any more; run `make reference`")
        elif not path.exists():
            problems.append(f"{name} is missing; run `make reference`")
        elif path.read_text("utf-8") != wanted[name]:
            problems.append(f"{name} is out of date; run `make reference`")
    return problems


def write(root: Path = ROOT) -> int:
    """Write every page, remove those that are no longer wanted, and return how many were changed."""
    wanted, changed = pages(root), 0
    for name in generated(root) - wanted.keys():
        (root / name).unlink()
        changed += 1
    for name, text in wanted.items():
        path = root / name
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            changed += 1
    return changed


def main() -> int:
    """Run one of the commands."""
    keep = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=keep)
    parser.add_argument("command", choices=("check", "write"))
    if parser.parse_args().command == "write":
        print(f"reference: {write()} pages changed")
        return 0
    problems = check()
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"reference: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
