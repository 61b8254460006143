"""Opening positions: a central bank as it was, the other sectors closed around it."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.ledger.chart import COLUMN, INSTRUMENTS, ROW, SECTORS, Instrument, Sector, sides
from tidegate.bank.ledger.measures import divide_half_even
from tidegate.errors import InputError
from tidegate.message import N_, Message

I, S = Instrument, Sector  # noqa: E741

STYLISED_FED: Mapping[Instrument, int] = MappingProxyType(
    {
        I.TREASURY_BILLS: 326_044,
        I.TREASURY_COUPONS: 4_942_789,
        I.TIPS: 471_376,
        I.FRN: 30_570,
        I.AGENCY_MBS: 2_707_446,
        I.PREMIUMS: 312_639,
        I.DISCOUNT_LOANS: 870,
        I.OTHER_ASSETS: 123_316,
        I.RESERVES: 3_357_395,
        I.CURRENCY: 2_278_642,
        I.ON_RRP: 1_965_015,
        I.FOREIGN_RRP: 265_525,
        I.TGA: 780_575,
        I.REMITTANCES_DUE: 2_690,
        I.OTHER_DEPOSITS: 224_208,
    }
)
"""The Federal Reserve on Wednesday 2022-06-01, $ millions, rounded into a stylised whole.

