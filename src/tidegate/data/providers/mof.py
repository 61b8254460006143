"""Ministry of Finance, Japan: constant-maturity JGB yields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from tidegate.catalog.model import Rights, Series
from tidegate.data.providers.model import CSV, Ask, Batch, Capability, Fetch, Job, Observations
from tidegate.data.providers.text import dated_column, decode

BASE = "https://www.mof.go.jp/english/policy/jgbs/reference/interest_rate/historical"
_SLASHED = re.compile(r"^(\d{4})/(\d{1,2})/(\d{1,2}),", re.MULTILINE)


def url() -> str:
    """Return the address of the whole history of the curve."""
    return f"{BASE}/jgbcme_all.csv"


def parse(body: str, tenor: str | None = None, code: str = "JGB") -> Observations:
    """Read one tenor (``10Y``) of the curve, or the second column.

    A title line above the header is passed over, dates may be ``1974/9/24``,
    and ``-`` is a missing value. Percent, semi-annual compounding.
    """
    dashed = _SLASHED.sub(lambda m: f"{m[1]}-{int(m[2]):02}-{int(m[3]):02},", body)
    lines = dashed.splitlines()
    top = next((i for i, line in enumerate(lines[:5]) if line.lower().startswith("date,")), 0)
    return dated_column("\n".join(lines[top:]), code, tenor)


def jobs(entries: Sequence[Series]) -> Iterator[Job]:
    """Yield one job for the whole curve."""
    if entries:
        yield Job("mof:curve", "mof", partial(_curve, tuple(entries)), tuple(e.id for e in entries))


def _curve(entries: tuple[Series, ...], fetch: Fetch, since: date | None, today: date) -> Batch:
    body = decode(fetch(Ask(url(), CSV, conditional=True)), "JGB", ("utf-8-sig", "shift_jis"))
    return Batch({e.id: parse(body, e.code.partition(":")[2], e.id) for e in entries})


CAPABILITIES = (Capability("mof", "JGB yields", "daily", "open terms, attribution", Rights.ATTRIBUTION, url),)
