"""A stand-in for every publisher, on this machine only, that misbehaves when it is told to.

    python scripts/replay_server.py [--port 8399] [--today 2026-11-26] [--seconds 600]

Point ``TIDEGATE_MIRROR=http://127.0.0.1:8399`` at it and run ``tidegate sync``.
It stops by itself.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import threading
import time
from collections.abc import Callable
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from replay_formats import answer
from replay_formats.world import World

Fault = Callable[["Handler", str, bytes], None]


class Replay(ThreadingHTTPServer):
    """The server. `faults` maps a part of an address to the name of what goes wrong there."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, world: World, port: int = 0, slow_seconds: float = 0.05) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.world = world
        self.faults: dict[str, str] = {}
        self.times: dict[str, int] = {}
        self.slow_seconds = slow_seconds
        self.asked: list[str] = []
        self.guard = threading.Lock()

    @property
    def address(self) -> str:
        """Address for ``TIDEGATE_MIRROR``."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Replay:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over a client that hangs up."""


class Handler(BaseHTTPRequestHandler):
    """Answers as the publisher would, or as the fault says."""

    protocol_version = "HTTP/1.1"
    server: Replay

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""

    def do_GET(self) -> None:
        """Answer one request."""
        parts = urlsplit(self.path)
        host, _, path = parts.path.lstrip("/").partition("/")
        server = self.server
        with server.guard:
            server.asked.append(self.path)
            fault = next((f for part, f in server.faults.items() if part in self.path), "")
            name, _, times = fault.partition("*")
            server.times[fault] = server.times.get(fault, 0) + 1
            if times and server.times[fault] > int(times):
                name = ""
            try:
                media, body = answer(server.world, host, "/" + path, parts.query)
            except (KeyError, StopIteration, ValueError):
                self.give(404, "text/plain", b"not here\n")
                return
        FAULTS[name](self, media, body) if name else self.good(media, body)

    def good(self, media: str, body: bytes) -> None:
        """Answer well, with an ETag."""
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.send_header("ETag", tag)
            self.end_headers()
            return
        self.give(200, media, body, ETag=tag)

    def give(self, status: int, media: str, body: bytes, **headers: str) -> None:
        """Send one whole answer."""
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


def scaled(body: bytes, factor: float, last: int | None = None) -> bytes:
    """Return a CSV with the second column multiplied, in all rows or in the last ones."""
    lines = body.decode().splitlines()
    first = 1 if last is None else max(1, len(lines) - last)
    rows = [line.split(",") for line in lines]
    for row in rows[first:]:
        row[1] = f"{float(row[1]) * factor:.10g}"
    return ("\n".join(",".join(r) for r in rows) + "\n").encode()


def lines_of(body: bytes, change: Callable[[list[str]], list[str]]) -> bytes:
    """Return a CSV with its rows changed."""
    head, *rows = body.decode().splitlines()
    return ("\n".join([head, *change(rows)]) + "\n").encode()


def silent(it: Handler, media: str, body: bytes) -> None:
    """Say nothing until the client has given up."""
    time.sleep(20 * it.server.slow_seconds)
    it.close_connection = True


def dripping(it: Handler, media: str, body: bytes) -> None:
    """Send a byte now and then, for ever."""
    it.send_response(200)
    it.send_header("Content-Type", media)
    it.send_header("Content-Length", str(len(body)))
    it.end_headers()
    end = time.monotonic() + 200 * it.server.slow_seconds
    try:
        for i in range(len(body)):
            it.wfile.write(body[i : i + 1])
            it.wfile.flush()
            time.sleep(it.server.slow_seconds)
            if time.monotonic() > end:
                break
    except OSError:
        pass
    it.close_connection = True


