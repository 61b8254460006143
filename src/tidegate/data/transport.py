"""The only place that opens connections to publishers: bounded, patient, and never trusting."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx
import tenacity

from tidegate import __version__
from tidegate.data.hosts import PACES, USUAL, Gate, Pace
from tidegate.data.keys import find, guarded, hide_in_logs_of, redact, redact_url
from tidegate.data.providers.model import Ask, Unchanged
from tidegate.errors import FetchError, InputError
from tidegate.message import N_, Message

log = logging.getLogger("tidegate.data")

MIRROR_VARIABLE = "TIDEGATE_MIRROR"
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
ANYTHING = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/x-download"})
AGENT = f"Tidegate/{__version__} (+official statistics, on behalf of one user)"
ENOUGH_GIVEN_UP = 3
"""So many times in a row every attempt at a host failed; after that each further address gets one."""
BROWSER = f"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Tidegate/{__version__}"


@dataclass(frozen=True)
class Patience:
    """How long a publisher is waited for.

    Attributes
    ----------
    connect_seconds, read_seconds
        For a connection, and for the next piece of an answer.
    answer_seconds
        For a whole answer, however it drips.
    attempts
        How often in all.
    first_wait_seconds, longest_wait_seconds
        Waits double from the first, with a random part; a publisher's ``Retry-After`` counts instead,
        up to the longest.
    """

    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    answer_seconds: float = 120.0
    attempts: int = 4
    first_wait_seconds: float = 1.0
    longest_wait_seconds: float = 90.0


@dataclass(frozen=True)
class Seen:
    """What is remembered of an address, to ask whether anything is new.

    Attributes
    ----------
    url
        Without keys.
    etag, modified
        As the publisher gave them; empty: none.
    sha256
        Of the body.
    """

    url: str
    etag: str = ""
    modified: str = ""
    sha256: str = ""


class _Passing(Exception):
    """Something that may be over in a moment."""

    def __init__(self, problem: Message, wait: float | None = None) -> None:
        super().__init__(problem)
        self.problem, self.wait = problem, wait


class _TooMuch(Exception):
    """More bytes than an answer may have."""


@dataclass
class Transport:
    """Asks publishers, within each host's limits. Safe to be used from several threads.

    Attributes
    ----------
    patience
        How long to wait and how often to try.
    mirror
        Address that stands in for every publisher: ``{mirror}/{host}/{path}``. Over plain http only on
        this machine. Default: ``$TIDEGATE_MIRROR``.
    paces
        Limits by host.
    sleep
        Waits; replaced in tests.

    Raises
    ------
    InputError
        For a mirror that is neither https nor this machine.
    """

    patience: Patience = field(default_factory=Patience)
    mirror: str | None = None
    paces: Mapping[str, Pace] = field(default_factory=lambda: PACES)
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        self.mirror = (self.mirror or os.environ.get(MIRROR_VARIABLE, "")).rstrip("/") or None
        if self.mirror is not None:
            check_mirror(self.mirror)
        hide_in_logs_of("httpx")
        self._gates: dict[str, Gate] = {}
        self._given_up: Counter[str] = Counter()
        self._lock = threading.Lock()
        seconds = self.patience
        timeout = httpx.Timeout(seconds.read_seconds, connect=seconds.connect_seconds)
        self._client = httpx.Client(timeout=timeout, follow_redirects=False, trust_env=self.mirror is None)

    def close(self) -> None:
        """Close every connection."""
        self._client.close()

    def get(self, ask: Ask, seen: Seen | None = None) -> tuple[bytes, Seen]:
        """Return the body of an answer, and what to remember of it.

        Parameters
        ----------
        ask
            What to ask for.
        seen
            What is remembered of the same address.

        Raises
        ------
        Unchanged
            If `seen` still holds and the request is conditional.
        FetchError
            After the last attempt, or at once where another would not help.
        """
        patience, host = self.patience, urlsplit(ask.url).hostname or ""
        # A host that gave nothing time and again, as all do without a network, is not waited for each time.
        attempts = 1 if self._given_up[host] >= ENOUGH_GIVEN_UP else patience.attempts
        try:
            for attempt in tenacity.Retrying(
                stop=tenacity.stop_after_attempt(attempts),
                wait=self._wait,
                retry=tenacity.retry_if_exception_type(_Passing),
                sleep=self.sleep,
                reraise=True,
            ):
                with attempt:
                    body, now = self._once(ask, seen)
        except _Passing as problem:
            self._given_up[host] += 1
            values = {"url": redact_url(ask.url), "problem": problem.problem, "count": attempts}
            if attempts < patience.attempts:
                text = N_("{url}: {problem}; asked only once, after others there had failed. Try again later")
                raise FetchError.of(text, **values) from None
            raise FetchError.of(N_("{url}: {problem}, {count} times; try again later"), **values) from None
        self._given_up[host] = 0
        if ask.conditional and seen is not None and seen.url == now.url and seen.sha256 == now.sha256:
            raise Unchanged
        return body, now

    def _wait(self, state: tenacity.RetryCallState) -> float:
        problem = state.outcome.exception() if state.outcome is not None else None
        asked = problem.wait if isinstance(problem, _Passing) else None
        most = self.patience.longest_wait_seconds
        if asked is not None:
            return min(asked, most)
        first = self.patience.first_wait_seconds
        doubling = tenacity.wait_exponential(multiplier=first, max=most) + tenacity.wait_random(0, first / 2)
        return doubling(state)

    def _gate(self, host: str) -> AbstractContextManager[Any]:
        if self.mirror is not None:
            return nullcontext()
        with self._lock:
            if host not in self._gates:
                self._gates[host] = Gate(self.paces.get(host, USUAL), self.sleep)
            return self._gates[host]

    def _once(self, ask: Ask, seen: Seen | None) -> tuple[bytes, Seen]:
        """Make one attempt."""
        headers = {
            "User-Agent": BROWSER if ask.browser else AGENT,
            "Accept": ", ".join((*ask.media, "*/*;q=0.1")),
        }
        if ask.conditional and seen is not None and seen.url == ask.url:
            if seen.etag:
                headers["If-None-Match"] = seen.etag
            if seen.modified:
                headers["If-Modified-Since"] = seen.modified
        host = urlsplit(ask.url).hostname or ""
        with self._gate(host):
            url, hops = ask.url, 0
            while True:
                try:
                    answer, body = self._stream(with_key(self._mirrored(url), ask.key), headers, ask)
                except _TooMuch:
                    raise too_large(ask) from None
                except httpx.TimeoutException:
                    raise _Passing(Message(N_("no answer in time"))) from None
                except (httpx.RemoteProtocolError, httpx.ReadError, httpx.DecodingError):
                    raise _Passing(Message(N_("the answer breaks off in the middle"))) from None
                except httpx.TransportError:
                    raise _Passing(Message(N_("cannot be reached"))) from None
                except httpx.HTTPError as problem:
                    raise _Passing(Message(N_("failed ({kind})"), {"kind": type(problem).__name__})) from None
                if not answer.has_redirect_location:
                    break
                url, hops = redirected(ask, url, answer, self.mirror), hops + 1
                if hops > 3:
                    raise FetchError.of(N_("{url}: sent from place to place"), url=redact_url(ask.url))
        return self._judge(ask, seen, answer, body)

    def _stream(self, url: str, headers: Mapping[str, str], ask: Ask) -> tuple[httpx.Response, bytes]:
        """Read an answer piece by piece, no longer and no larger than it may be."""
        end = time.monotonic() + self.patience.answer_seconds
        pieces: list[bytes] = []
        size = 0
        with self._client.stream("GET", url, headers=dict(headers)) as answer:
            for piece in answer.iter_bytes():
                size += len(piece)
                if size > ask.most_bytes:
                    raise _TooMuch
                if time.monotonic() > end:
                    raise httpx.ReadTimeout("the whole answer took too long")
                pieces.append(piece)
        return answer, b"".join(pieces)

    def _judge(self, ask: Ask, seen: Seen | None, answer: httpx.Response, body: bytes) -> tuple[bytes, Seen]:
        """Return the body if the answer is one."""
        status = answer.status_code
        shown = redact_url(ask.url)
        log.debug("asked", extra={"url": shown, "status": status, "bytes": len(body)})
        if status == 304 and seen is not None:
            raise Unchanged
        if status in PASSING:
            raise _Passing(Message(N_("answers {status}"), {"status": status}), retry_after(answer.headers))
        if status != 200:
            raise FetchError.of(
                N_("{url}: answers {status}; check the name and the dates asked for, or the key"),
                url=shown,
                status=status,
            )
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in ANYTHING and kind not in ask.media:
            raise FetchError.of(
                N_(
                    "{url}: came as {kind!r}, not as {media}; the publisher may be answering with an error page"
                ),
                url=shown,
                kind=redact(kind)[:60],
                media=", ".join(ask.media[:1]),
            )
        # Nothing may say where it ends; a table's last line does, and so does JSON.
        told = "content-length" in answer.headers or "transfer-encoding" in answer.headers
        if not told and body and not body.endswith((b"\n", b"\r", b"}", b"]", b">")):
            raise _Passing(Message(N_("the answer breaks off in the middle")))
        etag, modified = (answer.headers.get(n, "")[:200] for n in ("etag", "last-modified"))
        return body, Seen(ask.url, etag, modified, hashlib.sha256(body).hexdigest())

    def _mirrored(self, url: str) -> str:
        if self.mirror is None or url.startswith(self.mirror + "/"):
            return url
        parts = urlsplit(url)
        return f"{self.mirror}/{parts.netloc}{urlunsplit(('', '', parts.path, parts.query, ''))}"


def too_large(ask: Ask) -> FetchError:
    """Return the error for an answer that does not end."""
    return FetchError.of(
        N_("{url}: more than {most} MB; nothing that is read here is as large"),
        url=redact_url(ask.url),
        most=ask.most_bytes // 10**6,
    )


def check_mirror(mirror: str) -> None:
    """Refuse a mirror to which keys or figures would travel in the open.

    Raises
    ------
    InputError
        If it is neither https nor this machine.
    """
    if not guarded(mirror):
        raise InputError.of(
            N_(
                "mirror: {value!r} is neither https nor this machine; give https://HOST or http://127.0.0.1:PORT"
            ),
            value=redact_url(mirror),
        )


def redirected(ask: Ask, url: str, answer: httpx.Response, mirror: str | None) -> str:
    """Return where an answer sends us: within the same site and never away from https.

    Raises
    ------
    FetchError
        For any other place.
    """
    given = answer.headers.get("location", "")
    try:
        target = str(httpx.URL(url).join(given))
        old, new = urlsplit(url), urlsplit(target)
    except (httpx.InvalidURL, ValueError):
        target, old, new = given, urlsplit(url), urlsplit("")
    if mirror is not None and target.startswith(mirror + "/"):
        return target
    same = site(old.hostname or "") == site(new.hostname or "")
    if not (new.scheme == "https" and same) or ask.key:
        raise FetchError.of(
            N_("{url}: sends to {target}, which is another place"),
            url=redact_url(ask.url),
            target=redact_url(target)[:120],
        )
    return target


def site(host: str) -> str:
    """Return what one publisher's hosts end in: ``stlouisfed.org``, and ``boj.or.jp`` below a country's own parts."""
    labels = host.split(".")
    shared = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3 if shared else -2 :])


def with_key(url: str, key: str) -> str:
    """Return an address with its key in the query.

    Raises
    ------
    FetchError
        If there is no such key.
    """
    if not key:
        return url
    parameter, _, name = key.partition("=")
    value = find(name)
    if value is None:
        raise FetchError.of(N_("{name}: there is no key; see docs/howto/sync.md"), name=name)
    return str(httpx.URL(url).copy_add_param(parameter, value))


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of a ``Retry-After``, given as a number or as a date; None where there is none."""
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    try:
        return max(0.0, float(int(text)))
    except ValueError:
        pass
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())
