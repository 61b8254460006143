"""A programme as it stood on a date, asked day by day."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.bank.programmes.flow import Flow, flow, month_clock
from tidegate.bank.programmes.model import (
    Facility,
    GrossPurchasePace,
    PhaseLabel,
    Programme,
    Record,
    RedemptionCap,
    ReductionEnvelope,
    Reinvest,
    YieldTarget,
)
from tidegate.bank.programmes.terms import Envelope, PolicyRates, Reinvestment
from tidegate.bank.programmes.timeline import Segment, Slot, at, timelines
from tidegate.errors import DateOutOfRange, PlanError
from tidegate.message import N_
from tidegate.units import day as to_day
from tidegate.units import to_date

AS_ANNOUNCED = "as-announced"
Day = date | str | np.datetime64
_RATE_FIELDS = ("lower_pct", "upper_pct", "reserves_pct", "reverse_repo_pct")


def _date(value: Day) -> date:
    return to_date(to_day(value))


@dataclass(frozen=True, eq=False)
class Plan:
    """What a bank had announced, as known on a date.

    Attributes
    ----------
    name
        ``as-announced``, or ``known:YYYY-MM-DD``.
    bank, currency
        As in the programme; amounts are billions of that currency.
    known_on
        Later announcements are left out; `None`: none is.
    records
        Announcements made by then, in the order of the file; steps that they
        plan for later days are part of the plan.
    phases
        Names of the phases that records refer to.
    """

    name: str
    bank: str
    currency: str
    known_on: date | None
    records: tuple[Record, ...]
    phases: Mapping[str, PhaseLabel] = field(default_factory=dict)

    @cached_property
    def _timelines(self) -> Mapping[Slot, tuple[Segment, ...]]:
        return timelines(self.records)

    @cached_property
    def _flows(self) -> Mapping[tuple[str, str, bool], tuple[Flow, ...]]:
        """Flows by family, instrument and whether they are gross, one for each sector."""
        found: dict[tuple[str, str, bool], tuple[Flow, ...]] = {}
        for (family, instrument, _), segments in self._timelines.items():
            if family not in ("purchases", "sales"):
                continue
            whole = flow(segments).pieces
            is_gross = [isinstance(s.rule, GrossPurchasePace) for s in segments]
            for gross in (False, True):
                pieces = tuple(p for p, g in zip(whole, is_gross, strict=True) if g is gross)
                if pieces:
                    key = (family, instrument, gross)
                    found[key] = (*found.get(key, ()), Flow(pieces))
        return found

    @cached_property
    def _caps(self) -> Mapping[str, tuple[NDArray[np.datetime64], NDArray[np.float64]]]:
        """First days and caps by instrument; a cap of zero stands before the first."""
        found = {}
        for (family, instrument, _), segments in self._timelines.items():
            if family == "redemption_cap":
                days = np.array([s.start for s in segments], dtype="datetime64[D]")
                rules = [s.rule for s in segments if isinstance(s.rule, RedemptionCap)]
                caps = [math.inf if r.bn_per_month is None else r.bn_per_month for r in rules]
                found[instrument] = (days, np.array([0.0, *caps]))
        return found

    def instruments(self) -> tuple[str, ...]:
        """Return the instruments that any rule is about, in the order of the records."""
        return tuple(
            dict.fromkeys(r.instrument for rec in self.records for r in rec.rules if hasattr(r, "instrument"))
        )

    def cap_bn(self, instrument: str, month: np.datetime64) -> float:
        """Return the redemption cap of an `instrument` in a calendar `month`: the one in force on its first day.

        0: everything is reinvested (also before any rule); infinity: all runs off.
        """
        return float(self.caps(instrument, np.array([month]))[0])

    def caps(self, instrument: str, months: ArrayLike) -> NDArray[np.float64]:
        """Return the redemption caps of an `instrument` in many months, billions, of the shape of `months`."""
        when = np.asarray(months, dtype="datetime64[M]")
        if instrument not in self._caps:
            return np.zeros(when.shape)
        days, caps = self._caps[instrument]
        return caps[np.searchsorted(days, when.astype("datetime64[D]"), side="right")]

    def _pace(self, family: str, instrument: str, day: Day, gross: bool = False) -> float:
        return sum((f.pace(to_day(day)) for f in self._flows.get((family, instrument, gross), ())), 0.0)

    def _between(self, family: str, instrument: str, start: Day, end: Day, gross: bool = False) -> float:
        flows = self._flows.get((family, instrument, gross), ())
        return sum((float(f.between(to_day(start), to_day(end))) for f in flows), 0.0)

    def purchase_pace_bn(self, instrument: str, day: Day) -> float:
        """Return net purchases of an `instrument`, billions per month, in force on a `day`.

        A total is spread evenly over its days. Only rules that name this very
        instrument count (``treasury_bills`` are not part of ``treasuries``
        here); sectors add up. NaN: purchases as needed, no amount announced.
        """
        return self._pace("purchases", instrument, day)

    def purchases_bn(self, instrument: str, start_day: Day, end_day: Day) -> float:
        """Return net purchases of an `instrument` from `start_day` (included) to `end_day` (excluded), billions.

        The sum over the days of the pace over the days in the month; NaN as in
        :meth:`purchase_pace_bn`.
        """
        return self._between("purchases", instrument, start_day, end_day)

    def purchases_by_day(self, instrument: str, days: ArrayLike) -> NDArray[np.float64]:
        """Return net purchases of an `instrument` on each day, billions, of the shape of `days`.

        NaN as in :meth:`purchase_pace_bn`.
        """
        when = np.asarray(days, dtype="datetime64[D]")
        flows = self._flows.get(("purchases", instrument, False), ())
        total: NDArray[np.float64] = np.zeros(when.shape)
        for one in flows:
            total = total + one.between(when, when + 1)
        return total

    def planned_reinvestment_by_day(self, instrument: str, into: str, days: ArrayLike) -> NDArray[np.float64]:
        """Return the principal of `instrument` that the bank expected to put into `into` each day, billions.

        0 on days for which it named no amount.
        """
        when = np.asarray(days, dtype="datetime64[D]")
        found = np.zeros(when.shape)
        for segment in self._timelines.get(("reinvest", instrument, ""), ()):
            rule = segment.rule
            if isinstance(rule, Reinvest) and rule.into == into and rule.planned_bn_per_month is not None:
                inside = when >= to_day(segment.start)
                if segment.end is not None:
                    inside &= when < to_day(segment.end)
                found[inside] = (
                    rule.planned_bn_per_month * (month_clock(when + 1) - month_clock(when))[inside]
                )
        return found

    def gross_purchase_pace_bn(self, instrument: str, day: Day) -> float:
        """Return gross purchases of an `instrument` on a `day`, billions per month, in the place of reinvestment."""
        return self._pace("purchases", instrument, day, gross=True)

    def gross_purchases_bn(self, instrument: str, start_day: Day, end_day: Day) -> float:
        """Return gross purchases of an `instrument` from `start_day` (included) to `end_day` (excluded), billions."""
        return self._between("purchases", instrument, start_day, end_day, gross=True)

    def buys_gross(self, instrument: str, day: Day) -> bool:
        """Return whether purchases of an `instrument` on a `day` are planned gross, in the place of reinvestment."""
        return any(
            (found := at(segments, _date(day))) is not None and isinstance(found.rule, GrossPurchasePace)
            for (family, name, _), segments in self._timelines.items()
            if family == "purchases" and name == instrument
        )

    def sale_pace_bn(self, instrument: str, day: Day) -> float:
        """Return active sales of an `instrument`, billions per month, in force on a `day`; envelopes are apart."""
        return self._pace("sales", instrument, day)

    def sales_bn(self, instrument: str, start_day: Day, end_day: Day) -> float:
        """Return active sales of an `instrument` from `start_day` (included) to `end_day` (excluded), billions.

        Envelopes are apart.
        """
        return self._between("sales", instrument, start_day, end_day)

    def envelopes(self, instrument: str) -> tuple[Envelope, ...]:
        """Return the reduction envelopes of an instrument, in order of time."""
        found = []
        for segment in self._timelines.get(("reduction_envelope", instrument, ""), ()):
            if isinstance(rule := segment.rule, ReductionEnvelope):
                split = {share.sector: share.share for share in rule.sales_split}
                found.append(
                    Envelope(
                        instrument,
                        segment.start,
                        rule.until,
                        rule.total_bn,
                        rule.target_stock_bn,
                        rule.sales_bn,
                        split,
                    )
                )
        return tuple(found)

    def envelope(self, instrument: str, day: Day) -> Envelope | None:
        """Return the reduction envelope of an `instrument` whose window holds a `day`, if one does."""
        when = _date(day)
        started = [e for e in self.envelopes(instrument) if e.start <= when]
        return started[-1] if started and when <= started[-1].until else None

    def reinvest_into(self, instrument: str, day: Day) -> Reinvestment:
        """Return where principal of an `instrument` goes on a `day`; before any rule, back into the same."""
        found = at(self._timelines.get(("reinvest", instrument, ""), ()), _date(day))
        if found is None or not isinstance(rule := found.rule, Reinvest):
            return Reinvestment(instrument, None, None, None)
        return Reinvestment(rule.into, rule.up_to_bn_per_month, rule.beyond, rule.planned_bn_per_month)

    def policy_rate(self, day: Day) -> PolicyRates:
        """Return the policy rates in force on a day, each from the last record that gives it."""
        when = _date(day)
        rates: dict[str, float | None] = dict.fromkeys(_RATE_FIELDS)
        for record in sorted(self.records, key=lambda r: (r.announced, r.effective)):
            for rule in record.rules:
                if rule.kind == "policy_rate" and record.effective <= when:
                    rates |= {f: v for f in _RATE_FIELDS if (v := getattr(rule, f)) is not None}
        return PolicyRates(**rates)

    def yield_target(self, day: Day) -> YieldTarget | None:
        """Return the yield target in force on a day, if there is one."""
        for (family, _, _), segments in self._timelines.items():
            found = at(segments, _date(day)) if family == "yield_target" else None
            if found and isinstance(rule := found.rule, YieldTarget) and rule.target_pct is not None:
                return rule
        return None

    def facilities(self, day: Day) -> Mapping[str, Facility]:
        """Return the facilities open on a day, by name, with their last announced terms."""
        found = {}
        for (family, name, _), segments in self._timelines.items():
            segment = at(segments, _date(day)) if family == "facility" else None
            if segment and isinstance(rule := segment.rule, Facility) and rule.state != "closed":
                found[name] = rule
        return found


def plan_for(programme: Programme, spec: str = AS_ANNOUNCED) -> Plan:
    """Return a programme as it was announced, or as it was known on a date.

    Parameters
    ----------
    programme
        From :func:`tidegate.bank.programmes.loader.load` or ``load_file``.
    spec
        ``as-announced`` (everything), or ``known:YYYY-MM-DD``: only what was
        announced on or before that date, with the later steps it already planned.

    Raises
    ------
    PlanError
        If `spec` has another form.
    DateOutOfRange
        If nothing had been announced by that date.
    """
    if spec == AS_ANNOUNCED:
        return Plan(spec, programme.bank, programme.currency, None, programme.record, programme.phases)
    word, _, text = spec.partition(":")
    try:
        if word != "known" or len(text) != 10:
            raise ValueError
        known_on = date.fromisoformat(text)
    except ValueError:
        raise PlanError.of(
            N_(
                "plan {value!r} is not known; write as-announced, or known:YYYY-MM-DD, "
                "for example known:2022-05-04"
            ),
            value=spec,
        ) from None
    records = tuple(r for r in programme.record if r.announced <= known_on)
    if not records:
        raise DateOutOfRange.of(
            N_(
                "plan {value!r}: nothing had been announced by then; "
                "the first announcement of {bank} is of {first}"
            ),
            value=spec,
            bank=programme.bank,
            first=min(r.announced for r in programme.record).isoformat(),
        )
    return Plan(spec, programme.bank, programme.currency, known_on, records, programme.phases)
