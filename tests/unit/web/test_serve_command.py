from __future__ import annotations

import subprocess
import sys

import pytest

from tidegate.cli.app import run


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--host", "0.0.0.0"], "0.0.0.0"),
        (["--host", "example.org"], "example.org"),
        (["--port", "99999"], "99999"),
        (["--port", "http"], "http"),
        (["--as-of", "yesterday"], "yesterday"),
        (["--exit-after", "-1"], "-1"),
    ],
)
def test_bad_input_is_one_line_with_exit_code_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], word: str
) -> None:
    assert run(["serve", "--no-open", "--lang", "en", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert word in said.err


def test_a_refusal_is_told_in_chinese_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "--host", "example.org", "--lang", "zh-Hant"]) == 2
    assert "只供本機" in capsys.readouterr().err


def test_refusing_costs_no_heavy_import() -> None:
    code = (
        "import sys; from tidegate.cli.app import run; run(['serve', '--host', 'example.org']);"
        "print([m for m in ('nicegui', 'fastapi', 'uvicorn', 'pandas', 'duckdb') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
