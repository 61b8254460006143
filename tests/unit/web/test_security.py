from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI, WebSocket

from tidegate.web.security import HEADERS, Guard, host_name


@pytest.fixture
def app() -> FastAPI:
    made = FastAPI()

    @made.get("/")
    def root() -> str:
        return "hello"

    @made.websocket("/ws")
    async def socket(ws: WebSocket) -> None:
        await ws.accept()
        await ws.send_text("hello")
        await ws.close()

    made.add_middleware(Guard)
    return made


@pytest.mark.parametrize("host", ["127.0.0.1:8300", "localhost", "[::1]:8300"])
def test_this_machines_names_are_answered_with_the_security_headers(
    app: FastAPI, ask: Callable[..., Any], host: str
) -> None:
    answer = ask(app, "/", headers={"host": host})
    assert answer.status_code == 200
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert "http" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "a:b:c", "[::"])
def test_another_name_is_refused_in_the_one_shape(app: FastAPI, ask: Callable[..., Any], host: str) -> None:
    answer = ask(app, "/", headers={"host": host, "accept-language": "en"})
    assert answer.status_code == 421
    assert "127.0.0.1" in answer.json()["error"]["problems"][0]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://evil.example", 403),
        ("http://127.0.0.1:8300", 405),
        ("http://localhost:8300", 405),
        ("http://127.0.0.1:9000", 403),
        ("http://127.0.0.1", 403),
        ("null", 403),
        ("ftp://127.0.0.1:8300", 403),
        ("http://127.0.0.1:port", 403),
        ("http://[::", 403),
    ],
)
def test_a_page_of_another_host_starts_nothing(
    app: FastAPI, ask: Callable[..., Any], origin: str, status: int
) -> None:
    told = {"host": "127.0.0.1:8300", "origin": origin, "accept-language": "en"}
    answer = ask(app, "/", "POST", headers=told)
    assert answer.status_code == status
    assert ask(app, "/", headers=told).status_code == 200  # reading starts nothing, and cannot be read there


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("gate.example", "https://gate.example", 405),  # a proxy with TLS in front, which passes the name on
        ("gate.example:443", "https://gate.example", 405),
        ("gate.example:8443", "https://gate.example:8443", 405),  # at a port of its own
        ("127.0.0.1:9000", "http://127.0.0.1:9000", 405),  # a tunnel or a container that shows another port
        ("gate.example", "http://gate.example", 405),
        ("gate.example", "https://gate.example:8443", 403),
        ("gate.example:8300", "https://gate.example", 403),
        ("gate.example", "https://other.example", 403),
    ],
)
def test_behind_a_proxy_the_port_is_that_of_the_address_the_reader_sees(
    ask: Callable[..., Any], host: str, origin: str, status: int
) -> None:
    token = "0123456789abcdefghijklmnop"
    made = FastAPI()

    @made.get("/")
    def root() -> str:
        return "hello"

    made.add_middleware(Guard, token=token)
    told = {"host": host, "origin": origin, "authorization": f"Bearer {token}", "accept-language": "en"}
    assert ask(made, "/", "POST", headers=told).status_code == status


def knock(app: FastAPI, alone: Callable[..., Any], origin: str) -> list[str]:
    """Open a web socket from a page of `origin` and return the kinds of messages that come back."""
    headers = [(b"host", b"127.0.0.1:8300"), (b"origin", origin.encode())]
    scope = {"type": "websocket", "path": "/ws", "headers": headers, "query_string": b"", "subprotocols": []}
    came: list[str] = []

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        came.append(message["type"])

    alone(lambda: app(scope, receive, send))
    return came


def test_a_page_of_another_host_opens_no_web_socket(app: FastAPI, alone: Callable[..., Any]) -> None:
    assert knock(app, alone, "http://127.0.0.1:8300") == [
        "websocket.accept",
        "websocket.send",
        "websocket.close",
    ]
    assert knock(app, alone, "https://evil.example") == ["websocket.close"]
    assert knock(app, alone, "http://127.0.0.1:9000") == ["websocket.close"]


def test_a_host_header_that_cannot_be_read_has_no_name() -> None:
    assert host_name("[::") == ""
    assert host_name("[::1]:80") == "::1"
