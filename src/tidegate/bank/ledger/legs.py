"""The words in which recipes are written: who gains, gives, owes, settles.

Each returns a tuple of legs, so that a recipe is the sum of its phrases.
"""

from __future__ import annotations

from tidegate.bank.ledger.chart import Instrument, Sector
from tidegate.bank.ledger.measures import Measure
from tidegate.bank.ledger.operation import Leg, Slot

Legs = tuple[Leg, ...]

CB, BK, TR = Sector.CENTRAL_BANK, Sector.BANKS, Sector.TREASURY
MF, NB = Sector.MONEY_FUNDS, Sector.NON_BANKS
FO, HB = Sector.FOREIGN_OFFICIAL, Sector.HOME_BUYERS


def gains(sector: Sector, what: Instrument | Slot, measure: Measure = Measure.AMOUNT) -> Legs:
    """Return: the sector holds more of an asset."""
    return (Leg(sector, what, 1, measure),)


def gives(sector: Sector, what: Instrument | Slot, measure: Measure = Measure.AMOUNT) -> Legs:
    """Return: the sector holds less of an asset."""
    return (Leg(sector, what, -1, measure),)


def owes(sector: Sector, what: Instrument | Slot, measure: Measure = Measure.AMOUNT) -> Legs:
    """Return: the sector owes more."""
    return (Leg(sector, what, -1, measure),)


def settles(sector: Sector, what: Instrument | Slot, measure: Measure = Measure.AMOUNT) -> Legs:
    """Return: the sector owes less."""
    return (Leg(sector, what, 1, measure),)


def profits(sector: Sector, measure: Measure = Measure.AMOUNT) -> Legs:
    """Return: the net worth of the sector rises."""
    return (Leg(sector, Instrument.NET_WORTH, -1, measure),)


def loses(sector: Sector, measure: Measure = Measure.AMOUNT) -> Legs:
    """Return: the net worth of the sector falls."""
    return (Leg(sector, Instrument.NET_WORTH, 1, measure),)


def moves(holder: Sector, issuer: Sector, what: Instrument | Slot, measure: Measure = Measure.AMOUNT) -> Legs:
    """Return: the issuer owes more of it to the holder."""
    return gains(holder, what, measure) + owes(issuer, what, measure)


def mirrored(legs: Legs) -> Legs:
    """Return the legs with every sign turned: the same thing undone."""
    return tuple(Leg(leg.sector, leg.instrument, -leg.sign, leg.measure) for leg in legs)


def credited(sector: Sector, measure: Measure = Measure.AMOUNT) -> Legs:
    """Return: the central bank pays a sector in new reserves.

    A bank keeps them; anyone else is credited with a deposit at a bank, which
    receives the reserves; the Treasury is paid into its account.
    """
    if sector is TR:
        return moves(TR, CB, Instrument.TGA, measure)
    reserves = moves(BK, CB, Instrument.RESERVES, measure)
    return reserves if sector is BK else reserves + moves(sector, BK, Instrument.DEPOSITS, measure)


def debited(sector: Sector, measure: Measure = Measure.AMOUNT) -> Legs:
    """Return: a sector pays the central bank, and the reserves are gone."""
    return mirrored(credited(sector, measure))


def earned(payer: Sector, receiver: Sector, measure: Measure = Measure.AMOUNT) -> Legs:
    """Return: net worth moves from payer to receiver."""
    return loses(payer, measure) + profits(receiver, measure)
