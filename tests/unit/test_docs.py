"""The documentation: its links lead somewhere, and what it shows is what the program writes."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from tidegate.locale import translator

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md"))]


def _name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_to_files_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("page", [p for p in PAGES if p.parent.parent == ROOT / "docs"], ids=_name)
def test_every_page_is_listed(page: Path) -> None:
    assert f"({page.relative_to(ROOT / 'docs')})" in (ROOT / "docs" / "README.md").read_text("utf-8")


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "tutorials").glob("*.md")), ids=_name)
def test_the_examples_of_a_tutorial_run_and_give_what_they_say(page: Path) -> None:
    known: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
        for node in ast.parse(block).body:
            source = ast.get_source_segment(block, node)
            assert source is not None
            told = block.splitlines()[(node.end_lineno or 1) - 1].partition("# →")[2]
            if isinstance(node, ast.Expr) and told:
                value = eval(compile(ast.Expression(node.value), str(page), "eval"), known)  # noqa: S307
                said = re.match(r"\s*([^:;]+)", told)
                assert said is not None
                assert str(value) == said[1].strip(), source
            else:
                exec(compile(ast.Module([node], []), str(page), "exec"), known)  # noqa: S102


def test_the_make_targets_that_are_named_exist() -> None:
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for page in PAGES:
        named = set(re.findall(r"`make ([a-z0-9-]+)`", page.read_text("utf-8")))
        assert named <= targets, page


def test_the_examples_of_amounts_and_days_are_what_is_written() -> None:
    page = (ROOT / "docs" / "explanation" / "languages.md").read_text("utf-8")
    english, chinese = translator("en"), translator("zh-Hant")
    for style in ("table", "short", "text"):
        both = (t.amount(8965.487, "bn_usd", style) for t in (english, chinese))  # type: ignore[arg-type]
        assert "| {} | {} |".format(*both) in page
    day = date(2022, 4, 13)
    assert f"| {english.date(day)} | {chinese.date(day)} |" in page
