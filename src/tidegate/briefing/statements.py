"""What a statement says, in the reader's words; and how far the reading may be trusted."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from tidegate.locale import Translator
from tidegate.message import N_, Message, Number, Quantity
from tidegate.policy.communication import Difference, Finding, Score

NAMES = {
    "end_of_run_off": N_("end of run-off"),
    "caps_and_run_off": N_("run-off and its caps"),
    "end_of_purchases": N_("end of purchases"),
    "taper": N_("slower purchases"),
    "maturity_swap": N_("swap into longer maturities"),
    "reserve_management": N_("reserve management"),
    "purchases": N_("purchases"),
    "reinvestment": N_("reinvestment"),
    "ample_reserves": N_("ample reserves"),
    "size_and_composition": N_("size and composition of the balance sheet"),
    "easing": N_("easing"),
    "tightening": N_("tightening"),
    "holding": N_("holding"),
    "new": N_("decision"),
    "continuing": N_("goes on"),
    "conditional": N_("possible"),
    "treasuries": N_("Treasuries"),
    "mbs": N_("MBS"),
    "agency_debt": N_("agency debt"),
}

"""Words of a balance-sheet sentence's topics, directions, actions and instruments."""


@cache
def validation() -> dict[str, Any]:
    """Return how the reading did on texts with known labels: `tone`, a list of measures, and `finder`."""
    path = files("tidegate.policy.communication") / "validation.toml"
    found: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return found


def tone_sentence(score: Score) -> Message:
    """Return the tone of a text in one sentence."""
    return Message(
        N_("Tone: {value} on a scale from -1 (dovish) to +1 (hawkish); {hawkish} hawkish, {dovish} dovish and "
           "{neutral} neutral sentences."),
        {
            "value": Number(score.value, 2, signed=True),
            "hawkish": score.hawkish,
            "dovish": score.dovish,
            "neutral": score.neutral,
        },
    )  # fmt: skip


def difference_sentence(difference: Difference, deleted: str = "[-…-]", inserted: str = "{+…+}") -> Message:
    """Return how much of a text is new; the marks say how the caller shows it."""
    return Message(
        N_(
            "Compared with the statement before, {share}% of the words are the same. "
            "Deleted words stand in {deleted}, new ones in {inserted}."
        ),
        {"share": Number(100 * difference.similarity), "deleted": deleted, "inserted": inserted},
    )


def label(tr: Translator, finding: Finding) -> str:
    """Return topics, direction, action and amounts of a balance-sheet sentence."""
    words = [tr(NAMES[t]) for t in finding.topics] + [
        tr(NAMES[finding.direction]),
        tr(NAMES[finding.action]),
    ]
    for amount in finding.amounts:
        template = N_("{amount} a month") if amount.per_month else "{amount}"
        written = tr.message(Message(template, {"amount": Quantity(amount.value_bn, "bn_usd", "short")}))
        words.append(f"{tr(NAMES[amount.of])} {written}" if amount.of else written)
    return " · ".join(words)
