"""The interface under any request: the documented answers, and never an error of ours."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tidegate.briefing.document import Briefing
from tidegate.web.api.application import create_api
from tidegate.web.briefings import Briefings

# A refusal of a well-formed request (no such language) is an answer, so that check is left out.
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = int(os.environ.get("TIDEGATE_FUZZ_EXAMPLES", "20"))
"""For each address; a long run asks for hundreds."""


def test_every_answer_is_a_documented_one(briefing: Briefing, alone: Callable[..., Any]) -> None:
    def compose(as_of: date | None) -> Briefing:
        return briefing

    schema = schemathesis.openapi.from_asgi("/openapi.json", create_api(Briefings(compose)))
    asked = []
    for found in schema.get_all_operations():
        operation: Any = found.ok()
        asked.append(operation.label)

        @settings(
            max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy())
        def run(case: Any) -> None:
            case.call_and_validate(headers={"host": "127.0.0.1"}, checks=CHECKS, timeout=300)

        run()
    assert len(asked) > 10
    assert "GET /healthz" in asked
