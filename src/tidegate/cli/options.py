"""Options that several commands share, so that they read the same everywhere."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from tidegate.message import N_

AsJson = Annotated[bool, typer.Option("--json", help=N_("Print JSON."))]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help=N_("Use only what was known on this day (YYYY-MM-DD).")),
]


def day_or_none(text: str | None, name: str) -> date | None:
    """Return an ISO date given on the command line, or None where none was given.

    Raises
    ------
    InputError
        Naming the option and the text.
    """
    from tidegate.units import parse_date

    return None if text is None else parse_date(text, name)
