"""One intervention in everyone's books: the Monetary Authority, the banks, and who wanted the other currency."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from tidegate.catalog.model import Bilingual
from tidegate.errors import IdentityError, InputError
from tidegate.message import N_, Message
from tidegate.transmission.markets.regional.band import STRONG_SIDE, WEAK_SIDE
from tidegate.units import millions_from_bn

Side = Literal["strong", "weak"]
SIDES: tuple[Side, ...] = ("strong", "weak")


class Sector(StrEnum):
    """Whose books."""

    HKMA = "hkma"
    BANKS = "banks"
    CUSTOMERS = "customers"


SECTORS = {
    Sector.HKMA: Bilingual("Hong Kong Monetary Authority", "香港金融管理局"),
    Sector.BANKS: Bilingual("Banks in Hong Kong", "香港的銀行"),
    Sector.CUSTOMERS: Bilingual("Those who sell or buy Hong Kong dollars", "賣出或買入港元的客戶"),
}


class Instrument(StrEnum):
    """What is held and owed."""

    US_DOLLARS = "us_dollars"
    AGGREGATE_BALANCE = "aggregate_balance"
    DEPOSITS = "deposits"


INSTRUMENTS = {
    Instrument.US_DOLLARS: Bilingual("US-dollar claims on the rest of the world", "對境外的美元債權"),
    Instrument.AGGREGATE_BALANCE: Bilingual("Aggregate balance", "總結餘"),
    Instrument.DEPOSITS: Bilingual("Hong Kong dollar deposits", "港元存款"),
}


@dataclass(frozen=True)
class Entry:
    """A change on one side of one sector's books, in whole millions of Hong Kong dollars.

    Attributes
    ----------
    is_asset
        Otherwise a liability.
    change_mn
        + more, - less.
    """

    sector: Sector
    instrument: Instrument
    is_asset: bool
    change_mn: int


@dataclass(frozen=True)
class Intervention:
    """What one intervention changes.

    Attributes
    ----------
    side
        ``weak``: the Monetary Authority buys Hong Kong dollars at 7.85;
        ``strong``: it sells them at 7.75.
    hkd_mn
        Size, whole millions of Hong Kong dollars, above 0.
    rate
        HK$ per US$ at which it is done.
    entries
        In order of `Sector`.
    """

    side: Side
    hkd_mn: int
    rate: float
    entries: tuple[Entry, ...]

    @property
    def usd_mn(self) -> float:
        """US dollars that change hands, millions."""
        return self.hkd_mn / self.rate

    @property
    def balance_change_mn(self) -> int:
        """Change of the aggregate balance, millions of Hong Kong dollars."""
        return self.hkd_mn if self.side == "strong" else -self.hkd_mn

    def check(self) -> None:
        """Refuse books that do not balance.

        Raises
        ------
        IdentityError
            If a sector's assets and liabilities change by different amounts,
            or an instrument is held by more or less than is owed.
        """
        found = []
        for sector in Sector:
            sums = [sum(e.change_mn for e in self.of(sector) if e.is_asset is side) for side in (True, False)]
            if sums[0] != sums[1]:
                text = N_("{sector}: assets change by {assets}, liabilities by {liabilities}")
                params = {"sector": SECTORS[sector], "assets": sums[0], "liabilities": sums[1]}
                found.append(Message(text, params))
        for instrument in Instrument:
            rows = [e for e in self.entries if e.instrument is instrument]
            net = sum(e.change_mn if e.is_asset else -e.change_mn for e in rows)
            if net:
                text = N_("{instrument}: held and owed differ by {net}")
                found.append(Message(text, {"instrument": INSTRUMENTS[instrument], "net": net}))
        IdentityError.check(found)

    def of(self, sector: Sector) -> tuple[Entry, ...]:
        """Return the entries of one sector."""
        return tuple(e for e in self.entries if e.sector is sector)

    def to_dict(self) -> dict[str, object]:
        """Return the stable JSON form."""
        return {
            "side": self.side,
            "rate": self.rate,
            "hkd_mn": self.hkd_mn,
            "usd_mn": self.usd_mn,
            "aggregate_balance_change_mn": self.balance_change_mn,
            "entries": [
                {
                    "sector": str(e.sector),
                    "instrument": str(e.instrument),
                    "side": "asset" if e.is_asset else "liability",
                    "change_mn": e.change_mn,
                }
                for e in self.entries
            ],
        }


def intervention(side: Side, amount_bn: float) -> Intervention:
    """Return what an intervention of a size changes in three books.

    On the weak side a customer takes US dollars out: his deposit shrinks, his
    bank sells Hong Kong dollars to the Monetary Authority for the US dollars it
    hands him. On the strong side everything turns round.

    Parameters
    ----------
    amount_bn
        HK$ bn, above 0; rounded to whole millions.

    Raises
    ------
    InputError
        For another side, or an amount that is not above 0; all problems at once.
    """
    problems = []
    if side not in SIDES:
        text = N_("side {value!r}: give one of {allowed}")
        problems.append(Message(text, {"value": side, "allowed": ", ".join(SIDES)}))
    if not 0.001 <= amount_bn < 10_000:
        text = N_("amount {value}: give billions of Hong Kong dollars from 0.001 to below 10,000")
        problems.append(Message(text, {"value": amount_bn}))
    InputError.check(problems)
    size = millions_from_bn(amount_bn)
    sign = size if side == "strong" else -size
    # Dollars move between the authority and the customer; the bank only hands them on.
    entries = (
        Entry(Sector.HKMA, Instrument.US_DOLLARS, True, sign),
        Entry(Sector.HKMA, Instrument.AGGREGATE_BALANCE, False, sign),
        Entry(Sector.BANKS, Instrument.AGGREGATE_BALANCE, True, sign),
        Entry(Sector.BANKS, Instrument.DEPOSITS, False, sign),
        Entry(Sector.CUSTOMERS, Instrument.DEPOSITS, True, sign),
        Entry(Sector.CUSTOMERS, Instrument.US_DOLLARS, True, -sign),
    )
    done = Intervention(side, size, STRONG_SIDE if side == "strong" else WEAK_SIDE, entries)
    done.check()
    return done
