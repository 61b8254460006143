"""What to own, as JSON: weights, limits, scenarios, the trace, and which data each asset rests on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from tidegate.allocation.plan import Trigger
from tidegate.allocation.scenarios import scenarios
from tidegate.allocation.trace import HISTORY
from tidegate.briefing.allocation import Allocation
from tidegate.briefing.allocation_words import INSTALMENTS, fall, ladder_of


def payload(found: Allocation, trigger: Trigger | None = None, count: int = INSTALMENTS) -> Mapping[str, Any]:
    """Return the JSON answer; weights and returns in percent.

    Parameters
    ----------
    found
        The answer.
    trigger, count
        Of the instalments of long bonds.
    """
    decision, asked = found.decision, found.question
    believed = decision.market.reference.beliefs
    held = asked.panel.only(decision.assets).held_months()
    names = decision.assets

    def weights(values: Any) -> dict[str, float]:
        return {a: round(100.0 * float(w), 6) for a, w in zip(names, values, strict=True) if abs(w) > 1e-9}

    last = np.array([found.last.get(a, 0.0) for a in names])
    depth, month = fall(found)
    return {
        "as_of": found.as_of,
        "risk": asked.risk,
        "objective": asked.objective,
        "currency": asked.base,
        "hedged": asked.hedged,
        "scenario": asked.only or None,
        "weights": weights(decision.weights),
        "expected_pct": 100.0 * decision.optimum.expected,
        "expected_error_pct": 100.0 * decision.optimum.expected_error,
        "cvar_pct": 100.0 * decision.optimum.cvar,
        "cvar_limit_pct": None if decision.most_cvar is None else 100.0 * decision.most_cvar,
        "cost_pct": 100.0 * decision.optimum.cost,
        "drawdown": {"worst_pct": 100.0 * depth if math.isfinite(depth) else None, "month": month or None},
        "sixty_forty": {
            "expected_pct": 100.0 * decision.expected(decision.sixty_forty),
            "cvar_pct": 100.0 * decision.shortfall(decision.sixty_forty),
            "change": weights(decision.weights - decision.sixty_forty),
        },
        "last": {
            "day": found.last_day,
            "weights": weights(last),
            "change": weights(decision.weights - last) if found.last else {},
        },
        "limits": [
            {"limit": s.limit, "slack_pct": s.slack_pct, "binding": s.binding}
            for s in decision.allowed.standing(decision.weights)
        ],
        "chances": {o.name: o.chance for o in decision.market.outlooks},
        "by_scenario": [
            {
                "scenario": c.scenario.name,
                "chance": c.chance,
                "line": c.scenario.line.en,
                "bill_points": c.bill_points,
                "ten_year_points": c.ten_year_points,
                "expected_pct": 100.0 * c.now_return,
                "cvar_pct": 100.0 * c.now_tail,
                "weights_if_certain": weights(c.weights),
                "change_if_certain": weights(c.change),
            }
            for c in found.cards
        ],
        "trace": {
            "policy": {
                "phase": found.phase.key if found.phase else None,
                "announcement": found.announcement.id if found.announcement else None,
                "announced": found.announcement.announced if found.announcement else None,
            },
            "steps": [{"cause": s.cause, "change": weights(s.change)} for s in found.steps],
            "from_last": [
                {"cause": cause, "change": weights(change)} for cause, change in from_last(found).items()
            ],
            "links": [
                {
                    "asset": k.asset,
                    "cause": k.cause,
                    "policy_line": None if k.cause == HISTORY else scenarios()[k.cause].line.en,
                    "chance": k.chance,
                    "bill_points": k.bill_points,
                    "ten_year_points": k.ten_year_points,
                    "premium_points": k.premium_points,
                    "effect_pct": 100.0 * k.effect,
                    "weight_change_pct": 100.0 * k.change,
                }
                for k in found.links
            ],
        },
        "ladder": [
            {
                "number": i.number,
                "share": i.share,
                "latest": i.latest,
                "due_now": i.due_now,
                "because": i.because,
            }
            for i in ladder_of(found, trigger, count)
        ],
        "next_review": found.next_review,
        "next_half_yearly": found.next_half_yearly,
        "data": [
            {
                "asset": a,
                "source": s,
                "months": int(m),
                "expected_over_bills_pct": 100.0 * float(e),
                "error_pct": 100.0 * float(r),
                "volatility_pct": 100.0 * float(v),
            }
            for a, s, m, e, r, v in zip(
                names,
                believed.source,
                held,
                believed.mean,
                believed.mean_error,
                believed.volatility[: len(names)],
                strict=True,
            )
        ],
        "advice": False,
    }


def from_last(found: Allocation) -> dict[str, Any]:
    """Return what each cause contributes to the change from the last answer; they add up to it.

    Both answers begin at 60/40: a cause's part is its change now less its change then. Over what is the
    holder's own there is one cause alone.
    """
    names = found.decision.assets
    last = np.array([found.last.get(a, 0.0) for a in names])
    if not found.last:
        return {}
    if not found.last_steps:
        return {"holdings": found.decision.weights - last}
    now = {s.cause: s.change for s in found.steps}
    then = {s.cause: s.change for s in found.last_steps}
    if any(len(v) != len(names) for v in then.values()):
        return {"assets": found.decision.weights - last}
    zero = np.zeros(len(names))
    return {c: now.get(c, zero) - then.get(c, zero) for c in dict.fromkeys([*now, *then])}
