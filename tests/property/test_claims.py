"""What must hold of the rule of verdicts for any numbers."""

from __future__ import annotations

from math import inf

from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.evidence.claims.rule import (
    FALSE_COVERAGE,
    VERDICTS,
    Assertion,
    Sampled,
    claim_verdict,
    corrected_level,
    verdict_of,
)

value = st.floats(-10.0, 10.0)
half = st.floats(0.0, 5.0)
least = st.floats(0.0, 2.0)
estimates = st.lists(st.tuples(value, st.floats(0.01, 5.0), st.integers(10, 300)), min_size=1, max_size=15)


@given(value, half, half, least)
def test_a_wider_interval_decides_no_more(mean: float, narrow: float, more: float, smallest: float) -> None:
    asserted = Assertion(0.0, inf, smallest)
    wide = verdict_of(mean, mean - narrow - more, mean + narrow + more, asserted)
    assert wide in ("mixed", verdict_of(mean, mean - narrow, mean + narrow, asserted))


@given(value, half, least)
def test_a_claim_and_its_denial_are_not_both_supported(mean: float, width: float, smallest: float) -> None:
    ends = (mean - width, mean + width)
    rises = verdict_of(mean, *ends, Assertion(0.0, inf, smallest))
    falls = verdict_of(mean, *ends, Assertion(-inf, 0.0, smallest))
    assert (rises, falls) != ("supported", "supported")
    if rises == "supported":
        assert falls == "contradicted"


@given(value, half, least, least)
def test_asking_for_a_larger_effect_supports_no_more(
    mean: float, width: float, one: float, more: float
) -> None:
    ends = (mean - width, mean + width)
    if verdict_of(mean, *ends, Assertion(0.0, inf, one + more)) == "supported":
        assert verdict_of(mean, *ends, Assertion(0.0, inf, one)) == "supported"


@settings(deadline=None, max_examples=50)  # the first call imports scipy
@given(estimates)
def test_the_level_lies_between_bonferroni_and_none(found: list[tuple[float, float, int]]) -> None:
    family = [(Sampled(*each), Assertion(0.0, inf, 0.1)) for each in found]
    level = corrected_level(family)
    assert 1.0 - FALSE_COVERAGE - 1e-12 <= level <= 1.0 - FALSE_COVERAGE / len(family) + 1e-12


@given(st.lists(st.sampled_from(VERDICTS), min_size=1, max_size=4))
def test_a_claim_is_supported_only_if_every_part_is(parts: list[str]) -> None:
    whole = claim_verdict(parts)  # type: ignore[arg-type]
    assert (whole == "supported") == (set(parts) == {"supported"})
    assert (whole == "not testable") == (set(parts) == {"not testable"})
