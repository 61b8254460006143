"""What addresses of the interface take, and what they answer when it goes wrong."""

from __future__ import annotations

import datetime
import threading
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Path, Query, Request

from tidegate.briefing.wording import Wording, wording
from tidegate.errors import InputError, UnknownName
from tidegate.message import N_
from tidegate.web.api.models import Failure
from tidegate.web.briefings import Briefings
from tidegate.web.language import choose

if TYPE_CHECKING:
    from tidegate.briefing.assembly import Desk
    from tidegate.data import Store

LONGEST_NAME = 64


def failures(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the documentation of error answers."""
    said = {
        403: N_("The request came from a page of another host."),
        404: N_("There is nothing of that name."),
        421: N_("The host name is not one of this machine."),
        422: N_("A value is not allowed."),
        503: N_("The data cannot be read."),
    }
    return {status: {"model": Failure, "description": said[status]} for status in (*statuses, 421)}


def reader(
    request: Request,
    lang: Annotated[
        str | None,
        Query(
            max_length=LONGEST_NAME,
            description=N_("Language: zh-Hant or en. Default: what the browser asks for."),
        ),
    ] = None,
) -> Wording:
    """Return the wording of the language asked for."""
    try:
        return wording(choose(lang, request.app.state.language, request.headers.get("accept-language", "")))
    except UnknownName as error:  # a value that is not allowed, not an address that is not there
        raise InputError(*error.problems) from None


def briefings(request: Request) -> Briefings:
    """Return the application's briefings."""
    found: Briefings = request.app.state.briefings
    return found


def as_of_or_default(
    request: Request,
    as_of: Annotated[
        datetime.date | None,
        Query(description=N_("Nothing published after this day is used (YYYY-MM-DD). Default: the newest.")),
    ] = None,
) -> datetime.date | None:
    """Return the day asked for, or the one the server was started with."""
    default: datetime.date | None = request.app.state.as_of
    return as_of or default


Reader = Annotated[Wording, Depends(reader)]
AsOf = Annotated[datetime.date | None, Depends(as_of_or_default)]
Kept = Annotated[Briefings, Depends(briefings)]
Name = Annotated[str, Path(max_length=LONGEST_NAME)]


def desk(as_of: datetime.date | None) -> Desk:
    """Return the desk of a day, default the newest; it is shared, and its figures are read once."""
    from tidegate.web.desks import desk_of

    return desk_of(as_of or store().today)


_local = threading.local()


def store() -> Store:
    """Return the store of this thread: a connection is not shared between threads.

    To be called where the store is used: a dependency would run in another thread.
    """
    from tidegate.data import open_store
    from tidegate.data.health import stamp

    found: Store | None = getattr(_local, "store", None)
    now = stamp()
    if found is None or getattr(_local, "stamp", None) != now:
        if found is not None:
            found.close()
        found = _local.store = open_store()
        _local.stamp = now
    return found
