"""How hawkish or dovish a text is, from a list of words that anyone can read."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum

from tidegate.policy.communication.lexicon import Entry, Vocabulary, lexicon
from tidegate.policy.communication.sentences import MAX_SENTENCE, Sentence, normalise, read


class Tone(StrEnum):
    """The tone of a sentence."""

    HAWKISH = "hawkish"
    DOVISH = "dovish"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Hit:
    """What a word, or a pair of words, adds to a sentence's sum.

    Parameters
    ----------
    words
        As found: a phrase, or "movement … subject".
    value
        Positive is hawkish.
    reason
        The reason given in the word list.
    """

    words: str
    value: float
    reason: str


@dataclass(frozen=True)
class SentenceScore:
    """A sentence, its sum, and what made it.

    Parameters
    ----------
    sentence
        The sentence.
    value
        Sum of the hits; positive is hawkish; no bound.
    tone
        Neutral where the sum is small.
    hits
        What was counted.
    """

    sentence: Sentence
    value: float
    tone: Tone
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Score:
    """The tone of a text.

    Parameters
    ----------
    value
        (hawkish - dovish sentences) / all sentences: from -1 to +1; positive
        is hawkish. 0 where there is nothing to score.
    hawkish, dovish, neutral
        Number of sentences.
    sentences
        Each of them.
    """

    value: float
    hawkish: int
    dovish: int
    neutral: int
    sentences: tuple[SentenceScore, ...]


def score_statement(text: str) -> Score:
    """Return the tone of a statement or minutes given as plain text.

    Votes, dates and boilerplate are left out.

    Raises
    ------
    InputError
        For a text that cannot be one; see `sentences.read`.
    """
    return score_sentences(read(text).body)


def score_sentences(sentences: tuple[Sentence, ...]) -> Score:
    """Return the tone of sentences already read."""
    scored = tuple(score_sentence(s) for s in sentences)
    counts = {tone: sum(s.tone is tone for s in scored) for tone in Tone}
    net = counts[Tone.HAWKISH] - counts[Tone.DOVISH]
    return Score(
        net / len(scored) if scored else 0.0,
        counts[Tone.HAWKISH],
        counts[Tone.DOVISH],
        counts[Tone.NEUTRAL],
        scored,
    )


def score_sentence(sentence: Sentence) -> SentenceScore:
    """Return the tone of one sentence with what was counted."""
    text = normalise(sentence.text[:MAX_SENTENCE]).lower()
    hits = tuple(hit for clause in _CLAUSES.split(text) if clause for hit in _hits(clause))
    value = sum(hit.value for hit in hits)
    bound = lexicon().neutral_below
    tone = Tone.HAWKISH if value >= bound else Tone.DOVISH if value <= -bound else Tone.NEUTRAL
    return SentenceScore(sentence, value, tone, hits)


@dataclass(frozen=True)
class _Found:
    words: str
    first: int
    last: int
    entry: Entry


_CLAUSES = re.compile(r"[;:,]\s+|\s+-\s+|\s+(?=(?:but|while|although|though|whereas|however)\b)")


def _hits(clause: str) -> list[Hit]:
    words = lexicon()
    starts = [m.start() for m in re.finditer(r"\S+", clause)]
    weight = words.concession if (m := words.concessions.search(clause)) and m.start() < 12 else 1.0
    phrases = _found(words.phrases, clause, starts, ())
    subjects = _found(words.subjects, clause, starts, phrases)
    movements = _found(words.movements, clause, starts, phrases)
    hits = [
        Hit(p.words, weight * _turn(clause, starts, p) * p.entry.sign * p.entry.weight, p.entry.reason)
        for p in phrases
    ]
    used: set[tuple[int, int]] = set()
    for index, movement in enumerate(movements):
        near = [s for s in subjects if 0 < _gap(movement, s) <= words.reach_words]
        if not near or (index and _only_how_fast(movements[index - 1], movement)):
            continue
        subject = min(near, key=lambda s: (_gap(movement, s), s.first > movement.first))
        key = (subject.first, movement.entry.sign)
        if key in used:  # "rose and increased": one movement, told twice
            continue
        used.add(key)
        turned = _turn(clause, starts, movement)
        value = (
            turned * movement.entry.sign * subject.entry.sign * movement.entry.weight * subject.entry.weight
        )
        hits.append(Hit(f"{movement.words} … {subject.words}", weight * value, subject.entry.reason))
    return hits


def _found(
    vocabulary: Vocabulary, clause: str, starts: list[int], taken: tuple[_Found, ...] | list[_Found]
) -> list[_Found]:
    result = []
    for match in vocabulary.pattern.finditer(clause):
        first = bisect_left(starts, match.start() + 1) - 1
        last = bisect_left(starts, match.end()) - 1
        if any(t.first <= last and first <= t.last for t in taken):
            continue
        result.append(_Found(match[0], first, last, vocabulary.entry(match[0])))
    return result


def _gap(one: _Found, other: _Found) -> int:
    if one.first <= other.last and other.first <= one.last:
        return 0
    return other.first - one.last if other.first > one.last else one.first - other.last


def _only_how_fast(before: _Found, movement: _Found) -> bool:
    """Tell "rose strongly" and "contract rapidly" from a level of its own."""
    return movement.entry.weight < before.entry.weight and _gap(before, movement) == 1


def _turn(clause: str, starts: list[int], found: _Found) -> int:
    """Return -1 where a negation or 'less' stands before what was found, else 1."""
    words = lexicon()
    sign = 1
    begin = starts[max(0, found.first - words.negation_words)]
    here = starts[found.first]
    if words.negations.search(clause[begin:here]):
        sign = -sign
    if found.first and words.lessenings.search(clause[starts[found.first - 1] : here]):
        sign = -sign
    return sign
