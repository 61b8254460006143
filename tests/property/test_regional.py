"""What must hold of any path: the rate stays in the band, and an intervention is the change of the balance."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.transmission.markets.regional.band import STRONG_SIDE, WEAK_SIDE, spot
from tidegate.transmission.markets.regional.hong_kong import Start, draw, simulate
from tidegate.transmission.markets.regional.intervention import Sector, intervention

RATES = st.lists(st.floats(-1.0, 25.0), min_size=1, max_size=24)


@settings(max_examples=60, deadline=None)
@given(
    rates=RATES,
    rate=st.floats(STRONG_SIDE, WEAK_SIDE),
    balance=st.floats(1.0, 900.0),
    hibor=st.floats(0.0, 20.0),
    seed=st.integers(0, 10_000),
    loud=st.floats(0.0, 8.0),
    pull=st.floats(-5.0, 5.0),
)
def test_the_band_holds_and_the_balance_pays(
    rates: list[float], rate: float, balance: float, hibor: float, seed: int, loud: float, pull: float
) -> None:
    rng = np.random.default_rng(seed)
    shocks = loud * rng.standard_normal((2, len(rates), 12))
    paths = simulate(Start(rate, balance, hibor, rates[0]), np.array(rates), draw(12, rng), shocks, pull)
    at = spot(paths.position)
    assert (at >= STRONG_SIDE - 1e-12).all()
    assert (at <= WEAK_SIDE + 1e-12).all()
    change = np.diff(paths.balance_bn, axis=0)
    assert np.allclose(change, paths.intervention_bn, rtol=0.0, atol=1e-9 * max(1.0, paths.balance_bn.max()))
    assert (paths.balance_bn > 0).all()
    assert (paths.hibor_pct[1:] > 0).all()
    moved = np.abs(paths.intervention_bn) > 0.02
    inside = (paths.position[1:] > 1e-4) & (paths.position[1:] < 1 - 1e-4)
    assert not (moved & inside).any(), "the authority acts at the bounds and nowhere else"
    assert (paths.intervention_bn[paths.position[1:] == 1.0] <= 0).all()
    assert (paths.intervention_bn[paths.position[1:] == 0.0] >= 0).all()


@given(side=st.sampled_from(["weak", "strong"]), amount=st.floats(0.001, 9_999.0))
def test_books_balance_for_any_intervention(side: str, amount: float) -> None:
    done = intervention(side, amount)  # type: ignore[arg-type]
    done.check()
    for sector in Sector:
        assets = sum(e.change_mn for e in done.of(sector) if e.is_asset)
        assert assets == sum(e.change_mn for e in done.of(sector) if not e.is_asset)
    assert abs(done.balance_change_mn) == done.hkd_mn
