"""Replays that knew only the past: the band under realised US rates, and the direction of USD/TWD.

Hong Kong's is given the US rate that came, Taiwan's the US two-year yield and its
own discount rate, and for comparison the broad dollar; everything else is the model's. The
drift of the Hong Kong dollar and the answers of the Taiwan dollar are estimated
on months before each start. How HIBOR answers the balance exists for three
episodes only: a replay leaves its own out and uses the two others, later ones among them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from tidegate.evidence.regional import hong_kong as hk
from tidegate.evidence.regional import taiwan as tw
from tidegate.transmission.markets.regional.hong_kong import EPISODES, Paths, Start, draw, simulate

Floats = NDArray[np.float64]
DRAWS, SEED = 2_000, 20_051_018
VINTAGE_MONTHS = 6
LOW, HIGH = 0.1, 0.9
EPISODE_STARTS = {"2018-20": ("2017-12", 15), "2022-23": ("2022-04", 13), "2025-26": ("2025-05", 3)}
"""The month before the first purchase at 7.85 came into sight, and months until the last one."""


@dataclass(frozen=True)
class BandReplay:
    """One start in Hong Kong, and what came.

    Attributes
    ----------
    kind
        ``episode`` or ``vintage``.
    start, months
        Last month known, and how far ahead.
    chance
        Chance given to a meeting of 7.85 within `months`.
    came
        Whether the Monetary Authority bought at 7.85.
    balance_p10, balance_p50, balance_p90, balance_bn
        Aggregate balance at the end: what was expected, and what it was, HK$ bn.
    hibor_p10, hibor_p50, hibor_p90, hibor_pct
        One-month HIBOR at the end, the same way.
    """

    kind: str
    start: str
    months: int
    chance: float
    came: bool
    balance_p10: float
    balance_p50: float
    balance_p90: float
    balance_bn: float
    hibor_p10: float
    hibor_p50: float
    hibor_p90: float
    hibor_pct: float


@dataclass(frozen=True)
class DirectionReplay:
    """One quarter of USD/TWD: change of the mean of its last month on that of the last quarter's, percent.

    Attributes
    ----------
    quarter
        Its last month.
    by_rates_pct
        What the rate differential alone says.
    by_dollar_pct
        What the broad dollar and the differential say together.
    actual_pct
        What it was; + a weaker Taiwan dollar.
    """

    quarter: str
    by_rates_pct: float
    by_dollar_pct: float
    actual_pct: float


@dataclass(frozen=True)
class BandScore:
    """How good the chances were.

    Attributes
    ----------
    count, came
        Starts, and how many of them were followed by a purchase at 7.85.
    brier, brier_of_the_mean
        Mean squared error of the chances, and of always saying the share that came.
    balance_covered, hibor_covered
        Share of ends inside the 80% range.
    """

    count: int
    came: int
    brier: float
    brier_of_the_mean: float
    balance_covered: float
    hibor_covered: float


@dataclass(frozen=True)
class DirectionScore:
    """How often the direction was right.

    Attributes
    ----------
    hits
        Quarters with the right sign.
    skill
        1 less squared errors over those of "no change": below 0, worse than that.
    """

    count: int
    hits: int
    skill: float


def replay(data: hk.Monthly, start: str, months: int, leave_out: str | None) -> Paths:
    """Simulate from a month with what was known then, under the US rates that came."""
    row = data.row(start)
    found, _ = hk.fit_drift(data.between("2007-01", start))
    rng = np.random.default_rng(SEED)
    rules = draw(DRAWS, rng, found, tuple(e for e in EPISODES if e != leave_out))
    shocks = rng.standard_normal((2, months, DRAWS))
    at = Start(data.spot_hkd[row], data.balance_bn[row], data.hibor_pct[row], data.us_rate_pct[row])
    return simulate(at, data.us_rate_pct[row + 1 : row + 1 + months], rules, shocks)


def band_replay(data: hk.Monthly, kind: str, start: str, months: int) -> BandReplay:
    """Return one replay with what came."""
    paths = replay(data, start, months, episode_of(start, months))
    last = data.row(start) + months
    window = {str(np.datetime64(start, "M") + m) for m in range(1, months + 1)}
    balance = np.quantile(paths.balance_bn[-1], [LOW, 0.5, HIGH])
    hibor = np.quantile(paths.hibor_pct[-1], [LOW, 0.5, HIGH])
    return BandReplay(
        kind,
        start,
        months,
        chance=float(paths.touches_weak.mean()),
        came=bool(window & set(hk.WEAK_MONTHS)),
        balance_p10=float(balance[0]),
        balance_p50=float(balance[1]),
        balance_p90=float(balance[2]),
        balance_bn=float(data.balance_bn[last]),
        hibor_p10=float(hibor[0]),
        hibor_p50=float(hibor[1]),
        hibor_p90=float(hibor[2]),
        hibor_pct=float(data.hibor_pct[last]),
    )


def episode_of(start: str, months: int) -> str | None:
    """Return the episode whose months a replay runs into, if any."""
    first, last = np.datetime64(start, "M"), np.datetime64(start, "M") + months
    for name, (a, b) in hk.EPISODE_MONTHS.items():
        if np.datetime64(a, "M") <= last and first <= np.datetime64(b, "M"):
            return name
    return None


def band_replays(data: hk.Monthly) -> tuple[BandReplay, ...]:
    """Return the three episodes, and a start at the end of every quarter whose balance is known then and later."""
    rows = [band_replay(data, "episode", start, months) for start, months in EPISODE_STARTS.values()]
    for row, month in enumerate(data.months):
        later = row + VINTAGE_MONTHS
        known = later < len(data.months) and np.isfinite(data.balance_bn[[row, later]]).all()
        if known and month.astype(int) % 3 == 2 and np.isfinite(data.balance_bn[row : later + 1]).all():
            rows.append(band_replay(data, "vintage", str(month), VINTAGE_MONTHS))
    return tuple(rows)


def direction_replays(data: tw.Monthly, first: str = "2015-03") -> tuple[DirectionReplay, ...]:
    """Return every quarter from `first`, each with coefficients from the months before it."""
    spot, dollar = tw.growth_pct(data.usdtwd, 3), tw.growth_pct(data.dollar, 3)
    gap = tw.change(data.two_year_pct - data.discount_pct, 3)
    rows = []
    for at, month in enumerate(data.months):
        inputs = (spot[at], dollar[at], gap[at])
        if month < np.datetime64(first, "M") or month.astype(int) % 3 != 2 or not np.isfinite(inputs).all():
            continue
        before = data.until(str(month - 3))
        alone, both = tw.fit_rates_alone(before).coefficient, tw.fit_differential(before).coefficient
        rows.append(
            DirectionReplay(
                str(month),
                float(alone[1] * gap[at]),
                float(both[1] * dollar[at] + both[2] * gap[at]),
                float(spot[at]),
            )
        )
    return tuple(rows)


def band_score(rows: Iterable[BandReplay]) -> BandScore:
    """Score chances and ranges."""
    held = list(rows)
    chance, came = np.array([r.chance for r in held]), np.array([r.came for r in held], dtype=float)
    inside = [r.balance_p10 <= r.balance_bn <= r.balance_p90 for r in held]
    rates = [r.hibor_p10 <= r.hibor_pct <= r.hibor_p90 for r in held]
    return BandScore(
        len(held),
        int(came.sum()),
        float(((chance - came) ** 2).mean()),
        float(((came.mean() - came) ** 2).mean()),
        float(np.mean(inside)),
        float(np.mean(rates)),
    )


def direction_score(rows: Iterable[DirectionReplay], by: str) -> DirectionScore:
    """Score ``by_rates_pct`` or ``by_dollar_pct``."""
    held = list(rows)
    said, was = np.array([getattr(r, by) for r in held]), np.array([r.actual_pct for r in held])
    hits = int((np.sign(said) == np.sign(was)).sum())
    return DirectionScore(len(held), hits, float(1 - ((said - was) ** 2).sum() / (was**2).sum()))


Row = TypeVar("Row", BandReplay, DirectionReplay)
_READ = {"int": int, "float": float, "str": str, "bool": lambda text: text == "True"}


def read_rows(text: str, kind: type[Row]) -> tuple[Row, ...]:
    """Return the rows of a shipped table."""
    kinds: Mapping[str, Any] = {f.name: _READ[str(f.type)] for f in fields(kind)}
    return tuple(
        kind(**{k: kinds[k](v) for k, v in row.items()}) for row in csv.DictReader(io.StringIO(text))
    )


@cache
def _shipped(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def shipped_band_replays() -> Sequence[BandReplay]:
    """Return the replays of Hong Kong as written by ``scripts/estimate_regional.py``."""
    return read_rows(_shipped("hong_kong_replays.csv"), BandReplay)


def shipped_direction_replays() -> Sequence[DirectionReplay]:
    """Return the replays of Taiwan as written by ``scripts/estimate_regional.py``."""
    return read_rows(_shipped("taiwan_replays.csv"), DirectionReplay)
