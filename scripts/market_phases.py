"""What prices did over phases, for ``estimate_markets.py``: percentages alone, no prices."""

from __future__ import annotations

import csv
import io
import math

from market_prices import FOLDER, series
from tidegate.evidence.asset_phases import COLUMNS, STRETCHES, change_over

SHOWN = (
    ("us_broad", "pct", "test_only/eq_spx_price_daily", "S&P 500, price"),
    ("us_growth", "pct", "test_only/eq_ndx_daily", "Nasdaq-100, price"),
    ("ust_20_plus", "pct", "test_only/bd_tlt_tr_daily", "20+ year Treasury fund, total return"),
    ("gold", "pct", "test_only/ra_gld_daily", "gold fund"),
    ("bitcoin", "pct", "test_only/ra_btc_usd_daily", "Bitcoin in dollars"),
    ("taiwan", "pct", "test_only/eq_taiex_daily", "TAIEX, price"),
    ("hong_kong", "pct", "test_only/eq_hsi_daily", "Hang Seng index, price"),
    ("mortgage_30y", "bp", "test_only/MORTGAGE30US", "Freddie Mac survey"),
)


def phases_csv() -> str:
    """Return the rows as they are shipped."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for asset, unit, file, source in SHOWN:
        found = series(file, FOLDER)
        dates = found.index.to_numpy().astype("datetime64[D]")
        for stretch in STRETCHES:
            change = change_over(dates, found.to_numpy(), stretch, unit)
            if math.isfinite(change):
                writer.writerow([stretch.key, asset, unit, f"{change:.1f}", source])
    return stream.getvalue()
