"""Sliders and questions of the tabs."""

from types import SimpleNamespace

import pytest

from tidegate.briefing.wording import wording
from tidegate.web.page.place import Place
from tidegate.web.tabs import allocation, futures, ledger, transmission
from tidegate.web.tabs.controls import Range


@pytest.mark.parametrize("nonsense", ["", "x", "nan", "inf", "-1e9", None, "6"])
def test_a_slider_takes_nonsense_as_its_start(nonsense: str) -> None:
    assert Range(-5.0, 5.0, 0.5, str).nearest(nonsense, 2.0) == 2.0


def test_a_slider_takes_the_nearest_step() -> None:
    assert Range(-5.0, 5.0, 0.5, str).nearest("1.3", 0.0) == 1.5


def tab(language: str = "en", **asked: str) -> SimpleNamespace:
    return SimpleNamespace(words=wording(language), place=Place(language, "", None, tuple(asked.items())))


def test_a_link_asks_a_question_and_nonsense_in_it_the_example() -> None:
    asked = transmission.Question.of(tab(change_bn="-1000", months="12", mode="active", refunding="bills"))
    assert asked == transmission.Question(-1000.0, 12, "active", "bills")
    assert transmission.Question.of(tab(change_bn="all", months="0", mode="<b>")) == transmission.Question()
    assert ledger.Question.of(tab(operation="bank_loan", amount_bn="40")) == ledger.Question("bank_loan", 40)
    assert ledger.Question.of(tab(operation="print_money", amount_bn="1e99")) == ledger.Question()


def test_a_link_asks_for_a_scenario_and_a_portfolio_and_nonsense_for_the_default() -> None:
    names = ("baseline", "qt-extended")
    asked = futures.request_of(
        tab(first="qt-extended", second="baseline", months="24", mbs_cap_bn="20"), names
    )
    assert asked == futures.Request("qt-extended", "baseline", "reserves_bn", 24, (("mbs_cap_bn", 20.0),))
    assert (
        futures.request_of(tab(first="<b>", months="7e9", treasury_cap_bn="-3"), names) == futures.Request()
    )
    wanted = allocation.Question.of(tab(risk="low", currency="TWD", crypto_pct="0", single_pct="20"))
    assert wanted == allocation.Question("low", currency="TWD", crypto_pct=0.0, single_pct=20.0)
    assert (
        allocation.Question.of(tab(risk="all in", scenario="moon", crypto_pct="99")) == allocation.Question()
    )


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_the_operations_offered_need_nothing_but_an_amount(language: str) -> None:
    found = ledger.choices(language)
    assert set(found) == ledger.offered()
    assert {"purchase_from_bank", "maturity_refunded_by_money_funds", "bank_loan"} <= set(found)
    assert "standing_repo_repayment" not in found  # there is none on the books


def test_the_accounts_are_escaped_and_show_what_moves() -> None:
    found = ledger.ledger.shown("purchase_from_bank", 100)
    made = ledger.accounts_html(found, tab())
    assert made.count("tg-account-moves") == 2
    assert "▲" in made
    assert "Books that do not move: 5" in made
