"""What is said of reserves: the verdict, the threshold, the distance, and what stands before it."""

from __future__ import annotations

from math import isfinite

from tidegate.message import N_, Message, Number, Quantity
from tidegate.transmission.money_market.parameters import default_parameters
from tidegate.transmission.money_market.verdict import Assessment, Verdict

VERDICTS = {
    Verdict.ABUNDANT: N_("abundant"),
    Verdict.AMPLE: N_("ample"),
    Verdict.NEAR_EDGE: N_("near the edge"),
    Verdict.SCARCE: N_("in the scarce half"),
}
_PERCENT = 100.0


def bn(value: float) -> Quantity:
    """Return $ bn as a sentence writes it."""
    return Quantity(value, "bn_usd", "short")


def percent(share: float) -> Number:
    """Return a share as a whole number of percent."""
    return Number(_PERCENT * share, 0)


def verdict_sentence(found: Assessment) -> Message:
    """Return where reserves stand in one sentence."""
    return Message(
        N_("Reserves of {reserves} are {verdict}: the chance that they are ample is {p}%."),
        {
            "reserves": bn(found.reserves_bn),
            "verdict": Message(VERDICTS[found.verdict]),
            "p": percent(found.p_ample),
        },
    )


def threshold_sentence(found: Assessment) -> Message:
    """Return where the curve bends, and how sure that is."""
    if not isfinite(found.threshold_bn.middle):
        return Message(N_("The figures show no bend yet: overnight rates have not risen as reserves fell."))
    if not isfinite(found.threshold_bn.low):
        return Message(
            N_(
                "The curve bends at {middle}, but it may not bend at all; the upper end of the"
                " interval is {high}."
            ),
            {"middle": bn(found.threshold_bn.middle), "high": bn(found.threshold_bn.high)},
        )
    return Message(
        N_("The curve bends at {middle}, with a chance of {confidence}% between {low} and {high}."),
        {
            "middle": bn(found.threshold_bn.middle),
            "confidence": percent(found.confidence),
            "low": bn(found.threshold_bn.low),
            "high": bn(found.threshold_bn.high),
        },
    )


def distance_sentence(found: Assessment) -> Message:
    """Return how far it is to scarcity, in dollars and months."""
    gap = found.distance_bn.middle
    if not isfinite(gap):
        return Message(N_("So there is no distance to scarcity that could be given."))
    if gap <= 0:
        return Message(N_("Reserves lie {gap} below the bend."), {"gap": bn(-gap)})
    if not isfinite(found.months.middle):
        return Message(
            N_(
                "That is {gap} away, and liquidity (reserves, ON RRP and the Treasury's account) is not"
                " falling over the year."
            ),
            {"gap": bn(gap)},
        )
    return Message(
        N_(
            "That is {gap} away, {months} months at the pace of the past year, in which liquidity"
            " (reserves, ON RRP and the Treasury's account) fell by {drain} a month; what the Treasury has"
            " announced is counted."
        ),
        {
            "gap": bn(gap),
            "months": Number(found.months.middle, 0),
            "drain": bn(-found.buffer.drain_bn_per_month),
        },
    )


def treasury_sentence(found: Assessment) -> Message | None:
    """Return what the Treasury's announced balance will do to reserves; None where none is announced."""
    buffer = found.buffer
    if buffer.plan is None or not isfinite(buffer.treasury_bn):
        return None
    values = {
        "day": buffer.plan.announced,
        "end": buffer.plan.quarter_end,
        "cash": bn(buffer.plan.cash_bn),
        "held": bn(buffer.treasury_bn),
        "move": bn(abs(buffer.rebuild_bn)),
        "p": percent(found.p_ample_ahead),
    }
    if buffer.rebuild_bn < 0.0:
        return Message(
            N_(
                "On {day} the Treasury named a balance of {cash} for {end}; it holds {held}, so {move} comes"
                " back to banks by then, and the chance that reserves are ample is {p}%."
            ),
            values,
        )
    return Message(
        N_(
            "On {day} the Treasury named a balance of {cash} for {end}; it holds {held}, so {move} leaves"
            " ON RRP and reserves by then, and the chance that reserves are still ample is {p}%."
        ),
        values,
    )


def buffer_sentence(found: Assessment) -> Message:
    """Return what ON RRP can still absorb."""
    buffer = found.buffer
    if buffer.above_floor_bn <= 0:
        return Message(
            N_(
                "ON RRP holds {level} and absorbs nothing more: the next dollar that is drained comes"
                " out of reserves."
            ),
            {"level": bn(buffer.on_rrp_bn)},
        )
    if not isfinite(buffer.months_to_floor):
        return Message(
            N_(
                "ON RRP holds {level} and has not fallen over the quarter: it takes the first blow of"
                " a drain."
            ),
            {"level": bn(buffer.on_rrp_bn)},
        )
    return Message(
        N_(
            "ON RRP, which takes the first blow, holds {level}; at the pace of the quarter it is"
            " at its floor in {months} months."
        ),
        {"level": bn(buffer.on_rrp_bn), "months": Number(buffer.months_to_floor, 1)},
    )


def definitions() -> tuple[Message, ...]:
    """Return the words and their numbers, as they were fixed beforehand."""
    rules = default_parameters().verdict
    return (
        Message(
            N_(
                "Ample means that reserves lie above the middle of the bend, where the curve has half"
                " its full slope;"
                " its chance is the share of bootstrap draws, over all curves alike, for which they do."
            )
        ),
        Message(
            N_(
                "In the scarce half: a chance below {scarce}%. Near the edge: below {ample}%, or the"
                " bend is reached"
                " within {edge} months. Abundant: at least {abundant}% and more than {far} months"
                " away. Otherwise ample. Scarcity is of today; the other words take the lower chance,"
                " today's or that after the Treasury's announced move."
                " These numbers were fixed before the first estimate."
            ),
            {
                "scarce": percent(rules.scarce_below),
                "ample": percent(rules.ample_from),
                "abundant": percent(rules.abundant_from),
                "edge": Number(rules.edge_months),
                "far": Number(rules.abundant_months),
            },
        ),
        Message(
            N_(
                "GDP and bank credit are held in one vintage: release dates are respected, later"
                " revisions cannot be undone."
            )
        ),
    )
