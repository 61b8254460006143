"""The two models of the economy against published figures."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

import calibrate_economy
from tidegate.transmission.economy.four_equation.parameters import four_equation_parameters
from tidegate.transmission.economy.four_equation.solution import impulse_response, solve_four_equation
from tidegate.transmission.economy.semi_structural import responses
from tidegate.transmission.economy.semi_structural.parameters import economy_parameters, parameter_table
from tidegate.transmission.markets.households import household_loans, level_payment

# Sims, Wu and Zhang (2023), linear model with the roundings of Table 1, solved by time iteration
# to 1e-14: coefficients of x, pi and r (a quarter) on each state.
TABLE_1 = {
    "r_lag": (-1.648579, -0.691103, 0.592669),
    "qe": (0.089333, 0.006478, 0.001943),
    "theta": (0.208443, 0.015115, 0.004534),
    "r_star": (2.060724, 0.863879, 0.259164),
    "e_r": (-2.060724, -0.863879, 0.740836),
}
# The same source: path after a unit QE shock, x and inflation and policy rate a year.
QE_X = (0.0893, 0.0683, 0.0527, 0.0410, 0.0322, 0.0253, 0.0200, 0.0159)
QE_PI = (0.0259, 0.0154, 0.0091, 0.0054, 0.0032, 0.0019, 0.0011, 0.0007)
QE_R = (0.0078, 0.0108, 0.0114, 0.0107, 0.0095, 0.0082, 0.0069, 0.0057)

TOLERANCE = 0.35
SIMILAR_TIMING_QUARTERS = 4
MAIN = ("output_gap_pct", "unemployment_pct", "inflation_pct")


def test_table_1_coefficients():
    found = solve_four_equation(four_equation_parameters("table-1"))
    for state, wanted in TABLE_1.items():
        assert tuple(found.coefficients[state].values()) == pytest.approx(wanted, abs=1e-6), state
    assert max(found.residuals.values()) < 1e-12


def test_qe_path_of_table_1():
    path = impulse_response(solve_four_equation(four_equation_parameters("table-1")), "qe", 8)
    assert path.x == pytest.approx(QE_X, abs=6e-5)
    assert path.pi_annual == pytest.approx(QE_PI, abs=6e-5)
    assert path.r_annual == pytest.approx(QE_R, abs=6e-5)


def test_exact_variant_has_the_paper_s_slope_and_inflation_per_output():
    p = four_equation_parameters("exact")
    # Text of the paper: gamma zeta = 0.21; replication notes: 0.084583 and 2.492537.
    assert p.marginal_cost_slope == pytest.approx(0.084583, abs=5e-7)
    assert p.marginal_cost_elasticity == pytest.approx(2.492537, abs=5e-7)
    assert p.marginal_cost_slope * p.marginal_cost_elasticity == pytest.approx(0.21083, abs=5e-6)
    rules = solve_four_equation(p).coefficients
    # Annual inflation over output: 0.55 for QE, 1.95 for a conventional shock.
    assert 4 * rules["qe"]["pi"] / rules["qe"]["x"] == pytest.approx(0.55, abs=0.005)
    assert 4 * rules["e_r"]["pi"] / rules["e_r"]["x"] == pytest.approx(1.95, abs=0.005)


@pytest.mark.parametrize("shock", ["funds_rate", "term_premium", "term_premium_broad"])
def test_peaks_are_within_a_third_of_the_reference_and_at_a_similar_time(shock):
    for row in responses.beside_reference(shock):
        assert abs(row.ratio - 1) <= TOLERANCE, row
        late = abs(row.model_quarter - row.reference_quarter)
        assert late <= SIMILAR_TIMING_QUARTERS, row


def test_demand_shock_has_the_reference_s_signs_and_sizes():
    # Timing is not claimed: FRB/US spending builds up for three quarters, ours is highest at once.
    for row in responses.beside_reference("demand"):
        assert abs(row.ratio - 1) <= TOLERANCE, row


def test_cited_peaks_are_those_of_the_reference(shared: Path):
    rows: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
    with (shared / "frbus_irf.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if int(row["quarter"]) <= 40:
                rows[row["scenario"], row["variable"]].append((int(row["quarter"]), float(row["deviation"])))
    for shock, scenario in calibrate_economy.SCENARIOS.items():
        cited = responses.reference_peaks(shock)
        assert set(cited) == set(calibrate_economy.VARIABLES)
        for name, (peak, quarter) in cited.items():
            series = rows[scenario, calibrate_economy.VARIABLES[name]]
            true_quarter, true_peak = max(series, key=lambda point: abs(point[1]))
            assert quarter == true_quarter
            assert peak == pytest.approx(true_peak, abs=5.1e-4)


def test_calibration_gives_the_shipped_parameters_again(shared: Path):
    found = calibrate_economy.estimate(calibrate_economy.read_reference(shared / "frbus_irf.csv"))
    assert set(found) == {name for name, row in parameter_table().items() if row.get("estimated")}
    for name, value in found.items():
        assert getattr(economy_parameters(), name) == pytest.approx(value, rel=2e-3), name
    text = calibrate_economy.TARGET.read_text("utf-8")
    assert calibrate_economy.written(text, {n: getattr(economy_parameters(), n) for n in found}) == text


def test_whole_response_follows_the_reference(shared: Path):
    reference = calibrate_economy.read_reference(shared / "frbus_irf.csv")
    for shock in ("funds_rate", "term_premium", "term_premium_broad"):
        ours = responses.impulse_response(shock, calibrate_economy.QUARTERS).values
        for name in MAIN:
            theirs = reference[shock, name]
            assert np.corrcoef(ours[name], theirs)[0, 1] > 0.8, (shock, name)
            assert np.abs(ours[name] - theirs).max() < 0.4 * np.abs(theirs).max(), (shock, name)


def test_household_figures_are_the_published_ones():
    loans = household_loans()
    # G.19, Feb 2022 to Aug 2023 over 525 bp: card 14.56 to 21.19, 48-month car 4.87 to 8.30,
    # personal 9.39 to 12.17; Aug 2024 to Feb 2026 over -175 bp: -0.76, -1.27, -0.93.
    for name, rise, fall in (
        ("credit_card", 21.19 - 14.56, 0.76),
        ("car_loan", 8.30 - 4.87, 1.27),
        ("personal_loan", 12.17 - 9.39, 0.93),
    ):
        assert loans[name].up == pytest.approx(rise / 5.25, abs=0.006)
        assert loans[name].down == pytest.approx(fall / 1.75, abs=0.006)
    assert loans["thirty_year_mortgage"].rate_pct == 7.40  # Freddie Mac PMMS, 2026-10-08
    assert loans["taiwan_mortgage"].range_90 == (0.15, 0.18)
    # A textbook figure: 100,000 at 6% over 30 years costs 599.55 a month.
    assert float(level_payment(100_000, 6.0, 360)) == pytest.approx(599.55, abs=0.005)
