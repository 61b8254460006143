"""What the server was asked to do."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from datetime import date

from tidegate.errors import InputError
from tidegate.message import N_, Message

LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")
HIGHEST_PORT = 65_535
SHORTEST_TOKEN = 24


@dataclass(frozen=True)
class Settings:
    """Where the page is served, and what it shows when a reader asks for nothing else.

    Attributes
    ----------
    host, port
        Address to listen at; port 0 takes any that is free. Any but this machine's own needs a token.
    language
        ``"zh-Hant"`` or ``"en"`` for every reader who does not choose; None
        lets each browser say.
    as_of
        Day of the briefing; None for the newest.
    token
        What a reader has to know; None: nothing, and then only this machine is answered.

    Raises
    ------
    InputError
        If the host is not this machine and there is no token, the token is
        easily guessed, or the port is no port. Every problem is named.
    """

    host: str = "127.0.0.1"
    port: int = 8300
    language: str | None = None
    as_of: date | None = None
    token: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        problems = []
        if not is_loopback(self.host) and (self.token is None or not is_address(self.host)):
            problems.append(
                Message(
                    N_(
                        "host: {value!r} is not this machine; without a token the page is served to this machine "
                        "only. Use 127.0.0.1, and a tunnel (ssh -L {port}:127.0.0.1:{port}) to read it from "
                        "another; or set TIDEGATE_TOKEN and give an address such as 0.0.0.0"
                    ),
                    {"value": self.host, "port": self.port},
                )
            )
        if self.token is not None and (len(self.token) < SHORTEST_TOKEN or len(set(self.token)) < 8):
            problems.append(
                Message(
                    N_(
                        "TIDEGATE_TOKEN: too short or too plain; give {least} characters or more, for example from "
                        "`openssl rand -hex 24`"
                    ),
                    {"least": SHORTEST_TOKEN},
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


def is_address(host: str) -> bool:
    """Return whether a text is an IP address."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Return whether an address or name means this very machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
