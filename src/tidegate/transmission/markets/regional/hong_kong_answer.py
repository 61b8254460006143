"""A Fed path carried to Hong Kong: the band, the balance, HIBOR, prime, homes, shares, mortgages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.random import Generator

from tidegate.message import N_, Message, Number
from tidegate.transmission.markets.households import (
    HouseholdLoan,
    h_plan_rate,
    household_loan,
    level_payment,
)
from tidegate.transmission.markets.regional.band import position, spot
from tidegate.transmission.markets.regional.estimates import figure
from tidegate.transmission.markets.regional.hibor import base_rate_pct
from tidegate.transmission.markets.regional.hong_kong import EPISODES, Paths, Start, draw, simulate
from tidegate.transmission.markets.regional.path import FedPath, Floats
from tidegate.transmission.markets.regional.rows import Interval, RegionalAnswer, Row, interval
from tidegate.transmission.markets.regional.shared_rows import capacity_row, dollar_row, price_row, sign_note
from tidegate.units import MONTHS_PER_YEAR, points_from_bp

LOAN = "hong_kong_mortgage"


@dataclass(frozen=True)
class HongKongStart:
    """Where Hong Kong stands.

    Attributes
    ----------
    start
        Rate, balance and HIBOR, with the US rate of HIBOR's day.
    us_rate_pct
        Latest US overnight rate: where the path begins.
    fed_lower_pct
        Lower end of the Fed's target range.
    as_of
        Day of the question: terms of mortgages that were not known then are not used.
    """

    start: Start
    us_rate_pct: float
    fed_lower_pct: float
    as_of: date


def carried(
    path: FedPath, begin: HongKongStart, rng: Generator, known: Paths | None = None
) -> tuple[Paths, Paths]:
    """Return the paths without and with the change; their shocks are the same.

    `known` is the first of them, from another change over as many months and the same seed.
    """
    rules = draw(path.count, rng)
    shocks = rng.standard_normal((2, path.months, path.count))
    level = np.full((path.months, path.count), begin.us_rate_pct)
    raised = level + points_from_bp(path.rate_bp)
    pull = np.arange(1, path.months + 1)[:, None] / path.months * path.pull_pct
    if known is not None:
        return known, simulate(begin.start, raised, rules, shocks, pull)
    rates, pulls = np.hstack([level, raised]), np.hstack([np.zeros_like(pull), pull])
    both = simulate(begin.start, rates, rules.twice(), np.tile(shocks, 2), pulls)
    return both.part(slice(path.count)), both.part(slice(path.count, None))


def chance(paths: Paths) -> tuple[float, Floats]:
    """Return the chance that 7.85 is met, percent, and that of draws like each episode, shape [episodes]."""
    met = 100.0 * paths.touches_weak
    each = np.array([met[i :: len(EPISODES)].mean() for i in range(len(EPISODES))])
    return float(met.mean()), each


def prime_path(loan: HouseholdLoan, rate_change_pct: Floats, count: int, rng: Generator) -> Floats:
    """Return the prime rate: it follows a change of the US policy rate in part, as far as the banks choose."""
    assert loan.hong_kong is not None
    return np.asarray(loan.hong_kong.prime_pct + rng.uniform(*loan.range_90, count) * rate_change_pct)


def mortgage(loan: HouseholdLoan, hibor: Floats, prime: Floats) -> Floats:
    """Return the rate of an H-plan: the lower of HIBOR plus margin and the cap under prime."""
    assert loan.hong_kong is not None
    return np.asarray(np.maximum(h_plan_rate(hibor, prime, loan.hong_kong), 0.0))


def answer_hong_kong(
    path: FedPath, begin: HongKongStart, rng: Generator, known: Paths | None = None
) -> RegionalAnswer:
    """Carry a Fed path to Hong Kong; `known` as in `carried`."""
    without, changed = carried(path, begin, rng, known)
    lower, rate_change = begin.fed_lower_pct, points_from_bp(path.rate_bp)
    drift = figure("hk_drift_carry")
    rows = (
        dollar_row(path),
        _pair(
            "band_position",
            Message(N_("Place in the band (0% is 7.75, strong; 100% is 7.85, weak)")),
            "percent",
            (100.0 * without.position[-1], 100.0 * changed.position[-1]),
            Message(
                N_("band, and drift on {n} months: {carry} of the band for each point of carry (error {se})"),
                {"n": drift.n, "carry": Number(drift.mean, 2), "se": Number(drift.se, 2)},
            ),
            100.0 * float(position(begin.start.spot_hkd)),
        ),
        usdhkd_row(without, changed, begin.start.spot_hkd),
        _chance_row(without, changed, path.months),
        _pair(
            "aggregate_balance",
            Message(N_("Aggregate balance")),
            "bn_hkd",
            (without.balance_bn[-1], changed.balance_bn[-1]),
            Message(N_("identity: what is bought at 7.85 is taken from it, one for one")),
            begin.start.balance_bn,
        ),
        _pair(
            "hibor_1m",
            Message(N_("HIBOR, one month")),
            "percent",
            (without.hibor_pct[-1], changed.hibor_pct[-1]),
            Message(N_("US rate, and what each of three defences says of the balance")),
            begin.start.hibor_pct,
        ),
        _pair(
            "base_rate",
            Message(N_("Base rate")),
            "percent",
            (
                base_rate_pct(lower, without.hibor_pct[-1]),
                base_rate_pct(np.maximum(lower + rate_change, 0.0), changed.hibor_pct[-1]),
            ),
            Message(N_("rule: the Fed's lower bound plus 0.5, or the mean of HIBOR if that is higher")),
            float(base_rate_pct(lower, begin.start.hibor_pct)),
        ),
        *mortgage_rows(without, changed, begin, rate_change, rng),
        homes_row(without, changed, rng),
        price_row("hong_kong", path, rng),
        price_row("em_equity", path, rng),
        price_row("em_bonds", path, rng),
    )
    loan = household_loan(LOAN)
    stated = {"id": loan.id, "amount": loan.loan, "currency": loan.currency, "months": loan.months}
    return RegionalAnswer("hk", path, rows, notes(path), stated, without, changed)


def mortgage_rows(
    without: Paths, changed: Paths, begin: HongKongStart, rate_change_pct: Floats, rng: Generator
) -> tuple[Row, ...]:
    """Return prime, the H-plan, the payment and what it borrows; none before the terms were known."""
    loan = household_loan(LOAN)
    if begin.as_of < loan.rate_date:
        return ()
    count = without.position.shape[1]
    primes = [prime_path(loan, c, count, rng) for c in (np.zeros(count), rate_change_pct)]
    rates = [mortgage(loan, p.hibor_pct[-1], q) for p, q in zip((without, changed), primes, strict=True)]
    paid = [np.asarray(level_payment(loan.loan, r, loan.months)) for r in rates]
    now = float(mortgage(loan, np.array(begin.start.hibor_pct), primes[0][:1])[0])
    return (
        _pair(
            "prime",
            Message(N_("Prime rate")),
            "percent",
            (primes[0], primes[1]),
            Message(
                N_("as in April 2026; follows {low} to {high} of a hike of the Fed"),
                {"low": Number(loan.range_90[0], 1), "high": Number(loan.range_90[1], 1)},
            ),
            float(primes[0][0]),
        ),
        _pair(
            "mortgage_rate",
            Message(N_("New H-plan mortgage")),
            "percent",
            (rates[0], rates[1]),
            _terms(loan),
            now,
        ),
        _pair(
            "mortgage_payment",
            Message(N_("Payment a month on HK${amount} over 30 years"), {"amount": Number(loan.loan, 0)}),
            "hkd",
            (paid[0], paid[1]),
            Message(N_("arithmetic of the level payment")),
            float(level_payment(loan.loan, now, loan.months)),
        ),
        capacity_of(rates, loan),
    )


def _terms(loan: HouseholdLoan) -> Message:
    """Return the terms of an H-plan in words."""
    assert loan.hong_kong is not None
    return Message(
        N_("the lower of HIBOR + {margin} and prime - {discount}: terms of new loans in April 2026"),
        {"margin": Number(loan.hong_kong.margin_pct, 2), "discount": Number(loan.hong_kong.discount_pct, 2)},
    )


def _pair(
    name: str, title: Message, unit: str, levels: tuple[Floats, Floats], source: Message | str, now: float
) -> Row:
    change = interval(np.asarray(levels[1] - levels[0]))
    return Row(name, title, unit, change, unit, source, now, interval(levels[0]), interval(levels[1]))


def usdhkd_row(without: Paths, changed: Paths, now: float) -> Row:
    """Return the rate itself."""
    levels = spot(without.position[-1]), spot(changed.position[-1])
    return Row(
        "usdhkd",
        Message(N_("US dollar in Hong Kong dollars")),
        "per_usd",
        interval(100.0 * (levels[1] / levels[0] - 1.0)),
        "pct",
        Message(N_("the same, as a rate")),
        now,
        interval(levels[0]),
        interval(levels[1]),
    )


def _chance_row(without: Paths, changed: Paths, months: int) -> Row:
    """Return the chance of meeting 7.85; its ends are those of the episodes that a draw is like."""
    before, before_each = chance(without)
    after, after_each = chance(changed)
    moved = after_each - before_each
    return Row(
        "weak_side_chance",
        Message(N_("Chance that 7.85 is met within {months} months"), {"months": months}),
        "percent",
        Interval(after - before, float(moved.min()), float(moved.max())),
        "percent",
        Message(N_("simulation; the interval runs over the three defences, like one of which each draw is")),
        None,
        Interval(before, float(before_each.min()), float(before_each.max())),
        Interval(after, float(after_each.min()), float(after_each.max())),
    )


def capacity_of(rates: list[Floats], loan: HouseholdLoan) -> Row:
    """Return what the same payment borrows with the change, against without it."""
    each = level_payment(1.0, rates[0], loan.months) / level_payment(1.0, rates[1], loan.months)
    row = capacity_row(loan.rate_pct, rates[1], loan.months)
    return replace(row, change=interval(np.asarray(100.0 * (each - 1.0))))


def homes_row(without: Paths, changed: Paths, rng: Generator) -> Row:
    """Return home prices over a year by what HIBOR does: weakly measured, and its interval holds nought."""
    found = figure("hk_homes_hibor")
    year = slice(1, 1 + MONTHS_PER_YEAR)
    moved = (changed.hibor_pct[year] - without.hibor_pct[year]).mean(axis=0)
    slope = found.mean + found.se * rng.standard_normal(len(moved))
    return Row(
        "homes",
        Message(N_("Hong Kong home prices, over a year")),
        "pct",
        interval(slope * moved),
        "pct",
        Message(
            N_("{n} years, {first} to {last}: {mean}% (error {se}) for each point of HIBOR"),
            {
                "n": found.n,
                "first": found.first,
                "last": found.last,
                "mean": Number(found.mean, 1, signed=True),
                "se": Number(found.se, 1),
            },
        ),
    )


def notes(path: FedPath) -> tuple[Message, ...]:
    """Return what a reader must know."""
    found = [
        Message(
            N_(
                "The three defences since 2018 disagree: HIBOR rose by {first}, {second} and {third} points for each"
                " log unit that the balance fell. Each draw is like one of them; none is picked."
            ),
            {
                key: Number(figure("hk_spread_slope", name).mean, 1)
                for key, name in zip(("first", "second", "third"), EPISODES, strict=True)
            },
        )
    ]
    if not path.rate_bp.any():
        text = N_(
            "Run-off alone leaves the overnight rate where it is, so the carry hardly moves: what presses here is the"
            " part of its equivalence to a hike that holds abroad. Add a change of the policy rate to see the peg work."
        )
        found.append(Message(text))
    unsure = sign_note("hong_kong")
    return (*found, unsure) if unsure else tuple(found)
