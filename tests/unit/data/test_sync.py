"""A synchronisation: only what is new is asked for and stored, and earlier vintages stay."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from fault_table import CALM
from replay_server import Replay, World
from tidegate.catalog import series
from tidegate.data import own, quarantine
from tidegate.data.keeper import Keeper
from tidegate.data.outcome import Summary
from tidegate.data.status import check, status
from tidegate.data.store import Store
from tidegate.data.sync import chosen, sync
from tidegate.data.transport import Transport
from tidegate.errors import DateOutOfRange, InputError, StoreError, UnknownName

TODAY = date(2026, 11, 26)


@pytest.fixture
def server() -> Iterator[Replay]:
    with Replay(World(TODAY), slow_seconds=0.02) as made:
        yield made


def ask(server: Replay, folder: Path, *names: str, day: date = TODAY, since: date | None = None) -> Summary:
    carrier = Transport(CALM, mirror=server.address)
    try:
        return sync(names or None, since, folder=folder, today=day, transport=carrier)
    finally:
        carrier.close()


def test_only_what_is_new_is_stored(server: Replay, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    found = ask(server, folder, "WALCL", "DGS10")
    assert [(o.name, o.kind, o.new, o.revised) for o in found.outcomes] == [
        ("WALCL", "new", 1, 0),
        ("DGS10", "new", 1, 0),
    ]
    assert found.ok
    assert found.counts["new"] == 2
    from tidegate.data.generations import resolve

    alone = Keeper(folder, base=())
    assert len(alone.rows("WALCL")) == 1, "the snapshot's own figures are not stored again"
    alone.close()
    assert resolve(folder).name == found.generation


def test_the_second_time_nothing_is_new_and_the_publisher_is_asked_whether_there_is(
    server: Replay, tmp_path: Path
) -> None:
    folder = tmp_path / "store"
    ask(server, folder, "WALCL")
    second = ask(server, folder, "WALCL")
    assert second.outcomes[0].kind == "unchanged"
    assert "cosd=2025-01-01" in server.asked[-1], "a year and more is asked for again, not everything"
    third = ask(server, folder, "WALCL")
    assert third.outcomes[0].kind == "unchanged"
    assert third.generation == second.generation, "as before: nothing is written"
    late = ask(server, folder, "WALCL", day=TODAY + timedelta(31))
    assert "cosd" not in server.asked[-1], "after a month the whole history is read again"
    assert late.outcomes[0].kind == "unchanged"


def test_a_revision_is_a_new_vintage_and_the_old_one_stays(server: Replay, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    server.world.points(series("UNRATE"))
    ask(server, folder, "UNRATE", day=date(2026, 11, 20))
    old = server.world.kept["UNRATE"][-1]
    server.world.kept["UNRATE"][-1] = (old[0], old[1] + 0.3)
    server.world.version = 1
    found = ask(server, folder, "UNRATE", day=TODAY, since=date(2026, 1, 1)).outcomes[0]
    assert (found.kind, found.revised) == ("revised", 2), "the last figure held, and the one made from it"
    from tidegate.data.files import embedded_folder
    from tidegate.data.generations import resolve

    store = Store([embedded_folder(), resolve(folder)], TODAY)
    try:
        before, now = store.series("UNRATE", date(2026, 11, 25)), store.series("UNRATE", TODAY)
        at = int(np.flatnonzero(now.dates == np.datetime64(old[0]))[0])
        assert before.values[at] == pytest.approx(old[1])
        assert now.values[at] == pytest.approx(old[1] + 0.3)
        assert not now.single_vintage
        assert str(now.known_on[at]) == TODAY.isoformat()
    finally:
        store.close()


def test_every_vintage_comes_with_a_key_in_windows(
    server: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIDEGATE_FRED_KEY", "a-secret-key")
    monkeypatch.setattr("tidegate.data.providers.fred.MOST_VINTAGES", 2)
    monkeypatch.setattr("tidegate.data.providers.fred.windows.__defaults__", (2,))
    found = ask(server, tmp_path / "store", "UNRATE").outcomes[0]
    assert found.kind in ("new", "revised"), [str(r) for r in found.reasons]
    windows = [a for a in server.asked if "series/observations" in a]
    assert len(windows) == 3, "five vintages in windows of two"
    assert all("api_key=a-secret-key" in a for a in windows)


def test_a_failure_shows_no_key(
    server: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("TIDEGATE_FRED_KEY", "a-secret-key")
    server.faults = {"/": "404"}
    caplog.set_level("DEBUG", logger="httpx")  # quietened by whoever has set up the program's own logs
    with caplog.at_level("DEBUG"):
        found = ask(server, tmp_path / "store", "UNRATE").outcomes[0]
    assert found.kind == "failed"
    assert any(r.name == "httpx" for r in caplog.records), "the library logs addresses, too"
    told = "".join(map(str, found.reasons)) + "".join(str(vars(r)) + r.getMessage() for r in caplog.records)
    assert "a-secret-key" not in told


def test_a_required_one_that_fails_is_named_with_what_is_held(server: Replay, tmp_path: Path) -> None:
    server.faults = {"id=WALCL": "500"}
    found = ask(server, tmp_path / "store", "WALCL", "DGS10")
    assert not found.ok
    (missing,) = found.missing
    assert (missing.name, missing.last) == ("WALCL", date(2026, 10, 7))
    assert missing.age_days == 50
    assert found.counts["failed"] == 1, "the other one came"
    assert found.counts["new"] == 1


def test_a_batch_in_quarantine_is_released_by_hand(server: Replay, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    server.faults = {"/": "factor 1,000 from now on"}
    (found,) = ask(server, folder, "WALCL").outcomes
    assert found.kind == "quarantined"
    again = ask(server, folder, "WALCL").outcomes[0]
    assert again.quarantine == found.quarantine, "the same batch is kept once"
    (held,) = quarantine.listed(folder)
    assert held.id == found.quarantine
    assert held.doubts[0].kind in ("unit", "jump")
    assert "1000" in str(held.doubts[0].reason) or "larger than any" in str(held.doubts[0].reason)
    added = own.release(held.id, TODAY, folder)
    assert added.new >= 1
    assert quarantine.listed(folder) == ()
    with pytest.raises(UnknownName, match="no batch"):
        own.release(held.id, TODAY, folder)


def test_a_batch_is_thrown_away(server: Replay, tmp_path: Path) -> None:
    server.faults = {"/": "below zero"}
    (found,) = ask(server, tmp_path, "WALCL").outcomes
    own.drop(found.quarantine, tmp_path)
    assert quarantine.listed(tmp_path) == ()
    for name in ("../../etc/passwd", "WALCL-0123456789", "", "a" * 500):
        with pytest.raises(UnknownName):
            own.drop(name, tmp_path)


def test_what_cannot_be_asked_for(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="NOPE"):
        sync(["NOPE"], folder=tmp_path)
    with pytest.raises(UnknownName, match="MORTGAGE30Q"):
        sync(["MORTGAGE30Q"], folder=tmp_path)
    for day in (date(2999, 1, 1), date(1899, 1, 1)):
        with pytest.raises(DateOutOfRange, match="since"):
            sync(["WALCL"], day, folder=tmp_path, today=TODAY)


def test_the_plan_covers_the_catalogue_and_names_every_series_once() -> None:
    names = [n for job in chosen(None) for n in (*job.series, *job.tables)]
    assert len(names) == len(set(names))
    assert {"WALCL", "SOMA_TOTAL", "holdings", "TAIEX", "apf", "meetings"} <= set(names)
    assert len({job.key for job in chosen(None)}) == len(chosen(None))


def test_status_and_check(server: Replay, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    assert status(TODAY, folder).synced is None
    ask(server, folder, "WALCL")
    found = status(TODAY, folder)
    assert found.synced == TODAY
    row = next(r for r in found.rows if r.series == "WALCL")
    assert (row.synced, row.last) == (True, date(2026, 10, 14))
    assert row.old
    assert check(TODAY, folder) == ()


def test_a_damaged_store_is_a_finding_and_an_error(server: Replay, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    ask(server, folder, "WALCL")
    from tidegate.data.generations import resolve

    (resolve(folder) / "observations.parquet").write_bytes(b"nonsense")
    assert any("repair" in str(f.problem) for f in check(TODAY, folder))
    with pytest.raises(StoreError, match="repair"):
        ask(server, folder, "WALCL")


def test_quarantine_does_not_grow_without_end(tmp_path: Path) -> None:
    from tidegate.data.gate import Doubt, History
    from tidegate.message import Message

    doubt = [Doubt("jump", Message("too far"))]
    for number in range(quarantine.MOST_KEPT + 3):
        content = History(np.array(["2026-01-07"], "datetime64[D]"), np.array([float(number)]))
        last = quarantine.put(tmp_path, "WALCL", content, doubt, TODAY, "fred:WALCL")
    found = quarantine.listed(tmp_path)
    assert len(found) == quarantine.MOST_KEPT
    assert last.id in {h.id for h in found}


def test_a_damaged_batch_in_quarantine_is_written_anew(tmp_path: Path) -> None:
    from tidegate.data.gate import Doubt, History
    from tidegate.message import Message

    content = History(np.array(["2026-01-07"], "datetime64[D]"), np.array([1.0]))
    told = quarantine.put(tmp_path, "WALCL", content, [Doubt("unit", Message("why"))], TODAY, "fred:WALCL")
    path = quarantine.path_of(tmp_path, told.id)
    path.write_text("{", "utf-8")
    again = quarantine.put(tmp_path, "WALCL", content, [Doubt("unit", Message("why"))], TODAY, "fred:WALCL")
    assert again == told
    assert quarantine.load(path)[0] == told


def test_a_table_with_other_columns_stays_out(tmp_path: Path) -> None:
    from tidegate.data.gate import Doubt
    from tidegate.data.table import Table
    from tidegate.message import Message

    table = Table({"day": np.array(["2026-01-07"], "datetime64[D]")})
    held = quarantine.put(
        tmp_path, "holdings", table, [Doubt("table", Message("why"))], TODAY, "nyfed:holdings"
    )
    with pytest.raises(InputError, match="thrown away"):
        own.release(held.id, TODAY, tmp_path)
    assert not (tmp_path / "CURRENT").exists()


def test_a_series_without_any_figure_fails_and_ends_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tidegate.data.providers.model import Batch, Job, Observations

    def empty(fetch: object, since: object, today: object) -> Batch:
        return Batch({"GOLD": Observations(np.array([], "datetime64[D]"), np.array([]))})

    monkeypatch.setattr("tidegate.data.sync.chosen", lambda only: (Job("x", "datahub", empty, ("GOLD",)),))
    (found,) = sync(["GOLD"], folder=tmp_path, today=TODAY).outcomes
    assert found.kind == "failed"
    assert "no observation" in str(found.reasons[0])


def test_a_file_that_vanishes_while_it_is_counted_does_not_stop_the_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process clears an old state away between listing and looking."""
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "there").write_bytes(b"12345")
    walk = os.walk
    monkeypatch.setattr(os, "walk", lambda top: [(w, d, [*n, "gone"]) for w, d, n in walk(top)])
    assert status(TODAY, tmp_path / "store").bytes == 5
