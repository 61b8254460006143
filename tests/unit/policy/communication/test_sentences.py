"""Reading a statement: sentences, roles, dates; and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from tidegate.errors import InputError
from tidegate.policy.communication import read
from tidegate.policy.communication.sentences import MAX_CHARACTERS, Role, normalise, split

TEXT = """April 3, 2031

For release at 2:00 p.m. EDT

The U.S. economy has grown by 2.5 percent. Mr. A. B. Example of the St. Louis office agrees. Prices rose.

In a related action, the Board approved a request. It was unanimous.

Voting for the action were: A. Example, Chair; and B. C. Sample. Voting against was D. Other, who preferred to buy
$5 billion of bonds. He said so.

Implementation Note issued April 3, 2031
"""


def test_each_sentence_has_its_role() -> None:
    found = read(TEXT)
    assert found.released == date(2031, 4, 3)
    assert [s.text for s in found.body] == [
        "The U.S. economy has grown by 2.5 percent.",
        "Mr. A. B. Example of the St. Louis office agrees.",
        "Prices rose.",
    ]
    roles = [s.role for s in found.sentences]
    assert roles.count(Role.DATE) == 2
    assert roles.count(Role.RELATED) == 2
    assert roles.count(Role.VOTE) == 3
    assert roles[-1] is Role.BOILERPLATE


def test_an_abbreviation_may_end_a_sentence() -> None:
    assert split("It met at 2 p.m. The vote came later.") == ["It met at 2 p.m.", "The vote came later."]


def test_blanks_dashes_and_quotes_are_made_one_kind() -> None:
    assert (
        normalise("mortgage\u2011backed\u00a0\u201csecurities\u201d\u00ad\x07")
        == 'mortgage-backed "securities"'
    )


def test_a_date_that_does_not_exist_is_none() -> None:
    assert read("February 31, 2031\n\nThe Committee decided to keep the rate.").released is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "0 English words"),
        ("   \n\n ", "0 English words"),
        ("聯準會決定維持利率不變。", "0 English words"),
        ("The Committee decided today\0 to keep the rate", "binary"),
        ("\ufffd" * 30 + "The Committee decided today to keep the rate", "encoding"),
        ("word " * (MAX_CHARACTERS // 5 + 1), "at most 400,000"),
    ],
)
def test_what_is_no_statement_is_refused(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(text)
