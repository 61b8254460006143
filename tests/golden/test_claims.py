"""Verdicts follow from the shipped tables by the rule, and from nothing else.

No verdict is written here or in the file of claims: each is recomputed from
the numbers by another route, and must change when the numbers do.
"""

from __future__ import annotations

import importlib.util
import math
import sys
import tomllib
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from tidegate.briefing.assembly import Desk, open_desk
from tidegate.briefing.claims import _rows, claims, measures
from tidegate.data import open_store
from tidegate.evidence.claims.figures import Figure
from tidegate.evidence.claims.judge import JudgedClaim, JudgedPart, judge
from tidegate.evidence.claims.registry import Claim
from tidegate.evidence.claims.registry import claims as asserted_claims
from tidegate.evidence.claims.rule import VERDICTS, Assertion, Sampled
from tidegate.transmission.markets.effects import Effect

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 10, 8)


@pytest.fixture(scope="module")
def desk() -> Desk:
    return open_desk(TODAY, open_store(today=TODAY))


@pytest.fixture(scope="module")
def judged(desk: Desk) -> tuple[JudgedClaim, ...]:
    return claims(desk)


@pytest.fixture(scope="module")
def figures(desk: Desk) -> dict[str, Figure]:
    return dict(measures(desk))


def test_all_forty_have_a_verdict_with_numbers(judged: tuple[JudgedClaim, ...]) -> None:
    assert [j.claim.id for j in judged] == [f"C{k:02d}" for k in range(1, 41)]
    for each in judged:
        assert each.verdict in VERDICTS
        assert each.head.found is not None
        assert np.isfinite([each.head.found.figure.reading.mean, *each.head.interval]).all()


def expected(part: JudgedPart, level: float) -> str:
    """Return the verdict on a part by the words of the documentation, not by the code of the rule."""
    if part.found is None:
        return "not testable"
    reading, asserted = part.found.figure.reading, part.test.asserted
    if isinstance(reading, Sampled):
        if reading.n < 10 or not math.isfinite(reading.se):
            return "not testable"
        freedom = reading.dof if math.isfinite(reading.dof) else reading.n - 2
        low, high = stats.t.interval(level, freedom, reading.mean, reading.se)
    else:
        if reading.n < 2:
            return "not testable"
        low, high = reading.low, reading.high
    a, b, least = asserted.above, asserted.below, asserted.smallest
    if high < a + least or low > b - least:
        return "contradicted"
    if a < low and high < b and a + least <= reading.mean <= b - least:
        return "supported" if part.test.kind != "model" or part.check == "supported" else "mixed"
    return "mixed"


def test_verdicts_are_recomputed_from_the_numbers(judged: tuple[JudgedClaim, ...]) -> None:
    for each in judged:
        parts = [expected(p, each.level) for p in each.parts]
        assert parts == [p.verdict for p in each.parts], each.claim.id
        tested = {p for p in parts if p != "not testable"}
        whole = tested.pop() if len(tested) == 1 else "mixed" if tested else "not testable"
        if whole == "supported" and "not testable" in parts:
            whole = "mixed"
        assert each.verdict == whole, each.claim.id


def test_the_level_is_that_of_the_false_coverage_rate(judged: tuple[JudgedClaim, ...]) -> None:
    """Recomputed by counting: at the level used, as many tests are decisive as it was made for."""
    numbers = [
        (found, asserted)
        for each in judged
        for p in each.parts
        for found, asserted in ((p.found, p.test.asserted), (p.checked_by, p.test.check_asserted))
        if found is not None and isinstance(found.figure.reading, Sampled) and found.figure.reading.testable
    ]
    level = judged[0].level
    chosen = round((1.0 - level) * len(numbers) / 0.10)
    assert level == pytest.approx(1.0 - chosen * 0.10 / len(numbers))

    def decisive(at: float) -> int:
        count = 0
        for found, asserted in numbers:
            r = found.figure.reading
            freedom = r.dof if math.isfinite(r.dof) else r.n - 2
            low, high = stats.t.interval(at, freedom, r.mean, r.se)
            outside = high < asserted.above + asserted.smallest or low > asserted.below - asserted.smallest
            inside = low > asserted.above and high < asserted.below
            far = asserted.above + asserted.smallest <= r.mean <= asserted.below - asserted.smallest
            count += outside or (inside and far)
        return count

    assert chosen == 1 or decisive(level) >= chosen
    for more in range(chosen + 1, len(numbers) + 1):
        assert decisive(1.0 - more * 0.10 / len(numbers)) < more


def test_no_verdict_is_typed_in() -> None:
    """The file of claims holds tests, no results; and only the rule makes the words."""
    text = files("tidegate.evidence.claims").joinpath("claims.toml").read_text("utf-8")
    allowed = {"id", "policy", "title_en", "title_zh", "changes_en", "changes_zh", "part"}
    for claim in tomllib.loads(text)["claim"]:
        assert set(claim) == allowed
        for part in claim["part"]:
            assert not {"verdict", "effect", "interval", "mean"} & set(part)
    folder = ROOT / "src" / "tidegate" / "evidence" / "claims"
    for source in [*folder.glob("*.py"), *(ROOT / "src" / "tidegate" / "briefing").glob("claims*.py")]:
        if source.name in ("rule.py", "words.py"):
            continue
        typed = [v for v in VERDICTS if f'"{v}"' in source.read_text("utf-8")]
        assert set(typed) <= {"not testable"}, source.name


