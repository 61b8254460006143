"""How a judged claim is put into words: what was measured, how large it is, and why the verdict is what it is."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tidegate.catalog.assets import assets
from tidegate.evidence.claims.judge import Found, JudgedClaim, JudgedPart
from tidegate.evidence.claims.registry import Claim, RowName
from tidegate.evidence.claims.rule import LEAST_EPISODES, LEAST_EVENTS, Sampled, Verdict
from tidegate.message import N_, Message, Number, Quantity

VERDICT_NAMES: dict[Verdict, str] = {
    "supported": N_("supported"),
    "mixed": N_("mixed"),
    "contradicted": N_("contradicted"),
    "not testable": N_("not testable with open data"),
}
METHODS = {
    "event_study": N_("event study of surprises"),
    "local_projection": N_("local projection on surprises"),
    "announcement_days": N_("days of news about holdings"),
    "model": N_("model counterfactual, with a sampled check"),
    "account": N_("accounting from the record"),
    "dated_facts": N_("comparison of dated facts"),
    "comparison": N_("comparison of four central banks"),
    "correlation": N_("correlation of weekly returns"),
    "effects": N_("event study of surprises"),
}
SAMPLES = {
    "all": N_("all events"),
    "before_2020": N_("before 2020"),
    "since_2020": N_("since 2020"),
    "lower_bound": N_("at the lower bound"),
    "off_lower_bound": N_("away from the lower bound"),
}
SURPRISES = {
    "balance_sheet": N_("a balance-sheet surprise"),
    "policy": N_("a surprise about short rates"),
    "target": N_("a surprise about the present rate"),
    "path": N_("a surprise about the path of rates"),
    "none": N_("no surprise"),
}
BESIDE_THE_CATALOGUE = {
    "cpi": N_("Consumer prices"),
    "industrial_production": N_("Industrial production"),
    "hibor_1m": N_("One-month HIBOR"),
}
MEASURES = {
    "ten_year_on_news_of_more": N_("Ten-year yield on days of news of more holdings"),
    "ten_year_on_news_of_more_across_events": N_("The same, with the error of the spread across events"),
    "ten_year_on_grrs_days": N_("Ten-year yield on the eight days of Gagnon and others (2011)"),
    "ten_year_on_news_of_less": N_("Ten-year yield on days of news of smaller holdings"),
    "ten_year_on_news_of_less_across_events": N_("The same, with the error of the spread across events"),
    "thirty_year_price_on_news_of_less": N_("Price of a 30-year bond on days of news of smaller holdings"),
    "ten_year_of_run_off_in_the_model": N_("Ten-year yield after a run-off of $2.5tn, in the models"),
    "interest_cost_of_more": N_("Yearly interest on five years' new debt, after purchases of $2.5tn"),
    "interest_cost_of_less": N_("Yearly interest on five years' new debt, after a run-off of $2.5tn"),
    "inflation_of_run_off": N_("Largest deviation of inflation after a run-off of $2.5tn"),
    "output_of_run_off": N_("Largest deviation of output after a run-off of $2.5tn"),
    "reserves_per_dollar_of_run_off": N_("Fall of reserves per dollar of securities that left"),
    "reserves_and_reverse_repos_per_dollar_of_run_off": N_(
        "Fall of reserves and reverse repos per dollar of securities that left"
    ),
    "weekly_reserves_on_securities": N_("Slope of 13-week changes of reserves on those of securities"),
    "treasuries_share_of_cap": N_("Treasuries that left, percent of the caps"),
    "mbs_share_of_cap": N_("MBS that left, percent of the caps"),
    "share_that_matured": N_("Part that matured or was prepaid, percent"),
    "passive_less_active_ten_year": N_("Ten-year yield: run-off of $2.5tn less sales of as much"),
    "hikes_equivalent_of_run_off": N_("Hikes that a run-off of $2.5tn is worth"),
    "run_off_less_equivalent_hike_on_shares": N_("US shares: a run-off of $2.5tn less the hike it is worth"),
    "months_from_cut_to_purchases": N_("Months from the first cut to the first news of purchases"),
    "months_from_hike_to_run_off": N_("Months from the first hike to the first run-off"),
    "fed_faster_than_ecb": N_("The Fed's pace over the ECB's, less one"),
    "fed_larger_than_boe": N_("The Fed's size over the Bank of England's, less one"),
    "boj_slowest": N_("The slowest other pace over the Bank of Japan's, less one"),
    "reserves_at_the_end": N_("Reserves at the end, percent of banks' assets"),
    "inflation_distance_at_the_end": N_("Distance of core inflation from 2% at the end"),
    "long_bonds_bought_late": N_("Long bonds over bills in twelve months"),
    "long_bonds_bought_late_in_total": N_("Long bonds in twelve months"),
}
_EPISODES = {
    "usd": Message(N_("in US dollars")),
    "stock": Message(N_("over the opening stock")),
    "gdp": Message(N_("over GDP")),
}
_SIGNED = {"pct", "bp", "bn_usd", "months"}


def size(value: float, unit: str) -> Message | Quantity | str:
    """Return a number with its unit as a reader writes it."""
    if not math.isfinite(value):
        return "—"
    if unit == "bn_usd":
        return Quantity(value, unit, "short", signed=True)
    signed = unit in _SIGNED
    if unit == "bp":
        return Message(N_("{value} bp"), {"value": Number(value, 1, signed)})
    if unit == "months":
        return Message(N_("{value} months"), {"value": Number(value, 1, signed)})
    if unit == "points":
        return Message(N_("{value} pp"), {"value": Number(value, 2, signed=True)})
    if unit in ("pct", "percent"):
        return Message("{value}%", {"value": Number(value, 2, signed)})
    return Message("{value}", {"value": Number(value, 2, signed)})


def interval(low: float, high: float, unit: str) -> Message | str:
    """Return an interval with its unit."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return "—"
    return Message(N_("{low} to {high}"), {"low": size(low, unit), "high": size(high, unit)})


