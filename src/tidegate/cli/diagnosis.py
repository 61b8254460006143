"""What `tidegate doctor` looks at."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tidegate.errors import InputError, TidegateError
from tidegate.message import N_, Message

OLD_DAYS = 14
LEAST_FREE_MB = 200
FONTS = ("CJK", "PingFang", "JhengHei", "MingLiU", "Heiti TC", "Songti TC", "WenQuanYi", "AR PL", "Hiragino")
"""Parts of the names of fonts with Traditional Chinese."""


@dataclass(frozen=True)
class Finding:
    """What one look came to.

    Attributes
    ----------
    check
        ``versions``, ``data``, ``quarantine``, ``alerts``, ``disk``, ``fonts``, ``port``, ``keys`` or ``mirror``.
    level
        ``ok``, ``warning`` or ``problem``.
    said
        In a sentence.
    values
        For programs.
    """

    check: str
    level: str
    said: Message
    values: Mapping[str, Any] = field(default_factory=dict)


def diagnose(port: int = 8300, today: date | None = None) -> tuple[Finding, ...]:
    """Return what each look came to; none of them ends the others.

    Parameters
    ----------
    port
        Port that the page will use.
    today
        The day of the question; None asks the clock.

    Raises
    ------
    InputError
        If the port is no port.
    """
    if not 0 <= port <= 65_535:
        raise InputError.of(
            N_("port: {value} is not a port; choose 1024 to {highest}, or 0 for any that is free"),
            value=port,
            highest=65_535,
        )
    day = today or datetime.now().astimezone().date()
    looks: tuple[Callable[[], Iterator[Finding]], ...] = (
        _versions,
        lambda: _data(day),
        _alerts,
        _disk,
        _fonts,
        lambda: _port(port),
        _keys,
        _mirror,
    )
    found: list[Finding] = []
    for look in looks:
        try:
            found += look()
        except TidegateError as problem:
            found += [Finding("data", "problem", each) for each in problem.problems]
    return tuple(found)


def _versions() -> Iterator[Finding]:
    from tidegate.cli.commands.version import versions

    values = versions()
    level = "ok" if sys.version_info >= (3, 11) else "problem"
    said = Message(
        N_("Tidegate {tidegate} on Python {python}"), {k: values[k] for k in ("tidegate", "python")}
    )
    yield Finding("versions", level, said, values)


def _data(day: date) -> Iterator[Finding]:
    from tidegate.data.status import check, status

    problems = check(day)
    if problems:
        said = Message(
            N_("{count} findings in the data; the first: {problem}"),
            {"count": len(problems), "problem": problems[0].problem},
        )
        yield Finding("data", "problem", said, {"findings": len(problems)})
    found = status(day)
    newest = max((r.last for r in found.rows if r.last <= day), default=None)
    values = {"folder": str(found.folder), "synced": found.synced, "newest": newest, "old": len(found.old)}
    if newest is not None:
        age = (day - newest).days
        said = Message(N_("the newest figure is of {day}, {age} days old"), {"day": newest, "age": age})
        yield Finding("data", "ok" if age <= OLD_DAYS else "warning", said, {**values, "age_days": age})
    if found.quarantine:
        said = Message(N_("{count} batches in quarantine"), {"count": len(found.quarantine)})
        yield Finding("quarantine", "warning", said, {"count": len(found.quarantine)})


def _alerts() -> Iterator[Finding]:
    from tidegate.data.alerts import read_rules, rules_path

    if not rules_path().is_file():
        return
    try:
        rules = read_rules()
    except InputError as problem:
        yield from (Finding("alerts", "problem", each) for each in problem.problems)
        return
    said = Message(N_("{count} alerts in {path}"), {"count": len(rules.alert), "path": rules_path()})
    yield Finding("alerts", "ok", said, {"count": len(rules.alert)})


def _disk() -> Iterator[Finding]:
    from tidegate.data.files import home_folder

    home = home_folder()
    there = next(p for p in (home, *home.parents) if p.exists())
    free = shutil.disk_usage(there).free / 1e6
    if not os.access(there, os.W_OK):
        yield Finding("disk", "problem", Message(N_("{path}: cannot be written"), {"path": there}))
    said = Message(N_("{free} MB free for {path}"), {"free": int(free), "path": home})
    yield Finding("disk", "ok" if free >= LEAST_FREE_MB else "problem", said, {"free_mb": int(free)})


def _fonts() -> Iterator[Finding]:
    from matplotlib import font_manager

    names = {font.name for font in font_manager.fontManager.ttflist}
    found = sorted(n for n in names if any(part in n for part in FONTS))
    if found:
        said = Message(N_("charts can be drawn in Chinese with {font}"), {"font": found[0]})
    else:
        said = Message(
            N_(
                "no font with Traditional Chinese is installed; browsers show Chinese all the same, image files may not"
            )
        )
    yield Finding("fonts", "ok" if found else "warning", said, {"fonts": found})


def _port(port: int) -> Iterator[Finding]:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            said = Message(N_("port {port} is taken; choose another with --port"), {"port": port})
            yield Finding("port", "warning", said, {"port": port, "free": False})
            return
    yield Finding(
        "port", "ok", Message(N_("port {port} is free"), {"port": port}), {"port": port, "free": True}
    )


def _keys() -> Iterator[Finding]:
    """Say which keys there are; never what they are."""
    from tidegate.data.keys import VARIABLES, find

    there = [name for name in VARIABLES if find(name) is not None]
    said = Message(N_("keys found: {names}"), {"names": ", ".join(there) or "–"})
    yield Finding("keys", "ok", said, {"found": there})


def _mirror() -> Iterator[Finding]:
    from tidegate.data.keys import redact_url
    from tidegate.data.transport import MIRROR_VARIABLE, check_mirror

    mirror = os.environ.get(MIRROR_VARIABLE, "")
    if not mirror:
        return
    try:
        check_mirror(mirror)
    except InputError as problem:
        yield from (Finding("mirror", "problem", each) for each in problem.problems)
        return
    said = Message(N_("publishers are asked through {mirror}"), {"mirror": redact_url(mirror)})
    yield Finding("mirror", "warning", said, {"mirror": redact_url(mirror)})
