"""The schema of a programme: dated announcements made of rules, one schema for every bank."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Instrument = Literal[
    "treasuries",  # the whole Treasury portfolio; for other banks, its government bonds
    "treasury_bills",
    "agency_debt",
    "mbs",
    "corporate_bonds",
    "loans",  # lending programmes: TLTRO, TFSME, BTFP, repo
]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class PurchasePace(_Frozen):
    """Net purchases at a pace, until replaced. A pace of 0 ends them."""

    kind: Literal["purchase_pace"]
    instrument: Instrument
    bn_per_month: float = Field(ge=0)
    sector: str = ""
    """Maturities bought, for example ``6-30y``; empty: the whole curve."""


class PurchaseTotal(_Frozen):
    """A total to be bought, net, by a date."""

    kind: Literal["purchase_total"]
    instrument: Instrument
    total_bn: float = Field(gt=0)
    until: date


class SalePace(_Frozen):
    """Active sales at a pace, until replaced. A pace of 0 ends them."""

    kind: Literal["sale_pace"]
    instrument: Instrument
    bn_per_month: float = Field(ge=0)
    sector: str = ""


class ReductionEnvelope(_Frozen):
    """A total by which the stock falls over a window: maturities first, sales fill the rest."""

    kind: Literal["reduction_envelope"]
    instrument: Instrument
    total_bn: float = Field(ge=0)
    until: date
    sales_bn: float | None = Field(default=None, ge=0)
    """Planned active sales within the total, where they were announced."""


class RedemptionCap(_Frozen):
    """Principal is redeemed up to a monthly cap and reinvested above it.

    For Treasuries, coupons are redeemed first and bills fill what they leave.
    A cap of 0 reinvests everything; `null` lets everything run off.
    """

    kind: Literal["redemption_cap"]
    instrument: Instrument
    bn_per_month: float | None = Field(ge=0)


class Reinvest(_Frozen):
    """Where the principal that is not redeemed goes.

    `up_to_bn_per_month` limits this rule; what exceeds it goes to `beyond`.
    """

    kind: Literal["reinvest"]
    instrument: Instrument
    into: Instrument
    up_to_bn_per_month: float | None = Field(default=None, gt=0)
    beyond: Instrument | None = None
    planned_bn_per_month: float | None = Field(default=None, ge=0)
    """The principal that the bank said it expected, where it did."""


class YieldTarget(_Frozen):
    """A target for a government-bond yield, with a band around it. `null` ends it."""

    kind: Literal["yield_target"]
    tenor_years: float = Field(gt=0)
    target_pct: float | None
    band_pct: float = Field(default=0.0, ge=0)


class PolicyRate(_Frozen):
    """The rates the bank sets, percent per year. Only those that changed or matter are given."""

    kind: Literal["policy_rate"]
    lower_pct: float | None = None
    upper_pct: float | None = None
    """Ends of a target range; equal where the bank has a single rate."""
    reserves_pct: float | None = None
    """Interest on reserve balances (IORB; IOER before 2021-07-29), deposit facility rate, ..."""
    reverse_repo_pct: float | None = None
    """ON RRP offering rate."""


class Facility(_Frozen):
    """A lending or deposit facility opens, changes or closes."""

    kind: Literal["facility"]
    name: str
    state: Literal["open", "changed", "closed"]
    limit_bn: float | None = Field(default=None, ge=0)


class Statement(_Frozen):
    """Words without a rule: a hint, a review, a task force."""

    kind: Literal["statement"]


Rule = Annotated[
    PurchasePace
    | PurchaseTotal
    | SalePace
    | ReductionEnvelope
    | RedemptionCap
    | Reinvest
    | YieldTarget
    | PolicyRate
    | Facility
    | Statement,
    Field(discriminator="kind"),
]


class Record(_Frozen):
    """One dated announcement.

    Attributes
    ----------
    id
        Short name, unique in the file.
    announced, effective
        When it was said and from when it holds.
    phase
        Phase of the balance sheet that begins on `effective`, if one does: a key
        of the file's ``phases``.
    label_en, label_zh
        One line each.
    rules
        What holds from `effective` on, until a later record replaces it.
    source
        Where it can be read.
    certainty
        ``read`` (checked against a copy) or ``memory`` (quoted, not re-checked).
    """

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    announced: date
    effective: date
    phase: str | None = None
    label_en: str = Field(min_length=1)
    label_zh: str = Field(min_length=1)
    rules: tuple[Rule, ...] = Field(min_length=1)
    source: str = Field(min_length=1)
    certainty: Literal["read", "memory"]


class PhaseLabel(_Frozen):
    """Names of a phase and which way the gate stands in it."""

    title_en: str
    title_zh: str
    stance: Literal["easing", "tightening", "holding", "reserve-management"]


class Programme(_Frozen):
    """All announcements of one bank."""

    bank: str
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    phases: dict[str, PhaseLabel] = Field(default_factory=dict)
    record: tuple[Record, ...] = Field(min_length=1)
