"""Addresses for long work: start a run of a scenario, watch it, cancel it."""

from __future__ import annotations

import time
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request

from tidegate.briefing.consequences import consequences
from tidegate.briefing.futures import MONTHS, PATHS, SEED, opened
from tidegate.briefing.scenario_answer import comparison_payload, run_payload
from tidegate.briefing.wording import Wording
from tidegate.catalog.loader import unknown
from tidegate.errors import InputError
from tidegate.futures.comparison import compare
from tidegate.futures.library import scenario as find
from tidegate.futures.library import scenario_names
from tidegate.futures.simulation import MOST_KEPT, Run, check_request, simulate
from tidegate.message import N_
from tidegate.web.api import conversion, models
from tidegate.web.api.parameters import LONGEST_NAME, AsOf, Reader, desk, failures
from tidegate.web.desks import desk_of
from tidegate.web.jobs import Job, Jobs, State

router = APIRouter(prefix="/jobs", tags=["jobs"])

MOST_PATHS = 100_000
"""Of one request; the command line has no such limit."""
LONG_MONTHS = 120
"""Beyond so many months, paths times months is limited too: what a run holds in memory grows with both."""
MOST_HELD = MOST_KEPT * LONG_MONTHS
MOST_COMPARED = 5_000
"""Two runs are held whole, path by path."""
NAME = Path(max_length=LONGEST_NAME, description=N_("A scenario of `tidegate scenario list`."))
PATHS_ASKED = Query(ge=1, le=MOST_PATHS, description=N_("How many paths."))
MONTHS_ASKED = Query(description=N_("How many months, 1 to 600."))
AGAINST = Query(
    max_length=LONGEST_NAME,
    description=N_("Compare it with this scenario, on the same chances from the same day."),
)
SEED_ASKED = Query(description=N_("The same seed gives the same answer."))
JOB = Path(max_length=LONGEST_NAME, description=N_("What starting it answered under id."))


def jobs_of(request: Request) -> Jobs:
    """Return the application's jobs."""
    found: Jobs = request.app.state.jobs
    return found


@router.post(
    "/scenario/{name}",
    status_code=202,
    responses=failures(403, 404, 422, 503),
    summary=N_("Start a run of a scenario"),
)
def start_scenario(
    name: Annotated[str, NAME],
    words: Reader,
    as_of: AsOf,
    request: Request,
    paths: Annotated[int, PATHS_ASKED] = PATHS,
    months: Annotated[int, MONTHS_ASKED] = MONTHS,
    seed: Annotated[int, SEED_ASKED] = SEED,
    against: Annotated[str | None, AGAINST] = None,
) -> models.JobModel:
    """Start many paths of a scenario and return at once; ask for the job to see how far it is.

    With `against` the result is the difference of the two scenarios and what it means for people, as
    ``tidegate scenario compare --json`` prints it.
    """
    check_request(paths, months, seed)
    if months > LONG_MONTHS and paths * months > MOST_HELD:
        raise InputError.of(
            N_("paths {paths} of {months} months: too much to hold at once; give at most {most} paths"),
            paths=paths,
            months=months,
            most=MOST_HELD // months,
        )
    for each in (name, against):
        if each is not None and each not in scenario_names():  # never a file of this machine
            raise unknown(N_("scenario"), each, scenario_names())
    if against is not None and paths > MOST_COMPARED:
        raise InputError.of(
            N_("paths {paths}: two scenarios are compared path by path; give at most {most} paths"),
            paths=paths,
            most=MOST_COMPARED,
        )
    told = find(name)
    here = desk_of(told.start.as_of) if told.start.as_of is not None else desk(as_of)

    def work(job: Job) -> dict[str, Any]:
        began = time.perf_counter()
        opening = opened(told, None, here)
        both = (told,) if against is None else (told, find(against))

        def run(place: int) -> Run:
            return simulate(
                opening,
                both[place],
                paths=paths,
                months=months,
                seed=seed,
                workers=2,
                keep=against is not None,
                progress=lambda done: job.step((place + done / paths) / len(both)),
            )

        if against is None:
            return run_payload(run(0), time.perf_counter() - began)
        found = compare(run(0), run(1))
        return comparison_payload(found, time.perf_counter() - began, consequences(found, here))

    return _told(jobs_of(request).start("scenario", work), words)


@router.get("/{job_id}", responses=failures(404, 422), summary=N_("How far a job is, and what it gave"))
def job(job_id: Annotated[str, JOB], words: Reader, request: Request) -> models.JobModel:
    """Return a job; `result` is what the command line prints with ``--json``, once it is done."""
    return _told(jobs_of(request).get(job_id), words)


@router.delete("/{job_id}", responses=failures(403, 404, 422), summary=N_("Cancel a job"))
def cancel(job_id: Annotated[str, JOB], words: Reader, request: Request) -> models.JobModel:
    """Ask a job to stop; one that is over stays as it is."""
    return _told(jobs_of(request).cancel(job_id), words)


def _told(found: Job, words: Wording) -> models.JobModel:
    result = conversion.tree(found.result, words) if found.state is State.DONE else None
    return models.JobModel(
        id=found.id,
        kind=found.kind,
        state=found.state.value,
        done=found.done,
        problems=[each.text(words.tr) for each in found.problems],
        result=result,
    )
