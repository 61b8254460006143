"""`tidegate sync`, `data`, `alerts`, `doctor`: what they say, their JSON, and how they refuse."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from replay_server import Replay, World
from tidegate.cli.app import run
from tidegate.data.sync import sync

TODAY = datetime.now().astimezone().date()
Say = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def server() -> Iterator[Replay]:
    with Replay(World(TODAY)) as made:
        yield made


@pytest.fixture
def say(
    server: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Say:
    """``say("sync", "--only", "WALCL")`` returns exit code, stdout and stderr; the publishers are on this machine."""
    server.faults = {}
    monkeypatch.setenv("TIDEGATE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TIDEGATE_MIRROR", server.address)
    monkeypatch.setattr(
        "tidegate.data.transport.Patience.__init__.__defaults__", (5.0, 10.0, 20.0, 1, 0.01, 0.05)
    )

    def told(*arguments: str, lang: str = "en") -> tuple[int, str, str]:
        code = run([*arguments, "--lang", lang])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return told


def test_sync_says_what_came(say: Say) -> None:
    code, out, err = say("sync", "--only", "WALCL,DGS10")
    assert code == 0
    assert out.startswith("2 series and tables: 2 new, 0 revised")
    assert "WALCL: 1 new" in out
    assert "fred:WALCL" in err, "progress is on stderr"
    assert say("sync", "--only", "WALCL", lang="zh-Hant")[1].startswith("1 ")


def test_sync_as_json(say: Say) -> None:
    code, out, _ = say("sync", "--only", "WALCL", "--since", "2026-01-01", "--json")
    found = json.loads(out)
    assert code == 0
    assert set(found) == {"as_of", "ok", "counts", "generation", "seconds", "series"}
    assert found["counts"] == {"new": 1, "revised": 0, "unchanged": 0, "failed": 0, "quarantined": 0}
    (row,) = found["series"]
    assert set(row) == {
        "series",
        "provider",
        "outcome",
        "new",
        "revised",
        "reasons",
        "last",
        "age_days",
        "required",
        "quarantine",
    }


def test_sync_without_a_publisher_answers_from_what_is_held(say: Say, server: Replay) -> None:
    server.faults = {"/": "500"}
    code, out, err = say("sync", "--only", "WALCL")
    assert code == 2
    assert "needed and not had: WALCL. Answers go on with the figures up to" in out
    assert "days old" in out
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sync", "--only", "NOPE"], "NOPE"),
        (["sync", "--only", "WALCL", "--since", "yesterday"], "yesterday"),
        (["sync", "--only", "WALCL", "--since", "2999-01-01"], "2999"),
        (["data", "add", "NOPE", "/dev/null"], "NOPE"),
        (["data", "add", "WALCL", "/nowhere.csv"], "cannot be read"),
        (["data", "quarantine", "release", "../../etc/passwd"], "no batch"),
        (["data", "quarantine", "drop", "WALCL-0123456789"], "no batch"),
        (["data", "quarantine", "release"], "missing"),
        (["data", "nothing"], "no such command"),
        (["alerts", "check"], "no such file"),
        (["alerts", "list", "--file", "/dev/null/x"], "no such file"),
        (["doctor", "--port", "70000"], "not a port"),
    ],
)
def test_what_cannot_be_done_is_one_line(say: Say, arguments: list[str], said: str) -> None:
    code, out, err = say(*arguments)
    assert code == 2
    assert said in err
    assert [line.startswith("error: ") for line in err.splitlines()].count(True) == 1
    assert "Traceback" not in err
    assert out == ""


def test_quarantine_from_list_to_release(say: Say, server: Replay) -> None:
    server.faults = {"/": "factor 1,000 from now on"}
    assert "in quarantine as WALCL-" in say("sync", "--only", "WALCL")[1]
    found = json.loads(say("data", "quarantine", "list", "--json")[1])["quarantine"]
    assert found[0]["name"] == "WALCL"
    name = found[0]["id"]
    assert name in say("data", "quarantine", "list")[1]
    assert json.loads(say("data", "status", "--json")[1])["quarantine"] == 1
    released = json.loads(say("data", "quarantine", "release", name, "--json")[1])
    assert released["new"] >= 1
    assert say("data", "quarantine", "list")[1] == "nothing is in quarantine\n"


def test_a_batch_is_thrown_away(say: Say, server: Replay) -> None:
    server.faults = {"/": "below zero"}
    say("sync", "--only", "WALCL")
    name = json.loads(say("data", "quarantine", "list", "--json")[1])["quarantine"][0]["id"]
    assert "thrown away" in say("data", "quarantine", "drop", name)[1]


def test_status_check_and_repair(say: Say, tmp_path: Path) -> None:
    assert "only the embedded snapshot" in say("data", "status")[1]
    say("sync", "--only", "WALCL")
    assert "last synchronised" in say("data", "status", "--all")[1]
    code, out, _ = say("data", "check")
    assert (code, out) == (0, "everything is sound\n")
    (current,) = (tmp_path / "home" / "store" / "generations").glob("g*")
    (current / "observations.parquet").write_bytes(b"x")
    code, out, _ = say("data", "check", "--json")
    assert code == 2
    assert json.loads(out)["sound"] is False
    code, out, _ = say("data", "repair", "--json")
    assert json.loads(out)["generation"] is None
    assert say("data", "check")[0] == 0


def test_own_figures(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("date,value\n2026-10-14,6750000\n", "utf-8")
    assert "1 new, 0 revised" in say("data", "add", "WALCL", str(path))[1]
    path.write_text("date,value\n2026-10-21,6.75\n", "utf-8")
    code, out, _ = say("data", "add", "WALCL", str(path), "--json")
    assert code == 2
    assert json.loads(out)["doubts"][0]["kind"] == "jump"


def test_alerts_ring_once(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "alerts.toml"
    path.write_text('[[alert]]\nname = "small"\nseries = "WALCL"\nbelow = 9000\n', "utf-8")
    code, out, _ = say("alerts", "check", "--file", str(path), "--json")
    assert code == 0
    assert json.loads(out)["events"][0]["kind"] == "on"
    assert say("alerts", "check", "--file", str(path))[1] == "1 lines, nothing new\n"
    assert json.loads(say("alerts", "list", "--file", str(path), "--json")[1])["alerts"][0]["on"] is True
    assert "small" in say("alerts", "list", "--file", str(path))[1]


def test_the_doctor(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIDEGATE_FRED_KEY", "a-very-secret-key")
    code, out, _ = say("doctor", "--port", "0", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["well"] is True
    looks = {row["check"]: row for row in found["checks"]}
    assert {"versions", "data", "disk", "fonts", "port", "keys", "mirror"} <= set(looks)
    assert looks["keys"]["values"]["found"] == ["fred"]
    assert "a-very-secret-key" not in out
    assert "Tidegate" in say("doctor", "--port", "0", lang="zh-Hant")[1]


@pytest.mark.parametrize(("form", "level"), [("xml", "info"), ("json", "loud")])
def test_logs_are_asked_for_in_known_words(
    say: Say, monkeypatch: pytest.MonkeyPatch, form: str, level: str
) -> None:
    monkeypatch.setenv("TIDEGATE_LOG", form)
    monkeypatch.setenv("TIDEGATE_LOG_LEVEL", level)
    code, _, err = say("sync", "--only", "WALCL")
    assert code == 2
    assert "TIDEGATE_LOG" in err


def test_logs_are_json_without_secrets(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import logging

    from tidegate.cli.logs import open_logs

    monkeypatch.setenv("TIDEGATE_LOG", "json")
    monkeypatch.setenv("TIDEGATE_LOG_LEVEL", "debug")
    monkeypatch.setenv("TIDEGATE_FRED_KEY", "a-very-secret-key")
    root = logging.getLogger()
    before = list(root.handlers)
    try:
        open_logs()
        log = logging.getLogger("tidegate.data")
        log.info("asked", extra={"url": "https://x.example/?api_key=a-very-secret-key", "status": 200})
        try:
            raise ValueError("token=abcdef")
        except ValueError as problem:
            log.error("failed", exc_info=problem)
        logging.getLogger("httpx").info("GET https://x.example/?api_key=a-very-secret-key")
    finally:
        for handler in [h for h in root.handlers if h not in before]:
            root.removeHandler(handler)
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    assert [row["event"] for row in lines] == ["asked", "failed"]
    assert lines[0]["status"] == 200
    assert "a-very-secret-key" not in str(lines)
    assert "abcdef" not in lines[1]["error"]


def test_sync_in_python(server: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tidegate

    server.faults = {}
    monkeypatch.setenv("TIDEGATE_HOME", str(tmp_path))
    monkeypatch.setenv("TIDEGATE_MIRROR", server.address)
    assert tidegate.sync is sync
    calls: list[Any] = []
    found = tidegate.sync(["WALCL"], progress=lambda *step: calls.append(step))
    assert found.ok
    assert calls == [(1, 1, "fred:WALCL")]
    store = tidegate.open_store()
    assert store.synced is not None
    assert store.latest("WALCL").date > date(2026, 10, 7)
    store.close()
