"""Measure what only the claims ask for: ``python scripts/estimate_claims.py [--write]``.

How Hong Kong's one-month interbank rate answers monetary news, by month, with
the surprises of ``estimate_markets.py`` (which may not be passed on, and lie
beside the checkout). ``--write`` puts the estimates into the table that the
package ships. The same files always give the same table.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parent))
from estimate_markets import GROUPS, MONTHS, as_csv, effect, months_at_bound, signs
from market_prices import FOLDER, ROOT, SAMPLES, announcements
from tidegate.evidence.monthly import monthly_sums, projected
from tidegate.transmission.markets.effects import Effect

TARGET = ROOT / "src" / "tidegate" / "evidence" / "claims" / "estimates.csv"
POINTS = ROOT / "scripts" / "asia_points.csv"
SOURCE = "HKMA, one-month HIBOR on the last day of the month"


def hibor() -> pd.Series:
    """Return one-month HIBOR at the ends of months, basis points, by month."""
    table = pd.read_csv(POINTS, parse_dates=["date"])
    chosen = table[table["series"] == "HK_HIBOR_1M"].set_index("date")["value"].sort_index()
    by_month = 100.0 * chosen.groupby(chosen.index.to_period("M")).last()
    return by_month.reindex(pd.period_range(by_month.index[0], by_month.index[-1], freq="M"))


def estimates() -> list[Effect]:
    """Return every row of the table, in its order."""
    told = announcements()
    level = hibor()
    held = level.index.to_timestamp().to_numpy().astype("datetime64[M]")
    rows = []
    for names in GROUPS:
        months, sums = monthly_sums(told.days, told.matrix(names))
        beyond = np.arange(months[0], months[-1] + max(MONTHS) + 1)
        outcome = np.full(len(beyond), np.nan)
        inside = (held >= beyond[0]) & (held <= beyond[-1])
        outcome[(held[inside] - beyond[0]).astype(int)] = level.to_numpy()[inside]
        news = np.zeros((len(beyond), len(names)))
        news[: len(months)] = sums
        at_bound = months_at_bound(months, told)
        for sample, mask in SAMPLES.items():
            keep = np.zeros(len(beyond), bool)
            keep[: len(months)] = mask(months.astype("datetime64[D]"), at_bound)
            found = projected(beyond, outcome, news, names, MONTHS, keep, signs())
            rows += [
                effect("hibor_1m", "bp", SOURCE, "local_projection", sample, f"{h}m", m)
                for h, measured in found.items()
                for m in measured
            ]
    return rows


def main() -> int:
    """Measure, and write where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the table of the package")
    options = parser.parse_args()
    if not FOLDER.is_dir():
        print(f"{FOLDER} is not there: the surprises are not part of the package", file=sys.stderr)
        return 2
    text = as_csv(estimates())
    print(f"{TARGET.name}: {len(text.splitlines()) - 1} rows")
    if options.write:
        TARGET.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
