"""What is the same for every reader of a briefing is made once: texts of its parts, in a language, at a place."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from tidegate.briefing.document import Briefing

KEPT = 512
"""So many are kept; the one asked for longest ago gives way."""
Made = TypeVar("Made")

_lock = threading.Lock()
_kept: OrderedDict[tuple[Hashable, ...], tuple[weakref.ref[Briefing], Any]] = OrderedDict()


def once(briefing: Briefing, key: tuple[Hashable, ...], make: Callable[[], Made]) -> Made:
    """Return what `make` gives, made the first time that it is asked for of a briefing; safe among threads.

    Parameters
    ----------
    briefing
        What it is made of: the object itself, not one that equals it. It is not kept alive for this.
    key
        Everything else that it depends on, what it is called first.
    make
        Called at most once, but for two who ask at the same moment.
    """
    whole = (id(briefing), *key)
    with _lock:
        found = _kept.get(whole)
        if found is not None and found[0]() is briefing:
            _kept.move_to_end(whole)
            made: Made = found[1]
            return made
    made = make()
    with _lock:
        _kept[whole] = weakref.ref(briefing), made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made
