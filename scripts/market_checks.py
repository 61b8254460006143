"""Other routes to the same surprises, and statistics that other rooms need, for ``estimate_markets.py``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from market_prices import (
    FIRST_PURCHASES,
    FOLDER,
    PRICES,
    SINCE,
    Announcements,
    Floats,
    announcements,
    daily,
    monthly,
    of_asset,
)
from tidegate.evidence.correlation import correlation
from tidegate.evidence.robust import NORMAL_90, partial_out
from tidegate.evidence.surprises import FACTORS, UNIT_POINTS
from tidegate.transmission.markets.statistics import Statistic

STATEMENTS = "mp_usmpd_statements"
PREDICTORS = ("NFP_SURP", "NFP_12M", "SP500_3M", "SLOPE_3M", "BCOM_3M", "TR_SKEW")
"""What was known before, after Bauer and Swanson (2023, "A reassessment of monetary policy surprises")."""
SINCE_PURCHASES = "since_purchases"
PERMUTATIONS = 999
CORRELATED = (
    ("bitcoin", "us_broad", ("all", "before_2020", "since_2020")),
    ("bitcoin", "us_growth", ("all", "before_2020", "since_2020")),
    ("bitcoin", "gold", ("all", "before_2020", "since_2020")),
    ("gold", "us_broad", ("all", "before_2020", "since_2020")),
)
_TURN = pd.Timestamp("2020-01-01")
_BROAD = "us_broad"


def _outside(file: str) -> pd.DataFrame:
    table = pd.read_csv(FOLDER / "test_only" / f"{file}.csv", parse_dates=["date"], index_col="date")
    return table[~table.index.duplicated(keep=False)]  # two announcements on a day cannot be told apart


def _frame(told: Announcements) -> pd.DataFrame:
    values = dict(told.whole.values)
    return pd.DataFrame(values, index=pd.to_datetime(told.days))


def routes() -> Iterator[tuple[str, str, pd.Series, pd.Series, str]]:
    """Yield our surprises beside those that others publish: name, sample, ours, theirs, source."""
    whole, statement = _frame(announcements()), _frame(announcements(STATEMENTS))
    swanson, acosta, bauer = (
        _outside(f) for f in ("mp_swanson_factors", "mp_abj2024_target_path_ns", "mp_bauer_swanson_event")
    )
    pairs = (
        ("target~swanson_target", statement["target"], swanson["ffr_factor"], "Swanson 2021"),
        ("path~swanson_path", statement["path"], swanson["fg_factor"], "Swanson 2021"),
        ("balance_sheet~swanson_lsap", statement["balance_sheet"], -swanson["lsap_factor"], "Swanson 2021"),
        ("target~acosta_target", statement["target"], acosta["GSS_target"], "Acosta and others 2024"),
        ("path~acosta_path", statement["path"], acosta["GSS_path"], "Acosta and others 2024"),
        ("policy~acosta_ns", statement["policy"], acosta["NS"], "Acosta and others 2024"),
        ("policy~bauer_swanson_mps", statement["policy"], bauer["MPS"], "Bauer and Swanson 2023"),
        (
            "policy~statement_policy",
            whole["policy"],
            statement["policy"],
            "statements without press conferences",
        ),
        (
            "balance_sheet~statement_balance_sheet",
            whole["balance_sheet"],
            statement["balance_sheet"],
            "statements without press conferences",
        ),
    )
    for name, ours, theirs, source in pairs:
        yield name, "all", ours, theirs, source
        if name.startswith("balance_sheet"):
            late = ours[ours.index >= pd.Timestamp(FIRST_PURCHASES)]
            yield name, SINCE_PURCHASES, late, theirs, source


def _correlated(
    name: str, sample: str, window: str, one: pd.Series, other: pd.Series, source: str
) -> Statistic:
    both = pd.concat([one, other], axis=1, join="inner").dropna()
    found = correlation(both.iloc[:, 0], both.iloc[:, 1])
    first, last = both.index[0].date(), both.index[-1].date()
    return Statistic(
        name,
        sample,
        window,
        "ratio",
        found.value,
        found.se,
        found.low,
        found.high,
        found.n,
        first,
        last,
        source,
    )


def predictable(told: Announcements) -> Iterator[Statistic]:
    """Yield how far what was known before explains surprises: R squared, and its chance by permutation."""
    known = _outside("mp_bauer_swanson_event")[list(PREDICTORS)].dropna()
    rng = np.random.default_rng(20_230_101)
    for name in (*FACTORS, "policy"):
        ours = pd.Series(told.surprises[name], index=pd.to_datetime(told.days))
        if name == "balance_sheet":
            ours = ours[ours.index >= pd.Timestamp(FIRST_PURCHASES)]
        both = pd.concat([ours.rename("y"), known], axis=1, join="inner")
        y, x = both["y"].to_numpy(), both[list(PREDICTORS)].to_numpy()

        def explained(values: Floats, x: Floats = x) -> float:
            return 1.0 - float((partial_out(values, x) ** 2).sum() / ((values - values.mean()) ** 2).sum())

        share = explained(y)
        by_chance = [explained(rng.permutation(y)) >= share for _ in range(PERMUTATIONS)]
        chance = (1 + sum(by_chance)) / (1 + PERMUTATIONS)
        nan, ends = float("nan"), (both.index[0].date(), both.index[-1].date())
        source = "six predictors of Bauer and Swanson 2023"
        yield Statistic(f"foreseen:{name}", "all", "0d", "ratio", share, nan, nan, nan, len(y), *ends, source)
        source = "share of permutations that explain as much"
        yield Statistic(
            f"foreseen_p:{name}", "all", "0d", "ratio", chance, nan, nan, nan, len(y), *ends, source
        )


def _weekly(asset: str) -> pd.Series:
    level = daily(of_asset(asset))
    return np.log(level.resample("W-FRI").last()).diff().iloc[1:-1]


def _split(values: pd.Series, sample: str) -> pd.Series:
    if sample == "before_2020":
        return values[values.index < _TURN]
    return values[values.index >= _TURN] if sample == "since_2020" else values


def market_statistics() -> Iterator[Statistic]:
    """Yield correlations and volatilities."""
    for one, other, samples in CORRELATED:
        for sample in samples:
            pair = (_split(_weekly(a), sample) for a in (one, other))
            source = "returns from Friday to Friday"
            yield _correlated(f"{one}~{other}", sample, "1w", *pair, source)
    broad = monthly(of_asset(_BROAD)).diff().dropna()
    for price in PRICES:
        change = monthly(price).diff().dropna()
        change.index, theirs = change.index.to_timestamp(), broad.copy()
        theirs.index = theirs.index.to_timestamp()
        volatility = float(change.std() * np.sqrt(12.0))
        middle = change - change.mean()
        se = 0.5 * volatility * float(((middle**2).std() / (middle**2).mean()) / np.sqrt(len(change)))
        yield Statistic(
            f"volatility:{price.asset}",
            "all",
            "1m",
            price.unit,
            volatility,
            se,
            volatility - NORMAL_90 * se,
            volatility + NORMAL_90 * se,
            len(change),
            change.index[0].date(),
            change.index[-1].date(),
            f"{price.source}; monthly changes, a year's scale",
        )
        if price.asset != _BROAD:
            yield _correlated(f"{price.asset}~{_BROAD}", "all", "1m", change, theirs, "monthly changes")


def statistics() -> list[Statistic]:
    """Return every row."""
    told = announcements()
    days = told.days
    nan = float("nan")
    explained = Statistic(
        "explained:three_surprises",
        "all",
        "0d",
        "ratio",
        told.whole.explained,
        nan,
        nan,
        nan,
        len(days),
        days[0].item(),
        days[-1].item(),
        "share of the variance of eight rates around announcements",
    )
    return [
        explained,
        *(
            _correlated(name, sample, "0d", one, other, source)
            for name, sample, one, other, source in routes()
        ),
        *predictable(told),
        *market_statistics(),
    ]


def statistics_csv(rows: list[Statistic]) -> str:
    """Return the rows as they are shipped; an empty cell is a number that is not given."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(Statistic.__dataclass_fields__)
    for row in rows:
        numbers = [f"{v:.4f}" if np.isfinite(v) else "" for v in (row.value, row.se, row.low, row.high)]
        writer.writerow(
            [row.id, row.sample, row.window, row.unit, *numbers, row.n, row.first, row.last, row.source]
        )
    return stream.getvalue()


