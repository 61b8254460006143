"""A small made-up briefing that has one of everything, and the interface over it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import Any, TypeVar

import httpx
import numpy as np
import pytest

from tidegate.briefing.document import (
    Area,
    Briefing,
    Chart,
    Column,
    Line,
    Role,
    Section,
    Span,
    Stance,
    Table,
    Tile,
)
from tidegate.catalog import Bilingual
from tidegate.errors import DateOutOfRange
from tidegate.web.api.application import create_api
from tidegate.web.briefings import Briefings

T = TypeVar("T")
DAYS = np.array(["2022-06-01", "2022-06-08", "2022-06-15"], dtype="datetime64[D]")


def both(en: str, zh: str) -> Bilingual:
    return Bilingual(en, zh)


def made_up(as_of: date | None = None) -> Briefing:
    """Return a briefing with one of everything; 1999 fails as the real one does."""
    if as_of is not None and as_of.year < 2007:
        raise DateOutOfRange.of("as-of {value}: before the data begin", value=as_of)
    chart = Chart(
        "levels",
        both("Levels <b>", "水位 <b>"),
        "bn_usd",
        (
            Line(both("Record", "紀錄"), DAYS, np.array([8915.05, np.nan, 8932.4]), Role.ACTUAL),
            Line(both("=Model", "=模型"), DAYS[1:], np.array([8900.0, 8890.0]), Role.MODEL, dashed=True),
        ),
        both("Source: made up", "資料來源：虛構"),
        both("It falls.", "往下走。"),
        spans=(Span(both("QT2", "第二輪縮表"), date(2022, 6, 1), date(2025, 12, 1), Stance.TIGHTENING),),
        areas=(
            Area(
                both("Range", "區間"),
                DAYS,
                np.array([1.0, 2.0, np.nan]),
                np.array([2.0, 4.0, np.nan]),
                Role.MODEL,
            ),
        ),
    )
    bars = Chart(
        "bars",
        both("Bars", "長條"),
        "percent",
        (Line(both("Share", "占比"), DAYS[:2], np.array([60.0, 40.0]), Role.TREASURIES),),
        "x",
        "y",
        categories=(both("Treasuries", "公債"), "MBS"),
    )
    table = Table(
        "phases",
        both("Phases", "階段"),
        (
            Column("name", both("Phase", "階段")),
            Column("start", both("From", "起"), "date"),
            Column("month", both("Month", "月份"), "month"),
            Column("change", both("Change", "變化"), "number", "bn_usd", signed=True),
            Column("share", both("Share", "占比"), "number", "percent"),
            Column("right", both("Right?", "正確？"), "check"),
            Column("latest", both("Latest", "最新"), "amount"),
        ),
        (
            {
                "name": both("<script>alert(1)</script>", "第二輪"),
                "start": date(2022, 6, 1),
                "month": "2022-06",
                "change": -2359.04,
                "share": 12.5,
                "right": True,
                "latest": 4.25,
                "unit": "percent",
            },
            {"name": "x", "start": None, "month": None, "change": float("nan"), "share": None, "right": None},
        ),
        both("Source: made up", "資料來源：虛構"),
    )
    tiles = (
        Tile(
            both("Assets", "總資產"),
            6535.8,
            "bn_usd",
            when=date(2025, 12, 3),
            change=-12.5,
            change_label=both("over a year", "較一年前"),
        ),
        Tile(both("Rate", "利率"), 4.25, "percent", change=0.25),
        Tile(both("Gate", "閘門"), text=both("Holding", "按兵不動"), note=both("A note", "說明")),
        Tile(both("Nothing", "沒有"), None, "bn_usd"),
    )
    first = Section(
        "today",
        both("Today", "今天"),
        (both("It stands.", "停著。"),),
        tiles,
        (chart,),
        (table,),
        (both("Mind.", "注意。"),),
    )
    second = Section("bars", both("More", "更多"), charts=(bars,))
    return Briefing(
        as_of or date(2026, 1, 31),
        date(2026, 1, 28),
        both("The gate stands.", "閘門停著。"),
        (first, second),
        "0",
    )


@pytest.fixture
def briefing() -> Briefing:
    return made_up()


def alone(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a coroutine in a thread of its own: a browser of other tests may keep a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(work())).result()


def ask_app(
    app: Any, path: str, method: str = "GET", headers: dict[str, str] | None = None, **query: str
) -> httpx.Response:
    """Send one request to an application; server errors come back as the reader gets them."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(method, path, params=query, headers=headers)

    return alone(send)


@pytest.fixture
def ask() -> Callable[..., httpx.Response]:
    """``ask(app, "/path", lang="en")`` sends one request to an application."""
    return ask_app


@pytest.fixture
def api() -> Callable[..., httpx.Response]:
    """``api("/api/v1/banks", lang="en")`` asks the interface over the made-up briefing."""
    return partial(ask_app, create_api(Briefings(made_up)))


@pytest.fixture(name="alone")
def alone_fixture() -> Callable[..., Any]:
    """``alone(make_coroutine)`` runs a coroutine in a thread of its own."""
    return alone
