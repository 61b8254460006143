"""Estimate the prepayment parameters and write them beside the package.

    python scripts/calibrate_mbs.py ../shared/data            # writes data/mbs_parameters.toml
    python scripts/calibrate_mbs.py ../shared/data --check    # compares, writes nothing
    python scripts/calibrate_mbs.py ../shared/data --holdout  # leaves the wave of 2020-07 to 2021-12 out

Two targets, jointly: the published speeds of all agency MBS, 2017-06 to
2023-12, against the stylised universe; and what the Fed was paid each month,
2022-11 to 2023-12 (H.4.1, once the purchases of 2022 had settled). Nothing
after 2023 is used. The mortgage rates are Freddie Mac's survey; they are read
here and never shipped.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.portfolio.mbs_book import Issuer
from tidegate.bank.portfolio.mbs_opening import mbs_opening
from tidegate.bank.portfolio.mbs_plan import MbsPlan
from tidegate.bank.portfolio.mbs_prepay import HISTORY_MONTHS, PrepaymentParameters, constant_speed
from tidegate.bank.portfolio.mbs_projection import project_mbs
from tidegate.bank.portfolio.mbs_result import MbsProjection
from tidegate.bank.portfolio.mbs_settlement import cmbs_path_bn, payment_dates
from tidegate.bank.portfolio.mbs_universe import model_agency_speeds, published_agency_speeds, universe_start

Floats = NDArray[np.float64]

TARGET = Path(__file__).resolve().parents[1] / "src/tidegate/bank/portfolio/data/mbs_parameters.toml"
AGENCY_WINDOW = ("2017-06", "2023-12")
FED_WINDOW = ("2022-11", "2023-12")
HOLDOUT = ("2020-07", "2021-12")
# How far a month may be off, as a logarithm: the universe is a sketch, the Fed's book is known.
AGENCY_SCALE = 0.15
FED_SCALE = 0.05

ASSUMED: dict[str, Any] = {
    # A rate agreed in the middle of a month closes about six weeks later.
    "rate_weights": (0.1, 0.5, 0.4),
    # Free, it runs to 0: those who have refinanced leave nobody behind who would.
    "burnout_floor": 0.0,
    # 10% to 90% of the S-curve within 1.1 points: the loans of a cohort differ by some 0.3 points,
    # and so do their owners' thresholds. The fit hardly changes from 0.10 to 0.30; free, it goes too low.
    "incentive_width_points": 0.25,
    "turnover_ramp_months": 30.0,
    "short_term_discount_points": 0.65,
    "wedge_points": 0.80,
    "settlement_lag_months": 2,
}


@dataclass(frozen=True)
class Evidence:
    """Mortgage rates by month and the levels of MBS on H.4.1, by date."""

    rate_months: NDArray[np.datetime64]
    rate_pct: Floats
    h41_dates: NDArray[np.datetime64]
    h41_bn: Floats
    cmbs_yearly_decline: float

    def rates(self, first: np.datetime64 | str, count: int) -> Floats:
        """Return `count` monthly means from `first` on."""
        at = int(np.flatnonzero(self.rate_months == np.datetime64(first, "M"))[0])
        return self.rate_pct[at : at + count]

    def after_payment(self, month: np.datetime64) -> float:
        """Return the level on the first Wednesday on which all of a month's payments are counted."""
        due = payment_dates(Issuer.UMBS, month)
        return float(self.h41_bn[self.h41_dates >= due][0])


def read_evidence(folder: Path) -> Evidence:
    """Read the mortgage survey and H.4.1 from the folder of raw figures."""

    def series(path: Path) -> tuple[NDArray[np.datetime64], Floats]:
        with path.open(encoding="utf-8") as file:
            rows = [
                (row["date"], row["value"]) for row in csv.DictReader(file) if row["value"] not in ("", ".")
            ]
        return np.array([r[0] for r in rows], dtype="datetime64[D]"), np.array([float(r[1]) for r in rows])

    days, weekly = series(folder / "test_only/MORTGAGE30US.csv")
    months, inverse = np.unique(days.astype("datetime64[M]"), return_inverse=True)
    mean = np.bincount(inverse, weekly) / np.bincount(inverse)
    dates, level = series(folder / "official/WSHOMCB.csv")
    with (folder / "soma/soma_summary_weekly.csv").open(encoding="utf-8") as file:
        cmbs = {row["as_of_date"]: float(row["cmbs"]) for row in csv.DictReader(file) if row["cmbs"]}
    years = (np.datetime64("2023-12-27") - np.datetime64("2022-06-29")).astype(int) / 365.25
    decline = round(1.0 - (cmbs["2023-12-27"] / cmbs["2022-06-29"]) ** (1.0 / float(years)), 4)
    return Evidence(months, mean, dates, level / 1000.0, decline)