def _with(told: Announcements, surprises: dict[str, Floats]) -> Announcements:
    early = told.days < FIRST_PURCHASES
    balance_sheet = np.where(early, 0.0, surprises["balance_sheet"])
    return replace(told, surprises=surprises | {"balance_sheet": balance_sheet})


def variants() -> Iterator[tuple[str, Announcements, NDArray[np.bool_]]]:
    """Yield other choices: name, announcements with their surprises, and which of them count."""
    told = announcements()
    days = told.days
    crisis = (days >= np.datetime64("2008-09-01")) & (days < np.datetime64("2009-07-01"))
    pandemic = (days >= np.datetime64("2020-03-01")) & (days < np.datetime64("2020-05-01"))
    yield "scheduled", told, ~told.unscheduled
    yield "without_2008_crisis", told, ~crisis
    yield "without_spring_2020", told, ~pandemic
    yield "without_both", told, ~crisis & ~pandemic
    yield "statements_alone", announcements(STATEMENTS), np.ones(len(days), bool)
    yield ("swanson_2021", *_swanson())
    yield ("unforeseen", *_unforeseen(told))


def _matched(days: NDArray[np.datetime64], table: pd.DataFrame) -> tuple[NDArray[np.bool_], pd.DataFrame]:
    table = table.loc[SINCE:]
    there = np.isin(days, table.index.to_numpy().astype("datetime64[D]"))
    return there, table.reindex(pd.to_datetime(days))


def _swanson() -> tuple[Announcements, NDArray[np.bool_]]:
    """Return the published factors in our units: scaled by what they do to the three rates in the window."""
    told = announcements(STATEMENTS)
    there, factors = _matched(told.days, _outside("mp_swanson_factors"))
    table = factors.to_numpy()
    design = np.column_stack([np.ones(there.sum()), table[there]])
    found = {}
    for k, (name, rate) in enumerate(zip(FACTORS, ("MP1", "ED4", "UST10Y"), strict=True)):
        slopes = np.linalg.lstsq(design, told.table[rate].to_numpy()[there], rcond=None)[0]
        found[name] = np.where(there, table[:, k] * slopes[k + 1] / UNIT_POINTS, 0.0)
    return _with(told, found | {"policy": told.surprises["policy"]}), there


def _unforeseen(told: Announcements) -> tuple[Announcements, NDArray[np.bool_]]:
    """Return what is left of surprises when what was known before is taken out."""
    there, known = _matched(told.days, _outside("mp_bauer_swanson_event")[list(PREDICTORS)].dropna())
    found = {}
    for name in (*FACTORS, "policy"):
        used = there & ((told.days >= FIRST_PURCHASES) if name == "balance_sheet" else True)
        values = np.zeros(len(there))
        values[used] = partial_out(told.surprises[name][used], known.to_numpy()[used])
        found[name] = values
    return _with(told, found), there
