"""Month by month: holdings run off, ON RRP drains first, the Fed slows, then stops."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tidegate.policy.qt_end.parameters import Parameters
from tidegate.policy.qt_end.situation import RunOff, Situation
from tidegate.policy.qt_end.threshold import Threshold

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
_MONTHS = 12
_MID_MONTH = 15


@dataclass(frozen=True)
class Paths:
    """What was simulated.

    Attributes
    ----------
    months
        ``datetime64[M]``, from the month of the day, shape [horizon + 1].
    end
        Index into `months` of the first month without run-off; horizon + 1
        where none came, shape [draws].
    reserves_bn, on_rrp_bn
        Shape [horizon + 1, draws], at the end of each month, as if run-off went on at its pace.
    """

    months: NDArray[np.datetime64]
    end: Counts
    reserves_bn: Floats
    on_rrp_bn: Floats


@dataclass
class _State:
    """What changes from month to month, each of shape [draws]."""

    liquidity: Floats
    tga: Floats
    slowings: Counts
    since: Counts
    factor: Floats
    end: Counts


def _mbs(situation: Situation, run_off: RunOff, rng: Generator, rules: Parameters, count: int) -> Floats:
    cap = float(run_off.mbs_caps_bn.max())
    seen = situation.flows.mbs_bn_per_month
    least = rules.path.mbs_least_share * cap
    middle = max(seen, least) if np.isfinite(seen) else 0.5 * (least + cap)
    return np.asarray(middle * np.exp(rules.path.mbs_log_sd * rng.standard_normal(count)))


def _on_rrp(drained: Floats, start: float, floor: Floats) -> Floats:
    """Return ON RRP after a drain (a rise of liquidity goes to reserves)."""
    return np.maximum(np.minimum(start, floor), start - np.maximum(drained, 0.0))


def _closes(share: float, passed: float, speed: Floats, announced_months: float) -> Floats:
    """Return which part of the way to its level the Treasury's balance goes in `share` of a month.

    Evenly to an announced level by its day (`announced_months` from the start; NaN: none was), at `speed` otherwise.
    """
    left = announced_months - passed
    if left > 0.0:
        return np.full(len(speed), min(1.0, share / left))
    return share * speed


def simulate(situation: Situation, found: Threshold, rng: Generator, rules: Parameters) -> Paths:
    """Simulate a run-off to its end.

    Parameters
    ----------
    situation
        With a run-off.
    found
        Levels at which it stops; one path for each draw.
    rng
        Seeded.
    rules
        Choices.
    """
    run_off = situation.run_off
    assert run_off is not None
    flows, path, choose = situation.flows, rules.path, rules.decision
    count, horizon = len(found.draws_pct), len(run_off.treasury_caps_bn) - 1
    months = np.datetime64(situation.as_of, "M") + np.arange(horizon + 1)
    mbs = _mbs(situation, run_off, rng, rules, count)
    floor = np.minimum(rng.uniform(*path.on_rrp_floor_bn, count), flows.on_rrp_bn)
    speed = rng.uniform(*path.tga_speed, count)
    target = flows.tga_target_bn * rng.uniform(*path.tga_target_spread, count)
    rate = 0.5 * (situation.gdp_growth_pct + path.gdp_rate_pct) + path.gdp_sd_pct * rng.standard_normal(count)
    growth = (1.0 + 0.01 * rate) ** (1.0 / _MONTHS)
    trend_error = flows.other_sd_bn / np.sqrt(path.trend_months)
    other = (1.0 - path.other_shrink) * flows.other_bn_per_month + trend_error * rng.standard_normal(count)
    slow_at = rng.uniform(*choose.slow_at_months, count)
    allowed = np.maximum(1, run_off.slowings) + (rng.random(count) < choose.second_slowing)
    state = _State(
        np.full(count, flows.reserves_bn + flows.on_rrp_bn),
        np.full(count, flows.tga_bn),
        np.full(count, run_off.slowings),
        np.full(count, run_off.months_since_slowing),
        np.ones(count),
        np.full(count, horizon + 1),
    )
    reserves_path, on_rrp_path = np.empty((2, horizon + 1, count))
    recession = (situation.recession_starts + choose.recession_prior_starts) / (
        situation.expansion_months + choose.recession_prior_months
    )
    shock = recession * choose.recession_stops + choose.stress_per_month * choose.stress_stops
    # Of the month of the day only what is left of it.
    first_share = max(0.0, 1.0 - situation.as_of.day / 30.0)
    gdp, passed = np.full(count, situation.gdp_bn), 0.0
    for at in range(horizon + 1):
        share = first_share if at == 0 else 1.0
        gdp = gdp * growth**share
        treasuries = run_off.treasury_caps_bn[at] * state.factor
        pace = treasuries + np.minimum(mbs, run_off.mbs_caps_bn[at]) + flows.currency_bn_per_month - other
        step = _closes(share, passed, speed, flows.tga_target_months) * (
            target * gdp / situation.gdp_bn - state.tga
        )
        passed += share
        noise = np.sqrt(share) * flows.other_sd_bn * rng.standard_normal(count)
        state.tga += step
        state.liquidity += -share * pace - step + noise
        on_rrp = _on_rrp(flows.reserves_bn + flows.on_rrp_bn - state.liquidity, flows.on_rrp_bn, floor)
        reserves = state.liquidity - on_rrp
        reserves_path[at], on_rrp_path[at] = reserves, on_rrp
        state.since += 1
        begun = months[at] >= run_off.began
        lag = 1 + (rng.random(count) < choose.lag_two_months)
        acts = rng.random(count)
        shocked = rng.random(count) < share * shock
        _mark(state.end, shocked & begun, at + 1)
        meets = int(months[at].astype(int)) % _MONTHS + 1 in choose.meeting_months
        if not meets or not begun or (at == 0 and situation.as_of.day >= _MID_MONTH):
            continue
        level = 0.01 * found.draws_pct * gdp
        ahead = reserves - lag * np.maximum(pace, 0.0) * (on_rrp <= floor + 1.0)
        _mark(state.end, (ahead <= level) & (acts < choose.act), at + lag)
        distance = state.liquidity - floor - level
        slows = (
            (distance <= slow_at * np.maximum(pace, 1.0))
            & (state.slowings < allowed)
            & (state.since >= choose.months_between)
            & (acts < choose.act)
        )
        state.factor = np.where(slows, state.factor * choose.slow_factor, state.factor)
        state.slowings += slows
        state.since[slows] = 0
    return Paths(months, _planned(state.end, run_off, months, rng, rules), reserves_path, on_rrp_path)


def _mark(end: Counts, when: NDArray[np.bool_], at: Counts | int) -> None:
    """Let run-off end at a month where it would otherwise have ended later."""
    end[:] = np.where(when, np.minimum(end, at), end)


def _planned(
    end: Counts, run_off: RunOff, months: NDArray[np.datetime64], rng: Generator, rules: Parameters
) -> Counts:
    """Return the end where one was announced: as announced, but for the chance that it is moved."""
    if run_off.planned_end is None:
        return end
    planned = int((run_off.planned_end - months[0]).astype(int))
    moved = rng.random(len(end)) < rules.decision.plan_moved
    latest = planned + rules.decision.plan_moved_later_months
    return np.where(moved, np.minimum(end, latest), planned)
