"""What changed, word by word, from one statement to the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from html import escape

from tidegate.policy.communication.sentences import Communication

_MANY = 1_500
"""From here on common words do not anchor a match: a little coarser, much faster."""
_MOST_WORDS_INSIDE = 4_000
"""Blocks of more words are shown as replaced whole: matching costs the square of it."""
_FILLER_WORDS = "the a an of to in and or for at on by that its it is are be will has have as with , . ; : -"
_FILLERS = frozenset(_FILLER_WORDS.split())


class Change(StrEnum):
    """What happened to a run of words."""

    SAME = "same"
    INSERTED = "inserted"
    DELETED = "deleted"
    CHANGED = "changed"


@dataclass(frozen=True)
class Run:
    """A run of neighbouring words with one fate.

    Parameters
    ----------
    change
        What happened.
    before, after
        The words in the earlier and in the later text; equal where nothing
        changed, empty where they were inserted or deleted.
    """

    change: Change
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """All runs in order: joined, their two sides are the two texts.

    Parameters
    ----------
    runs
        Runs of words.
    words_before, words_after, words_same
        Number of words in either text, and in both.
    """

    runs: tuple[Run, ...]
    words_before: int
    words_after: int
    words_same: int

    @property
    def similarity(self) -> float:
        """Return twice the common words over all words: 1 where nothing changed, NaN of two empty texts."""
        total = self.words_before + self.words_after
        return 2 * self.words_same / total if total else float("nan")

    @property
    def changed(self) -> tuple[Run, ...]:
        """Return the runs where something changed."""
        return tuple(r for r in self.runs if r.change is not Change.SAME)

    def html(self) -> str:
        """Return HTML with ``<ins>`` and ``<del>``; all text is escaped."""
        parts = []
        for run in self.runs:
            if run.change is Change.SAME:
                parts.append(escape(run.after))
                continue
            if run.before:
                parts.append(f"<del>{escape(run.before)}</del>")
            if run.after:
                parts.append(f"<ins>{escape(run.after)}</ins>")
        return _close(" ".join(parts))

    def marked(self, *, colour: bool = False, context_words: int | None = None) -> str:
        """Return text for a terminal: ``[-deleted-]`` and ``{+inserted+}``.

        Parameters
        ----------
        colour
            Red and green instead of brackets (ANSI).
        context_words
            Cut runs without change to so many words at either end; None keeps them whole.
        """
        deleted, inserted = ("\x1b[31;9m{}\x1b[0m", "\x1b[32m{}\x1b[0m") if colour else ("[-{}-]", "{{+{}+}}")
        parts = []
        for run in self.runs:
            if run.change is Change.SAME:
                parts.append(_shorten(run.after, context_words))
                continue
            if run.before:
                parts.append(deleted.format(run.before))
            if run.after:
                parts.append(inserted.format(run.after))
        return _close(" ".join(parts))


def compare(previous: Communication, current: Communication) -> Difference:
    """Return what changed from the `previous` text to the `current`, votes and boilerplate left out.

    Sentences are matched first, then the words inside sentences that have no
    equal; a stray "the" between two changes counts as changed with them, so
    that a reader sees phrases.
    """
    return compare_sentences([s.text for s in previous.body], [s.text for s in current.body])


def compare_sentences(before: Sequence[str], after: Sequence[str]) -> Difference:
    """Return what changed between two lists of sentences; see `compare`."""
    old = [tokens(s) for s in before]
    new = [tokens(s) for s in after]
    pieces: list[tuple[list[str], list[str]]] = []
    keys = [tuple(s) for s in old], [tuple(s) for s in new]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, *keys, autojunk=len(new) > _MANY).get_opcodes():
        left = [w for s in old[i1:i2] for w in s]
        right = [w for s in new[j1:j2] for w in s]
        pieces += [(left, right)] if tag == "equal" else _words(left, right)
    runs = _merge(pieces)
    same = sum(len(tokens(r.after)) for r in runs if r.change is Change.SAME)
    return Difference(tuple(runs), sum(map(len, old)), sum(map(len, new)), same)


def tokens(text: str) -> list[str]:
    """Return the words of a text; punctuation at their end is a word of its own."""
    return re.findall(r"[^\s,.;:()\"]+(?:[.,:]\d+[^\s,.;:()\"]*)*|[,.;:()\"]", text)


def joined(words: Iterable[str]) -> str:
    """Return words as text again, punctuation joined to the word before it."""
    return _close(" ".join(words))


def _words(left: list[str], right: list[str]) -> list[tuple[list[str], list[str]]]:
    if not left or not right or max(len(left), len(right)) > _MOST_WORDS_INSIDE:
        return [(left, right)]
    codes = SequenceMatcher(None, left, right, autojunk=len(right) > _MANY).get_opcodes()
    return [(left[i1:i2], right[j1:j2]) for _, i1, i2, j1, j2 in codes]


def _merge(pieces: list[tuple[list[str], list[str]]]) -> list[Run]:
    """Join neighbours of the same kind, and fillers between two changes to the changes."""
    blocks: list[tuple[bool, list[str], list[str]]] = []
    for index, (left, right) in enumerate(pieces):
        same = left == right
        inner = 0 < index < len(pieces) - 1
        if same and inner and len(left) <= 2 and all(w.lower() in _FILLERS for w in left):
            same = False
        if blocks and blocks[-1][0] == same:
            blocks[-1][1].extend(left)
            blocks[-1][2].extend(right)
        else:
            blocks.append((same, list(left), list(right)))
    return [_run(same, left, right) for same, left, right in blocks if left or right]


def _run(same: bool, left: list[str], right: list[str]) -> Run:
    if same or left == right:
        kind = Change.SAME
    elif not left:
        kind = Change.INSERTED
    elif not right:
        kind = Change.DELETED
    else:
        kind = Change.CHANGED
    return Run(kind, joined(left), joined(right))


def _close(text: str) -> str:
    return re.sub(r" ([.,;:)])", r"\1", text)


def _shorten(text: str, context_words: int | None) -> str:
    words = text.split(" ")
    if context_words is None or len(words) <= 2 * context_words + 1:
        return text
    head, tail = words[:context_words], words[len(words) - context_words :]
    return " ".join([*head, "…", *tail])
