"""What is wrong with what a person wrote, in sentences of our own.

pydantic, the parsers of TOML, JSON and CSV and the operating system complain
in English only. Here each of their complaints, known by its type, becomes a
`Message`: which value, what is allowed, what to do. Whatever reads a file or
a value from outside says what is wrong through these functions.
"""

from __future__ import annotations

import copy
import errno
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from functools import reduce
from typing import Any, get_args

from tidegate.message import N_, Message

LONGEST_SHOWN = 60
"""Characters of a value that are shown."""


class Refused(ValueError):
    """What a validator of ours raises inside a pydantic model: every problem, as a message.

    Parameters
    ----------
    *problems
        Each names its own key.
    """

    def __init__(self, *problems: Message) -> None:
        self.problems = problems
        super().__init__(*problems)

    @classmethod
    def check(cls, problems: Iterable[Message]) -> None:
        """Raise one error that names every problem, or return if there is none."""
        found = tuple(problems)
        if found:
            raise cls(*found)

    def __str__(self) -> str:
        return "; ".join(map(str, self.problems))


_BY_TYPE: Mapping[str, str] = {
    "missing": N_("{name} is missing"),
    "extra_forbidden": N_("{name} is not a key here; take it out"),
    "greater_than_equal": N_("{name} = {value} is out of range; it must be at least {ge}"),
    "greater_than": N_("{name} = {value} is out of range; it must be more than {gt}"),
    "less_than_equal": N_("{name} = {value} is out of range; it must be at most {le}"),
    "less_than": N_("{name} = {value} is out of range; it must be less than {lt}"),
    "multiple_of": N_("{name} = {value} is out of range; it must be a multiple of {multiple_of}"),
    "finite_number": N_("{name} = {value} is not a number that can be used; give a finite one"),
    "literal_error": N_("{name} = {value} is not allowed; choose from: {allowed}"),
    "enum": N_("{name} = {value} is not allowed; choose from: {allowed}"),
    "union_tag_invalid": N_("{name} = {value} is not allowed; choose from: {allowed}"),
    "union_tag_not_found": N_("{name} = {value} does not say which kind it is; add the key {allowed}"),
    "string_too_short": N_("{name} = {value} is too short; give at least {min_length} characters"),
    "string_too_long": N_("{name} is too long; give at most {max_length} characters"),
    "string_pattern_mismatch": N_("{name} = {value} is not in the right form: {pattern}"),
    "too_short": N_("{name} has too few entries; give at least {min_length}"),
    "too_long": N_("{name} has too many entries; give at most {max_length}"),
    "none_required": N_("{name} = {value} is not allowed; leave it out"),
    "invalid_key": N_("{name}: a key must be text; put it in quotes"),
    "json_invalid": N_("{name} is not valid JSON; check quotes, brackets and commas"),
}
_BY_FAMILY: tuple[tuple[tuple[str, ...], str], ...] = (
    (("int_",), N_("{name} = {value} is not a whole number; give one, for example 12")),
    (("float_", "decimal_", "complex_"), N_("{name} = {value} is not a number that can be used")),
    (("bool_",), N_("{name} = {value} is neither true nor false; give one of them")),
    (
        ("date_", "datetime_", "timezone_"),
        N_("{name} = {value} is not a date; write it as YYYY-MM-DD, for example 2022-06-01"),
    ),
    (("time_",), N_("{name} = {value} is not a time or a length of time; write it as HH:MM")),
    (("string_", "bytes_"), N_("{name} = {value} is not text; put it in quotes")),
    (
        ("list_", "tuple_", "set_", "frozen_set_", "iterable_", "iteration_"),
        N_("{name} = {value} is not a list; write it in square brackets"),
    ),
    (
        ("dict_", "mapping_", "model_", "dataclass_", "get_attribute_"),
        N_("{name} = {value} is not a table of keys and values"),
    ),
    (("json_",), N_("{name} is not valid JSON; check quotes, brackets and commas")),
)
_GENERAL = N_("{name} = {value} is not allowed")


