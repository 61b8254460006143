"""Scenarios from the desk: which day one begins on, and its run or comparison."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tidegate.briefing.assembly import Desk, open_desk
from tidegate.briefing.futures_opening import opening_on
from tidegate.futures.comparison import Comparison
from tidegate.futures.comparison import compare as compare_runs
from tidegate.futures.contract import Opening
from tidegate.futures.library import scenario as find
from tidegate.futures.scenario import Scenario
from tidegate.futures.simulation import Keeper, Run, check_request
from tidegate.futures.simulation import simulate as run_paths
from tidegate.units import day, last_day_of, parse_date, to_date

if TYPE_CHECKING:
    from tidegate.briefing.futures_government import GovernmentRun
    from tidegate.futures.markets import MarketRun

PATHS, MONTHS, SEED = 1_000, 60, 20260101


def start_day(text: str | None, told: Scenario) -> date | None:
    """Return the opening day: as asked (a month is its last day), else the scenario's own, else None: the newest.

    Raises
    ------
    InputError
        For a text that is no day and no month.
    """
    if text is None:
        return told.start.as_of
    if len(text) == 7:
        from tidegate.units import parse_month

        return to_date(last_day_of(parse_month(text, "start")))
    return parse_date(text, "start")


def _told(scenario: str | Path | Scenario) -> Scenario:
    return scenario if isinstance(scenario, Scenario) else find(scenario)


def opened(told: Scenario, start: str | None = None, desk: Desk | None = None) -> Opening:
    """Return where a scenario begins, from the store's figures as known on the opening day."""
    when = start_day(start, told)
    if desk is not None and (when is None or day(when) == day(desk.as_of)):
        return opening_on(desk)
    return opening_on(open_desk(when, None if desk is None else desk.store))


def simulate(
    scenario: str | Path | Scenario = "baseline",
    *,
    start: str | None = None,
    paths: int = PATHS,
    months: int = MONTHS,
    seed: int = SEED,
    workers: int = 1,
    keep: bool = False,
    keeper: Keeper | None = None,
    progress: Callable[[int], None] = lambda _: None,
    desk: Desk | None = None,
) -> Run:
    """Run a scenario.

    Parameters
    ----------
    scenario
        A name, a file, or a `Scenario`.
    start
        Opening day ``YYYY-MM-DD`` or month ``YYYY-MM``; nothing published later is
        used. Default: the scenario's own, else the newest.
    paths, months, seed, workers, keep, keeper, progress
        See `tidegate.futures.simulation.simulate`.
    desk
        An open desk, to save opening the store again.

    Raises
    ------
    InputError
        For anything impossible, all problems at once.
    """
    check_request(paths, months, seed)
    told = _told(scenario)
    return run_paths(
        opened(told, start, desk),
        told,
        paths=paths,
        months=months,
        seed=seed,
        workers=workers,
        keep=keep,
        keeper=keeper,
        progress=progress,
    )


def run_markets(
    found: Run, scenario: str | Path | Scenario, start: str | None = None, desk: Desk | None = None
) -> MarketRun:
    """Return what assets become on the paths of a run that kept its values.

    Parameters
    ----------
    found
        From `simulate` with ``keep=True``.
    scenario, start, desk
        As they were given to `simulate`.
    """
    from tidegate.futures.markets import markets

    told = _told(scenario)
    return markets(found, opened(told, start, desk), told)


def run_government(
    found: Run, scenario: str | Path | Scenario, start: str | None = None, desk: Desk | None = None
) -> GovernmentRun:
    """Return what the government pays on the paths of a run that kept its values, of at most 2,000 paths.

    Parameters
    ----------
    found
        From `simulate` with ``keep=True``.
    scenario, start, desk
        As they were given to `simulate`.
    """
    from tidegate.briefing.futures_government import government

    told = _told(scenario)
    opening = opened(told, start, desk)
    return government(found, opening, open_desk(opening.as_of, None if desk is None else desk.store))


def compare_scenarios(
    first: str | Path | Scenario,
    second: str | Path | Scenario = "baseline",
    *,
    start: str | None = None,
    paths: int = PATHS,
    months: int = MONTHS,
    seed: int = SEED,
    workers: int = 1,
    progress: Callable[[int], None] = lambda _: None,
    desk: Desk | None = None,
) -> Comparison:
    """Return the first scenario less the second, on the same chances from the same day.

    Parameters
    ----------
    first, second
        Names, files or scenarios.
    start
        As in `simulate`; default: the first scenario's own day, for both.
    paths, months, seed, workers, progress, desk
        As in `simulate`.
    """
    check_request(paths, months, seed)
    told = [_told(s) for s in (first, second)]
    opening = opened(told[0], start, desk)
    runs = [
        run_paths(
            opening, s, paths=paths, months=months, seed=seed, workers=workers, keep=True, progress=progress
        )
        for s in told
    ]
    return compare_runs(*runs)
