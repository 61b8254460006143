"""The page and the interface as one application."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

import nicegui.elements.echart
from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from nicegui import __version__ as widgets
from nicegui import app as widget_server
from nicegui import ui
from nicegui.dependencies import esm_modules
from starlette.staticfiles import StaticFiles

from tidegate.web.api.application import create_api
from tidegate.web.briefings import Briefings
from tidegate.web.look import palette_css
from tidegate.web.page import frame
from tidegate.web.security import Guard
from tidegate.web.settings import Settings

STATIC = Path(str(files("tidegate.web"))) / "static"
COMPRESSION = 6
THREADS = 12


def create_app(settings: Settings, briefings: Briefings | None = None) -> FastAPI:
    """Build the whole application. The widget library allows one for each process.

    Parameters
    ----------
    settings
        Defaults for readers.
    briefings
        Where briefings come from; default: from the data at hand.
    """
    kept = briefings or Briefings()
    app = create_api(kept, settings.language, settings.as_of)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    widget_server.on_startup(share_threads)
    frame.install(kept, settings.language, settings.as_of, head_html())
    ui.run_with(
        app,
        title="潮閘 Tidegate",
        favicon=STATIC / "mark.svg",
        tailwind=False,
        show_welcome_message=False,
        gzip_middleware_factory=None,  # compressed once, below
        reconnect_timeout=10.0,
    )
    app.add_middleware(GZipMiddleware, minimum_size=800, compresslevel=COMPRESSION)
    app.add_middleware(Guard, token=settings.token)
    return app


def share_threads() -> None:
    """Let few of the interface's requests be worked on at once: they compute, and more threads only cost memory."""
    current_default_thread_limiter().total_tokens = THREADS


def stamp(name: str) -> str:
    """Return the address of a file of ours; it changes with the file, so that no browser keeps an old one."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?{digest}"


def head_html() -> str:
    """Return the head of the page: colours, style, behaviour, and an early start for the charts."""
    nicegui.elements.echart.EChart  # noqa: B018 - resolved late; naming it registers the module
    base = f"/_nicegui/{widgets}"
    key = next(key for key, module in esm_modules.items() if module.name == "nicegui-echart")
    big = max(esm_modules[key].path.glob("index-*.js"), key=lambda path: path.stat().st_size).name
    return (
        f"<style>{palette_css()}</style>"
        f'<link rel="stylesheet" href="{stamp("tidegate.css")}">'
        f'<link rel="modulepreload" href="{base}/esm/{key}/{big}">'
        f'<script src="{stamp("tidegate.js")}" data-packs="{base}/static/lang/"></script>'
    )