def changed(rows: tuple[Effect, ...], mean: float, se: float) -> list[Effect]:
    """Return the table with every estimate and every error times a number."""
    return [
        replace(
            r, mean=r.mean * mean, se=r.se * se, low=r.mean * mean - 1.0 * se, high=r.mean * mean + 1.0 * se
        )
        for r in rows
    ]


def test_verdicts_follow_the_table(desk: Desk, figures: dict[str, Figure]) -> None:
    """With no noise every sampled test of the table is decided; with the signs turned, the other way."""
    rows = _rows(desk.as_of)
    plain, turned = (judge(changed(rows, sign, 1e-6), figures) for sign in (1.0, -1.0))
    swapped = 0
    for one, other in zip(plain, turned, strict=True):
        for a, b in zip(one.parts, other.parts, strict=True):
            if a.test.kind == "sampled" and a.test.rows and a.found is not None:
                assert "mixed" not in (a.verdict, b.verdict)
                swapped += a.verdict != b.verdict
    assert swapped > 15


def false_version(claim: Claim) -> Claim:
    """Return a claim that says the opposite: the quantity lies on the other side of every edge."""

    def other(asserted: Assertion) -> Assertion:
        below = asserted.above if math.isfinite(asserted.above) else math.inf
        above = asserted.below if math.isfinite(asserted.below) else -math.inf
        return Assertion(above, below, asserted.smallest)

    return replace(
        claim,
        parts=tuple(
            replace(p, asserted=other(p.asserted), check_asserted=other(p.check_asserted))
            for p in claim.parts
        ),
    )


def test_a_false_claim_is_contradicted_or_mixed(
    judged: tuple[JudgedClaim, ...], desk: Desk, figures: dict[str, Figure]
) -> None:
    """What the numbers support, denied, is contradicted; nothing is supported together with its denial."""
    denied = judge(_rows(desk.as_of), figures, [false_version(c) for c in asserted_claims()])
    for claimed, other in zip(judged, denied, strict=True):
        if claimed.verdict == "supported":
            assert other.verdict == "contradicted", claimed.claim.id
        assert {claimed.verdict, other.verdict} != {"supported"}


def test_a_placebo_supports_almost_nothing(desk: Desk, figures: dict[str, Figure]) -> None:
    """Every sampled number is replaced by noise of its own size, around nothing: 200 such worlds."""
    rows = _rows(desk.as_of)
    rng = np.random.default_rng(2_026)
    wanted = {name for c in asserted_claims() for p in c.parts for name in (*p.rows, *p.check_rows)}
    used = [r for r in rows if (r.asset, r.surprise, r.sample, r.window) in wanted]
    news = {k: f for k, f in figures.items() if isinstance(f.reading, Sampled)}
    worlds, wrong = 200, 0
    for _ in range(worlds):
        table = []
        for r in used:
            known = math.isfinite(r.dof)
            se = (r.high - r.low) / (2.0 * stats.t.ppf(0.95, r.dof)) if known else r.se
            noise = se * rng.standard_t(r.dof if known else r.n - 2)
            half = (r.high - r.low) / 2.0
            table.append(replace(r, mean=noise, low=noise - half, high=noise + half))
        around_nothing = {
            k: replace(f, reading=replace(f.reading, mean=f.reading.se * rng.standard_t(f.reading.n - 2)))
            for k, f in news.items()
        }
        found = judge(table, figures | around_nothing)
        wrong += any(p.verdict == "supported" and p.test.kind == "sampled" for j in found for p in j.parts)
    assert wrong / worlds <= 0.10 + 0.05


def test_the_shipped_estimates_are_what_the_script_measures(shared: Path) -> None:
    script = ROOT / "scripts" / "estimate_claims.py"
    spec = importlib.util.spec_from_file_location("estimate_claims", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    from tidegate.evidence.claims.estimates import parse

    text = files("tidegate.evidence.claims").joinpath("estimates.csv").read_text("utf-8")
    shipped, now = parse(text.splitlines()), module.estimates()
    assert len(now) == len(shipped)
    for old, new in zip(shipped, now, strict=True):
        assert (old.asset, old.surprise, old.sample, old.window, old.n) == (
            new.asset,
            new.surprise,
            new.sample,
            new.window,
            new.n,
        )
        assert new.mean == pytest.approx(old.mean, abs=0.02 * old.se)
        assert new.se == pytest.approx(old.se, rel=0.02)


def test_the_eight_days_of_gagnon_and_others(figures: dict[str, Figure]) -> None:
    """GRRS (2011): the ten-year yield fell by 91 bp over eight days; here within 15."""
    reading = figures["ten_year_on_grrs_days"].reading
    assert 8.0 * reading.mean == pytest.approx(-91.0, abs=15.0)


def test_published_figures_of_the_run_offs(figures: dict[str, Figure]) -> None:
    """Caps of QT2 allowed 1,640 and 1,417.5 billion; Treasuries fell by 1,582, MBS by 654 (H.4.1)."""
    treasuries, mbs = (figures[f"{n}_share_of_cap"].episodes["QT2"] for n in ("treasuries", "mbs"))
    assert treasuries == pytest.approx(100.0 * 1_582.0 / 1_640.0, abs=1.0)
    assert mbs == pytest.approx(100.0 * 654.0 / 1_417.5, abs=1.0)
    months = figures["months_from_hike_to_run_off"].episodes
    assert months["2022-06-01"] == pytest.approx(2.5, abs=0.1)  # 2022-03-16
    assert months["2017-10-01"] == pytest.approx(21.5, abs=0.1)  # 2015-12-16
