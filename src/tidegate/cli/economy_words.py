"""What ``tidegate economy`` calls the models and their variables."""

from __future__ import annotations

from collections.abc import Iterable

from tidegate.message import N_, Translate

MODELS = {
    "four-equation": N_("Four-equation model"),
    "semi-structural": N_("Monthly model"),
}
VARIABLES = {
    "x": N_("Output gap"),
    "pi": N_("Inflation a quarter"),
    "r": N_("Policy rate a quarter"),
    "pi_annual": N_("Inflation a year"),
    "r_annual": N_("Policy rate a year"),
    "qe": N_("QE"),
    "theta": N_("Credit conditions"),
    "r_star": N_("Neutral rate"),
    "output_gap_pct": N_("Output gap"),
    "unemployment_pct": N_("Unemployment rate"),
    "inflation_pct": N_("Inflation"),
    "funds_rate_pct": N_("Funds rate"),
    "long_rate_pct": N_("10-year yield"),
    "term_premium_pct": N_("Term premium"),
}


def heads(names: Iterable[str], translate: Translate) -> list[str]:
    """Return what a reader calls the variables of a response, and the key that JSON has for each."""
    return [f"{translate(VARIABLES[name])} {name}" if name in VARIABLES else name for name in names]
