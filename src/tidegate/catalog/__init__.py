"""What exists: series, central banks, units, pillars, glossary.

Data files in TOML, read once by one typed loader. Nothing else in Tidegate
knows the unit of an official series: values leave :mod:`tidegate.data` in the
canonical unit that is written here.
"""

from tidegate.catalog.loader import bank, banks, pillars, series, series_ids, term, terms, units
from tidegate.catalog.model import Bank, Bilingual, Frequency, Pillar, Rights, Series, Stamp, Term, Unit

__all__ = [
    "Bank",
    "Bilingual",
    "Frequency",
    "Pillar",
    "Rights",
    "Series",
    "Stamp",
    "Term",
    "Unit",
    "bank",
    "banks",
    "pillars",
    "series",
    "series_ids",
    "term",
    "terms",
    "units",
]
