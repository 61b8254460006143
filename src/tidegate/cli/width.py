"""Text measured by the columns it takes on a terminal, where a Chinese character takes two."""

from __future__ import annotations

import re
import unicodedata

# No line may begin with these.
_CLOSING = "，。；：！？、）」』％"
_PIECE = re.compile(r"[ \t\n]+|[\u2e80-\u9fff\uf900-\uffef]|[^ \t\n\u2e80-\u9fff\uf900-\uffef]+")


def width(text: str) -> int:
    """Return the number of terminal columns a text takes."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def pad(text: str, columns: int = 0, *, right: bool = False) -> str:
    """Fill a text with blanks to a number of columns, on the left if `right` aligned."""
    blanks = " " * max(columns - width(text), 0)
    return blanks + text if right else text + blanks


def wrap(text: str, columns: int) -> list[str]:
    """Break a text into lines of at most `columns` columns.

    English breaks between words, Chinese between any two characters but never
    before a closing punctuation mark, which may stand past the edge.
    """
    lines: list[str] = []
    line = ""
    for piece in _PIECE.findall(text):
        if piece.isspace():
            line += " " if line else ""
        elif width(line) + width(piece) > columns and line.strip() and piece not in _CLOSING:
            lines.append(line.rstrip())
            line = piece
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines
