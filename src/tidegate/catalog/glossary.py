"""The glossary by what its words are called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from tidegate.catalog.loader import terms
from tidegate.catalog.model import Term


def names(term: Term) -> set[str]:
    """Return what a term is called: "量化寬鬆（QE）" is also called "量化寬鬆" and "QE"."""
    titles = (term.title.en, term.title.zh, term.hong_kong)
    parts = (part for title in titles for part in re.split("[()（）]", title))
    return {plain(name) for name in (term.id, *titles, *parts, *term.also)} - {""}


def plain(text: str) -> str:
    """Return a text without what makes no difference to a name: capitals, blanks, hyphens, underscores."""
    return re.sub(r"[-_\s]", "", text).casefold()


@cache
def _called() -> Mapping[str, str]:
    return MappingProxyType({plain(name): each.id for each in terms().values() for name in _shown_as(each)})


def _shown_as(term: Term) -> list[str]:
    """Return the English names by which a label may mean a term: in brackets only an abbreviation is one."""
    first, *brackets = re.split("[()]", term.title.en)
    short = [each for each in brackets if 2 * sum(c.isupper() for c in each) > len(each.replace(" ", ""))]
    return [first, *short, *term.also]


@cache
def term_called(name: str) -> str:
    """Return the id of the term that is called so in English, by its title or its abbreviation, or ``""``."""
    return _called().get(plain(name), "")
