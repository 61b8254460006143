"""Where figures, models and the table of effects meet the claims: every number that a verdict needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from tidegate.bank.portfolio.sales import par_bond_price
from tidegate.bank.programmes.phases import phases
from tidegate.briefing.assembly import FIRST_DAY, Desk
from tidegate.briefing.claims_of_banks import bank_figures
from tidegate.briefing.claims_of_models import model_figures
from tidegate.briefing.markets import reached
from tidegate.catalog.loader import unknown
from tidegate.errors import InputError
from tidegate.evidence.claims.accounts import (
    bought_late,
    months_after,
    per_dollar,
    rate_turns,
    reserves_on_securities,
    run_offs,
    share_of_cap,
    share_that_matured,
)
from tidegate.evidence.claims.estimates import load_estimates
from tidegate.evidence.claims.figures import Figure, over_episodes
from tidegate.evidence.claims.judge import JudgedClaim, judge
from tidegate.evidence.claims.news import DayMoves, first_purchases, moves_on, news
from tidegate.evidence.claims.registry import claim
from tidegate.evidence.claims.rule import VERDICTS, Sampled
from tidegate.message import N_, Message
from tidegate.policy.qt_end.parameters import default_parameters
from tidegate.transmission.markets.effects import Effect, load_effects
from tidegate.transmission.rates.events import GRRS_DAYS

LINES = {
    "securities": "WSHOSHO",
    "treasuries": "TREAST",
    "mbs": "WSHOMCB",
    "reserves": "WRESBAL",
    "reverse_repos": "WLRRAL",
}
TARGET_PCT = 2.0
H41 = N_("Federal Reserve, H.4.1")
YIELDS = N_("Treasury constant-maturity yields; the Fed's announcements")


def claims(
    desk: Desk, ids: Iterable[str] | None = None, verdict: str | None = None
) -> tuple[JudgedClaim, ...]:
    """Return claims about easing and tightening with their verdicts.

    All forty are judged together, whichever are asked for: intervals are
    corrected for the number of tests.

    Parameters
    ----------
    desk
        Figures and day. An estimate that rests on later events, or on what followed them later, is left out.
    ids
        ``C01`` to ``C40``, in any order; default: all.
    verdict
        Only claims with this verdict.

    Returns
    -------
    tuple of JudgedClaim
        In the order of their ids.

    Raises
    ------
    InputError
        For ids or a verdict that do not exist, all of them at once.
    """
    problems: list[Message] = []
    wanted: set[str] = set()
    for each in ids or ():
        try:
            wanted.add(claim(each).id)
        except InputError as error:
            problems.extend(error.problems)
    if verdict is not None and verdict not in VERDICTS:
        problems.extend(unknown(N_("verdict"), verdict, VERDICTS).problems)
    InputError.check(problems)
    judged = desk.once("claims", lambda: judge(_rows(desk.as_of), measures(desk)))
    return tuple(
        j
        for j in judged
        if (not wanted or j.claim.id in wanted) and (verdict is None or j.verdict == verdict)
    )


@lru_cache(maxsize=8)
def _rows(as_of: date) -> tuple[Effect, ...]:
    """Return the rows of both tables whose last outcome was known on a day."""
    return tuple(row for row in (*load_effects(), *load_estimates()) if reached(row) <= as_of)


def measures(desk: Desk) -> Mapping[str, Figure]:
    """Return every measure that the figures of the day allow, by name."""
    found: dict[str, Figure] = {}
    for make in (news_figures, run_off_figures, turn_figures, end_figures, bond_figures, bank_figures):
        found |= make(desk)
    return found | model_figures(desk, _rows(desk.as_of))


def news_figures(desk: Desk) -> dict[str, Figure]:
    """Return what long yields did on days of news about holdings."""
    if not (desk.has("DGS10") and desk.has("DGS30")):
        return {}
    told = news(desk.fed, desk.as_of)
    every = [each.day for each in told]
    more, less = ([n.day for n in told if n.change_bn * way > 0.0] for way in (1.0, -1.0))
    ten, thirty = desk.series("DGS10"), desk.series("DGS30")
    source = Message(YIELDS)
    on_more, on_less, on_grrs = (
        moves_on(days, every, ten.dates, ten.values) for days in (more, less, list(GRRS_DAYS))
    )
    prices = _as_prices(moves_on(less, every, thirty.dates, thirty.values), thirty.dates, thirty.values)

    def figure(reading: Sampled) -> Figure:
        return Figure(reading, "1d", source)

    return {
        "ten_year_on_news_of_more": figure(on_more.against_ordinary_days()),
        "ten_year_on_news_of_more_across_events": figure(on_more.across_events()),
        "ten_year_on_news_of_less": figure(on_less.against_ordinary_days()),
        "ten_year_on_news_of_less_across_events": figure(on_less.across_events()),
        "ten_year_on_grrs_days": figure(on_grrs.against_ordinary_days()),
        "thirty_year_price_on_news_of_less": figure(prices.against_ordinary_days()),
    }


def _as_prices(moves: DayMoves, dates: np.ndarray, yields_pct: np.ndarray) -> DayMoves:
    """Turn moves of a 30-year yield into percent of the price of a par bond."""
    before = yields_pct[np.maximum(np.searchsorted(dates, moves.days) - 1, 0)]

    def price(change_bp: np.ndarray) -> np.ndarray:
        return np.asarray(par_bond_price(before, before + change_bp / 100.0, 30.0) - 100.0)

    half = price(-moves.ordinary / 2.0) - price(moves.ordinary / 2.0)
    return DayMoves(moves.days, price(moves.moves), half)


def run_off_figures(desk: Desk) -> dict[str, Figure]:
    """Return what left the balance sheet during run-offs, and what reserves bore of it."""
    held = {name: desk.levels(i) for name, i in LINES.items() if desk.has(i)}
    episodes = run_offs(phases(desk.fed, desk.as_of), desk.as_of)
    if set(held) != set(LINES) or not episodes:
        return {}
    window, source = ", ".join(e.name for e in episodes), Message(H41)
    securities, reserves = held["securities"], held["reserves"]
    ratio = per_dollar(securities, [reserves], episodes)
    both = per_dollar(securities, [reserves, held["reverse_repos"]], episodes)
    shares = {n: share_of_cap(desk.plan, n, held[n], episodes) for n in ("treasuries", "mbs")}
    matured = share_that_matured(
        desk.plan, ("treasuries", "mbs"), (held["treasuries"], held["mbs"]), episodes
    )
    return {
        "reserves_per_dollar_of_run_off": over_episodes(ratio, window, source),
        "reserves_and_reverse_repos_per_dollar_of_run_off": over_episodes(both, window, source),
        "weekly_reserves_on_securities": Figure(
            reserves_on_securities(securities, reserves, episodes), window, source
        ),
        "treasuries_share_of_cap": over_episodes(shares["treasuries"], window, source),
        "mbs_share_of_cap": over_episodes(shares["mbs"], window, source),
        "share_that_matured": over_episodes(matured, window, source),
    }


def turn_figures(desk: Desk) -> dict[str, Figure]:
    """Return the months between turns of the policy rate and turns of the balance sheet."""
    source = Message(N_("The Fed's announcements"))
    days = sorted(
        {r.announced for r in desk.plan.records if any(rule.kind == "policy_rate" for rule in r.rules)}
    )
    levels: list[tuple[date, float]] = []
    for record in sorted(desk.plan.records, key=lambda r: (r.announced, r.effective)):
        upper = [
            rule.upper_pct
            for rule in record.rules
            if rule.kind == "policy_rate" and rule.upper_pct is not None
        ]
        if upper and record.announced in days and (not levels or levels[-1][1] != upper[-1]):
            levels.append((record.announced, upper[-1]))
    cuts, hikes = rate_turns(levels)
    episodes = run_offs(phases(desk.fed, desk.as_of), desk.as_of)
    # One turn to purchases before the first run-off, and one after the beginning of each.
    edges = [FIRST_DAY, *(e.start for e in episodes), desk.as_of + timedelta(days=1)]
    spans = zip(edges, edges[1:], strict=False)
    found = [first_purchases(desk.fed, a, b - timedelta(days=1)) for a, b in spans]
    starts = [each for each in found if each is not None]
    to_purchases = months_after(cuts, starts)
    to_run_off = months_after(hikes, [e.start for e in episodes])
    return {
        "months_from_cut_to_purchases": over_episodes(to_purchases, ", ".join(to_purchases), source),
        "months_from_hike_to_run_off": over_episodes(to_run_off, ", ".join(to_run_off), source),
    }


def end_figures(desk: Desk) -> dict[str, Figure]:
    """Return reserves and inflation as they were known when run-offs ended."""
    ended = [e for e in run_offs(phases(desk.fed, desk.as_of), desk.as_of) if e.ended]
    over_credit = default_parameters().threshold.bank_assets_over_credit
    reserves, distance = {}, {}
    for episode in ended:
        held = desk.store.latest("WRESBAL", episode.stop).value
        credit = desk.store.latest("TOTBKCR", episode.stop).value
        reserves[episode.name] = 100.0 * held / (over_credit * credit)
        prices = desk.store.series("PCEPILFE", episode.stop).values
        distance[episode.name] = abs(100.0 * (prices[-1] / prices[-13] - 1.0) - TARGET_PCT)
    window = ", ".join(f"{e.name} {e.stop:%Y-%m-%d}" for e in ended)
    return {
        "reserves_at_the_end": over_episodes(reserves, window, Message(N_("Federal Reserve, H.4.1 and H.8"))),
        "inflation_distance_at_the_end": over_episodes(
            distance, window, Message(N_("Bureau of Economic Analysis, core PCE price index"))
        ),
    }


def bond_figures(desk: Desk) -> dict[str, Figure]:
    """Return what long bonds earned that were bought late in run-offs."""
    if not all(desk.has(i) for i in ("DGS20", "DGS30", "DGS3MO")):
        return {}
    twenty, thirty, bills = (desk.series(i) for i in ("DGS20", "DGS30", "DGS3MO"))
    episodes = run_offs(phases(desk.fed, desk.as_of), desk.as_of)
    over, total = bought_late(
        episodes,
        {20.0: (twenty.dates, twenty.values), 30.0: (thirty.dates, thirty.values)},
        (bills.dates, bills.values),
    )
    source = Message(N_("Treasury constant-maturity yields"))
    window = ", ".join(over)
    return {
        "long_bonds_bought_late": over_episodes(over, window, source),
        "long_bonds_bought_late_in_total": over_episodes(total, window, source),
    }
