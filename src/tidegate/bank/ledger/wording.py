"""The sentence that says what an entry did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tidegate.bank.ledger.chart import Instrument, instrument_title
from tidegate.bank.ledger.measures import Measure, measured
from tidegate.bank.ledger.operation import Slot
from tidegate.bank.ledger.posting import Entry
from tidegate.bank.ledger.recipes import operation
from tidegate.catalog.loader import banks, unknown
from tidegate.catalog.model import Bilingual
from tidegate.message import N_, Message, Translate
from tidegate.units import MILLIONS_PER_BILLION

BANK_NAMES: Mapping[str, Bilingual] = MappingProxyType(
    {
        "fed": Bilingual("the Fed", "聯準會"),
        "ecb": Bilingual("the ECB", "歐洲央行"),
        "boe": Bilingual("the Bank of England", "英國央行"),
        "boj": Bilingual("the Bank of Japan", "日本央行"),
    }
)
"""Central banks as they are called inside a sentence."""

_SYMBOLS = {"USD": ("$", "美元"), "EUR": ("€", "歐元"), "GBP": ("£", "英鎊"), "JPY": ("¥", "日圓")}
_MILLIONS_PER_YI = 100
_MILLIONS_PER_ZHAO = 1_000_000
_WAN_PER_MILLION = 100


def _decimal(millions: int, per_unit: int) -> str:
    """Return millions of 0 or more in a larger unit, exact, with no trailing zeros."""
    whole, rest = divmod(millions, per_unit)
    digits = str(rest).zfill(len(str(per_unit)) - 1).rstrip("0")
    return f"{whole:,}.{digits}" if digits else f"{whole:,}"


@dataclass(frozen=True)
class Money:
    """An exact amount inside a sentence, to the million.

    Attributes
    ----------
    millions
        Whole millions, 0 or more.
    currency
        ISO code of the currency of one of the four banks.
    """

    millions: int
    currency: str = "USD"

    def text(self, translate: Translate = str) -> str:
        """Return ``$47.5 billion`` or ``475 億美元``, every digit kept."""
        symbol, word = _SYMBOLS[self.currency]
        if getattr(translate, "language", "en") == "en":
            if self.millions < MILLIONS_PER_BILLION:
                return f"{symbol}{self.millions} million"
            return f"{symbol}{_decimal(self.millions, MILLIONS_PER_BILLION)} billion"
        if self.millions < _MILLIONS_PER_YI:
            return f"{self.millions * _WAN_PER_MILLION:,} 萬{word}"
        zhao, rest = divmod(self.millions, _MILLIONS_PER_ZHAO)
        parts = [f"{zhao:,} 兆"] if zhao else []
        parts += [f"{_decimal(rest, _MILLIONS_PER_YI)} 億"] if rest else []
        return " ".join(parts) + word


def _outcome(loss: int, bank: Bilingual, currency: str) -> Message:
    """Return the end of the sentence of a sale: loss, gain or neither."""
    values = {"bank": bank, "difference": Money(abs(loss), currency)}
    if loss > 0:
        return Message(N_("{bank} books a loss of {difference}"), values)
    if loss < 0:
        return Message(N_("{bank} books a gain of {difference}"), values)
    return Message(N_("{bank} books neither gain nor loss"), values)


class _Sentence(Message):
    """A message whose first letter is raised, since a bank's name may stand first."""

    def text(self, translate: Translate = str) -> str:
        """Return the sentence, beginning with a capital."""
        text = super().text(translate)
        return text[:1].upper() + text[1:]


def sentence(entry: Entry, bank_id: str = "fed") -> Message:
    """Return one plain sentence for a valid entry.

    Parameters
    ----------
    entry
        One that `post` accepts.
    bank_id
        Which central bank, for its name and currency.

    Returns
    -------
    Message
        With every amount exact.

    Raises
    ------
    UnknownName
        If there is no such bank or operation.
    """
    if bank_id not in BANK_NAMES:
        raise unknown(N_("bank"), bank_id, BANK_NAMES)
    currency, bank = banks()[bank_id].currency, BANK_NAMES[bank_id]
    op = operation(entry.operation)
    filled = op.filled(entry.parameters)
    measures = measured(entry.amount, filled)
    slots = {str(slot): instrument_title(Instrument(filled[slot])) for slot in Slot if slot in filled}
    return _Sentence(
        op.sentence,
        {
            "bank": bank,
            "amount": Money(measures[Measure.AMOUNT], currency),
            "cash": Money(measures[Measure.CASH], currency),
            "interest": Money(measures[Measure.INTEREST], currency),
            "outcome": _outcome(measures[Measure.LOSS], bank, currency),
            **slots,
        },
    )
