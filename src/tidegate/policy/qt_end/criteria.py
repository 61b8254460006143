"""The four criteria for the end of run-off, each with its evidence and what would overturn it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from tidegate.message import N_, Message, Number, Quantity

Floats = NDArray[np.float64]
INFLATION_GOAL_PCT = 2.0
_ON_ITS_WAY_PCT = 3.0
_SPIKE_BP = 10.0
_SPIKES_ALLOWED = 2
_SAHM_POINTS = 0.5
_AMPLE = 0.8
_EXCESS_RRP_BN = 100.0


class Answer(StrEnum):
    """Whether a criterion is met."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Criterion:
    """One of the four criteria.

    Attributes
    ----------
    key
        ``inflation``, ``reserves``, ``money-market`` or ``economy``.
    title, evidence, falsifier
        What it asks, what the figures say, what would turn the answer round.
    answer
        Whether it is met.
    """

    key: str
    title: Message
    answer: Answer
    evidence: Message
    falsifier: Message


def _answer(met: bool) -> Answer:
    return Answer.MET if met else Answer.NOT_MET


def inflation(index: Floats) -> Criterion:
    """Judge inflation by core PCE prices, monthly, at least nineteen months, shape [n]."""
    title = Message(N_("Inflation is on its way to 2%"))
    now = 100.0 * (index[-1] / index[-13] - 1.0)
    before = 100.0 * (index[-7] / index[-19] - 1.0)
    half = 100.0 * ((index[-1] / index[-7]) ** 2 - 1.0)
    met = now <= _ON_ITS_WAY_PCT and (now <= before or now <= INFLATION_GOAL_PCT + 0.25)
    return Criterion(
        "inflation",
        title,
        _answer(bool(met)),
        Message(
            N_(
                "Core PCE prices rose {now}% in a year, {before}% half a year before; the last six months"
                " run at {half}%."
            ),
            {"now": Number(now, 1), "before": Number(before, 1), "half": Number(half, 1)},
        ),
        Message(N_("Falsified by a yearly rate above 3%, or one that rises over half a year."))
        if met
        else Message(N_("Turns when the yearly rate is at 3% or less and lower than half a year before.")),
    )


def reserves(p_above: float, reserves_bn: float, gdp_bn: float, on_rrp_bn: float) -> Criterion:
    """Judge reserves: ample, and not in excess.

    Parameters
    ----------
    p_above
        Chance that reserves lie above the level at which run-off stops.
    reserves_bn, gdp_bn, on_rrp_bn
        Levels.
    """
    excess = p_above > _AMPLE or on_rrp_bn > _EXCESS_RRP_BN
    return Criterion(
        "reserves",
        Message(N_("Reserves are ample and not in excess")),
        _answer(not excess),
        Message(
            N_(
                "Reserves of {reserves} are {share}% of GDP, ON RRP holds {rrp}; the chance that reserves"
                " still lie above the level at which run-off stops is {p}%."
            ),
            {
                "reserves": Quantity(reserves_bn, "bn_usd", "short"),
                "share": Number(100.0 * reserves_bn / gdp_bn, 1),
                "rrp": Quantity(on_rrp_bn, "bn_usd", "short"),
                "p": Number(100.0 * p_above, 0),
            },
        ),
        Message(N_("Turns when that chance falls to 80% and ON RRP to 100 billion dollars."))
        if excess
        else Message(
            N_("Falsified if reserves grow again while overnight rates stay under interest on reserves.")
        ),
    )


def money_market(spread_bp: Floats, measure: str) -> Criterion:
    """Judge overnight rates by the last sixty quotes over interest on reserves, bp, shape [n]."""
    title = Message(N_("Money-market rates are stable"))
    falsifier = Message(
        N_(
            "Falsified by a median over interest on reserves, or by more than two days in sixty 10 bp over it."
        )
    )
    if not len(spread_bp):
        return Criterion(
            "money-market",
            title,
            Answer.UNKNOWN,
            Message(N_("No overnight rate is known for these days.")),
            falsifier,
        )
    recent = spread_bp[-60:]
    middle, spikes = float(np.median(recent)), int((recent >= _SPIKE_BP).sum())
    return Criterion(
        "money-market",
        title,
        _answer(middle <= 0.0 and spikes <= _SPIKES_ALLOWED),
        Message(
            N_(
                "{measure} less interest on reserves: median {middle} bp over sixty days, {spikes} days at"
                " 10 bp or more."
            ),
            {"measure": measure, "middle": Number(middle, 1, signed=True), "spikes": spikes},
        ),
        falsifier,
    )


def economy(unemployment_pct: Floats, gdp: Floats) -> Criterion:
    """Judge the economy by unemployment (monthly, at least fifteen) and real GDP (quarterly, at least five)."""
    smooth = np.convolve(unemployment_pct, np.ones(3) / 3, "valid")
    rise = float(smooth[-1] - smooth[-13:].min())
    growth = 100.0 * float(gdp[-1] / gdp[-5] - 1.0)
    return Criterion(
        "economy",
        Message(N_("The economy is healthy")),
        _answer(rise < _SAHM_POINTS and growth > 0.0),
        Message(
            N_(
                "Unemployment is {rate}%, its three-month mean {rise} points above the low of a year;"
                " real GDP grew {growth}% in a year."
            ),
            {
                "rate": Number(float(unemployment_pct[-1]), 1),
                "rise": Number(rise, 2),
                "growth": Number(growth, 1),
            },
        ),
        Message(N_("Falsified by a rise of half a point in unemployment, or by falling real GDP.")),
    )
