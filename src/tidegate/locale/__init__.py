"""The two languages: Traditional Chinese as used in Taiwan, and English.

A leaf of the house: it imports messages, errors and the catalogue, nothing
else, and only the edges (`briefing`, `cli`, `web`) import it.
"""

from tidegate.locale.choice import LANGUAGES, language_of, pick_language
from tidegate.locale.translation import Translator, translator

__all__ = ["LANGUAGES", "Translator", "language_of", "pick_language", "translator"]
