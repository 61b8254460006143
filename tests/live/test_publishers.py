"""Do publishers still answer as they are read? Apart from the build: `make live`, skipped without a network."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from tidegate.data.keys import find
from tidegate.data.providers.model import Job
from tidegate.data.sync import chosen, sync
from tidegate.data.transport import Patience, Transport

PATIENCE = Patience(5.0, 20.0, 60.0, 2, 2.0, 10.0)
HOSTS = ("fred.stlouisfed.org", "markets.newyorkfed.org", "api.fiscaldata.treasury.gov")


def reachable() -> bool:
    for host in HOSTS:
        try:
            socket.create_connection((host, 443), 3).close()
        except OSError:
            continue
        return True
    return False


def chosen_jobs() -> list[Job]:
    """One job of each kind: every provider, and of FRED a few."""
    fred = {"fred:WALCL", "fred:DGS10", "fred:CPIAUCSL", "fred:GDP"}
    return [j for j in chosen(None) if j.provider != "fred" or j.key in fred]


@pytest.fixture(scope="module", autouse=True)
def network() -> None:
    if os.environ.get("TIDEGATE_MIRROR"):
        return
    if not reachable():
        pytest.skip("no network: none of the publishers can be reached")


@pytest.mark.parametrize("job", chosen_jobs(), ids=lambda j: j.key)
def test_a_publisher_answers_as_it_is_read(job: Job, tmp_path: Path) -> None:
    if job.key == "prices:EWT_PRICE" and not find("alpha_vantage"):
        pytest.skip("there is no key for Alpha Vantage")
    names = [*job.series, *job.tables]
    found = sync(names, folder=tmp_path / "store", transport=Transport(PATIENCE))
    told = {o.name: (o.kind, [str(r) for r in o.reasons]) for o in found.outcomes if o.name in names}
    assert all(kind in ("new", "revised", "unchanged") for kind, _ in told.values()), told
