"""Reference CPI of inflation-protected securities."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.bank.portfolio.indexation import extend_cpi, reference_cpi
from tidegate.errors import InputError

MONTHS = np.arange(np.datetime64("2022-01"), np.datetime64("2022-07"))
CPI = np.array([280.0, 282.0, 285.0, 287.0, 290.0, 294.0])


def test_first_of_month_is_the_third_month_before_and_days_are_linear():
    days = np.array(["2022-04-01", "2022-04-16", "2022-05-01"], dtype="datetime64[D]")
    # 31 CFR 356 app. B: 280 + 15/30 x (282 - 280).
    assert reference_cpi(days, MONTHS, CPI).tolist() == pytest.approx([280.0, 281.0, 282.0])


def test_an_index_that_is_too_short_is_refused():
    with pytest.raises(InputError, match="extend it"):
        reference_cpi(np.array(["2022-11-01"], dtype="datetime64[D]"), MONTHS, CPI)


def test_a_month_that_was_never_published_is_interpolated_and_the_end_continued():
    months, cpi = extend_cpi(np.delete(MONTHS, 2), np.delete(CPI, 2), np.datetime64("2023-06"), 2.0)
    assert len(months) == 18
    assert cpi[2] == pytest.approx(np.sqrt(282.0 * 287.0))
    assert cpi[-1] == pytest.approx(294.0 * 1.02)
