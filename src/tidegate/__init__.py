"""Tidegate: quantitative easing and tightening as a working instrument.

The public names live here and are imported when they are first used, so that
``import tidegate`` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
"""The version of the package."""

_HOME = {
    "BookError": "tidegate.errors",
    "DataError": "tidegate.errors",
    "DateOutOfRange": "tidegate.errors",
    "FetchError": "tidegate.errors",
    "IdentityError": "tidegate.errors",
    "InputError": "tidegate.errors",
    "Message": "tidegate.message",
    "ParseError": "tidegate.errors",
    "PlanError": "tidegate.errors",
    "StoreError": "tidegate.errors",
    "TidegateError": "tidegate.errors",
    "Translator": "tidegate.locale",
    "UnknownName": "tidegate.errors",
    "allocate": "tidegate.briefing.allocation",
    "claims": "tidegate.briefing.claims",
    "compare_banks": "tidegate.briefing.comparison",
    "compare_scenarios": "tidegate.briefing.futures",
    "compose": "tidegate.briefing.composition",
    "consequences": "tidegate.briefing.consequences",
    "finances": "tidegate.briefing.finances",
    "markets": "tidegate.briefing.markets",
    "money_market": "tidegate.briefing.liquidity",
    "monitor": "tidegate.briefing.monitoring",
    "open_desk": "tidegate.briefing.assembly",
    "open_store": "tidegate.data.store",
    "project": "tidegate.briefing.assembly",
    "qt_end": "tidegate.briefing.qt_end",
    "regimes": "tidegate.briefing.regimes",
    "scenario": "tidegate.futures.library",
    "simulate": "tidegate.briefing.futures",
    "sync": "tidegate.data.sync",
    "translator": "tidegate.locale",
    "transmit": "tidegate.briefing.sections.transmission",
    "transmit_region": "tidegate.briefing.regional",
}
"""Where each public name lives; the one table of the public API."""

__all__ = ["__version__", *_HOME]

if TYPE_CHECKING:  # the same table, for type checkers and editors; a test compares the two
    from tidegate.briefing.allocation import allocate as allocate
    from tidegate.briefing.assembly import open_desk as open_desk
    from tidegate.briefing.assembly import project as project
    from tidegate.briefing.claims import claims as claims
    from tidegate.briefing.comparison import compare_banks as compare_banks
    from tidegate.briefing.composition import compose as compose
    from tidegate.briefing.consequences import consequences as consequences
    from tidegate.briefing.finances import finances as finances
    from tidegate.briefing.futures import compare_scenarios as compare_scenarios
    from tidegate.briefing.futures import simulate as simulate
    from tidegate.briefing.liquidity import money_market as money_market
    from tidegate.briefing.markets import markets as markets
    from tidegate.briefing.monitoring import monitor as monitor
    from tidegate.briefing.qt_end import qt_end as qt_end
    from tidegate.briefing.regimes import regimes as regimes
    from tidegate.briefing.regional import transmit_region as transmit_region
    from tidegate.briefing.sections.transmission import transmit as transmit
    from tidegate.data.store import open_store as open_store
    from tidegate.data.sync import sync as sync
    from tidegate.errors import BookError as BookError
    from tidegate.errors import DataError as DataError
    from tidegate.errors import DateOutOfRange as DateOutOfRange
    from tidegate.errors import FetchError as FetchError
    from tidegate.errors import IdentityError as IdentityError
    from tidegate.errors import InputError as InputError
    from tidegate.errors import ParseError as ParseError
    from tidegate.errors import PlanError as PlanError
    from tidegate.errors import StoreError as StoreError
    from tidegate.errors import TidegateError as TidegateError
    from tidegate.errors import UnknownName as UnknownName
    from tidegate.futures.library import scenario as scenario
    from tidegate.locale import Translator as Translator
    from tidegate.locale import translator as translator
    from tidegate.message import Message as Message


def __getattr__(name: str) -> Any:
    """Import a public name from its home on first use."""
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'tidegate' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
