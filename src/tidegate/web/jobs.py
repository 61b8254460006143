"""Long work on behalf of readers: started, watched, cancelled, and forgotten after a while."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tidegate.errors import InputError, TidegateError, UnknownName
from tidegate.message import N_, Message
from tidegate.web.failures import log, problems_of

AT_ONCE = 1
"""So many run side by side: the work itself uses every core."""
MOST_WAITING = 8
KEPT_SECONDS = 1_800.0
"""A finished job can be asked for so long."""
MOST_KEPT = 64


class State(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Cancelled(Exception):
    """Raised inside a job that is to stop."""


@dataclass
class Job:
    """A piece of work and how far it is.

    Attributes
    ----------
    id
        Cannot be guessed.
    kind
        What sort of work it is.
    state
        Where it stands.
    done
        Part that is done, 0 to 1.
    result
        What it gave; None until it is done.
    problems
        Why it failed.
    """

    id: str
    kind: str
    state: State = State.WAITING
    done: float = 0.0
    result: Any = None
    problems: tuple[Message, ...] = ()
    _ended: float = 0.0
    _stop: threading.Event = field(default_factory=threading.Event, repr=False)

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in (State.DONE, State.FAILED, State.CANCELLED)

    def step(self, done: float) -> None:
        """Say how far the work is; called by the work itself.

        Raises
        ------
        Cancelled
            If the job is to stop.
        """
        self.done = min(max(done, self.done), 1.0)
        if self._stop.is_set():
            raise Cancelled


Work = Callable[[Job], Any]
"""Does the work; calls `Job.step` from time to time."""


class Jobs:
    """Runs jobs one after the other and keeps what they gave; safe to be used from several threads.

    Parameters
    ----------
    clock
        Seconds that only rise.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None

    def start(self, kind: str, work: Work) -> Job:
        """Start a job, or let it wait for its turn.

        Raises
        ------
        InputError
            If too many wait already.
        """
        with self._lock:
            self._forget()
            waiting = sum(job.state is State.WAITING for job in self._jobs.values())
            if waiting >= MOST_WAITING:
                raise InputError.of(
                    N_("jobs: {count} wait already; cancel one, or ask again when one is done"), count=waiting
                )
            job = Job(secrets.token_urlsafe(12), kind)
            self._jobs[job.id] = job
            if self._pool is None:
                self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="tidegate-job")
            self._pool.submit(self._run, job, work)
        return job

    def get(self, job_id: str) -> Job:
        """Return a job.

        Raises
        ------
        UnknownName
            If there is none of that id, or it was forgotten.
        """
        with self._lock:
            self._forget()
            found = self._jobs.get(job_id)
        if found is None:
            raise UnknownName.of(
                N_("job {value!r} is not known; finished jobs are kept for {minutes} minutes"),
                value=job_id,
                minutes=round(KEPT_SECONDS / 60),
            )
        return found

    def cancel(self, job_id: str) -> Job:
        """Ask a job to stop; one that is over stays as it is."""
        job = self.get(job_id)
        job._stop.set()
        with self._lock:
            if job.state is State.WAITING:
                self._end(job, State.CANCELLED)
        return job

    def close(self) -> None:
        """Stop everything; for the end of the server."""
        with self._lock:
            for job in self._jobs.values():
                job._stop.set()
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def _run(self, job: Job, work: Work) -> None:
        with self._lock:
            if job.state is not State.WAITING:
                return
            job.state = State.RUNNING
        try:
            job.result = work(job)
        except Cancelled:
            self._end(job, State.CANCELLED)
        except Exception as error:  # noqa: BLE001 - told to whoever asks for the job
            if not isinstance(error, TidegateError):
                log.error("job %s", job.kind, exc_info=error)
            job.problems = tuple(problems_of(error))
            self._end(job, State.FAILED)
        else:
            job.done = 1.0
            self._end(job, State.DONE)

    def _end(self, job: Job, state: State) -> None:
        job._ended = self._clock()  # before the state: who sees it over must not take it for an old one
        job.state = state

    def _forget(self) -> None:
        """Drop what is over and old, and beyond the number kept the oldest; called with the lock held."""
        now = self._clock()
        over = [job for job in self._jobs.values() if job.over]
        late = {job.id for job in over if now - job._ended > KEPT_SECONDS}
        late |= {job.id for job in sorted(over, key=lambda job: job._ended)[: max(len(over) - MOST_KEPT, 0)]}
        self._jobs = {name: job for name, job in self._jobs.items() if name not in late}
