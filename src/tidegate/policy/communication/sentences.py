"""A statement or minutes as sentences, each with the part it plays."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tidegate.errors import InputError
from tidegate.message import N_

MAX_CHARACTERS = 400_000
"""Several times the longest minutes; a longer text is refused."""
MAX_SENTENCE = 4_000
"""Characters of one sentence that are looked at; a longer one is no sentence."""
MIN_WORDS = 5


class Role(StrEnum):
    """The part a sentence plays."""

    BODY = "body"
    VOTE = "vote"
    DATE = "date"
    RELATED = "related"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True)
class Sentence:
    """One sentence, its whitespace and dashes made uniform.

    Parameters
    ----------
    text
        The sentence.
    paragraph
        Number of its paragraph, from 0.
    role
        Body of the text, vote and dissent, a date line, an action of the Board
        beside the decision, or boilerplate.
    """

    text: str
    paragraph: int
    role: Role = Role.BODY


@dataclass(frozen=True)
class Communication:
    """A text of the committee, read.

    Parameters
    ----------
    sentences
        In the order of the text; never empty.
    released
        The first date line, or None where there is none.
    """

    sentences: tuple[Sentence, ...]
    released: date | None

    @property
    def body(self) -> tuple[Sentence, ...]:
        """Return the sentences that carry the message: no votes, dates or boilerplate."""
        return tuple(s for s in self.sentences if s.role is Role.BODY)


_SAME = str.maketrans(
    {
        "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u200b": "", "\u00ad": "", "\ufeff": "",
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-",
        "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"',
    }
)  # fmt: skip
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE_LINE = re.compile(rf"(?:{_MONTHS}) \d{{1,2}}(?:-\d{{1,2}})?, \d{{4}}")
_RELEASE_LINE = re.compile(r"(?:For (?:immediate )?release|Release date|Last update)\b", re.IGNORECASE)
_VOTE = re.compile(
    r"(?:Voting (?:for|against|in favor)|Voting:|Votes? (?:for|against)\b|Absent and not voting)"
)
_RELATED = re.compile(r"In (?:a |taking )?(?:related|this) actions?\b")
_BOILERPLATE = re.compile(
    r"Implementation Note issued|For media inquiries|Return to (?:top|text)|Frequently asked questions"
    r"|Statement Regarding .{0,80}\(PDF\)|Decisions Regarding Monetary Policy Implementation"
    r"|Board of Governors of the Federal Reserve System$|Accessible (?:version|materials)|Back to Top"
    r"|\d{4} (?:Monetary policy|All Press) ",
    re.IGNORECASE,
)
_ABBREVIATED = (
    "u.s. u.k. u.n. mr. mrs. ms. messrs. mses. mmes. dr. jr. sr. st. no. inc. co. corp. vs. i.e. e.g. a.m. p.m."
    " jan. feb. mar. apr. aug. sept. oct. nov. dec. est. approx."
)
_ABBREVIATIONS = frozenset(_ABBREVIATED.split())
_END = re.compile(r"[.!?][\"')\]]*\d{0,2}\s+(?=[\"'(\[]*[A-Z0-9$])")


def normalise(text: str) -> str:
    """Return text with one kind of blank, dash and quotation mark.

    Line ends stay; control characters other than them go.
    """
    uniform = unicodedata.normalize("NFC", text.translate(_SAME)).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in uniform if c in "\n\t" or unicodedata.category(c) != "Cc")


def read(text: str) -> Communication:
    """Split a statement or minutes, given as plain text, into sentences.

    Parameters
    ----------
    text
        Paragraphs separated by empty lines; a single line end inside a
        paragraph is a blank.

    Returns
    -------
    Communication

    Raises
    ------
    InputError
        If the text is longer than `MAX_CHARACTERS`, has fewer than `MIN_WORDS`
        words, is not English prose, or holds characters that only a wrongly
        decoded or binary file has.
    """
    check_text(text)
    found: list[Sentence] = []
    released: date | None = None
    for number, paragraph in enumerate(p for p in re.split(r"\n\s*\n", normalise(text)) if p.strip()):
        lines = paragraph.strip().split("\n")
        while lines and (_DATE_LINE.fullmatch(lines[0].strip()) or _RELEASE_LINE.match(lines[0].strip())):
            line = " ".join(lines.pop(0).split())
            released = released or _date(line)
            found.append(Sentence(line, number, Role.DATE))
        role = Role.BODY
        for sentence in split(" ".join(lines)):
            role = _role(sentence, role)
            found.append(Sentence(sentence, number, role))
    return Communication(tuple(found), released)


def check_text(text: str) -> None:
    """Refuse what cannot be a statement.

    Raises
    ------
    InputError
        See `read`.
    """
    if len(text) > MAX_CHARACTERS:
        raise InputError.of(
            N_(
                "The text has {count} characters; at most {most} are read. Give one statement or one set of minutes."
            ),
            count=f"{len(text):,}",
            most=f"{MAX_CHARACTERS:,}",
        )
    odd = sum(c == "\ufffd" or (c < " " and c not in "\n\r\t\f") for c in text)
    if "\0" in text or odd > max(3, len(text) // 500):
        raise InputError.of(
            N_(
                "The text holds {count} characters that no statement has: is it a binary file or in another encoding?"
            ),
            count=odd,
        )
    words = re.findall(r"[A-Za-z]{2,}", text)
    if len(words) < MIN_WORDS:
        raise InputError.of(
            N_("The text has {count} English words; a statement has many more. Give the whole text."),
            count=len(words),
        )


def split(paragraph: str) -> list[str]:
    """Split a paragraph into sentences; abbreviations and initials do not end one."""
    text = " ".join(paragraph.split())
    found: list[str] = []
    start = 0
    for match in _END.finditer(text):
        last = (
            text[max(start, match.start() - 24) : match.start() + 1]
            .rsplit(" ", 1)[-1]
            .lower()
            .lstrip("\"'([")
        )
        initial = re.fullmatch(r"(?:[a-z]\.)+", last)
        after = text[match.end() : match.end() + 12]
        goes_on = last in ("u.s.", "a.m.", "p.m.") and after.split(" ", 1)[0] in (
            "The",
            "In",
            "At",
            "This",
            "Voting",
        )
        if (last in _ABBREVIATIONS or initial) and not goes_on:
            continue
        found.append(text[start : match.end()].strip())
        start = match.end()
    rest = text[start:].strip()
    return [*found, rest] if rest else found


def _role(sentence: str, before: Role) -> Role:
    if before is Role.VOTE:  # what follows a vote in its paragraph tells of the vote
        return Role.VOTE
    if _VOTE.match(sentence):
        return Role.VOTE
    if sentence.endswith("?") or (_BOILERPLATE.search(sentence) and len(sentence) < 200):
        return Role.BOILERPLATE
    if before is Role.RELATED or _RELATED.match(sentence):
        return Role.RELATED
    return Role.BODY


def _date(line: str) -> date | None:
    match = re.search(rf"({_MONTHS}) (\d{{1,2}})(?:-\d{{1,2}})?, (\d{{4}})", line)
    if match is None:
        return None
    try:
        return datetime.strptime(" ".join(match.groups()) + " +0000", "%B %d %Y %z").date()
    except ValueError:
        return None
