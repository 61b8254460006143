"""Work done in a second process while this one goes on; where that cannot be, it is done when asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")


def can_fork() -> bool:
    """Return whether a second process helps here: a system that forks, two cores, and no other thread at work."""
    import threading

    return sys.platform == "linux" and (os.cpu_count() or 1) > 1 and threading.active_count() == 1


class Forked(Generic[Result]):
    """A value being computed in a forked process.

    Parameters
    ----------
    work
        Called without arguments in a copy of this process; its value must be
        plain data. If the copy fails for any reason, the work is done again
        here when the value is asked for, so that errors look the same.
    """

    def __init__(self, work: Callable[[], Result]) -> None:
        self._work = work
        self._child: Any = None
        self._pipe: Any = None
        if can_fork():
            from multiprocessing import get_context

            context = get_context("fork")
            self._pipe, far = context.Pipe(duplex=False)
            self._child = context.Process(target=_run, args=(work, far), daemon=True)
            self._child.start()
            far.close()

    def result(self) -> Result:
        """Return the value, waiting for it if need be."""
        if self._child is None:
            return self._work()
        try:
            done, value = self._pipe.recv()
        except EOFError:
            done, value = False, None
        self._child.join()
        result: Result = value
        return result if done else self._work()


def _run(work: Callable[[], Any], far: Any) -> None:
    try:
        answer = (True, work())
    except Exception:  # noqa: BLE001  # the parent meets it again and reports it
        answer = (False, None)
    far.send(answer)
    far.close()
