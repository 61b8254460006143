import math

import numpy as np
import pytest

from tidegate.errors import UnknownName
from tidegate.evidence.claims.registry import claim, claims
from tidegate.evidence.claims.rule import (
    FALSE_COVERAGE,
    Assertion,
    Ranged,
    Sampled,
    claim_verdict,
    corrected_level,
    part_verdict,
    verdict_of,
)

FALLS = Assertion(below=0.0, smallest=0.25)
RISES = Assertion(above=0.0, smallest=0.25)


@pytest.mark.parametrize(
    ("mean", "low", "high", "asserted", "expected"),
    [
        (-1.0, -1.5, -0.5, FALLS, "supported"),
        (-1.0, -2.1, 0.1, FALLS, "mixed"),
        (1.0, 0.5, 1.5, FALLS, "contradicted"),
        (0.0, -0.2, 0.2, FALLS, "contradicted"),  # an effect worth the name is ruled out
        (-0.1, -0.15, -0.05, FALLS, "contradicted"),  # right side, too small to matter
        (-0.2, -0.39, -0.01, FALLS, "mixed"),  # right side, not surely large enough
        (1.0, 0.5, 1.5, RISES, "supported"),
        (1.0, 0.95, 1.05, Assertion(0.9, 1.1), "supported"),
        (0.7, 0.3, 1.1, Assertion(0.9, 1.1), "mixed"),
        (0.5, 0.3, 0.7, Assertion(0.9, 1.1), "contradicted"),
        (99.0, 98.0, 100.0, Assertion(above=90.0), "supported"),
    ],
)
def test_what_an_interval_says(mean, low, high, asserted, expected):
    assert verdict_of(mean, low, high, asserted) == expected


def test_the_opposite_claim_gets_the_opposite_verdict():
    for mean, half in ((-1.0, 0.5), (0.8, 0.3)):
        pair = {verdict_of(mean, mean - half, mean + half, a) for a in (FALLS, RISES)}
        assert pair == {"supported", "contradicted"}


def test_a_model_alone_is_at_best_mixed():
    reading = Ranged(-1.0, -2.0, -0.5, 5)
    assert part_verdict(reading, FALLS, 0.9, "model") == "mixed"
    assert part_verdict(reading, FALLS, 0.9, "model", check="mixed") == "mixed"
    assert part_verdict(reading, FALLS, 0.9, "model", check="supported") == "supported"
    assert part_verdict(reading, RISES, 0.9, "model") == "contradicted"


@pytest.mark.parametrize(
    "reading",
    [
        None,
        Sampled(-1.0, 0.1, 9),
        Sampled(-1.0, math.nan, 50),
        Sampled(math.nan, 0.1, 50),
        Sampled(-1.0, 0.0, 50),
        Ranged(-1.0, -1.0, -1.0, 1),
        Ranged(-1.0, math.nan, -0.5, 3),
    ],
)
def test_too_little_is_not_testable(reading):
    kind = "account" if isinstance(reading, Ranged) else "sampled"
    assert part_verdict(reading, FALLS, 0.9, kind) == "not testable"


def test_parts_add_up():
    assert claim_verdict(["supported", "supported"]) == "supported"
    assert claim_verdict(["supported", "not testable"]) == "mixed"
    assert claim_verdict(["contradicted", "not testable"]) == "contradicted"
    assert claim_verdict(["supported", "contradicted"]) == "mixed"
    assert claim_verdict(["not testable"]) == "not testable"


def test_the_level_widens_with_the_number_of_tests():
    clear, dull = (Sampled(-1.0, 0.1, 100), FALLS), (Sampled(-0.3, 0.3, 100), FALLS)
    assert corrected_level([clear]) == pytest.approx(1.0 - FALSE_COVERAGE)
    assert corrected_level([clear] + [dull] * 9) == pytest.approx(1.0 - FALSE_COVERAGE / 10)
    assert corrected_level([clear] * 5 + [dull] * 5) == pytest.approx(1.0 - 5 * FALSE_COVERAGE / 10)
    assert corrected_level([dull] * 10) == pytest.approx(1.0 - FALSE_COVERAGE / 10)
    assert corrected_level([]) == pytest.approx(1.0 - FALSE_COVERAGE)


def test_signs_alone_select_what_benjamini_and_hochberg_reject():
    from statsmodels.stats.multitest import multipletests

    rng = np.random.default_rng(7)
    z = rng.normal(0.0, 1.0, 40) - np.where(np.arange(40) < 12, 3.5, 0.0)
    asserted = Assertion(below=0.0)
    family = [(Sampled(float(v), 1.0, 10**7), asserted) for v in z]
    level = corrected_level(family)
    decisive = [verdict_of(r.mean, *r.interval(level), a) != "mixed" for r, a in family]
    from scipy.stats import norm

    rejected = multipletests(2.0 * norm.sf(np.abs(z)), alpha=FALSE_COVERAGE, method="fdr_bh")[0]
    assert decisive == list(rejected)


def test_nothing_comes_of_nothing():
    """Placebo: without any effect, thirty tests support a claim in about one run of ten at most."""
    rng = np.random.default_rng(11)
    runs, tests = 400, 30
    wrong = 0
    for _ in range(runs):
        family = [(Sampled(float(v), 1.0, 100), FALLS) for v in rng.standard_t(98, tests)]
        level = corrected_level(family)
        wrong += any(verdict_of(r.mean, *r.interval(level), a) == "supported" for r, a in family)
    assert wrong / runs <= FALSE_COVERAGE + 0.03


def test_a_deliberately_false_claim_is_not_supported():
    """Shares are made to fall with tightening; that they rise is claimed."""
    rng = np.random.default_rng(3)
    surprise = rng.normal(0.0, 5.0, 120)
    returns = -0.08 * surprise + rng.normal(0.0, 0.8, 120)
    slope = float(surprise @ returns / (surprise @ surprise))
    se = float(np.std(returns - slope * surprise, ddof=1) / np.sqrt(surprise @ surprise))
    reading = Sampled(10.0 * slope, 10.0 * se, 120)
    level = corrected_level([(reading, RISES)] * 30)
    assert part_verdict(reading, RISES, level, "sampled") == "contradicted"
    assert part_verdict(reading, FALLS, level, "sampled") == "supported"
    shuffled = rng.permutation(returns)
    none = Sampled(10.0 * float(surprise @ shuffled / (surprise @ surprise)), 10.0 * se, 120)
    assert part_verdict(none, RISES, level, "sampled") in ("mixed", "contradicted")


def test_forty_claims_each_with_a_complete_test():
    found = claims()
    assert [c.id for c in found] == [f"C{k:02d}" for k in range(1, 41)]
    for each in found:
        assert each.title.zh
        assert each.changes.zh
        assert each.parts
        for part in each.parts:
            assert bool(part.rows) != bool(part.measure)
            assert math.isfinite(part.asserted.above) or math.isfinite(part.asserted.below)
            assert (part.about is None) == (len(each.parts) == 1)


def test_a_claim_is_found_by_its_id():
    assert claim("c07").id == "C07"
    with pytest.raises(UnknownName, match="C01 to C40"):
        claim("C41")
