"""The publishers' formats, written from made-up or embedded figures: what `replay_server` serves.

One file a publisher, under the name of the provider that reads it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from replay_formats import (
    bis,
    boe,
    boj,
    datahub,
    ecb,
    fed_site,
    fiscaldata,
    fred,
    hkma,
    mof,
    nyfed,
    prices,
    regional_fed,
    taiwan,
)
from replay_formats.world import World

HOSTS: dict[str, Callable[[World, str, dict[str, str]], tuple[str, Any]]] = {
    "fred.stlouisfed.org": fred.fred,
    "api.stlouisfed.org": fred.fred,
    "markets.newyorkfed.org": nyfed.nyfed,
    "api.fiscaldata.treasury.gov": fiscaldata.fiscaldata,
    "www.ecb.europa.eu": ecb.ecb,
    "data-api.ecb.europa.eu": ecb.ecb,
    "www.bankofengland.co.uk": boe.boe,
    "www.stat-search.boj.or.jp": boj.boj,
    "api.hkma.gov.hk": hkma.hkma,
    "cpx.cbc.gov.tw": taiwan.taiwan,
    "www.twse.com.tw": taiwan.taiwan,
    "www.newyorkfed.org": regional_fed.surveys,
    "www.philadelphiafed.org": regional_fed.surveys,
    "stooq.com": prices.prices,
    "www.alphavantage.co": prices.prices,
    "stats.bis.org": bis.bis,
    "www.mof.go.jp": mof.mof,
    "raw.githubusercontent.com": datahub.datahub,
    "www.federalreserve.gov": fed_site.fed_site,
}
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def answer(world: World, host: str, path: str, query: str) -> tuple[str, bytes]:
    """Return content type and body of a publisher's answer.

    Raises
    ------
    KeyError
        For a publisher, series or parameter that does not exist.
    """
    asked = {k: v[-1] for k, v in parse_qs(query, keep_blank_values=True).items()}
    kind, body = HOSTS[host](world, path, asked)
    if kind == "json":
        body = json.dumps(body)
    return MEDIA[kind], body.encode() if isinstance(body, str) else body
