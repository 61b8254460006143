"""Jobs run in turn, can be watched and cancelled, and are forgotten."""

import threading
import time
from collections.abc import Callable

import pytest

from tidegate.errors import DataError, InputError, UnknownName
from tidegate.web.jobs import KEPT_SECONDS, MOST_WAITING, Job, Jobs, State


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.005)


def test_a_job_tells_how_far_it_is_and_what_it_gave() -> None:
    jobs, go = Jobs(), threading.Event()

    def work(job: Job) -> int:
        job.step(0.5)
        job.step(0.25)  # never backwards
        assert go.wait(10)
        return 42

    job = jobs.start("sum", work)
    until(lambda: job.done == 0.5)
    assert job.state is State.RUNNING
    go.set()
    until(lambda: job.over)
    assert (job.state, job.done, job.result) == (State.DONE, 1.0, 42)
    assert jobs.get(job.id) is job
    jobs.close()


def test_a_running_and_a_waiting_job_are_cancelled() -> None:
    jobs, begun = Jobs(), threading.Event()

    def endless(job: Job) -> None:
        begun.set()
        while True:
            job.step(0.1)
            time.sleep(0.002)

    running, waiting = jobs.start("a", endless), jobs.start("b", endless)
    assert begun.wait(10)
    assert jobs.cancel(waiting.id).state is State.CANCELLED
    jobs.cancel(running.id)
    until(lambda: running.over)
    assert running.state is State.CANCELLED
    assert jobs.cancel(running.id).state is State.CANCELLED
    jobs.close()


def test_what_goes_wrong_is_told_and_what_nobody_foresaw_by_its_kind_alone() -> None:
    def foreseen(job: Job) -> None:
        raise DataError.of("series {name} is gone", name="WALCL")

    def unforeseen(job: Job) -> None:
        raise ZeroDivisionError("secret")

    jobs = Jobs()
    for work, word in ((foreseen, "WALCL"), (unforeseen, "ZeroDivisionError")):
        job = jobs.start("x", work)
        until(lambda job=job: job.over)
        assert job.state is State.FAILED
        assert word in job.problems[0].text()
        assert "secret" not in job.problems[0].text()
    jobs.close()


def test_too_many_are_refused_and_old_ones_forgotten() -> None:
    now = [0.0]
    jobs, go = Jobs(clock=lambda: now[0]), threading.Event()
    first = jobs.start("x", lambda job: go.wait(10))
    until(lambda: first.state is State.RUNNING)
    for _ in range(MOST_WAITING):
        jobs.start("x", lambda job: None)
    with pytest.raises(InputError):
        jobs.start("x", lambda job: None)
    go.set()
    until(lambda: first.over)
    now[0] = KEPT_SECONDS + 1.0
    with pytest.raises(UnknownName):
        jobs.get(first.id)
    with pytest.raises(UnknownName):
        jobs.cancel("no such job")
    jobs.close()
