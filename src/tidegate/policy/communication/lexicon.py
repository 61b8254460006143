"""The word list of the score, read from its file and made ready to be matched."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Entry:
    """A group of words that count alike.

    Parameters
    ----------
    sign
        +1 or -1.
    weight
        Positive.
    reason
        Why, in a sentence.
    """

    sign: int
    weight: float
    reason: str


@dataclass(frozen=True)
class Vocabulary:
    """Words of one kind, found together.

    Parameters
    ----------
    pattern
        Finds the longest of them.
    exact
        Entry by word or phrase.
    stems
        Entry by the beginning of a word or phrase, the longest first.
    """

    pattern: re.Pattern[str]
    exact: Mapping[str, Entry]
    stems: tuple[tuple[str, Entry], ...]

    def entry(self, found: str) -> Entry:
        """Return the entry of a piece of text that `pattern` found."""
        known = self.exact.get(found)
        return known if known is not None else next(e for stem, e in self.stems if found.startswith(stem))


@dataclass(frozen=True)
class Lexicon:
    """The word list.

    Parameters
    ----------
    subjects, movements, phrases
        See the file.
    negations, lessenings, concessions
        Patterns of words that turn around or weaken.
    reach_words, negation_words
        How far they reach, in words.
    neutral_below
        A sum smaller than this, either way, is neutral.
    concession
        Weight of a granted clause.
    """

    subjects: Vocabulary
    movements: Vocabulary
    phrases: Vocabulary
    negations: re.Pattern[str]
    lessenings: re.Pattern[str]
    concessions: re.Pattern[str]
    reach_words: int
    negation_words: int
    neutral_below: float
    concession: float


@cache
def lexicon() -> Lexicon:
    """Return the word list that comes with the package."""
    raw = tomllib.loads((files(__package__) / "lexicon.toml").read_text("utf-8"))
    settings = raw["settings"]
    return Lexicon(
        subjects=_vocabulary(raw["subject"], "sign"),
        movements=_vocabulary(raw["movement"], "sign"),
        phrases=_vocabulary(raw["phrase"], "stance"),
        negations=_any_of(raw["negation"]["words"]),
        lessenings=_any_of(raw["lessening"]["words"]),
        concessions=_any_of(raw["concession"]["words"]),
        reach_words=settings["reach_words"],
        negation_words=settings["negation_words"],
        neutral_below=settings["neutral_below"],
        concession=settings["concession"],
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(words, key=len, reverse=True)
    bodies = (r"[\w'-]*".join(re.escape(part) for part in w.split("*")) for w in ordered)
    return re.compile(r"(?<![\w'-])(?:" + "|".join(bodies) + r")(?![\w])")


def _vocabulary(rows: Iterable[Mapping[str, Any]], sign: str) -> Vocabulary:
    exact: dict[str, Entry] = {}
    stems: dict[str, Entry] = {}
    words: list[str] = []
    for row in rows:
        entry = Entry(int(row[sign]), float(row["weight"]), str(row["reason"]))
        for word in row["words"]:
            words.append(word)
            if "*" in word:
                stems[word.split("*")[0]] = entry
            else:
                exact[word] = entry
    longest_first = sorted(stems.items(), key=lambda pair: -len(pair[0]))
    return Vocabulary(_any_of(words), exact, tuple(longest_first))
