"""Rates against published figures."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.bank.programmes.plan import plan_for
from tidegate.briefing.assembly import book_on, open_desk
from tidegate.briefing.curves import curve_on, event_study, fit_history, holdings_on, stock_effects
from tidegate.transmission.rates.duration import book_risk
from tidegate.transmission.rates.events import GRRS_DAYS
from tidegate.transmission.rates.holdings.expected import Holdings
from tidegate.transmission.rates.holdings.ladder import YEARS, ladder_from_book, snapshots
from tidegate.transmission.rates.premium.calibrations import choose
from tidegate.transmission.rates.premium.effect import curve_effect
from tidegate.transmission.rates.premium.stock import programme_effect, stock_effect
from tidegate.transmission.rates.svensson import curvature_loading, slope_loading

DESK = open_desk(date(2026, 10, 8))
GDP_2022_BN = 25_000.0
"""About the year's GDP when the two studies of run-off were written."""


@pytest.mark.parametrize(
    ("months", "slope", "curvature"),
    # Diebold and Li (2006), decay 0.0609 a month.
    [(3, 0.913968, 0.080950), (30, 0.459280, 0.298384), (120, 0.136745, 0.136074)],
)
def test_nelson_siegel_loadings(months, slope, curvature):
    x = 0.0609 * months
    assert slope_loading(x) == pytest.approx(slope, abs=5e-7)
    assert curvature_loading(x) == pytest.approx(curvature, abs=5e-7)


def test_curvature_peaks_near_thirty_months():
    months = np.arange(1, 121)
    assert abs(int(months[curvature_loading(0.0609 * months).argmax()]) - 30) <= 1


def test_fit_errors_over_the_whole_history():
    fit = fit_history(DESK, date(1982, 1, 1))
    errors = np.abs(fit.errors_bp)
    assert np.nanmedian(errors) < 2
    assert np.nanmedian(fit.rmse_bp) < 5
    for year in range(1982, 2027):
        of_year = fit.dates.astype("datetime64[Y]").astype(int) + 1970 == year
        assert np.nanmedian(errors[of_year]) < 5, year


def effect(when, name="ihrig-2018"):
    return float(stock_effects(DESK, [when], [name])[0].by_calibration_bp[0, 0])


def test_all_programmes_at_the_end_of_2015():
    # Ihrig, Klee, Li, Wei and Kachovec (2018, IJCB): -100bp. This figure sets gamma.
    assert effect(date(2015, 12, 31)) == pytest.approx(-100, abs=1)


def test_all_programmes_in_2017_are_a_prediction():
    # Bonis, Ihrig and Wei (2017, FEDS Notes): -100bp in April 2017, -85bp at the end of the year.
    assert effect(date(2017, 4, 20), "bonis-2017") == pytest.approx(-100, abs=10)
    assert effect(date(2017, 12, 29), "bonis-2017") == pytest.approx(-85, abs=10)


def first_programme(when):
    now = holdings_on(DESK, when)
    without = Holdings(when, now.ladder_bn, now.bills_bn, 0.0, now.gdp_bn)
    plan = plan_for(DESK.fed, f"known:{when.isoformat()}")
    return float(programme_effect(now, plan, without, choose(["ihrig-2018"])).by_calibration_bp[0, 0])


def test_the_first_programme():
    # Ihrig and others (2018): -34bp in early 2009, when its full size had been announced.
    assert first_programme(date(2009, 3, 18)) == pytest.approx(-34, abs=8)
    # The 600bn of November 2008 alone are a good quarter of it.
    assert -15 < first_programme(date(2008, 11, 25)) < -5


def test_run_off_in_hikes_is_a_prediction():
    # Crawley, Gagnon, Hebden and Trevino (2022, FEDS Notes): 2.5tn, a little more than 50bp.
    found = curve_effect(-2500, 36, gdp_bn=GDP_2022_BN, calibrations=["crawley-2022"])
    assert found.funds_rate_bp.mean == pytest.approx(50, abs=15)


def wei(name, refunding="coupons"):
    return curve_effect(
        -2200, 36, refunding=refunding, gdp_bn=GDP_2022_BN, calibrations=[name], mbs_share=0.0
    )


def test_run_off_in_preferred_habitats():
    # Wei (2022, Atlanta Fed 2022-8): 2.2tn of Treasuries, 29bp in normal times and 74bp in a crisis.
    calm, crisis = wei("wei-2022-normal"), wei("wei-2022-crisis")
    assert calm.funds_rate_bp.mean == pytest.approx(29, abs=8)
    assert crisis.funds_rate_bp.mean == pytest.approx(74, abs=8)
    assert calm.ten_year_bp.mean == pytest.approx(6, abs=1)


