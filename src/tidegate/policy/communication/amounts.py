"""Dollar amounts in a sentence: how much, a month or in total, and of what."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SCALE_BN = {"million": 1e-3, "billion": 1.0, "trillion": 1e3}
_AMOUNT = re.compile(
    r"\$\s?(\d{1,3}(?:,\d{3})+|\d{1,6}(?:\.\d{1,4})?)\s*(million|billion|trillion)\b", re.IGNORECASE
)
_A_MONTH = re.compile(r"\s*(?:per|a|each|every) month\b|\s+monthly\b", re.IGNORECASE)
_OF_WHAT = (
    ("mbs", re.compile(r"mortgage-backed|\bmbs\b", re.IGNORECASE)),
    ("agency_debt", re.compile(r"agency debt(?! and)", re.IGNORECASE)),
    ("treasuries", re.compile(r"treasur", re.IGNORECASE)),
)
_FOLLOWED = re.compile(r"\s*(?:(?:per|a|each) month )?(?:of|for|in|on)\b", re.IGNORECASE)
_LEAD = re.compile(
    r"\b(from|(?<!up )to|by|rather than)(?: (?:a total of|at least|about|up to|an additional|approximately))*\s*$"
)
_REACH = 90


@dataclass(frozen=True)
class Amount:
    """An amount in a sentence.

    Parameters
    ----------
    value_bn
        Billions of US dollars.
    per_month
        Whether the sentence gives it as a monthly pace or cap.
    of
        ``treasuries``, ``mbs``, ``agency_debt``, or empty where the sentence does not say.
    part
        ``from`` and ``to`` of a change, ``by`` of a step; else empty.
    """

    value_bn: float
    per_month: bool
    of: str = ""
    part: str = ""


def amounts(sentence: str) -> tuple[Amount, ...]:
    """Return the dollar amounts of a sentence in their order."""
    found = list(_AMOUNT.finditer(sentence))
    result: list[Amount] = []
    for index, match in enumerate(found):
        start = found[index - 1].end() if index else 0
        end = found[index + 1].start() if index + 1 < len(found) else len(sentence)
        before, after = sentence[start : match.start()], sentence[match.end() : end]
        lead = _LEAD.search(before)
        monthly = bool(_A_MONTH.match(after)) or bool(
            re.search(r"\bmonthly (?:pace|redemption cap|cap)", sentence[: match.start()], re.IGNORECASE)
        )
        monthly = monthly or (bool(_A_MONTH.search(after[:_REACH])) and index + 1 == len(found))
        value = float(match[1].replace(",", "")) * _SCALE_BN[match[2].lower()]
        earlier = _of(before, first=False)
        later = _of(after[:_REACH].split(";")[0], first=True)
        what = (
            later or earlier
            if _FOLLOWED.match(after)
            else earlier or (result[-1].of if result else "") or later
        )
        part = {"rather than": "from"}.get(lead[1], lead[1]) if lead else ""
        result.append(Amount(value, monthly, what, part))
    return tuple(result)


def _of(text: str, *, first: bool) -> str:
    places = [(m.start(), name) for name, pattern in _OF_WHAT for m in pattern.finditer(text)]
    if not places:
        return ""
    return (min if first else max)(places)[1]
