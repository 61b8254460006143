"""Logs on stderr, as text or as one JSON object a line; no secret is ever in them."""

from __future__ import annotations

import json
import logging
import os
import sys
from datetime import UTC, datetime

from tidegate.errors import InputError
from tidegate.message import N_

FORM_VARIABLE = "TIDEGATE_LOG"
LEVEL_VARIABLE = "TIDEGATE_LOG_LEVEL"
LEVELS = ("debug", "info", "warning", "error")
_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


class Lines(logging.Formatter):
    """One line for each event, its values by name, secrets taken out."""

    def __init__(self, *, as_json: bool) -> None:
        super().__init__()
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        from tidegate.data.keys import redact

        extras = {k: v for k, v in vars(record).items() if k not in _USUAL}
        if record.exc_info and record.exc_info[0] is not None:
            extras["error"] = self.formatException(record.exc_info)
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told = {
            "time": when,
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        if self._as_json:  # taken out before it is written: afterwards a quotation mark might go with it
            clean = {
                k: v if isinstance(v, int | float | None) else redact(str(v))
                for k, v in (told | extras).items()
            }
            return json.dumps(clean, ensure_ascii=False)
        values = " ".join(f"{k}={v}" for k, v in extras.items())
        return redact(f"{when} {told['level']} {told['logger']}: {told['event']} {values}".rstrip())


def open_logs(default: str = "warning") -> None:
    """Let Tidegate's logs go to stderr, in the form and from the level that the environment asks for.

    ``TIDEGATE_LOG`` is ``text`` (the default) or ``json``; ``TIDEGATE_LOG_LEVEL``
    is one of `LEVELS`. Logs of libraries, which may hold whole addresses, come
    from the level of a warning on.

    Raises
    ------
    InputError
        For anything else.
    """
    form = os.environ.get(FORM_VARIABLE, "").strip().lower() or "text"
    level = os.environ.get(LEVEL_VARIABLE, "").strip().lower() or default
    for name, value, allowed in ((FORM_VARIABLE, form, ("text", "json")), (LEVEL_VARIABLE, level, LEVELS)):
        if value not in allowed:
            raise InputError.of(
                N_("{name}: {value!r} is not one of {expected}"),
                name=name,
                value=value,
                expected=", ".join(allowed),
            )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines(as_json=form == "json"))
    ours, root = logging.getLogger("tidegate"), logging.getLogger()
    ours.setLevel(level.upper())
    for logger in (root, ours):
        for old in [h for h in logger.handlers if isinstance(h.formatter, Lines)]:
            logger.removeHandler(old)
    root.addHandler(handler)
    for library in ("httpx", "httpcore", "uvicorn.access"):
        logging.getLogger(library).setLevel(logging.WARNING)
