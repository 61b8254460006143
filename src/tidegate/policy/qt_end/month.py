"""A month inside a sentence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tidegate.message import Translate
from tidegate.units import to_date


@dataclass(frozen=True)
class Month:
    """A month, ``datetime64[M]``, written as the reader's language writes it; a dash for None."""

    value: np.datetime64 | None

    def text(self, translate: Translate = str) -> str:
        """Return the month as text."""
        if self.value is None:
            return "—"
        write = getattr(translate, "month", None)
        return str(self.value) if write is None else str(write(to_date(self.value)))
