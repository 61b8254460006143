"""One entry of the Python reference: a function, a class or a constant."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reference_pages import docstrings
from reference_pages.docstrings import Docstring, markdown
from reference_pages.public import annotations, is_private, members, types_of
from reference_pages.source import Function, Name, Source
from reference_pages.types import field_of, opened_type, text_of, type_text, value_text

WIDEST = 92
"""A signature that is wider has a line for each parameter."""
_PROPERTIES = ("property", "cached_property", "functools.cached_property")

Link = Callable[[Name], str | None]


@dataclass(frozen=True)
class Parameter:
    """A parameter as a signature shows it: its stars, name, type and default."""

    stars: str
    name: str
    type: str
    default: str | None

    def text(self) -> str:
        """Return it as it stands in a signature."""
        typed = f": {self.type}" if self.type else ""
        equals = " = " if self.type else "="
        return self.stars + self.name + typed + ("" if self.default is None else equals + self.default)


def decorators(node: ast.AST) -> set[str]:
    """Return the names of the decorators of a function or class, without what they are given."""
    found = getattr(node, "decorator_list", [])
    return {ast.unparse(each.func if isinstance(each, ast.Call) else each) for each in found}


def parameters(source: Source, module: str, node: Function, *, bound: bool = False) -> list[Parameter]:
    """Return the parameters of a function, with a bare ``*`` and ``/`` where they stand."""
    given = node.args
    ordered = [*given.posonlyargs, *given.args]
    defaults = [None] * (len(ordered) - len(given.defaults)) + list(given.defaults)

    def shown(argument: ast.arg, default: ast.expr | None, stars: str = "") -> Parameter:
        text = None if default is None else value_text(source, module, default)
        return Parameter(stars, argument.arg, type_text(source, module, argument.annotation), text)

    found = [shown(argument, default) for argument, default in zip(ordered, defaults, strict=True)]
    if given.posonlyargs:
        found.insert(len(given.posonlyargs), Parameter("", "/", "", None))
    if bound:
        found = found[1:]
    if given.vararg:
        found.append(shown(given.vararg, None, "*"))
    elif given.kwonlyargs:
        found.append(Parameter("", "*", "", None))
    found += [shown(a, d) for a, d in zip(given.kwonlyargs, given.kw_defaults, strict=True)]
    if given.kwarg:
        found.append(shown(given.kwarg, None, "**"))
    return found


def signature(name: str, given: list[Parameter], result: str) -> str:
    """Return a signature, on one line where it fits."""
    end = f" -> {result}" if result else ""
    line = f"{name}({', '.join(p.text() for p in given)}){end}"
    if len(line) <= WIDEST:
        return line
    return "\n".join([f"{name}(", *(f"    {p.text()}," for p in given), f"){end}"])


def code(text: str) -> str:
    """Return a block of Python."""
    return f"```python\n{text}\n```"


def bullet(head: str, text: str) -> str:
    """Return an item of a list; further paragraphs of its text stay within it."""
    said = markdown(text).replace("\n", "\n  ")
    return f"- {head}: {said}" if said else f"- {head}"


def remarks(kind: str, default: str | None, *more: str) -> str:
    """Return what is said of a name in brackets: type, default, limits."""
    said = [f"`{kind}`"] if kind else []
    return ", ".join([*said, *([] if default is None else [f"default `{default}`"]), *more])


def heads(named: list[tuple[str, str]]) -> str:
    """Return names that are told together, each with its remarks; equal remarks are made once."""
    found: list[tuple[list[str], str]] = []
    for name, said in named:
        if found and found[-1][1] == said:
            found[-1][0].append(f"**`{name}`**")
        else:
            found.append(([f"**`{name}`**"], said))
    return ", ".join(", ".join(names) + (f" ({said})" if said else "") for names, said in found)


class Entries:
    """Writes entries, with links between them.

    Parameters
    ----------
    source
        The package.
    link
        From a name to the address of its entry; None where it has none.
    """

    def __init__(self, source: Source, link: Link) -> None:
        self.source, self.link = source, link

    def entry(self, name: Name, shown: str) -> str:
        """Return the entry of a name, under the name it is offered by."""
        head = f'<a id="{name.qualified}"></a>\n\n### `{shown.rpartition(".")[2]}`'
        if isinstance(name.node, Function):
            pieces = self.function(name.module, shown, name.node)
        elif isinstance(name.node, ast.ClassDef):
            pieces = self.a_class(name, shown)
        else:
            pieces = self.constant(name, shown)
        return "\n\n".join(piece for piece in [head, *pieces, self.seen(name)] if piece)

    def seen(self, name: Name) -> str:
        """Return links to the classes that a name takes, returns or holds."""
        found: dict[str, str] = {}
        for expression in annotations(name.node):
            for each in types_of(self.source, name.module, expression):
                address = self.link(each)
                if address is not None and each != name:
                    found[f"[`{each.name}`]({address})"] = each.name
        return f"Types: {', '.join(sorted(found, key=lambda k: (found[k], k)))}" if found else ""

    def function(self, module: str, shown: str, node: Function, *, bound: bool = False) -> list[str]:
        """Return the parts of a function's or method's entry."""
        given = parameters(self.source, module, node, bound=bound)
        doc = docstrings.read(ast.get_docstring(node) or "")
        result = type_text(self.source, module, node.returns)
        return [code(signature(shown, given, result)), *self.told(doc, given)]

    def told(self, doc: Docstring, given: list[Parameter] | None) -> Iterator[str]:
        """Yield what a docstring says, in the order in which a reader asks; None: its attributes are told apart."""
        yield markdown(doc.summary)
        yield markdown(doc.body)
        if given is not None and "Parameters" in doc.items:
            types = {p.name: p for p in given}
            rows = []
            for item in doc.items["Parameters"]:
                about = [types[n] for n in item.names if n in types]
                named = [(p.stars + p.name, remarks(p.type, p.default)) for p in about]
                rows.append(bullet(heads(named) or ", ".join(item.names), item.text))
            yield "**Parameters**\n\n" + "\n".join(rows)
        for section in ("Returns", "Yields", "Raises"):
            if section in doc.items:
                rows = [
                    bullet(", ".join(f"`{n}`" for n in item.names), item.text) for item in doc.items[section]
                ]
                yield f"**{section}**\n\n" + "\n".join(rows)
        for section, text in doc.prose.items():
            yield f"**{section}**\n\n{markdown(text)}"

    def constant(self, name: Name, shown: str) -> list[str]:
        """Return the parts of a constant's entry; a long value is left out."""
        node = name.node
        assert isinstance(node, ast.Assign | ast.AnnAssign)
        value = "" if node.value is None or shown.endswith("__") else text_of(node.value)
        kind = type_text(self.source, name.module, node.annotation) if isinstance(node, ast.AnnAssign) else ""
        text = shown + (f": {kind}" if kind else "") + (f" = {value}" if 0 < len(value) <= WIDEST else "")
        return [code(text), markdown(name.doc)]

    def lineage(self, name: Name) -> Iterator[Name]:
        """Yield a class and the private classes that it builds on, whose members are its own."""
        assert isinstance(name.node, ast.ClassDef)
        yield name
        for base in name.node.bases:
            found = self.source.find(name.module, ast.unparse(base))
            if found is not None and isinstance(found.node, ast.ClassDef) and is_private(found.name):
                yield from self.lineage(found)

    def kind(self, name: Name) -> str:
        """Return in a word what sort of class it is."""
        lines = [each.node for each in self.lineage(name) if isinstance(each.node, ast.ClassDef)]
        made = next((ast.unparse(d) for d in lines[0].decorator_list if "dataclass" in ast.unparse(d)), "")
        if made:
            return "Frozen dataclass." if "frozen=True" in made else "Dataclass."
        bases = {ast.unparse(base) for node in lines for base in node.bases}
        if "BaseModel" in bases:
            set_up = " ".join(
                ast.unparse(s) for node in lines for s in node.body if isinstance(s, ast.Assign)
            )
            frozen, strict = "frozen=True" in set_up, "extra='forbid'" in set_up
            return ("Frozen model" if frozen else "Model") + (
                " that refuses unknown keys." if strict else "."
            )
        return next((f"{word}." for word in ("Protocol", "NamedTuple", "TypedDict") if word in bases), "")

    def a_class(self, name: Name, shown: str) -> list[str]:
        """Return the parts of a class's entry."""
        node = name.node
        assert isinstance(node, ast.ClassDef)
        doc = docstrings.read(name.doc)
        maker = self._maker(name)
        bases = [ast.unparse(b) for b in node.bases if not is_private(ast.unparse(b))]
        given = parameters(self.source, name.module, maker, bound=True) if maker else []
        if maker:
            head = "class " + signature(shown, given, "")
        else:
            head = f"class {shown}" + (f"({', '.join(bases)})" if bases else "")
        kind = self.kind(name)
        pieces = [code(head), f"*{kind}*" if kind else "", *self.told(doc, given if maker else None)]
        attributes, methods = self.attributes(name, doc), list(self.methods(name, shown))
        if attributes:
            pieces.append("**Attributes**\n\n" + "\n".join(attributes))
        return pieces + methods

    def _maker(self, name: Name) -> Function | None:
        """Return the class's own ``__init__``, if it has one."""
        body = getattr(name.node, "body", [])
        return next((m for m in body if isinstance(m, Function) and m.name == "__init__"), None)

    def attributes(self, name: Name, doc: Docstring) -> list[str]:
        """Return a class's attributes and properties; those told together stay together."""
        made_of = doc.about("Parameters") if not self._maker(name) else {}
        about = {**made_of, **doc.about("Attributes")}
        rows: list[tuple[str, str, str]] = []  # name, brackets, text
        for owner in reversed(list(self.lineage(name))):
            inherited = docstrings.read(owner.doc).about("Attributes")
            assert isinstance(owner.node, ast.ClassDef)
            for statement, member, said in members(owner.node):
                row = self._attribute(owner.module, statement, member)
                if row is not None:
                    brackets, described = row
                    text = about.get(member) or inherited.get(member) or described or said
                    rows.append((member, brackets, text))
        known = {member for member, _, _ in rows}
        rows += [(member, "", text) for member, text in about.items() if member not in known]
        told: list[tuple[list[tuple[str, str]], str]] = []
        for member, said, text in rows:
            if text and told and told[-1][1] == text:
                told[-1][0].append((member, said))
            else:
                told.append(([(member, said)], text))
        return [bullet(heads(named), text) for named, text in told]

    def _attribute(self, module: str, statement: ast.stmt, member: str) -> tuple[str, str] | None:
        """Return the remarks on an attribute and what its own definition says; None for a method."""
        if isinstance(statement, Function):
            if not decorators(statement) & set(_PROPERTIES):
                return None
            kind = type_text(self.source, module, statement.returns)
            doc = docstrings.read(ast.get_docstring(statement) or "")
            return f"`{kind}`, computed", "\n\n".join(t for t in (doc.summary, doc.body) if t)
        if isinstance(statement, ast.AnnAssign):
            kind, within = opened_type(self.source, module, statement.annotation)
            field = field_of(self.source, module, statement.value)
            return remarks(kind, field.default, *within, *field.limits), field.description
        assert isinstance(statement, ast.Assign)
        value = text_of(statement.value)
        return (f"`{value}`" if len(value) <= WIDEST else ""), ""

    def methods(self, name: Name, shown: str) -> Iterator[str]:
        """Yield the entries of a class's methods."""
        for owner in self.lineage(name):
            assert isinstance(owner.node, ast.ClassDef)
            for statement, member, _ in members(owner.node):
                marks = decorators(statement)
                if not isinstance(statement, Function) or marks & {*_PROPERTIES, "overload"}:
                    continue
                if any(mark.endswith((".setter", "_validator", "_serializer")) for mark in marks):
                    continue
                bound = "staticmethod" not in marks
                short = shown.rpartition(".")[2]
                called = f"{short}.{member}"
                parts = self.function(owner.module, called, statement, bound=bound)
                yield "\n\n".join(piece for piece in [f"#### `{called}`", *parts] if piece)