def truncated(it: Handler, media: str, body: bytes) -> None:
    """Promise more than is sent."""
    it.send_response(200)
    it.send_header("Content-Type", media)
    it.send_header("Content-Length", str(len(body)))
    it.end_headers()
    it.wfile.write(body[: len(body) // 2])
    it.wfile.flush()
    it.close_connection = True


def cut_without_length(it: Handler, media: str, body: bytes) -> None:
    """Send a part of the answer and hang up, without having said how long it is."""
    it.send_response(200)
    it.send_header("Content-Type", media)
    it.send_header("Connection", "close")
    it.end_headers()
    it.wfile.write(body[: len(body) - len(body) // 3 - 2].rstrip())
    it.close_connection = True


def status(code: int, **headers: str) -> Fault:
    """Refuse with a status."""
    return lambda it, media, body: it.give(code, "text/plain", b"no\n", **headers)


def altered(change: Callable[[bytes], bytes], media: str = "") -> Fault:
    """Serve changed content as if nothing were wrong."""
    return lambda it, kind, body: it.give(200, media or kind, change(body))


def _future(rows: list[str]) -> list[str]:
    return [*rows, re.sub(r"^\d{4}", "2031", rows[-1])]


FAULTS: dict[str, Fault] = {
    "time-out": silent,
    "slow drip": dripping,
    "429": status(429, Retry_After="0"),
    "429 for long": status(429, Retry_After="86400"),
    "500": status(500),
    "503": status(503),
    "404": status(404),
    "redirect away": status(302, Location="http://169.254.169.254/latest/"),
    "truncated body": truncated,
    "cut, no length": cut_without_length,
    "wrong content type": altered(lambda b: b, "image/png"),
    "HTML for CSV": altered(lambda b: b"<!DOCTYPE html><html><body>Sorry</body></html>\n", "text/csv"),
    "HTML as HTML": altered(lambda b: b"<html></html>", "text/html"),
    "empty body": altered(lambda b: b""),
    "changed header": altered(lambda b: b.replace(b"observation_date,", b"obs_dt;", 1)),
    "another series": altered(lambda b: re.sub(rb"^(\w+),\w+", rb"\1,OTHER", b, count=1)),
    "not UTF-8": altered(lambda b: b.replace(b"\n", b"\n\xff\xfe", 1)),
    "10 MB line": altered(lambda b: b + b"9" * 10_000_000 + b"\n"),
    "70 MB": altered(lambda b: b + b"\n" * 70_000_000),
    "word for a number": altered(lambda b: lines_of(b, lambda r: [*r[:-1], r[-1].split(",")[0] + ",n/a?"])),
    "infinity": altered(lambda b: lines_of(b, lambda r: [*r[:-1], r[-1].split(",")[0] + ",inf"])),
    "bad date": altered(lambda b: lines_of(b, lambda r: [*r, "2026-02-30,1"])),
    "cut row": altered(lambda b: lines_of(b, lambda r: [*r, "2026-1"])),
    "duplicates": altered(lambda b: lines_of(b, lambda r: [*r, r[-1]])),
    "factor 1,000": altered(lambda b: scaled(b, 1000)),
    "factor 1,000 from now on": altered(lambda b: scaled(b, 1000, 2)),
    "factor 0.001": altered(lambda b: scaled(b, 0.001)),
    "gaps": altered(lambda b: lines_of(b, lambda r: r[: len(r) // 2] + r[len(r) // 2 + 40 :])),
    "ends early": altered(lambda b: lines_of(b, lambda r: r[:-60])),
    "future date": altered(lambda b: lines_of(b, _future)),
    "below zero": altered(lambda b: scaled(b, -1, 1)),
    "new base": altered(lambda b: scaled(b, 1.2)),
    "out of order": altered(lambda b: lines_of(b, lambda r: r[::-1])),
    "empty cells": altered(lambda b: lines_of(b, lambda r: [*r, "2026-11-01,", "2026-11-02,."])),
    "byte-order mark": altered(lambda b: b"\xef\xbb\xbf" + b),
    "windows line ends": altered(lambda b: b.replace(b"\n", b"\r\n")),
}
"""By name; ``name*2`` as a fault means: the first two times only."""


EVERYWHERE = (
    "time-out",
    "slow drip",
    "429",
    "500",
    "404",
    "redirect away",
    "truncated body",
    "wrong content type",
    "HTML for CSV",
    "HTML as HTML",
    "empty body",
    "10 MB line",
)
"""Faults that any publisher's format can have; the others are those of a CSV with a date and a value."""
DOUBTFUL = (
    "factor 1,000",
    "factor 1,000 from now on",
    "factor 0.001",
    "gaps",
    "ends early",
    "future date",
    "below zero",
    "new base",
)
"""Well formed and wrong: these belong into quarantine."""
HARMLESS = (
    "out of order",
    "empty cells",
    "byte-order mark",
    "windows line ends",
    "429*2",
    "500*1",
    "truncated body*1",
)
"""Odd, or over after a while: these are read."""


def expected(fault: str) -> str:
    """Return what a fault has to end in: ``new``, ``quarantined`` or ``failed``."""
    return "quarantined" if fault in DOUBTFUL else "new" if fault in HARMLESS else "failed"


def main() -> None:
    """Serve until the time is over."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, default=8399)
    parser.add_argument("--today", type=date.fromisoformat, default=date(2026, 11, 26))
    parser.add_argument("--seconds", type=float, default=600)
    args = parser.parse_args()
    with Replay(World(args.today), args.port) as server:
        print(f"TIDEGATE_MIRROR={server.address}", flush=True)
        time.sleep(args.seconds)


if __name__ == "__main__":
    main()
