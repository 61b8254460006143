"""Estimate Taiwan and Hong Kong on monthly figures, and replay both: writes the shipped tables.

    python scripts/estimate_regional.py RAW_FOLDER [--check]

Everything comes from the embedded snapshot but Hong Kong's home prices, which
are read from the raw folder. With ``--check`` nothing is written: the script
fails if a shipped table no longer follows from the figures.
"""

from __future__ import annotations

import argparse
import csv
import io
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np

from tidegate.data import Store, open_store
from tidegate.evidence.regional import hong_kong as hk
from tidegate.evidence.regional import replay
from tidegate.evidence.regional import taiwan as tw
from tidegate.evidence.regional.regression import Fit, least_squares
from tidegate.transmission.markets.regional import estimates
from tidegate.transmission.markets.regional.estimates import Figure
from tidegate.transmission.markets.regional.taiwan import facts

SOURCE = Path(__file__).resolve().parents[1] / "src" / "tidegate"
ESTIMATES = SOURCE / "transmission" / "markets" / "regional" / "data" / "estimates.csv"
HONG_KONG = SOURCE / "evidence" / "regional" / "hong_kong_replays.csv"
TAIWAN = SOURCE / "evidence" / "regional" / "taiwan_replays.csv"
HOMES = "central_banks/hk_rvd_avg_price_annual_wide.csv"
HK_FIRST, TW_FIRST = np.datetime64("2007-01"), np.datetime64("2006-01")
NEWEY = "least squares; Newey-West errors, {lags} months"


