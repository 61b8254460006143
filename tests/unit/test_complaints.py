"""What pydantic, the parsers and the system complain of is told in both languages, by type."""

from __future__ import annotations

import errno
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core._pydantic_core import list_all_errors

from tidegate.allocation.limits import Limits, limits_from, read_limits
from tidegate.bank.programmes.loader import load_file
from tidegate.bank.programmes.model import Programme
from tidegate.complaints import (
    _GENERAL,
    Refused,
    keys_at,
    place,
    problems_of,
    reason,
    shown,
    template_of,
    value_problems,
    without,
)
from tidegate.data.alerts.rules import Rules, read_rules
from tidegate.errors import InputError
from tidegate.futures.library import scenario
from tidegate.futures.scenario import Scenario, read_scenario
from tidegate.locale import translator
from tidegate.message import Message

CHINESE = translator("zh-Hant")
CJK = re.compile(r"[\u3400-\u9fff]")
ENGLISH = re.compile(r"\b(?:[A-Za-z']+ ){2}[A-Za-z']+\b")
"""Three English words in a row: a sentence, not a name or a key."""

WRITTEN_BY_PEOPLE = (Scenario, Rules, Limits, Programme)
"""Models that a file of the user's own becomes."""
RAISES: dict[str, tuple[str, ...]] = {
    "int": ("int_type", "int_parsing", "int_parsing_size", "int_from_float", "finite_number"),
    "float": ("float_type", "float_parsing", "finite_number"),
    "bool": ("bool_type", "bool_parsing"),
    "str": (
        "string_type",
        "string_unicode",
        "string_too_short",
        "string_too_long",
        "string_pattern_mismatch",
    ),
    "date": (
        "date_type",
        "date_parsing",
        "date_from_datetime_parsing",
        "date_from_datetime_inexact",
        "date_past",
        "date_future",
    ),
    "literal": ("literal_error",),
    "tagged-union": ("union_tag_invalid", "union_tag_not_found"),
    "tuple": ("tuple_type", "too_short", "too_long"),
    "list": ("list_type", "too_short", "too_long"),
    "dict": ("dict_type", "too_short", "too_long"),
    "model": ("model_type", "model_attributes_type"),
    "model-fields": ("missing", "extra_forbidden", "invalid_key", "model_type", "model_attributes_type"),
    # these pass on what is inside them, or raise `Refused`
    **dict.fromkeys(
        [
            "any",
            "default",
            "nullable",
            "none",
            "chain",
            "is-instance",
            "json-or-python",
            "definitions",
            "definition-ref",
            "function-before",
            "function-after",
            "function-wrap",
            "function-plain",
            "model-field",
        ],
        (),
    ),
}
"""Which errors a part of a model's schema can raise, by its type."""
BOUNDS = ("greater_than", "greater_than_equal", "less_than", "less_than_equal", "multiple_of")


def schema_types(node: Any) -> Iterator[str]:
    """Yield the types of all parts of a pydantic schema."""
    if isinstance(node, dict):
        if isinstance(node.get("type"), str):
            yield node["type"]
        for key, inner in node.items():
            if key not in ("metadata", "serialization", "default", "config", "ref", "function"):
                yield from schema_types(inner)
    elif isinstance(node, list | tuple):
        for inner in node:
            yield from schema_types(inner)


@pytest.mark.parametrize("model", WRITTEN_BY_PEOPLE)
def test_every_error_that_a_model_can_raise_has_a_sentence_of_its_own(model: type[BaseModel]) -> None:
    known = {row["type"] for row in list_all_errors()}
    found = set(schema_types(model.__pydantic_core_schema__))
    assert found <= set(RAISES), "say in RAISES what these can raise"
    for kind in (*BOUNDS, *(kind for each in found for kind in RAISES[each])):
        assert kind in known, kind
        template = template_of(kind)
        assert template != _GENERAL, kind
        assert CJK.search(CHINESE(template)), kind


