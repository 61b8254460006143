"""Programme files: what ships is sound; what a user writes is checked whole, all at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tidegate.bank.programmes.loader import load, load_file, parse
from tidegate.bank.programmes.model import Programme
from tidegate.catalog.loader import banks
from tidegate.errors import PlanError, UnknownName

GOOD = """
bank = "fed"
currency = "USD"

[phases.QT]
title_en = "QT"
title_zh = "縮表"
stance = "tightening"

[[record]]
id = "one"
announced = 2022-05-04
effective = 2022-06-01
phase = "QT"
label_en = "one"
label_zh = "一"
rules = [{ kind = "redemption_cap", instrument = "treasuries", bn_per_month = 30 }]
source = "a statement"
certainty = "read"
"""

SECOND = """
[[record]]
id = "two"
announced = 2022-05-05
effective = 2022-06-01
label_en = "two"
label_zh = "二"
rules = [{ kind = "redemption_cap", instrument = "treasuries", bn_per_month = 40 }]
source = "a statement"
certainty = "read"
"""


def refused(text: str) -> list[str]:
    with pytest.raises(PlanError) as caught:
        parse(text, "plan.toml")
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("bank_id", list(banks()))
def test_shipped_programmes_are_sound(bank_id: str) -> None:
    programme = load(bank_id)
    assert programme.bank == bank_id
    assert programme.currency == banks()[bank_id].currency
    assert load(bank_id) is programme


@pytest.mark.parametrize("bank_id", list(banks()))
def test_every_label_stands_in_both_languages(bank_id: str) -> None:
    for record in load(bank_id).record:
        assert record.label_en != record.label_zh
        assert record.label_en.isascii() or "±" in record.label_en, record.label_en
        assert any("\u4e00" <= sign <= "\u9fff" for sign in record.label_zh), record.label_zh
        assert not re.search(r"[;:?!()]|(?<!\d),|,(?!\d)", record.label_zh), record.label_zh


@pytest.mark.parametrize("bank_id", list(banks()))
def test_a_programme_survives_its_json_form(bank_id: str) -> None:
    programme = load(bank_id)
    assert Programme.model_validate_json(programme.model_dump_json()) == programme


def test_unknown_bank() -> None:
    with pytest.raises(UnknownName, match=r"snb.*boe, boj, ecb, fed"):
        load("snb")


def test_a_users_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD, "utf-8")
    assert [record.id for record in load_file(path).record] == ["one"]
    assert load_file(str(path)).phases["QT"].title_zh == "縮表"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="no plan file can be read there"):
        load_file(tmp_path / "none.toml")
    with pytest.raises(PlanError, match="no plan file can be read there"):
        load_file(tmp_path)


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text("#" * 2_100_000, "utf-8")
    with pytest.raises(PlanError, match="larger than 2 MB"):
        load_file(path)


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(PlanError, match="not a text file in UTF-8"):
        load_file(path)


def test_an_empty_file_lacks_everything() -> None:
    assert refused("") == [
        f"plan.toml: top of the file: {key} is missing" for key in ("bank", "currency", "record")
    ]


def test_malformed_toml_names_the_line() -> None:
    (problem,) = refused('bank = "fed"\ncurrency = USD\n')
    assert problem.startswith("plan.toml: not valid TOML at line 2, column 12")


def test_malformed_toml_at_the_end() -> None:
    (problem,) = refused('bank = "fed"\n[[record')
    assert "not valid TOML" in problem


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "bn_per_month = 30",
            "bn_per_month = -1",
            "rule 1 of record 'one': bn_per_month = -1 is out of range",
        ),
        ("bn_per_month = 30", "bn_per_month = inf", "bn_per_month = inf is not a number"),
        ("bn_per_month = 30", "bn_per_month = nan", "bn_per_month = nan is"),
        ("bn_per_month = 30", 'bn_per_month = "lots"', "bn_per_month = 'lots' is not a number"),
        (", bn_per_month = 30", "", "rule 1 of record 'one': bn_per_month is missing"),
        ('"treasuries"', '"bonds"', "instrument = 'bonds' is not allowed; choose from: treasuries, "),
        ('"redemption_cap"', '"cap"', "kind = 'cap' is not allowed; choose from: purchase_pace"),
        ('kind = "redemption_cap", ', "", "kind = '' is not allowed; choose from"),
        ("announced = 2022-05-04", 'announced = "4 May"', "announced = '4 May' is not a date"),
        ("effective = 2022-06-01", "effective = 2022-05-01", "effective = 2022-05-01 comes before announced"),
        ("effective = 2022-06-01\n", "", "record 'one': effective is missing"),
        ('phase = "QT"', 'phase = "QE9"', "phase 'QE9' is not among the phases of this file; they are: QT"),
        ('label_en = "one"', 'label_en = ""', "record 'one': label_en is empty"),
        ('label_zh = "一"', "", "record 'one': label_zh is missing"),
        ('certainty = "read"', 'certainty = "sure"', "certainty = 'sure' is not allowed; choose from: read"),
        (
            'certainty = "read"',
            'certainty = "read"\nwhy = 1',
            "record 'one': why is not a key here; allowed are",
        ),
        ('id = "one"', 'id = "One!"', "id = 'One!' is not in the right form: a-z 0-9 -"),
        ('id = "one"', "", "record '#1': id is missing"),
        ('bank = "fed"', 'bank = "snb"', "bank = 'snb' is not known; allowed are: fed, ecb, boe, boj"),
        ('"USD"', '"EUR"', "currency = 'EUR' does not fit bank 'fed'; its amounts are in USD"),
        ('"USD"', '"usd"', "currency = 'usd' is not in the right form"),
        ('"tightening"', '"closing"', "phase 'QT': stance = 'closing' is not allowed"),
        ("}]\nsource", "}, 3]\nsource", "rule 2 of record 'one': kind = 3 is"),
        ("rules = [{", "rules = [] # [{", "record 'one': rules is empty"),
    ],
)
def test_bad_values_are_named(old: str, new: str, expected: str) -> None:
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    assert any(expected in problem for problem in refused(text)), refused(text)


def _with_rule(rule: str) -> str:
    return GOOD.replace('{ kind = "redemption_cap", instrument = "treasuries", bn_per_month = 30 }', rule)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (
            '{ kind = "purchase_total", instrument = "mbs", total_bn = 1, until = 2022-01-01 }',
            "until = 2022-01-01 comes before effective = 2022-06-01",
        ),
        (
            '{ kind = "purchase_total", instrument = "mbs", total_bn = 1, until = 2022-12-01, '
            "since = 2022-07-01 }",
            "since = 2022-07-01 comes after effective = 2022-06-01",
        ),
        (
            '{ kind = "reinvest", instrument = "mbs", into = "treasuries", beyond = "mbs" }',
            "gives up_to_bn_per_month and beyond together, or neither",
        ),
        ('{ kind = "policy_rate" }', "gives at least one of: lower_pct"),
        ('{ kind = "policy_rate", upper_pct = 1 }', "lower_pct and upper_pct stand together"),
        (
            '{ kind = "policy_rate", lower_pct = 2, upper_pct = 1 }',
            "lower_pct = 2.0 is above upper_pct = 1.0",
        ),
        (
            '{ kind = "reduction_envelope", instrument = "treasuries", total_bn = 5, until = 2023-01-01, '
            "sales_bn = 6 }",
            "sales_bn = 6 is above total_bn = 5",
        ),
        (
            '{ kind = "reduction_envelope", instrument = "treasuries", total_bn = 5, until = 2023-01-01, '
            'sales_split = [{ sector = "3-7y", share = 0.7 }] }',
            "add up to 0.7; they must add up to 1",
        ),
        (
            '{ kind = "redemption_cap", instrument = "mbs", bn_per_month = 1 }, '
            '{ kind = "redemption_cap", instrument = "mbs", bn_per_month = 2 }',
            "two rules set the same thing (redemption_cap mbs)",
        ),
    ],
)
def test_rules_that_cannot_be_followed(rule: str, expected: str) -> None:
    problems = refused(_with_rule(rule))
    assert len(problems) == 1
    assert expected in problems[0]


def test_two_records_for_the_same_thing_from_the_same_day() -> None:
    (problem,) = refused(GOOD + SECOND)
    assert "records 'one' and 'two' both set redemption_cap treasuries from 2022-06-01" in problem
    assert "replaces = ['one']" in problem


def test_a_later_announcement_may_say_that_it_replaces() -> None:
    text = GOOD + SECOND.replace("label_en", 'replaces = ["one"]\nlabel_en')
    assert len(parse(text, "plan.toml").record) == 2


@pytest.mark.parametrize("name", ["three", "two"])
def test_only_an_earlier_announcement_can_be_replaced(name: str) -> None:
    problems = refused(GOOD + SECOND.replace("label_en", f'replaces = ["{name}"]\nlabel_en'))
    assert any(f"replaces = '{name}' must name a record" in problem for problem in problems)


def test_an_id_that_stands_twice() -> None:
    problems = refused(GOOD + SECOND.replace('"two"', '"one"', 1).replace("2022-06-01", "2022-07-01"))
    assert any("record 'one': the id stands on 2 records" in problem for problem in problems)


def test_envelopes_must_not_overlap() -> None:
    rule = '{ kind = "reduction_envelope", instrument = "treasuries", total_bn = 5, until = 2023-06-01 }'
    second = SECOND.replace("2022-06-01", "2023-01-01").replace(
        '{ kind = "redemption_cap", instrument = "treasuries", bn_per_month = 40 }', rule
    )
    (problem,) = refused(_with_rule(rule) + second)
    assert "the windows of their envelopes for treasuries overlap" in problem


def test_every_problem_is_named_at_once() -> None:
    text = (
        GOOD.replace("bn_per_month = 30", "bn_per_month = -1")
        .replace('"QT"\nlabel', '"QE9"\nlabel')
        .replace("effective = 2022-06-01", "effective = 2022-01-01")
        .replace('bank = "fed"', 'bank = "snb"\ncolour = "red"')
    ) + SECOND.replace('"treasuries"', '"bonds"').replace('certainty = "read"', "")
    problems = refused(text)
    for expected in (
        "bn_per_month = -1",
        "phase 'QE9'",
        "effective = 2022-01-01 comes before",
        "bank = 'snb'",
        "colour is not a key here",
        "instrument = 'bonds'",
        "record 'two': certainty is missing",
    ):
        assert sum(expected in problem for problem in problems) == 1, (expected, problems)
    assert len(problems) == 7
