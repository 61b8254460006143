"""Where a reader is on the page, and the addresses of other places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

OWN = ("tab", "lang", "as_of")
"""Names in an address that say the place; all others are what a tab was asked."""
MOST_ASKED, LONGEST_ASKED = 16, 400


def asked_of(values: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Return what a tab was asked, from an address or the browser: as text, of bounded number and length."""
    kept = [(str(k)[:40], str(v)[:LONGEST_ASKED]) for k, v in values.items() if k not in OWN]
    return tuple(kept[:MOST_ASKED])


@dataclass(frozen=True)
class Place:
    """A place on the page: everything that its address says.

    Attributes
    ----------
    language
        ``"zh-Hant"`` or ``"en"``.
    tab
        Id of a section; "" for the first.
    as_of
        Day of the briefing; None for the newest.
    asked
        What the reader has set on the tab, as names and values.
    """

    language: str
    tab: str = ""
    as_of: date | None = None
    asked: tuple[tuple[str, str], ...] = ()

    def at(self, *, language: str | None = None, tab: str | None = None) -> Place:
        """Return another place: what is not given stays, but what was asked of one tab is not asked of another."""
        asked = self.asked if tab is None or tab == self.tab else ()
        there = self.tab if tab is None else tab
        return replace(self, language=language or self.language, tab=there, asked=asked)

    def value(self, name: str) -> str:
        """Return what the reader has set under a name; "" for nothing."""
        return dict(self.asked).get(name, "")

    def link(
        self,
        *,
        language: str | None = None,
        tab: str | None = None,
        asked: Mapping[str, str] | None = None,
    ) -> str:
        """Return the address of this place or another: what is not given stays, the language is named."""
        there = self.at(language=language, tab=tab)
        if asked is not None:
            there = replace(there, asked=asked_of(asked))
        return "/?" + self._query(tab=there.tab, lang=there.language, **dict(there.asked))

    def csv(self, kind: str, name: str) -> str:
        """Return the address of the figures of a chart (``charts``) or a table (``tables``) as CSV."""
        return f"/api/v1/{kind}/{name}.csv?" + self._query(lang=self.language)

    def _query(self, **values: str) -> str:
        dated = {**values, "as_of": self.as_of.isoformat() if self.as_of else ""}
        return urlencode({key: value for key, value in dated.items() if value})
