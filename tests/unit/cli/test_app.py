"""The frame of the command line: help, language, failures, completion."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

import tidegate
from tidegate.cli import app, main
from tidegate.cli.commands import commands
from tidegate.cli.session import session
from tidegate.errors import TidegateError
from tidegate.message import Message

Captured = pytest.CaptureFixture[str]


def test_help_lists_every_command_in_both_languages(capsys: Captured) -> None:
    assert main(["--help"]) == 0
    chinese = capsys.readouterr().out
    assert main(["--lang", "en", "--help"]) == 0
    english = capsys.readouterr().out
    assert chinese.startswith("用法：tidegate [選項] 指令")
    assert english.startswith("Usage: tidegate [OPTIONS] COMMAND")
    for name, text in commands().items():
        assert f"\n  {name} " in chinese
        assert f"\n  {name} " in english
        assert text.split()[0] in english
        assert text not in chinese
    assert main([]) == 0
    assert capsys.readouterr().out == chinese


@pytest.mark.parametrize("name", commands())
def test_every_command_has_help_in_both_languages(name: str, capsys: Captured) -> None:
    assert main([name, "--help"]) == 0
    chinese = capsys.readouterr().out
    assert chinese.startswith(f"用法：tidegate {name}")
    assert main([name, "--help", "--lang=en"]) == 0
    english = capsys.readouterr().out
    assert english.startswith(f"Usage: tidegate {name}")
    assert "--lang" in english
    described = [line for line in chinese.splitlines() if line.strip().startswith("--")]
    assert all(any("\u3400" <= c <= "\u9fff" for c in line) for line in described if "  " in line.strip())


def test_the_language_may_stand_anywhere(capsys: Captured) -> None:
    for arguments in (["--lang", "en", "version"], ["version", "--lang", "en"], ["version", "--lang=en-GB"]):
        assert main(arguments) == 0
        assert session().language == "en"
        assert session().languages == ("en",)
    assert main(["version"]) == 0
    assert session().languages == ("zh-Hant", "en"), "nobody chose"
    capsys.readouterr()


def test_version(capsys: Captured) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"tidegate {tidegate.__version__}\n"
    assert main(["version", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["tidegate"] == tidegate.__version__


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        (["nonsense"], "unknown command 'nonsense'; known are: ", "沒有名為 'nonsense' 的指令；可用的有："),
        (["version", "--jsn"], "there is no option --jsn; near it: --json", "沒有 --jsn 這個選項"),
        (
            ["version", "--zzz"],
            "there is no option --zzz; see `tidegate version --help`",
            "沒有 --zzz 這個選項",
        ),
        (["version", "--json=3"], "--json takes no value", "--json 後面不接值"),
        (["version", "--lang"], "--lang needs a value", "--lang 後面要有值"),
        (["version", "more"], "more arguments than expected: more", "多出來的參數：more"),
        (["--zzz"], "there is no option --zzz", "沒有 --zzz 這個選項"),
        (["--lang", "fr", "version"], "known are: en, zh-Hant", "沒有名為 'fr' 的語言"),
    ],
)
def test_a_wrong_command_line(
    arguments: list[str], english: str, chinese: str, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language, expected in (("zh_TW.UTF-8", chinese), ("en_US.UTF-8", english)):
        monkeypatch.setenv("LANG", language)
        assert main(arguments) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert expected in err
        assert err.count("\n") == 1, "one line, no traceback"


def test_a_wrong_language_in_the_environment(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIDEGATE_LANG", "xx")
    assert main(["version"]) == 2
    assert "'xx'" in capsys.readouterr().err


def _failing(monkeypatch: pytest.MonkeyPatch, failure: BaseException) -> None:
    def command() -> None:
        raise failure

    monkeypatch.setattr("tidegate.cli.commands.version.command", command)


def test_each_problem_gets_a_line(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    _failing(monkeypatch, TidegateError(Message("one {n}", {"n": 1}), Message("two")))
    assert main(["version", "--lang", "en"]) == 2
    assert capsys.readouterr().err == "error: one 1\nerror: two\n"


def test_an_unforeseen_error(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    _failing(monkeypatch, ZeroDivisionError("a\nb"))
    assert main(["version", "--lang", "en"]) == 1
    err = capsys.readouterr().err
    assert err == "error: unexpected: ZeroDivisionError: a b (set TIDEGATE_DEBUG=1 to see where)\n"
    monkeypatch.setenv("TIDEGATE_DEBUG", "1")
    assert main(["version"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_interruption(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    _failing(monkeypatch, KeyboardInterrupt())
    assert main(["version"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tidegate", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )


def test_a_reader_who_leaves_early_hears_nothing() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "tidegate", "--help"], stdout=closed, stderr=subprocess.PIPE, check=False
        )
    assert done.stderr == b""


def test_help_imports_neither_commands_nor_libraries() -> None:
    script = (
        "import sys; from tidegate.cli import main; main(['--help']); "
        "print([m for m in sys.modules if m.split('.')[0] in "
        "('numpy', 'pandas', 'pydantic', 'rich', 'babel', 'duckdb', 'matplotlib', 'nicegui') "
        "or m.startswith('tidegate.cli.commands.')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def _complete(words: str) -> list[str]:
    position = str(len(words.split(" ")) - 1)
    done = _run(_TIDEGATE_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=position)
    assert done.stderr == ""
    return done.stdout.split()


def test_shell_completion_of_commands_and_options() -> None:
    assert _complete("tidegate ver") == ["version"]
    assert set(_complete("tidegate ")) >= set(commands())
    assert set(_complete("tidegate explain --")) >= {"--json", "--lang", "--help"}


def test_completion_of_a_name_imports_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise AssertionError(f"{name} was imported")

    monkeypatch.setattr(app, "_load", refuse)
    monkeypatch.setenv("_TIDEGATE_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "tidegate e")
    monkeypatch.setenv("COMP_CWORD", "1")
    assert main([]) == 0
