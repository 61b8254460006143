"""``tidegate statement``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tidegate.cli import main

Captured = pytest.CaptureFixture[str]

OLD = """April 3, 2031

The Committee imagined here sees solid growth. It will continue buying Treasury bonds at a pace of $9 billion per
month. Nothing else is known of it."""
NEW = (
    OLD.replace("solid growth", "slower growth").replace("$9 billion", "$12 billion").replace("April", "May")
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """Two statements as files."""
    for name, text in (("old.txt", OLD), ("new.txt", NEW)):
        (tmp_path / name).write_text(text, "utf-8")
    return str(tmp_path / "old.txt"), str(tmp_path / "new.txt")


def test_in_both_languages(files: tuple[str, str], capsys: Captured) -> None:
    old, new = files
    assert main(["statement", new, "--previous", old, "--lang", "en"]) == 0
    english = " ".join(capsys.readouterr().out.split())
    assert "Tone: -0.33" in english
    assert "* purchases · easing · goes on · Treasuries" in english
    assert "[-$9-] {+$12+}" in english
    assert main(["statement", new, "--previous", old]) == 0
    chinese = capsys.readouterr().out
    assert "語氣" in chinese
    assert "每月" in chinese
    assert "hawkish" not in chinese


def test_json(files: tuple[str, str], capsys: Captured) -> None:
    old, new = files
    assert main(["statement", new, "--previous", old, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["released"] == "2031-05-03"
    assert found["announces"] is True
    (sentence,) = found["balance_sheet"]
    assert sentence["amounts"] == [{"value_bn": 12.0, "per_month": True, "of": "treasuries", "part": ""}]
    assert sentence["why"] == "amounts"
    assert found["score"]["dovish"] == 1
    assert {r["change"] for r in found["difference"]["runs"]} == {"same", "changed"}
    assert main(["statement", new, "--json"]) == 0
    alone = json.loads(capsys.readouterr().out)
    assert alone["difference"] is None
    assert alone["announces"] is False


def test_files_that_cannot_be_read_say_why(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "binary").write_bytes(b"\x7fELF\0\0\0")
    for name, said in (
        ("missing", "cannot be read"),
        ("empty", "empty"),
        ("binary", "not a text file"),
        (".", "read"),
    ):
        assert main(["statement", str(tmp_path / name), "--lang", "en"]) == 2
        assert said in capsys.readouterr().err
