"""The documentation of the interface at /docs: drawn from the OpenAPI document, without any other host."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from tidegate.briefing.wording import wording
from tidegate.message import N_
from tidegate.web.failures import reader_language
from tidegate.web.language import HTML_TAGS
from tidegate.web.look import palette_css
from tidegate.web.page.parts import render

TAGS = {
    "briefing": N_("The briefing"),
    "answers": N_("Your own questions"),
    "jobs": N_("Long work"),
    "catalogue": N_("Series, banks, words"),
    "programmes": N_("Announcements and projections"),
    "downloads": N_("Files"),
    "server": N_("The server"),
}
SENTENCES = {
    "title": N_("Data interface (API)"),
    "intro": N_(
        "Every figure of the page as JSON. Values are in canonical units (billions, percent), dates as "
        "YYYY-MM-DD, gaps as null. An error always has the same shape, in your language:"
    ),
    "machine": N_("Machine-readable: OpenAPI document"),
    "parameter": N_("Parameter"),
    "meaning": N_("Meaning"),
    "answers": N_("Answers"),
    "attempt": N_("Try it"),
    "back": N_("Back to the page"),
    "default": N_("default: {value}"),
    "required": N_("required"),
    "ok": N_("The answer"),
    "fields": N_("Fields"),
}
EXAMPLES = {
    "section_id": "today",
    "series_id": "WALCL",
    "bank": "fed",
    "chart_id": "balance-sheet",
    "table_id": "phases",
    "operation": "purchase_from_non_bank",
}
"""Names that exist, to make a link that can be tried."""


def operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the addresses of an OpenAPI document in their order, ready to be shown."""
    for path, methods in document["paths"].items():
        for method, found in methods.items():
            parameters = [p for p in found.get("parameters", ()) if p["in"] in ("path", "query")]
            example = path
            for name, value in EXAMPLES.items():
                example = example.replace(f"{{{name}}}", value)
            yield {
                "path": path,
                "method": method.upper(),
                "example": example,
                "tag": found["tags"][0],
                "summary": found["summary"],
                "parameters": [
                    {
                        "name": p["name"],
                        "text": p.get("description", ""),
                        "required": p["required"],
                        "default": p["schema"].get("default"),
                    }
                    for p in parameters
                ],
                "answers": {status: _answer(response) for status, response in found["responses"].items()},
            }


def _answer(response: dict[str, Any]) -> dict[str, str]:
    content = response.get("content", {})
    kind = next(iter(content), "")
    shape = content.get(kind, {}).get("schema", {}).get("$ref", "").rpartition("/")[2]
    return {"text": response.get("description", ""), "kind": kind, "shape": shape}


def install(app: FastAPI) -> None:
    """Serve the documentation of an application at /docs."""

    @app.get("/docs", include_in_schema=False)
    def docs(request: Request) -> HTMLResponse:
        """Return the documentation in the reader's language."""
        language = reader_language(request.scope)
        words = wording(language)
        document = app.openapi()
        shapes = document["components"]["schemas"]
        grouped = {
            words.tr(TAGS[tag]): [each for each in operations(document) if each["tag"] == tag] for tag in TAGS
        }
        body = render(
            "docs", "page", words, HTML_TAGS[language], SENTENCES, grouped, shapes, palette_css(), document
        )
        return HTMLResponse("<!doctype html>\n" + body)
