"""``tidegate serve``: the briefing as a living page on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from tidegate.message import N_


def command(
    host: Annotated[
        str,
        typer.Option(
            "--host",
            metavar="HOST",
            help=N_("Address to listen at; beyond this machine only with TIDEGATE_TOKEN set."),
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="PORT", help=N_("Port; 0 takes any that is free."))
    ] = 8300,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help=N_("Show what was known on that day (YYYY-MM-DD).")),
    ] = None,
    open_browser: Annotated[
        bool, typer.Option("--open/--no-open", help=N_("Open the page in the browser."))
    ] = True,
    exit_after: Annotated[
        float | None,
        typer.Option(
            "--exit-after", metavar="SECONDS", min=0, help=N_("Stop by itself after so many seconds.")
        ),
    ] = None,
) -> None:
    """Serve the page until Ctrl-C."""
    from tidegate.cli.logs import open_logs
    from tidegate.cli.output import say
    from tidegate.cli.session import session
    from tidegate.data.keys import find
    from tidegate.message import Message
    from tidegate.units import parse_date
    from tidegate.web.settings import Settings, is_loopback

    now = session()
    day = parse_date(as_of, "--as-of") if as_of else None
    # A token that is set counts on this machine too: other people may be logged in to it.
    settings = Settings(host, port, now.language if now.chosen else None, day, find("page"))
    open_logs()
    from tidegate.web.server import serve

    def started(where: str) -> None:
        if not is_loopback(settings.host):
            warning = N_(
                "served beyond this machine: whoever has the token can read everything. "
                "Without TLS in front of it, token and figures travel in the open"
            )
            say(Message(warning).text(now.translate))
        say(
            Message(N_("Tidegate is open at {address} (Ctrl-C stops it)"), {"address": where}).text(
                now.translate
            )
        )

    serve(settings, started=started, open_browser=open_browser, exit_after=exit_after)
