"""Where figures come from and how old they are: what a part of a section does not say itself, its section says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tidegate.catalog import Bilingual
from tidegate.message import Message

Text = Message | Bilingual | str
"""A sentence to be translated, a text that exists in both languages, or a proper name."""


@dataclass(frozen=True)
class Origin:
    """Where figures come from and how old they are.

    Attributes
    ----------
    source
        Publishers, or the model with what it was given, in one sentence; None where the section says it.
    through
        Day of the newest observation that was used; None where the section says it.
    worked_out
        Day on which they were worked out, with nothing that was known only later; None for what was published.
    method
        Id of the word of the glossary that says how they are worked out, or ``""``.
    undated
        True where no observation enters: an example in round numbers, or a property of a model.
    published
        True for what others published as it stands: no method of the section is behind it.
    """

    source: Text | None = None
    through: date | None = None
    worked_out: date | None = None
    method: str = ""
    undated: bool = False
    published: bool = False

    @property
    def is_told(self) -> bool:
        """Whether a reader can see where the figures come from and how old they are."""
        return self.source is not None and (self.through is not None or self.undated)

    def within(self, whole: Origin, seen: date | None = None) -> Origin:
        """Return this origin with what it lacks from that of the whole.

        Parameters
        ----------
        whole
            The section's.
        seen
            Newest observation that the part shows, if it shows any: goes before the section's.
        """
        through = self.through or seen
        dated = through is not None or self.undated
        return Origin(
            self.source if self.source is not None else whole.source,
            through if dated else whole.through,
            self.worked_out or whole.worked_out,
            "" if self.published else self.method or whole.method,
            self.undated if dated else whole.undated,
            self.published,
        )
