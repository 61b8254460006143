"""Portfolios that need no optimiser: 60/40, equal weights, and the popular account's tilts by regime."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidegate.catalog.model import Bilingual
from tidegate.errors import InputError
from tidegate.message import N_

Floats = NDArray[np.float64]
STANCES = ("easing", "tightening", "holding", "reserve-management")


@cache
def _table() -> Mapping[str, Any]:
    return MappingProxyType(
        tomllib.loads((files(__package__) / "data" / "portfolios.toml").read_text("utf-8"))
    )


def portfolio_title(name: str) -> Bilingual:
    """Return what a named portfolio is called."""
    row = _table()[name]
    return Bilingual(row["title_en"], row["title_zh"])


def named(name: str, assets: Sequence[str]) -> Floats:
    """Return a named portfolio over some assets, shape [n]; what they lack is spread over the rest.

    Parameters
    ----------
    name
        ``sixty_forty``, ``article_qe`` or ``article_qt``.
    assets
        What is to be had.

    Raises
    ------
    InputError
        If none of its assets is to be had.
    """
    wanted = _table()[name]["weights"]
    found = np.array([float(wanted.get(a, 0.0)) for a in assets])
    if found.sum() <= 0:
        raise InputError.of(
            N_("portfolio {name}: none of its assets is to be had; add one of {assets}"),
            name=name,
            assets=", ".join(wanted),
        )
    return np.asarray(found / found.sum())


def equal(assets: Sequence[str]) -> Floats:
    """Return equal weights."""
    return np.full(len(assets), 1.0 / len(assets))


def article_tilt(stance: str, assets: Sequence[str]) -> Floats:
    """Return the popular account's tilt for a stance of the balance sheet.

    Parameters
    ----------
    stance
        ``easing``, ``tightening``, or any other: half of both.
    assets
        What is to be had.
    """
    qe, qt = named("article_qe", assets), named("article_qt", assets)
    return {"easing": qe, "tightening": qt}.get(stance, (qe + qt) / 2.0)