Figures: Federal Reserve H.4.1 (WALCL 8,915,050; TREAST 5,770,779; WSHOMCB;
WUPSHO less WUDSHO; primary credit; WRBWFRBL; RRPONTSYD; WLRRAFOIAL; WDTGAL;
earnings remittances due) and, for the classes of Treasuries, the NY Fed SOMA
summary of that day (TIPS with 88,410 of inflation compensation). Stylised:
currency is the week's average; other assets close total assets (agency debt,
emergency facilities, accrued interest); other deposits close liabilities
beside a capital of 41,000.
"""

STYLISED_OTHERS: Mapping[tuple[Sector, Instrument], int] = MappingProxyType(
    {
        (S.BANKS, I.TREASURY_BILLS): 300_000,
        (S.BANKS, I.TREASURY_COUPONS): 1_100_000,
        (S.BANKS, I.TIPS): 60_000,
        (S.BANKS, I.FRN): 60_000,
        (S.BANKS, I.AGENCY_MBS): 2_800_000,
        (S.BANKS, I.BANK_LOANS): 11_300_000,
        (S.MONEY_FUNDS, I.TREASURY_BILLS): 1_200_000,
        (S.MONEY_FUNDS, I.TREASURY_COUPONS): 250_000,
        (S.MONEY_FUNDS, I.FRN): 200_000,
        (S.MONEY_FUNDS, I.DEPOSITS): 100_000,
        (S.NON_BANKS, I.TREASURY_BILLS): 1_500_000,
        (S.NON_BANKS, I.TREASURY_COUPONS): 7_500_000,
        (S.NON_BANKS, I.TIPS): 1_100_000,
        (S.NON_BANKS, I.FRN): 250_000,
        (S.NON_BANKS, I.AGENCY_MBS): 1_900_000,
        (S.NON_BANKS, I.DEPOSITS): 15_000_000,
        (S.FOREIGN_OFFICIAL, I.TREASURY_BILLS): 300_000,
        (S.FOREIGN_OFFICIAL, I.TREASURY_COUPONS): 3_600_000,
        (S.FOREIGN_OFFICIAL, I.TIPS): 200_000,
        (S.FOREIGN_OFFICIAL, I.AGENCY_MBS): 1_100_000,
        (S.FOREIGN_OFFICIAL, I.DEPOSITS): 400_000,
        (S.HOME_BUYERS, I.DEPOSITS): 1_500_000,
    }
)
"""Stylised holdings of the others beside `STYLISED_FED`, $ millions: magnitudes of mid-2022, not data."""

STYLISED_TOTAL_ASSETS = 8_915_050
"""Total assets of the central bank for which `STYLISED_OTHERS` is sized, millions."""

_NOTE_SHARES_PCT = {S.BANKS: 4, S.FOREIGN_OFFICIAL: 40}
"""Stylised holders of banknotes; the rest is with private non-banks."""


def _whole(value: Any) -> int | None:
    """Return an exact int, or None if the value is not one."""
    try:
        return None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        return None


def _checked(levels: Mapping[Instrument, Any]) -> dict[Instrument, int]:
    """Return the levels as ints by instrument, or raise with every problem."""
    problems, found = [], {}
    allowed = sides()[ROW[S.CENTRAL_BANK]]
    for name, value in levels.items():
        if name not in COLUMN or name == I.NET_WORTH or not allowed[COLUMN[I(name)]]:
            names = ", ".join(i for i in INSTRUMENTS if allowed[COLUMN[i]] and i is not I.NET_WORTH)
            text = N_("{name!r} is not on the balance sheet of a central bank; use one of {names}")
            problems.append(Message(text, {"name": str(name), "names": names}))
            continue
        whole = _whole(value)
        if whole is None or (whole < 0 and name != I.PREMIUMS):
            text = N_("{name}: {value!r} must be a whole number of millions, 0 or more")
            problems.append(Message(text, {"name": str(name), "value": value}))
        else:
            found[I(name)] = whole
    InputError.check(problems)
    return found


def opening_positions(
    levels: Mapping[Instrument, int], others: Mapping[tuple[Sector, Instrument], int] | None = None
) -> NDArray[np.int64]:
    """Return opening positions of every sector around a central bank.

    Parameters
    ----------
    levels
        The central bank's assets and liabilities, millions, all 0 or more
        (premiums less discounts may be negative). Its net worth is what is left.
    others
        Holdings of the other sectors, millions. Default: `STYLISED_OTHERS`
        scaled to the total assets of this central bank.

    Returns
    -------
    NDArray[np.int64]
        Signed positions [sectors, instruments]. Each issuer owes exactly what
        the others hold; money funds hold all of ON RRP and their shares are
        worth their assets; net worth closes each sector.

    Raises
    ------
    InputError
        Naming every level that is no instrument of a central bank, not a whole
        number, or negative.
    """
    known = _checked(levels)
    side = sides()
    positions = np.zeros((len(SECTORS), len(INSTRUMENTS)), dtype=np.int64)
    central = positions[ROW[S.CENTRAL_BANK]]
    for instrument, value in known.items():
        owed = side[ROW[S.CENTRAL_BANK], COLUMN[instrument]] == -1
        central[COLUMN[instrument]] = -value if owed else value
    if others is None:
        total = int(central[central > 0].sum())
        scaled = {k: divide_half_even(v * total, STYLISED_TOTAL_ASSETS) for k, v in STYLISED_OTHERS.items()}
    else:
        scaled = dict(others)
    for (sector, instrument), value in scaled.items():
        positions[ROW[sector], COLUMN[instrument]] += value
    _hold_liabilities(positions)
    _owe_what_is_held(positions)
    positions[:, COLUMN[I.NET_WORTH]] = 0
    positions[:, COLUMN[I.NET_WORTH]] = -positions.sum(axis=1)
    return positions


def _hold_liabilities(positions: NDArray[np.int64]) -> None:
    """Give what the central bank owes to those who may hold it, in place."""
    central = positions[ROW[S.CENTRAL_BANK]]
    notes = -int(central[COLUMN[I.CURRENCY]])
    for sector, share in _NOTE_SHARES_PCT.items():
        part = divide_half_even(notes * share, 100)
        positions[ROW[sector], COLUMN[I.CURRENCY]] = part
        notes -= part
    positions[ROW[S.NON_BANKS], COLUMN[I.CURRENCY]] = notes
    for instrument, holder in (
        (I.RESERVES, S.BANKS),
        (I.ON_RRP, S.MONEY_FUNDS),
        (I.FOREIGN_RRP, S.FOREIGN_OFFICIAL),
        (I.TGA, S.TREASURY),
        (I.OTHER_DEPOSITS, S.NON_BANKS),
        (I.REMITTANCES_DUE, S.TREASURY),
    ):
        positions[ROW[holder], COLUMN[instrument]] = -central[COLUMN[instrument]]


def _owe_what_is_held(positions: NDArray[np.int64]) -> None:
    """Let each issuer owe what the others hold, in place."""
    side = sides()
    shares = COLUMN[I.FUND_SHARES]
    assets = int(positions[ROW[S.MONEY_FUNDS]].sum())
    positions[ROW[S.NON_BANKS], shares] = assets
    for instrument in INSTRUMENTS:
        column = COLUMN[instrument]
        issuers = np.flatnonzero(side[:, column] == -1)
        if issuers.size and issuers[0] != ROW[S.CENTRAL_BANK]:
            positions[issuers[0], column] = 0
            positions[issuers[0], column] = -positions[:, column].sum()
    # Premiums follow the securities they were paid for.
    premiums = int(positions[ROW[S.CENTRAL_BANK], COLUMN[I.PREMIUMS]])
    central = positions[ROW[S.CENTRAL_BANK]]
    mbs = int(central[COLUMN[I.AGENCY_MBS]])
    held = mbs + sum(int(central[COLUMN[i]]) for i in (I.TREASURY_BILLS, I.TREASURY_COUPONS, I.TIPS, I.FRN))
    on_mbs = divide_half_even(premiums * mbs, held) if held else 0
    positions[ROW[S.HOME_BUYERS], COLUMN[I.PREMIUMS]] = -on_mbs
    positions[ROW[S.TREASURY], COLUMN[I.PREMIUMS]] = on_mbs - premiums
