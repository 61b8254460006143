"""The hawkish-dovish score on sentences made up here."""

from __future__ import annotations

import pytest

from tidegate.errors import InputError
from tidegate.policy.communication import score_statement
from tidegate.policy.communication.lexicon import lexicon
from tidegate.policy.communication.sentences import Sentence
from tidegate.policy.communication.tone import Tone, score_sentence


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("Inflation rose sharply.", "hawkish"),
        ("Inflation fell.", "dovish"),
        ("Inflation has not risen.", "dovish"),
        ("The unemployment rate increased.", "dovish"),
        ("The unemployment rate declined further.", "hawkish"),
        ("The board decided to raise the target range.", "hawkish"),
        ("The board decided to lower the federal funds rate.", "dovish"),
        ("Policy will have to be less accommodative.", "hawkish"),
        ("Policy can become less restrictive.", "dovish"),
        ("Policy should be highly accommodative.", "dovish"),
        ("Downside risks have grown.", "dovish"),
        ("The next meeting is on Tuesday.", "neutral"),
        ("Although job gains were solid, inflation declined and spending fell.", "dovish"),
        ("", "neutral"),
    ],
)
def test_the_tone_of_a_sentence(text: str, tone: str) -> None:
    assert score_sentence(Sentence(text, 0)).tone == Tone(tone)


def test_the_sum_is_what_its_hits_say_and_each_has_a_reason() -> None:
    found = score_sentence(Sentence("Inflation rose and hiring was strong, but uncertainty increased.", 0))
    assert found.value == pytest.approx(sum(h.value for h in found.hits))
    assert len(found.hits) == 3
    assert all(h.reason for h in found.hits)


def test_the_score_of_a_text_is_the_balance_of_its_sentences() -> None:
    score = score_statement(
        "Inflation rose. Inflation rose again. Employment fell. The office closes at noon."
    )
    assert (score.hawkish, score.dovish, score.neutral) == (2, 1, 1)
    assert score.value == pytest.approx(0.25)


def test_votes_do_not_count() -> None:
    text = (
        "The rate stays where it was.\n\nVoting against was A. Example, who wanted to raise interest rates."
    )
    assert score_statement(text).value == 0.0


def test_what_cannot_be_scored_is_refused() -> None:
    with pytest.raises(InputError):
        score_statement("")


def test_no_word_stands_in_two_places() -> None:
    words = lexicon()
    groups = [
        set(v.exact) | {stem for stem, _ in v.stems} for v in (words.subjects, words.movements, words.phrases)
    ]
    assert not groups[0] & groups[1]
    assert not groups[1] & groups[2]
    assert not groups[0] & groups[2]
