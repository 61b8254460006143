"""What the central bank says: sentences, what changed, the balance sheet, and the tone.

Everything here is a pure function of text; reading files and pages is the
business of `tidegate.data.providers.fed_site` and of the command line.
"""

from __future__ import annotations

from tidegate.policy.communication.balance_sheet import Announcement, Finding, announcements, find
from tidegate.policy.communication.difference import Difference, Run, compare
from tidegate.policy.communication.sentences import Communication, Sentence, read
from tidegate.policy.communication.tone import Score, SentenceScore, score_statement

__all__ = [
    "Announcement",
    "Communication",
    "Difference",
    "Finding",
    "Run",
    "Score",
    "Sentence",
    "SentenceScore",
    "announcements",
    "compare",
    "find",
    "read",
    "score_statement",
]
