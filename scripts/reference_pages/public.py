"""Which names are public: the front door, the doors of rooms, and the values that these take and return.

A name is public where it is offered: in the table of ``tidegate`` itself, or in
the ``__all__`` of a package or module. ``tidegate.message``, ``errors`` and
``units`` are one module each and are public as a whole. So is every class that
a public name takes or returns, or holds in a public attribute: whoever calls a
function has to know what comes back. `cli` and `web` are the edges; they are
described by their commands and addresses.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from reference_pages.source import PACKAGE, Function, Name, Source, documented

EDGES = ("cli", "web")
WHOLE = ("tidegate.message", "tidegate.errors", "tidegate.units")


@dataclass(frozen=True)
class Public:
    """The public names.

    Attributes
    ----------
    front
        Names of ``tidegate``, by the name they have there.
    doors
        Names that a package or module offers, by its name.
    values
        Classes that these take, return or hold, in the order of their modules.
    """

    front: dict[str, Name]
    doors: dict[str, tuple[Name, ...]]
    values: tuple[Name, ...]

    def all(self) -> list[Name]:
        """Return every public name once, in the order in which they are first met."""
        doors = (name for names in self.doors.values() for name in names)
        return list(dict.fromkeys([*self.front.values(), *doors, *self.values]))


def is_private(name: str) -> bool:
    """Return whether a name is no one else's business."""
    return name.startswith("_")


def members(node: ast.ClassDef) -> Iterator[tuple[ast.stmt, str, str]]:
    """Yield the public members of a class: statement, name and docstring."""
    for statement, doc in documented(node.body):
        if isinstance(statement, Function):
            name = statement.name
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            name = statement.target.id
        elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            name = statement.targets[0].id
        else:
            continue
        if not is_private(name) and name != "model_config":
            yield statement, name, doc


def annotations(node: ast.AST) -> Iterator[ast.expr]:
    """Yield what a public definition says of types: parameters, results, attributes, bases."""
    if isinstance(node, Function):
        listed = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        listed += [arg for arg in (node.args.vararg, node.args.kwarg) if arg is not None]
        yield from (arg.annotation for arg in listed if arg.annotation is not None)
        if node.returns is not None:
            yield node.returns
    elif isinstance(node, ast.AnnAssign):
        yield node.annotation
    elif isinstance(node, ast.ClassDef):
        yield from node.bases
        for statement in node.body:
            if isinstance(statement, Function) and statement.name == "__init__":
                yield from annotations(statement)
        for statement, _, _ in members(node):
            yield from annotations(statement)


def types_of(source: Source, module: str, expression: ast.AST) -> Iterator[Name]:
    """Yield the classes of the package that an annotation names, also by way of an alias."""
    for node in ast.walk(expression):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            node = ast.Name(node.value)  # a type in quotes
        found = source.find(module, node.id) if isinstance(node, ast.Name) else None
        if found is None:
            continue
        if isinstance(found.node, ast.ClassDef):
            yield found
        elif isinstance(found.node, ast.Assign) and found.node.value is not expression:
            yield from types_of(source, found.module, found.node.value)


def values(source: Source, offered: list[Name]) -> tuple[Name, ...]:
    """Return the classes that public names take, return or hold, beyond those names."""
    known, waiting = set(offered), list(offered)
    while waiting:
        name = waiting.pop()
        for expression in annotations(name.node):
            for found in types_of(source, name.module, expression):
                if found not in known and not is_private(found.name):
                    known.add(found)
                    waiting.append(found)
    return tuple(sorted(known - set(offered), key=lambda name: (name.module, name.name)))


def public(source: Source) -> Public:
    """Return the public names of the package."""
    front = {}
    for name in source.modules[PACKAGE].exported or ():
        found = source.find(PACKAGE, name)
        assert found is not None, f"tidegate offers {name!r}, which is nowhere"
        front[name] = found
    doors: dict[str, tuple[Name, ...]] = {}
    for module in source.modules.values():
        if module.name == PACKAGE or module.name.split(".")[1] in EDGES:
            continue
        listed = module.exported
        if listed is None and module.name in WHOLE:
            listed = tuple(n for n in module.names if not is_private(n))
        found_here = [source.find(module.name, name) for name in listed or ()]
        assert None not in found_here, f"{module.name} offers {listed}, one of which is nowhere"
        if found_here:
            doors[module.name] = tuple(n for n in found_here if n is not None)
    offered = list(dict.fromkeys([*front.values(), *(n for names in doors.values() for n in names)]))
    return Public(front, doors, values(source, offered))
