"""A Fed path carried to Taiwan: the dollar, the Taiwan dollar, reserves, rates, shares, mortgages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.random import Generator

from tidegate.message import N_, Message, Number, Quantity
from tidegate.transmission.markets.households import household_loan, level_payment
from tidegate.transmission.markets.regional.estimates import Figure, figure
from tidegate.transmission.markets.regional.managed_float import (
    hedging_cost_pct,
    lean_of,
    pressure_pct,
    reserves_change_bn,
    spot_change_pct,
)
from tidegate.transmission.markets.regional.path import FedPath, Floats
from tidegate.transmission.markets.regional.rows import RegionalAnswer, Row, interval
from tidegate.transmission.markets.regional.shared_rows import capacity_row, dollar_row, price_row, sign_note
from tidegate.transmission.markets.regional.taiwan import facts
from tidegate.units import points_from_bp

LOAN = "taiwan_mortgage"
LEAST_LET_THROUGH = 0.1


@dataclass(frozen=True)
class TaiwanStart:
    """Where Taiwan stands.

    Attributes
    ----------
    usdtwd
        TWD per US$.
    discount_pct
        The central bank's discount rate.
    us_rate_pct
        US overnight rate.
    mortgage_pct
        Rate of new mortgages of the five banks.
    as_of
        Day of the question.
    """

    usdtwd: float
    discount_pct: float
    us_rate_pct: float
    mortgage_pct: float
    as_of: date


def normal(found: Figure, count: int, rng: Generator) -> Floats:
    """Return draws of an estimate."""
    return np.asarray(found.mean + found.se * rng.standard_normal(count))


def currency_pct(path: FedPath, rng: Generator) -> tuple[Floats, Floats]:
    """Return how far the Taiwan dollar weakens, percent, and the share of the pressure that is let through."""
    count = path.count
    beta = normal(figure("tw_beta_dollar"), count, rng)
    slope = normal(figure("tw_differential"), count, rng)
    own = 1.0 - normal(figure("tw_discount"), count, rng)
    gap = own * (points_from_bp(path.rate_bp) + points_from_bp(1.0) * path.two_year_bp)
    let_through = np.clip(normal(figure("tw_over_kr"), count, rng), LEAST_LET_THROUGH, 1.0)
    return spot_change_pct(path.dollar_pct, beta, gap, slope), let_through


def answer_taiwan(path: FedPath, start: TaiwanStart, rng: Generator) -> RegionalAnswer:
    """Carry a Fed path to Taiwan."""
    count = path.count
    spot, let_through = currency_pct(path, rng)
    level = start.usdtwd * (1.0 + spot / 100.0)
    pressure = pressure_pct(spot, lean_of(let_through, 1.0))
    sold = reserves_change_bn(spot, normal(figure("tw_reserves"), count, rng))
    ten = facts().ten_year
    ten_beta = rng.triangular(ten.low, ten.beta, ten.high, count)
    loan = replace(household_loan(LOAN), rate_pct=start.mortgage_pct)
    follow = rng.uniform(*loan.range_90, count)
    rate = np.maximum(loan.rate_pct + follow * path.short_rate_pct, 0.0)
    paid = np.asarray(level_payment(loan.loan, rate, loan.months))
    before = float(level_payment(loan.loan, loan.rate_pct, loan.months))
    rows = (
        dollar_row(path),
        Row(
            "usdtwd",
            Message(N_("US dollar in Taiwan dollars (+ weaker Taiwan dollar)")),
            "per_usd",
            interval(spot),
            "pct",
            _monthly("tw_beta_dollar"),
            start.usdtwd,
            interval(np.full(count, start.usdtwd)),
            interval(level),
        ),
        Row(
            "pressure",
            Message(N_("The same if the central bank bought and sold nothing")),
            "pct",
            interval(pressure),
            "pct",
            _monthly("tw_over_kr"),
        ),
        Row(
            "reserves",
            Message(N_("US dollars bought (+) or sold (-) by the central bank")),
            "bn_usd",
            interval(sold),
            "bn_usd",
            Message(
                N_("{n} disclosed periods since 2019: {mean} for each percent"),
                {"n": figure("tw_reserves").n, "mean": Quantity(figure("tw_reserves").mean, "bn_usd")},
            ),
        ),
        Row(
            "ten_year",
            Message(N_("Taiwan's ten-year yield")),
            "percent",
            interval(ten_beta * points_from_bp(1.0) * path.ten_year_bp),
            "percent",
            Message(
                N_("{beta} of the US ten-year yield from 2019 to 2024; one episode"),
                {"beta": Number(ten.beta, 2)},
            ),
        ),
        price_row("taiwan", path, rng),
        Row(
            "mortgage_rate",
            Message(N_("New mortgage, five leading banks")),
            "percent",
            interval(rate - loan.rate_pct),
            "percent",
            Message(
                N_("new housing loans of five banks; {low} to {high} of a hike of the Fed"),
                {"low": Number(loan.range_90[0], 2), "high": Number(loan.range_90[1], 2)},
            ),
            loan.rate_pct,
            interval(np.full(count, loan.rate_pct)),
            interval(rate),
        ),
        Row(
            "mortgage_payment",
            Message(N_("Payment a month on NT${amount} over 30 years"), {"amount": Number(loan.loan, 0)}),
            "twd",
            interval(paid - before),
            "twd",
            Message(N_("arithmetic of the level payment")),
            before,
            interval(np.full(count, before)),
            interval(paid),
        ),
        capacity_row(loan.rate_pct, rate, loan.months),
        price_row("em_equity", path, rng),
        price_row("em_bonds", path, rng),
    )
    return RegionalAnswer("tw", path, rows, notes(start), _loan())


def _monthly(name: str) -> Message:
    found = figure(name)
    text = N_("monthly figures, {first} to {last}: {mean} (error {se})")
    params = {
        "first": found.first,
        "last": found.last,
        "mean": Number(found.mean, 2),
        "se": Number(found.se, 2),
    }
    return Message(text, params)


def notes(start: TaiwanStart) -> tuple[Message, ...]:
    """Return what a reader must know: shares, leaning, and the insurers once their figures were known."""
    told = [
        sign_note("taiwan"),
        Message(
            N_(
                "The Taiwan dollar answers the broad dollar {ratio} times as much as the Korean won does; taking the"
                " won as a free float in the same boat, reserves absorb the rest. It is an upper bound if Taiwan"
                " would answer less in any case."
            ),
            {"ratio": Number(figure("tw_over_kr").mean, 2)},
        ),
    ]
    held = facts().insurers
    if held.foreign_assets_date <= start.as_of:
        text = N_(
            "Not in these numbers: life insurers hold about {assets} abroad, about {open} of it open to the"
            " exchange rate. When the US dollar falls they hedge or sell, and the Taiwan dollar jumps, as in"
            " May 2025. Covered parity puts the cost of hedging at {cost}% a year today, which is why much is"
            " left open."
        )
        params = {
            "assets": Quantity(held.foreign_assets_usd_bn, "bn_usd", "short"),
            "open": Quantity(held.open_usd_bn, "bn_usd", "short"),
            "cost": Number(float(hedging_cost_pct(start.us_rate_pct, start.discount_pct)), 1),
        }
        told.append(Message(text, params))
    return tuple(note for note in told if note is not None)


def _loan() -> dict[str, object]:
    loan = household_loan(LOAN)
    return {"id": loan.id, "amount": loan.loan, "currency": loan.currency, "months": loan.months}
