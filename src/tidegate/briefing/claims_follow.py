"""Where a reader follows a number of the claims to: the function that gives it, and the data it rests on."""

from __future__ import annotations

from tidegate.evidence.claims.judge import Found
from tidegate.evidence.claims.registry import RowName

_ACCOUNTS = "tidegate.evidence.claims.accounts"
_NEWS = "tidegate.evidence.claims.news"
_MODELS = "tidegate.evidence.claims.counterfactuals"
_H41 = "WSHOSHO, TREAST, WSHOMCB, WRESBAL, WLRRAL"
_FED = "bank/programmes/fed.toml"
EFFECTS = ("tidegate.transmission.markets.effects.find", "transmission/markets/data/effects.csv")
STATISTICS = ("tidegate.evidence.claims.estimates.correlations", "transmission/markets/data/statistics.csv")
OWN = ("tidegate.evidence.claims.estimates.load_estimates", "evidence/claims/estimates.csv")
MEASURES: dict[str, tuple[str, str]] = {
    **dict.fromkeys(
        (
            "ten_year_on_news_of_more",
            "ten_year_on_news_of_more_across_events",
            "ten_year_on_news_of_less",
            "ten_year_on_news_of_less_across_events",
            "ten_year_on_grrs_days",
        ),
        (f"{_NEWS}.moves_on", f"DGS10; {_FED}"),
    ),
    "thirty_year_price_on_news_of_less": (f"{_NEWS}.moves_on", f"DGS30; {_FED}"),
    "reserves_per_dollar_of_run_off": (f"{_ACCOUNTS}.per_dollar", _H41),
    "reserves_and_reverse_repos_per_dollar_of_run_off": (f"{_ACCOUNTS}.per_dollar", _H41),
    "weekly_reserves_on_securities": (f"{_ACCOUNTS}.reserves_on_securities", _H41),
    "treasuries_share_of_cap": (f"{_ACCOUNTS}.share_of_cap", f"TREAST; {_FED}"),
    "mbs_share_of_cap": (f"{_ACCOUNTS}.share_of_cap", f"WSHOMCB; {_FED}"),
    "share_that_matured": (f"{_ACCOUNTS}.share_that_matured", f"TREAST, WSHOMCB; {_FED}"),
    "months_from_cut_to_purchases": (f"{_ACCOUNTS}.months_after", _FED),
    "months_from_hike_to_run_off": (f"{_ACCOUNTS}.months_after", _FED),
    "reserves_at_the_end": ("tidegate.briefing.claims.end_figures", "WRESBAL, TOTBKCR"),
    "inflation_distance_at_the_end": ("tidegate.briefing.claims.end_figures", "PCEPILFE"),
    "long_bonds_bought_late": (f"{_ACCOUNTS}.bought_late", "DGS20, DGS30, DGS3MO"),
    "long_bonds_bought_late_in_total": (f"{_ACCOUNTS}.bought_late", "DGS20, DGS30, DGS3MO"),
    **dict.fromkeys(
        ("fed_faster_than_ecb", "fed_larger_than_boe", "boj_slowest"),
        ("tidegate.briefing.comparison.compare_banks", "bank/programmes"),
    ),
    **dict.fromkeys(
        ("ten_year_of_run_off_in_the_model", "passive_less_active_ten_year", "hikes_equivalent_of_run_off"),
        ("tidegate.briefing.curves.transmit_curve", "transmission/rates/premium/calibrations.toml"),
    ),
    **dict.fromkeys(
        ("interest_cost_of_more", "interest_cost_of_less"),
        (f"{_MODELS}.interest_cost_bn", "offerings; transmission/rates/premium/calibrations.toml"),
    ),
    **dict.fromkeys(
        ("inflation_of_run_off", "output_of_run_off"),
        (
            "tidegate.transmission.economy.response.respond",
            "transmission/economy/semi_structural/semi_structural.toml",
        ),
    ),
    "run_off_less_equivalent_hike_on_shares": (
        "tidegate.briefing.claims_of_models.model_figures",
        EFFECTS[1],
    ),
}


def follow(found: Found) -> tuple[str, str]:
    """Return the function behind a number, and its data: series of the store, or a file of the package."""
    if found.name in MEASURES:
        return MEASURES[found.name]
    row = RowName.of(found.name)
    if row.surprise == "none":
        return STATISTICS
    return OWN if row.asset == "hibor_1m" else EFFECTS
