"""From a plan and a book to a path: what a central bank will hold, owe and earn, date by date."""

from tidegate.bank.projection.contract import FREQUENCIES, Frequency, Projection, report_dates
from tidegate.bank.projection.treasuries import planned_purchases, project_treasuries

__all__ = [
    "FREQUENCIES",
    "Frequency",
    "Projection",
    "planned_purchases",
    "project_treasuries",
    "report_dates",
]
