"""What every provider returns and declares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.catalog.model import Rights
from tidegate.units import Days


@dataclass(frozen=True)
class Observations:
    """One series as its publisher serves it.

    Attributes
    ----------
    dates
        ``datetime64[D]``, shape [n], strictly rising; the publisher's stamps.
    values
        float64, shape [n], in the publisher's unit; missing values are left out.
    """

    dates: Days
    values: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of observations."""
        return len(self.dates)


@dataclass(frozen=True)
class Capability:
    """One data set that a provider can serve.

    Attributes
    ----------
    provider, dataset
        Module name here, and what it serves.
    frequency
        How often new figures come, in words.
    licence
        The publisher's terms, in words.
    rights
        The same as a class of the catalogue.
    url
        Builds the address; its parameters differ by provider.
    """

    provider: str
    dataset: str
    frequency: str
    licence: str
    rights: Rights
    url: Callable[..., str]
