"""Communication: what holds for any text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tidegate.data.providers import fed_site
from tidegate.errors import ParseError, TidegateError
from tidegate.policy.communication import announcements, find, read, score_statement
from tidegate.policy.communication.difference import Change, compare_sentences, tokens

_SOME = "inflation rose fell not less the of $5 billion per month Treasury purchases , . ; (reserves) 2.5"
WORDS = st.sampled_from(_SOME.split())
SENTENCE = st.lists(WORDS, max_size=25).map(" ".join)
SENTENCES = st.lists(SENTENCE, max_size=8)


@given(SENTENCES, SENTENCES)
def test_the_runs_give_both_texts_back(before: list[str], after: list[str]) -> None:
    found = compare_sentences(before, after)
    assert [w for r in found.runs for w in tokens(r.before)] == [w for s in before for w in tokens(s)]
    assert [w for r in found.runs for w in tokens(r.after)] == [w for s in after for w in tokens(s)]
    assert all((r.before == r.after) == (r.change is Change.SAME) for r in found.runs)
    assert found.words_same <= min(found.words_before, found.words_after)


@given(st.text(max_size=400))
def test_any_text_is_scored_within_its_bounds_or_refused(text: str) -> None:
    try:
        score = score_statement(text)
    except TidegateError:
        return
    assert -1 <= score.value <= 1
    assert score.hawkish + score.dovish + score.neutral == len(score.sentences)


@given(SENTENCES)
def test_a_text_announces_nothing_against_itself(sentences: list[str]) -> None:
    text = read("The committee met and spoke at length. " + ". ".join(sentences))
    assert announcements(text, text) == ()
    assert len(find(text)) <= len(text.body)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(body: bytes) -> None:
    try:
        page = fed_site.parse(body, "x")
    except ParseError:
        return
    assert page.text
