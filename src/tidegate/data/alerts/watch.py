"""What has crossed its line since the last look."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

from tidegate.catalog import series as catalogue_series
from tidegate.catalog import units
from tidegate.data.alerts.rules import Alert, Rules
from tidegate.data.durable import locked, replace_json
from tidegate.data.files import home_folder
from tidegate.data.store import Store
from tidegate.errors import TidegateError
from tidegate.message import N_, Message, Quantity

Deliver = Callable[["Event"], None]


def state_path() -> Path:
    """Return where is kept which alerts are on."""
    return home_folder() / "alerts-state.json"


@dataclass(frozen=True)
class Event:
    """Something to say.

    Attributes
    ----------
    name
        Of the alert.
    kind
        ``on``, ``off`` (it is over) or ``reminder``.
    series, value, unit
        The figure, in the canonical unit; the age in days for an alert about age.
    date
        Of the figure.
    sentence
        In words.
    id
        The same however often this is told: it is made of the alert, what happened and the figure. Who is told twice
        knows by it.
    delivered
        Whether every way of telling worked; a failed one is tried again at the next look.
    problems
        What did not.
    """

    name: str
    kind: str
    series: str
    value: float
    unit: str
    date: date
    sentence: Message
    id: str = ""
    delivered: bool = True
    problems: tuple[Message, ...] = ()


def check(
    rules: Rules, store: Store, today: date, ways: Mapping[str, Deliver], path: Path | None = None
) -> tuple[tuple[Event, ...], tuple[Message, ...]]:
    """Look at every line, tell what is new, and remember it.

    An alert is told when its figure crosses the line, and not again until the
    figure has gone back beyond `Alert.back`. One that could not be delivered
    on some way is told on that way at the next look.

    Everything is told at least once: an event is remembered after it was told,
    one by one, so that a crash between the two, or a disk that is full, tells
    that one event again, under the same `Event.id`.

    Parameters
    ----------
    rules
        The lines.
    store
        The figures.
    today
        The day of the question.
    ways
        How to tell, by name.
    path
        Where it is kept which alerts are on; None: in the user's data folder.

    Returns
    -------
    tuple
        Events, and problems with figures that could not be read.

    Raises
    ------
    StoreError
        If the state cannot be kept.
    """
    path = path or state_path()
    problems: list[Message] = []
    events: list[Event] = []
    with locked(path.with_suffix(".lock")):
        names = {a.name for a in rules.alert}
        state = {k: v for k, v in remembered(path).items() if k in names}
        for alert in rules.alert:
            try:
                event, kept = _look(alert, store, today, state.get(alert.name, {}))
            except TidegateError as problem:
                problems += problem.problems
                continue
            told, state[alert.name] = _tell(event, kept, ways)
            if told is not None:
                events.append(told)
                replace_json(path, state)
        replace_json(path, state)
    return tuple(events), tuple(problems)


def remembered(path: Path) -> dict[str, dict[str, Any]]:
    """Return what is remembered; a damaged file is forgotten, which rings once more at worst."""
    with suppress(OSError, ValueError, RecursionError):
        found = json.loads(path.read_text("utf-8"))
        if isinstance(found, dict) and all(isinstance(v, dict) for v in found.values()):
            return found
    return {}


def _look(
    alert: Alert, store: Store, today: date, kept: dict[str, Any]
) -> tuple[Event | None, dict[str, Any]]:
    """Return what there is to say about one line, and what to remember of it."""
    last = store.latest(alert.series)
    entry = catalogue_series(alert.series)
    aged = alert.older_than_days is not None
    value = float((today - last.date).days) if aged else last.value
    on = kept.get("on") is True
    beyond = value < alert.line if alert.below is not None else value > alert.line
    over = value > alert.back if alert.below is not None else value < alert.back
    unit = "" if aged else entry.unit
    now = (not on and beyond) or (on and not over)
    due = on and now and alert.remind_days and _days_since(kept, today) >= alert.remind_days
    kind = "on" if now and not on else "off" if on and not now else "reminder" if due else ""
    if not kind:  # nothing happened; what could not be delivered still waits
        kept = {**kept, "on": now}
        kind = str(kept.get("event")) if kept.get("waiting") else ""
        if kind not in ("on", "off", "reminder"):
            return None, kept
    else:
        figure = (last.date.isoformat(), repr(last.value), today.isoformat() if kind == "reminder" else "")
        named = blake2b("\n".join((alert.name, kind, entry.id, *figure)).encode(), digest_size=16).hexdigest()
        kept = {"on": now, "told": today.isoformat(), "event": kind, "waiting": None, "id": named}
    sentence = _sentence(alert, kind, value, unit, last.date)
    return Event(alert.name, kind, entry.id, value, unit, last.date, sentence, str(kept.get("id", ""))), kept


def _days_since(kept: Mapping[str, Any], today: date) -> int:
    with suppress(KeyError, ValueError, TypeError):
        return (today - date.fromisoformat(kept["told"])).days
    return 10**6


def _sentence(alert: Alert, kind: str, value: float, unit: str, when: date) -> Message:
    if alert.older_than_days is not None:
        text = {
            "on": N_("{name}: the last figure of {series} is {days} days old; the line is {line}"),
            "reminder": N_(
                "{name}: the last figure of {series} is still {days} days old; the line is {line}"
            ),
            "off": N_("{name}: {series} is fresh again, {days} days old"),
        }[kind]
        values = {"name": alert.name, "series": alert.series, "days": int(value)}
        return Message(text, values if kind == "off" else {**values, "line": alert.older_than_days})
    text = {
        "on": N_("{name}: {series} stood at {value} on {day} and crossed {line}"),
        "reminder": N_("{name}: {series} stood at {value} on {day}, still beyond {line}"),
        "off": N_("{name}: {series} stood at {value} on {day} and is back from {line}"),
    }[kind]
    style = "short" if unit in units() and unit.startswith("bn_") else "table"
    shown = {"value": Quantity(value, unit, style), "line": Quantity(alert.line, unit, style)}
    return Message(text, {"name": alert.name, "series": alert.series, "day": when, **shown})


def _tell(
    event: Event | None, kept: dict[str, Any], ways: Mapping[str, Deliver]
) -> tuple[Event | None, dict[str, Any]]:
    """Tell an event on every way that still waits for it."""
    if event is None:
        return None, kept
    waiting: Sequence[str] = kept.get("waiting") or list(ways)
    failed: list[str] = []
    problems: list[Message] = []
    for name in waiting:
        if name not in ways:
            continue
        try:
            ways[name](event)
        except TidegateError as problem:
            failed.append(name)
            problems += problem.problems
    told = Event(**{**vars(event), "delivered": not failed, "problems": tuple(problems)})
    return told, {**kept, "waiting": failed}
