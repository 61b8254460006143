"""Figures that a user brings: a CSV for a series of the catalogue."""

from __future__ import annotations

from pathlib import Path

from tidegate.catalog import series
from tidegate.catalog.model import Rights
from tidegate.data.providers.model import Capability, Observations
from tidegate.data.providers.text import dated_column
from tidegate.errors import InputError
from tidegate.message import N_


def parse(body: str, series_id: str, column: str | None = None) -> Observations:
    """Read a user's CSV for one series of the catalogue.

    Parameters
    ----------
    body
        Header ``date,value`` (or ``date`` and `column`), ISO dates, numbers in
        the publisher's own unit, `Series.source_unit`.
    series_id
        Which series it is.

    Raises
    ------
    UnknownName
        If the catalogue has no such series.
    ParseError
        If the text is not such a CSV.
    """
    return dated_column(body, series(series_id).id, column)


def read(path: Path, series_id: str, column: str | None = None) -> Observations:
    """Read a user's CSV file; see `parse`.

    Raises
    ------
    InputError
        If the file cannot be read as UTF-8 text.
    """
    try:
        body = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputError.of(
            N_("{path}: cannot be read; give a UTF-8 text file with the header date,value"), path=path
        ) from None
    return parse(body, series_id, column)


def _path(path: str) -> str:
    return path


CAPABILITIES = (
    Capability(
        "user_csv", "any series, from a file", "as the user likes", "the user's", Rights.NOT_SHIPPED, _path
    ),
)
