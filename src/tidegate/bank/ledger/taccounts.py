"""T-accounts: every balance sheet before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tidegate.bank.ledger.books import Books
from tidegate.bank.ledger.chart import (
    COLUMN,
    INSTRUMENTS,
    ISSUERS,
    ROW,
    SECTORS,
    Instrument,
    Sector,
    instrument_title,
    sector_title,
    sides,
)
from tidegate.catalog.model import Bilingual


@dataclass(frozen=True)
class Line:
    """One line of a T-account, in millions; liabilities and net worth count positive.

    Attributes
    ----------
    id
        An `Instrument`, or ``total``.
    """

    id: str
    title: Bilingual
    before: int
    after: int

    @property
    def change(self) -> int:
        """After less before, millions."""
        return self.after - self.before

    def as_dict(self) -> dict[str, Any]:
        """Return the line as plain data."""
        return {
            "instrument": self.id,
            "title": {"en": self.title.en, "zh-Hant": self.title.zh},
            "before": self.before,
            "after": self.after,
            "change": self.change,
        }


@dataclass(frozen=True)
class TAccount:
    """The balance sheet of one sector before and after.

    Attributes
    ----------
    assets, liabilities
        Lines that are not zero both before and after, in the order of `Instrument`.
    net_worth
        Assets less liabilities.
    """

    sector: Sector
    title: Bilingual
    assets: tuple[Line, ...]
    liabilities: tuple[Line, ...]
    net_worth: Line

    @property
    def changed(self) -> bool:
        """Whether any line changed."""
        return any(line.change for line in (*self.assets, *self.liabilities, self.net_worth))

    def as_dict(self) -> dict[str, Any]:
        """Return the account as plain data: ``sector, title, assets, liabilities, net_worth``."""
        return {
            "sector": str(self.sector),
            "title": {"en": self.title.en, "zh-Hant": self.title.zh},
            "assets": [line.as_dict() for line in self.assets],
            "liabilities": [line.as_dict() for line in self.liabilities],
            "net_worth": self.net_worth.as_dict(),
        }


def _stands_with_liabilities(sector: Sector, instrument: Instrument) -> bool:
    return sides()[ROW[sector], COLUMN[instrument]] == -1 or sector in ISSUERS.get(instrument, ())


def t_accounts(before: Books, after: Books) -> tuple[TAccount, ...]:
    """Return the T-account of every sector, in the order of `Sector`.

    Parameters
    ----------
    before, after
        Books on either side of one or more entries; the same twice to show a state.
    """
    accounts = []
    for sector in SECTORS:
        assets: list[Line] = []
        liabilities: list[Line] = []
        for instrument in INSTRUMENTS[:-1]:
            owed = _stands_with_liabilities(sector, instrument)
            sign = -1 if owed else 1
            line = Line(
                str(instrument),
                instrument_title(instrument),
                sign * before.position(sector, instrument),
                sign * after.position(sector, instrument),
            )
            if line.before or line.after:
                (liabilities if owed else assets).append(line)
        worth = Line(
            str(Instrument.NET_WORTH),
            instrument_title(Instrument.NET_WORTH),
            before.net_worth(sector),
            after.net_worth(sector),
        )
        accounts.append(TAccount(sector, sector_title(sector), tuple(assets), tuple(liabilities), worth))
    return tuple(accounts)
