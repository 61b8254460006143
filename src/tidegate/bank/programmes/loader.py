"""Programme files: those that ship, and a user's own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sized
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from tidegate.bank.programmes import checks
from tidegate.bank.programmes.model import Programme, Record, Rule
from tidegate.catalog.loader import bank
from tidegate.complaints import reason, value_problems
from tidegate.errors import PlanError
from tidegate.message import N_, Message

MOST_BYTES = 2_000_000
_KEYS: Mapping[str, tuple[str, ...]] = {
    model.model_fields["kind"].annotation.__args__[0]: tuple(model.model_fields)
    for model in get_args(get_args(Rule)[0])
}


@cache
def load(bank_id: str) -> Programme:
    """Return the programme of a bank that ships with the package.

    Raises
    ------
    UnknownName
        If there is no such bank.
    PlanError
        If the shipped file has problems (the tests see to it that it has none).
    """
    name = f"{bank(bank_id).id}.toml"
    return parse(files("tidegate.bank.programmes").joinpath(name).read_text("utf-8"), name)


def load_file(path: str | Path) -> Programme:
    """Return a programme from a user's own TOML file.

    Raises
    ------
    PlanError
        With every problem found: an unreadable file, malformed TOML and its
        line, wrong or missing keys and values, contradictions between records.
    """
    try:
        if not Path(path).is_file():  # a folder, or a device without an end
            raise FileNotFoundError
        text = Path(path).read_text("utf-8") if Path(path).stat().st_size <= MOST_BYTES else None
    except UnicodeDecodeError as error:
        raise PlanError(_in_file(str(path), reason(error))) from None
    except OSError:
        raise PlanError.of(
            N_("{file}: no plan file can be read there; give the path of a .toml file"), file=str(path)
        ) from None
    if text is None:
        raise PlanError.of(
            N_("{file}: larger than {most} MB; a plan is far smaller"),
            file=str(path),
            most=MOST_BYTES // 10**6,
        )
    return parse(text, str(path))


def parse(text: str, name: str) -> Programme:
    """Return a programme from the text of a TOML file; `name` stands in its errors.

    Raises
    ------
    PlanError
        As :func:`load_file`.
    """
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise PlanError(_in_file(name, reason(error))) from None
    try:
        found = Programme.model_validate(raw)
    except ValidationError as error:
        problems = [*_ill_formed(raw, error), *_contradictions(raw)]
        raise PlanError(*(_in_file(name, problem) for problem in problems)) from None
    contradictions = checks.problems(
        found.bank, found.currency, checks.phase_keys(raw.get("phases")), found.record
    )
    PlanError.check(_in_file(name, problem) for problem in contradictions)
    return found


def _in_file(name: str, problem: Message) -> Message:
    return Message(N_("{file}: {problem}"), {"file": name, "problem": problem})


def _ill_formed(raw: Mapping[str, Any], error: ValidationError) -> Iterator[Message]:
    """Yield what is wrong with the form of a file."""
    for detail in error.errors(include_url=False):
        if detail["type"] == "too_short" and isinstance(detail["input"], Sized) and len(detail["input"]):
            continue  # its items are at fault and named by themselves
        yield from _translate(raw, detail)


def _contradictions(raw: Mapping[str, Any]) -> Iterator[Message]:
    """Yield what contradicts among the records of an ill-formed file that are sound in themselves."""
    rows = raw.get("record")
    sound = [record for row in rows if (record := _salvaged(row))] if isinstance(rows, list) else []
    yield from checks.problems(
        raw.get("bank"), raw.get("currency"), checks.phase_keys(raw.get("phases")), sound
    )


def _fits(model: Any, value: Any) -> bool:
    try:
        TypeAdapter(model).validate_python(value)
    except ValidationError:
        return False
    return True


def _salvaged(row: Any) -> Record | None:
    """Return a record with what is sound in it, so that it can be held against the others."""
    if not isinstance(row, Mapping):
        return None
    rules = row.get("rules")
    sound = [r for r in rules if _fits(Rule, r)] if isinstance(rules, list) else []
    filler = {"label_en": "-", "label_zh": "-", "source": "-", "certainty": "memory"}
    kept = {k: row[k] for k in ("id", "announced", "effective", "phase", "replaces") if k in row}
    try:
        return Record.model_validate({**filler, **kept, "rules": sound or [{"kind": "statement"}]})
    except ValidationError:
        return None


def _where(raw: Mapping[str, Any], loc: tuple[int | str, ...]) -> tuple[Message, str, tuple[str, ...]]:
    """Return the place of a problem, the key it is about, and the keys allowed there."""
    if loc[:1] == ("record",) and len(loc) > 1 and isinstance(loc[1], int):
        row = raw["record"][loc[1]]
        name = row.get("id", f"#{loc[1] + 1}") if isinstance(row, Mapping) else f"#{loc[1] + 1}"
        if loc[2:3] == ("rules",) and len(loc) > 3:
            place = Message(N_("rule {number} of record {id!r}"), {"number": int(loc[3]) + 1, "id": name})
            rest = [str(part) for part in loc[4:]]
            kind = rest[0] if rest and rest[0] in _KEYS else ""
            keys = [part for part in (rest[1:] if kind else rest) if part not in ("float", "nullable")]
            return place, ".".join(keys) or "kind", _KEYS.get(kind, ())
        key = ".".join(str(part) for part in loc[2:]) or "id"
        return Message(N_("record {id!r}"), {"id": name}), key, tuple(Record.model_fields)
    if loc[:1] == ("phases",) and len(loc) > 1:
        place = Message(N_("phase {id!r}"), {"id": str(loc[1])})
        return place, ".".join(str(part) for part in loc[2:]), ("title_en", "title_zh", "stance")
    return Message(N_("top of the file")), ".".join(str(part) for part in loc), tuple(Programme.model_fields)


def _translate(raw: Mapping[str, Any], detail: ErrorDetails) -> Iterator[Message]:
    """Yield one problem found by pydantic as a message."""
    place, key, keys = _where(raw, detail["loc"])
    told: dict[str, Any] = dict(detail)
    if detail["type"] in ("union_tag_invalid", "union_tag_not_found"):  # a rule, by its kind
        rule = detail["input"]
        kind = rule.get("kind", "") if isinstance(rule, Mapping) else rule
        told |= {"type": "literal_error", "input": kind, "ctx": {"expected": ", ".join(_KEYS)}}
        key = "kind"
    elif detail["type"] == "string_pattern_mismatch":
        told["ctx"] = {"pattern": "a-z 0-9 -" if key == "id" else "A-Z × 3"}
    for problem in value_problems(told, key, keys):
        yield Message(N_("{place}: {problem}"), {"place": place, "problem": problem})
