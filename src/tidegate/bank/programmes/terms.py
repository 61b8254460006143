"""What a plan answers: terms of reinvestment, policy rates, envelopes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple


class Reinvestment(NamedTuple):
    """Where principal that is not redeemed goes; amounts in billions a month."""

    into: str
    up_to_bn_per_month: float | None
    beyond: str | None
    planned_bn_per_month: float | None


class PolicyRates(NamedTuple):
    """Policy rates in force, percent per year; `None` where none has been announced."""

    lower_pct: float | None
    upper_pct: float | None
    reserves_pct: float | None
    reverse_repo_pct: float | None


class Envelope(NamedTuple):
    """A reduction of the stock over a window of days; billions."""

    instrument: str
    start: date
    until: date
    total_bn: float
    target_stock_bn: float | None
    sales_bn: float | None
    sales_split: Mapping[str, float]