def replay(
    evidence: Evidence, parameters: PrepaymentParameters, last: str = "2025-12", **more: Any
) -> MbsProjection:
    """Project the Fed's book from 2022-06-29 with the rates and caps that came."""
    opening = mbs_opening("2022-06-29")
    first = np.datetime64("2022-07", "M")
    months = int((np.datetime64(last, "M") - first).astype(int)) + 1
    known = int((evidence.rate_months[-1] - first).astype(int)) + 1
    path = evidence.rates(first, min(months, known))
    path = np.concatenate([path, np.repeat(path[-1:], months - path.size)])
    settlements = np.zeros(months)
    settlements[: len(opening.commitments_bn)] = opening.commitments_bn
    # 17.5 until August 2022, then 35; principal above it went back into MBS.
    cap = np.where(np.arange(months) < 2, 17.5, 35.0)
    plan = MbsPlan(cap_bn=cap, mbs_share=1.0, settlements_bn=settlements)
    history = evidence.rates(first - HISTORY_MONTHS, HISTORY_MONTHS)
    return project_mbs(opening.book, path, history, plan, parameters, **more)


def universe_rates(evidence: Evidence, last: str) -> Floats:
    """Return the rates that `model_agency_speeds` needs up to a month."""
    first = np.datetime64(universe_start(), "M") - (HISTORY_MONTHS - 1)
    return evidence.rates(first, int((np.datetime64(last, "M") - first).astype(int)) + 1)


def unpack(vector: Floats) -> PrepaymentParameters:
    """Return the parameters for a point of the unbounded search space."""
    v = [float(x) for x in np.exp(vector)]
    return PrepaymentParameters(
        turnover_per_year=(v[0], v[1], v[0]),
        refinancing_per_year=(v[2], v[3], v[2]),
        lock_in_per_point=v[4],
        incentive_middle_points=float(vector[5]),
        seasonal_amplitude=v[6] / (1.0 + v[6]),
        seasonal_peak_month=float(vector[7]),
        refinancing_ramp_months=1.0 + v[8],
        **ASSUMED,
    )


START = np.array([*np.log([0.11, 0.13, 0.6, 0.65, 0.2]), 0.7, -1.0, 6.5, np.log(7.0)], dtype=float)


def residuals_of(evidence: Evidence, holdout: bool) -> Callable[[Floats], Floats]:
    """Return the function of the search point whose squares are summed."""
    published = published_agency_speeds().between(*AGENCY_WINDOW)
    rates = universe_rates(evidence, AGENCY_WINDOW[1])
    keep = np.ones(published.months.size, dtype=bool)
    if holdout:
        keep = (published.months < np.datetime64(HOLDOUT[0])) | (published.months > np.datetime64(HOLDOUT[1]))
    fed_months = np.arange(np.datetime64(FED_WINDOW[0]), np.datetime64(FED_WINDOW[1]) + 1)
    levels = np.array([evidence.after_payment(m) for m in np.concatenate([[fed_months[0] - 1], fed_months])])
    paid = -np.diff(levels)

    def residuals(vector: Floats) -> Floats:
        parameters = unpack(vector)
        model = model_agency_speeds(rates, parameters)
        fed = replay(evidence, parameters, FED_WINDOW[1])
        at = np.isin(fed.months, fed_months)
        return np.concatenate(
            [
                np.log(model.conventional_cpr_pct / published.conventional_cpr_pct)[keep] / AGENCY_SCALE,
                np.log(model.ginnie_cpr_pct / published.ginnie_cpr_pct)[keep] / AGENCY_SCALE,
                np.log(fed.paydown_bn[at] / paid) / FED_SCALE,
            ]
        )

    return residuals


def least_squares(
    function: Callable[[Floats], Floats], start: Floats, rounds: int = 200
) -> tuple[Floats, float]:
    """Minimise a sum of squares by Levenberg's and Marquardt's damped steps, derivatives by differences."""
    point, damping = start.copy(), 1.0
    value = function(point)
    for _ in range(rounds):
        slopes = np.empty((value.size, point.size))
        for i in range(point.size):
            step = np.zeros_like(point)
            step[i] = 1e-5
            slopes[:, i] = (function(point + step) - function(point - step)) / 2e-5
        normal, gradient = slopes.T @ slopes, slopes.T @ value
        gain = 0.0
        while damping < 1e12:
            move = np.linalg.solve(normal + damping * np.diag(np.diag(normal) + 1e-9), -gradient)
            move = np.clip(move, -0.5, 0.5)
            trial = function(point + move)
            gain = float(value @ value - trial @ trial)
            if gain > 0:
                point, value, damping = point + move, trial, max(damping / 5.0, 1e-9)
                break
            damping *= 4.0
        if gain < 1e-9 * float(value @ value):
            break
    return point, float(value @ value)


