"""What the Treasury had said of its balance, and when."""

from __future__ import annotations

from datetime import date

import pytest

from tidegate.bank.liabilities.treasury_cash import announced_plans, plan_known, read_plans
from tidegate.errors import InputError

HEAD = "announced,quarter_end,cash_bn\n"


@pytest.mark.parametrize(
    ("when", "announced", "quarter_end", "cash_bn"),
    [
        # U.S. Department of the Treasury, releases of 29 July 2019, 1 May 2023 and 28 July 2025.
        (date(2019, 8, 31), date(2019, 7, 29), date(2019, 9, 30), 350.0),
        (date(2023, 6, 1), date(2023, 5, 1), date(2023, 6, 30), 550.0),
        (date(2025, 8, 31), date(2025, 7, 28), date(2025, 9, 30), 850.0),
        # In October the figure of July for December stands until the release of November.
        (date(2025, 10, 28), date(2025, 7, 28), date(2025, 12, 31), 850.0),
        # A quarter-end still counts on its own day.
        (date(2019, 9, 30), date(2019, 7, 29), date(2019, 9, 30), 350.0),
    ],
)
def test_the_last_word_on_the_nearest_quarter(when, announced, quarter_end, cash_bn) -> None:
    found = plan_known(when)
    assert found is not None
    assert (found.announced, found.quarter_end, found.cash_bn) == (announced, quarter_end, cash_bn)


def test_nothing_said_is_nothing_known() -> None:
    assert plan_known(date(2012, 1, 1)) is None
    assert plan_known(date(2016, 2, 1)) is None  # a release that could not be read


def test_nothing_later_is_used() -> None:
    day = date(2019, 7, 28)
    before = tuple(p for p in announced_plans() if p.announced <= day)
    assert plan_known(day) == plan_known(day, before)
    assert plan_known(day) != plan_known(date(2019, 7, 29))


def test_the_record_is_in_order_and_says_no_day_twice() -> None:
    plans = announced_plans()
    keys = [(p.announced, p.quarter_end) for p in plans]
    assert keys == sorted(set(keys))
    assert all(0 < (p.quarter_end - p.announced).days < 190 for p in plans)


def test_every_problem_of_a_table_is_named_at_once() -> None:
    text = HEAD + "2020-05-04,2020-06-30,-1\n2020-05-04,2020-03-31,400\n"
    with pytest.raises(InputError) as caught:
        read_plans("# note\n" + text)
    assert len(caught.value.problems) == 2
