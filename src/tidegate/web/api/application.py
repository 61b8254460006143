"""The JSON interface as an application of its own; the page is put on top of it."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, FastAPI, HTTPException, Request
from starlette.routing import Match

from tidegate import __version__
from tidegate.data.health import health_of_data
from tidegate.message import N_
from tidegate.web import failures
from tidegate.web.api import (
    answers,
    briefing,
    catalogue,
    documentation,
    downloads,
    jobs,
    models,
    programmes,
    series,
)
from tidegate.web.api.parameters import failures as error_answers
from tidegate.web.briefings import Briefings
from tidegate.web.jobs import Jobs

PREFIX = "/api/v1"
ROUTERS = (briefing, answers, jobs, catalogue, series, programmes, downloads)
DESCRIPTION = N_("Central-bank balance sheets, easing and tightening: the figures of the page as JSON.")
EVERY_METHOD = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]


def create_api(briefings: Briefings, language: str | None = None, as_of: date | None = None) -> FastAPI:
    """Build the interface.

    Parameters
    ----------
    briefings
        Where briefings come from.
    language
        Default language; None lets each browser say.
    as_of
        Default day; None for the newest.
    """
    app = FastAPI(
        title="Tidegate",
        version=__version__,
        description=N_(
            "Central-bank balance sheets, easing and tightening: the figures of the page as JSON."
        ),
        docs_url=None,
        redoc_url=None,
    )
    app.state.briefings, app.state.language, app.state.as_of = briefings, language, as_of
    app.state.jobs = Jobs()
    failures.install(app)

    @app.get("/healthz", tags=["server"], summary=N_("Whether the server answers"), responses=error_answers())
    def health() -> models.Health:
        """Return that the server answers, its version, and how old its figures are."""
        found = health_of_data()
        status = "degraded" if found.fed is None else "ok"
        return models.Health(
            status=status,
            version=__version__,
            data_date=found.fed,
            data_age_days=found.age_days,
            quarantined=found.quarantined,
        )

    for module in ROUTERS:
        app.include_router(module.router, prefix=PREFIX)
    documentation.install(app)
    app.include_router(_nothing_else(app))
    return app


def _nothing_else(app: FastAPI) -> APIRouter:
    """Return a route that catches every other address under /api, before the page does."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/api/{rest:path}", methods=EVERY_METHOD)
    def nothing(request: Request, rest: str) -> None:
        """Refuse: 405 if the address exists for another method, else 404."""
        partly = [r for r in app.router.routes if r.matches(request.scope)[0] is Match.PARTIAL]
        taken = [
            method
            for method in EVERY_METHOD
            if any(r.matches({**request.scope, "method": method})[0] is Match.FULL for r in partly)
        ]
        raise HTTPException(405, headers={"Allow": ", ".join(taken)}) if partly else HTTPException(404)

    return router
