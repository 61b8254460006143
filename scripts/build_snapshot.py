"""Build the embedded snapshot from a folder of raw official files.

    python scripts/build_snapshot.py RAW_FOLDER [--out FOLDER]

The raw files go through the same parsers as a live synchronisation. Series
that may not be passed on are refused, and so is any file that the raw folder's
own manifest marks as not free. A figure of ``late_points.csv`` never replaces
one of a file: if both exist and differ, the build prints the conflict and
keeps the file's.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from tidegate.catalog import series
from tidegate.catalog.model import Rights, Stamp
from tidegate.data.canonical import canonical
from tidegate.data.files import Manifest, Origin, Point, embedded_folder, stack, write_store
from tidegate.data.providers import bis, boe, datahub, ecb, fiscaldata, fred, mof, nyfed
from tidegate.data.providers.model import Observations
from tidegate.data.providers.text import dated_column
from tidegate.data.table import Table, text

sys.path.insert(0, str(Path(__file__).parent))
from offerings import offerings

HERE = Path(__file__).parent
RETRIEVED = date(2026, 10, 8)
"""The day up to which the raw folder was brought together."""

FREE_FOLDERS = ("official", "open", "soma", "central_banks")
AUCTIONS_FROM = date(2018, 1, 1)
OWN_TABLES = ("quarterly_statistics.csv", "asia_points.csv")
LAST_SINGLE_TARGET = date(2008, 12, 15)
HOLDINGS = ("soma/soma_all_20220216.csv", "soma/soma_all_20220330.csv")
TERMS = ("soma/mspd_table3_tidy_20220331.csv", "soma/mspd_detail_20230930.csv")
# The last is a reconstruction: its class totals are those of MSPD table I, its single issues are not exact.
DEBT = (*TERMS, "soma/mspd_20260531_by_cusip.csv")

Reader = Callable[[str, str, str], Observations]


def _quarters(body: str, code: str, column: str) -> Observations:
    return dated_column(body.replace("quarter_end", "date", 1), code, column)


def _quarter_names(body: str, code: str, column: str) -> Observations:
    """Read a column whose rows are named 2009Q1, as first days of the quarters."""
    rows = [r for r in csv.DictReader(body.splitlines()) if r[column]]
    days = [f"{r['quarter'][:4]}-{3 * int(r['quarter'][-1]) - 2:02d}-01" for r in rows]
    return Observations(np.array(days, dtype="datetime64[D]"), np.array([float(r[column]) for r in rows]))


READERS: dict[str, Reader] = {
    "fred": lambda body, code, column: fred.parse(body, code),
    "boe": lambda body, code, column: boe.parse(body, code),
    "bis": lambda body, code, column: bis.parse(body, code),
    "mof": lambda body, code, column: mof.parse(body, column or None, code),
    "datahub": lambda body, code, column: datahub.parse(body, column or None, code),
    "quarters": _quarters,
    "quarter_names": _quarter_names,
    "ecb_app": lambda body, code, column: ecb.parse_app(body)[column],
    "ecb_pepp": lambda body, code, column: ecb.parse_pepp(body)[column],
    "nyfed_summary": lambda body, code, column: nyfed.parse_summary(body)[column],
}


@dataclass
class Conflict:
    """A late point that disagrees with the file."""

    series: str
    date: str
    file: float
    point: float


def refuse_unfree(series_id: str, file: str) -> None:
    """Stop the build for a series or a file that may not be passed on."""
    if series(series_id).rights is Rights.NOT_SHIPPED or file.split("/")[0] not in FREE_FOLDERS:
        raise SystemExit(f"{series_id}: {file} may not be passed on")


def rows_of(name: str) -> list[dict[str, str]]:
    """Return a small table that stands beside this script."""
    with (HERE / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def steps(series_id: str, last: date) -> list[tuple[date, float, str, str]]:
    """Return the rate in force at each month-end after `last`, from the table of changes."""
    changes = [r for r in rows_of("policy_rate_changes.csv") if r["series"] == series_id]
    found = []
    month = np.datetime64(last, "M") + 1
    while changes and month < np.datetime64(RETRIEVED, "M"):
        end = (month + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
        in_force = [r for r in changes if np.datetime64(r["effective"], "D") <= end]
        if in_force:
            stamp = month.astype("datetime64[D]") if series(series_id).stamp is Stamp.PERIOD_START else end
            row = in_force[-1]
            found.append((stamp.item(), float(row["value"]), row["source"], row["certainty"]))
        month += 1
    return found


def with_points(
    series_id: str, read: Observations, conflicts: list[Conflict]
) -> tuple[Observations, list[Point]]:
    """Add the single points of a series; a point that a file has too is only compared."""
    rows = [
        (date.fromisoformat(r["date"]), float(r["value"]), r["source"], r["certainty"])
        for r in rows_of("late_points.csv")
        if r["series"] == series_id
    ]
    rows += steps(series_id, read.dates[-1].item())
    held = dict(zip(read.dates.tolist(), read.values.tolist(), strict=True))
    points = []
    for day, value, source, certainty in sorted(rows):
        if day in held:
            if held[day] != value:
                conflicts.append(Conflict(series_id, day.isoformat(), held[day], value))
            continue
        held[day] = value
        points.append(
            Point(
                day.isoformat(), float(canonical(np.array(value), series(series_id).scale)), source, certainty
            )
        )
    dates = np.array(sorted(held), dtype="datetime64[D]")
    return Observations(dates, np.array([held[d] for d in dates.tolist()])), points


def read_series(raw: Path, conflicts: list[Conflict]) -> tuple[list[Any], dict[str, Origin]]:
    """Read every series of ``raw_files.csv`` through its provider's parser."""
    blocks, origins = [], {}
    for row in rows_of("raw_files.csv"):
        key, entry = row["series"], series(row["series"])
        refuse_unfree(key, row["file"])
        body = (raw / row["file"]).read_text("utf-8")
        read = READERS[row["reader"]](body, key, row["column"])
        if key == "DFEDTAR":
            keep = read.dates <= np.datetime64(LAST_SINGLE_TARGET, "D")
            read = Observations(read.dates[keep], read.values[keep])
        read, points = with_points(key, read, conflicts)
        blocks.append((key, read.dates, RETRIEVED, canonical(read.values, entry.scale)))
        first, last = str(read.dates[0]), str(read.dates[-1])
        digest = hashlib.sha256(body.encode()).hexdigest()
        source = f"{entry.publisher}, via {entry.provider} {entry.code}"
        origins[key] = Origin(
            source, str(entry.rights), RETRIEVED.isoformat(), digest, len(read), first, last, tuple(points)
        )
    return blocks, origins


