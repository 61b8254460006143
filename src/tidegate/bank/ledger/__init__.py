"""The ledger: who holds and owes what, in exact whole millions, and what moves it.

Every operation is a recipe of balanced legs over seven sectors. Posting is all
or nothing, and books whose identities do not hold cannot be made.
"""

from tidegate.bank.ledger.books import Books, aggregates, identities
from tidegate.bank.ledger.chart import INSTRUMENTS, SECTORS, Instrument, Sector
from tidegate.bank.ledger.demonstration import Demonstration, demonstrate
from tidegate.bank.ledger.opening import STYLISED_FED
from tidegate.bank.ledger.operation import Leg, Operation, Parameter
from tidegate.bank.ledger.posting import Entry, post
from tidegate.bank.ledger.recipes import operation, operations
from tidegate.bank.ledger.series import Flow, PostedSeries, flows_in_millions, post_series, signed_flows
from tidegate.bank.ledger.taccounts import Line, TAccount, t_accounts
from tidegate.bank.ledger.wording import Money, sentence

__all__ = [
    "INSTRUMENTS",
    "SECTORS",
    "STYLISED_FED",
    "Books",
    "Demonstration",
    "Entry",
    "Flow",
    "Instrument",
    "Leg",
    "Line",
    "Money",
    "Operation",
    "Parameter",
    "PostedSeries",
    "Sector",
    "TAccount",
    "aggregates",
    "demonstrate",
    "flows_in_millions",
    "identities",
    "operation",
    "operations",
    "post",
    "post_series",
    "sentence",
    "signed_flows",
    "t_accounts",
]
