"""The books of every sector at one moment, immutable and in whole millions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.ledger.chart import COLUMN, FREE, INSTRUMENTS, ROW, SECTORS, Instrument, Sector, sides
from tidegate.bank.ledger.opening import STYLISED_FED, opening_positions
from tidegate.errors import IdentityError
from tidegate.message import N_, Message

Positions = NDArray[np.int64]
"""Signed positions in millions, last two axes [sectors, instruments]."""


@dataclass(frozen=True, eq=False)
class Books:
    """Positions of every sector in every instrument.

    Attributes
    ----------
    positions : NDArray[np.int64]
        Shape [sectors, instruments] in the order of `Sector` and `Instrument`,
        millions of the central bank's currency, read-only. An asset is
        positive, a liability negative; net worth is booked as owed to owners,
        so that every row and every column sums to zero.

    Raises
    ------
    IdentityError
        If a row or a column does not sum to zero; all of them are named.
    """

    positions: Positions

    def __post_init__(self) -> None:
        positions = np.array(self.positions)
        shape = (len(SECTORS), len(INSTRUMENTS))
        if positions.shape != shape or positions.dtype.kind not in "iu":
            raise IdentityError.of(
                N_("books must be whole numbers of millions of shape {shape}, not {dtype} of shape {found}"),
                shape=shape,
                dtype=str(positions.dtype),
                found=positions.shape,
            )
        positions = positions.astype(np.int64)
        positions.setflags(write=False)
        object.__setattr__(self, "positions", positions)
        text = N_("{name} does not balance: {residual} million left over")
        IdentityError.check(
            Message(text, {"name": name, "residual": residual})
            for name, residual in identities(self).items()
            if residual
        )

    @classmethod
    def from_central_bank(
        cls,
        levels: Mapping[Instrument, int],
        others: Mapping[tuple[Sector, Instrument], int] | None = None,
    ) -> Books:
        """Return books around a central bank's balance sheet.

        Parameters
        ----------
        levels
            The central bank's assets and liabilities, millions, all 0 or more
            (premiums less discounts may be negative). Its net worth is what is left.
        others
            Holdings of the other sectors, millions. Default: a stylised set, scaled
            to the total assets of this central bank.
        """
        return cls(opening_positions(levels, others))

    @classmethod
    def stylised(cls) -> Books:
        """Return the stylised opening books: the Fed of 2022-06-01, other sectors by magnitude."""
        return cls.from_central_bank(STYLISED_FED)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Books) and bool((self.positions == other.positions).all())

    def __hash__(self) -> int:
        return hash(self.positions.tobytes())

    def position(self, sector: Sector, instrument: Instrument) -> int:
        """Return the signed position of a `sector` in an `instrument`, in millions."""
        return int(self.positions[ROW[sector], COLUMN[instrument]])

    def net_worth(self, sector: Sector) -> int:
        """Return the booked net worth of a sector in millions; positive if it owns more than it owes."""
        return -self.position(sector, Instrument.NET_WORTH)


def identities(books: Books) -> dict[str, int]:
    """Return what is left over in every identity, in millions; all zero in sound books.

    Returns
    -------
    dict
        ``assets = liabilities + net worth: SECTOR`` for each sector and
        ``held = owed: INSTRUMENT`` for each instrument, gross amounts
        recomputed from the positions.
    """
    claims = books.positions[:, : COLUMN[Instrument.NET_WORTH]]
    assets = np.where(claims > 0, claims, 0)
    liabilities = np.where(claims < 0, -claims, 0)
    found = {
        f"assets = liabilities + net worth: {s}": int(assets[ROW[s]].sum())
        - int(liabilities[ROW[s]].sum())
        - books.net_worth(s)
        for s in SECTORS
    }
    for i in INSTRUMENTS[:-1]:
        found[f"held = owed: {i}"] = int(assets[:, COLUMN[i]].sum() - liabilities[:, COLUMN[i]].sum())
    found[f"held = owed: {Instrument.NET_WORTH}"] = sum(books.net_worth(s) for s in SECTORS)
    return found


def misplaced(positions: Positions, sectors: tuple[Sector, ...] = SECTORS) -> NDArray[np.bool_]:
    """Return where a position stands on a side it cannot be on, of the shape of `positions`.

    Parameters
    ----------
    positions
        [..., sectors, instruments].
    sectors
        Sectors to look at; the others are never misplaced.
    """
    side = sides()
    sign = np.sign(positions)
    wrong = (side != FREE) & (sign != 0) & (sign != side)
    looked = np.isin(np.arange(len(SECTORS)), [ROW[s] for s in sectors])
    result: NDArray[np.bool_] = wrong & looked[:, np.newaxis]
    return result


_PUBLIC = (Sector.MONEY_FUNDS, Sector.NON_BANKS, Sector.HOME_BUYERS)


def aggregates(books: Books) -> dict[str, int]:
    """Return the headline totals that an operation moves, in millions.

    Returns
    -------
    dict
        ``central_bank_assets`` (H.4.1 basis: without the deferred asset, which
        it books as a negative liability), ``reserves``, ``on_rrp``, ``tga``,
        ``currency``, ``monetary_base`` (reserves and currency),
        ``deposits_of_the_public`` (private, non-bank) and ``broad_money`` (those
        deposits and the banknotes outside banks and abroad).
    """
    row = ROW[Sector.CENTRAL_BANK]
    central = books.positions[row]
    owned = sides()[row] == 1
    owned[COLUMN[Instrument.PREMIUMS]] = True
    owned[COLUMN[Instrument.DEFERRED_ASSET]] = False

    def owed(instrument: Instrument) -> int:
        return -int(central[COLUMN[instrument]])

    deposits = sum(books.position(s, Instrument.DEPOSITS) for s in _PUBLIC)
    return {
        "central_bank_assets": int(central[owned].sum()),
        "reserves": owed(Instrument.RESERVES),
        "on_rrp": owed(Instrument.ON_RRP),
        "tga": owed(Instrument.TGA),
        "currency": owed(Instrument.CURRENCY),
        "monetary_base": owed(Instrument.RESERVES) + owed(Instrument.CURRENCY),
        "deposits_of_the_public": deposits,
        "broad_money": deposits + books.position(Sector.NON_BANKS, Instrument.CURRENCY),
    }