def test_no_error_of_pydantic_comes_without_a_sentence() -> None:
    for row in list_all_errors():
        context = row.get("example_context") or {}
        detail = {"type": row["type"], "loc": ("here", 1), "input": "x", "ctx": context}
        for problem in value_problems(detail):
            told = problem.text(CHINESE)
            assert CJK.search(told), row["type"]
            assert row["example_message_python"] not in told
            assert "here#2" in told
            assert "here#2" in problem.text()


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    low: float = Field(default=0.0, ge=0.0)
    kind: Literal["a", "b", "c"] = "a"


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    inner: Inner = Inner()
    rows: tuple[Inner, ...] = ()
    by_name: dict[str, Inner] = {}
    count: int | None = None

    @model_validator(mode="after")
    def _never_thirteen(self) -> Outer:
        if self.count == 13:
            raise Refused(Message("{n} is unlucky", {"n": 13}), Message("take {n}", {"n": 12}))
        return self


def problems(raw: dict[str, Any]) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        Outer.model_validate(raw)
    return [str(p) for p in problems_of(Outer.model_validate, raw, caught.value, Outer)]


def test_all_problems_come_at_once_with_their_places() -> None:
    assert problems(
        {
            "inner": {"low": -1, "high": 2},
            "rows": [{}, {"kind": "z"}],
            "by_name": {"x": {"y": 1}},
            "count": 13,
        }
    ) == [
        "inner.low = -1 is out of range; it must be at least 0",
        "inner.high is not a key here; allowed are: low, kind",
        "rows#2.kind = 'z' is not allowed; choose from: a, b, c",
        "by_name.x.y is not a key here; allowed are: low, kind",
        "13 is unlucky",
        "take 12",
    ]


def test_a_check_is_told_once() -> None:
    assert problems({"count": 13}) == ["13 is unlucky", "take 12"]
    assert str(Refused(Message("a"), Message("b"))) == "a; b"


def test_places_keys_and_values() -> None:
    assert place(("alert", 0, "below")) == "alert#1.below"
    assert place(()) == ""
    assert place((2, "x")) == "#3.x"
    assert keys_at(Outer, ("rows", 0, "low")) == ("low", "kind")
    assert keys_at(Outer, ("nothing",)) == tuple(Outer.model_fields)
    assert keys_at(Outer, ("count", "x")) == ()
    assert shown("x" * 99).endswith("...")
    assert len(shown("x" * 99)) == 60
    assert without({"a": [1, 2, 3], "b": {"c": 1}}, [("a", 0), ("a", 2), ("b", "c"), ("z", "y")]) == {
        "a": [2],
        "b": {},
    }


@pytest.mark.parametrize(
    ("fails", "said"),
    [
        (lambda: tomllib.loads("a = 1\nb = ="), "line 2, column 5"),
        (lambda: tomllib.loads("[a"), "TOML"),
        (lambda: json.loads('{"a": }'), "JSON at line 1, column 7"),
        (lambda: b"\xff".decode("utf-8"), "UTF-8"),
        (lambda: Path("/nowhere/at/all").read_text("utf-8"), "no such file"),
        (lambda: Path("/").read_text("utf-8"), "folder"),
    ],
)
def test_parsers_and_the_system_are_understood(fails: Callable[[], Any], said: str) -> None:
    with pytest.raises((ValueError, OSError)) as caught:
        fails()
    assert said in str(reason(caught.value))
    told = reason(caught.value).text(CHINESE)
    assert CJK.search(told)
    assert not ENGLISH.search(told)


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_no_text_of_the_system_reaches_a_reader(number: int) -> None:
    told = reason(OSError(number, "Some words in English")).text(CHINESE)
    assert CJK.search(told)
    assert not ENGLISH.search(told)


def test_what_nobody_foresaw_is_told_by_its_kind() -> None:
    assert str(reason(OSError("strange"))) == "failed (OSError)"
    assert reason(RecursionError()).text(CHINESE) == "層層包得太深"
    assert str(reason(Refused(Message("so")))) == "so"
    assert str(next(value_problems({"type": "new_kind", "loc": (), "input": 1}))) == "? = 1 is not allowed"


