"""The generated reference: up to date, complete, readable, and the same on every machine."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import reference
from reference_pages import commands, docstrings
from reference_pages.docstrings import markdown
from reference_pages.entries import decorators
from reference_pages.public import members, public
from reference_pages.source import Function, Source
from reference_pages.types import field_of, opened_type
from tidegate.locale import translator

ROOT = reference.ROOT
CHINESE = re.compile("[\u3400-\u9fff]")


@cache
def _source() -> Source:
    return Source(ROOT / "src" / "tidegate")


@cache
def _pages() -> dict[str, str]:
    return reference.pages()


@cache
def _functions() -> dict[str, tuple[Function, bool]]:
    """Every public function and method by name, and whether its first parameter is the object itself."""
    found: dict[str, tuple[Function, bool]] = {}
    for name in public(_source()).all():
        if isinstance(name.node, Function):
            found[name.qualified] = (name.node, False)
        elif isinstance(name.node, ast.ClassDef):
            for statement, member, _ in members(name.node):
                if isinstance(statement, Function):
                    bound = "staticmethod" not in decorators(statement)
                    found[f"{name.qualified}.{member}"] = (statement, bound)
    return found


def _parameters(node: Function, bound: bool) -> list[str]:
    given = node.args
    stars = [a for a in (given.vararg, given.kwarg) if a is not None]
    return [a.arg for a in [*[*given.posonlyargs, *given.args][bound:], *given.kwonlyargs, *stars]]


def test_the_reference_is_up_to_date() -> None:
    on_disk = {name: (ROOT / name).read_text("utf-8") for name in reference.generated()}
    stale = sorted(n for n in _pages().keys() | on_disk.keys() if _pages().get(n) != on_disk.get(n))
    assert stale == [], "run `make reference`"


def test_every_public_name_says_in_a_line_what_it_is() -> None:
    names = [name.qualified for name in public(_source()).all() if not docstrings.read(name.doc).summary]
    names += [n for n, (node, _) in _functions().items() if not ast.get_docstring(node)]
    assert names == []


def test_every_parameter_is_told() -> None:
    """In a section that names all; or, where there is none, in the text; a single one speaks for itself."""
    untold = {}
    for name, (node, bound) in _functions().items():
        text = ast.get_docstring(node) or ""
        given = _parameters(node, bound)
        doc = docstrings.read(text)
        if "Parameters" in doc.items:
            known = doc.about("Parameters").keys()
        else:
            known = given if len(given) == 1 else set(re.findall(r"\w+", text.lower()))
        if missing := [p for p in given if p not in known]:
            untold[name] = missing
    assert untold == {}


def test_no_section_tells_of_a_parameter_that_is_not_there() -> None:
    gone = {
        name: sorted(surplus)
        for name, (node, bound) in _functions().items()
        if (
            surplus := docstrings.read(ast.get_docstring(node) or "").about("Parameters").keys()
            - set(_parameters(node, bound))
        )
    }
    assert gone == {}


def test_every_command_and_option_has_a_help_in_both_languages() -> None:
    chinese = translator("zh-Hant")
    texts = {}
    for command in commands.tree():
        texts[command.path] = command.summary
        texts |= {f"{command.path} {p.name}": p.help or "" for p in command.parameters}
    assert len(texts) > 300
    assert [where for where, text in texts.items() if not text.strip() or CHINESE.search(text)] == []
    assert [where for where, text in texts.items() if not CHINESE.search(chinese(text))] == []


def test_both_languages_tell_of_the_same() -> None:
    english, chinese = (_pages()[commands.PAGES[language]] for language in ("en", "zh-Hant"))
    for pattern in (r"^#+ `.*`$", r"^\| (`[^`]*`)", r'<a id="[^"]*">'):
        assert re.findall(pattern, english, re.MULTILINE) == re.findall(pattern, chinese, re.MULTILINE)


def test_links_lead_to_a_page_and_a_place_on_it() -> None:
    broken = []
    for name, text in _pages().items():
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            path, _, place = target.partition("#")
            page = (ROOT / name).parent / path if path else ROOT / name
            there = page.resolve().relative_to(ROOT).as_posix()
            anchored = f'<a id="{place}"></a>' in _pages().get(there, "")
            if not page.exists() or (place and not anchored):
                broken.append(f"{name}: {target}")
    assert broken == []


def test_places_are_named_once() -> None:
    for name, text in _pages().items():
        places = re.findall(r'<a id="([^"]*)">', text)
        assert len(places) == len(set(places)), name


def test_nothing_is_of_one_machine() -> None:
    traces = re.compile(
        r"(?<![\w.])/(?:home|root|usr|tmp|work|Users)/| at 0x[0-9a-f]+|PosixPath|site-packages"
    )
    assert {name: found for name, text in _pages().items() if (found := traces.findall(text))} == {}


def test_every_page_says_that_it_is_generated() -> None:
    assert all(reference.NOTE in text for text in _pages().values())
    assert reference.generated() == _pages().keys()


def test_pages_that_are_missing_old_or_left_over_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "docs" / "reference"
    wanted = {f"docs/reference/{n}.md": f"# {n}\n\n{reference.NOTE}\n" for n in ("a", "b")}
    monkeypatch.setattr(reference, "pages", lambda root: wanted)
    assert [problem.split(";")[0] for problem in reference.check(tmp_path)] == [
        "docs/reference/a.md is missing",
        "docs/reference/b.md is missing",
    ]
    assert reference.write(tmp_path) == 2
    assert reference.check(tmp_path) == []
    (folder / "a.md").write_text(f"{reference.NOTE}\nedited by hand\n")
    (folder / "c.md").write_text(f"{reference.NOTE}\n")
    (folder / "own.md").write_text("# Written by a person\n")
    assert reference.check(tmp_path) == [
        "docs/reference/a.md is out of date; run `make reference`",
        "docs/reference/c.md is generated from nothing any more; run `make reference`",
    ]
    assert reference.write(tmp_path) == 2
    assert reference.check(tmp_path) == []
    assert (folder / "own.md").exists()


def test_a_docstring_in_its_parts() -> None:
    doc = docstrings.read(
        "Do it.\n\nAt once.\n\nParameters\n----------\na, *b\n    Two\n    lines.\n**c : int\n    More.\n\n"
        "Raises\n------\nValueError\n    Never.\n\nNotes\n-----\nTold by someone.\n"
    )
    assert (doc.summary, doc.body) == ("Do it.", "At once.")
    assert doc.about("Parameters") == {"a": "Two\nlines.", "b": "Two\nlines.", "c": "More."}
    assert doc.about("Raises") == {"ValueError": "Never."}
    assert doc.prose == {"Notes": "Told by someone."}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see :mod:`a.b` or ``x``", "see `a.b` or `x`"),
        ("z * (1 < 2), $ bn", r"z \* (1 &lt; 2), \$ bn"),
        ("`a_b`, ends in _bn", r"`a_b`, ends in \_bn"),
        (
            "A folder::\n\n    one\n      two\n\nand so on",
            "A folder:\n\n```text\none\n  two\n```\n\nand so on",
        ),
    ],
)
def test_text_becomes_markdown(text: str, expected: str) -> None:
    assert markdown(text) == expected


def _small(tmp_path: Path, text: str) -> Source:
    (tmp_path / "__init__.py").write_text(text)
    return Source(tmp_path)


def test_aliases_are_opened_and_constants_are_numbers(tmp_path: Path) -> None:
    source = _small(
        tmp_path,
        "MOST, LEAST = 600, 1\n"
        "Month = Annotated[int, Field(ge=LEAST, le=MOST)]\n"
        "class A:\n"
        "    first: 'Month | None' = None\n"
        "    months: list[Month] = Field(default=MOST, gt=0, description='How many.')\n"
        "    kinds: dict[str, int] = field(default_factory=dict)\n"
        "    word: Literal['Month']\n",
    )
    node = source.modules["tidegate"].names["A"].node
    assert isinstance(node, ast.ClassDef)
    told = {}
    for statement, name, _ in members(node):
        assert isinstance(statement, ast.AnnAssign)
        kind, within = opened_type(source, "tidegate", statement.annotation)
        field = field_of(source, "tidegate", statement.value)
        told[name] = (kind, field.default, within + field.limits, field.description)
    assert told == {
        "first": ("int | None", "None", ("at least 1", "at most 600"), ""),
        "months": ("list[int]", "600", ("at least 1", "at most 600", "above 0"), "How many."),
        "kinds": ("dict[str, int]", "dict()", (), ""),
        "word": ('Literal["Month"]', None, (), ""),
    }


def test_a_name_is_public_where_it_is_offered_or_comes_back(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "cli").mkdir()
    (tmp_path / "room" / "__init__.py").write_text(
        "__all__ = ['door']\nfrom tidegate.room.inner import door\n"
    )
    (tmp_path / "room" / "inner.py").write_text(
        "class Held: ...\nclass Given:\n    held: Held\nclass Aside: ...\n"
        "def door(x: int) -> Given: ...\ndef aside() -> Aside: ...\n"
    )
    (tmp_path / "cli" / "__init__.py").write_text("__all__ = ['edge']\ndef edge() -> None: ...\n")
    source = _small(tmp_path, "_HOME = {'door': 'tidegate.room.inner'}\n__all__ = [*_HOME]\n")
    found = public(source)
    assert [name.qualified for name in found.all()] == [
        "tidegate.room.inner.door",
        "tidegate.room.inner.Given",
        "tidegate.room.inner.Held",
    ]
