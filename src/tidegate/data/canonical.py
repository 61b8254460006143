"""From a publisher's unit to the catalogue's."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def canonical(values: NDArray[np.float64], scale: float) -> NDArray[np.float64]:
    """Return source values in the canonical unit, rounded correctly: 719542 mn is 719.542 bn.

    Parameters
    ----------
    values
        In the publisher's unit.
    scale
        Canonical value = source value x `scale`.
    """
    inverse = round(1 / scale)
    return values / inverse if scale < 1 and inverse * scale == 1 else values * scale
