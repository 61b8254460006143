"""What the server was asked to do."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import date

from tidegate.errors import InputError
from tidegate.message import N_, Message

LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")
HIGHEST_PORT = 65_535


@dataclass(frozen=True)
class Settings:
    """Where the page is served, and what it shows when a reader asks for nothing else.

    Attributes
    ----------
    host, port
        Address of this machine itself; port 0 takes any that is free.
    language
        ``"zh-Hant"`` or ``"en"`` for every reader who does not choose; None
        lets each browser say.
    as_of
        Day of the briefing; None for the newest.

    Raises
    ------
    InputError
        If the host is not this machine, or the port is no port. Every problem
        is named.
    """

    host: str = "127.0.0.1"
    port: int = 8300
    language: str | None = None
    as_of: date | None = None

    def __post_init__(self) -> None:
        problems = []
        if not is_loopback(self.host):
            problems.append(
                Message(
                    N_(
                        "host: {value!r} is not this machine; the page is served to this machine only. "
                        "Use 127.0.0.1, and a tunnel (ssh -L {port}:127.0.0.1:{port}) to read it from another"
                    ),
                    {"value": self.host, "port": self.port},
                )
            )
        if not 0 <= self.port <= HIGHEST_PORT:
            problems.append(
                Message(
                    N_("port: {value} is not a port; choose 1024 to {highest}, or 0 for any that is free"),
                    {"value": self.port, "highest": HIGHEST_PORT},
                )
            )
        InputError.check(problems)


def is_loopback(host: str) -> bool:
    """Return whether an address or name means this very machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
