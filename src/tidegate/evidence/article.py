"""The figures of the popular account, each put beside the record.

An account of the Fed's QT that circulates among Taiwanese readers names four
figures. Each is compared with the record by a rule fixed here, never by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from tidegate.bank.programmes.plan import Plan
from tidegate.evidence.tracker import Levels
from tidegate.message import N_, Message, Number, Quantity
from tidegate.units import day

NEAR = 0.01
"""A figure said to be "near" or "about" agrees if it is within one percent of the record."""


@dataclass(frozen=True)
class Check:
    """One figure of the account against the record.

    Attributes
    ----------
    id
        Stable name.
    said
        What the account says.
    said_bn, record_bn
        Both in $ bn; NaN where the record does not reach.
    when
        Date of the record's figure.
    agrees
        True, False, or None where there is no record.
    finding
        What the data say, in a sentence.
    """

    id: str
    said: Message
    said_bn: float
    record_bn: float
    when: date | None
    agrees: bool | None
    finding: Message


def check_article(plan: Plan, assets: Levels, mbs: Levels, until: date) -> tuple[Check, ...]:
    """Compare the account's figures with announcements and balance sheet.

    Parameters
    ----------
    plan
        The Fed's plan as announced.
    assets, mbs
        Total assets and MBS held, weekly, $ bn.
    until
        Nothing known later is used.
    """
    return (
        _cap(plan, "start", np.datetime64("2022-06"), 47.5, N_("QT starts in June 2022 at $47.5bn a month")),
        _cap(plan, "full", np.datetime64("2022-09"), 95.0, N_("from September 2022, $95bn a month")),
        _peak(assets, 9_000.0),
        _early_2024(assets, 7_600.0),
        _mostly_passive(plan, mbs, until),
    )


def _cap(plan: Plan, name: str, month: np.datetime64, said_bn: float, said: str) -> Check:
    treasuries, mbs = plan.cap_bn("treasuries", month), plan.cap_bn("mbs", month)
    total = treasuries + mbs
    finding = Message(
        N_("Announced caps: Treasuries {treasuries} plus MBS {mbs}. Caps are limits, not what was reached."),
        {"treasuries": Quantity(treasuries, "bn_usd", "table"), "mbs": Quantity(mbs, "bn_usd", "table")},
    )
    return Check(
        name, Message(said), said_bn, total, month.astype("datetime64[D]").item(), total == said_bn, finding
    )


def _peak(assets: Levels, said_bn: float) -> Check:
    said = Message(N_("total assets peaked near $9tn"))
    top = int(np.argmax(assets.values_bn))
    value, when = float(assets.values_bn[top]), assets.dates[top].item()
    finding = Message(
        N_("Highest Wednesday: {value} on {when}."), {"value": Quantity(value, "bn_usd"), "when": when}
    )
    return Check("peak", said, said_bn, value, when, abs(value / said_bn - 1.0) <= NEAR, finding)


def _early_2024(assets: Levels, said_bn: float) -> Check:
    said = Message(N_("by early 2024, about $7.6tn"))
    inside = (assets.dates >= day("2024-01-01")) & (assets.dates <= day("2024-03-31"))
    if not inside.any():
        return Check(
            "early-2024",
            said,
            said_bn,
            float("nan"),
            None,
            None,
            Message(N_("Not in the record by this date.")),
        )
    values, dates = assets.values_bn[inside], assets.dates[inside]
    nearest = int(np.argmin(np.abs(values - said_bn)))
    finding = Message(
        N_("January to March 2024: from {high} down to {low}; nearest to the figure on {when}."),
        {
            "high": Quantity(float(values.max()), "bn_usd", "short"),
            "low": Quantity(float(values.min()), "bn_usd", "short"),
            "when": dates[nearest].item(),
        },
    )
    value = float(values[nearest])
    return Check(
        "early-2024", said, said_bn, value, dates[nearest].item(), abs(value / said_bn - 1.0) <= NEAR, finding
    )


def _mostly_passive(plan: Plan, mbs: Levels, until: date) -> Check:
    """Caps against what really left: the account treats a cap as a pace."""
    said = Message(N_("the caps are the pace of the run-off (MBS: up to $35bn a month)"))
    start = day("2022-06-01")
    stop = min(day("2025-11-30"), day(until), mbs.dates[-1])
    if stop <= start:
        return Check(
            "mbs-pace", said, 35.0, float("nan"), None, None, Message(N_("Not in the record by this date."))
        )
    months = np.arange(np.datetime64("2022-06"), stop.astype("datetime64[M]") + 1)
    allowed = float(sum(plan.cap_bn("mbs", m) for m in months))
    gone = mbs.at(start) - mbs.at(stop)
    finding = Message(
        N_("MBS fell by {gone}, {share}% of what the caps allowed ({allowed}): prepayments were too slow."),
        {
            "gone": Quantity(gone, "bn_usd", "table"),
            "share": Number(100.0 * gone / allowed),
            "allowed": Quantity(allowed, "bn_usd", "table"),
        },
    )
    pace = gone / len(months)
    return Check("mbs-pace", said, 35.0, pace, stop.item(), abs(pace / 35.0 - 1.0) <= NEAR, finding)
