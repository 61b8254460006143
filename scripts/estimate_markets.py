"""Measure how markets answer monetary news: ``python scripts/estimate_markets.py [--write]``.

Needs the raw prices and intraday moves beside the checkout (``../shared/data``);
most of them may not be passed on and are not part of the package. ``--write``
puts the estimates into the tables that the package ships: ``effects.csv``,
``sensitivities.csv`` and ``statistics.csv`` in ``transmission/markets/data``,
``phase_returns.csv`` in ``evidence``.
The same files always give the same tables.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent))
from market_checks import statistics, statistics_csv, variants
from market_phases import phases_csv
from market_prices import (
    FOLDER,
    PAIRS,
    PRICES,
    ROOT,
    SAMPLES,
    Announcements,
    Floats,
    Price,
    announcements,
    closes,
    monthly,
    of_asset,
)
from tidegate.evidence.measure import Measured, measure
from tidegate.evidence.monthly import monthly_sums, projected
from tidegate.evidence.surprises import FACTORS
from tidegate.evidence.windows import Episode, moves_around, sums_by_event
from tidegate.transmission.markets.effects import COLUMNS, Effect
from tidegate.transmission.markets.statistics import Statistic

PACKAGE = ROOT / "src" / "tidegate"
TARGETS = {"phase_returns.csv": PACKAGE / "evidence"}
TARGET = PACKAGE / "transmission" / "markets" / "data"
DAYS = (1, 2, 5)
MONTHS = (1, 3, 6, 12, 24)
GROUPS = (FACTORS, ("policy",))
"""Surprises measured jointly."""
CHANCE = 20_080_101
DRAWS = 499


@cache
def signs() -> NDArray[np.float64]:
    """Return the signs of the wild bootstrap: one seed for all regressions."""
    return np.random.default_rng(CHANCE).choice([-1.0, 1.0], size=(DRAWS, 500))


def event_outcomes(
    price: Price, told: Announcements, days: int, keep: NDArray[np.bool_]
) -> tuple[tuple[Episode, ...], Floats]:
    """Return independent events and what a price did over a window of so many closes."""
    found = moves_around(told.moments, closes(price), days, keep, price.every_days)
    return found.episodes, found.percent() if price.unit == "pct" else 100.0 * found.change()


def pair_outcomes(
    pair: tuple[str, str], told: Announcements, days: int, keep: NDArray[np.bool_]
) -> tuple[tuple[Episode, ...], Floats]:
    """Return the events that two prices share and the difference of what they did."""
    (one, first), (other, second) = (event_outcomes(of_asset(a), told, days, keep) for a in pair)
    by_members = dict(zip((e.members for e in other), second, strict=True))
    shared = [i for i, e in enumerate(one) if e.members in by_members]
    return tuple(one[i] for i in shared), np.array([first[i] - by_members[one[i].members] for i in shared])


def regress(
    told: Announcements, episodes: Sequence[Episode], outcome: Floats, names: tuple[str, ...]
) -> tuple[Measured, ...]:
    """Return the responses of an outcome by event to surprises."""
    if not len(episodes):
        return ()
    matrix = told.matrix(names)
    summed = sums_by_event(episodes, matrix)
    days = [told.days[e.members[0]].item() for e in episodes]
    return measure(outcome, summed, names, days, signs())


def within_minutes(price: Price, told: Announcements) -> Floats:
    """Return the moves of a price within minutes; NaN where there are none."""
    moved = sum(sign * told.table[column].to_numpy() for column, sign in price.minutes)
    return np.asarray(moved if price.unit == "pct" else 100.0 * moved, dtype=np.float64)


def event_rows(told: Announcements) -> Iterator[Effect]:
    """Yield the responses over days."""
    weekly = {7: ((1, "5d"),)}
    for sample, mask in SAMPLES.items():
        keep = mask(told.days, told.at_bound)
        alone = [Episode((int(i),)) for i in np.flatnonzero(keep)]
        for price in PRICES:
            windows = []
            if price.minutes:
                windows.append(("0d", alone, within_minutes(price, told)[keep]))
            if price.daily and price.asset != "bank_credit":
                for closes_after, label in weekly.get(price.every_days, tuple((d, f"{d}d") for d in DAYS)):
                    windows.append((label, *event_outcomes(price, told, closes_after, keep)))
            yield from _rows(price.asset, price.unit, price.source, sample, windows, told)
        for pair in PAIRS:
            windows = [(f"{d}d", *pair_outcomes(pair, told, d, keep)) for d in DAYS]
            yield from _rows(
                "-".join(pair), "pct", " less ".join(of_asset(a).source for a in pair), sample, windows, told
            )


def _rows(
    asset: str,
    unit: str,
    source: str,
    sample: str,
    windows: Sequence[tuple[str, Sequence[Episode], Floats]],
    told: Announcements,
) -> Iterator[Effect]:
    for window, episodes, outcome in windows:
        for names in GROUPS:
            for m in regress(told, episodes, outcome, names):
                yield effect(asset, unit, source, "event_study", sample, window, m)


def effect(asset: str, unit: str, source: str, method: str, sample: str, window: str, m: Measured) -> Effect:
    """Return one row of the table."""
    return Effect(
        asset,
        m.surprise,
        method,
        sample,
        window,
        unit,
        m.mean,
        m.se,
        m.p_value,
        m.n,
        m.first,
        m.last,
        source,
        m.low,
        m.high,
        m.dof,
    )


def month_rows(told: Announcements) -> Iterator[Effect]:
    """Yield the responses over months."""
    named = [(p.asset, p.unit, p.source, monthly(p)) for p in PRICES]
    for pair in PAIRS:
        one, other = (of_asset(a) for a in pair)
        named.append(
            (
                "-".join(pair),
                "pct",
                f"{one.source} less {other.source}",
                (monthly(one) - monthly(other)).dropna(),
            )
        )
    sums = {names: monthly_sums(told.days, told.matrix(names)) for names in GROUPS}
    months = sums[FACTORS][0]
    first_of_month = months.astype("datetime64[D]")
    at_bound = months_at_bound(months, told)
    # Outcomes reach beyond the last announcement; surprises of those months are not known and not used.
    beyond = np.arange(months[0], months[-1] + max(MONTHS) + 1)
    for sample, mask in SAMPLES.items():
        keep = np.zeros(len(beyond), bool)
        keep[: len(months)] = mask(first_of_month, at_bound)
        for asset, unit, source, level in named:
            held = level.index.to_timestamp().to_numpy().astype("datetime64[M]")
            outcome = np.full(len(beyond), np.nan)
            inside = (held >= beyond[0]) & (held <= beyond[-1])
            outcome[(held[inside] - beyond[0]).astype(int)] = level.to_numpy()[inside]
            for names in GROUPS:
                news = np.zeros((len(beyond), len(names)))
                news[: len(months)] = sums[names][1]
                found = projected(beyond, outcome, news, names, MONTHS, keep, signs())
                for months_after, measured in found.items():
                    for m in measured:
                        window = f"{months_after}m"
                        yield effect(asset, unit, source, "local_projection", sample, window, m)


def months_at_bound(months: NDArray[np.datetime64], told: Announcements) -> NDArray[np.bool_]:
    """Return whether the rate stood at its bound before the first announcement of, or after, each month."""
    of_event = told.days.astype("datetime64[M]")
    at = np.searchsorted(of_event, months, side="left")
    return np.asarray(told.at_bound[np.clip(at, None, len(of_event) - 1)])


def sensitivity_rows() -> Iterator[tuple[str, Effect]]:
    """Yield the responses over one close under other choices, with the name of the choice."""
    for name, told, keep in variants():
        for price in PRICES:
            if not price.daily or price.asset == "bank_credit":
                continue
            window = "5d" if price.every_days > 1 else "1d"
            for names in GROUPS if name != "swanson_2021" else GROUPS[:1]:
                outcomes = event_outcomes(price, told, 1, keep)
                for m in regress(told, *outcomes, names):
                    yield name, effect(price.asset, price.unit, price.source, "event_study", "all", window, m)


def placebos() -> Iterator[Statistic]:
    """Yield how often a response seems clear where there can be none: days one and two weeks before the news."""
    told = announcements()
    found: dict[str, list[bool]] = {name: [] for names in GROUPS for name in names}
    for days in (7, 14):
        moved = replace(told, moments=[m - timedelta(days=days) for m in told.moments])
        apart = [min(abs((m - other).days) for other in told.moments) > 2 for m in moved.moments]
        for price in PRICES:
            if price.daily and price.every_days == 1:
                outcomes = event_outcomes(price, moved, 1, np.array(apart))
                for names in GROUPS:
                    for m in regress(moved, *outcomes, names):
                        found[m.surprise].append(m.p_value <= 0.1)
    nan, ends = float("nan"), (told.days[0].item(), told.days[-1].item())
    source = "share of responses with p of 0.1 or less, one and two weeks before announcements"
    for name, clear in found.items():
        share = float(np.mean(clear))
        yield Statistic(
            f"placebo:{name}", "all", "1d", "ratio", share, nan, nan, nan, len(clear), *ends, source
        )


def effects() -> list[Effect]:
    """Return every row of the main table, in its order."""
    told = announcements()
    rows = [*event_rows(told), *month_rows(told)]
    order = {p.asset: i for i, p in enumerate(PRICES)}
    return sorted(rows, key=lambda e: order.get(e.asset, len(order)))


def as_csv(rows: Sequence[Effect], extra: Sequence[tuple[str, ...]] = (), head: tuple[str, ...] = ()) -> str:
    """Return the rows as they are shipped, with further columns in front."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*head, *COLUMNS])
    for before, e in zip(extra or [()] * len(rows), rows, strict=True):
        writer.writerow(
            [
                *before,
                e.asset,
                e.surprise,
                e.method,
                e.sample,
                e.window,
                e.unit,
                f"{e.mean:.4f}",
                f"{e.se:.4f}",
                f"{e.p_value:.4f}",
                e.n,
                e.first,
                e.last,
                e.source,
                f"{e.low:.4f}",
                f"{e.high:.4f}",
                f"{e.dof:.1f}",
            ]
        )
    return stream.getvalue()


def tables_as_shipped() -> dict[str, str]:
    """Return the tables by name of their file."""
    choices, rows = zip(*sensitivity_rows(), strict=True)
    return {
        "effects.csv": as_csv(effects()),
        "sensitivities.csv": as_csv(rows, [(c,) for c in choices], ("variant",)),
        "statistics.csv": statistics_csv([*statistics(), *placebos()]),
        "phase_returns.csv": phases_csv(),
    }


def main() -> int:
    """Measure, and write where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the tables of the package")
    options = parser.parse_args()
    if not FOLDER.is_dir():
        print(f"{FOLDER} is not there: the raw prices are not part of the package", file=sys.stderr)
        return 2
    tables = tables_as_shipped()
    for name, text in tables.items():
        print(f"{name}: {len(text.splitlines()) - 1} rows")
        if options.write:
            (TARGETS.get(name, TARGET) / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
