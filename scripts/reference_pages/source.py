"""What the package says of itself, read from its source without importing it.

Nothing is executed, so reading is quick, needs none of the libraries, and a
default reads as it was written, not as an object of this machine prints itself.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef
PACKAGE = "tidegate"


@dataclass(frozen=True)
class Name:
    """A name where it is defined.

    Attributes
    ----------
    module, name
        Module that defines it, and the name there.
    node
        Its definition: a class, a function or an assignment.
    doc
        Its docstring, or the string below an assignment; empty if there is none.
    """

    module: str
    name: str
    node: ast.AST = field(compare=False, repr=False)
    doc: str = field(compare=False, repr=False)

    @property
    def qualified(self) -> str:
        """Name with its module."""
        return f"{self.module}.{self.name}"

    @property
    def room(self) -> str:
        """The room it belongs to: the folder or module below the package."""
        return self.module.split(".")[1]


def documented(body: list[ast.stmt]) -> Iterator[tuple[ast.stmt, str]]:
    """Yield the statements of a module or class with the string that stands below an assignment."""
    for statement, after in zip(body, [*body[1:], None], strict=True):
        doc = ""
        if isinstance(statement, ast.Assign):
            yield from ((part, "") for part in apart(statement))
        if isinstance(statement, ast.ClassDef | Function):
            doc = ast.get_docstring(statement) or ""
        elif isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            doc = after.value.value if isinstance(after.value.value, str) else ""
        yield statement, doc


def apart(statement: ast.Assign) -> Iterator[ast.stmt]:
    """Yield ``a, b = 1, 2`` as two assignments."""
    (target, value) = statement.targets[0], statement.value
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for name, part in zip(target.elts, value.elts, strict=True):
            yield ast.Assign([name], part, lineno=statement.lineno)


def assigned(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement defines."""
    if isinstance(statement, ast.ClassDef | Function):
        yield statement.name
    elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        yield statement.target.id
    elif isinstance(statement, ast.Assign):
        yield from (target.id for target in statement.targets if isinstance(target, ast.Name))


class Module:
    """One module: what it defines, and what it takes from others of the package."""

    def __init__(self, name: str, path: Path, folder: Path) -> None:
        self.name, self.below = name, path.relative_to(folder).as_posix()
        self.tree = ast.parse(path.read_text("utf-8"), str(path))
        self.doc = ast.get_docstring(self.tree) or ""
        self.names: dict[str, Name] = {}
        for statement, doc in documented(self.tree.body):
            for defined in assigned(statement):
                self.names[defined] = Name(name, defined, statement, doc)

    @cached_property
    def taken(self) -> dict[str, tuple[str, str]]:
        """Names that come from elsewhere in the package: module and name there."""
        found = self._home()
        for node in (inner for outer in self.tree.body for inner in (outer, *getattr(outer, "body", ()))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == PACKAGE:
                for alias in node.names:
                    found[alias.asname or alias.name] = (str(node.module), alias.name)
        return found

    def _home(self) -> dict[str, tuple[str, str]]:
        """Names that are imported when they are first used, by the module's table of them."""
        table = self.value("_HOME")
        if not isinstance(table, ast.Dict):
            return {}
        found: dict[str, str] = ast.literal_eval(table)
        return {name: (home, name) for name, home in found.items()}

    def value(self, name: str) -> ast.expr | None:
        """Return what a name of this module is set to."""
        node = self.names[name].node if name in self.names else None
        return node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None

    @cached_property
    def exported(self) -> tuple[str, ...] | None:
        """Names of ``__all__`` in their order, or None where there is none."""
        listed = self.value("__all__")
        if not isinstance(listed, ast.List | ast.Tuple):
            return None
        names: list[str] = []
        for item in listed.elts:
            if isinstance(item, ast.Constant):
                names.append(str(item.value))
            else:
                assert isinstance(item, ast.Starred), "`__all__` holds strings and `*_HOME`"
                names += self._home()
        return tuple(names)


class Source:
    """All modules of the package.

    Parameters
    ----------
    folder
        The folder of the package.
    """

    def __init__(self, folder: Path) -> None:
        self.modules: dict[str, Module] = {}
        for path in sorted(folder.rglob("*.py")):
            parts = [PACKAGE, *path.relative_to(folder).with_suffix("").parts]
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            self.modules[name] = Module(name, path, folder)

    def find(self, module: str, name: str) -> Name | None:
        """Return a name as a module knows it, followed to where it is defined; None if that is elsewhere."""
        here = self.modules.get(module)
        if here is None:
            return None
        if name in here.names:
            return here.names[name]
        if name in here.taken:
            return self.find(*here.taken[name])
        return None

    def constant(self, module: str, name: str) -> object:
        """Return the number, text or truth that a name stands for; None if it is something else."""
        found = self.find(module, name)
        value = getattr(found.node, "value", None) if found else None
        try:
            read = ast.literal_eval(value) if isinstance(value, ast.expr) else None
        except ValueError:
            return None
        return read if isinstance(read, int | float | str | tuple) else None
