"""The section of claims in both languages, its JSON, and what was known on an earlier day."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest

import tidegate
from tidegate.briefing.assembly import Desk, open_desk
from tidegate.briefing.bank_claims import judge, overall
from tidegate.briefing.claims import _rows, claims
from tidegate.briefing.claims_follow import MEASURES, follow
from tidegate.briefing.comparison import compare_banks
from tidegate.briefing.document import Briefing
from tidegate.briefing.markets import reached
from tidegate.briefing.report import to_dict, to_html
from tidegate.briefing.sections.claims import claim_json, standing, told, write
from tidegate.data import Store, open_store
from tidegate.errors import InputError
from tidegate.locale import translator

TODAY = date(2026, 10, 8)


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store(today=TODAY)


@pytest.fixture(scope="module")
def desk(store: Store) -> Desk:
    return open_desk(TODAY, store)


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
@pytest.mark.parametrize("when", [TODAY, date(2018, 6, 30), date(2008, 1, 1)])
def test_the_section_is_written(store: Store, when: date, language: str) -> None:
    section = write(open_desk(when, store))
    whole = Briefing(when, when, "", (section,))
    said = to_dict(whole, language)["sections"][0]
    assert "{" not in "".join(said["lead"] + said["notes"])
    assert {row["part"][:3] for row in said["tables"][0]["rows"]} == {f"C{k:02d}" for k in range(1, 41)}
    assert 'id="claims"' in to_html(whole, language)


def test_the_public_name(desk: Desk) -> None:
    assert [j.claim.id for j in tidegate.claims(desk, ["c36", "C01"])] == ["C01", "C36"]
    by_verdict = [
        j for v in ("supported", "mixed", "contradicted", "not testable") for j in claims(desk, None, v)
    ]
    assert sorted(j.claim.id for j in by_verdict) == sorted(j.claim.id for j in claims(desk))


def test_all_problems_are_named_at_once(desk: Desk) -> None:
    with pytest.raises(InputError) as caught:
        claims(desk, ["C41", "x"], "true")
    assert len(caught.value.problems) == 3
    assert "contradicted, mixed, not testable, supported" in str(caught.value)


def test_keys_of_the_answer(desk: Desk) -> None:
    found = claim_json(claims(desk, ["C02"])[0])
    assert list(found)[:10] == [
        "id",
        "title",
        "verdict",
        "effect",
        "interval",
        "unit",
        "method",
        "window",
        "n_events",
        "source",
    ]
    assert len(found["parts"]) == 2
    assert found["interval"][0] < found["effect"] < found["interval"][1]
    assert found["secondary"]


def test_an_earlier_day_knows_no_later_estimate(store: Store) -> None:
    then = claims(open_desk(date(2019, 6, 30), store))
    for each in then:
        for part in each.parts:
            if part.found is not None and part.test.rows:
                pytest.fail(f"{part.test.id} was estimated later")
    runs = next(j for j in then if j.claim.id == "C32")
    assert runs.verdict == "not testable"  # one run-off by then


def test_an_outcome_that_came_later_is_not_used(store: Store) -> None:
    """The lower bound ended with the event of March 2022; what followed twelve months after was known in 2023."""
    for when, known in ((date(2022, 6, 30), False), (date(2023, 6, 30), True)):
        (homes,) = claims(open_desk(when, store), ["C07"])
        assert (homes.parts[0].found is not None) is known, when
        assert all(reached(row) <= when for row in _rows(when))


def test_phases_are_told_once_they_were_over(store: Store, desk: Desk) -> None:
    assert "QE4" in " ".join(str(n) for n in write(desk).notes)
    assert "QE4" not in " ".join(str(n) for n in write(open_desk(date(2018, 6, 30), store)).notes)


def test_every_number_can_be_followed(desk: Desk) -> None:
    for each in claims(desk):
        for found in [*(p.found for p in each.parts), *each.secondary]:
            if found is None:
                continue
            function, data = follow(found)
            module, name = function.rsplit(".", 1)
            assert callable(getattr(import_module(module), name))
            assert data
    assert set(MEASURES)


def test_a_claim_is_told_in_both_languages(desk: Desk) -> None:
    for each in claims(desk):
        for language in ("en", "zh-Hant"):
            sentences = [translator(language).message(s) for s in told(each)]
            assert all(sentences)
            assert "{" not in "".join(sentences)


def test_standing_says_on_which_side_the_interval_lies(desk: Desk) -> None:
    for each in claims(desk):
        for part in each.parts:
            value = standing(part)
            if part.test.kind == "sampled" and part.verdict == "supported":
                assert value > 1.0


def test_the_comparison_of_banks_says_the_same(desk: Desk) -> None:
    """C38 is judged by the margins, and by counting in the section on four banks."""
    assert claims(desk, ["C38"])[0].verdict == overall(judge(compare_banks(desk)))
