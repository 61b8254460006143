"""A word when a figure crosses a line: once, with what could not be delivered tried again."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from tidegate.data.alerts import Event, Rules, check, read_rules
from tidegate.data.alerts.deliver import email, ways, webhook
from tidegate.data.alerts.rules import Alert, Email
from tidegate.data.alerts.watch import remembered
from tidegate.data.store import open_store
from tidegate.errors import FetchError, InputError
from tidegate.message import Message

DAY = date(2024, 4, 10)
Make = Callable[..., Path]


def rules(**line: Any) -> Rules:
    return Rules(alert=(Alert(name="reserves", series="WRESBAL", **line),))


class Watch:
    """A store whose last figure can be moved, and what was said."""

    def __init__(self, make: Make, folder: Path) -> None:
        self.make, self.path = make, folder / "state.json"
        self.said: list[str] = []
        self.down = False

    def tell(self, event: Event) -> None:
        if self.down:
            raise FetchError(Message("down"))
        self.said.append(event.kind)

    def look(self, found: Rules, value: float, today: date = DAY) -> list[str]:
        folder = self.make(("WRESBAL", ["2024-03-20"], "2024-03-21", [value]))
        store = open_store(folder, today)
        events, problems = check(found, store, today, {"test": self.tell}, self.path)
        store.close()
        assert problems == ()
        return [e.kind for e in events if e.delivered]


@pytest.fixture
def watch(make_store: Make, tmp_path: Path) -> Watch:
    return Watch(make_store, tmp_path)


def test_an_alert_rings_once_and_ends_beyond_its_margin(watch: Watch) -> None:
    found = rules(below=2800, clear=2850)
    seen = [watch.look(found, v) for v in (2900, 2790, 2795, 2805, 2790, 2849, 2851, 2840, 2799)]
    assert seen == [[], ["on"], [], [], [], [], ["off"], [], ["on"]]
    assert watch.said == ["on", "off", "on"]


def test_the_usual_margin_is_one_per_cent(watch: Watch) -> None:
    found = rules(above=100)
    assert [watch.look(found, v) for v in (101, 99.5, 98.9)] == [["on"], [], ["off"]]


def test_a_reminder_comes_when_asked_for(watch: Watch) -> None:
    found = rules(below=2800, remind_days=7)
    days = [date(2024, 4, d) for d in (10, 12, 17, 18, 25)]
    assert [watch.look(found, 2700, d) for d in days] == [["on"], [], ["reminder"], [], ["reminder"]]


def test_what_could_not_be_delivered_is_tried_again_and_only_that(watch: Watch) -> None:
    found = rules(below=2800)
    watch.down = True
    assert watch.look(found, 2700) == []
    assert watch.look(found, 2700) == []
    watch.down = False
    assert watch.look(found, 2700) == ["on"]
    assert watch.look(found, 2700) == []
    assert watch.said == ["on"]


def test_what_is_told_again_after_a_crash_has_the_same_id(watch: Watch) -> None:
    """The way works, and then the machine fails: nothing was remembered."""
    came: list[Event] = []

    def tell(event: Event) -> None:
        came.append(event)
        if len(came) == 1:
            raise SystemExit(1)

    store = open_store(watch.make(("WRESBAL", ["2024-03-20"], "2024-03-21", [2700.0])), DAY)
    found = rules(below=2800)
    with pytest.raises(SystemExit):
        check(found, store, DAY, {"test": tell}, watch.path)
    assert remembered(watch.path) == {}
    check(found, store, date(2024, 4, 12), {"test": tell}, watch.path)
    check(found, store, date(2024, 4, 13), {"test": tell}, watch.path)
    store.close()
    assert len(came) == 2
    assert len(came[0].id) == 32
    assert came[0].id == came[1].id


def test_what_was_told_before_a_crash_is_remembered(watch: Watch) -> None:
    lines = (Alert(name="a", series="WRESBAL", below=2800), Alert(name="b", series="WRESBAL", below=2750))
    came: list[str] = []

    def tell(event: Event) -> None:
        came.append(event.name)
        if came == ["a", "b"]:
            raise SystemExit(1)

    store = open_store(watch.make(("WRESBAL", ["2024-03-20"], "2024-03-21", [2700.0])), DAY)
    with pytest.raises(SystemExit):
        check(Rules(alert=lines), store, DAY, {"test": tell}, watch.path)
    check(Rules(alert=lines), store, DAY, {"test": tell}, watch.path)
    store.close()
    assert came == ["a", "b", "b"]


def test_each_event_has_an_id_of_its_own_and_a_second_try_keeps_it(watch: Watch) -> None:
    ids: list[str] = []
    watch_tell = watch.tell

    def tell(event: Event) -> None:
        ids.append(event.id)
        watch_tell(event)

    watch.tell = tell  # type: ignore[method-assign]
    found = rules(below=2800, clear=2850, remind_days=1)
    watch.down = True
    watch.look(found, 2700)
    watch.down = False
    watch.look(found, 2690)
    watch.look(found, 2690, date(2024, 4, 12))
    watch.look(found, 2690, date(2024, 4, 14))
    watch.look(found, 2900, date(2024, 4, 14))
    assert watch.said == ["on", "reminder", "reminder", "off"]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 4


def test_old_figures_alert_too(watch: Watch) -> None:
    found = rules(older_than_days=30)
    assert watch.look(found, 1.0, date(2024, 4, 10)) == []
    assert watch.look(found, 1.0, date(2024, 4, 25)) == ["on"]


@pytest.mark.parametrize("body", ["", "[]", "{", '{"reserves": 5}', "\x00"])
def test_a_damaged_memory_rings_once_more_at_worst(watch: Watch, body: str) -> None:
    watch.path.write_text(body, "utf-8")
    assert watch.look(rules(below=2800), 2700) == ["on"]
    assert remembered(watch.path)["reserves"]["on"] is True


def test_a_series_without_figures_is_a_problem_and_the_others_are_looked_at(
    make_store: Make, tmp_path: Path
) -> None:
    lines = (Alert(name="a", series="VIXCLS", above=30), Alert(name="b", series="WRESBAL", below=2800))
    store = open_store(make_store(("WRESBAL", ["2024-03-20"], "2024-03-21", [2700.0])), DAY)
    events, problems = check(Rules(alert=lines), store, DAY, {}, tmp_path / "s.json")
    store.close()
    assert [e.name for e in events] == ["b"]
    assert "VIXCLS" in str(problems[0])
    assert "crossed" in str(events[0].sentence)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[alert]]\nname="a"\nseries="NOPE"\nbelow=1', "NOPE"),
        ('[[alert]]\nname="a"\nseries="WALCL"', "exactly one"),
        ('[[alert]]\nname="a"\nseries="WALCL"\nbelow=1\nabove=2', "exactly one"),
        ('[[alert]]\nname="a"\nseries="WALCL"\nbelow=5\nclear=4', "clear"),
        ('[[alert]]\nname="a"\nseries="WALCL"\nbelow=nan', "finite"),
        ('[[alert]]\nname="a"\nseries="WALCL"\nbelow=1\nsometimes=true', "sometimes"),
        (
            '[[alert]]\nname="a"\nseries="WALCL"\nbelow=1\n[[alert]]\nname="a"\nseries="WALCL"\nbelow=2',
            "twice",
        ),
        ('[email]\nhost="a b"\nsender="x"\nto=[]', "email"),
        ("not toml [", "not valid TOML at line 1, column 5"),
        ("#" * 300_000, "too large"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "alerts.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=said):
        read_rules(path)
    with pytest.raises(InputError, match="no such file"):
        read_rules(tmp_path / "none.toml")


@pytest.fixture
def hook() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    came: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            came.append(body)
            self.send_response(500 if body["name"] == "bad" else 204)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/secret-path", came
        server.shutdown()


def event(name: str = "reserves") -> Event:
    return Event(name, "on", "WRESBAL", 2700.0, "bn_usd", DAY, Message("crossed"), "5f")


def test_a_webhook_gets_json_and_its_address_stays_secret(hook: tuple[str, list[dict[str, Any]]]) -> None:
    address, came = hook
    post = webhook(address, lambda e: str(e.sentence))
    post(event())
    assert came[0]["text"] == "crossed"
    assert came[0]["id"] == "5f"
    assert (came[0]["value"], came[0]["date"]) == (2700.0, "2024-04-10")
    with pytest.raises(FetchError, match="500") as caught:
        post(event("bad"))
    assert "secret-path" not in str(caught.value)
    with pytest.raises(FetchError, match="not delivered"):
        webhook("http://127.0.0.1:9/secret-path", str)(event())


@pytest.mark.parametrize("address", [None, "", "http://example.org/x", "ftp://x", "https://", "https://["])
def test_a_webhook_in_the_open_is_refused(address: str | None) -> None:
    with pytest.raises(InputError, match="TIDEGATE_WEBHOOK_URL"):
        webhook(address, str)


class Post(socketserver.StreamRequestHandler):
    """As little of SMTP as one letter needs."""

    letters: list[str] = []  # noqa: RUF012

    def handle(self) -> None:
        def say(text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

        say("220 here")
        while line := self.rfile.readline().decode().strip():
            if line.upper().startswith("DATA"):
                say("354 go on")
                letter = ""
                while (part := self.rfile.readline().decode()) != ".\r\n":
                    letter += part
                self.letters.append(letter)
                say("250 taken")
            elif line.upper().startswith("QUIT"):
                say("221 bye")
                return
            else:
                say("250 ok")


def test_a_letter() -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), Post) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        port = server.server_address[1]
        to = Email(
            host="127.0.0.1", port=port, security="none", sender="a@example.org", to=("b@example.org",)
        )
        email(to, lambda e: "準備金")(event("two\nlines: Bcc"))
        server.shutdown()
    assert "Subject: Tidegate: two lines: Bcc" in Post.letters[0]
    assert "To: b@example.org" in Post.letters[0]
    assert "Message-ID: <5f.a@example.org>" in Post.letters[0]
    gone = Email(host="127.0.0.1", port=9, security="none", sender="a@example.org", to=("b@example.org",))
    with pytest.raises(FetchError, match="e-mail: not delivered"):
        email(gone, str)(event())
    nobody = Email(host="a..b", security="none", sender="a@example.org", to=("b@example.org",))
    with pytest.raises(FetchError, match="e-mail: not delivered"):
        email(nobody, str)(event())


def test_no_password_travels_in_the_open() -> None:
    given = {"security": "none", "user": "me", "sender": "a@example.org", "to": ("b@example.org",)}
    with pytest.raises(ValueError, match="in the open"):
        Email(host="mail.example.org", **given)
    assert Email(host="127.0.0.1", **given).user == "me"


def test_ways_are_those_that_the_file_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIDEGATE_WEBHOOK_URL", "https://hooks.example.org/x")
    to = Email(host="mail.example.org", sender="a@example.org", to=("b@example.org",))
    assert set(ways(Rules(webhook=True, email=to), str)) == {"webhook", "email"}
    assert ways(Rules(), str) == {}
