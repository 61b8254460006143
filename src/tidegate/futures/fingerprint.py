"""A number of the source of some modules, for caches that would miss a change in one of them."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from types import ModuleType


def fingerprint_of(*modules: ModuleType) -> int:
    """Return a number above 0 that is another one when the source of any of the modules is.

    numba's cache looks at the file of a compiled function alone, not at those
    of the functions that it calls.
    """
    digest = sha256(b"".join(Path(str(module.__file__)).read_bytes() for module in modules)).digest()
    return int.from_bytes(digest[:6], "big") + 1
