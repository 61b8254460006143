"""What a synchronisation came to, series by series."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from tidegate.message import Message

NEW, REVISED, UNCHANGED, FAILED, QUARANTINED = "new", "revised", "unchanged", "failed", "quarantined"
KINDS = (NEW, REVISED, UNCHANGED, FAILED, QUARANTINED)
"""In the order in which a summary counts them."""

REQUIRED = frozenset(
    (
        "WALCL",
        "TREAST",
        "WSHOMCB",
        "WRESBAL",
        "WTREGEN",
        "RRPONTSYD",
        "WCURCIR",
        "DFEDTARU",
        "DFEDTARL",
        "IORB",
        "SOFR",
        "DGS10",
        "CPIAUCSL",
        "PCEPI",
        "UNRATE",
    )
)
"""Without these the briefing has no answer to where we stand."""


@dataclass(frozen=True)
class Outcome:
    """What became of one series or table.

    Attributes
    ----------
    name
        Id of the series, or name of the table.
    provider
        Module of the provider.
    kind
        One of `KINDS`: new dates came (perhaps with revisions), only revisions,
        nothing new, no usable answer, or an answer that was not believed.
    new, revised
        Numbers of dates.
    reasons
        Why it failed or was quarantined; empty otherwise.
    last, age_days
        Last date that is held now, and its age: what answers go on with.
    required
        Whether the synchronisation counts as failed without it.
    quarantine
        Name in quarantine, or "".
    """

    name: str
    provider: str
    kind: str
    new: int = 0
    revised: int = 0
    reasons: tuple[Message, ...] = ()
    last: date | None = None
    age_days: int | None = None
    required: bool = False
    quarantine: str = ""

    @property
    def good(self) -> bool:
        """Whether an answer came and was believed."""
        return self.kind in (NEW, REVISED, UNCHANGED)


@dataclass(frozen=True)
class Summary:
    """What a synchronisation came to.

    Attributes
    ----------
    day
        The day of it.
    outcomes
        One for each series and table asked for, in the order of the providers.
    generation
        Name of the state of the store that counts now; "" if there is none.
    seconds
        How long it took.
    """

    day: date
    outcomes: tuple[Outcome, ...]
    generation: str
    seconds: float

    @property
    def counts(self) -> Mapping[str, int]:
        """Number of outcomes of each of `KINDS`."""
        found = Counter(o.kind for o in self.outcomes)
        return MappingProxyType({kind: found[kind] for kind in KINDS})

    @property
    def missing(self) -> tuple[Outcome, ...]:
        """Required ones that failed or were quarantined."""
        return tuple(o for o in self.outcomes if o.required and not o.good)

    @property
    def ok(self) -> bool:
        """Whether every required one came."""
        return not self.missing
