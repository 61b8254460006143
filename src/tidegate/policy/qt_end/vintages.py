"""The scored vintages: one row for each month-end at which run-off went on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np

from tidegate.policy.qt_end.distribution import Distribution
from tidegate.policy.qt_end.scores import Bin, Score, reliability


@dataclass(frozen=True)
class Row:
    """What was said at a month-end, and how good it was.

    Attributes
    ----------
    run_off, as_of
        ``QT1`` or ``QT2``, and the day.
    p10, median, p90
        First months without run-off, ``YYYY-MM``; empty beyond the horizon.
    error_months
        Median less actual; NaN where there is no median.
    covered
        Whether the 80% range held the actual month.
    crps_months, pit
        See `scores.Score`.
    chance_6, chance_12, chance_24
        Chance given to an end within so many months.
    came_6, came_12, came_24
        Whether it came.
    """

    run_off: str
    as_of: date
    p10: str
    median: str
    p90: str
    error_months: float
    covered: bool
    crps_months: float
    pit: float
    chance_6: float
    chance_12: float
    chance_24: float
    came_6: bool
    came_12: bool
    came_24: bool


@dataclass(frozen=True)
class Summary:
    """Scores over vintages.

    Attributes
    ----------
    run_off, count
        Which, and how many vintages.
    mean_error_months, mean_absolute_error_months
        Of the medians; positive: too late.
    coverage
        Share of 80% ranges that held the actual month.
    crps_months
        Mean.
    brier, brier_base
        For ends within 6, 12 and 24 months: mean score, and that of a constant
        forecast with the frequency that came true (known only afterwards).
    pit_mean, pit_outer
        Mean of PIT (one half is unbiased), and the share outside 0.1 to 0.9 (a fifth is calibrated).
    """

    run_off: str
    count: int
    mean_error_months: float
    mean_absolute_error_months: float
    coverage: float
    crps_months: float
    brier: tuple[float, ...]
    brier_base: tuple[float, ...]
    pit_mean: float
    pit_outer: float


def table_row(run_off: str, as_of: date, found: Distribution, scored: Score) -> Row:
    """Return the row of a vintage, numbers rounded as the table keeps them."""
    six, twelve, twenty_four = (round(p, 4) for p in scored.chances)
    came_6, came_12, came_24 = scored.happened
    low, middle, high = ("" if m is None else str(m) for m in (found.p10, found.median, found.p90))
    return Row(
        run_off,
        as_of,
        low,
        middle,
        high,
        scored.error_months,
        scored.covered,
        round(scored.crps_months, 3),
        round(scored.pit, 4),
        six,
        twelve,
        twenty_four,
        came_6,
        came_12,
        came_24,
    )


def as_csv(rows: Iterable[Row]) -> str:
    """Return the table as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([f.name for f in fields(Row)])
    for row in rows:
        writer.writerow(
            [int(v) if isinstance(v, bool) else v for v in (getattr(row, f.name) for f in fields(Row))]
        )
    return out.getvalue()


def _row(raw: dict[str, str]) -> Row:
    return Row(
        raw["run_off"],
        date.fromisoformat(raw["as_of"]),
        raw["p10"],
        raw["median"],
        raw["p90"],
        float(raw["error_months"]),
        raw["covered"] == "1",
        float(raw["crps_months"]),
        float(raw["pit"]),
        float(raw["chance_6"]),
        float(raw["chance_12"]),
        float(raw["chance_24"]),
        raw["came_6"] == "1",
        raw["came_12"] == "1",
        raw["came_24"] == "1",
    )


@cache
def vintages() -> tuple[Row, ...]:
    """Return the scored vintages that are shipped; ``scripts/score_qt_end.py`` makes them."""
    text = (files(__package__) / "vintages.csv").read_text(encoding="utf-8")
    return tuple(_row(raw) for raw in csv.DictReader(io.StringIO(text)))


def row_of(as_of: date) -> Row:
    """Return the shipped row of a month-end."""
    return next(row for row in vintages() if row.as_of == as_of)


def summary(rows: Sequence[Row], run_off: str) -> Summary:
    """Return the scores of a run-off's vintages."""
    chosen = [r for r in rows if r.run_off == run_off]
    errors = np.array([r.error_months for r in chosen])
    pit = np.array([r.pit for r in chosen])
    said = np.array([[r.chance_6, r.chance_12, r.chance_24] for r in chosen])
    came = np.array([[r.came_6, r.came_12, r.came_24] for r in chosen], dtype=float)
    base = came.mean(axis=0)
    return Summary(
        run_off,
        len(chosen),
        float(np.nanmean(errors)),
        float(np.nanmean(np.abs(errors))),
        float(np.mean([r.covered for r in chosen])),
        float(np.mean([r.crps_months for r in chosen])),
        tuple(float(v) for v in ((said - came) ** 2).mean(axis=0)),
        tuple(float(v) for v in (base * (1.0 - base))),
        float(pit.mean()),
        float(((pit < 0.1) | (pit > 0.9)).mean()),
    )


def reliability_table(rows: Sequence[Row], months: int) -> tuple[Bin, ...]:
    """Return the reliability of chances of an end within 6, 12 or 24 months, over all vintages."""
    said = [float(getattr(r, f"chance_{months}")) for r in rows]
    return reliability(said, [bool(getattr(r, f"came_{months}")) for r in rows])
