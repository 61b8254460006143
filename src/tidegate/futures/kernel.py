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

from tidegate.futures import inputs
from tidegate.futures.inputs import Calendar, Economy, Own, Pools, Rules, Start, Supply
from tidegate.futures.steps import chance, economy, holdings, ladder, money, mortgages, policy
from tidegate.transmission.economy.semi_structural import equations

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NOT_FINITE, LIMITS, IDENTITY = 1, 2, 3
MOST_PCT = 40.0
IDENTITY_BN = 1e-6
OPEN_ENDED = 1_000_000
_QE, _TAPER, _RUNOFF, _SLOW, _MANAGE = (
    policy.QE,
    policy.TAPER,
    policy.RUNOFF,
    policy.SLOW_RUNOFF,
    policy.RESERVE_MANAGEMENT,
)
_MACRO, _FUNDING = np.uint64(chance.MACRO_ROWS), np.uint64(chance.FUNDING_ROWS)


def _fingerprint() -> int:
    """Return a number of the source of all that is compiled into the kernel: numba looks at this file alone."""
    rooms = (inputs, chance, economy, holdings, ladder, money, mortgages, policy, equations)
    digest = sha256(b"".join(Path(str(room.__file__)).read_bytes() for room in rooms)).digest()
    return int.from_bytes(digest[:6], "big") + 1


