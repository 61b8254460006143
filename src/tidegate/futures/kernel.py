"""All months on a block of paths: the coupled machine, compiled.

The order of a month: shocks; the decision on rates and balance sheet, on what
was known of the month before; operations by maturity ladder and MBS cohort;
the term premium that goes with what is held and expected; yields, conditions,
output, jobs and prices; liabilities and reserves; overnight rates; income.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from tidegate.futures import columns as col
from tidegate.futures import inputs
from tidegate.futures import rules as rule_names
from tidegate.futures.fingerprint import fingerprint_of
from tidegate.futures.inputs import Inputs
from tidegate.futures.steps import (
    chance,
    closing,
    economy,
    holdings,
    ladder,
    money,
    mortgages,
    policy,
    results,
)
from tidegate.transmission.economy.semi_structural import equations

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NOT_FINITE, LIMITS, IDENTITY = 1, 2, 3
MOST_PCT = 40.0
IDENTITY_BN = 1e-6
OPEN_ENDED = 1_000_000
BUFFER_PATHS = 32
JOBLESS_MONTHS = 15
_QE, _TAPER, _RUNOFF = policy.QE, policy.TAPER, policy.RUNOFF
_SLOW, _MANAGE = policy.SLOW_RUNOFF, policy.RESERVE_MANAGEMENT
_MACRO, _FUNDING = np.uint64(chance.MACRO_ROWS), np.uint64(chance.FUNDING_ROWS)
_ACTING = np.uint64(chance.ACTING)
_ROOMS = (
    inputs, rule_names, col, chance, closing, economy, holdings, ladder, money, mortgages, policy, results, equations
)  # fmt: skip


def _compile(fingerprint: int) -> Callable[..., Any]:
    """Return the compiled block; a closed-over number is part of numba's key of its cache."""

    @numba.njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract"})
    def block(
        first: int,
        given: Inputs,
        reaction: policy.Reaction,
        drawn: Floats,
        out: Floats,
        into: int,
        failure: Ints,
        known_bp: Floats,
    ) -> int:
        # Arrays are taken out of their tuples once: inside the loops nothing counts references.
        start, rules, pools, books, supply = given.start, given.rules, given.pools, given.books, given.supply
        calendar, added, macro, funding = given.calendar, given.added, given.macro, given.funding
        first_ladder, first_coupons, first_face = books.ladder, books.coupons, books.face
        first_kept = books.unrefinanced
        first_jobless, mortgage_past, stress_past = books.jobless_past, books.mortgage_past, books.stress_past
        cohorts, payments, grid_pools = books.cohorts, books.payments, given.grid.pools
        grid_mix = given.grid.mix
        places, shares, curve_of = supply.issue_places, supply.issue_shares, supply.curve
        mix = supply.purchase_mix
        weights, units, kinds, unit_bp = supply.weights, supply.units, supply.kind, supply.unit_bp
        paths, horizon = drawn.shape[0], calendar.shape[0]
        seed = np.uint64(start.seed)
        ring, coupons = np.empty(first_ladder.size), np.empty(first_ladder.size)
        face, kept = np.empty(first_face.size), np.empty(first_face.size)
        pool_face, pool_age, pool_kept = (
            np.empty(grid_pools.shape[1]), np.empty(grid_pools.shape[1]), np.empty(grid_pools.shape[1])
        )  # fmt: skip
        pending, jobless_past, b = np.empty(3), np.empty(JOBLESS_MONTHS), np.empty(closing.BALANCES)
        # What is kept is collected for some paths: their lines of memory stay near until they are full.
        buffer = np.empty((out.shape[0], horizon, BUFFER_PATHS))

        for i in range(paths):
            at = i % BUFFER_PATHS
            # --- the opening day ---------------------------------------------------------------------
            path = np.uint64(first + i)
            for k in range(ring.size):
                ring[k], coupons[k] = first_ladder[k], first_coupons[k]
            for k in range(face.size):
                face[k], kept[k] = first_face[k], first_kept[k]
            for k in range(pool_face.size):
                pool_face[k], pool_age[k], pool_kept[k] = 0.0, 0.0, 1.0
            for k in range(JOBLESS_MONTHS):
                jobless_past[k] = first_jobless[k]
            ordered = start.mbs_ordered_bn
            pending[0], pending[1], pending[2] = ordered, ordered, ordered
            natural, neutral_real = drawn[i, col.NATURAL], drawn[i, col.NEUTRAL_REAL]
            usual_premium, breadth = drawn[i, col.PREMIUM], drawn[i, col.BREADTH]
            target = drawn[i, col.TARGET]
            short_weight, broad_weight = drawn[i, col.SHORT], drawn[i, col.BROAD]
            weight_now, weight_past = drawn[i, col.NOW], drawn[i, col.REMEMBERED]
            okun, calibration = drawn[i, col.OKUN], int(drawn[i, col.CALIBRATION])
            kind, supply_scale, passed = kinds[calibration], drawn[i, col.SUPPLY], drawn[i, col.PASSED]
            ample_pct, threshold_pct = drawn[i, col.AMPLE], drawn[i, col.THRESHOLD]
            width_pct, slope_bp = drawn[i, col.WIDTH], drawn[i, col.SLOPE]
            turnover_scale, refinancing_scale = drawn[i, col.TURNOVER], drawn[i, col.REFINANCING]
            has_pools, head, scale, bills = ordered > 0.0, 0, 1.0, start.bills_bn
            interest_year, treasuries = ladder.added(coupons), ladder.added(ring) + bills
            mbs = ladder.added(face) + start.mbs_other_bn
            treasuries_flow, mbs_flow = treasuries, mbs
            gdp, gap, jobless = start.gdp_bn, start.output_gap_pct, start.unemployment_pct
            prices, prices_year = start.inflation_pct, start.inflation_year_pct
            expected = start.expected_inflation_pct
            # What Okun's law does not explain on the opening day fades slowly.
            wedge = jobless - (natural - okun * gap)
            rate, remembered = start.funds_rate_pct, start.remembered_rate_pct
            sheet, spell = start.sheet, start.sheet_months
            two_weight = rules.expected_weight_2y
            notional = policy.notional_rate(prices_year, jobless - natural, neutral_real, reaction)
            ahead_pct = max(notional, reaction.lower_bound_pct)
            two, ten, thirty = start.yield_2y_pct, start.yield_10y_pct, start.yield_30y_pct
            rest_2y, slope_30y = two - rate - two_weight * (ahead_pct - rate), thirty - ten
            neutral = neutral_real + expected
            premium = ten - economy.long_rate(neutral, rate, remembered, 0.0, weight_now, weight_past)
            stance, broad = ten - neutral - usual_premium, breadth * (premium - usual_premium)
            felt = economy.financial_conditions(rate - neutral, stance, broad, short_weight, broad_weight)
            mortgage, spread = start.mortgage_pct, start.mortgage_pct - ten
            m1, m2, m3 = mortgage_past[2], mortgage_past[1], mortgage_past[0]
            on_rrp, reserves = start.on_rrp_bn, start.reserves_bn
            iorb, rrp_rate = rate + start.iorb_over_rate_pct, max(rate - start.rrp_under_rate_pct, 0.0)
            closing.begin(b, start, rules, treasuries, mbs, rrp_rate)
            on_rrp_floor = min(rules.split_floor_bn, on_rrp)
            funding_now = start.funding_bp
            bent = slope_bp * money.bend(100.0 * reserves / gdp, threshold_pct, width_pct)
            funding_rest, funding_noise = funding_now - bent, 0.0
            stress_1, stress_2, stress_3 = stress_past[2], stress_past[1], stress_past[0]
            bill_book, bill_rest = start.bill_book_pct, start.bill_yield_pct - rate
            # The opening premium holds what was expected then; what is left of it is the slow part.
            runs, buying = sheet in (_RUNOFF, _SLOW), sheet in (_QE, _TAPER)
            returned = min(start.mbs_pace_bn, start.mbs_cap_bn)
            liquid = reserves - ample_pct * gdp / 100.0 + on_rrp - on_rrp_floor
            ahead_bn, ahead_months, tilt = holdings.still_expected(
                runs, sheet == _TAPER, buying, start.treasury_cap_bn + returned, returned, start.purchase_pace_bn,
                start.purchase_pace_bn * rules.purchases_mbs_share, liquid, OPEN_ENDED, rules.purchase_months,
                float(reaction.taper_months),
            )  # fmt: skip
            effect, total = holdings.supply_effect(
                calibration, kind, supply_scale, ring, head, scale, bills, mbs, gdp,
                ahead_bn, ahead_months, tilt, buying, weights, units, unit_bp,
            )  # fmt: skip
            effect_start, slow_premium = effect, premium - effect / 100.0
            known_bp[i], code, stopped = effect, 0, 0

            for t in range(horizon):
                # --- shocks --------------------------------------------------------------------------
                row = chance.record_row(seed, path, t, _MACRO, macro.shape[0], start.block_months)
                second = chance.record_row(seed, path, t, _FUNDING, funding.shape[0], start.block_months)

                # --- rates and balance sheet, on what was known of the month before --------------------
                recession = policy.recession_rise(jobless_past) >= reaction.recession_rise_pct
                stress = stress_1 - stress_3 >= reaction.stress_rise
                notional = policy.notional_rate(prices_year, jobless - natural, neutral_real, reaction)
                wanted = min(notional, reaction.lower_bound_pct) if stress else notional
                rrp_before, bills_before = rrp_rate, bills
                rate = policy.next_rate(rate, sheet, wanted, recession or stress, reaction)
                rate = max(rate + macro[row, 3] + added[t, 3], reaction.lower_bound_pct)
                if not math.isnan(calendar[t, col.SET_RATE_PCT]):
                    rate = calendar[t, col.SET_RATE_PCT]
                before = sheet
                # ON RRP above its floor is drained before reserves are: it counts as what can still go.
                liquid_pct = 100.0 * (reserves + max(on_rrp - on_rrp_floor, 0.0)) / gdp
                asked = policy.next_sheet(
                    sheet, spell, rate, notional, prices_year, jobless - natural, liquid_pct, funding_now,
                    recession, stress, ample_pct, drawn[i, col.SCARCE], drawn[i, col.SLOW_PCT],
                    drawn[i, col.RUNOFF_RATE], drawn[i, col.TAPER_GAP], drawn[i, col.QE_NOTIONAL], reaction,
                )  # fmt: skip
                draw = chance.share_of(chance.word_of(seed, path, np.uint64(t), _ACTING))
                if recession or stress or sheet == _TAPER or draw < drawn[i, col.ACT]:
                    sheet = asked
                if calendar[t, col.SHEET] >= 0:
                    sheet = int(calendar[t, col.SHEET])
                spell = spell + 1 if sheet == before else 1
                iorb, rrp_rate = rate + start.iorb_over_rate_pct, max(rate - start.rrp_under_rate_pct, 0.0)
                runs, buying = sheet in (_RUNOFF, _SLOW), sheet in (_QE, _TAPER)

                # --- operations ------------------------------------------------------------------------
                factor = 1.0 + start.tips_share * prices / 1200.0
                accrual = total * scale * (factor - 1.0)
                interest_before = interest_year * scale
                scale *= factor
                due = ring[head] * scale
                interest_year -= coupons[head]
                ring[head], coupons[head] = 0.0, 0.0
                head = head + 1 if head + 1 < ring.size else 0
                cap, mbs_cap, sales = 0.0, 0.0, 0.0
                if runs:
                    cap, mbs_cap = calendar[t, col.TREASURY_CAP_BN], calendar[t, col.MBS_CAP_BN]
                    sales = calendar[t, col.MBS_SALES_BN]
                    cap *= rules.slow_factor if sheet == _SLOW else 1.0
                coupons_redeemed, bills_redeemed = ladder.split_redemptions(cap, due, bills)
                rate_felt = pools.felt_1 * m1 + pools.felt_2 * m2 + pools.felt_3 * m3
                lock = math.exp(-pools.lock_in_per_point * rate_felt)
                curve = math.exp(rate_felt / pools.width)
                paid, mbs_interest = mortgages.pay_down(
                    face, kept, payments, t, cohorts, lock, curve, turnover_scale, refinancing_scale,
                    pools.burnout_floor,
                )  # fmt: skip
                if has_pools:
                    more, interest = holdings.pay_pools(
                        pool_face, pool_age, pool_kept, grid_pools, calendar[t, col.SEASON], lock, curve,
                        turnover_scale, refinancing_scale, pools.burnout_floor, pools.turnover_ramp,
                        pools.refinancing_ramp,
                    )  # fmt: skip
                    paid, mbs_interest = paid + more, mbs_interest + interest
                mbs_redeemed = min(paid, mbs_cap)
                left, into_mbs, into_bills, into_notes = paid - mbs_redeemed, 0.0, 0.0, due - coupons_redeemed
                if buying or (calendar[t, col.MBS_INTO] == 0 and sheet != _MANAGE):
                    into_mbs = left
                elif calendar[t, col.MBS_INTO] == 2 or sheet == _MANAGE:
                    into_bills = left
                else:
                    into_notes += left
                bought, mbs_bought, bills_bought = 0.0, 0.0, 0.0
                if buying:
                    pace = rules.purchases_pct_gdp * gdp / 100.0 * drawn[i, col.PURCHASE_SCALE]
                    pace *= rules.crisis_factor if stress else 1.0
                    bought = pace * (1.0 - rules.purchases_mbs_share)
                    mbs_bought = pace * rules.purchases_mbs_share
                    if not math.isnan(calendar[t, col.TREASURY_PURCHASES_BN]):
                        bought = calendar[t, col.TREASURY_PURCHASES_BN]
                        mbs_bought = calendar[t, col.MBS_PURCHASES_BN]
                    if sheet == _TAPER:
                        part = max(1.0 - spell / (reaction.taper_months + 1.0), 0.0)
                        bought, mbs_bought = bought * part, mbs_bought * part
                elif sheet == _MANAGE:
                    # Keep up with GDP, and close what is missing to ample within some months.
                    missing = max(ample_pct * gdp / 100.0 - reserves, 0.0)
                    growth = (calendar[t, col.GROWTH_PCT] + expected) / 1200.0
                    bills_bought = (
                        growth * (reserves + b[closing.CURRENCY]) + missing / rules.management_months
                    )
                    if not math.isnan(calendar[t, col.BILL_PURCHASES_BN]):
                        bills_bought = calendar[t, col.BILL_PURCHASES_BN]
                ordered = into_mbs + mbs_bought
                has_pools = has_pools or ordered > 0.0
                settled = 0.0
                if has_pools:
                    settled = holdings.deliver(pending, ordered, pools.lag)
                    contract = m1 if pools.lag <= 1 else (m2 if pools.lag == 2 else m3)
                    if settled > 0.0:
                        mortgages.buy_pools(
                            pool_face, pool_age, pool_kept, settled, contract, grid_mix, pools.grid_low,
                            pools.grid_step, pools.grid_size, pools.new_age, pools.wedge,
                        )  # fmt: skip
                bills += into_bills + bills_bought - bills_redeemed
                if into_notes > 0.0:
                    new = into_notes / scale
                    interest_year += holdings.invest(
                        ring, coupons, head, new, two, ten, thirty, places, shares, curve_of
                    )
                if bought > 0.0:
                    new = bought / scale
                    interest_year += holdings.purchase(
                        ring, coupons, head, new, two, ten, thirty, mix, curve_of
                    )
                mbs = ladder.added(face)
                if has_pools:
                    mbs += ladder.added(pool_face)
                sold, loss = 0.0, 0.0
                if sales > 0.0 and mbs > 0.0:
                    mean_coupon = 1200.0 * mbs_interest / (mbs + paid)
                    sold, loss = holdings.sell(
                        face, pool_face, sales, mbs, mean_coupon, m1 - pools.wedge, pools.sale_years
                    )
                mbs += start.mbs_other_bn - sold
                treasuries_flow += accrual + bought + bills_bought + into_bills
                treasuries_flow += into_notes - due - bills_redeemed
                mbs_flow += settled - paid - sold

                # --- the premium that goes with what is held and expected -------------------------------
                liquid = reserves - ample_pct * gdp / 100.0 + on_rrp - on_rrp_floor
                ahead_bn, ahead_months, tilt = holdings.still_expected(
                    runs, sheet == _TAPER, buying, coupons_redeemed + bills_redeemed + mbs_redeemed + sold,
                    mbs_redeemed + sold, bought + mbs_bought, mbs_bought, liquid, calendar[t, col.RUNOFF_END] - t - 1.0,
                    rules.purchase_months, float(reaction.taper_months - spell),
                )  # fmt: skip
                effect, total = holdings.supply_effect(
                    calibration, kind, supply_scale, ring, head, scale, bills, mbs, gdp,
                    ahead_bn, ahead_months, tilt, buying, weights, units, unit_bp,
                )  # fmt: skip
                treasuries = total * scale + bills
                slow_premium = economy.reverting(
                    slow_premium, usual_premium - effect_start / 100.0, drawn[i, col.REVERTING]
                )
                slow_premium += macro[row, 4] + added[t, 4]
                premium = slow_premium + effect / 100.0

                # --- yields, conditions, output, jobs, prices: `semi_structural.step` -------------------
                ten_before, neutral = ten, neutral_real + expected
                remembered = economy.remembered_rate(remembered, rate, drawn[i, col.REMEMBERING])
                ten = economy.long_rate(neutral, rate, remembered, premium, weight_now, weight_past)
                stance, broad = ten - neutral - usual_premium, breadth * (premium - usual_premium)
                conditions = economy.financial_conditions(
                    rate - neutral, stance, broad, short_weight, broad_weight
                )
                felt = economy.felt(felt, conditions, drawn[i, col.FEELING])
                gap_before, gdp_before = gap, gdp
                gap = economy.output_gap(gap, felt, drawn[i, col.GAP_KEPT], drawn[i, col.GAP_MOVED])
                gap += macro[row, 0] + added[t, 0]
                wedge = rules.persistence_wedge * wedge + macro[row, 1] + added[t, 1]
                jobless = economy.unemployment(jobless, gap, natural + wedge, okun, drawn[i, col.OKUN_SPEED])
                prices = economy.inflation(
                    expected, prices_year, gap, stance, drawn[i, col.INERTIA], drawn[i, col.PHILLIPS],
                    drawn[i, col.IMPORTS],
                )  # fmt: skip
                prices += macro[row, 2] + added[t, 2]
                prices_year = economy.year_on_year(prices_year, prices)
                learning, anchoring = drawn[i, col.LEARNING], drawn[i, col.ANCHORING]
                expected = economy.expected_inflation(expected, prices_year, target, learning, anchoring)
                gdp *= math.exp((calendar[t, col.GROWTH_PCT] + prices) / 1200.0)
                gdp *= (100.0 + gap) / (100.0 + gap_before)
                policy.remember(jobless_past, jobless)
                rest_2y = rules.persistence_2y * rest_2y + macro[row, 5] + added[t, 5]
                notional = policy.notional_rate(prices_year, jobless - natural, neutral_real, reaction)
                two = rate + two_weight * (max(notional, reaction.lower_bound_pct) - rate) + rest_2y
                slope_30y = rules.usual_30y_pct + rules.persistence_30y * (slope_30y - rules.usual_30y_pct)
                thirty = ten + slope_30y
                unusual = rules.mortgage_persistence * (spread - rules.mortgage_usual_pct)
                spread = rules.mortgage_usual_pct + unusual + funding[second, 0] + added[t, 7]
                mortgage = ten + spread + (passed - 1.0) * (effect - effect_start) / 100.0
                mortgage = min(max(mortgage, 0.5), 30.0)
                m3, m2, m1 = m2, m1, mortgage
                stress_3, stress_2 = stress_2, stress_1
                stress_1 = rules.persistence_stress * stress_1 + macro[row, 6] + added[t, 6]

                # --- liabilities, reserves, income -----------------------------------------------------
                low, high = 0.0, rules.dividend_ceiling_pct
                ten_mean = 0.5 * (min(max(ten_before, low), high) + min(max(ten, low), high))
                book_before, bill_rest = bill_book, rules.persistence_2y * bill_rest
                bill_book += (max(rate + bill_rest, 0.0) - bill_book) / 6.0
                part = calendar[t, col.DAYS] / rules.coupon_days
                earned = 0.5 * (interest_before + interest_year * scale) * part
                earned += 0.005 * (bills_before * book_before + bills * bill_book) * part
                earned += accrual + mbs_interest - calendar[t, col.AMORTISATION_BN] - loss
                closing.close(
                    b, start, rules, calendar, t, treasuries, mbs, treasuries_flow + mbs_flow, gdp, gdp_before, rate,
                    iorb, rrp_rate, rrp_before, on_rrp_floor, earned, ten_mean, funding[second, 4] + added[t, 11],
                    funding[second, 2] + added[t, 9], funding[second, 3] + added[t, 10],
                    funding[second, 5] + added[t, 12],
                )  # fmt: skip
                reserves, on_rrp = b[closing.RESERVES], b[closing.ON_RRP]
                funding_noise = rules.persistence_funding * funding_noise + funding[second, 1] + added[t, 8]
                bent = slope_bp * money.bend(100.0 * reserves / gdp, threshold_pct, width_pct)
                funding_now = funding_rest + funding_noise + bent

                # --- what is kept ------------------------------------------------------------------------
                results.keep(buffer, 0, t, at, gap, jobless, prices_year, gdp, rate)
                results.keep(buffer, 5, t, at, float(sheet), two, ten, thirty, premium)
                results.keep(buffer, 10, t, at, effect, mortgage, treasuries, bills, mbs)
                results.keep(
                    buffer, 15, t, at, b[closing.ASSETS], b[closing.CURRENCY], b[closing.TGA], on_rrp, reserves
                )  # fmt: skip
                owed_pct, redeemed = 100.0 * reserves / gdp, coupons_redeemed + bills_redeemed
                results.keep(
                    buffer, 20, t, at, owed_pct, funding_now, b[closing.LENDING], b[closing.INCOME], b[closing.REMITTED]
                )  # fmt: skip
                taken = bought + bills_bought + settled
                results.keep(
                    buffer, 25, t, at, b[closing.DEFERRED], redeemed, paid, taken, b[closing.RESIDUAL]
                )  # fmt: skip
                total_check = gdp + ten + reserves + jobless + b[closing.INCOME] + funding_now + mortgage
                if not math.isfinite(total_check):
                    code = NOT_FINITE
                elif abs(jobless) > MOST_PCT or abs(prices_year) > MOST_PCT or abs(ten) > MOST_PCT:
                    code = LIMITS
                elif not abs(b[closing.RESIDUAL]) <= IDENTITY_BN:
                    code = IDENTITY
                if code > 0:
                    stopped = t + 1
                    buffer[:, t:, at] = np.nan
                    break
            failure[i, 0], failure[i, 1] = code, stopped
            if at + 1 == BUFFER_PATHS or i + 1 == paths:
                results.copy(buffer, at + 1, out, into + i - at)
        return fingerprint

    return block


run_block = _compile(fingerprint_of(*_ROOMS))
"""Advance a block of paths: ``out`` [variables, months, paths] from path `into` on, ``failure`` [paths, 2],
``known_bp`` [paths], the effect of what was held and expected at the opening."""
