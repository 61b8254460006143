"""The claim about four run-offs, judged by rule: who was faster, larger, slowest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from tidegate.briefing.comparison import Compared
from tidegate.message import N_, Message

Verdict = Literal["supported", "mixed", "contradicted", "not testable"]


class Measure(NamedTuple):
    """What each bank shows by one measure, and whether the claim holds by it (None: cannot be said)."""

    label: Message
    unit: str
    values: dict[str, float]
    holds: bool | None


@dataclass(frozen=True)
class Judgement:
    """One part of the claim, judged by rule on several measures.

    Attributes
    ----------
    claim
        In words.
    measures
        The claim in dollars, over the stock and over GDP.
    verdict
        Supported if it holds by every measure that can be told, contradicted
        if by none, otherwise mixed.
    """

    claim: Message
    measures: tuple[Measure, ...]
    verdict: Verdict


_PACE = (
    (N_("US dollars a month"), "bn_usd", "usd_per_month_bn"),
    (N_("percent of the opening stock a year"), "percent", "pct_per_year"),
    (N_("percent of GDP a year"), "percent", "gdp_pct_per_year"),
)
_SIZE = (
    (N_("US dollars in all"), "bn_usd", "usd_fall_bn"),
    (N_("percent of the opening stock in all"), "percent", "fall_pct"),
    (N_("percent of GDP in all"), "percent", "fall_gdp_pct"),
)
_CLAIMS = (
    (N_("The Fed's run-off was faster than the ECB's"), "fed", ("ecb",), _PACE, 1.0),
    (N_("The Fed's run-off was larger than the Bank of England's"), "fed", ("boe",), _SIZE, 1.0),
    (N_("The Bank of Japan's run-off is the slowest"), "boj", ("fed", "ecb", "boe"), _PACE, -1.0),
)


def judge(rows: Sequence[Compared]) -> tuple[Judgement, ...]:
    """Judge whether the Fed was faster than the ECB and larger than the Bank of England, and Japan slowest."""
    by_bank = {row.bank: row for row in rows}
    found = []
    for claim, who, others, measures, sign in _CLAIMS:
        told = []
        for label, unit, key in measures:
            values = {b: float(getattr(by_bank[b], key)) for b in (who, *others)}
            known = all(np.isfinite(v) for v in values.values())
            holds = all(sign * (values[who] - values[b]) > 0.0 for b in others) if known else None
            told.append(Measure(Message(label), unit, values, holds))
        found.append(Judgement(Message(claim), tuple(told), _verdict([t.holds for t in told])))
    return tuple(found)


def _verdict(holds: Sequence[bool | None]) -> Verdict:
    told = [h for h in holds if h is not None]
    if not told:
        return "not testable"
    if all(told):
        return "supported"
    return "mixed" if any(told) else "contradicted"


def overall(found: Sequence[Judgement]) -> Verdict:
    """Return the verdict on the claim as a whole."""
    verdicts = {j.verdict for j in found} - {"not testable"}
    if not verdicts:
        return "not testable"
    if len(verdicts) == 1:
        return verdicts.pop()
    return "mixed"
