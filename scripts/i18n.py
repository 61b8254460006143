"""Gather, check and compile the translations: ``python scripts/i18n.py check|compile|missing``.

The sentences stand in English in the source, marked ``N_("...")`` (or ``_("...")``
in a template). Each room has its own ``src/tidegate/locale/zh_Hant/<room>.po``; all
of them are compiled into one ``LC_MESSAGES/tidegate.mo``, which is committed, so
that an installed Tidegate needs no build step.
"""

from __future__ import annotations

import argparse
import ast
import re
import string
import struct
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "tidegate"
PO_FOLDER = SOURCE / "locale" / "zh_Hant"
COMPILED = PO_FOLDER / "LC_MESSAGES" / "tidegate.mo"
SAME_IN_BOTH = PO_FOLDER / "same_in_both.toml"

MARKERS = {"N_", "_"}
HEADER = "Content-Type: text/plain; charset=UTF-8\nLanguage: zh_Hant\n"
CJK = r"[\u3400-\u9fff]"
HALF_WIDTH = re.compile(rf"{CJK}[,;:!?(]|\){CJK}|{CJK}\.(?:\s|$)")
# Frequent characters that exist only in Simplified Chinese.
SIMPLIFIED = re.compile("[国会资产们这说时对发动财经济债场报价贷货币关]")


@dataclass(frozen=True)
class Found:
    """A template and the place where it stands."""

    template: str
    place: str


@dataclass(frozen=True)
class Entry:
    """A translation and the file it is written in."""

    source: str
    target: str
    place: str


def templates_in_python(path: Path, root: Path = ROOT) -> tuple[list[Found], list[str]]:
    """Return the marked templates of a Python file, and complaints about marks that cannot be read."""
    found, problems = [], []
    for node in ast.walk(ast.parse(path.read_text("utf-8"), str(path))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS):
            continue
        place = f"{path.relative_to(root)}:{node.lineno}"
        first = node.args[0] if node.args else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            found.append(Found(first.value, place))
        else:
            problems.append(f"{place}: {node.func.id}() must hold a plain string, not an expression")
    return found, problems


def templates_in_jinja(path: Path, root: Path = ROOT) -> list[Found]:
    """Return the templates that a Jinja file translates with ``_("...")``."""
    from jinja2 import Environment

    name = str(path.relative_to(root))
    calls = Environment(extensions=["jinja2.ext.i18n"]).extract_translations(path.read_text("utf-8"))
    return [Found(text, f"{name}:{line}") for line, _function, text in calls if isinstance(text, str)]


def templates(source: Path = SOURCE, root: Path = ROOT) -> tuple[list[Found], list[str]]:
    """Return every marked template below `source`, and complaints."""
    found: list[Found] = []
    problems: list[str] = []
    for path in sorted(source.rglob("*.py")):
        more, complaints = templates_in_python(path, root)
        found += more
        problems += complaints
    for path in sorted(source.rglob("*.jinja*")):
        found += templates_in_jinja(path, root)
    return found, problems


def entries(folder: Path = PO_FOLDER) -> Iterator[Entry]:
    """Yield the entries of every ``.po`` file, in the order of the files' names."""
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as stream:
            for message in read_po(stream, locale="zh_Hant", abort_invalid=True):
                if message.id:
                    yield Entry(str(message.id), str(message.string), f"{path.name}:{message.lineno}")


def fields(template: str) -> set[str]:
    """Return the names of the ``{fields}`` of a template."""
    names = (name for _, name, _, _ in string.Formatter().parse(template) if name is not None)
    return {re.split(r"[.\[]", name)[0] for name in names}


def compile_mo(folder: Path = PO_FOLDER) -> bytes:
    """Return the compiled catalogue; the same entries always give the same bytes."""
    pairs = {entry.source: entry.target for entry in entries(folder) if entry.target}
    rows = sorted((k.encode(), v.encode()) for k, v in {"": HEADER, **pairs}.items())
    count, start = len(rows), 28
    strings = start + 16 * count
    body, tables = b"", ([], [])
    for column, table in enumerate(tables):
        for row in rows:
            table.append((len(row[column]), strings + len(body)))
            body += row[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, count, start, start + 8 * count, 0, strings)
    return head + b"".join(struct.pack("<2I", *pair) for table in tables for pair in table) + body


