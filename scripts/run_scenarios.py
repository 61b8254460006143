"""Run every scenario that ships and write what comes out beside the files: expected results, read by the briefing.

    python scripts/run_scenarios.py

A golden test runs them again and compares. Scenarios without a day of their own begin on `AS_OF`.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import numpy as np

from tidegate.briefing.assembly import open_desk
from tidegate.briefing.consequences import consequences_on
from tidegate.briefing.futures import simulate
from tidegate.futures.expected import (
    AS_OF,
    FAN,
    FAN_LEVELS,
    MEANT_MONTH,
    MONTHS,
    PATHS,
    SEED,
    SHOWN_MONTHS,
    VARIABLES,
)
from tidegate.futures.library import BASELINE, scenario, scenario_names
from tidegate.futures.scenario import Scenario

FOLDER = Path(__file__).resolve().parents[1] / "src/tidegate/futures/data"
_NOTE = "# Written by scripts/run_scenarios.py: do not edit by hand.\n"


def meaning(told: Scenario, start: date) -> list[list[object]]:
    """Return the rows of what a scenario means for people beside the baseline from the same day."""
    asked = {"start": str(start), "paths": PATHS, "months": MEANT_MONTH, "seed": SEED, "keep": True}
    one, other = (simulate(each, **asked) for each in (told, scenario(BASELINE)))  # type: ignore[arg-type]
    ends = one.last_month(), other.last_month()
    if np.array_equal(*(each.values for each in ends)):
        return []  # the baseline of an earlier day
    found = consequences_on(open_desk(start), one.dates[-1], *ends)
    each = {"payment": found.payment.difference}
    if found.abroad is not None:
        each["usdtwd"] = found.abroad.row("usdtwd").change
    return [
        [told.name, start, MEANT_MONTH, what, *(f"{v:.6g}" for v in (i.mean, i.p10, i.p90))]
        for what, i in each.items()
    ]


def main() -> None:
    """Run, print and write."""
    FOLDER.mkdir(exist_ok=True)
    desk = open_desk(AS_OF)
    rows, fans, meant = [], [], []
    for name in scenario_names():
        told = scenario(name)
        start = told.start.as_of or AS_OF
        found = simulate(told, start=str(start), paths=PATHS, months=MONTHS, seed=SEED, desk=desk)
        print(name, start, found.digest, len(found.failures), found.max_identity_residual_bn, flush=True)
        for variable in VARIABLES:
            for month in SHOWN_MONTHS:
                values = [float(found.at(variable, level)[month - 1]) for level in (0.1, 0.5, 0.9)]
                rows.append([name, start, variable, month, *(f"{v:.6g}" for v in values), found.digest])
        if name != BASELINE:
            meant += meaning(told, start)
        else:
            for variable in FAN:
                for t, when in enumerate(found.dates):
                    values = [float(found.at(variable, level)[t]) for level in FAN_LEVELS]
                    fans.append([variable, np.datetime_as_string(when), *(f"{v:.6g}" for v in values)])
    for file, head, table in (
        ("expected.csv", ["scenario", "start", "variable", "month", "p10", "p50", "p90", "digest"], rows),
        ("consequences.csv", ["scenario", "start", "month", "what", "mean", "p10", "p90"], meant),
        ("fan.csv", ["variable", "date", *(f"p{round(100 * level):02d}" for level in FAN_LEVELS)], fans),
    ):
        with (FOLDER / file).open("w", encoding="utf-8", newline="") as stream:
            stream.write(_NOTE)
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(head)
            writer.writerows(table)


if __name__ == "__main__":
    main()
