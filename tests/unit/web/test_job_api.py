"""Long work over the interface: started, watched, cancelled; what cannot be run is refused at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tidegate.web.api.application import create_api
from tidegate.web.briefings import Briefings

V1 = "/api/v1/jobs"


Ask = Callable[..., Any]


@pytest.fixture
def client(ask: Ask) -> Ask:
    """Ask one application: ``client("POST", "/scenario/baseline", paths=300)``."""
    app = create_api(Briefings(), "en", date(2026, 10, 8))

    def send(method: str, path: str, **query: object) -> Any:
        return ask(app, V1 + path, method, **{name: str(value) for name, value in query.items()})

    return send


def until_over(client: Ask, job_id: str) -> dict[str, Any]:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        found: dict[str, Any] = client("GET", f"/{job_id}").json()
        if found["state"] not in ("waiting", "running"):
            return found
        time.sleep(0.05)
    raise AssertionError("the job did not end")


def test_a_run_is_started_and_gives_what_the_command_line_gives(client: Ask) -> None:
    started = client("POST", "/scenario/baseline", paths=300, months=12, seed=5)
    assert started.status_code == 202
    found = until_over(client, started.json()["id"])
    assert found["state"] == "done"
    assert found["done"] == 1.0
    result = found["result"]
    assert result["scenario"] == "baseline"
    assert len(result["dates"]) == 12
    assert result["max_identity_residual_bn"] <= 1e-6
    assert result["failed_paths"] == []
    again = client("POST", "/scenario/baseline", paths=300, months=12, seed=5)
    assert until_over(client, again.json()["id"])["result"]["digest"] == result["digest"]


def test_a_run_is_cancelled(client: Ask) -> None:
    started = client("POST", "/scenario/baseline", paths=100_000, months=120)
    client("DELETE", f"/{started.json()['id']}")
    assert until_over(client, started.json()["id"])["state"] == "cancelled"


@pytest.mark.parametrize(
    ("name", "query", "status", "word"),
    [
        ("no-such", {}, 404, "no-such"),
        ("..%2Fsecret.toml", {}, 404, ""),
        ("baseline", {"paths": 0}, 422, "paths"),
        ("baseline", {"paths": 10**9}, 422, "paths"),
        ("baseline", {"months": 601}, 422, "601"),
        ("baseline", {"paths": 20_000, "months": 600}, 422, "at most 4000 paths"),
        ("baseline", {"paths": 100_000, "months": 600}, 422, "at most 4000 paths"),
        ("baseline", {"seed": -1}, 422, "-1"),
        ("baseline", {"against": "no-such"}, 404, "no-such"),
        ("baseline", {"against": "qt-restart", "paths": 6_000}, 422, "at most 5000 paths"),
    ],
)
def test_what_cannot_be_run_is_refused(
    client: Ask, name: str, query: dict[str, Any], status: int, word: str
) -> None:
    answer = client("POST", f"/scenario/{name}", **query)
    assert answer.status_code == status
    assert word in answer.json()["error"]["problems"][0]


def test_a_job_that_is_not_there_and_a_method_that_is_not_taken(client: Ask) -> None:
    assert client("GET", "/none").status_code == 404
    assert client("DELETE", "/none").status_code == 404
    refused = client("GET", "/scenario/baseline")
    assert refused.status_code == 405
    assert refused.headers["allow"] == "POST"


def test_two_scenarios_are_compared_with_what_it_means_for_people(client: Ask) -> None:
    started = client("POST", "/scenario/qt-extended", against="baseline", paths=50, months=12)
    assert started.status_code == 202
    told = until_over(client, started.json()["id"])
    assert told["state"] == "done"
    assert (told["result"]["first"], told["result"]["second"]) == ("qt-extended", "baseline")
    meant = told["result"]["consequences"]
    assert [row["id"] for row in meant["abroad"]][:2] == ["usd_broad", "usdtwd"]
    assert meant["payment"]["difference"]["p10"] <= meant["payment"]["difference"]["p90"]
