"""From a numpydoc docstring to Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

HEADINGS = (
    "Parameters",
    "Attributes",
    "Returns",
    "Yields",
    "Raises",
    "Notes",
    "References",
    "Examples",
)
_HEADING = re.compile(rf"^({'|'.join(HEADINGS)})\n-{{3,}}\n", re.MULTILINE)
_ROLE = re.compile(r":[a-z]+:`~?([^`]+)`")
_LINK = re.compile(r"`([^`<]+)\s+<([^>`]+)>`_")


@dataclass(frozen=True)
class Item:
    """One entry of a section: the names it is about, and the text."""

    names: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Docstring:
    """A docstring in its parts.

    Attributes
    ----------
    summary, body
        First paragraph, and what follows before the first heading.
    items
        Entries of Parameters, Attributes, Returns, Yields and Raises.
    prose
        Text of the other sections.
    """

    summary: str
    body: str
    items: dict[str, list[Item]] = field(default_factory=dict)
    prose: dict[str, str] = field(default_factory=dict)

    def about(self, section: str) -> dict[str, str]:
        """Return the text about each name of a section."""
        return {name: item.text for item in self.items.get(section, []) for name in item.names}


def _dedent(lines: list[str]) -> str:
    inner = [line for line in lines if line.strip()]
    depth = min((len(line) - len(line.lstrip()) for line in inner), default=0)
    return "\n".join(line[depth:] for line in lines).strip("\n")


def _entries(text: str) -> list[Item]:
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line and not line[0].isspace():
            found.append((line, []))
        elif found:
            found[-1][1].append(line)
    return [
        Item(tuple(name.strip().lstrip("*") for name in head.partition(" : ")[0].split(",")), _dedent(lines))
        for head, lines in found
    ]


def read(text: str) -> Docstring:
    """Return a docstring in its parts; the text must be without the indentation of the source."""
    pieces = _HEADING.split(text)
    summary, _, body = pieces[0].strip().partition("\n\n")
    items, prose = {}, {}
    for heading, content in zip(pieces[1::2], pieces[2::2], strict=True):
        if heading in ("Notes", "References", "Examples"):
            prose[heading] = content.strip()
        else:
            items[heading] = _entries(content.strip("\n"))
    return Docstring(" ".join(summary.split()), body.strip("\n"), items, prose)


def inline(text: str) -> str:
    """Return running text as Markdown: code stays code, everything else is no markup by accident."""
    text = _LINK.sub(r"[\1](\2)", text)
    text = _ROLE.sub(r"`\1`", text).replace("``", "`")
    parts = text.split("`")
    for i in range(0, len(parts), 2):
        plain = parts[i].replace("<", "&lt;").replace("*", r"\*").replace("$", r"\$")
        parts[i] = re.sub(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])", r"\\_", plain)
    return "`".join(parts)


def markdown(text: str) -> str:
    """Return text of a docstring as Markdown; a block after ``::`` becomes code."""
    out: list[str] = []
    prose: list[str] = []
    lines = text.splitlines()

    def flush() -> None:
        if prose:
            out.append(inline("\n".join(prose)).strip("\n"))
            prose.clear()

    while lines:
        line = lines.pop(0)
        if not line.rstrip().endswith("::"):
            prose.append(line)
            continue
        if line.strip() != "::":
            prose.append(line.rstrip()[:-1])
        flush()
        block: list[str] = []
        while lines and (not lines[0].strip() or lines[0].startswith("    ")):
            block.append(lines.pop(0))
        code = _dedent(block).strip("\n")
        kind = "python" if re.match(r"(from|import|def|@)\b", code) else "text"
        out.append(f"```{kind}\n{code}\n```")
    flush()
    return "\n\n".join(piece for piece in out if piece)
