"""The application on a port of this machine."""

from __future__ import annotations

import gc
import logging
import socket
import threading
import webbrowser
from collections.abc import Callable

import uvicorn

from tidegate.complaints import reason
from tidegate.errors import InputError, TidegateError
from tidegate.message import N_
from tidegate.web import tabs
from tidegate.web.app import create_app
from tidegate.web.briefings import Briefings
from tidegate.web.settings import Settings

log = logging.getLogger("tidegate.web")


def listen(settings: Settings) -> socket.socket:
    """Return a socket that listens at the address asked for.

    Raises
    ------
    InputError
        If the port is taken, or may not be used.
    """
    host = "127.0.0.1" if settings.host.lower() == "localhost" else settings.host.strip("[]")
    found = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, settings.port))
        found.listen(128)
    except OSError as problem:
        found.close()
        raise InputError.of(
            N_(
                "port: {port} of {host} cannot be used ({reason}); "
                "choose another with --port, or --port 0 for any"
            ),
            port=settings.port,
            host=settings.host,
            reason=reason(problem),
        ) from None
    return found


def address(settings: Settings, port: int) -> str:
    """Return the address of the page."""
    host = f"[{settings.host}]" if ":" in settings.host and "[" not in settings.host else settings.host
    query = f"?lang={settings.language}" if settings.language else ""
    return f"http://{host}:{port}/{query}"


def serve(
    settings: Settings,
    *,
    started: Callable[[str], None],
    open_browser: bool = False,
    exit_after: float | None = None,
    briefings: Briefings | None = None,
) -> None:
    """Serve the page until interrupted.

    Parameters
    ----------
    settings
        Where, and the readers' defaults.
    started
        Called with the address of the page once it can be opened.
    open_browser
        Open it in the browser of this machine.
    exit_after
        Stop by itself after so many seconds; None: never.
    briefings
        Where briefings come from; default: from the data at hand.
    """
    found = listen(settings)
    try:
        kept = briefings or Briefings()
        app = create_app(settings, kept)
        config = uvicorn.Config(app, log_level="warning", ws="websockets-sansio", timeout_graceful_shutdown=2)
        server = uvicorn.Server(config)
        # The briefing is composed while the first reader's browser is still loading.
        threading.Thread(
            target=_warm, args=(kept, settings, briefings is None), daemon=True, name="first briefing"
        ).start()
        if exit_after is not None:
            timer = threading.Timer(exit_after, lambda: setattr(server, "should_exit", True))
            timer.daemon = True
            timer.start()
        where = address(settings, found.getsockname()[1])
        started(where)
        if open_browser:
            webbrowser.open(where)
        server.run(sockets=[found])
    finally:
        found.close()


def _warm(briefings: Briefings, settings: Settings, answers: bool) -> None:
    """Compose the default briefing ahead of the first reader, and what its tabs open with if `answers`.

    A failure is told to whoever asks.
    """
    try:
        found = briefings.get(settings.as_of)
        if answers:
            tabs.prepare(found.as_of)
            # What is kept for every reader is no litter: the collector need not walk it again and again.
            gc.collect()
            gc.freeze()
    except TidegateError:
        log.warning("the briefing could not be composed yet; the page says why")
