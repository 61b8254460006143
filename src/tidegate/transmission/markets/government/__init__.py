"""What the federal debt costs: the stock by maturity, rolled at scenario yields, with and without QE or QT."""

from tidegate.transmission.markets.government.effect import GovernmentEffect, government_effect
from tidegate.transmission.markets.government.financing import Financing, Market, primary_deficits
from tidegate.transmission.markets.government.roll import DebtPath, roll_debt
from tidegate.transmission.markets.government.stock import DebtStock, stock_from_statement

__all__ = [
    "DebtPath",
    "DebtStock",
    "Financing",
    "GovernmentEffect",
    "Market",
    "government_effect",
    "primary_deficits",
    "roll_debt",
    "stock_from_statement",
]
