"""Four run-offs as figures for the claims."""

from __future__ import annotations

import math

from tidegate.briefing.assembly import Desk
from tidegate.briefing.bank_claims import Judgement, judge
from tidegate.briefing.comparison import compare_banks
from tidegate.evidence.claims.figures import Figure, over_episodes
from tidegate.message import N_, Message

_MEASURES = ("fed_faster_than_ecb", "fed_larger_than_boe", "boj_slowest")
_UNITS = ("usd", "stock", "gdp")
SOURCE = N_("The four central banks; their run-offs as compared in this briefing")


def bank_figures(desk: Desk) -> dict[str, Figure]:
    """Return by how much one run-off exceeds another, less one: in dollars, over the stock and over GDP."""
    found = judge(compare_banks(desk))
    return {
        name: over_episodes(_ratios(each), ", ".join(_UNITS), Message(SOURCE))
        for name, each in zip(_MEASURES, found, strict=True)
    }


def _ratios(judged: Judgement) -> dict[str, float]:
    """Return the margin of each measure: above zero where the claim holds by it."""
    ratios = {}
    for unit, measure in zip(_UNITS, judged.measures, strict=True):
        who, *others = measure.values
        own, rest = measure.values[who], [measure.values[b] for b in others]
        if not all(math.isfinite(v) and v > 0.0 for v in (own, *rest)):
            continue
        # Japan's claim is to be the slowest; the others' is to exceed the one they are compared with.
        ratios[unit] = (min(rest) / own if who == "boj" else own / max(rest)) - 1.0
    return ratios
