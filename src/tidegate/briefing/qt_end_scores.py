"""Tables of the scores of all vintages, for the command line."""

from __future__ import annotations

from collections.abc import Sequence

from tidegate.briefing.document import Column, Table
from tidegate.message import N_, Message
from tidegate.policy.qt_end.scores import BRIER_MONTHS
from tidegate.policy.qt_end.vintages import Row, reliability_table, summary


def summary_table(rows: Sequence[Row]) -> Table:
    """Return scores by run-off."""
    found = [summary(rows, name) for name in ("QT1", "QT2")]
    columns = [
        Column("run_off", Message(N_("Run-off"))),
        Column("count", Message(N_("Vintages")), "number", decimals=0),
        Column("bias", Message(N_("Mean error, months")), "number", decimals=1, signed=True),
        Column("mae", Message(N_("Mean distance, months")), "number", decimals=1),
        Column("coverage", Message(N_("Held by the 80% range")), "number", "percent", 0),
        Column("crps", Message(N_("CRPS, months")), "number", decimals=1),
    ]
    table = []
    for each in found:
        row = {
            "run_off": each.run_off,
            "count": each.count,
            "bias": each.mean_error_months,
            "mae": each.mean_absolute_error_months,
            "coverage": 100.0 * each.coverage,
            "crps": each.crps_months,
            "pit": each.pit_mean,
            "outer": 100.0 * each.pit_outer,
        }
        row |= {f"brier{m}": b for m, b in zip(BRIER_MONTHS, each.brier, strict=True)}
        row |= {f"base{m}": b for m, b in zip(BRIER_MONTHS, each.brier_base, strict=True)}
        table.append(row)
    for m in BRIER_MONTHS:
        columns += [
            Column(f"brier{m}", Message(N_("Brier, {months} months"), {"months": m}), "number", decimals=2),
            Column(f"base{m}", Message(N_("By frequency alone")), "number", decimals=2),
        ]
    columns += [
        Column("pit", Message(N_("Mean PIT")), "number", decimals=2),
        Column("outer", Message(N_("PIT outside 0.1–0.9")), "number", "percent", 0),
    ]
    return Table("qt-end-summary", Message(N_("Scores of all vintages")), tuple(columns), tuple(table))


def reliability_sheet(rows: Sequence[Row]) -> Table:
    """Return what was said, and how often it came true."""
    return Table(
        "qt-end-reliability",
        Message(N_("Reliability: chances given, and how often the end came")),
        (
            Column("months", Message(N_("Within months")), "number", decimals=0),
            Column("count", Message(N_("Vintages")), "number", decimals=0),
            Column("said", Message(N_("Said")), "number", "percent", 0),
            Column("came", Message(N_("Came true")), "number", "percent", 0),
        ),
        tuple(
            {"months": m, "count": b.count, "said": 100.0 * b.said, "came": 100.0 * b.came}
            for m in BRIER_MONTHS
            for b in reliability_table(rows, m)
        ),
    )


def vintage_table(rows: Sequence[Row]) -> Table:
    """Return every vintage, misses included."""
    return Table(
        "qt-end-vintages",
        Message(N_("Every vintage")),
        (
            Column("run_off", Message(N_("Run-off"))),
            Column("as_of", Message(N_("As of")), "date"),
            Column("p10", Message(N_("Early end (10%)")), "month"),
            Column("median", Message(N_("Median")), "month"),
            Column("p90", Message(N_("Late end (90%)")), "month"),
            Column("error_months", Message(N_("Error, months")), "number", decimals=0, signed=True),
            Column("covered", Message(N_("Held")), "check"),
            Column("crps_months", Message(N_("CRPS, months")), "number", decimals=1),
        ),
        tuple(
            {name: getattr(row, name) or None for name in ("run_off", "as_of", "p10", "median", "p90")}
            | {"error_months": row.error_months, "covered": row.covered, "crps_months": row.crps_months}
            for row in rows
        ),
    )
