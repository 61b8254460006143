"""Beyond this machine only with a token, which is never in an address."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI, WebSocket

from tidegate.errors import InputError
from tidegate.web.security import HEADERS, Guard
from tidegate.web.settings import Settings

TOKEN = "0123456789abcdef0123456789abcdef"
ELSEWHERE = {"host": "tide.example.org:8300", "accept-language": "en"}


def basic(token: str) -> str:
    return "Basic " + base64.b64encode(f"me:{token}".encode()).decode()


@pytest.fixture
def app() -> FastAPI:
    made = FastAPI()

    @made.get("/")
    def root() -> str:
        return "hello"

    @made.get("/healthz")
    def health() -> str:
        return "well"

    @made.websocket("/ws")
    async def socket(ws: WebSocket) -> None:
        await ws.accept()
        await ws.close()

    made.add_middleware(Guard, token=TOKEN)
    return made


@pytest.mark.parametrize("shown", [f"Bearer {TOKEN}", basic(TOKEN), f"bearer  {TOKEN}"])
def test_who_shows_the_token_is_answered(app: FastAPI, ask: Callable[..., Any], shown: str) -> None:
    answer = ask(app, "/", headers={**ELSEWHERE, "authorization": shown})
    assert answer.status_code == 200
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert TOKEN not in cookie, "the cookie opens the page and is not the token"
    again = ask(app, "/", headers={**ELSEWHERE, "cookie": cookie.partition(";")[0]})
    assert again.status_code == 200
    assert "set-cookie" not in again.headers


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": ""},
        {"authorization": f"Bearer {TOKEN[:-1]}"},
        {"authorization": f"Bearer {TOKEN}x"},
        {"authorization": f"Digest {TOKEN}"},
        {"authorization": "Basic not-base64!"},
        {"authorization": basic("")},
        {"authorization": "Bearer " + "é" * 10},
        {"authorization": "Bearer " + "x" * 100_000},
        {"cookie": "tidegate=nonsense"},
        {"cookie": "=;;;="},
        {"host": "127.0.0.1"},
    ],
)
def test_who_does_not_is_refused(app: FastAPI, ask: Callable[..., Any], headers: dict[str, str]) -> None:
    raw = {k: v.encode("latin-1") for k, v in {**ELSEWHERE, **headers}.items()}
    answer = ask(app, "/", headers=raw)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic")
    assert "token" in answer.json()["error"]["problems"][0]
    for name, value in HEADERS.items():
        assert answer.headers[name] == value


def test_a_token_in_the_address_does_not_count(app: FastAPI, ask: Callable[..., Any]) -> None:
    assert ask(app, "/", headers=ELSEWHERE, token=TOKEN).status_code == 401


def test_whether_it_is_well_is_told_to_all(app: FastAPI, ask: Callable[..., Any]) -> None:
    assert ask(app, "/healthz", headers=ELSEWHERE).status_code == 200
    assert ask(app, "/healthz/../", headers=ELSEWHERE).status_code == 401


def knock(app: FastAPI, alone: Callable[..., Any], *headers: tuple[str, str]) -> str:
    """Open a web socket and return the kind of the first message that comes back."""
    raw = [(k.encode(), v.encode()) for k, v in (("host", "tide.example.org"), *headers)]
    scope = {"type": "websocket", "path": "/ws", "headers": raw, "query_string": b"", "subprotocols": []}
    came: list[str] = []

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        came.append(message["type"])

    alone(lambda: app(scope, receive, send))
    return came[0]


def test_web_sockets_need_it_too_and_from_the_same_page(app: FastAPI, alone: Callable[..., Any]) -> None:
    shown = ("authorization", f"Bearer {TOKEN}")
    assert knock(app, alone) == "websocket.close"
    assert knock(app, alone, shown) == "websocket.accept"
    assert knock(app, alone, shown, ("origin", "http://tide.example.org")) == "websocket.accept"
    assert knock(app, alone, shown, ("origin", "https://evil.example")) == "websocket.close"


def test_any_address_may_be_served_with_a_token() -> None:
    found = Settings(host="0.0.0.0", token=TOKEN)
    assert TOKEN not in repr(found)
    with pytest.raises(InputError, match="TIDEGATE_TOKEN"):
        Settings(host="0.0.0.0")
    with pytest.raises(InputError, match="example.org"):
        Settings(host="example.org", token=TOKEN)


@pytest.mark.parametrize("token", ["", "short", "a" * 40, "abcabcabc" * 4])
def test_a_token_that_is_easily_guessed_is_refused(token: str) -> None:
    with pytest.raises(InputError, match="too short or too plain"):
        Settings(token=token)
