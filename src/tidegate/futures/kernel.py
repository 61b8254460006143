"""All months on a block of paths: the coupled machine, compiled.

The order of a month: shocks; the decision on rates and balance sheet, on what
was known of the month before; operations by maturity ladder and MBS cohort;
the term premium that goes with what is held and expected; yields, conditions,
output, jobs and prices; liabilities and reserves; overnight rates; income.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from tidegate.futures import columns as col
from tidegate.futures import inputs
from tidegate.futures.inputs import Inputs
from tidegate.futures.steps import chance, economy, holdings, ladder, money, mortgages, policy
from tidegate.transmission.economy.semi_structural import equations

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NOT_FINITE, LIMITS, IDENTITY = 1, 2, 3
MOST_PCT = 40.0
IDENTITY_BN = 1e-6
OPEN_ENDED = 1_000_000
BUFFER_PATHS = 32
JOBLESS_MONTHS = 15
_QE, _TAPER, _RUNOFF, _SLOW, _MANAGE = (
    policy.QE,
    policy.TAPER,
    policy.RUNOFF,
    policy.SLOW_RUNOFF,
    policy.RESERVE_MANAGEMENT,
)
_MACRO, _FUNDING, _ACTING = (
    np.uint64(chance.MACRO_ROWS),
    np.uint64(chance.FUNDING_ROWS),
    np.uint64(chance.ACTING),
)


def _fingerprint() -> int:
    """Return a number of the source of all that is compiled into the kernel: numba looks at this file alone."""
    rooms = (inputs, col, chance, economy, holdings, ladder, money, mortgages, policy, equations)
    digest = sha256(b"".join(Path(str(room.__file__)).read_bytes() for room in rooms)).digest()
    return int.from_bytes(digest[:6], "big") + 1


def _compile(fingerprint: int) -> Callable[..., Any]:
    """Return the compiled block; a closed-over number is part of numba's key of its cache."""

    @numba.njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract"})
    def block(
        first: int,
        given: Inputs,
        reaction: policy.Reaction,
        drawn: Floats,
        out: Floats,
        failure: Ints,
    ) -> int:
        # Arrays are taken out of their tuples once: inside the loops nothing counts references.
        start, rules, pools, books, supply = given.start, given.rules, given.pools, given.books, given.supply
        calendar, added, macro, funding = given.calendar, given.added, given.macro, given.funding
        first_ladder, first_coupons, first_face, first_kept = books.ladder, books.coupons, books.face, books.unrefinanced
        first_jobless, mortgage_past, stress_past = books.jobless_past, books.mortgage_past, books.stress_past
        cohorts, payments, grid_pools, grid_mix = books.cohorts, books.payments, given.grid.pools, given.grid.mix
        places, shares, curve_of, mix = supply.issue_places, supply.issue_shares, supply.curve, supply.purchase_mix
        weights, units, kinds, unit_bp = supply.weights, supply.units, supply.kind, supply.unit_bp
        paths, horizon = drawn.shape[0], calendar.shape[0]
        seed = np.uint64(start.seed)
        ring, coupons = np.empty(first_ladder.size), np.empty(first_ladder.size)
        face, kept = np.empty(first_face.size), np.empty(first_face.size)
        pool_face, pool_age, pool_kept = (
            np.empty(grid_pools.shape[1]), np.empty(grid_pools.shape[1]), np.empty(grid_pools.shape[1])
        )  # fmt: skip
        pending, jobless_past = np.empty(3), np.empty(JOBLESS_MONTHS)
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
            usual_premium, breadth, target = drawn[i, col.PREMIUM], drawn[i, col.BREADTH], drawn[i, col.TARGET]
            short_weight, broad_weight = drawn[i, col.SHORT], drawn[i, col.BROAD]
            weight_now, weight_past = drawn[i, col.NOW], drawn[i, col.REMEMBERED]
            okun, calibration = drawn[i, col.OKUN], int(drawn[i, col.CALIBRATION])
            kind, supply_scale, passed = kinds[calibration], drawn[i, col.SUPPLY], drawn[i, col.PASSED]
            ample_pct, threshold_pct = drawn[i, col.AMPLE], drawn[i, col.THRESHOLD]
            width_pct, slope_bp = drawn[i, col.WIDTH], drawn[i, col.SLOPE]
            turnover_scale, refinancing_scale = drawn[i, col.TURNOVER], drawn[i, col.REFINANCING]
            has_pools, head, scale, bills = ordered > 0.0, 0, 1.0, start.bills_bn
            interest_year, treasuries, mbs = ladder.added(coupons), ladder.added(ring) + bills, ladder.added(face) + start.mbs_other_bn
            treasuries_flow, mbs_flow = treasuries, mbs
            gdp, gap, jobless = start.gdp_bn, start.output_gap_pct, start.unemployment_pct
            prices, prices_year, expected = start.inflation_pct, start.inflation_year_pct, start.expected_inflation_pct
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
            premium = ten - economy.long_rate(
                neutral, rate, remembered, 0.0, weight_now, weight_past
            )
            felt = economy.financial_conditions(
                rate - neutral, ten - neutral - usual_premium,
                breadth * (premium - usual_premium),
                short_weight, broad_weight,
            )  # fmt: skip
            mortgage, spread = start.mortgage_pct, start.mortgage_pct - ten
            m1, m2, m3 = mortgage_past[2], mortgage_past[1], mortgage_past[0]
            on_rrp, reserves, lending = start.on_rrp_bn, start.reserves_bn, start.lending_bn
            currency, currency_log, tga = start.currency_bn, math.log(start.currency_bn / gdp), start.tga_bn
            deferred, suspended = start.deferred_bn, start.suspended_years
            iorb, rrp_rate = rate + start.iorb_over_rate_pct, max(rate - start.rrp_under_rate_pct, 0.0)
            foreign = gdp * (rules.foreign_base_pct + rules.foreign_slope_pct * rrp_rate) / 100.0 + start.foreign_gap_bn
            usual = rules.fixed_other_assets_bn + rules.accrued_share * (treasuries + mbs + start.agency_bn)
            assets = treasuries + mbs + start.agency_bn + start.premiums_bn + lending + usual + start.other_assets_gap_bn
            other = assets * rules.other_share_pct / 100.0 * (1.0 + start.other_gap)
            on_rrp_floor = min(rules.split_floor_bn, on_rrp)
            reserves_flow = assets - currency - tga - foreign - other - on_rrp + deferred
            kept_assets, other_noise, tga_noise, assets_noise = assets, 0.0, 0.0, 0.0
            funding_now = start.funding_bp
            funding_rest = funding_now - slope_bp * money.bend(
                100.0 * reserves / gdp, threshold_pct, width_pct
            )
            funding_noise = 0.0
            stress_1, stress_2, stress_3 = stress_past[2], stress_past[1], stress_past[0]
            bill_book, bill_rest = start.bill_book_pct, start.bill_yield_pct - rate
            # The opening premium holds what was expected then; what is left of it is the slow part.
            pace, tilt = 0.0, 0.0
            if sheet == _RUNOFF or sheet == _SLOW:
                returned = min(start.mbs_pace_bn, start.mbs_cap_bn)
                pace = start.treasury_cap_bn + returned
                tilt = returned / max(pace, 1e-9)
            ahead_months = 0.0
            if pace > 0.0:
                liquid = reserves - ample_pct * gdp / 100.0 + on_rrp - on_rrp_floor
                ahead_months = min(max(liquid, 0.0) / pace, 120.0)
            ahead_bn = -pace * ahead_months
            buying = sheet == _QE or sheet == _TAPER
            if buying:
                pace = start.purchase_pace_bn
                ahead_months = rules.purchase_months if sheet == _QE else 0.5 * reaction.taper_months
                ahead_bn, tilt = pace * ahead_months, rules.purchases_mbs_share
            effect, total = holdings.supply_effect(
                calibration, kind, supply_scale, ring, head, scale, bills, mbs, gdp,
                ahead_bn, ahead_months, tilt, buying, weights, units, unit_bp,
            )  # fmt: skip
            effect_start, slow_premium = effect, premium - effect / 100.0
            code, stopped = 0, 0

            for t in range(horizon):
                # --- shocks --------------------------------------------------------------------------
                row = chance.record_row(seed, path, t, _MACRO, macro.shape[0], start.block_months)
                second = chance.record_row(seed, path, t, _FUNDING, funding.shape[0], start.block_months)

                # --- rates and balance sheet, on what was known of the month before --------------------
                mean_now = (jobless_past[14] + jobless_past[13] + jobless_past[12]) / 3.0
                lowest = 100.0
                for k in range(12):
                    lowest = min(lowest, (jobless_past[k] + jobless_past[k + 1] + jobless_past[k + 2]) / 3.0)
                recession = mean_now - lowest >= reaction.recession_rise_pct
                stress = stress_1 - stress_3 >= reaction.stress_rise
                notional = policy.notional_rate(prices_year, jobless - natural, neutral_real, reaction)
                wanted = min(notional, reaction.lower_bound_pct) if stress else notional
                rrp_before, reserves_before, bills_before = rrp_rate, reserves, bills
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
                if recession or stress or sheet == _TAPER or drawn[i, col.ACT] >= 1.0:
                    sheet = asked
                elif chance.share_of(chance.word_of(seed, path, np.uint64(t), _ACTING)) < drawn[i, col.ACT]:
                    sheet = asked
                if calendar[t, col.SHEET] >= 0:
                    sheet = int(calendar[t, col.SHEET])
                spell = spell + 1 if sheet == before else 1
                iorb, rrp_rate = rate + start.iorb_over_rate_pct, max(rate - start.rrp_under_rate_pct, 0.0)
                runs, buying = sheet == _RUNOFF or sheet == _SLOW, sheet == _QE or sheet == _TAPER

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
                    cap, mbs_cap, sales = calendar[t, col.TREASURY_CAP_BN], calendar[t, col.MBS_CAP_BN], calendar[t, col.MBS_SALES_BN]
                    cap *= rules.slow_factor if sheet == _SLOW else 1.0
                coupons_redeemed, bills_redeemed = ladder.split_redemptions(cap, due, bills)
                rate_felt = pools.felt_1 * m1 + pools.felt_2 * m2 + pools.felt_3 * m3
                lock, curve = math.exp(-pools.lock_in_per_point * rate_felt), math.exp(rate_felt / pools.width)
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
                    bought, mbs_bought = pace * (1.0 - rules.purchases_mbs_share), pace * rules.purchases_mbs_share
                    if not math.isnan(calendar[t, col.TREASURY_PURCHASES_BN]):
                        bought, mbs_bought = calendar[t, col.TREASURY_PURCHASES_BN], calendar[t, col.MBS_PURCHASES_BN]
                    if sheet == _TAPER:
                        part = max(1.0 - spell / (reaction.taper_months + 1.0), 0.0)
                        bought, mbs_bought = bought * part, mbs_bought * part
                elif sheet == _MANAGE:
                    # Keep up with GDP, and close what is missing to ample within some months.
                    missing = max(ample_pct * gdp / 100.0 - reserves, 0.0)
                    bills_bought = (calendar[t, col.GROWTH_PCT] + expected) / 1200.0 * (reserves + currency)
                    bills_bought += missing / rules.management_months
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
                    interest_year += holdings.invest(ring, coupons, head, into_notes / scale, two, ten, thirty, places, shares, curve_of)
                if bought > 0.0:
                    interest_year += holdings.purchase(ring, coupons, head, bought / scale, two, ten, thirty, mix, curve_of)
                mbs = ladder.added(face)
                if has_pools:
                    mbs += ladder.added(pool_face)
                sold, loss = 0.0, 0.0
                if sales > 0.0 and mbs > 0.0:
                    mean_coupon = 1200.0 * mbs_interest / (mbs + paid)
                    sold, loss = holdings.sell(face, pool_face, sales, mbs, mean_coupon, m1 - pools.wedge, pools.sale_years)
                mbs += start.mbs_other_bn - sold
                treasuries_flow += accrual + bought + bills_bought + into_bills + into_notes - due - bills_redeemed
                mbs_flow += settled - paid - sold

                # --- the premium that goes with what is held and expected -------------------------------
                ahead_bn, ahead_months, tilt = 0.0, 0.0, 0.0
                if runs:
                    pace = coupons_redeemed + bills_redeemed + mbs_redeemed + sold
                    if calendar[t, col.RUNOFF_END] < OPEN_ENDED:
                        ahead_months = max(calendar[t, col.RUNOFF_END] - t - 1.0, 0.0)
                    else:
                        liquid = reserves - ample_pct * gdp / 100.0 + on_rrp - on_rrp_floor
                        ahead_months = min(max(liquid, 0.0) / max(pace, 1.0), 120.0)
                    ahead_bn, tilt = -pace * ahead_months, (mbs_redeemed + sold) / max(pace, 1e-9)
                elif buying:
                    pace = bought + mbs_bought
                    ahead_months = rules.purchase_months
                    if sheet == _TAPER:
                        ahead_months = max(0.5 * (reaction.taper_months - spell), 0.0)
                    ahead_bn, tilt = pace * ahead_months, mbs_bought / max(pace, 1e-9)
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
                ten = economy.long_rate(
                    neutral, rate, remembered, premium, weight_now, weight_past
                )
                stance = ten - neutral - usual_premium
                conditions = economy.financial_conditions(
                    rate - neutral, stance, breadth * (premium - usual_premium),
                    short_weight, broad_weight,
                )  # fmt: skip
                felt = economy.felt(felt, conditions, drawn[i, col.FEELING])
                gap_before, gdp_before = gap, gdp
                gap = economy.output_gap(gap, felt, drawn[i, col.GAP_KEPT], drawn[i, col.GAP_MOVED]) + macro[row, 0] + added[t, 0]
                wedge = rules.persistence_wedge * wedge + macro[row, 1] + added[t, 1]
                jobless = economy.unemployment(jobless, gap, natural + wedge, okun, drawn[i, col.OKUN_SPEED])
                prices = economy.inflation(
                    expected, prices_year, gap, stance, drawn[i, col.INERTIA], drawn[i, col.PHILLIPS], drawn[i, col.IMPORTS]
                )
                prices += macro[row, 2] + added[t, 2]
                prices_year = economy.year_on_year(prices_year, prices)
                expected = economy.expected_inflation(
                    expected, prices_year, target, drawn[i, col.LEARNING],
                    drawn[i, col.ANCHORING],
                )  # fmt: skip
                gdp *= math.exp((calendar[t, col.GROWTH_PCT] + prices) / 1200.0) * (100.0 + gap) / (100.0 + gap_before)
                for k in range(14):
                    jobless_past[k] = jobless_past[k + 1]
                jobless_past[14] = jobless
                rest_2y = rules.persistence_2y * rest_2y + macro[row, 5] + added[t, 5]
                notional = policy.notional_rate(prices_year, jobless - natural, neutral_real, reaction)
                two = rate + two_weight * (max(notional, reaction.lower_bound_pct) - rate) + rest_2y
                slope_30y = rules.usual_30y_pct + rules.persistence_30y * (slope_30y - rules.usual_30y_pct)
                thirty = ten + slope_30y
                spread = rules.mortgage_usual_pct + rules.mortgage_persistence * (spread - rules.mortgage_usual_pct)
                spread += funding[second, 0] + added[t, 7]
                mortgage = ten + spread + (passed - 1.0) * (effect - effect_start) / 100.0
                mortgage = min(max(mortgage, 0.5), 30.0)
                m3, m2, m1 = m2, m1, mortgage
                stress_3, stress_2 = stress_2, stress_1
                stress_1 = rules.persistence_stress * stress_1 + macro[row, 6] + added[t, 6]

                # --- liabilities, reserves, income -----------------------------------------------------
                year = calendar[t, col.YEARS]
                usual = rules.fixed_other_assets_bn + rules.accrued_share * (treasuries + mbs + start.agency_bn)
                usual += start.other_assets_gap_bn * calendar[t, col.TEMPORARY_LEFT]
                assets_noise = rules.persistence_assets * assets_noise + funding[second, 4] + added[t, 11]
                usual = max(usual + assets_noise * gdp / 100.0, 0.0)
                lent_before, lending = lending, start.lending_bn * calendar[t, col.LENDING_LEFT]
                rest = start.agency_bn + calendar[t, col.PREMIUMS_BN] + usual + lending
                assets = treasuries + mbs + rest
                currency_log = money.currency_share(
                    currency_log, rrp_before, rules.currency_constant, rules.currency_rate, rules.currency_pull,
                    calendar[t, col.PULLED],
                )  # fmt: skip
                currency_before, currency = currency, math.exp(currency_log) * gdp
                tga_noise = rules.persistence_tga * tga_noise + funding[second, 2] + added[t, 9]
                tga_before, tga = tga, max(calendar[t, col.TGA_TARGET_BN] + tga_noise * gdp / 100.0, 0.0)
                foreign_before = foreign
                foreign = gdp * (rules.foreign_base_pct + rules.foreign_slope_pct * rrp_rate) / 100.0
                foreign += start.foreign_gap_bn * calendar[t, col.FOREIGN_LEFT]
                other_noise = rules.persistence_other * other_noise + funding[second, 3] + added[t, 10]
                other_before = other
                other = assets * rules.other_share_pct / 100.0
                other *= 1.0 + start.other_gap * calendar[t, col.OTHER_LEFT]
                other += other_noise * gdp / 100.0
                ten_mean = 0.5 * (min(max(ten_before, 0.0), rules.dividend_ceiling_pct)
                                  + min(max(ten, 0.0), rules.dividend_ceiling_pct))  # fmt: skip
                book_before, bill_rest = bill_book, rules.persistence_2y * bill_rest
                bill_book += (max(rate + bill_rest, 0.0) - bill_book) / 6.0
                earned = 0.5 * (interest_before + interest_year * scale) * calendar[t, col.DAYS] / rules.coupon_days
                earned += 0.005 * (bills_before * book_before + bills * bill_book) * calendar[t, col.DAYS] / rules.coupon_days
                earned += accrual + mbs_interest - calendar[t, col.AMORTISATION_BN] - loss
                earned += money.overnight(lent_before, lending, rate + 0.125, calendar[t, col.DAYS], rules.money_market_days)
                earned += rules.other_income_bn * calendar[t, col.DAYS] / rules.coupon_days - calendar[t, col.EXPENSES_BN]
                earned -= money.overnight(
                    foreign_before, foreign, rrp_rate, calendar[t, col.DAYS], rules.money_market_days
                )
                dividends = rules.paid_in_capital_bn * ten_mean / 100.0 * calendar[t, col.DAYS] / rules.coupon_days
                deferred_before, on_rrp_before, total_before = deferred, on_rrp, on_rrp + reserves
                fixed = assets - currency - tga - foreign - other
                wish = (funding[second, 5] + added[t, 12]) * gdp / 100.0
                share = rules.interest_bearing_share
                income, remitted, leak = 0.0, 0.0, 0.0
                # What reserves cost and the deferred asset depend on each other: a few rounds settle them.
                for _ in range(3):
                    liquidity = fixed + deferred
                    on_rrp = money.absorb(
                        liquidity, total_before, on_rrp_before, calendar[t, col.NET_BILLS_BN], rrp_rate - rrp_before,
                        rules.satiation_pct / 100.0 * gdp_before, rules.satiation_pct / 100.0 * gdp,
                        on_rrp_floor, rules.split_bills, rules.split_liquidity, rules.split_rate, wish,
                    )  # fmt: skip
                    reserves = liquidity - on_rrp
                    paying_before = reserves_before + max(share * other_before, 0.0)
                    paying = reserves + max(share * other, 0.0)
                    income = earned - money.overnight(paying_before, paying, iorb, calendar[t, col.DAYS], rules.money_market_days)
                    income -= money.overnight(on_rrp_before, on_rrp, rrp_rate, calendar[t, col.DAYS], rules.money_market_days)
                    losing = deferred_before > 0.0 or income - dividends < 0.0
                    leak = min(rules.still_growth_bn * (suspended + 0.5 * year), rules.still_most_bn) * year
                    leak = leak if losing else 0.0
                    deferred = money.deferred_asset(deferred_before, income - dividends, leak)
                remitted = income - dividends + deferred - deferred_before
                suspended = suspended + year if deferred > 0.0 else 0.0
                liquidity = fixed + deferred
                # The standing facility lends what keeps reserves from running out.
                facility = max(rules.facility_pct / 100.0 * gdp - (liquidity - on_rrp), 0.0)
                lending, assets, rest = lending + facility, assets + facility, rest + facility
                reserves = liquidity + facility - on_rrp
                kept_assets_before, kept_assets = kept_assets, treasuries_flow + mbs_flow + rest
                reserves_flow += kept_assets - kept_assets_before - (currency - currency_before) - (tga - tga_before)
                reserves_flow += deferred - deferred_before - (foreign - foreign_before) - (other - other_before)
                reserves_flow -= on_rrp - on_rrp_before
                residual = assets - (currency + tga + foreign + other + on_rrp + reserves_flow - deferred)
                funding_noise = rules.persistence_funding * funding_noise + funding[second, 1] + added[t, 8]
                funding_now = funding_rest + funding_noise + slope_bp * money.bend(
                    100.0 * reserves / gdp, threshold_pct, width_pct
                )  # fmt: skip

                # --- what is kept ------------------------------------------------------------------------
                buffer[0, t, at], buffer[1, t, at], buffer[2, t, at], buffer[3, t, at] = gap, jobless, prices_year, gdp
                buffer[4, t, at], buffer[5, t, at], buffer[6, t, at], buffer[7, t, at] = rate, float(sheet), two, ten
                buffer[8, t, at], buffer[9, t, at], buffer[10, t, at], buffer[11, t, at] = thirty, premium, effect, mortgage
                buffer[12, t, at], buffer[13, t, at], buffer[14, t, at], buffer[15, t, at] = treasuries, bills, mbs, assets
                buffer[16, t, at], buffer[17, t, at], buffer[18, t, at], buffer[19, t, at] = currency, tga, on_rrp, reserves
                buffer[20, t, at], buffer[21, t, at], buffer[22, t, at] = 100.0 * reserves / gdp, funding_now, lending
                buffer[23, t, at], buffer[24, t, at], buffer[25, t, at] = income, remitted, deferred
                buffer[26, t, at], buffer[27, t, at] = coupons_redeemed + bills_redeemed, paid
                buffer[28, t, at], buffer[29, t, at] = bought + bills_bought + settled, residual
                if not math.isfinite(gdp + ten + reserves + jobless + income + funding_now + mortgage):
                    code = NOT_FINITE
                elif abs(jobless) > MOST_PCT or abs(prices_year) > MOST_PCT or abs(ten) > MOST_PCT:
                    code = LIMITS
                elif not abs(residual) <= IDENTITY_BN:
                    code = IDENTITY
                if code > 0:
                    stopped = t + 1
                    buffer[:, t:, at] = np.nan
                    break
            failure[i, 0], failure[i, 1] = code, stopped
            if at + 1 == BUFFER_PATHS or i + 1 == paths:
                out[:, :, i - at : i + 1] = buffer[:, :, : at + 1]
        return fingerprint

    return block


run_block = _compile(_fingerprint())
"""Advance a block of paths: fills ``out`` [variables, months, paths] and ``failure`` [paths, 2] (code and month)."""
