"""Estimate what may be passed on of assets whose prices may not: ``python scripts/estimate_moments.py RAW [--write]``.

Reads the price series that are for estimation only (``test_only`` of the raw
folder) and the embedded snapshot, and prints means over volatility,
volatilities and correlations with standard errors, in vintages five years
apart, each on nothing later. ``--write`` puts them into
src/tidegate/allocation/data/moments.csv. Means and volatilities are those of
prices on the last day of each month; correlations those of monthly averages,
since they join assets to open series that are published as such.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np

from own_prices import COLUMNS, panel_of
from tidegate.allocation.moments import LEAST_MONTHS, sharpe_error

TABLE = Path(__file__).resolve().parents[1] / "src" / "tidegate" / "allocation" / "data" / "moments.csv"
VINTAGES = ("2009-12", "2014-12", "2019-12", "2025-11")
FIELDS = ("vintage", "asset", "statistic", "other", "value", "se", "months")


def estimates(raw: Path, vintage: str) -> list[dict[str, str | int]]:
    """Return the rows of a vintage."""
    last = np.datetime64(vintage, "M")
    panel, averages = panel_of(raw, "last").until(last), panel_of(raw, "average").until(last)
    rows: list[dict[str, str | int]] = []

    def add(asset: str, statistic: str, other: str, value: float, se: float, months: int) -> None:
        numbers = {"value": f"{value:.3g}", "se": f"{se:.2g}", "months": months}
        rows.append({"vintage": vintage, "asset": asset, "statistic": statistic, "other": other} | numbers)

    whole = np.hstack([panel.excess, panel.factors])
    means = np.hstack([averages.excess, averages.factors])
    names = (*panel.assets, *COLUMNS)
    kept = [i for i in range(len(panel.assets)) if np.isfinite(whole[:, i]).sum() >= LEAST_MONTHS]
    for i in kept:
        x = whole[np.isfinite(whole[:, i]), i]
        if names[i] == "cash":
            continue
        deviation = x.std(ddof=1) * np.sqrt(12.0)
        ratio = 12.0 * x.mean() / deviation
        kurtosis = float(((x - x.mean()) ** 4).mean() / x.var() ** 2)
        add(names[i], "sharpe", "", ratio, sharpe_error(ratio, len(x) / 12.0), len(x))
        add(
            names[i],
            "volatility",
            "",
            deviation,
            deviation * np.sqrt((kurtosis - 1.0) / 4.0 / len(x)),
            len(x),
        )
    for place, i in enumerate(kept):
        for j in [*kept[place + 1 :], *range(len(panel.assets), len(names))]:
            both = np.isfinite(means[:, i]) & np.isfinite(means[:, j])
            if "cash" in (names[i], names[j]) or both.sum() < LEAST_MONTHS:
                continue
            r = float(np.corrcoef(means[both, i], means[both, j])[0, 1])
            add(
                names[i],
                "correlation",
                names[j],
                r,
                (1.0 - r * r) / np.sqrt(both.sum() - 1.0),
                int(both.sum()),
            )
    return rows


def table(raw: Path) -> list[dict[str, str | int]]:
    """Return the rows of all vintages."""
    return [row for vintage in VINTAGES for row in estimates(raw, vintage)]


def main() -> None:
    """Print the last vintage; write all of them if asked to."""
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    rows = table(Path(sys.argv[1]))
    for row in rows:
        if row["vintage"] == VINTAGES[-1] and row["statistic"] != "correlation":
            print(row["asset"], row["statistic"], row["value"], "se", row["se"], "months", row["months"])
    if "--write" in sys.argv:
        with TABLE.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, FIELDS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main()
