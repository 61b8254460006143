"""Where a reader is on the page, and the addresses of other places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode


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
    """

    language: str
    tab: str = ""
    as_of: date | None = None

    def at(self, *, language: str | None = None, tab: str | None = None) -> Place:
        """Return another place: what is not given stays."""
        return replace(self, language=language or self.language, tab=self.tab if tab is None else tab)

    def link(self, *, language: str | None = None, tab: str | None = None) -> str:
        """Return the address of this place or another: what is not given stays, the language is named."""
        there = self.at(language=language, tab=tab)
        return "/?" + self._query(tab=there.tab, lang=there.language)

    def csv(self, kind: str, name: str) -> str:
        """Return the address of the figures of a chart (``charts``) or a table (``tables``) as CSV."""
        return f"/api/v1/{kind}/{name}.csv?" + self._query(lang=self.language)

    def _query(self, **values: str) -> str:
        dated = {**values, "as_of": self.as_of.isoformat() if self.as_of else ""}
        return urlencode({key: value for key, value in dated.items() if value})
