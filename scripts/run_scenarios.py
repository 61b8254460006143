"""Run every scenario that ships and write what comes out beside the files: expected results, read by the briefing.

    python scripts/run_scenarios.py

A golden test runs them again and compares. Scenarios without a day of their own begin on `AS_OF`.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from tidegate.briefing.assembly import open_desk
from tidegate.briefing.futures import simulate
from tidegate.futures.expected import AS_OF, FAN, FAN_LEVELS, MONTHS, PATHS, SEED, SHOWN_MONTHS, VARIABLES
from tidegate.futures.library import scenario, scenario_names

FOLDER = Path(__file__).resolve().parents[1] / "src/tidegate/futures/data"
_NOTE = "# Written by scripts/run_scenarios.py: do not edit by hand.\n"


def main() -> None:
    """Run, print and write."""
    FOLDER.mkdir(exist_ok=True)
    desk = open_desk(AS_OF)
    rows, fans = [], []
    for name in scenario_names():
        told = scenario(name)
        start = told.start.as_of or AS_OF
        found = simulate(told, start=str(start), paths=PATHS, months=MONTHS, seed=SEED, desk=desk)
        print(name, start, found.digest, len(found.failures), found.max_identity_residual_bn, flush=True)
        for variable in VARIABLES:
            for month in SHOWN_MONTHS:
                values = [float(found.at(variable, level)[month - 1]) for level in (0.1, 0.5, 0.9)]
                rows.append([name, start, variable, month, *(f"{v:.6g}" for v in values), found.digest])
        if name == "baseline":
            for variable in FAN:
                for t, when in enumerate(found.dates):
                    values = [float(found.at(variable, level)[t]) for level in FAN_LEVELS]
                    fans.append([variable, np.datetime_as_string(when), *(f"{v:.6g}" for v in values)])
    for file, head, table in (
        ("expected.csv", ["scenario", "start", "variable", "month", "p10", "p50", "p90", "digest"], rows),
        ("fan.csv", ["variable", "date", *(f"p{round(100 * level):02d}" for level in FAN_LEVELS)], fans),
    ):
        with (FOLDER / file).open("w", encoding="utf-8", newline="") as stream:
            stream.write(_NOTE)
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(head)
            writer.writerows(table)


if __name__ == "__main__":
    main()
