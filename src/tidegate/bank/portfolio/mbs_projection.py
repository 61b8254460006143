"""The MBS book month by month along mortgage-rate paths: `project_mbs`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.bank.portfolio.mbs_amortisation import Floats
from tidegate.bank.portfolio.mbs_book import CohortBook, Issuer
from tidegate.bank.portfolio.mbs_plan import MbsPlan
from tidegate.bank.portfolio.mbs_prepay import (
    HISTORY_MONTHS,
    PrepaymentParameters,
    prepayment_parameters,
    seasonality,
)
from tidegate.bank.portfolio.mbs_result import MbsProjection, MbsState
from tidegate.errors import BookError
from tidegate.message import N_, Message

NEW_POOL_AGE_MONTHS = 2.0
"""Age of the loans in a newly made pool when it settles."""
SHORT_TERM_MONTHS = 240
"""Loans of at most this term refinance at the 15-year rate."""
GRID_PCT = np.arange(0.5, 9.51, 0.5)
"""Net coupons in which new pools are made."""
FEWEST_PATHS_A_WORKER = 64


def project_mbs(
    start: CohortBook | MbsState,
    mortgage_rate_pct: ArrayLike,
    history_pct: ArrayLike,
    plan: MbsPlan | None = None,
    parameters: PrepaymentParameters | None = None,
    *,
    by_cohort: bool = False,
    workers: int = 1,
) -> MbsProjection:
    """Project a book of agency MBS along one mortgage-rate path or many.

    Parameters
    ----------
    start
        A `CohortBook`, or the `closing` state of an earlier projection.
    mortgage_rate_pct
        Mean 30-year mortgage rate of each month, percent per year, shape
        [months] or [paths, months], above 0 and at most 30. The first month is
        the one after `start`. A month's principal depends on the rates of the
        months before it only.
    history_pct
        The three months before the first, oldest first: shape [3] or [paths, 3].
    plan
        What is redeemed, reinvested, bought and sold; by default everything runs off.
    parameters
        By default those shipped, `prepayment_parameters`.
    by_cohort
        Keep balances and principal of every cohort: paths x months x cohorts numbers, twice.
    workers
        Threads; paths are shared out among them and the result does not depend on it.

    Returns
    -------
    MbsProjection

    Raises
    ------
    BookError
        Rates or plan that are not usable, sales above the holdings; all problems at once.
    """
    plan = plan or MbsPlan()
    parameters = parameters or prepayment_parameters()
    rates, single = _rates(mortgage_rate_pct, history_pct)
    months = rates.shape[1] - HISTORY_MONTHS
    rules = plan.monthly(months)
    state = start if isinstance(start, MbsState) else _opening_state(start, plan, rules, parameters)
    _check_state(state, plan, rules, rates.shape[0])
    # The kernel works in place: these are its own copies, one row a path.
    moving = [
        np.ascontiguousarray(np.broadcast_to(array, (rates.shape[0], array.shape[1]))).copy()
        for array in (state.face_bn, state.age_months, state.unrefinanced, state.pending_bn)
    ]
    dates = np.arange(state.month + 1, state.month + 1 + months)
    outputs = _run(state, moving, rates, dates, rules, parameters, by_cohort, workers)
    flows, by_issuer, balances, paydowns = outputs
    closing = MbsState(
        month=np.datetime64(dates[-1], "M"),
        issuer=state.issuer,
        term_months=state.term_months,
        coupon_pct=state.coupon_pct,
        wac_pct=state.wac_pct,
        face_bn=moving[0],
        age_months=moving[1],
        unrefinanced=moving[2],
        pending_bn=moving[3],
        grid_first=state.grid_first,
        mix=state.mix,
    )
    pick = 0 if single else slice(None)
    from tidegate.bank.portfolio.mbs_kernel import FLOWS

    return MbsProjection(
        months=dates,
        **{name: flows[pick, :, i] for i, name in enumerate(FLOWS)},
        paid_by_issuer_bn=by_issuer[pick],
        closing=closing,
        balance_by_cohort_bn=balances[pick] if by_cohort else None,
        paydown_by_cohort_bn=paydowns[pick] if by_cohort else None,
    )


def _rates(mortgage_rate_pct: ArrayLike, history_pct: ArrayLike) -> tuple[Floats, bool]:
    """Return history and path side by side [paths, 3 + months], and whether one path was given."""
    given = np.asarray(mortgage_rate_pct, dtype=float)
    history = np.asarray(history_pct, dtype=float)
    found: list[Message] = []
    if given.ndim not in (1, 2) or given.size == 0:
        text = N_("mortgage rates: shape {shape}; give [months] or [paths, months], with at least one month")
        found.append(Message(text, {"shape": given.shape}))
    if history.shape[-1:] != (HISTORY_MONTHS,) or history.ndim > 2:
        text = N_("mortgage rates before the first month: shape {shape}; give the three months before it")
        found.append(Message(text, {"shape": history.shape}))
    BookError.check(found)
    path = np.atleast_2d(given)
    if history.ndim == 2 and history.shape[0] not in (1, path.shape[0]):
        raise BookError.of(
            N_("mortgage rates: history for {have} paths, rates for {want}; give one history, or one a path"),
            have=history.shape[0],
            want=path.shape[0],
        )
    rates = np.concatenate([np.broadcast_to(history, (path.shape[0], HISTORY_MONTHS)), path], axis=1)
    bad = rates[~((rates > 0) & (rates <= 30))]
    if bad.size:
        raise BookError.of(
            N_("mortgage rate {value} percent: give numbers above 0, up to 30"), value=float(bad.flat[0])
        )
    return np.ascontiguousarray(rates), given.ndim == 1


def _opening_state(
    book: CohortBook, plan: MbsPlan, rules: dict[str, Floats], parameters: PrepaymentParameters
) -> MbsState:
    """Return the book as a state of one path, with empty cohorts for new pools if any can be bought."""
    buys = bool((rules["settlements_bn"] > 0).any() or (rules["mbs_share"] > 0).any())
    mix = plan.mix
    size = GRID_PCT.size
    pools = len(mix.weight) if buys else 0
    coupon = np.tile(GRID_PCT, pools)
    return MbsState(
        month=np.datetime64(book.as_of, "M"),
        issuer=np.concatenate([book.issuer.astype(np.int64), np.repeat(mix.issuer[:pools], size)]).astype(
            np.int64
        ),
        term_months=np.concatenate([book.term_months, np.repeat(mix.term_months[:pools], size)]),
        coupon_pct=np.concatenate([book.coupon_pct, coupon]),
        wac_pct=np.concatenate([book.wac_pct, coupon + parameters.wedge_points]),
        face_bn=np.concatenate([book.face_bn, np.zeros(coupon.size)])[None, :],
        age_months=np.concatenate([book.age_months, np.zeros(coupon.size)])[None, :],
        unrefinanced=np.concatenate([book.unrefinanced, np.ones(coupon.size)])[None, :],
        pending_bn=np.zeros((1, parameters.settlement_lag_months)),
        grid_first=book.cohorts,
        mix=mix,
    )


def _check_state(state: MbsState, plan: MbsPlan, rules: dict[str, Floats], paths: int) -> None:
    found: list[Message] = []
    if state.paths not in (1, paths):
        text = N_("MBS state of {have} paths cannot go on along {want}; give as many mortgage-rate paths")
        found.append(Message(text, {"have": state.paths, "want": paths}))
    can_buy = state.grid_first < state.issuer.size
    buys = bool((rules["settlements_bn"] > 0).any() or (rules["mbs_share"] > 0).any())
    if buys and (not can_buy or state.mix != plan.mix):
        found.append(
            Message(
                N_("MBS state was begun without purchases or with another mix; begin from a book to buy"),
                {},
            )
        )
    supply = float(state.face_bn.sum(axis=1).max() + state.pending_bn.sum(axis=1).max())
    # Reinvestment only replaces what was paid down, so this is the most that can ever be sold.
    supply += float(rules["settlements_bn"].sum())
    if rules["sales_bn"].sum() > supply * (1 + 1e-12):
        text = N_("MBS sales of {sales:.1f} bn exceed the holdings of {supply:.1f} bn; sell less")
        found.append(Message(text, {"sales": float(rules["sales_bn"].sum()), "supply": supply}))
    BookError.check(found)


def _run(
    state: MbsState,
    moving: list[Floats],
    rates: Floats,
    dates: NDArray[np.datetime64],
    rules: dict[str, Floats],
    parameters: PrepaymentParameters,
    by_cohort: bool,
    workers: int,
) -> tuple[Floats, Floats, Floats, Floats]:
    from tidegate.bank.portfolio.mbs_kernel import FLOWS, run_months

    kernel: Any = run_months
    paths, months = rates.shape[0], dates.size
    flows = np.zeros((paths, months, len(FLOWS)))
    by_issuer = np.zeros((paths, months, len(Issuer)))
    shape = (paths, months, state.issuer.size) if by_cohort else (0, 0, 0)
    balances, paydowns = np.zeros(shape), np.zeros(shape)
    paying_month = (dates - 1).astype(int) % 12 + 1  # borrowers pay the month before the holder is paid

    def discount(term: Floats) -> Floats:
        return np.where(term <= SHORT_TERM_MONTHS, parameters.short_term_discount_points, 0.0)

    def run(first: int, last: int) -> None:
        kernel(
            first,
            last,
            *moving,
            rates,
            state.issuer,
            state.term_months,
            state.wac_pct,
            state.coupon_pct,
            discount(state.term_months),
            np.asarray(parameters.turnover_per_year)[state.issuer],
            np.asarray(parameters.refinancing_per_year)[state.issuer],
            seasonality(paying_month, parameters.seasonal_amplitude, parameters.seasonal_peak_month),
            parameters.lock_in_per_point,
            parameters.incentive_middle_points,
            parameters.incentive_width_points,
            parameters.turnover_ramp_months,
            parameters.refinancing_ramp_months,
            parameters.burnout_floor,
            np.asarray(parameters.rate_weights, dtype=float),
            rules["cap_bn"],
            rules["mbs_share"],
            rules["settlements_bn"],
            rules["sales_bn"],
            np.asarray(state.mix.weight, dtype=float),
            discount(np.asarray(state.mix.term_months, dtype=float)),
            state.grid_first,
            GRID_PCT.size,
            float(GRID_PCT[0]),
            float(GRID_PCT[1] - GRID_PCT[0]),
            NEW_POOL_AGE_MONTHS,
            parameters.wedge_points,
            flows,
            by_issuer,
            balances,
            paydowns,
        )

    shares = min(workers, paths // FEWEST_PATHS_A_WORKER)
    if shares <= 1:
        run(0, paths)
    else:
        from concurrent.futures import ThreadPoolExecutor

        edges = np.linspace(0, paths, shares + 1).astype(int)
        with ThreadPoolExecutor(shares) as pool:
            list(pool.map(run, edges[:-1], edges[1:]))
    return flows, by_issuer, balances, paydowns
