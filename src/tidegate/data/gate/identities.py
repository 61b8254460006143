"""What must add up: H.4.1 and the System Open Market Account."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from tidegate.data.gate.checks import Doubt, History
from tidegate.message import N_, Message, Number


@dataclass(frozen=True)
class Identity:
    """A total and its parts.

    Attributes
    ----------
    name
        For messages.
    total, parts
        Ids of series, all in one unit.
    low, high
        Bounds of the total less its parts: zero to rounding, or what the parts leave out.
    """

    name: str
    total: str
    parts: tuple[str, ...]
    low: float
    high: float


SOMA_PARTS = (
    "SOMA_BILLS",
    "SOMA_NOTESBONDS",
    "SOMA_TIPS",
    "SOMA_FRN",
    "SOMA_MBS",
    "SOMA_CMBS",
    "SOMA_AGENCY",
)
IDENTITIES = (
    # The total of the summary leaves the inflation compensation of TIPS out.
    Identity("SOMA", "SOMA_TOTAL", SOMA_PARTS, -0.01, 0.01),
    # What remains is federal agency debt: 169 bn at its peak in 2010, 2.3 bn since 2019.
    Identity("H.4.1", "WSHOSHO", ("TREAST", "WSHOMCB"), -0.01, 180.0),
    Identity("H.4.1", "TREAST", ("TREASBILLS_H41",), 0.0, 1e6),
    Identity("H.4.1", "WALCL", ("WSHOSHO", "WORAL"), -1.0, 2_500.0),
)
"""Sums that hold in the releases, with what may lie between them, billions."""


def broken(
    read: Mapping[str, History], held: Callable[[str], History], identities: tuple[Identity, ...] = IDENTITIES
) -> dict[str, Doubt]:
    """Return a doubt for every series read that takes part in a sum that does not come out.

    Parameters
    ----------
    read
        Series read, canonical unit.
    held
        Returns the series as it is held; empty if it is not.
    identities
        What must hold. It is judged on dates of the answers only, with what is held for what was not read.
    """
    found: dict[str, Doubt] = {}
    for identity in identities:
        members = (identity.total, *identity.parts)
        if not any(m in read for m in members):
            continue
        series = {m: together(held(m), read.get(m)) for m in members}
        if not all(len(s) for s in series.values()):
            continue
        days = series[identity.total].dates
        for part in identity.parts:
            days = np.intersect1d(days, series[part].dates)
        asked = [read[m].dates for m in members if m in read]
        days = np.intersect1d(days, np.unique(np.concatenate(asked)))
        if not days.size:
            continue
        at = {m: s.values[np.searchsorted(s.dates, days)] for m, s in series.items()}
        rest = at[identity.total] - np.sum([at[p] for p in identity.parts], axis=0)
        off = np.flatnonzero((rest < identity.low) | (rest > identity.high))
        if off.size:
            reason = Message(
                N_("{name} does not add up on {day}: {total} less {parts} leaves {rest}"),
                {
                    "name": identity.name,
                    "day": days[off[0]].item(),
                    "total": identity.total,
                    "parts": ", ".join(identity.parts),
                    "rest": Number(float(rest[off[0]]), 3),
                },
            )
            found |= {m: Doubt("identity", reason) for m in members if m in read}
    return found


def together(held: History, read: History | None) -> History:
    """Return what would be held after a batch: what was read has the last word."""
    if read is None:
        return held
    keep = ~np.isin(held.dates, read.dates)
    dates = np.concatenate([held.dates[keep], read.dates])
    values = np.concatenate([held.values[keep], read.values])
    order = np.argsort(dates, kind="stable")
    return History(dates[order], values[order])
