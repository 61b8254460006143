"""One operation shown on the stylised books: the sentence, the T-accounts, the totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tidegate.bank.ledger.books import Books, aggregates, identities
from tidegate.bank.ledger.posting import Entry, post
from tidegate.bank.ledger.recipes import operation
from tidegate.bank.ledger.taccounts import TAccount, t_accounts
from tidegate.bank.ledger.wording import sentence
from tidegate.catalog.model import Bilingual
from tidegate.message import Message, Translate

STYLISED = Bilingual(
    "Stylised opening books: the Federal Reserve of 1 June 2022 as published, "
    "the other sectors by order of magnitude.",
    "期初帳為示意：聯準會採 2022 年 6 月 1 日公布數字，其他部門僅取數量級。",
)
"""What must be said beside figures from `Books.stylised`."""


def pair(text: Bilingual) -> dict[str, str]:
    """Return a text in both languages as plain data."""
    return {"en": text.en, "zh-Hant": text.zh}


@dataclass(frozen=True)
class Demonstration:
    """An entry and what it did.

    Attributes
    ----------
    entry
        As posted.
    before, after
        Books on either side of it.
    accounts
        T-accounts of every sector.
    sentence
        What happened.
    note
        What the opening books are.
    """

    entry: Entry
    before: Books
    after: Books
    accounts: tuple[TAccount, ...]
    sentence: Message
    note: Bilingual

    def totals(self) -> dict[str, dict[str, int]]:
        """Return ``before``, ``after`` and ``change`` of each of `aggregates`, in millions."""
        before, after = aggregates(self.before), aggregates(self.after)
        return {
            name: {"before": value, "after": after[name], "change": after[name] - value}
            for name, value in before.items()
        }

    def as_dict(self, languages: Mapping[str, Translate]) -> dict[str, Any]:
        """Return the whole as plain data; the keys are stable.

        Parameters
        ----------
        languages
            A translator for each language in which the sentence is wanted.
        """
        op = operation(self.entry.operation)
        given = dict(op.defaults) | dict(self.entry.parameters)
        return {
            "operation": op.id,
            "title": pair(op.title),
            "description": pair(op.description),
            "amount": self.entry.amount,
            "parameters": given,
            "unit": "millions of US dollars",
            "note": pair(self.note),
            "sentence": {name: self.sentence.text(translate) for name, translate in languages.items()},
            "sectors": [account.as_dict() for account in self.accounts],
            "totals": self.totals(),
            "identities": identities(self.after),
        }


def demonstrate(entry: Entry, books: Books | None = None, note: Bilingual = STYLISED) -> Demonstration:
    """Post one entry and return everything there is to show.

    Parameters
    ----------
    entry
        Of the Federal Reserve.
    books
        Opening books; default: `Books.stylised`.
    note
        What the opening books are; to be given with `books`.

    Raises
    ------
    InputError
        If `post` refuses the entry.
    """
    before = Books.stylised() if books is None else books
    after = post(before, entry)
    return Demonstration(entry, before, after, t_accounts(before, after), sentence(entry), note)
