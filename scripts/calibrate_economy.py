"""Estimate the monthly economy on reference impulse responses: ``python scripts/calibrate_economy.py FILE``.

FILE holds responses of the Federal Reserve Board's FRB/US model (columns
scenario, quarter, variable, deviation). The parameters marked ``estimated`` in
``semi_structural.toml`` are found by least squares over four shocks at once;
with ``--write`` they are written back into that file. The rest is left alone.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from tidegate.transmission.economy.semi_structural.parameters import (
    EconomyParameters,
    economy_parameters,
    parameter_table,
)
from tidegate.transmission.economy.semi_structural.responses import (
    SHOCKS,
    PeakBesideReference,
    beside_reference,
    impulse_response,
)

TARGET = Path(__file__).resolve().parents[1] / (
    "src/tidegate/transmission/economy/semi_structural/semi_structural.toml"
)
QUARTERS = 24
SCENARIOS = {
    "funds_rate": "funds_rate_plus_100bp",
    "term_premium": "term_premium_10y_plus_100bp",
    "term_premium_broad": "term_premium_5_10_30y_plus_100bp",
    "demand": "demand_plus_1pct_gdp",
}
VARIABLES = {
    "funds_rate_pct": "funds_rate",
    "long_rate_pct": "treasury_10y",
    "output_gap_pct": "real_gdp",
    "unemployment_pct": "unemployment",
    "inflation_pct": "core_pce_inflation",
}
# Output, jobs and prices are what the model is for; the demand response is there to hold persistence.
WEIGHTS = {"funds_rate_pct": 1.0, "long_rate_pct": 1.0, "term_premium_pct": 2.0}
SHOCK_WEIGHTS = {"demand": 0.3}
START = {
    "term_premium_persistence": 0.97,
    "long_weight_now": 0.25,
    "long_weight_remembered": 0.2,
    "remembering_speed": 0.05,
    "short_rate_weight": 0.5,
    "broad_premium_weight": 1.0,
    "feeling_speed": 0.2,
    "gap_persistence": 0.96,
    "gap_sensitivity": 0.03,
    "okun": 0.35,
    "inflation_inertia": 0.5,
    "phillips_slope": 0.02,
    "import_weight": 0.01,
}
Reference = dict[tuple[str, str], NDArray[np.float64]]


def read_reference(path: Path) -> Reference:
    """Return the reference responses by (shock, variable), shape [QUARTERS]."""
    rows: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["scenario"], row["variable"]][int(row["quarter"])] = float(row["deviation"])
    names = {**VARIABLES, "term_premium_pct": "term_premium_10y"}
    return {
        (shock, ours): np.array([rows[scenario, theirs][q] for q in range(1, QUARTERS + 1)])
        for shock, scenario in SCENARIOS.items()
        for ours, theirs in names.items()
    }


def estimated_names() -> tuple[str, ...]:
    """Return the parameters that are estimated."""
    return tuple(name for name, row in parameter_table().items() if row.get("estimated", False))


def misses(parameters: EconomyParameters, reference: Reference) -> NDArray[np.float64]:
    """Return weighted deviations from the reference, each as a share of its peak."""
    found = []
    for shock in SHOCKS:
        ours = impulse_response(shock, QUARTERS, parameters).values
        # The premium itself is given only where it is the shock, and 10 years alone is its plainest case.
        names = [*VARIABLES, *(["term_premium_pct"] if shock == "term_premium" else [])]
        for name in names:
            theirs = reference[shock, name]
            weight = WEIGHTS.get(name, 1.5) * SHOCK_WEIGHTS.get(shock, 1.0)
            found.append(weight * (ours[name] - theirs) / np.abs(theirs).max())
    return np.concatenate(found)


def estimate(reference: Reference) -> dict[str, float]:
    """Return the estimated parameters, from the fixed starting values."""
    names = estimated_names()
    table, base = parameter_table(), economy_parameters()
    low, high = np.array([table[n].get("fitted_within", table[n]["allowed"]) for n in names]).T
    start = np.array([START[n] for n in names])

    def objective(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return misses(base.changed(dict(zip(names, map(float, values), strict=True))), reference)

    fit = least_squares(objective, start, bounds=(low, high), x_scale=start, max_nfev=200, xtol=1e-10)
    return {name: float(value) for name, value in zip(names, fit.x, strict=True)}


def written(text: str, values: dict[str, float]) -> str:
    """Return the parameter file with new values, four significant digits each."""
    for name, value in values.items():
        pattern = rf"(\[parameters\.{name}\]\nvalue = )[^\n]*"
        text, count = re.subn(pattern, rf"\g<1>{value:.4g}", text)
        if count != 1:
            raise SystemExit(f"{name}: not found once in {TARGET.name}")
    return text


def report(rows: tuple[PeakBesideReference, ...], shock: str) -> None:
    """Print the peaks beside the reference's."""
    for row in rows:
        print(
            f"{shock:19} {row.variable:18} reference {row.reference:+.3f} (q{row.reference_quarter:2d})  "
            f"model {row.model:+.3f} (q{row.model_quarter:2d})  ratio {row.ratio:.2f}"
        )


def main(arguments: list[str]) -> int:
    """Estimate, report, and write if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reference", type=Path, metavar="FILE")
    parser.add_argument("--write", action="store_true", help="write the estimates into the parameter file")
    chosen = parser.parse_args(arguments)
    found = estimate(read_reference(chosen.reference))
    for name, value in found.items():
        print(f"{name:28} {value:.4g}  (file: {parameter_table()[name]['value']:.4g})")
    for shock in SHOCKS:
        report(beside_reference(shock, economy_parameters().changed(found)), shock)
    if chosen.write:
        TARGET.write_text(written(TARGET.read_text("utf-8"), found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
