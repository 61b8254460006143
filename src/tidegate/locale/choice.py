"""Which language a reader gets."""

from __future__ import annotations

from collections.abc import Mapping

from tidegate.catalog.loader import unknown
from tidegate.message import N_

LANGUAGES = ("zh-Hant", "en")
"""The languages in which every sentence exists; the first is the default."""

_TRADITIONAL = ("zh", "zh-hant", "zh-tw", "zh-hk", "zh-mo")


def language_of(tag: str) -> str:
    """Return the language that serves a tag such as ``zh-TW``, ``zh_Hant_TW.UTF-8`` or ``en-GB``.

    Raises
    ------
    UnknownName
        For any other language, Simplified Chinese among them; the message lists those that exist.
    """
    plain = tag.strip().split(".")[0].split("@")[0].replace("_", "-").lower()
    if plain == "en" or plain.startswith("en-"):
        return "en"
    if plain in _TRADITIONAL or plain.startswith("zh-hant-"):
        return "zh-Hant"
    raise unknown(N_("language"), tag, LANGUAGES)


def pick_language(explicit: str | None, environ: Mapping[str, str]) -> str:
    """Choose a language from what was asked for and from the environment.

    Parameters
    ----------
    explicit
        What the reader asked for, or None. It wins over everything.
    environ
        Environment variables. ``TIDEGATE_LANG`` comes next, then an English
        locale in ``LC_ALL``, ``LC_MESSAGES`` or ``LANG`` (the first that is set).

    Returns
    -------
    str
        One of `LANGUAGES`; Traditional Chinese unless something says English.

    Raises
    ------
    UnknownName
        If `explicit` or ``TIDEGATE_LANG`` names a language that does not exist.
    """
    asked = explicit or environ.get("TIDEGATE_LANG")
    if asked:
        return language_of(asked)
    system = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "en" if system.lower().startswith("en") else "zh-Hant"
