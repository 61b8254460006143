"""The schema of a programme: dated announcements made of rules, one schema for every bank.

Which rule holds on a day: of the rules for the same thing (the same kind,
instrument and sector) that are effective by then, the one announced last; of
those announced together, the one effective last. An announcement therefore
replaces, from its first effective day, every step that an earlier one had
planned for the same thing, later steps included: steps that stand are said
again.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Instrument = Literal[
    "treasuries",  # the whole Treasury portfolio; for other banks, its government bonds
    "treasury_bills",
    "agency_debt",
    "mbs",
    "corporate_bonds",
    "loans",  # lending programmes: TLTRO, TFSME, BTFP, repo
    "app",  # the ECB's asset purchase programme, all its parts together
    "pepp",  # the ECB's pandemic emergency purchase programme
]


Stance = Literal["easing", "tightening", "holding", "reserve-management"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def _word(word: str) -> BeforeValidator:
    """Read `word` as `None`: TOML has no null."""

    def read(value: Any) -> Any:
        return None if value == word else value

    return BeforeValidator(read)


class PurchasePace(_Frozen):
    """Net purchases (beyond reinvestment) at a pace, until replaced. A pace of 0 ends them.

    ``"as needed"`` (`None`): as much as it takes, no amount announced.
    """

    kind: Literal["purchase_pace"]
    instrument: Instrument
    bn_per_month: Annotated[Annotated[float, Field(ge=0)] | None, _word("as needed")]
    sector: str = ""
    """Part of the market, for example ``6-30y``, or of the programme; empty: the whole.
    Rules for different sectors add up."""


class PurchaseTotal(_Frozen):
    """A total to be bought, net, from `effective` to `until`, evenly over the days."""

    kind: Literal["purchase_total"]
    instrument: Instrument
    total_bn: float = Field(gt=0)
    until: date
    """Last day."""
    since: date | None = None
    """Where the total widens an earlier one: the day from which purchases count towards it."""
    sector: str = ""


class GrossPurchasePace(_Frozen):
    """Purchases at a pace that replaces reinvestment: the stock falls where more matures."""

    kind: Literal["gross_purchase_pace"]
    instrument: Instrument
    bn_per_month: float = Field(ge=0)
    sector: str = ""


class SalePace(_Frozen):
    """Active sales at a pace, until replaced. A pace of 0 ends them."""

    kind: Literal["sale_pace"]
    instrument: Instrument
    bn_per_month: float = Field(ge=0)
    sector: str = ""


class SaleTotal(_Frozen):
    """A total to be sold from `effective` to `until`, evenly over the days."""

    kind: Literal["sale_total"]
    instrument: Instrument
    total_bn: float = Field(gt=0)
    until: date
    since: date | None = None
    sector: str = ""


class SalesShare(_Frozen):
    """Share of active sales that falls on one maturity sector."""

    sector: str = Field(min_length=1)
    share: float = Field(ge=0, le=1)


class ReductionEnvelope(_Frozen):
    """A total by which the stock falls over a window: maturities first, sales fill the rest."""

    kind: Literal["reduction_envelope"]
    instrument: Instrument
    total_bn: float = Field(ge=0)
    until: date
    target_stock_bn: float | None = Field(default=None, ge=0)
    """Stock aimed at on the last day, where it was announced."""
    sales_bn: float | None = Field(default=None, ge=0)
    """Planned active sales within the total, where they were announced."""
    sales_split: tuple[SalesShare, ...] = ()
    """How sales are shared out over maturities; empty: evenly."""


class RedemptionCap(_Frozen):
    """Principal is redeemed up to a monthly cap and reinvested above it.

    For Treasuries, coupons are redeemed first and bills fill what they leave.
    A cap of 0 reinvests everything; ``"all"`` (`None`) lets everything run off. A cap on
    ``mbs`` covers agency debt too. The cap in force on the first day of a
    calendar month holds for the whole month.
    """

    kind: Literal["redemption_cap"]
    instrument: Instrument
    bn_per_month: Annotated[Annotated[float, Field(ge=0)] | None, _word("all")]


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
    """A target for a government-bond yield, with a band around it. ``"none"`` (`None`) ends it."""

    kind: Literal["yield_target"]
    tenor_years: float = Field(gt=0)
    target_pct: Annotated[float | None, _word("none")]
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
    pause: bool = False
    """The bank said that it stops here for now: the cycle of moves ends."""


class Facility(_Frozen):
    """A lending or deposit facility opens, changes or closes."""

    kind: Literal["facility"]
    name: str
    state: Literal["open", "changed", "closed"]
    limit_bn: float | None = Field(default=None, ge=0)
    limit_per: Literal["facility", "counterparty"] = "facility"


class Statement(_Frozen):
    """Words without a rule: a hint, a review, a task force."""

    kind: Literal["statement"]


Rule = Annotated[
    PurchasePace
    | PurchaseTotal
    | GrossPurchasePace
    | SalePace
    | SaleTotal
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
        ``read`` (checked against a copy), ``memory`` (quoted, not re-checked) or
        ``inferred`` (a date or an amount follows from what was read).
    replaces
        Ids of earlier announcements for the same thing and the same effective
        day, which this one replaces. Without it two such records contradict
        each other.
    """

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    announced: date
    effective: date
    phase: str | None = None
    label_en: str = Field(min_length=1)
    label_zh: str = Field(min_length=1)
    rules: tuple[Rule, ...] = Field(min_length=1)
    source: str = Field(min_length=1)
    certainty: Literal["read", "memory", "inferred"]
    replaces: tuple[str, ...] = ()


class PhaseLabel(_Frozen):
    """Names of a phase and which way the gate stands in it."""

    title_en: str = Field(min_length=1)
    title_zh: str = Field(min_length=1)
    stance: Stance


class Programme(_Frozen):
    """All announcements of one bank."""

    bank: str
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    phases: dict[str, PhaseLabel] = Field(default_factory=dict)
    record: tuple[Record, ...] = Field(min_length=1)