def at_month_ends(store: Store, series_id: str, months: np.ndarray) -> np.ndarray:
    """Return the last value on or before each month-end, NaN before the first."""
    found = store.series(series_id)
    ends = (months + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    rows = np.searchsorted(found.dates, ends, side="right") - 1
    values = np.where(rows >= 0, found.values[np.maximum(rows, 0)], np.nan)
    return np.where(ends - found.dates[np.maximum(rows, 0)] > np.timedelta64(400, "D"), np.nan, values)


def monthly_means(store: Store, series_id: str, months: np.ndarray) -> np.ndarray:
    """Return the mean of each month, NaN where there is none."""
    found = store.series(series_id)
    of = found.dates.astype("datetime64[M]")
    return np.array([found.values[of == m].mean() if (of == m).any() else np.nan for m in months])


def hong_kong(store: Store) -> hk.Monthly:
    """Return Hong Kong's months up to the last with a mean rate."""
    spot = store.series("FX_USDHKD")
    months = np.arange(HK_FIRST, spot.dates[-1].astype("datetime64[M]") + 1)
    balance = store.series("HK_AGGREGATE_BALANCE")
    return hk.Monthly(
        months,
        monthly_means(store, "FX_USDHKD", months),
        at_month_ends(store, "HK_HIBOR_1M", months),
        at_month_ends(store, "DFF", months),
        hk.balance_by_month(months, balance.dates, balance.values, hk.UNKNOWN_BALANCE),
    )


def taiwan(store: Store) -> tw.Monthly:
    """Return Taiwan's months up to the last with a mean rate."""
    spot = store.series("FX_USDTWD")
    months = np.arange(TW_FIRST, spot.dates[-1].astype("datetime64[M]") + 1)
    means = [monthly_means(store, i, months) for i in ("FX_USDTWD", "FX_USDKRW", "DTWEXBGS", "DGS2")]
    discount = store.series("TW_DISCOUNT_RATE")
    ends = (months + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    rows = np.searchsorted(discount.dates, ends, side="right") - 1
    held = np.where(rows >= 0, discount.values[np.maximum(rows, 0)], np.nan)
    return tw.Monthly(months, *means, held, monthly_means(store, "FEDFUNDS", months))


def span_of(fit: Fit, periods: np.ndarray) -> tuple[str, str]:
    """Return the first and last period used; `periods` are those of the rows given."""
    used = periods[fit.used]
    return str(used[0]), str(used[-1])


def row(name: str, fit: Fit, at: int, periods: np.ndarray, unit: str, lags: int, **more: Any) -> Figure:
    """Return one coefficient as a figure."""
    method = more.get("method", NEWEY.format(lags=lags))
    return Figure(
        name, more.get("sample", estimates.WHOLE), float(fit.coefficient[at]), float(fit.standard_error[at]),
        len(fit.residual), *span_of(fit, periods), unit, method,
    )  # fmt: skip


def plain(
    name: str, value: float, fit: Fit, periods: np.ndarray, unit: str, method: str, **more: str
) -> Figure:
    """Return a number that belongs to a regression but has no error of its own."""
    sample = more.get("sample", estimates.WHOLE)
    return Figure(
        name, sample, float(value), float("nan"), len(fit.residual), *span_of(fit, periods), unit, method
    )


def episode_figure(name: str, sample: str, value: float, unit: str, method: str) -> Figure:
    """Return a number of one defence."""
    return Figure(name, sample, float(value), float("nan"), 1, *hk.DEFENDED[sample], unit, method)


def of_hong_kong(data: hk.Monthly) -> list[Figure]:
    """Return the estimates of the band and of HIBOR."""
    found, fit = hk.fit_drift(data)
    names, lags, unit = ("constant", "carry", "reversion"), hk.HAC_MONTHS, "band widths a month"
    later = data.months[1:]
    rows = [row(f"hk_drift_{n}", fit, i, later, unit, lags) for i, n in enumerate(names)]
    for i, j in ((0, 1), (0, 2), (1, 2)):
        name = f"hk_drift_cov_{names[i]}_{names[j]}"
        rows.append(
            plain(name, fit.covariance[i, j], fit, later, "squared", "covariance of two coefficients")
        )
    rows.append(plain("hk_drift_shock_sd", found.shock_sd, fit, later, unit, "residual"))
    rows.append(plain("hk_drift_r_squared", fit.r_squared, fit, later, "share", "fit"))
    for name, (first, last) in hk.EPISODE_MONTHS.items():
        part = data.between(first, last)
        spread = hk.fit_spread(part, 3)
        rows += [
            row("hk_spread_level", spread, 0, part.months, "points", 3, sample=name),
            row("hk_spread_slope", spread, 1, part.months, "points for each log unit", 3, sample=name),
            plain("hk_spread_sd", spread.residual_sd, spread, part.months, "points", "residual", sample=name),
            plain(
                "hk_spread_rho", spread.residual_rho, spread, part.months, "a month", "residual", sample=name
            ),
        ]
        a, b = hk.DEFENDED[name]
        end = float(data.balance_bn[data.row(b)])
        bought = float(data.balance_bn[data.row(a) - 1] - end)
        deep = hk.depth_bn(data, found, a, b, bought)
        rows += [
            episode_figure("hk_bought", name, bought, "HK$ bn", "fall of the aggregate balance"),
            episode_figure("hk_defence_end", name, end, "HK$ bn", "aggregate balance after it"),
            episode_figure("hk_depth", name, deep, "HK$ bn for each band width",
                           "bought, over what the drift expected beyond 7.85"),
        ]  # fmt: skip
    pooled = hk.fit_spread(data)
    rows.append(row("hk_spread_level", pooled, 0, data.months, "points", lags))
    rows.append(row("hk_spread_slope", pooled, 1, data.months, "points for each log unit", lags))
    late = hk.fit_catching_up(data)
    rows.append(row("hk_hibor_impact", late, 1, later, "points for each point, same month", lags))
    rows.append(row("hk_hibor_correction", late, 2, later, "share of the gap a month", lags))
    twelve = least_squares(tw.change(data.hibor_pct, 12), tw.change(data.us_rate_pct, 12), 18)
    rows.append(row("hk_hibor_pass_through", twelve, 1, data.months, "points for each point, 12 months", 18))
    return rows


def of_homes(raw: Path, data: hk.Monthly) -> list[Figure]:
    """Return the yearly answer of Hong Kong's home prices to HIBOR."""
    with (raw / HOMES).open(encoding="utf-8", newline="") as handle:
        prices = list(csv.DictReader(handle))
    classes = [c for c in prices[0] if c[:7] in ("Class A", "Class B", "Class C")]
    years = np.array([int(r["date"][:4]) for r in prices])
    price = np.array([np.mean([float(r[c]) for c in classes]) for r in prices])
    of = data.months.astype("datetime64[Y]").astype(int) + 1970
    rate = np.array([data.hibor_pct[of == y].mean() if (of == y).sum() == 12 else np.nan for y in years])
    fit = least_squares(tw.growth_pct(price), tw.change(rate), 1)
    method = "least squares on yearly means; Newey-West errors, 1 year"
    return [row("hk_homes_hibor", fit, 1, years, "percent for each point of HIBOR, a year", 1, method=method)]


def of_taiwan(data: tw.Monthly) -> list[Figure]:
    """Return the estimates of the managed float."""
    lags = tw.HAC_MONTHS
    rows = []
    for sample, part in {estimates.WHOLE: data, "before_2020": data.until("2019-12")}.items():
        for name, rate in (("tw", part.usdtwd), ("kr", part.usdkrw)):
            fit = tw.fit_dollar(rate, part)
            unit = "percent for each percent"
            rows.append(row(f"{name}_beta_dollar", fit, 1, part.months, unit, lags, sample=sample))
            rows.append(
                plain(f"{name}_r_squared", fit.r_squared, fit, part.months, "share", "fit", sample=sample)
            )
        method = "the won moved by the broad dollar as instrument; Newey-West errors, 6 months"
        rows.append(
            row("tw_over_kr", tw.fit_ratio(part), 1, part.months, "ratio", lags, sample=sample, method=method)
        )
        unit = "percent for each point"
        rows.append(
            row("tw_differential", tw.fit_differential(part), 2, part.months, unit, lags, sample=sample)
        )
    rows.append(
        row("tw_rates_alone", tw.fit_rates_alone(data), 1, data.months, "percent for each point", lags)
    )
    rows.append(
        row("dollar_two_year", tw.fit_dollar_on_rates(data), 1, data.months, "percent for each point", lags)
    )
    unit = "points for each point, 12 months"
    rows.append(row("tw_discount", tw.fit_discount(data), 1, data.months, unit, 18))
    rows.append(reserves(data))
    return rows


def reserves(data: tw.Monthly) -> Figure:
    """Return US dollars sold for each percent that the Taiwan dollar weakened, through the origin."""
    spot, bought = [], []
    for each in facts().purchases:
        ends = [data.usdtwd[data.months == np.datetime64(m, "M")][0] for m in (each.start, each.end)]
        spot.append(100.0 * np.log(ends[1] / ends[0]))
        bought.append(each.usd_bn)
    x, y = np.array(spot), np.array(bought)
    slope = -(x @ y) / (x @ x)
    residual = y + slope * x
    error = float(np.sqrt(residual @ residual / (len(x) - 1) / (x @ x)))
    held = facts().purchases
    unit, method = (
        "US$ bn sold for each percent weaker",
        "least squares through the origin, disclosed purchases",
    )
    span = (held[0].start, held[-1].end)
    return Figure("tw_reserves", estimates.WHOLE, float(slope), error, len(x), *span, unit, method)


def rounded(value: Any) -> Any:
    """Return a float with six significant digits, as text; other values as they are."""
    return ("" if np.isnan(value) else f"{value:.6g}") if isinstance(value, float) else value


def table(rows: list[Any]) -> str:
    """Return dataclasses as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [f.name for f in fields(rows[0])], lineterminator="\n")
    writer.writeheader()
    for each in rows:
        writer.writerow({k: rounded(v) for k, v in asdict(each).items()})
    return out.getvalue()


def estimate(raw: Path, store: Store) -> str:
    """Return the table of estimates."""
    data = hong_kong(store)
    return table(of_hong_kong(data) + of_homes(raw, data) + of_taiwan(taiwan(store)))


def replays(store: Store) -> tuple[str, str]:
    """Return the replays of Hong Kong and of Taiwan as tables; they rest on the shipped estimates."""
    return (
        table(list(replay.band_replays(hong_kong(store)))),
        table(list(replay.direction_replays(taiwan(store)))),
    )


def main() -> None:
    """Write the tables, or check them."""
    parser = argparse.ArgumentParser(description="Estimate and replay Taiwan and Hong Kong.")
    parser.add_argument("raw", type=Path)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    store = open_store()
    found = {ESTIMATES: estimate(args.raw, store)}
    if not args.check:
        ESTIMATES.write_text(found[ESTIMATES], "utf-8")
        estimates.figures.cache_clear()
    found[HONG_KONG], found[TAIWAN] = replays(store)
    for path, text in found.items():
        if args.check and path.read_text("utf-8") != text:
            raise SystemExit(
                f"{path.name} no longer follows from the figures; run the script and look at the change"
            )
        path.write_text(text, "utf-8")
        print(f"{path.name}: {text.count(chr(10)) - 1} rows")


if __name__ == "__main__":
    main()
