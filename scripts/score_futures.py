"""Judge baselines begun at every quarter-end of 2012 to 2024, and write the scorecard that ships.

    python scripts/score_futures.py

It takes a few minutes; ``docs/explanation/futures.md`` says what the numbers mean.
"""

from __future__ import annotations

import csv
from dataclasses import astuple, fields
from pathlib import Path

from tidegate.briefing.futures_hindcast import HORIZONS, PATHS, hindcast, quarterly_starts
from tidegate.evidence.hindcast import Row, outside, scorecard

TABLE = Path(__file__).resolve().parents[1] / "src/tidegate/evidence/hindcast.csv"


def main() -> None:
    """Run, print and write."""
    starts = quarterly_starts()
    judged = hindcast(starts, step=lambda day: print(day, flush=True))
    rows = tuple(row for months in (None, *HORIZONS) for row in scorecard(judged, months))
    with TABLE.open("w", encoding="utf-8", newline="") as stream:
        stream.write(
            f"# Baselines of {PATHS} paths begun at {len(starts)} quarter-ends, {starts[0]} to {starts[-1]}, judged\n"
            "# by what came; months 0: all horizons. Written by scripts/score_futures.py: do not edit by hand.\n"
        )
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([f.name for f in fields(Row)])
        for row in rows:
            writer.writerow([v if isinstance(v, str | int) else f"{v:.6g}" for v in astuple(row)])
            print(row)
    print("outside:", [(r.variable, round(r.cover_80, 3)) for r in outside(rows)])


if __name__ == "__main__":
    main()
