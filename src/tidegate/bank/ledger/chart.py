"""The chart of accounts: who holds, what is held, and on which side it may stand."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from tidegate.catalog.model import Bilingual


class Sector(StrEnum):
    """Whose balance sheet it is. The order is that of the rows of `Books`."""

    CENTRAL_BANK = "central_bank"
    BANKS = "banks"
    TREASURY = "treasury"
    MONEY_FUNDS = "money_funds"
    NON_BANKS = "non_banks"
    """Households, firms and funds other than money funds."""
    FOREIGN_OFFICIAL = "foreign_official"
    HOME_BUYERS = "home_buyers"
    """Mortgage borrowers with the agencies that pool their loans: who owes the MBS.

    Kept apart from `NON_BANKS`, so that a fund's holding of MBS is not netted
    against the debt of the homeowner.
    """


class Instrument(StrEnum):
    """What is held or owed. The order is that of the columns of `Books`."""

    TREASURY_BILLS = "treasury_bills"
    TREASURY_COUPONS = "treasury_coupons"
    """Nominal notes and bonds; for other central banks, their government bonds."""
    TIPS = "tips"
    """Par with inflation compensation."""
    FRN = "frn"
    AGENCY_MBS = "agency_mbs"
    PREMIUMS = "premiums"
    """Unamortised premiums less discounts: what a holder paid above par, and its issuer owes above par."""
    STANDING_REPO = "standing_repo"
    DISCOUNT_LOANS = "discount_loans"
    EMERGENCY_LOANS = "emergency_loans"
    OTHER_ASSETS = "other_assets"
    """Other claims of the central bank, on private non-banks by convention."""
    RESERVES = "reserves"
    CURRENCY = "currency"
    ON_RRP = "on_rrp"
    FOREIGN_RRP = "foreign_rrp"
    TGA = "tga"
    OTHER_DEPOSITS = "other_deposits"
    """Deposits at the central bank of clearing houses and housing agencies."""
    REMITTANCES_DUE = "remittances_due"
    DEFERRED_ASSET = "deferred_asset"
    """Losses to be made good out of later profits, before remittances resume."""
    DEPOSITS = "deposits"
    BANK_LOANS = "bank_loans"
    FUND_SHARES = "fund_shares"
    NET_WORTH = "net_worth"
    """Booked explicitly, as an amount owed to owners: negative when net worth is positive."""


SECTORS = tuple(Sector)
"""The rows of the books, in their order."""
INSTRUMENTS = tuple(Instrument)
"""The columns of the books, in their order."""
ROW: Mapping[Sector, int] = MappingProxyType({s: k for k, s in enumerate(SECTORS)})
COLUMN: Mapping[Instrument, int] = MappingProxyType({i: k for k, i in enumerate(INSTRUMENTS)})

TREASURIES = (
    Instrument.TREASURY_BILLS,
    Instrument.TREASURY_COUPONS,
    Instrument.TIPS,
    Instrument.FRN,
)
"""The four classes of Treasury securities."""

_CB, _BK, _TR = Sector.CENTRAL_BANK, Sector.BANKS, Sector.TREASURY
_MF, _NB, _FO, _HB = Sector.MONEY_FUNDS, Sector.NON_BANKS, Sector.FOREIGN_OFFICIAL, Sector.HOME_BUYERS

_SIDES: Mapping[Instrument, tuple[Sector, tuple[Sector, ...]]] = MappingProxyType(
    {
        **dict.fromkeys(TREASURIES, (_TR, (_CB, _BK, _MF, _NB, _FO))),
        Instrument.AGENCY_MBS: (_HB, (_CB, _BK, _NB, _FO)),
        Instrument.STANDING_REPO: (_BK, (_CB,)),
        Instrument.DISCOUNT_LOANS: (_BK, (_CB,)),
        Instrument.EMERGENCY_LOANS: (_BK, (_CB,)),
        Instrument.OTHER_ASSETS: (_NB, (_CB,)),
        Instrument.RESERVES: (_CB, (_BK,)),
        Instrument.CURRENCY: (_CB, (_BK, _NB, _FO)),
        Instrument.ON_RRP: (_CB, (_MF,)),
        Instrument.FOREIGN_RRP: (_CB, (_FO,)),
        Instrument.TGA: (_CB, (_TR,)),
        Instrument.OTHER_DEPOSITS: (_CB, (_NB,)),
        Instrument.REMITTANCES_DUE: (_CB, (_TR,)),
        Instrument.DEFERRED_ASSET: (_TR, (_CB,)),
        Instrument.DEPOSITS: (_BK, (_MF, _NB, _FO, _HB)),
        Instrument.BANK_LOANS: (_NB, (_BK,)),
        Instrument.FUND_SHARES: (_MF, (_NB,)),
    }
)
"""Who owes each instrument, and who may hold it."""

ISSUERS: Mapping[Instrument, tuple[Sector, ...]] = MappingProxyType(
    {i: (owes,) for i, (owes, _) in _SIDES.items()} | {Instrument.PREMIUMS: (_TR, _HB)}
)
"""Sectors in whose T-account the instrument stands among the liabilities."""

FREE = 2
"""In `sides()`: either sign is allowed."""


@cache
def sides() -> NDArray[np.int8]:
    """Return on which side each position may stand, shape [sectors, instruments].

    Returns
    -------
    NDArray[np.int8]
        1: an asset, so 0 or more; -1: a liability, so 0 or less; 0: the sector
        has no such account, always 0; `FREE`: either (premiums may be net
        discounts, net worth may be negative). Read-only.
    """
    table = np.zeros((len(SECTORS), len(INSTRUMENTS)), dtype=np.int8)
    for instrument, (owes, holders) in _SIDES.items():
        table[ROW[owes], COLUMN[instrument]] = -1
        for holder in holders:
            table[ROW[holder], COLUMN[instrument]] = 1
    table[:, [COLUMN[Instrument.PREMIUMS], COLUMN[Instrument.NET_WORTH]]] = FREE
    table.setflags(write=False)
    return table


@cache
def _titles() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    text = files("tidegate.bank.ledger").joinpath("titles.toml").read_text("utf-8")
    return MappingProxyType(tomllib.loads(text))


def titled(table: str, key: str, text: str = "title") -> Bilingual:
    """Return a text of ``titles.toml`` in both languages.

    Parameters
    ----------
    table
        ``sectors``, ``instruments``, ``groups``, ``operations`` or ``parameters``.
    key
        Id of the row.
    text
        ``title``, or ``description`` where the row has one.
    """
    row = _titles()[table][key]
    return Bilingual(row[f"{text}_en"], row[f"{text}_zh"])


def title_ids(table: str) -> tuple[str, ...]:
    """Return the ids of a table of ``titles.toml``, in its order."""
    return tuple(_titles()[table])


def sector_title(sector: Sector) -> Bilingual:
    """Return the name of a sector in both languages."""
    return titled("sectors", sector)


def instrument_title(instrument: Instrument) -> Bilingual:
    """Return the name of an instrument in both languages."""
    return titled("instruments", instrument)