SCENARIO = '{"name": 3, "policy": {"treasury_cap_bn": -5, "hold_months": 1.5, "cap": 1, "funds_rate_pct": 3}}'
FILES: dict[str, tuple[Callable[[Path], Any], str, tuple[str, ...]]] = {
    "scenario": (
        scenario,
        'name = 3\ntitle_en = 1\nsources = []\nreaction.moon = 1.0\neconomy.okun = 99.0\ncertain = "maybe"\n'
        'shocks = [{name = "moon", each = 1}, {name = "stress", each = 99}]\n'
        "policy = {treasury_cap_bn = -5, hold_months = 1.5, cap = 1, funds_rate_pct = 3.0}\n"
        'start = {as_of = "soon"}\n',
        (
            "name",
            "title_en",
            "title_zh",
            "sources",
            "'moon'",
            "shocks#2.each",
            "policy.treasury_cap_bn",
            "policy.hold_months",
            "policy.cap",
            "funds_rate_months",
            "start.as_of",
            "okun",
            "certain",
        ),
    ),
    "alerts": (
        read_rules,
        '[[alert]]\nname = ""\nseries = "NOPE"\nbelow = "x"\n[[alert]]\nname = "b"\nseries = "WALCL"\n'
        'webhook = 3\n[email]\nhost = "a b"\nport = 0\nsecurity = "no"\nsender = "x"\nto = []\n',
        (
            "alert#1.name",
            "alert#1.below",
            "alert#2.webhook",
            "NOPE",
            "email.host",
            "email.port",
            "email.security",
            "email.sender",
            "email.to",
        ),
    ),
    "limits": (
        read_limits,
        'leverage = 2\ncrypto_max_pct = 120\nmin_positions = 0.5\nmax_positions = "x"\n'
        '[assets]\nsilver = {max_pct = 2}\ngold = {least = 2}\n[cost_bp]\ngold = "dear"\n',
        (
            "leverage",
            "crypto_max_pct",
            "min_positions",
            "max_positions",
            "silver",
            "assets.gold.least",
            "cost_bp.gold",
        ),
    ),
    "plan": (
        load_file,
        'bank = "snb"\ncurrency = "usd"\n[[record]]\nid = "One!"\nannounced = "soon"\neffective = 3\n'
        'label_en = ""\nlabel_zh = 1\nsource = "s"\ncertainty = "sure"\nwhy = 1\n'
        'rules = [{kind = "cap"}, 3, {kind = "redemption_cap", instrument = "bonds", bn_per_month = -1}]\n',
        ("currency", "id", "announced", "effective", "label_en", "label_zh", "certainty", "why", "kind"),
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_every_problem_of_a_file_is_told_in_both_languages(tmp_path: Path, kind: str) -> None:
    read, text, names = FILES[kind]
    path = tmp_path / "x.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read(path)
    english = [problem.text() for problem in caught.value.problems]
    chinese = [problem.text(CHINESE) for problem in caught.value.problems]
    for name in names:
        assert any(name in line for line in english), (name, english)
        assert any(name in line for line in chinese), (name, chinese)
    for line in chinese:
        assert CJK.search(line), line
        assert not ENGLISH.search(line.replace(str(path), "")), line


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("text", [b"a = = 1", b"\xff\xfe", b"[" * 5000, None])
def test_every_file_that_cannot_be_read_is_told_in_both_languages(
    tmp_path: Path, kind: str, text: bytes | None
) -> None:
    path = tmp_path / "x.toml"
    if text is not None:
        path.write_bytes(text)
    with pytest.raises(InputError) as caught:
        FILES[kind][0](path)
    told = caught.value.text(CHINESE).replace(str(path), "")
    assert CJK.search(told)
    assert not ENGLISH.search(told), told


def test_tables_from_python_are_told_alike() -> None:
    with pytest.raises(InputError, match=r"x\.toml: policy\.treasury_cap_bn = -5"):
        read_scenario(json.loads(SCENARIO), "x.toml")
    with pytest.raises(InputError, match="assets = 5 is not a table"):
        limits_from({"assets": 5})
