"""What a run reports for every path and month: names, units and titles, in the order in which it stores them."""

from __future__ import annotations

from typing import NamedTuple

from tidegate.message import N_


class Variable(NamedTuple):
    """One variable of a run.

    Attributes
    ----------
    name
        With its unit as a suffix.
    unit
        ``pct``, ``bp``, ``bn_usd``, ``pct_gdp``, ``index`` or ``code``.
    title
        English template; its translation is in the catalogue of sentences.
    """

    name: str
    unit: str
    title: str


VARIABLES: tuple[Variable, ...] = (
    Variable("output_gap_pct", "pct", N_("Output gap")),
    Variable("unemployment_pct", "pct", N_("Unemployment")),
    Variable("inflation_pct", "pct", N_("Core inflation over a year")),
    Variable("gdp_bn", "bn_usd", N_("Nominal GDP, a year's rate")),
    Variable("funds_rate_pct", "pct", N_("Policy rate, middle of the range")),
    Variable("sheet", "code", N_("What the balance sheet does")),
    Variable("yield_2y_pct", "pct", N_("Two-year yield")),
    Variable("yield_10y_pct", "pct", N_("Ten-year yield")),
    Variable("yield_30y_pct", "pct", N_("Thirty-year yield")),
    Variable("term_premium_pct", "pct", N_("Ten-year term premium")),
    Variable("supply_effect_bp", "bp", N_("Effect of expected holdings on the ten-year yield")),
    Variable("mortgage_30y_pct", "pct", N_("Thirty-year mortgage rate")),
    Variable("treasuries_bn", "bn_usd", N_("Treasuries held")),
    Variable("bills_bn", "bn_usd", N_("Treasury bills held")),
    Variable("mbs_bn", "bn_usd", N_("MBS held")),
    Variable("total_assets_bn", "bn_usd", N_("Total assets")),
    Variable("currency_bn", "bn_usd", N_("Currency")),
    Variable("tga_bn", "bn_usd", N_("Treasury's account")),
    Variable("on_rrp_bn", "bn_usd", N_("ON RRP")),
    Variable("reserves_bn", "bn_usd", N_("Reserves")),
    Variable("reserves_pct_gdp", "pct_gdp", N_("Reserves over GDP")),
    Variable("funding_bp", "bp", N_("Overnight rate over interest on reserves")),
    Variable("lending_bn", "bn_usd", N_("Loans, repos and swaps")),
    Variable("net_income_bn", "bn_usd", N_("Net income of the month")),
    Variable("remittances_bn", "bn_usd", N_("Remittances of the month")),
    Variable("deferred_asset_bn", "bn_usd", N_("Deferred asset")),
    Variable("treasury_redemptions_bn", "bn_usd", N_("Treasuries redeemed in the month")),
    Variable("mbs_paydowns_bn", "bn_usd", N_("Principal of MBS received in the month")),
    Variable("purchases_bn", "bn_usd", N_("Securities bought outright in the month")),
    Variable("identity_residual_bn", "bn_usd", N_("Assets less liabilities and capital")),
)
"""All variables; the place of each is its place in the results."""

NAMES: tuple[str, ...] = tuple(v.name for v in VARIABLES)
PLACE: dict[str, int] = {name: i for i, name in enumerate(NAMES)}
"""By name, its place."""

FAILURES: tuple[str, ...] = (
    N_("went to its end"),
    N_("a value is not finite"),
    N_("the economy left its limits: unemployment, inflation or a yield beyond 40 percent"),
    N_("the balance identity does not hold"),
)
"""By code, why a path stopped; 0 is none."""
