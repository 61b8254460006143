"""Publishers that misbehave: every fault ends as it should, and the store stays as it was unless a batch was good."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fault_table import patience, state
from replay_server import FAULTS, HARMLESS, Replay, World, expected
from tidegate.data.keeper import Keeper
from tidegate.data.outcome import Outcome
from tidegate.data.sync import sync
from tidegate.data.transport import Transport

TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def server() -> Iterator[Replay]:
    with Replay(World(TODAY), slow_seconds=0.02) as made:
        yield made


@pytest.fixture(scope="module")
def start(server: Replay, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that has been synchronised once, with the publishers one period further since."""
    folder = tmp_path_factory.mktemp("start") / "store"
    server.world.version = 1
    ask(server, folder, "WALCL")
    server.world.version = 2
    return folder


def ask(server: Replay, folder: Path, *names: str) -> tuple[Outcome, ...]:
    carrier = Transport(patience(server.faults.get("/", "")), mirror=server.address)
    try:
        return sync(names, folder=folder, today=TODAY, transport=carrier).outcomes
    finally:
        carrier.close()


@pytest.mark.parametrize("fault", [*FAULTS, *(f for f in HARMLESS if "*" in f)])
def test_a_fault_ends_as_it_should(server: Replay, start: Path, tmp_path: Path, fault: str) -> None:
    folder = tmp_path / "store"
    shutil.copytree(start, folder)
    before = state(folder)
    server.faults, server.times = {"/": fault}, {}
    (found,) = ask(server, folder, "WALCL")
    assert found.kind == expected(fault), [str(r) for r in found.reasons]
    assert (state(folder) == before) == (expected(fault) != "new")
    assert bool(found.reasons) == (not found.good)
    assert found.last is not None, "answers go on with what is held"
    assert found.age_days is not None
    assert bool(found.quarantine) == (expected(fault) == "quarantined")


@pytest.mark.parametrize("fault", ["HTML for CSV", "truncated body"])
@pytest.mark.parametrize(
    "name",
    [
        "SOMA_TOTAL",
        "SOFR_P99",
        "REPO_ACCEPTED",
        "holdings",
        "TGA_DAILY",
        "terms",
        "auctions",
        "meetings",
        "EMPIRE_ACTIVITY",
        "APP_HOLDINGS",
        "ECB_DEPOSIT_FACILITY",
        "IUMABEDR",
        "apf",
        "BOJ_JGBS",
        "JGB10Y",
        "UK_BANK_RATE",
        "HK_AGGREGATE_BALANCE",
        "FX_USDTWD_DAILY",
        "TAIEX",
        "GOLD",
        "SPX_DAILY",
    ],
)
def test_every_provider_fails_in_words(server: Replay, tmp_path: Path, name: str, fault: str) -> None:
    server.faults, server.times = {"/": fault}, {}
    found = {o.name: o for o in ask(server, tmp_path / "store", name)}
    assert found[name].kind == "failed"
    assert not (tmp_path / "store" / "CURRENT").exists()


def test_every_provider_is_read(server: Replay, tmp_path: Path) -> None:
    """One job of each provider, from its own format to the store in canonical units."""
    server.faults = {}
    names = (
        "SOMA_TOTAL",
        "holdings",
        "TGA_DAILY",
        "terms",
        "meetings",
        "EMPIRE_ACTIVITY",
        "PHILADELPHIA_ACTIVITY",
    )
    names += (
        "ECB_DEPOSIT_FACILITY",
        "PEPP_CUMULATIVE",
        "BOE_RESERVES",
        "apf",
        "BOJ_JGBS",
        "JGB10Y",
        "UK_BANK_RATE",
    )
    names += (
        "HK_AGGREGATE_BALANCE",
        "FX_USDTWD_DAILY",
        "TAIEX",
        "GOLD",
        "SPX_DAILY",
        "REPO_ACCEPTED",
        "DGS10",
    )
    found = {o.name: o for o in ask(server, tmp_path / "store", *names)}
    bad = {n: [str(r) for r in found[n].reasons] for n in names if not found[n].good}
    assert bad == {}
    keeper = Keeper(tmp_path / "store")
    try:
        for name in ("TGA_DAILY", "BOE_RESERVES", "ECB_DEPOSIT_FACILITY", "REPO_ACCEPTED", "BOJ_JGBS"):
            assert keeper.held(name).values[0] == pytest.approx(500.0, rel=0.02), "made up as 500 bn"
        holdings = keeper.table("holdings")
        assert holdings is not None
        assert str(holdings["as_of"].max()) == "2026-11-25"
        assert str(holdings["as_of"].min()) == "2022-02-16", "what the snapshot has stays"
        assert set(keeper.table("apf")["isin"]) == {"GB00B16NNR78", "GB00B24FF097"}  # type: ignore[index]
    finally:
        keeper.close()


def test_a_publisher_that_is_back_after_a_failure(server: Replay, start: Path, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    shutil.copytree(start, folder)
    server.faults, server.times = {"/": "500"}, {}
    assert ask(server, folder, "WALCL")[0].kind == "failed"
    server.faults = {}
    assert ask(server, folder, "WALCL")[0].kind == "new"
    assert ask(server, folder, "WALCL")[0].kind == "unchanged"


def test_an_answer_that_is_too_long_is_not_read_to_its_end(server: Replay, tmp_path: Path) -> None:
    server.faults, server.times = {"/": "70 MB"}, {}
    (found,) = ask(server, tmp_path / "store", "WALCL")
    assert "64 MB" in str(found.reasons[0])