def read_statistics(table: str) -> tuple[list[Any], dict[str, Origin]]:
    """Read the series that are only held in a table of our own: statistics, or single published figures."""
    rows = rows_of(table)
    blocks, origins = [], {}
    for key in dict.fromkeys(r["series"] for r in rows):
        mine = [r for r in rows if r["series"] == key]
        refuse_unfree(key, FREE_FOLDERS[0])
        dates = np.array([r["date"] for r in mine], dtype="datetime64[D]")
        values = np.array([float(r["value"]) for r in mine])
        blocks.append((key, dates, RETRIEVED, canonical(values, series(key).scale)))
        digest = hashlib.sha256((HERE / table).read_bytes()).hexdigest()
        usual = (mine[0]["source"], mine[0]["certainty"])
        points = tuple(
            Point(r["date"], float(v), r["source"], r["certainty"])
            for r, v in zip(mine, canonical(values, series(key).scale), strict=True)
            if (r["source"], r["certainty"]) != usual
        )
        origins[key] = Origin(
            mine[0]["source"],
            str(series(key).rights),
            RETRIEVED.isoformat(),
            digest,
            len(mine),
            str(dates[0]),
            str(dates[-1]),
            points,
        )
    return blocks, origins


def stamped(tables: list[Table], name: str, extra: dict[str, str] | None = None) -> Table:
    """Return tables of different dates as one, with the date of each in column `name`."""
    columns: dict[str, Any] = {}
    for key, value in (extra or {}).items():
        columns[key] = text([value] * sum(len(t) for t in tables))
    columns[name] = np.concatenate([np.full(len(t), np.datetime64(t.as_of, "D")) for t in tables])
    for key in tables[0].columns:
        columns[key] = np.concatenate([t[key] for t in tables])
    return Table(columns)


def build(raw: Path, out: Path) -> tuple[Manifest, list[Conflict]]:
    """Write the snapshot of `raw` into `out`; return its manifest and the conflicts found."""

    def body(name: str) -> str:
        return (raw / name).read_text("utf-8")

    conflicts: list[Conflict] = []
    blocks, origins = read_series(raw, conflicts)
    for table in OWN_TABLES:
        more, statistics = read_statistics(table)
        blocks, origins = blocks + more, origins | statistics
    tables = {
        "holdings": stamped([nyfed.parse_holdings(body(n)) for n in HOLDINGS], "as_of", {"bank": "fed"}),
        "terms": stamped([fiscaldata.parse_mspd(body(n)) for n in TERMS], "record_date"),
        "auctions": fiscaldata.parse_auctions(
            body("soma/treasury_auctions_19791115_20251215.csv"), AUCTIONS_FROM
        ),
        "offerings": offerings(
            body("soma/treasury_auction_mix_appendix.json"),
            body("soma/qra_official_capture.csv"),
            body("soma/debt_model_assump_issuance_table.csv"),
        ),
        "debt": stamped(
            [fiscaldata.by_maturity(fiscaldata.parse_mspd(body(n))) for n in DEBT], "record_date"
        ),
    }
    return write_store(out, stack(blocks), origins, tables, RETRIEVED), conflicts


def main() -> None:
    """Build, and say what came out."""
    parser = argparse.ArgumentParser(
        description="Build the embedded snapshot from a folder of raw official files."
    )
    parser.add_argument("raw", type=Path)
    parser.add_argument("--out", type=Path, default=embedded_folder())
    args = parser.parse_args()
    manifest, conflicts = build(args.raw, args.out)
    size = sum(f.stat().st_size for f in args.out.iterdir())
    count = sum(o.count for o in manifest.series.values())
    print(f"{len(manifest.series)} series, {count:,} observations, {size / 1e6:.2f} MB in {args.out}")
    for c in conflicts:
        print(f"conflict, file kept: {c.series} {c.date}: file {c.file}, late point {c.point}")


if __name__ == "__main__":
    main()
