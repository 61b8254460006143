"""How types, defaults and limits read: aliases opened, constants in numbers, nothing of this machine."""

from __future__ import annotations

import ast
import copy
import re
from dataclasses import dataclass

from reference_pages.source import Source

LONGEST_ALIAS = 80
"""An alias that would be longer than this keeps its name."""
_LIMITS = {
    "gt": "above {}",
    "ge": "at least {}",
    "lt": "below {}",
    "le": "at most {}",
    "min_length": "at least {} long",
    "max_length": "at most {} long",
}


@dataclass(frozen=True)
class Field:
    """What an attribute's assignment says: its default as text (None: required), limits and description."""

    default: str | None
    limits: tuple[str, ...]
    description: str


def text_of(node: ast.AST) -> str:
    """Return code as text, with the quotes of the house."""
    text = ast.unparse(node)
    return text if '"' in text else re.sub(r"'([^'\\]*)'", r'"\1"', text)


class _Opened(ast.NodeTransformer):
    """Puts in place of an alias what it stands for."""

    def __init__(self, source: Source, module: str) -> None:
        self.source, self.module = source, module
        self.limits: list[str] = []

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, str):  # a type in quotes
            return self.visit(ast.parse(node.value, mode="eval").body)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        name = ast.unparse(node.value)
        if name == "Literal":
            return node
        if name == "Annotated" and isinstance(node.slice, ast.Tuple):
            for extra in node.slice.elts[1:]:
                self.limits += limits(self.source, self.module, extra)
            return self.visit(node.slice.elts[0])
        node.slice = self.visit(node.slice)
        return node

    def visit_Name(self, node: ast.Name) -> ast.AST:
        found = self.source.find(self.module, node.id)
        alias = found.node.value if found and isinstance(found.node, ast.Assign) else None
        if found is None or not isinstance(alias, ast.Subscript | ast.BinOp):
            return node
        inner = _Opened(self.source, found.module)
        opened = inner.visit(copy.deepcopy(alias))
        if len(ast.unparse(opened)) > LONGEST_ALIAS:
            return node
        self.limits += inner.limits
        return opened


def type_text(source: Source, module: str, annotation: ast.expr | None) -> str:
    """Return a type as text, empty where none is written."""
    return opened_type(source, module, annotation)[0]


def opened_type(source: Source, module: str, annotation: ast.expr | None) -> tuple[str, tuple[str, ...]]:
    """Return a type as text, and the limits that are written into it."""
    if annotation is None:
        return "", ()
    opener = _Opened(source, module)
    text = text_of(opener.visit(copy.deepcopy(annotation)))
    return text, tuple(opener.limits)


def limits(source: Source, module: str, call: ast.expr) -> tuple[str, ...]:
    """Return the limits in a call of pydantic's ``Field``."""
    if not isinstance(call, ast.Call):
        return ()
    found = []
    for keyword in call.keywords:
        if keyword.arg in _LIMITS:
            found.append(_LIMITS[keyword.arg].format(value_text(source, module, keyword.value)))
        elif keyword.arg == "pattern":
            found.append(f"of the form `{value_text(source, module, keyword.value)}`")
    return tuple(found)


def value_text(source: Source, module: str, value: ast.expr) -> str:
    """Return a value as it is written; a name that stands for a number or a text gives that."""
    if isinstance(value, ast.Name):
        constant = source.constant(module, value.id)
        if constant is not None:
            return text_of(ast.Constant(constant))
    return text_of(value)


def field_of(source: Source, module: str, value: ast.expr | None) -> Field:
    """Return what the right-hand side of an attribute says of it."""
    if value is None:
        return Field(None, (), "")
    if not (isinstance(value, ast.Call) and ast.unparse(value.func) in ("Field", "field")):
        return Field(value_text(source, module, value), (), "")
    given = {keyword.arg: keyword.value for keyword in value.keywords}
    default = None
    if "default" in given:
        default = value_text(source, module, given["default"])
    elif "default_factory" in given:
        default = f"{text_of(given['default_factory'])}()"
    elif value.args and ast.unparse(value.args[0]) != "...":
        default = value_text(source, module, value.args[0])
    said = given.get("description")
    if isinstance(said, ast.Call):  # N_("...")
        said = said.args[0]
    description = str(ast.literal_eval(said)) if said is not None else ""
    return Field(default, limits(source, module, value), description)
