"""What guards the application: who is answered, under which name, and what a browser may load."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tidegate.message import N_
from tidegate.web.failures import refused
from tidegate.web.settings import is_loopback

# The widget library compiles its components in the browser and writes styles and a start script into
# the page; that is what 'unsafe-eval' and 'unsafe-inline' are for. Nothing comes from another host.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def host_name(header: str) -> str:
    """Return the name in a ``Host`` header without its port; "" if it cannot be read."""
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""


def named_port(text: str, scheme: str = "http") -> int | None:
    """Return the port that an origin or a ``Host`` header means: the scheme's own where none is written.

    Parameters
    ----------
    text
        ``scheme://name:port``, or ``//name:port``.
    scheme
        Of the page that asks, for a ``Host`` header: which port it leaves out is up to the scheme that the
        browser uses, and behind a proxy with TLS that is not the one of this server.

    Returns
    -------
    int or None
        None where the text cannot be read, or the scheme is no page's.
    """
    try:
        parts = urlsplit(text)
        return parts.port or PORTS.get(parts.scheme or scheme)
    except ValueError:
        return None


PORTS = {"http": 80, "https": 443}
OPEN_PATHS = ("/healthz",)
"""What is told without a token: that the server is there, and how old its figures are."""
READING = ("GET", "HEAD", "OPTIONS")
"""Methods that start nothing: a page elsewhere may send them, since it cannot read the answer."""
COOKIE = "tidegate"
MOST_HEADER = 4096


class Guard:
    """Answers only those who may ask, and sends the security headers.

    Without a token only this machine's own names are answered. A page elsewhere
    could point its own name at 127.0.0.1 and so read what is served here; it
    cannot change the ``Host`` header, nor the ``Origin`` of a web socket, which
    are therefore checked.

    With a token everybody has to show it: as ``Authorization: Bearer``, as the
    password of ``Basic`` (what a browser asks for), or in the cookie that is set
    then. It is never taken from an address, which would end up in logs and links.

    Parameters
    ----------
    app
        What is guarded.
    token
        What a reader has to know; None: nothing, on this machine only.
    """

    def __init__(self, app: ASGIApp, token: str | None = None) -> None:
        self.app = app
        self._token = token
        # The cookie is not the token itself: it opens the page and nothing else.
        self._cookie = hmac.new(token.encode(), b"tidegate page", hashlib.sha256).hexdigest() if token else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        told = headers.get("host", "")
        host = host_name(told)
        origin = headers.get("origin")
        changes = scope["type"] == "websocket" or scope["method"] not in READING
        foreign = origin is not None and changes and not self._own(origin, told)
        named = is_loopback(host) if self._token is None else bool(host)
        shown = self._shown(headers) if self._token is not None else "none needed"

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    answer.setdefault(name, value)
                if shown == "token":
                    secure = "; Secure" if scope.get("scheme") == "https" else ""
                    answer.append(
                        "Set-Cookie", f"{COOKIE}={self._cookie}; Path=/; HttpOnly; SameSite=Strict{secure}"
                    )
            await send(message)

        if named and not foreign and (shown or scope["path"] in OPEN_PATHS):
            await self.app(scope, receive, send_guarded)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif named and not foreign:
            answer = refused(scope, 401, N_("a token is needed: any name, and the token as the password"))
            answer.headers["WWW-Authenticate"] = 'Basic realm="Tidegate", charset="UTF-8"'
            await answer(scope, receive, send_guarded)
        elif named:
            problem = N_("origin: {value!r} did not come from this server, and may start nothing here")
            await refused(scope, 403, problem, value=origin)(scope, receive, send_guarded)
        else:
            problem = N_("host: {value!r} is not a name of this machine; use http://127.0.0.1 and the port")
            await refused(scope, 421, problem, value=host)(scope, receive, send_guarded)

    def _shown(self, headers: Headers) -> str:
        """Return how a request shows that it may ask: ``token``, ``cookie`` or "" (not at all)."""
        kind, _, value = headers.get("authorization", "")[:MOST_HEADER].partition(" ")
        if kind.lower() == "basic":
            try:
                value = base64.b64decode(value.strip(), validate=True).decode().partition(":")[2]
            except (binascii.Error, UnicodeDecodeError, ValueError):
                value = ""
        elif kind.lower() != "bearer":
            value = ""
        if self._token is not None and hmac.compare_digest(value.strip().encode(), self._token.encode()):
            return "token"
        try:
            found = SimpleCookie(headers.get("cookie", "")[:MOST_HEADER]).get(COOKIE)
        except CookieError:
            found = None
        if found is not None and hmac.compare_digest(found.value.encode(), self._cookie.encode()):
            return "cookie"
        return ""

    def _own(self, origin: str, told: str) -> bool:
        """Return whether a page was served by this server: its name and port are those that it asks.

        Another port of the same machine is another program, whose pages may
        start nothing here. The port is that of the ``Host`` header, not the one
        listened at: a tunnel, a container or a proxy may show another.
        """
        try:
            page = urlsplit(origin)
            name = page.hostname or ""
        except ValueError:
            return False
        port = named_port(origin) if page.scheme in PORTS else None
        if port is None or port != named_port(f"//{told}", page.scheme):
            return False
        return is_loopback(name) if self._token is None else name == host_name(told)
