"""The briefing over figures that were synchronised: their age, what was not believed, and where a projection begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pytest

from tidegate.briefing.assembly import Desk
from tidegate.briefing.fed_books import opening_days
from tidegate.briefing.sections import limits, sources
from tidegate.briefing.wording import wording
from tidegate.data.files import embedded_folder
from tidegate.data.gate import Doubt
from tidegate.data.quarantine import Held
from tidegate.data.store import Store
from tidegate.message import N_, Message

TODAY = date(2026, 11, 26)
DOUBT = Doubt("dates", Message(N_("{day} lies in the future"), {"day": date(2027, 1, 1)}))


@pytest.fixture
def store() -> Iterator[Store]:
    aside = [
        Held("WALCL-0123456789", "WALCL", "series", (DOUBT,), date(2026, 11, 20), "fred:WALCL", 3),
        Held("TREAST-0123456789", "TREAST", "series", (DOUBT,), date(2026, 11, 25), "fred:TREAST", 3),
    ]
    made = Store([embedded_folder()], TODAY, aside)
    yield made
    made.close()


def test_what_was_not_believed_is_told_from_the_day_it_came(store: Store) -> None:
    words = wording("zh-Hant")
    found = limits.write(Desk(store, date(2026, 11, 21)))
    (table,) = [t for t in found.tables if t.id == "quarantine"]
    assert [row["name"] for row in table.rows] == ["WALCL"]
    assert "2027 年 1 月 1 日" in words.cell(table.columns[2], table.rows[0])
    assert "1 批" in words.text(found.lead[-1])
    before = limits.write(Desk(store, date(2026, 11, 19)))
    assert "quarantine" not in [t.id for t in before.tables]


def test_how_the_figures_came_and_how_old_they_are(store: Store) -> None:
    said = wording("en").text(sources.write(Desk(store, TODAY)).lead[-1])
    assert "come with the program" in said
    assert "50 days old" in said
    store.synced = date(2026, 11, 24)
    assert "Nov 24, 2026" in wording("en").text(sources.write(Desk(store, TODAY)).lead[-1])


@dataclass
class Half:
    """A store in which one publisher's figures are newer than another's."""

    last: str
    today: date = TODAY

    def ids(self) -> tuple[str, ...]:
        return ("WALCL", "WORAL")

    def series(self, name: str, as_of: date) -> Any:
        @dataclass
        class Found:
            dates: Any

        return Found(np.array([self.last if name == "WORAL" else "2026-11-25"], "datetime64[D]"))

    def holding_dates(self, bank: str) -> tuple[date, ...]:
        return (date(2022, 3, 30), date(2026, 11, 25))


def test_a_projection_begins_where_holdings_and_h41_are_both_held() -> None:
    assert opening_days(Half("2026-11-18"))[-1] == date(2026, 11, 25)  # type: ignore[arg-type]
    assert opening_days(Half("2023-03-22"))[-1] == date(2022, 3, 30)  # type: ignore[arg-type]
    assert opening_days(Half("2009-01-07")) == ()  # type: ignore[arg-type]