def template_of(kind: str) -> str:
    """Return the template for a type of pydantic's errors; for one that nobody foresaw, a plain sentence."""
    family = (text for starts, text in _BY_FAMILY if kind.startswith(starts))
    return _BY_TYPE.get(kind) or next(family, _GENERAL)


def value_problems(
    detail: Mapping[str, Any], name: str | None = None, allowed: Sequence[str] = ()
) -> Iterator[Message]:
    """Yield what is wrong with one value: one message, or those that a validator of ours raised.

    Parameters
    ----------
    detail
        One of pydantic's ``ValidationError.errors()``.
    name
        What the reader calls the value; None: its place, as `place` writes it.
    allowed
        Keys that are known there, for one that is not.
    """
    context = detail.get("ctx") or {}
    raised = context.get("error")
    if isinstance(raised, Refused):
        yield from raised.problems
        return
    kind = detail["type"]
    template = template_of(kind)
    values = {key: _plain(value) for key, value in context.items()}
    named = place(detail["loc"]) if name is None else name
    if kind == "extra_forbidden" and allowed:
        template = N_("{name} is not a key here; allowed are: {allowed}")
        values["allowed"] = ", ".join(allowed)
    elif kind in ("literal_error", "enum"):
        values["allowed"] = _choices(context.get("expected", ""))
    elif kind == "union_tag_invalid":
        values["allowed"] = _choices(context.get("expected_tags", ""))
    elif kind == "union_tag_not_found":
        values["allowed"] = str(context.get("discriminator", "")).strip("'\"")
    elif kind in ("too_short", "string_too_short") and _empty(detail.get("input")):
        template = N_("{name} is empty; give at least {min_length}")
    yield Message(template, {**values, "name": named or "?", "value": shown(detail.get("input"))})


def problems_of(validate: Callable[[Any], Any], raw: Any, error: Any, model: Any = None) -> Iterator[Message]:
    """Yield every problem of a table that a model refused.

    A model's own checks run only where all its values are sound. So that
    nobody has to mend a file twice, the table is tried once more without the
    values that are at fault, and what then contradicts is told as well.

    Parameters
    ----------
    validate
        The model's ``model_validate``.
    raw
        The table, as its file gives it.
    error
        The ``ValidationError`` that `validate` raised.
    model
        The model, to name the keys that are known; None: they are not named.
    """
    details = error.errors(include_url=False)
    for detail in details:
        known = () if model is None else keys_at(model, detail["loc"])
        yield from value_problems(detail, allowed=known)
    at_fault = [d["loc"] for d in details if d["type"] not in ("value_error", "missing") and d["loc"]]
    if not at_fault or not isinstance(raw, dict):
        return
    told = {d["loc"] for d in details}
    try:
        validate(without(raw, at_fault))
    except type(error) as again:
        for detail in again.errors(include_url=False):
            if detail["type"] == "value_error" and detail["loc"] not in told:
                yield from value_problems(detail)


def place(loc: Sequence[int | str]) -> str:
    """Return a place as a reader finds it: ``policy.treasury_cap_bn``, ``alert#2.below`` for the second alert."""
    text = ""
    for part in loc:
        if isinstance(part, int):
            text += f"#{part + 1}"
        elif part != "[key]":
            text += f".{part}" if text else str(part)
    return text


def keys_at(model: Any, loc: Sequence[int | str]) -> tuple[str, ...]:
    """Return the keys that a pydantic model knows at the table in which a place lies."""
    here = model
    for part in loc[:-1]:
        if here is not None and part in here.model_fields:
            here = _model_in(here.model_fields[part].annotation)
    return tuple(here.model_fields) if here is not None else ()


def without(raw: dict[str, Any], places: Sequence[Sequence[int | str]]) -> dict[str, Any]:
    """Return a copy of a table without what lies at some places; those not found are passed over."""
    found = copy.deepcopy(raw)
    for loc in reversed(places):  # of a list, the last first: what is before keeps its number
        try:
            holder: Any = reduce(_inside, loc[:-1], found)
            del holder[loc[-1]]
        except (KeyError, IndexError, TypeError):
            continue
    return found