def _compile(fingerprint: int) -> Callable[..., Any]:
    """Return the compiled block; a closed-over number is part of numba's key of its cache."""

    @numba.njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract"})
    def block(
        first: int,
        start: Start,
        months: Calendar,
        rules: Rules,
        pools: Pools,
        supply: Supply,
        reaction: policy.Reaction,
        p: Economy,
        own: Own,
        macro: Floats,
        funding: Floats,
        out: Floats,
        failure: Ints,
    ) -> int:
        horizon = months.days.size
        seed = np.uint64(start.seed)
        ring, coupons = np.empty(start.ladder.size), np.empty(start.ladder.size)
        face, kept = np.empty(start.mbs_face.size), np.empty(start.mbs_face.size)
        pool_face, pool_age = np.empty(pools.pool_coupon.size), np.empty(pools.pool_coupon.size)
        pool_kept, pending, jobless_past = np.empty(pools.pool_coupon.size), np.empty(3), np.empty(15)

        for i in range(own.ample_pct.size):
            # --- the opening day ---------------------------------------------------------------------
            path = np.uint64(first + i)
            ring[:], coupons[:], face[:], kept[:] = start.ladder, start.coupons, start.mbs_face, start.mbs_unrefinanced
            pool_face[:], pool_age[:], pool_kept[:], pending[:] = 0.0, 0.0, 1.0, 0.0
            jobless_past[:] = start.unemployment_past
            has_pools, head, scale, bills = False, 0, 1.0, start.bills_bn
            interest_year, treasuries, mbs = coupons.sum(), ring.sum() + bills, face.sum() + start.mbs_other_bn
            treasuries_flow, mbs_flow = treasuries, mbs
            gdp, gap, jobless = start.gdp_bn, start.output_gap_pct, start.unemployment_pct
            prices, prices_year, expected = start.inflation_pct, start.inflation_year_pct, start.expected_inflation_pct
            natural, neutral_real = p.natural_unemployment_pct[i], p.neutral_real_rate_pct[i]
            # What Okun's law does not explain on the opening day fades slowly.
            wedge = jobless - (natural - p.okun[i] * gap)
            rate, remembered = start.funds_rate_pct, start.remembered_rate_pct
            sheet, spell = start.sheet, start.sheet_months
            two_weight = rules.expected_weight_2y
            notional = policy.notional_rate(prices_year, jobless - natural, neutral_real, reaction)
            ahead_pct = max(notional, reaction.lower_bound_pct)
            two, ten, thirty = start.yield_2y_pct, start.yield_10y_pct, start.yield_30y_pct
            rest_2y, slope_30y = two - rate - two_weight * (ahead_pct - rate), thirty - ten
            neutral = neutral_real + expected
            premium = ten - economy.long_rate(
                neutral, rate, remembered, 0.0, p.long_weight_now[i], p.long_weight_remembered[i]
            )
            felt = economy.financial_conditions(
                rate - neutral, ten - neutral - p.neutral_term_premium_pct[i],
                p.breadth[i] * (premium - p.neutral_term_premium_pct[i]),
                p.short_rate_weight[i], p.broad_premium_weight[i],
            )  # fmt: skip
            mortgage, spread = start.mortgage_pct, start.mortgage_pct - ten
            m1, m2, m3 = start.mortgage_history[2], start.mortgage_history[1], start.mortgage_history[0]
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
            kept_assets, other_noise, tga_noise = assets, 0.0, 0.0
            funding_now = start.funding_bp
            funding_rest = funding_now - own.slope_bp[i] * money.bend(
                100.0 * reserves / gdp, own.threshold_pct[i], own.width_pct[i]
            )
            funding_noise = 0.0
            stress_1, stress_2, stress_3 = start.stress_past[2], start.stress_past[1], start.stress_past[0]
            bill_book, bill_rest = start.bill_book_pct, start.bill_yield_pct - rate
            # The opening premium holds what was expected then; what is left of it is the slow part.
            pace, tilt = 0.0, 0.0
            if sheet == _RUNOFF or sheet == _SLOW:
                returned = min(start.mbs_pace_bn, start.mbs_cap_bn)
                pace = start.treasury_cap_bn + returned
                tilt = returned / max(pace, 1e-9)
            ahead_months = 0.0
            if pace > 0.0:
                liquid = reserves - own.ample_pct[i] * gdp / 100.0 + on_rrp - on_rrp_floor
                ahead_months = min(max(liquid, 0.0) / pace, 120.0)
            ahead_bn = -pace * ahead_months
            buying = sheet == _QE or sheet == _TAPER
            if buying:
                pace = start.purchase_pace_bn
                ahead_months = rules.purchase_months if sheet == _QE else 0.5 * reaction.taper_months
                ahead_bn, tilt = pace * ahead_months, rules.purchases_mbs_share
            effect, total = holdings.supply_effect(
                own.calibration[i], own.supply_scale[i], ring, head, scale, bills, mbs, gdp,
                ahead_bn, ahead_months, tilt, buying, supply,
            )  # fmt: skip
            effect_start, slow_premium = effect, premium - effect / 100.0
            code, stopped = 0, 0

            for t in range(horizon):
                # --- shocks --------------------------------------------------------------------------
                row = chance.record_row(seed, path, t, _MACRO, macro.shape[0], start.block_months)
                second = chance.record_row(seed, path, t, _FUNDING, funding.shape[0], start.block_months)
                shock, late, added = macro[row], funding[second], months.added[t]

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
                rate = max(rate + shock[3] + added[3], reaction.lower_bound_pct)
                if not math.isnan(months.set_rate_pct[t]):
                    rate = months.set_rate_pct[t]
                before = sheet
                sheet = policy.next_sheet(
                    sheet, spell, rate, notional, prices_year, jobless - natural, 100.0 * reserves / gdp, funding_now,
                    recession, stress, own.ample_pct[i], own.scarce_pct[i], own.slow_pct[i], reaction,
                )  # fmt: skip
                if months.sheet[t] >= 0:
                    sheet = months.sheet[t]
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
                    cap, mbs_cap, sales = months.treasury_cap_bn[t], months.mbs_cap_bn[t], months.mbs_sales_bn[t]
                    cap *= rules.slow_factor if sheet == _SLOW else 1.0
                coupons_redeemed, bills_redeemed = ladder.split_redemptions(cap, due, bills)
                rate_felt = pools.felt_weights[0] * m1 + pools.felt_weights[1] * m2 + pools.felt_weights[2] * m3
                lock, curve = math.exp(-pools.lock_in_per_point * rate_felt), math.exp(rate_felt / pools.width)
                paid, mbs_interest = mortgages.pay_down(
                    face, kept, months.scheduled[t], months.turnover[t], months.refinancing[t], pools.lock_factor,
                    pools.curve_factor, pools.coupon, lock, curve, own.turnover_scale[i], own.refinancing_scale[i],
                    pools.burnout_floor,
                )  # fmt: skip
                if has_pools:
                    more, interest = holdings.pay_pools(
                        pool_face, pool_age, pool_kept, months.season[t], lock, curve,
                        own.turnover_scale[i], own.refinancing_scale[i], pools,
                    )  # fmt: skip
                    paid, mbs_interest = paid + more, mbs_interest + interest
                mbs_redeemed = min(paid, mbs_cap)
                left, into_mbs, into_bills, into_notes = paid - mbs_redeemed, 0.0, 0.0, due - coupons_redeemed
                if buying or (months.mbs_into[t] == 0 and sheet != _MANAGE):
                    into_mbs = left
                elif months.mbs_into[t] == 2 or sheet == _MANAGE:
                    into_bills = left
                else:
                    into_notes += left
                bought, mbs_bought, bills_bought = 0.0, 0.0, 0.0
                if buying:
                    bought = rules.purchases_pct_gdp * gdp / 100.0 * (1.0 - rules.purchases_mbs_share)
                    mbs_bought = rules.purchases_pct_gdp * gdp / 100.0 * rules.purchases_mbs_share
                    if not math.isnan(months.treasury_purchases_bn[t]):
                        bought, mbs_bought = months.treasury_purchases_bn[t], months.mbs_purchases_bn[t]
                    if sheet == _TAPER:
                        part = max(1.0 - spell / (reaction.taper_months + 1.0), 0.0)
                        bought, mbs_bought = bought * part, mbs_bought * part
                elif sheet == _MANAGE:
                    # Keep up with GDP, and close what is missing to ample within some months.
                    missing = max(own.ample_pct[i] * gdp / 100.0 - reserves, 0.0)
                    bills_bought = (months.growth_pct[t] + expected) / 1200.0 * (reserves + currency)
                    bills_bought += missing / rules.management_months
                    if not math.isnan(months.bill_purchases_bn[t]):
                        bills_bought = months.bill_purchases_bn[t]
                ordered = into_mbs + mbs_bought
                has_pools = has_pools or ordered > 0.0
                settled = 0.0
                if has_pools:
                    settled = holdings.settle(pool_face, pool_age, pool_kept, pending, ordered, m1, m1, m2, m3, pools)
                bills += into_bills + bills_bought - bills_redeemed
                if into_notes > 0.0:
                    interest_year += holdings.invest(ring, coupons, head, into_notes / scale, two, ten, thirty, supply)
                if bought > 0.0:
                    interest_year += holdings.purchase(ring, coupons, head, bought / scale, two, ten, thirty, supply)
                mbs = face.sum()
                if has_pools:
                    mbs += pool_face.sum()
                sold, loss = 0.0, 0.0
                if sales > 0.0 and mbs > 0.0:
                    mean_coupon = 1200.0 * mbs_interest / (mbs + paid)
                    sold, loss = holdings.sell(face, pool_face, sales, mbs, mean_coupon, m1, pools)
                mbs += start.mbs_other_bn - sold
                treasuries_flow += accrual + bought + bills_bought + into_bills + into_notes - due - bills_redeemed
                mbs_flow += settled - paid - sold

                # --- the premium that goes with what is held and expected -------------------------------
                ahead_bn, ahead_months, tilt = 0.0, 0.0, 0.0
                if runs:
                    pace = coupons_redeemed + bills_redeemed + mbs_redeemed + sold
                    if months.runoff_end[t] < OPEN_ENDED:
                        ahead_months = max(float(months.runoff_end[t] - t - 1), 0.0)
                    else:
                        liquid = reserves - own.ample_pct[i] * gdp / 100.0 + on_rrp - on_rrp_floor
                        ahead_months = min(max(liquid, 0.0) / max(pace, 1.0), 120.0)
                    ahead_bn, tilt = -pace * ahead_months, (mbs_redeemed + sold) / max(pace, 1e-9)
                elif buying:
                    pace = bought + mbs_bought
                    ahead_months = rules.purchase_months
                    if sheet == _TAPER:
                        ahead_months = max(0.5 * (reaction.taper_months - spell), 0.0)
                    ahead_bn, tilt = pace * ahead_months, mbs_bought / max(pace, 1e-9)
                effect, total = holdings.supply_effect(
                    own.calibration[i], own.supply_scale[i], ring, head, scale, bills, mbs, gdp,
                    ahead_bn, ahead_months, tilt, buying, supply,
                )  # fmt: skip
                treasuries = total * scale + bills
                slow_premium = economy.reverting(
                    slow_premium, p.neutral_term_premium_pct[i] - effect_start / 100.0, p.term_premium_persistence[i]
                )
                slow_premium += shock[4] + added[4]
                premium = slow_premium + effect / 100.0

                # --- yields, conditions, output, jobs, prices: `semi_structural.step` -------------------
                ten_before, neutral = ten, neutral_real + expected
                remembered = economy.remembered_rate(remembered, rate, p.remembering_speed[i])
                ten = economy.long_rate(
                    neutral, rate, remembered, premium, p.long_weight_now[i], p.long_weight_remembered[i]
                )
                stance = ten - neutral - p.neutral_term_premium_pct[i]
                conditions = economy.financial_conditions(
                    rate - neutral, stance, p.breadth[i] * (premium - p.neutral_term_premium_pct[i]),
                    p.short_rate_weight[i], p.broad_premium_weight[i],
                )  # fmt: skip
                felt = economy.felt(felt, conditions, p.feeling_speed[i])
                gap_before, gdp_before = gap, gdp
                gap = economy.output_gap(gap, felt, p.gap_persistence[i], p.gap_sensitivity[i]) + shock[0] + added[0]
                wedge = rules.persistence_wedge * wedge + shock[1] + added[1]
                jobless = economy.unemployment(jobless, gap, natural + wedge, p.okun[i], p.okun_speed[i])
                prices = economy.inflation(
                    expected, prices_year, gap, stance, p.inflation_inertia[i], p.phillips_slope[i], p.import_weight[i]
                )
                prices += shock[2] + added[2]
                prices_year = economy.year_on_year(prices_year, prices)
                expected = economy.expected_inflation(
                    expected, prices_year, p.inflation_target_pct[i], p.expectation_learning[i],
                    p.expectation_anchoring[i],
                )  # fmt: skip
                gdp *= math.exp((months.growth_pct[t] + prices) / 1200.0) * (100.0 + gap) / (100.0 + gap_before)
                for k in range(14):
                    jobless_past[k] = jobless_past[k + 1]
                jobless_past[14] = jobless
                rest_2y = rules.persistence_2y * rest_2y + shock[5] + added[5]
                notional = policy.notional_rate(prices_year, jobless - natural, neutral_real, reaction)
                two = rate + two_weight * (max(notional, reaction.lower_bound_pct) - rate) + rest_2y
                slope_30y = rules.usual_30y_pct + rules.persistence_30y * (slope_30y - rules.usual_30y_pct)
                thirty = ten + slope_30y
                spread = rules.mortgage_usual_pct + rules.mortgage_persistence * (spread - rules.mortgage_usual_pct)
                spread += late[0] + added[7]
                mortgage = ten + spread + (own.mortgage_pass_through[i] - 1.0) * (effect - effect_start) / 100.0
                mortgage = min(max(mortgage, 0.5), 30.0)
                m3, m2, m1 = m2, m1, mortgage
                stress_3, stress_2 = stress_2, stress_1
                stress_1 = rules.persistence_stress * stress_1 + shock[6] + added[6]

                # --- liabilities, reserves, income -----------------------------------------------------
                since, year = months.since[t], months.years[t]
                usual = rules.fixed_other_assets_bn + rules.accrued_share * (treasuries + mbs + start.agency_bn)
                usual += start.other_assets_gap_bn * 0.5 ** (since / rules.temporary_half_life)
                lent_before, lending = lending, start.lending_bn * 0.5 ** (since * 12.0 / rules.lending_half_life_months)
                rest = start.agency_bn + months.premiums_bn[t] + usual + lending
                assets = treasuries + mbs + rest
                currency_log = money.currency_share(
                    currency_log, rrp_before, rules.currency_constant, rules.currency_rate, rules.currency_pull,
                    months.pulled[t],
                )  # fmt: skip
                currency_before, currency = currency, math.exp(currency_log) * gdp
                tga_noise = rules.persistence_tga * tga_noise + late[2] + added[9]
                tga_before, tga = tga, max(months.tga_target_bn[t] + tga_noise * gdp / 100.0, 0.0)
                foreign_before = foreign
                foreign = gdp * (rules.foreign_base_pct + rules.foreign_slope_pct * rrp_rate) / 100.0
                foreign += start.foreign_gap_bn * 0.5 ** (since / rules.foreign_half_life)
                other_noise = rules.persistence_other * other_noise + late[3] + added[10]
                other_before = other
                other = assets * rules.other_share_pct / 100.0
                other *= 1.0 + start.other_gap * 0.5 ** (since / rules.other_half_life)
                other += other_noise * gdp / 100.0
                ten_mean = 0.5 * (min(max(ten_before, 0.0), rules.dividend_ceiling_pct)
                                  + min(max(ten, 0.0), rules.dividend_ceiling_pct))  # fmt: skip
                book_before, bill_rest = bill_book, rules.persistence_2y * bill_rest
                bill_book += (max(rate + bill_rest, 0.0) - bill_book) / 6.0
                earned = 0.5 * (interest_before + interest_year * scale) * months.days[t] / rules.coupon_days
                earned += 0.005 * (bills_before * book_before + bills * bill_book) * months.days[t] / rules.coupon_days
                earned += accrual + mbs_interest - months.amortisation_bn[t] - loss
                earned += money.overnight(lent_before, lending, rate + 0.125, months.days[t], rules.money_market_days)
                earned += rules.other_income_bn * months.days[t] / rules.coupon_days - months.expenses_bn[t]
                earned -= money.overnight(
                    foreign_before, foreign, rrp_rate, months.days[t], rules.money_market_days
                )
                dividends = rules.paid_in_capital_bn * ten_mean / 100.0 * months.days[t] / rules.coupon_days
                deferred_before, on_rrp_before, total_before = deferred, on_rrp, on_rrp + reserves
                fixed = assets - currency - tga - foreign - other
                share = rules.interest_bearing_share
                income, remitted, leak = 0.0, 0.0, 0.0
                # What reserves cost and the deferred asset depend on each other: a few rounds settle them.
                for _ in range(3):
                    liquidity = fixed + deferred
                    on_rrp = money.absorb(
                        liquidity, total_before, on_rrp_before, months.net_bills_bn[t], rrp_rate - rrp_before,
                        rules.satiation_pct / 100.0 * gdp_before, rules.satiation_pct / 100.0 * gdp,
                        on_rrp_floor, rules.split_bills, rules.split_liquidity, rules.split_rate,
                    )  # fmt: skip
                    reserves = liquidity - on_rrp
                    paying_before = reserves_before + max(share * other_before, 0.0)
                    paying = reserves + max(share * other, 0.0)
                    income = earned - money.overnight(paying_before, paying, iorb, months.days[t], rules.money_market_days)
                    income -= money.overnight(on_rrp_before, on_rrp, rrp_rate, months.days[t], rules.money_market_days)
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
                funding_noise = rules.persistence_funding * funding_noise + late[1] + added[8]
                funding_now = funding_rest + funding_noise + own.slope_bp[i] * money.bend(
                    100.0 * reserves / gdp, own.threshold_pct[i], own.width_pct[i]
                )  # fmt: skip

                # --- what is kept ------------------------------------------------------------------------
                out[0, t, i], out[1, t, i], out[2, t, i], out[3, t, i] = gap, jobless, prices_year, gdp
                out[4, t, i], out[5, t, i], out[6, t, i], out[7, t, i] = rate, float(sheet), two, ten
                out[8, t, i], out[9, t, i], out[10, t, i], out[11, t, i] = thirty, premium, effect, mortgage
                out[12, t, i], out[13, t, i], out[14, t, i], out[15, t, i] = treasuries, bills, mbs, assets
                out[16, t, i], out[17, t, i], out[18, t, i], out[19, t, i] = currency, tga, on_rrp, reserves
                out[20, t, i], out[21, t, i], out[22, t, i] = 100.0 * reserves / gdp, funding_now, lending
                out[23, t, i], out[24, t, i], out[25, t, i] = income, remitted, deferred
                out[26, t, i], out[27, t, i] = coupons_redeemed + bills_redeemed, paid
                out[28, t, i], out[29, t, i] = bought + bills_bought + settled, residual
                if not math.isfinite(gdp + ten + reserves + jobless + income + funding_now + mortgage):
                    code = NOT_FINITE
                elif abs(jobless) > MOST_PCT or abs(prices_year) > MOST_PCT or abs(ten) > MOST_PCT:
                    code = LIMITS
                elif not abs(residual) <= IDENTITY_BN:
                    code = IDENTITY
                if code > 0:
                    stopped = t + 1
                    out[:, t:, i] = np.nan
                    break
            failure[i, 0], failure[i, 1] = code, stopped
        return fingerprint

    return block


run_block = _compile(_fingerprint())
"""Advance a block of paths: fills ``out`` [variables, months, paths] and ``failure`` [paths, 2] (code and month)."""
