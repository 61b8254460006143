"""The balance-sheet finder on sentences made up here."""

from __future__ import annotations

import pytest

from tidegate.policy.communication import Finding, announcements, find, read
from tidegate.policy.communication.amounts import Amount, amounts
from tidegate.policy.communication.rules import Action, Direction, Topic, rules

OPENING = "The economy has grown and the committee keeps the rate where it was. "


def one(sentence: str) -> Finding:
    (found,) = find(read(OPENING + sentence))
    return found


@pytest.mark.parametrize(
    ("sentence", "topic", "direction", "action"),
    [
        ("The Committee decided to buy $50 billion of Treasury bonds.", "purchases", "easing", "new"),
        ("It will continue buying Treasury bonds, $9 billion per month.", "purchases", "easing", "continuing"),
        ("The Committee stands ready to purchase more Treasury securities.", "purchases", "easing", "conditional"),
        ("It decided to reduce the monthly pace of its asset purchases by $7 billion.", "taper", "tightening", "new"),
        ("The Committee decided to end its securities purchase program.", "end_of_purchases", "tightening", "new"),
        ("It will go on reinvesting all principal in new bonds.", "reinvestment", "holding", "continuing"),
        ("The Committee will begin reducing its securities holdings in May.", "caps_and_run_off", "tightening", "new"),
        ("It will slow the pace of decline of its securities holdings.", "caps_and_run_off", "easing", "new"),
        ("The Committee decided to conclude the reduction of its holdings in May.", "end_of_run_off", "easing", "new"),
        ("Reserves remain ample for now.", "ample_reserves", "holding", "continuing"),
        ("It will begin reserve management purchases of bills.", "reserve_management", "holding", "new"),
        ("It decided to extend the average maturity of what it holds.", "maturity_swap", "easing", "new"),
    ],
)  # fmt: skip
def test_topic_direction_and_kind(sentence: str, topic: str, direction: str, action: str) -> None:
    found = one(sentence)
    assert (found.topic, found.direction, found.action) == (
        Topic(topic),
        Direction(direction),
        Action(action),
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Household purchasing power has grown.",
        "Employers remain reluctant to add to payrolls.",
        "The Committee raised the target range.",
        "Voting against was A. Example, who wanted to buy more Treasury securities.",
    ],
)
def test_other_sentences_are_left_alone(sentence: str) -> None:
    assert find(read(OPENING + "\n\n" + sentence)) == ()


def test_amounts_know_their_instrument_and_whether_they_are_monthly() -> None:
    text = (
        "It will cut the monthly redemption cap on Treasury bonds from $60 billion to $25.5 billion, and hold up to "
        "$1.2 trillion of mortgage-backed securities."
    )
    assert amounts(text) == (
        Amount(60.0, True, "treasuries", "from"),
        Amount(25.5, True, "treasuries", "to"),
        Amount(1200.0, True, "mbs", ""),
    )
    pace = "They buy bonds: $7 billion per month of Treasury notes and $3 billion per month of agency debt."
    assert amounts(pace) == (Amount(7.0, True, "treasuries"), Amount(3.0, True, "agency_debt"))
    assert amounts("up to $750 million of agency debt") == (Amount(0.75, False, "agency_debt"),)
    assert amounts("nothing at all, 5 billion, $ billion") == ()


def test_only_what_is_new_is_announced() -> None:
    before = read(OPENING + "It will continue buying Treasury bonds at a pace of $9 billion per month.")
    same = read(OPENING + "The Committee continues to purchase Treasury bonds, $9 billion per month.")
    more = read(OPENING + "It will continue buying Treasury bonds at a pace of $12 billion per month.")
    slower = read(OPENING + "It decided to reduce the pace of its bond purchases and asset purchases.")
    assert announcements(same, before) == ()
    assert [a.why for a in announcements(more, before)] == ["amounts"]
    assert [a.why for a in announcements(slower, before)] == ["topic"]
    assert announcements(before) == ()
    assert [a.why for a in announcements(slower)] == ["decision"]


def test_every_rule_has_a_reason_and_every_sentence_an_answer() -> None:
    table = rules()
    assert {r.outcome for r in table.topics} == set(Topic)
    assert all(
        r.reason.endswith(".") for group in (table.topics, table.directions, table.actions) for r in group
    )
    for topic in Topic:
        assert table.direction("x", topic) in Direction
        assert table.action("x") is Action.CONTINUING