def shown(value: Any) -> str:
    """Return a value as it stands in a message, cut to a readable length."""
    text = repr(value) if isinstance(value, str | int | float | bool) else str(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 3]}..."


_SYSTEM: Mapping[int, str] = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EACCES: N_("the system does not allow it"),
    errno.EPERM: N_("the system does not allow it"),
    errno.EROFS: N_("the disk can only be read"),
    errno.EISDIR: N_("this is a folder"),
    errno.ENOTDIR: N_("a part of the path is no folder"),
    errno.EEXIST: N_("something of that name is there already"),
    errno.ENOTEMPTY: N_("the folder is not empty"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.ELOOP: N_("the links lead round in a circle"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk is full"),
    errno.EFBIG: N_("the file would be too large"),
    errno.EIO: N_("the disk reports an error"),
    errno.EMFILE: N_("too many files are open"),
    errno.ENFILE: N_("too many files are open"),
    errno.EBUSY: N_("it is in use"),
    errno.EADDRINUSE: N_("it is in use"),
    errno.EADDRNOTAVAIL: N_("this machine has no such address"),
    errno.ECONNREFUSED: N_("nobody answers there"),
    errno.ECONNRESET: N_("the connection broke off"),
    errno.ETIMEDOUT: N_("no answer in time"),
    errno.ENETUNREACH: N_("the network cannot be reached"),
    errno.EHOSTUNREACH: N_("the network cannot be reached"),
}


def reason(error: BaseException) -> Message:
    """Return why something could not be read, written or opened.

    Parameters
    ----------
    error
        Of the operating system, of the parsers of TOML, JSON or CSV, or a `Refused`.
        Anything else is told by its kind.
    """
    if isinstance(error, Refused) and error.problems:
        return error.problems[0]
    kind = type(error).__name__
    if isinstance(error, UnicodeDecodeError):
        return Message(N_("this is not a text file in UTF-8"))
    if isinstance(error, RecursionError):
        return Message(N_("nested too deeply"))
    if kind == "TOMLDecodeError":
        return _place_in_text(N_("not valid TOML, up to its very end"), _TOML_AT, str(error))
    if kind == "JSONDecodeError":
        at = f"at line {getattr(error, 'lineno', 1)}, column {getattr(error, 'colno', 1)}"
        return _place_in_text(N_("not valid JSON"), _JSON_AT, at)
    if isinstance(error, OSError):
        template = _SYSTEM.get(error.errno or 0)
        if template is not None:
            return Message(template)
        if error.errno:
            return Message(N_("the system refuses it (number {number})"), {"number": error.errno})
    return Message(N_("failed ({kind})"), {"kind": kind})


_TOML_AT = N_("not valid TOML at line {line}, column {column}; check quotes, brackets, dates and numbers")
_JSON_AT = N_("not valid JSON at line {line}, column {column}; check quotes, brackets and commas")


def _place_in_text(nowhere: str, somewhere: str, text: str) -> Message:
    found = re.search(r"at line (\d+), column (\d+)", text)
    return Message(nowhere) if found is None else Message(somewhere, {"line": found[1], "column": found[2]})


def _inside(holder: Any, part: Any) -> Any:
    return holder[part]


def _model_in(annotation: Any) -> Any:
    """Return the pydantic model inside an annotation, or None."""
    if hasattr(annotation, "model_fields"):
        return annotation
    return next((m for part in get_args(annotation) if (m := _model_in(part)) is not None), None)


def _choices(expected: Any) -> str:
    """Return the values of a choice with commas: pydantic joins the last two by an English word."""
    quoted = re.findall(r"'([^']*)'", str(expected))
    return ", ".join(quoted) if quoted else str(expected).replace(" or ", ", ")


def _plain(value: Any) -> Any:
    return f"{value:.12g}" if isinstance(value, int | float) and not isinstance(value, bool) else value


def _empty(value: Any) -> bool:
    return isinstance(value, Sized) and len(value) == 0
