"""Bringing the user's own store up to date: ask, judge, commit, and say what came of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from tidegate.catalog import series as catalogue_series
from tidegate.catalog import series_ids
from tidegate.catalog.loader import unknown
from tidegate.data.files import TABLES
from tidegate.data.judge import judged
from tidegate.data.keeper import Keeper
from tidegate.data.outcome import FAILED, NEW, QUARANTINED, REQUIRED, REVISED, UNCHANGED, Outcome, Summary
from tidegate.data.providers import MODULES, plan
from tidegate.data.providers.model import Ask, Batch, Job, Unchanged
from tidegate.data.transport import Patience, Seen, Transport
from tidegate.errors import DateOutOfRange, ParseError, TidegateError
from tidegate.message import N_, Message

log = logging.getLogger("tidegate.data")

WORKERS = 8
FULL_DAYS = 30
"""After so many days the whole history is read again: old figures are revised too."""
OVERLAP_YEARS = 1
FIRST_DAY = date(1900, 1, 1)
Progress = Callable[[int, int, str], None]


@dataclass
class _Visit:
    """One job under way: what it saw, and what it brought."""

    job: Job
    since: date | None
    before: dict[str, Seen]
    seen: list[Seen] = field(default_factory=list)
    batch: Batch | None = None
    problem: TidegateError | None = None

    @property
    def unchanged(self) -> bool:
        return self.batch is None and self.problem is None


def sync(
    only: Iterable[str] | None = None,
    since: date | None = None,
    *,
    folder: Path | None = None,
    today: date | None = None,
    transport: Transport | None = None,
    progress: Progress | None = None,
    base: Iterable[Path] | None = None,
) -> Summary:
    """Bring the user's own store up to date.

    Only what is new or was revised is stored, under today's date, so that
    earlier vintages stay. A provider's figures are committed together. What
    fails leaves what is held as it was.

    Parameters
    ----------
    only
        Ids of series, names of tables or of providers; None: everything.
    since
        First day to ask for; None: what is needed to go on from what is held.
    folder
        Of the store; None: the user's own.
    today
        The day of the question; None asks the clock.
    transport
        What opens connections; None: one with the usual patience.
    progress
        Called with the number of jobs done, their total and a name.
    base
        Stores under the user's own; None: the embedded snapshot.

    Returns
    -------
    Summary
        Nothing is raised for a publisher that fails: its series say so.

    Raises
    ------
    UnknownName
        For a name that is neither a series, a table nor a provider.
    DateOutOfRange
        If `since` is in the future.
    StoreError
        If the store is damaged or cannot be written.
    """
    begun = time.monotonic()
    day = today or datetime.now().astimezone().date()
    if since is not None and not FIRST_DAY <= since <= day:
        raise DateOutOfRange.of(
            N_("since {value}: choose a day from {first} to {last}"), value=since, first=FIRST_DAY, last=day
        )
    wanted = None if only is None else tuple(only)
    jobs = chosen(wanted)
    keeper = Keeper(folder, base)
    required = REQUIRED if wanted is None else frozenset(wanted)
    carrier = transport or Transport(Patience())
    found: dict[str, Outcome] = {}
    try:
        visits = [_visit(job, keeper, since, day) for job in jobs]
        for provider, group in _asked(visits, carrier, day, progress):
            for outcome in _settle(provider, group, keeper, day, required):
                found[outcome.name] = outcome
        generation = keeper.generation
    finally:
        keeper.close()
        if transport is None:
            carrier.close()
    order = [name for job in jobs for name in (*job.series, *job.tables)]
    outcomes = tuple(found[name] for name in dict.fromkeys(order))
    return Summary(day, outcomes, generation, time.monotonic() - begun)


def chosen(only: Sequence[str] | None) -> tuple[Job, ...]:
    """Return the jobs for ids of series, names of tables or of providers; None: all.

    Raises
    ------
    UnknownName
        For anything else; the message names what is near.
    """
    entries = [catalogue_series(i) for i in series_ids()]
    jobs = plan(entries)
    if only is None:
        return jobs
    known = {*series_ids(), *TABLES, *MODULES}
    for name in only:
        if name not in known:
            raise unknown(N_("series, table or provider"), name, known)
    picked = [job for job in jobs if {job.provider, *job.series, *job.tables} & set(only)]
    brought = {n for job in picked for n in (job.provider, *job.series, *job.tables)}
    lost = [name for name in only if name not in brought]
    if lost:
        raise unknown(N_("series, table or provider that can be synchronised"), lost[0], known - set(lost))
    return tuple(picked)


def _visit(job: Job, keeper: Keeper, since: date | None, day: date) -> _Visit:
    """Return a job with the day from which it asks, and what it saw the last time."""
    told: Mapping[str, Any] = keeper.state.get(job.key) or {}
    before = {row["url"]: Seen(**row) for row in told.get("seen", ())}
    if since is not None:
        return _Visit(job, since, before)
    full = told.get("full")
    lasts = [o.last for name in job.series if (o := keeper.origin(name)) is not None]
    fresh = full is not None and (day - date.fromisoformat(full)).days < FULL_DAYS
    if fresh and len(lasts) == len(job.series) and lasts:
        # A whole year is asked for, so that the address stays the same and the publisher can say "as before".
        return _Visit(job, date(int(min(lasts)[:4]) - OVERLAP_YEARS, 1, 1), before)
    return _Visit(job, None, before)


def _asked(
    visits: Sequence[_Visit], transport: Transport, day: date, progress: Progress | None
) -> Iterable[tuple[str, list[_Visit]]]:
    """Ask, several publishers at once, and yield each provider once all of its jobs are done."""
    waiting: dict[str, int] = {}
    for visit in visits:
        waiting[visit.job.provider] = waiting.get(visit.job.provider, 0) + 1
    groups: dict[str, list[_Visit]] = {p: [] for p in waiting}
    pools = {p: ThreadPoolExecutor(2, thread_name_prefix=p) for p in waiting}
    running: dict[Future[None], _Visit] = {}
    try:
        for visit in visits:
            running[pools[visit.job.provider].submit(_ask, visit, transport, day)] = visit
        for done, future in enumerate(as_completed(running), 1):
            future.result()
            visit = running[future]
            provider = visit.job.provider
            groups[provider].append(visit)
            if progress is not None:
                progress(done, len(visits), visit.job.key)
            if len(groups[provider]) == waiting[provider]:
                yield provider, groups[provider]
    finally:
        for pool in pools.values():
            pool.shutdown(wait=True, cancel_futures=True)


def _ask(visit: _Visit, transport: Transport, day: date) -> None:
    """Run one job; what it raises is kept, for the others go on."""

    def fetch(ask: Ask) -> bytes:
        body, seen = transport.get(ask, visit.before.get(ask.url))
        if ask.conditional:
            visit.seen.append(seen)
        return body

    try:
        batch = visit.job.run(fetch, visit.since, day)
        empty = [k for part in (batch.series, batch.vintages) for k, found in part.items() if not len(found)]
        if empty:
            raise ParseError.of(N_("{what}: no observation in the answer"), what=", ".join(empty))
        visit.batch = batch
    except Unchanged:
        pass
    except TidegateError as problem:
        visit.problem = problem
    except Exception as problem:
        log.error("a provider's reader failed", extra={"job": visit.job.key}, exc_info=problem)
        what = {"what": visit.job.key, "kind": type(problem).__name__}
        visit.problem = TidegateError(Message(N_("{what}: the answer cannot be read ({kind})"), what))


def _settle(
    provider: str, visits: Sequence[_Visit], keeper: Keeper, day: date, required: frozenset[str]
) -> list[Outcome]:
    """Judge what a provider's jobs brought, commit what is believed, and return every outcome."""
    accepted, doubted = judged([v.job for v in visits], [v.batch for v in visits], keeper, day)
    state: dict[str, Any] = {}
    for visit in visits:
        names = (*visit.job.series, *visit.job.tables)
        if visit.problem is not None or any(n in doubted for n in names):
            continue
        if visit.unchanged:
            continue
        before = keeper.state.get(visit.job.key) or {}
        full = day.isoformat() if visit.since is None else before.get("full")
        seen = [asdict(s) for s in visit.seen]
        state[visit.job.key] = {"checked": day.isoformat(), "full": full, "seen": seen}
    counts: Mapping[str, tuple[int, int]] = {}
    if accepted.series or accepted.vintages or accepted.tables:
        counts = keeper.commit(accepted, state, day).counts
        log.info("committed", extra={"provider": provider, "generation": keeper.generation})
    found = []
    for visit in visits:
        for name in (*visit.job.series, *visit.job.tables):
            if visit.problem is not None:
                told = Outcome(name, provider, FAILED, reasons=visit.problem.problems)
            elif name in doubted:
                why = tuple(d.reason for d in doubted[name].doubts)
                told = Outcome(name, provider, QUARANTINED, reasons=why, quarantine=doubted[name].id)
            else:
                new, revised = counts.get(name, (0, 0))
                kind = NEW if new else REVISED if revised else UNCHANGED
                told = Outcome(name, provider, kind, new, revised)
            found.append(_aged(told, keeper, day, required, provider))
    return found


def _aged(told: Outcome, keeper: Keeper, day: date, required: frozenset[str], provider: str) -> Outcome:
    """Return an outcome with the last date that is held and its age."""
    last: date | None = None
    origin = keeper.origin(told.name) if told.name not in TABLES else None
    if origin is not None:
        last = date.fromisoformat(origin.last)
    elif told.name in TABLES and (table := keeper.table(told.name)) is not None:
        stamps = [c for k, c in table.columns.items() if c.dtype.kind == "M" and k != "maturity" and len(c)]
        with suppress(ValueError):
            last = max(np.nanmax(c) for c in stamps[:1]).item()
    age = None if last is None else (day - last).days
    needed = told.name in required or provider in required
    return Outcome(**{**_fields(told), "last": last, "age_days": age, "required": needed})


def _fields(told: Outcome) -> dict[str, Any]:
    return {name: getattr(told, name) for name in Outcome.__dataclass_fields__}
