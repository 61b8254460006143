"""The pages of the Python interface: an index, the front door, and a page for each room."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterator

from reference_pages import docstrings
from reference_pages.docstrings import markdown
from reference_pages.entries import Entries, decorators, parameters
from reference_pages.public import WHOLE, Public, is_private, public
from reference_pages.source import PACKAGE, Function, Module, Name, Source

INDEX = "docs/reference/python.md"
FRONT = "docs/reference/python/tidegate.md"
FOUNDATIONS = "foundations"
TITLES = {
    FOUNDATIONS: "Messages, errors, units",
    "catalog": "What exists",
    "data": "What happened",
    "bank": "What a central bank announces, holds and earns",
    "transmission": "What it moves",
    "policy": "What is decided next",
    "futures": "What may happen",
    "evidence": "What the record proves",
    "allocation": "What to own",
    "briefing": "The whole answer",
    "locale": "The two languages",
}
"""The rooms in the order of the house."""

PUBLIC = """A name is public where it is offered: in the table of `tidegate` itself, or in the `__all__` of a
package or module; `tidegate.message`, `tidegate.errors` and `tidegate.units` are public as a whole. So is every
class that a public name takes, returns or holds. A change to one of these is told in the
[changelog](../../CHANGELOG.md).

Each page of a room ends with what else its modules hold, in a line each. Those functions are documented in the
source in the same way and may be used; where they stand may change without notice."""

EDGES_TOLD = """The rooms `cli` and `web` are the edges: see [the commands](commands.md) and
[the data interface](interface.md)."""


class Rooms:
    """All pages of the Python interface.

    Parameters
    ----------
    source
        The package.
    note
        Markdown that stands at the top of each page.
    """

    def __init__(self, source: Source, note: str) -> None:
        self.source, self.note = source, note
        self.public: Public = public(source)
        functions_first = sorted(self.public.front.items(), key=lambda pair: pair[0][0].isupper())
        self.front = dict(functions_first)
        self._known = set(self.public.all())
        self._in_front = set(self.front.values())

    def page_of(self, name: Name) -> str:
        """Return the page on which the entry of a name stands."""
        return FRONT if name in self._in_front else self.room_page(name.room)

    def room_page(self, room: str) -> str:
        """Return the page of a room."""
        known = room if room in TITLES else FOUNDATIONS
        return f"docs/reference/python/{known}.md"

    def link(self, page: str, name: Name) -> str | None:
        """Return the address of a name's entry from a page, or None where it has no entry."""
        if name not in self._known:
            return None
        there = self.page_of(name)
        near = "" if there == page else posixpath.relpath(there, posixpath.dirname(page))
        return f"{near}#{name.qualified}"

    def pages(self) -> Iterator[tuple[str, str]]:
        """Yield each page: its path and its text."""
        yield INDEX, self._index()
        yield FRONT, self._front_page()
        for room in TITLES:
            yield self.room_page(room), self._room(room)

    def table(self, page: str, names: dict[str, Name]) -> str:
        """Return names with their first lines, linked to their entries."""
        rows = ["| name | what it is |", "|---|---|"]
        for shown, name in names.items():
            said = markdown(first_line(name)).replace("|", r"\|")
            rows.append(f"| [`{shown}`]({self.link(page, name)}) | {said} |")
        return "\n".join(rows)

    def _page(self, title: str, *pieces: str) -> str:
        return "\n\n".join(piece for piece in [f"# {title}", self.note, *pieces] if piece) + "\n"

    def _index(self) -> str:
        rows = ["| room | what it holds | public names |", "|---|---|---|"]
        for room, title in TITLES.items():
            count = sum(1 for name in self._known if self.page_of(name) == self.room_page(room))
            shown = ", ".join(f"`{w}`" for w in WHOLE) if room == FOUNDATIONS else f"`{PACKAGE}.{room}`"
            rows.append(f"| {shown} | [{title}](python/{room}.md) | {count} |")
        parts = [
            PUBLIC,
            "## The front door",
            "What `import tidegate` offers; each is described on [a page of its own](python/tidegate.md).",
            self.table(INDEX, self.front),
            "## The rooms",
            "The count is of the entries on a room's page, beyond those at the front door.",
            "\n".join(rows),
            EDGES_TOLD,
        ]
        return self._page("Python interface", *parts)

    def _front_page(self) -> str:
        entries = Entries(self.source, lambda name: self.link(FRONT, name))
        doc = self.source.modules[PACKAGE].doc
        told = [entries.entry(name, f"{PACKAGE}.{shown}") for shown, name in self.front.items()]
        head = [markdown(doc), "[All rooms](../python.md)", self.table(FRONT, self.front)]
        return self._page("`tidegate`: the front door", *head, *told)

    def _modules(self, room: str) -> list[Module]:
        def belongs(name: str) -> bool:
            return name in WHOLE if room == FOUNDATIONS else name.split(".")[1:2] == [room]

        return [m for m in self.source.modules.values() if belongs(m.name)]

    def _room(self, room: str) -> str:
        page, modules = self.room_page(room), self._modules(room)
        entries = Entries(self.source, lambda name: self.link(page, name))
        lead = "" if room == FOUNDATIONS else markdown(modules[0].doc)
        parts = [lead, "[All rooms](../python.md)"]
        written: set[Name] = set()
        for module in modules:
            offered = {name.name: name for name in self.public.doors.get(module.name, ())}
            if not offered:
                continue
            parts.append(f"## `{module.name}`")
            parts.append("" if module is modules[0] and lead else markdown(module.doc))
            parts.append(self.table(page, offered))
            for shown, name in offered.items():
                if self.page_of(name) == page and name not in written:
                    written.add(name)
                    parts.append(entries.entry(name, f"{module.name}.{shown}"))
        values = [n for n in self.public.values if self.page_of(n) == page]
        if values:
            parts.append("## What public names take and return")
            parts.append(self.table(page, {f"{_within(n, room)}": n for n in values}))
            parts += [entries.entry(name, name.qualified) for name in values]
        parts.append("## Module by module")
        parts += [self._outline(page, module) for module in modules]
        title = TITLES[room] if room == FOUNDATIONS else f"`{PACKAGE}.{room}`: {_lower(TITLES[room])}"
        return self._page(title, *parts)

    def _outline(self, page: str, module: Module) -> str:
        """Return what a module holds, in a line each."""
        address = posixpath.relpath(f"src/tidegate/{module.below}", posixpath.dirname(page))
        head = f"**[`{module.name}`]({address})** {markdown(docstrings.read(module.doc).summary)}"
        rows = []
        for name in module.names.values():
            if is_private(name.name) or not isinstance(name.node, ast.ClassDef | Function):
                continue
            shown = name.name
            if isinstance(name.node, Function) and "overload" not in decorators(name.node):
                given = parameters(self.source, module.name, name.node)
                shown += f"({', '.join(p.stars + p.name for p in given)})"
            link = self.link(page, name)
            head_of = f"[`{shown}`]({link})" if link else f"`{shown}`"
            rows.append(f"- {head_of}: {markdown(first_line(name))}")
        return head + ("\n\n" + "\n".join(rows) if rows else "")


def first_line(name: Name) -> str:
    """Return the first paragraph of a name's docstring, or the first sentence below a constant."""
    return docstrings.read(name.doc).summary


def _within(name: Name, room: str) -> str:
    """Return a name as it is written below its room."""
    return name.qualified.removeprefix(f"{PACKAGE}.{room}.")


def _lower(title: str) -> str:
    return title[0].lower() + title[1:]
