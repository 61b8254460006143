"""Walk the decision through the past and write what may ship: ``python scripts/record_allocations.py [RAW]``.

Writes src/tidegate/allocation/data/backtests.csv, the summary statistics of a
walk over the assets whose months may ship, and, where RAW is given, of one
over all assets (the prices for estimation only stay where they are); and
reviews.csv, the answer at every quarter's end from what may ship.
"""

from __future__ import annotations

import csv
import sys
from datetime import date
from pathlib import Path

from own_prices import panel_of
from tidegate.briefing.allocation_backtest import backtest
from tidegate.briefing.allocation_record import as_csv
from tidegate.briefing.allocation_reviews import FIELDS, review_rows
from tidegate.briefing.assembly import open_desk

DATA = Path(__file__).resolve().parents[1] / "src" / "tidegate" / "allocation" / "data"
TODAY = date(2026, 10, 8)


def main() -> None:
    """Walk, print and write."""
    desk = open_desk(TODAY)
    reports = {"own_months": backtest(desk)}
    if len(sys.argv) > 1:
        reports["all_assets"] = backtest(desk, panel_of(Path(sys.argv[1]), "last"))
    text = as_csv(reports)
    print(text)
    if "all_assets" in reports:
        (DATA / "backtests.csv").write_text(text, "utf-8")
    with (DATA / "reviews.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(review_rows(desk))


if __name__ == "__main__":
    main()