def estimate(evidence: Evidence, holdout: bool = False) -> PrepaymentParameters:
    """Return the parameters, rounded as they are written."""
    found = unpack(least_squares(residuals_of(evidence, holdout), START)[0])

    def short(values: tuple[float, float, float]) -> tuple[float, float, float]:
        return (round(values[0], 4), round(values[1], 4), round(values[2], 4))

    return replace(
        found,
        turnover_per_year=short(found.turnover_per_year),
        refinancing_per_year=short(found.refinancing_per_year),
        lock_in_per_point=round(found.lock_in_per_point, 4),
        incentive_middle_points=round(found.incentive_middle_points, 3),
        seasonal_amplitude=round(found.seasonal_amplitude, 3),
        seasonal_peak_month=round(found.seasonal_peak_month, 2),
        refinancing_ramp_months=round(found.refinancing_ramp_months, 2),
    )


def constant_speed_of_the_fed(evidence: Evidence) -> float:
    """Return the constant CPR that leaves the Fed's book at its level after the payments of 2023-12."""
    target = evidence.after_payment(np.datetime64(FED_WINDOW[1], "M")) - cmbs_bn(evidence, FED_WINDOW[1])
    low, high = 0.0, 0.3
    for _ in range(40):
        middle = (low + high) / 2.0
        level = replay(evidence, constant_speed(middle), FED_WINDOW[1]).balance_bn[-1]
        low, high = (middle, high) if level > target else (low, middle)
    return round((low + high) / 2.0, 4)


def constant_speeds_of_the_market() -> tuple[float, float]:
    """Return the mean speeds of conventional and Ginnie Mae pools in the window, fractions a year."""
    published = published_agency_speeds().between(*AGENCY_WINDOW)
    means = published.conventional_cpr_pct.mean(), published.ginnie_cpr_pct.mean()
    return round(float(means[0]) / 100.0, 4), round(float(means[1]) / 100.0, 4)


def cmbs_bn(evidence: Evidence, month: str) -> float:
    """Return agency commercial MBS at the end of a month."""
    days = np.arange(np.datetime64(month, "M"), np.datetime64(month, "M") + 2).astype("datetime64[D]")[1:]
    opening = mbs_opening("2022-06-29")
    return float(cmbs_path_bn(opening.cmbs_bn, opening.book.as_of, days, evidence.cmbs_yearly_decline)[0])


def text_of(parameters: PrepaymentParameters, evidence: Evidence) -> str:
    """Return the file of parameters."""

    def line(name: str, value: Any) -> str:
        return f"{name} = {list(value) if isinstance(value, tuple) else value}"

    values = {field.name: getattr(parameters, field.name) for field in fields(parameters)}
    return "\n".join(
        [
            "# Prepayment parameters; see tidegate.bank.portfolio.mbs_prepay for what each one means.",
            "# Written by scripts/calibrate_mbs.py: do not edit by hand.",
            "",
            "[assumed]",
            *(line(name, value) for name, value in values.items() if name in ASSUMED),
            "",
            "# On the speeds of all agency MBS, 2017-06 to 2023-12, and on what the Fed was paid,",
            "# 2022-11 to 2023-12; see docs/explanation/mbs.md.",
            "[estimated]",
            *(line(name, value) for name, value in values.items() if name not in ASSUMED),
            "",
            "# The null model: constant speeds (CPR, fractions a year) on the same windows.",
            "[null]",
            line("fed_cpr", constant_speed_of_the_fed(evidence)),
            line("conventional_cpr", constant_speeds_of_the_market()[0]),
            line("ginnie_cpr", constant_speeds_of_the_market()[1]),
            "",
            "# Decline a year of the Fed's agency commercial MBS, 2022-06 to 2023-12 (a fraction).",
            "[cmbs]",
            line("yearly_decline", evidence.cmbs_yearly_decline),
            "",
        ]
    )


def main() -> int:
    """Run the command line."""
    arguments = argparse.ArgumentParser(description="Estimate the prepayment parameters.")
    arguments.add_argument("folder", type=Path, help="folder with the raw figures")
    arguments.add_argument("--check", action="store_true", help="compare with the file, write nothing")
    arguments.add_argument("--holdout", action="store_true", help="leave the refinancing wave out and print")
    options = arguments.parse_args()
    evidence = read_evidence(options.folder)
    text = text_of(estimate(evidence, options.holdout), evidence)
    if options.holdout:
        print(text)
        return 0
    if options.check:
        same = tomllib.loads(text) == tomllib.loads(TARGET.read_text(encoding="utf-8"))
        print("same" if same else text)
        return 0 if same else 1
    TARGET.write_text(text, encoding="utf-8")
    print(f"written: {TARGET}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