def problems_of_entry(entry: Entry, same: set[str]) -> Iterator[str]:
    """Yield what is wrong with one translation, taken by itself."""
    where = f"{entry.place}: {entry.source!r}"
    if not entry.target.strip():
        yield f"{where} is not translated"
        return
    try:
        source, target = sorted(fields(entry.source)), sorted(fields(entry.target))
        if source != target:
            yield f"{where} has fields {source}, its translation {target}"
    except ValueError as error:
        yield f"{where}: {error}"
    chinese = re.search(CJK, entry.target) is not None
    if not chinese and entry.source not in same:
        yield f"{where} has no Chinese in its translation; if that is meant, say why in {SAME_IN_BOTH.name}"
    if chinese and entry.source in same:
        yield f"{where} is translated, so it does not belong in {SAME_IN_BOTH.name}"
    if HALF_WIDTH.search(entry.target):
        yield f"{where}: half-width punctuation beside Chinese in {entry.target!r}"
    if found := SIMPLIFIED.findall(entry.target):
        yield f"{where}: Simplified characters {''.join(found)}"


def check(source: Path = SOURCE, folder: Path = PO_FOLDER, root: Path = ROOT) -> list[str]:
    """Return everything that is wrong with the translations; an empty list is good news."""
    found, problems = templates(source, root)
    listed = list(entries(folder))
    same_file = folder / SAME_IN_BOTH.name
    reasons = tomllib.loads(same_file.read_text("utf-8")) if same_file.exists() else {}
    known = {entry.source for entry in listed}
    used = {item.template for item in found}

    seen: set[str] = set()
    for item in found:
        if item.template and item.template not in known and item.template not in seen:
            seen.add(item.template)
            problems.append(f"{item.place}: {item.template!r} has no translation")
    first: dict[str, Entry] = {}
    for entry in listed:
        problems += problems_of_entry(entry, set(reasons))
        if entry.source not in used:
            problems.append(f"{entry.place}: {entry.source!r} is in no source file any more")
        other = first.setdefault(entry.source, entry)
        if other.target != entry.target:
            problems.append(f"{entry.place}: {entry.source!r} is translated otherwise in {other.place}")
    problems += [f"{same_file.name}: {key!r} is in no .po file" for key in reasons if key not in known]
    problems += [
        f"{same_file.name}: {key!r} needs a reason" for key, why in reasons.items() if not str(why).strip()
    ]
    return problems


def check_compiled(folder: Path = PO_FOLDER) -> list[str]:
    """Return a complaint if the committed ``.mo`` is not what the ``.po`` files compile to."""
    path = folder / "LC_MESSAGES" / "tidegate.mo"
    if path.exists() and path.read_bytes() == compile_mo(folder):
        return []
    return [f"{path.name} is not what the .po files compile to; run `make i18n`"]


def missing_as_po() -> str:
    """Return the untranslated templates as ``.po`` text, to be filled in."""
    known = {entry.source for entry in entries()}
    lines: dict[str, str] = {}
    for item in templates()[0]:
        if item.template and item.template not in known:
            text = item.template.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            lines.setdefault(item.template, f'#: {item.place}\nmsgid "{text}"\nmsgstr ""\n')
    return "\n".join(lines.values())


def main() -> int:
    """Run one of the commands."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=("check", "compile", "missing"))
    command = parser.parse_args().command
    if command == "compile":
        COMPILED.parent.mkdir(exist_ok=True)
        COMPILED.write_bytes(compile_mo())
        print(f"wrote {COMPILED.relative_to(ROOT)}: {sum(1 for _ in entries())} sentences")
        return 0
    if command == "missing":
        print(missing_as_po())
        return 0
    problems = check() + check_compiled()
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len({e.source for e in entries()})} sentences in both languages, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
