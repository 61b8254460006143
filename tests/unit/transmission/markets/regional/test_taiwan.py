"""The managed float, the published facts, and the mechanisms."""

from __future__ import annotations

import math

import pytest

from tidegate.errors import UnknownName
from tidegate.transmission.markets.regional.estimates import figure, figures
from tidegate.transmission.markets.regional.managed_float import (
    hedging_cost_pct,
    lean_of,
    pressure_pct,
    reserves_change_bn,
    spot_change_pct,
)
from tidegate.transmission.markets.regional.mechanisms import mechanism, mechanisms
from tidegate.transmission.markets.regional.responses import answering
from tidegate.transmission.markets.regional.taiwan import facts


def test_the_rate_and_the_reserves_share_the_pressure() -> None:
    spot = spot_change_pct(2.0, 0.6, 1.0, 0.8)
    assert float(spot) == pytest.approx(2.0)
    lean = lean_of(0.6, 1.2)
    assert float(lean) == pytest.approx(0.5)
    assert float(pressure_pct(spot, lean)) == pytest.approx(4.0)
    assert float(reserves_change_bn(spot, 1.5)) == pytest.approx(-3.0), "a weaker currency: dollars are sold"


def test_hedging_costs_what_parity_says() -> None:
    assert float(hedging_cost_pct(3.9, 2.0)) == pytest.approx(1.9)
    assert float(hedging_cost_pct(3.9, 2.0, 0.5)) == pytest.approx(2.4)


def test_facts_name_their_source() -> None:
    held = facts()
    assert all(p.source and p.certainty and p.start < p.end for p in held.purchases)
    assert held.insurers.open_usd_bn == pytest.approx(763 * 0.35)
    assert held.ten_year.low < held.ten_year.beta < held.ten_year.high


def test_every_estimate_is_whole() -> None:
    for row in figures().values():
        assert math.isfinite(row.mean)
        assert row.n > 0
        assert row.unit
        assert row.method
    with pytest.raises(UnknownName, match="hk_depth"):
        figure("hk_dept")


def test_mechanisms_have_intervals_on_the_side_the_claims_say() -> None:
    for each in mechanisms():
        assert each.low < each.mean < each.high
        assert each.mean > 0
    assert mechanism("hkd_weak_by_carry").low > 0
    assert mechanism("twd_by_dollar").low > 0
    assert mechanism("hibor_by_balance").low < 0, "three defences disagree, and pooled nothing is left"
    with pytest.raises(UnknownName, match="hkd_weak"):
        mechanism("hkd_weak")


def test_unmeasured_assets_are_refused() -> None:
    with pytest.raises(UnknownName, match="taiwan"):
        answering("taiwn", "policy")
