"""What a command prints: JSON that stays the same, tables, and progress on stderr."""

from __future__ import annotations

import json
import math
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from tidegate.cli.session import session
from tidegate.cli.width import pad, width, wrap
from tidegate.message import Message

_WIDEST_TEXT = 88


def say(text: str) -> None:
    """Print a line or more on stdout."""
    sys.stdout.write(text.rstrip("\n") + "\n")


def paragraphs(text: str) -> str:
    """Return a text wrapped to the terminal, its empty lines kept."""
    columns = min(shutil.get_terminal_size().columns, _WIDEST_TEXT)
    return "\n".join("\n".join(wrap(part, columns)) for part in text.split("\n"))


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it.

    Parameters
    ----------
    value
        Mappings, sequences, dataclasses, pydantic models, arrays, dates,
        enumerations, paths and numbers, nested in any way. Their order is kept.

    Returns
    -------
    object
        NaN, infinities and NaT become None; dates ISO text; a datetime64 a day.

    Raises
    ------
    TypeError
        For anything else: a silent ``repr`` would be no stable answer.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Message):
        return session().translate.message(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if hasattr(value, "model_dump"):
        return plain(value.model_dump())
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if hasattr(value, "dtype") and hasattr(value, "tolist"):  # numpy, without importing it
        if value.dtype.kind == "M":
            days = value.astype("datetime64[D]")
            return plain(days.tolist())
        return plain(value.tolist())
    if isinstance(value, Sequence):
        return [plain(item) for item in value]
    raise TypeError(f"no JSON form for {type(value).__name__}")


def json_text(payload: Any) -> str:
    """Return JSON text: two blanks of indent, UTF-8 as it is, a newline at the end.

    The same payload always gives the same text. Lists of numbers or words stand
    on one line each, so that long series stay readable.
    """
    return _lines(plain(payload), "") + "\n"


def _lines(value: Any, indent: str) -> str:
    inner = indent + "  "
    if isinstance(value, dict) and value:
        rows = [f"{inner}{json.dumps(k, ensure_ascii=False)}: {_lines(v, inner)}" for k, v in value.items()]
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        rows = [inner + _lines(item, inner) for item in value]
    else:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}\n" + ",\n".join(rows) + f"\n{indent}{closing}"


def emit(payload: Any) -> None:
    """Print a payload as JSON on stdout."""
    sys.stdout.write(json_text(payload))


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, title: str = "") -> None:
    """Print a table on stdout: drawn on a terminal, plain and aligned elsewhere.

    A column other than the first that holds only numbers is aligned to the right.

    Parameters
    ----------
    columns
        Headings, already translated; no heading line is printed if all are empty.
    rows
        Cells as text.
    title
        Printed above, if not empty.
    """
    each = range(len(columns))
    right = [i > 0 and bool(rows) and all(_numeric(row[i]) for row in rows) for i in each]
    if sys.stdout.isatty():
        _rich_table(columns, rows, title, right)
        return
    if title:
        say(title)
    headed = [columns] if any(columns) else []
    widths = [max((width(row[i]) for row in [*headed, *rows]), default=0) for i in each]
    for row in [*headed, *rows]:
        say("  ".join(pad(cell, widths[i], right=right[i]) for i, cell in enumerate(row)).rstrip())


def _numeric(cell: str) -> bool:
    return cell in ("", "—") or (cell[0] in "+-$€£¥0123456789" and any(c.isdigit() for c in cell))


def _rich_table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], title: str, right: Sequence[bool]
) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, show_header=any(columns))
    for heading, to_right in zip(columns, right, strict=True):
        drawn.add_column(Text(heading), justify="right" if to_right else "left")
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    Console().print(drawn)


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Callable[[str], None]]:
    """Show on stderr that work is going on.

    Parameters
    ----------
    label
        What is being done, already translated.
    total
        Number of steps, if known.

    Yields
    ------
    callable
        To be called once a step is done, with a word about the next one (or "").
        On a terminal it moves a bar that disappears at the end; elsewhere each
        call prints a line, so that a log shows progress too.
    """
    if not sys.stderr.isatty():
        done = 0

        def step_in_log(note: str = "") -> None:
            nonlocal done
            done += 1
            count = f"{done}/{total}" if total else str(done)
            sys.stderr.write(f"{label} {count}{' ' + note if note else ''}\n")

        sys.stderr.write(label + "\n")
        yield step_in_log
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)

        def step_on_terminal(note: str = "") -> None:
            bar.update(task, advance=1, description=f"{label} {note}".strip())

        yield step_on_terminal
