"""A scenario: named overrides of its parent, with a title, a story and sources in a file of its own."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from tidegate.complaints import Refused, problems_of, value_problems
from tidegate.errors import InputError
from tidegate.futures.contract import MOST_MONTHS
from tidegate.futures.inputs import SHOCKS
from tidegate.message import N_, Message
from tidegate.policy.reaction.parameters import RateRule, SheetRules, TriggerRules
from tidegate.transmission.economy.semi_structural.parameters import parameter_table

Month = Annotated[int, Field(ge=1, le=MOST_MONTHS)]
Billions = Annotated[float, Field(ge=0.0, le=5_000.0)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class StartDay(_Frozen):
    """From when, and on what was known when."""

    as_of: date | None = Field(default=None, description="Opening day; none: the day of the question.")


class Policy(_Frozen):
    """What the bank does with its balance sheet and rate where the rule does not decide. Month 1 is the first."""

    runoff_start_month: Month | None = None
    runoff_end_month: Month | None = Field(
        default=None, description="First month without run-off, known from the start."
    )
    runoff_least_months: Month | None = Field(
        default=None, description="Run-off goes on at least so long, known as well."
    )
    hold_months: int = Field(
        default=6, ge=0, le=MOST_MONTHS, description="After its end nothing changes for so long."
    )
    treasury_cap_bn: Billions | None = None
    mbs_cap_bn: Billions | None = None
    mbs_sales_bn: Billions = Field(default=0.0, description="Sold a month while run-off goes on.")
    qe_start_month: Month | None = None
    qe_months: Month = 12
    management_start_month: Month | None = None
    management_months: Month = 12
    management_bn: Billions | None = Field(
        default=None, description="Bills bought a month; none: what the rule needs."
    )
    funds_rate_pct: float | None = Field(default=None, ge=-2.0, le=25.0, description="Held from month 1 on.")
    funds_rate_months: int = Field(default=0, ge=0, le=MOST_MONTHS)

    @model_validator(mode="after")
    def _possible(self) -> Policy:
        problems = []
        if self.runoff_end_month is not None and self.runoff_least_months is not None:
            problems.append(
                Message(N_("runoff_end_month and runoff_least_months exclude each other; keep one"))
            )
        start, end = self.runoff_start_month, self.runoff_end_month
        if start is not None and end is not None and end <= start:
            text = N_("runoff_end_month {end} is not after runoff_start_month {start}; move one")
            problems.append(Message(text, {"end": end, "start": start}))
        over = end or (self.runoff_least_months or 0) + (start or 1)
        for name in ("qe_start_month", "management_start_month"):
            first = getattr(self, name)
            runs = end is not None or self.runoff_least_months is not None
            if first is not None and runs and first < over:
                text = N_("{name} {first} lies within the run-off, which ends in month {over}; move one")
                problems.append(Message(text, {"name": name, "first": first, "over": over}))
        qe, managed = self.qe_start_month or 0, self.management_start_month or 0
        if 0 < qe <= managed < qe + self.qe_months or 0 < managed <= qe < managed + self.management_months:
            problems.append(Message(N_("qe_start_month and management_start_month overlap; move one")))
        if (self.funds_rate_pct is None) != (self.funds_rate_months == 0):
            text = N_("funds_rate_pct and funds_rate_months belong together; give both or none")
            problems.append(Message(text))
        Refused.check(problems)
        return self


class World(_Frozen):
    """What the Treasury and others do."""

    tga_target_bn: Billions | None = None
    net_bills_bn_per_month: float | None = Field(
        default=None, ge=-500.0, le=500.0, description="Bills issued less repaid, over the first year."
    )


class Shock(_Frozen):
    """Something that happens on every path, on top of chance."""

    name: str
    from_month: Month = 1
    months: Month = 1
    each: float = Field(
        ge=-50.0, le=50.0, description="Added in each of the months, in the unit of the shock."
    )
    why: str = ""
    why_zh: str = ""

    @model_validator(mode="after")
    def _known(self) -> Shock:
        if self.name not in SHOCKS:
            text = N_("shock {value!r} is not known; choose from {allowed}")
            raise Refused(Message(text, {"value": self.name, "allowed": ", ".join(SHOCKS)}))
        return self


_REACTION = (RateRule, TriggerRules, SheetRules)
_SHEET = SheetRules().model_dump()


def _reaction_names() -> tuple[str, ...]:
    return tuple(n for part in _REACTION for n in part.model_fields)


class Scenario(_Frozen):
    """Everything that a scenario says.

    Attributes
    ----------
    name, parent
        Parent: whose overrides hold unless this one says otherwise.
    title_en, title_zh, story_en, story_zh
        For the reader.
    sources, sources_zh
        What its numbers rest on; the Chinese may be left out.
    start, policy, world, shocks
        See their classes.
    reaction
        Numbers of the reaction function by name (`policy.reaction.parameters`).
    economy
        Parameters of the monthly model by name (`semi_structural.toml`).
    certain
        True: parameters do not differ by path.
    """

    name: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    parent: str | None = None
    title_en: str
    title_zh: str
    story_en: str
    story_zh: str
    sources: tuple[str, ...] = Field(min_length=1)
    sources_zh: tuple[str, ...] = ()
    start: StartDay = StartDay()
    policy: Policy = Policy()
    world: World = World()
    shocks: tuple[Shock, ...] = ()
    reaction: dict[str, float] = {}
    economy: dict[str, float] = {}
    certain: bool = False

    @property
    def stressed(self) -> bool:
        """Whether funding stress of its own is among the shocks: investors then flee into the dollar."""
        return any(shock.name == "stress" for shock in self.shocks)

    @field_validator("reaction")
    @classmethod
    def _reaction(cls, given: dict[str, float]) -> dict[str, float]:
        text = N_("reaction {name!r} is not known; choose from {allowed}")
        allowed = ", ".join(_reaction_names())
        problems = [
            Message(text, {"name": n, "allowed": allowed}) for n in given if n not in _reaction_names()
        ]
        for part in _REACTION:
            try:
                part.model_validate({k: v for k, v in given.items() if k in part.model_fields})
            except ValidationError as error:
                for detail in error.errors():
                    name = ".".join(("reaction", *map(str, detail["loc"])))
                    problems += value_problems(detail, name)
        sheet = {**_SHEET, **given}
        scarce, ample = sheet["scarce_reserves_pct"], sheet["ample_reserves_pct"]
        if scarce > ample:
            text = N_(
                "reaction scarce_reserves_pct {scarce} is above ample_reserves_pct {ample}; lower the first"
            )
            problems.append(Message(text, {"scarce": scarce, "ample": ample}))
        Refused.check(problems)
        return given

    @field_validator("economy")
    @classmethod
    def _economy(cls, given: dict[str, float]) -> dict[str, float]:
        problems = []
        for name, value in given.items():
            row = parameter_table().get(name)
            if row is None:
                text = N_("economy {name!r} is not known; choose from {allowed}")
                problems.append(Message(text, {"name": name, "allowed": ", ".join(parameter_table())}))
            elif not row["allowed"][0] <= value <= row["allowed"][1]:
                low, high = row["allowed"]
                text = N_("economy {name}: {value} is outside {low} to {high}")
                problems.append(Message(text, {"name": name, "value": value, "low": low, "high": high}))
        Refused.check(problems)
        return given


def read_scenario(table: dict[str, Any], where: str) -> Scenario:
    """Return a scenario from the table of a file, or raise one error with every problem.

    Parameters
    ----------
    table
        As TOML gives it, parents merged in.
    where
        Name of the file, for the messages.
    """
    try:
        return Scenario.model_validate(table)
    except ValidationError as error:
        text = N_("scenario {where}: {problem}")
        problems = problems_of(Scenario.model_validate, table, error, Scenario)
        raise InputError(*(Message(text, {"where": where, "problem": p}) for p in problems)) from None


def merged(parent: dict[str, Any], child: dict[str, Any]) -> dict[str, Any]:
    """Return the parent's table with the child's overrides: tables key by key, everything else as a whole."""
    found = dict(parent)
    for key, value in child.items():
        if isinstance(value, dict) and isinstance(found.get(key), dict):
            found[key] = found[key] | value
        else:
            found[key] = value
    return found
