"""Every sentence exists in both languages, and the check that says so finds what it should."""

from __future__ import annotations

import gettext
import io
from pathlib import Path

import pytest

import i18n


def test_every_sentence_is_translated() -> None:
    assert i18n.check() == []


def test_the_compiled_catalogue_is_up_to_date() -> None:
    assert i18n.check_compiled() == []


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A tiny project: one source file with one sentence, and its translation."""
    source, po = tmp_path / "src", tmp_path / "po"
    source.mkdir()
    po.mkdir()
    (source / "a.py").write_text('x = N_("It is {value} bn")\n', "utf-8")
    _po(po, "a", [("It is {value} bn", "是 {value}")])
    return tmp_path


def _po(folder: Path, name: str, pairs: list[tuple[str, str]]) -> None:
    rows = "\n".join(f'msgid "{a}"\nmsgstr "{b}"\n' for a, b in pairs)
    (folder / f"{name}.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n' + rows, "utf-8"
    )


def _problems(room: Path) -> list[str]:
    return i18n.check(room / "src", room / "po", room)


def test_a_sound_room(room: Path) -> None:
    assert _problems(room) == []


def test_a_template_without_translation(room: Path) -> None:
    (room / "src" / "b.py").write_text("\nraise E.of(N_('Two '\n 'halves'))\n", "utf-8")
    assert _problems(room) == ["src/b.py:2: 'Two halves' has no translation"]


def test_a_mark_on_something_that_is_no_plain_string(room: Path) -> None:
    (room / "src" / "b.py").write_text('N_(f"It is {value} bn")\n', "utf-8")
    assert _problems(room) == ["src/b.py:1: N_() must hold a plain string, not an expression"]


def test_templates_of_pages_are_read_too(room: Path) -> None:
    (room / "src" / "page.html.jinja").write_text("<p>\n{{ _('From a page') }}</p>", "utf-8")
    assert _problems(room) == ["src/page.html.jinja:2: 'From a page' has no translation"]


@pytest.mark.parametrize(
    ("translation", "complaint"),
    [
        ("", "is not translated"),
        ("是 {valeu}", "has fields"),
        ("是", "has fields"),
        ("是 {value", "expected '}'"),
        ("It is {value} bn", "no Chinese"),
        ("是 {value} 億, 美元", "half-width"),
        ("这是 {value}", "Simplified"),
    ],
)
def test_bad_translations(room: Path, translation: str, complaint: str) -> None:
    _po(room / "po", "a", [("It is {value} bn", translation)])
    (problem,) = [p for p in _problems(room) if complaint in p]
    assert "It is {value} bn" in problem
    assert problem.startswith("a.po:")


def test_entries_that_no_source_uses(room: Path) -> None:
    _po(room / "po", "b", [("Gone", "走了")])
    (problem,) = _problems(room)
    assert "in no source file any more" in problem


def test_two_rooms_that_disagree(room: Path) -> None:
    _po(room / "po", "b", [("It is {value} bn", "為 {value}")])
    (problem,) = _problems(room)
    assert "translated otherwise in a.po" in problem
    _po(room / "po", "b", [("It is {value} bn", "是 {value}")])
    assert _problems(room) == []


def test_what_is_the_same_in_both_languages_needs_a_reason(room: Path) -> None:
    (room / "src" / "a.py").write_text('N_("H.4.1")', "utf-8")
    _po(room / "po", "a", [("H.4.1", "H.4.1")])
    same = room / "po" / "same_in_both.toml"
    same.write_text('"H.4.1" = "the name of a release"\n', "utf-8")
    assert _problems(room) == []
    same.write_text('"H.4.1" = " "\n"H.8" = "another"\n', "utf-8")
    assert len(_problems(room)) == 2


def test_compiled_bytes_depend_on_the_entries_only(room: Path) -> None:
    before = i18n.compile_mo(room / "po")
    _po(room / "po", "a", [("Zwei", "二"), ("It is {value} bn", "是 {value}")])
    _po(room / "po", "b", [("Eins", "一")])
    both = i18n.compile_mo(room / "po")
    _po(room / "po", "a", [("It is {value} bn", "是 {value}")])
    _po(room / "po", "b", [("Eins", "一"), ("Zwei", "二")])
    assert i18n.compile_mo(room / "po") == both != before
    read = gettext.GNUTranslations(io.BytesIO(both))
    assert [read.gettext(t) for t in ("Eins", "Zwei", "Drei")] == ["一", "二", "Drei"]
    assert i18n.check_compiled(room / "po"), "no compiled file there yet"
