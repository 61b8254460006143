"""The section on whose books move."""

import pytest

from tidegate.briefing.sections.ledger import rows_of, section_of, shown, tiles_of
from tidegate.errors import TidegateError


def test_a_purchase_from_a_fund_raises_reserves_and_deposits_and_no_banknotes() -> None:
    found = shown("purchase_from_non_bank", 250)
    assert [tile.value for tile in tiles_of(found)] == [250.0, 250.0, 250.0, 0.0]
    by_sector: dict[str, float] = {}
    for row in rows_of(found):
        assert row["after_bn"] - row["before_bn"] == pytest.approx(row["change_bn"])
        sign = 1.0 if row["side"].template == "Assets" else -1.0
        by_sector[row["sector"].en] = by_sector.get(row["sector"].en, 0.0) + sign * row["change_bn"]
    assert len(by_sector) == 3
    assert all(value == pytest.approx(0.0) for value in by_sector.values())
    assert "no banknotes" in section_of(found).lead[0].text()


def test_what_is_no_operation_is_refused() -> None:
    with pytest.raises(TidegateError):
        shown("print_money", 100)
    with pytest.raises(TidegateError):
        shown("purchase_from_bank", -1)