def asset_name(asset: str) -> object:
    """Return the name of an asset, of a difference ``a-b`` or of a correlation ``a~b``."""
    for mark, text in (("-", N_("{first} less {second}")), ("~", N_("{first} with {second}"))):
        first, apart, second = asset.partition(mark)
        if apart:
            return Message(text, {"first": asset_name(first), "second": asset_name(second)})
    if asset in BESIDE_THE_CATALOGUE:
        return Message(BESIDE_THE_CATALOGUE[asset])
    known = assets()
    return known[asset].title if asset in known else asset


def measured(found: Found, claimed: Claim) -> Message:
    """Say what a number measures."""
    if found.name in MEASURES:
        return Message(MEASURES[found.name])
    row = RowName.of(found.name)
    values = {"asset": asset_name(row.asset), "sample": Message(SAMPLES[row.sample])}
    if row.surprise == "none":
        return Message(N_("{asset}, {sample}"), values)
    values |= {"surprise": Message(SURPRISES[row.surprise]), "window": window(row.window)}
    if claimed.policy == "easing":
        return Message(N_("{asset}, {window} after {surprise} of 10 bp that eases; {sample}"), values)
    return Message(N_("{asset}, {window} after {surprise} of 10 bp that tightens; {sample}"), values)


def window(text: str) -> Message | str:
    """Return ``1d``, ``12m`` or ``1w`` in words; anything else as it is."""
    if not text[:-1].isdigit():
        return text
    number = int(text[:-1])
    if text == "0d":
        return Message(N_("minutes"))
    words = {"d": N_("{count} days"), "m": N_("{count} months"), "w": N_("{count} weeks")}
    ones = {"d": N_("one day"), "m": N_("one month"), "w": N_("one week")}
    return Message(ones[text[-1]]) if number == 1 else Message(words[text[-1]], {"count": number})


def reason(part: JudgedPart) -> Message:
    """Say why a part has its verdict."""
    if part.verdict == "not testable":
        return _not_testable(part)
    assert part.found is not None
    low, high = part.interval
    asserted = part.test.asserted
    mean = part.found.figure.reading.mean
    inside = low > asserted.above and high < asserted.below
    if part.verdict == "supported" and part.test.kind == "model":
        return Message(N_("the whole range lies where the claim says, and the sampled check is supported"))
    if part.verdict == "supported":
        return Message(N_("the whole interval lies where the claim says"))
    if part.verdict == "contradicted":
        if low > asserted.below or high < asserted.above:
            return Message(N_("the whole interval lies where the claim says it does not"))
        return Message(N_("an effect large enough to matter is ruled out"))
    if part.test.kind == "model" and inside:
        if part.check is None:
            return Message(N_("only a model says so, and its sign was put into it"))
        return Message(
            N_("the model says so, but its sampled check is {verdict}"),
            {"verdict": Message(VERDICT_NAMES[part.check])},
        )
    if part.test.kind == "account":
        return Message(N_("the episodes disagree"))
    if inside:
        return Message(N_("the sign is as claimed, but the effect may be too small to matter"))
    right = asserted.above < mean < asserted.below
    return Message(
        N_("the estimate has the sign claimed, but the interval is too wide to say")
        if right
        else N_("the estimate has the other sign, and the interval is too wide to say")
    )


def _not_testable(part: JudgedPart) -> Message:
    if part.found is None:
        return Message(N_("open data have no figures for it"))
    count = part.found.figure.reading.n
    if isinstance(part.found.figure.reading, Sampled):
        return Message(
            N_("{count} independent events; at least {least} are needed"),
            {"count": count, "least": LEAST_EVENTS},
        )
    return Message(
        N_("{count} episodes by this day; at least {least} are needed"),
        {"count": count, "least": LEAST_EPISODES},
    )


def listed(parts: Sequence[Message]) -> Message:
    """Return sentences in a row, with semicolons between them."""
    joined = parts[0]
    for each in parts[1:]:
        joined = Message(N_("{first}; {second}"), {"first": joined, "second": each})
    return joined


def episodes(part: JudgedPart) -> Message | None:
    """Name the episodes of an account with their values; None for anything else."""
    if part.found is None or part.test.kind != "account" or not part.found.figure.episodes:
        return None
    values = part.found.figure.episodes.items()
    named = [
        Message("{name} {value}", {"name": _EPISODES.get(name, name), "value": size(value, part.found.unit)})
        for name, value in values
    ]
    return listed(named)


def claim_reason(judged: JudgedClaim) -> Message:
    """Say why a claim has its verdict."""
    told = {p.verdict for p in judged.parts}
    if len(judged.parts) == 1 or len(told) == 1:
        return reason(judged.head)
    parts = [
        Message(
            N_("{about}: {verdict}"),
            {"about": p.test.about, "verdict": Message(VERDICT_NAMES[p.verdict])},
        )
        for p in judged.parts
    ]
    return listed(parts)