def test_refunding_with_bills_is_a_prediction():
    # Wei (2022): 7.4bp in normal times, 12.6bp in a crisis.
    assert wei("wei-2022-normal", "bills").funds_rate_bp.mean == pytest.approx(7.4, abs=1.5)
    assert wei("wei-2022-crisis", "bills").funds_rate_bp.mean == pytest.approx(12.6, abs=3)


def test_the_numbers_that_single_calibrations_rest_on():
    # Li and Wei (2013): -100bp by the middle of 2012. Engen and others (2015): -120bp at the end of 2014.
    assert effect(date(2012, 6, 29), "li-wei-2013") == pytest.approx(-100, abs=2)
    assert effect(date(2014, 12, 31), "engen-2015") == pytest.approx(-120, abs=2)
    # Bernanke (2020): 500bn in the economy of 2014, -20bp.
    one = curve_effect(500, 12, "active", gdp_bn=17_500, calibrations=["bernanke-2020"])
    assert one.ten_year_bp.mean == pytest.approx(-20, abs=1)
    # Eser and others (2019): 2.3tn euro, GDP of 11.4tn, -95bp.
    two = curve_effect(2300, 1, "active", gdp_bn=11_400, calibrations=["eser-2019"], mbs_share=0.0)
    assert two.ten_year_bp.mean == pytest.approx(-95, abs=2)


def test_the_maturity_extension_is_a_prediction():
    # Hamilton and Wu (2012): a swap of 400bn, -13bp at the lower bound, -14bp before the crisis.
    now = holdings_on(DESK, date(2011, 9, 21))
    plans = [plan_for(DESK.fed, f"known:2011-09-{d}") for d in (21, 20)]
    with_twist, before = (stock_effect(now, p, choose(["ihrig-2018"])).by_calibration_bp[0, 0] for p in plans)
    assert with_twist - before == pytest.approx(-13.5, abs=4)


def test_the_first_day():
    # Ten years from 3.35% to 3.11% on 2008-11-25 (H.15).
    _, moves = event_study(DESK, [date(2008, 11, 25)])
    assert moves.of("10y") == pytest.approx([-24.0])


def test_the_eight_days_of_the_first_programme():
    # Gagnon, Raskin, Remache and Sack (2011): -91bp on an on-the-run ten-year yield, -34bp on two years
    # over one-day windows; constant maturities give -94 and -67.
    _, moves = event_study(DESK, GRRS_DAYS)
    assert float(moves.of("10y").sum()) == pytest.approx(-91, abs=5)


def test_every_announcement_with_closes_has_a_move():
    said, moves = event_study(DESK)
    assert len(said) >= 60
    held = np.isfinite(moves.of("10y"))
    until = np.datetime64("2026-08-04")
    assert held[moves.days <= until].all()


@pytest.mark.parametrize("when", [date(2022, 2, 16), date(2022, 3, 30)])
def test_duration_of_the_book_by_security(when):
    book = book_on(DESK, when)
    curve = curve_on(DESK, when).at(0)
    half_years = np.arange(1, 61) * 0.5
    par = curve.par_pct(half_years)
    risk = book_risk(book, lambda t: np.interp(t, half_years, par), lambda t: np.full(t.shape, -0.5))
    assert 6.0 < risk["total"].duration_years < 7.0
    assert 4_000 < risk["total"].ten_year_equivalent_bn < 4_500


def test_the_ladder_of_the_book_has_the_published_buckets():
    # H.4.1, 2022-03-10, table 2 (9 March): over 1 to 5 years 2,178.0bn, 5 to 10 1,001.8bn, over 10 1,396.3bn.
    held, bills = ladder_from_book(book_on(DESK, date(2022, 3, 30)))
    for low, high, published in ((1, 5, 2178.0), (5, 10, 1001.8), (10, 31, 1396.3)):
        inside = (low < YEARS) & (high >= YEARS)
        assert held[inside].sum() == pytest.approx(published, rel=0.02)
    assert bills == pytest.approx(326.0, abs=0.1)
    last = snapshots()[-1]
    assert held.sum() == pytest.approx(sum(last.coupons_bn), rel=1e-3)


def test_ten_year_equivalents_of_buckets_agree_with_the_book():
    weights = choose(["ihrig-2018"])[0].prices.rungs()[0]
    held, _ = ladder_from_book(book_on(DESK, date(2022, 3, 30)))
    assert weights @ snapshots()[-1].ladder() == pytest.approx(weights @ held, rel=0.015)
