"""One typed loader for every data file of the catalogue."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from tidegate.catalog.model import Bank, Bilingual, Frequency, Pillar, Rights, Series, Stamp, Term, Unit
from tidegate.errors import UnknownName
from tidegate.message import N_, Message


def _read(name: str) -> dict[str, dict[str, Any]]:
    """Return the tables of a TOML file beside this module, by id."""
    return tomllib.loads(files("tidegate.catalog").joinpath(name).read_text("utf-8"))


def _pair(row: Mapping[str, Any], key: str) -> Bilingual:
    """Return ``key_en`` and ``key_zh`` of a row as one bilingual text."""
    return Bilingual(row.get(f"{key}_en", ""), row.get(f"{key}_zh", ""))


def unknown(kind: str, value: str, allowed: Iterable[str]) -> UnknownName:
    """Return the error for a name that does not exist, with the nearest that do.

    Parameters
    ----------
    kind
        What the name should be, a marked template: ``N_("series")``, ``N_("bank")``, ...
    value
        The name that was given.
    allowed
        The names that exist; up to eight are all listed, of more the nearest.
    """
    names = sorted(allowed)
    near = difflib.get_close_matches(value.upper(), [n.upper() for n in names], n=5, cutoff=0.5)
    by_upper = {n.upper(): n for n in names}
    shown = names if len(names) <= 8 else [by_upper[n] for n in near] or names[:8]
    dots = ", …" if len(names) > len(shown) else ""
    return UnknownName.of(
        N_("unknown {kind} {value!r}; known are: {names}"),
        kind=Message(kind),
        value=value,
        names=", ".join(shown) + dots,
    )


def _unit(key: str, row: Mapping[str, Any]) -> Unit:
    return Unit(key, _pair(row, "label"), int(row["decimals"]), float(row.get("factor_zh", 1.0)))


@cache
def units() -> Mapping[str, Unit]:
    """Return the canonical units by id."""
    rows = _read("units.toml")
    return MappingProxyType({k: _unit(k, r) for k, r in rows.items()})


@cache
def pillars() -> Mapping[str, Pillar]:
    """Return the five pillars in the order of the article."""
    return MappingProxyType({k: Pillar(k, _pair(r, "title")) for k, r in _read("pillars.toml").items()})


@cache
def _all_series() -> Mapping[str, Series]:
    found = {k: _series(k, r) for k, r in _read("series.toml").items()}
    found |= {k: _series(k, r, live=True) for k, r in _read("live_series.toml").items()}
    return MappingProxyType(found)


def _series(key: str, row: Mapping[str, Any], *, live: bool = False) -> Series:
    return Series(
        id=key,
        title=_pair(row, "title"),
        publisher=row["publisher"],
        provider=row["provider"],
        code=row.get("code", key),
        unit=row["unit"],
        source_unit=row["source_unit"],
        scale=float(row.get("scale", 1.0)),
        frequency=Frequency(row["frequency"]),
        stamp=Stamp(row["stamp"]),
        averaged=bool(row.get("averaged", False)),
        release_lag_days=int(row["release_lag_days"]),
        revised=bool(row.get("revised", False)),
        rights=Rights(row["rights"]),
        pillar=row.get("pillar"),
        aside=bool(row.get("aside", False)),
        note=_pair(row, "note"),
        live=live,
    )


def series_ids() -> tuple[str, ...]:
    """Return the ids of all series, in the order of the catalogue."""
    return tuple(_all_series())


def series(series_id: str) -> Series:
    """Return one series.

    Raises
    ------
    UnknownName
        If the catalogue has no such series; the message lists the nearest.
    """
    found = _all_series().get(series_id)
    if found is None:
        raise unknown(N_("series"), series_id, _all_series())
    return found


@cache
def banks() -> Mapping[str, Bank]:
    """Return the central banks by id."""
    rows = _read("banks.toml")
    return MappingProxyType(
        {k: Bank(k, _pair(r, "title"), _pair(r, "short"), r["currency"], r["unit"]) for k, r in rows.items()}
    )


def bank(bank_id: str) -> Bank:
    """Return one central bank.

    Raises
    ------
    UnknownName
        If the catalogue has no such bank.
    """
    found = banks().get(bank_id)
    if found is None:
        raise unknown(N_("bank"), bank_id, banks())
    return found


@cache
def terms() -> Mapping[str, Term]:
    """Return the glossary by id."""
    rows = _read("glossary.toml")
    return MappingProxyType(
        {
            k: Term(
                k,
                _pair(r, "title"),
                _pair(r, "text"),
                r.get("page", ""),
                tuple(r.get("also", ())),
                r.get("title_hk", ""),
            )
            for k, r in rows.items()
        }
    )


def term(term_id: str) -> Term:
    """Return one entry of the glossary.

    Raises
    ------
    UnknownName
        If the glossary has no such entry.
    """
    found = terms().get(term_id)
    if found is None:
        raise unknown(N_("term"), term_id, terms())
    return found
