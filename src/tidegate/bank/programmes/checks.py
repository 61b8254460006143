"""What a programme must satisfy beyond the form of its records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tidegate.bank.programmes.model import PolicyRate, Record, ReductionEnvelope, Reinvest, Rule
from tidegate.bank.programmes.timeline import slot
from tidegate.catalog.loader import banks
from tidegate.message import N_, Message

_RATE_FIELDS = ("lower_pct", "upper_pct", "reserves_pct", "reverse_repo_pct")


def problems(
    bank: object, currency: object, phases: Iterable[str], records: Sequence[Record]
) -> Iterator[Message]:
    """Yield every contradiction in a programme.

    Parameters
    ----------
    bank, currency
        As written in the file, of any type.
    phases
        Keys of the phases that the file names.
    records
        Those of its records that are well formed.
    """
    yield from _bank(bank, currency)
    yield from _ids(records)
    known = tuple(phases)
    for record in records:
        yield from _dates(record)
        if record.phase is not None and record.phase not in known:
            yield Message(
                N_(
                    "record {id!r}: phase {value!r} is not among the phases of this file; they are: {allowed}"
                ),
                {"id": record.id, "value": record.phase, "allowed": ", ".join(known) or "-"},
            )
        for rule in record.rules:
            yield from _rule(record, rule)
    yield from _replaces(records)
    yield from _clashes(records)
    yield from _envelopes(records)


def _bank(bank: object, currency: object) -> Iterator[Message]:
    if not isinstance(bank, str):
        return
    found = banks().get(bank)
    if found is None:
        yield Message(
            N_("bank = {value!r} is not known; allowed are: {allowed}"),
            {"value": bank, "allowed": ", ".join(banks())},
        )
    elif isinstance(currency, str) and currency != found.currency:
        yield Message(
            N_("currency = {value!r} does not fit bank {bank!r}; its amounts are in {allowed}"),
            {"value": currency, "bank": bank, "allowed": found.currency},
        )


def _ids(records: Sequence[Record]) -> Iterator[Message]:
    names = [record.id for record in records]
    for name in dict.fromkeys(n for n in names if names.count(n) > 1):
        yield Message(
            N_("record {id!r}: the id stands on {count} records; give each its own"),
            {"id": name, "count": names.count(name)},
        )


def _dates(record: Record) -> Iterator[Message]:
    if record.effective < record.announced:
        yield Message(
            N_("record {id!r}: effective = {value} comes before announced = {limit}; it must not"),
            {"id": record.id, "value": record.effective.isoformat(), "limit": record.announced.isoformat()},
        )
    for rule in record.rules:
        until, since = getattr(rule, "until", None), getattr(rule, "since", None)
        if until is not None and until < record.effective:
            yield Message(
                N_("record {id!r}: until = {value} comes before effective = {limit}; it must not"),
                {"id": record.id, "value": until.isoformat(), "limit": record.effective.isoformat()},
            )
        if since is not None and since > record.effective:
            yield Message(
                N_("record {id!r}: since = {value} comes after effective = {limit}; it must not"),
                {"id": record.id, "value": since.isoformat(), "limit": record.effective.isoformat()},
            )


def _rule(record: Record, rule: Rule) -> Iterator[Message]:
    if isinstance(rule, Reinvest) and (rule.beyond is None) != (rule.up_to_bn_per_month is None):
        yield Message(
            N_("record {id!r}: a reinvest rule gives up_to_bn_per_month and beyond together, or neither"),
            {"id": record.id},
        )
    if isinstance(rule, PolicyRate):
        if all(getattr(rule, name) is None for name in _RATE_FIELDS):
            yield Message(
                N_("record {id!r}: a policy_rate rule gives at least one of: {allowed}"),
                {"id": record.id, "allowed": ", ".join(_RATE_FIELDS)},
            )
        if (rule.lower_pct is None) != (rule.upper_pct is None):
            yield Message(
                N_("record {id!r}: lower_pct and upper_pct stand together; a single rate is written as both"),
                {"id": record.id},
            )
        elif rule.lower_pct is not None and rule.upper_pct is not None and rule.lower_pct > rule.upper_pct:
            yield Message(
                N_("record {id!r}: lower_pct = {value} is above upper_pct = {limit}"),
                {"id": record.id, "value": rule.lower_pct, "limit": rule.upper_pct},
            )
    if isinstance(rule, ReductionEnvelope):
        if rule.sales_split and abs(sum(s.share for s in rule.sales_split) - 1) > 1e-9:
            yield Message(
                N_("record {id!r}: the shares of sales_split add up to {value:g}; they must add up to 1"),
                {"id": record.id, "value": sum(s.share for s in rule.sales_split)},
            )
        if rule.sales_bn is not None and rule.sales_bn > rule.total_bn:
            yield Message(
                N_(
                    "record {id!r}: sales_bn = {value:g} is above total_bn = {limit:g}; "
                    "sales are part of the total"
                ),
                {"id": record.id, "value": rule.sales_bn, "limit": rule.total_bn},
            )


def _replaces(records: Sequence[Record]) -> Iterator[Message]:
    by_id = {record.id: record for record in records}
    for record in records:
        for name in record.replaces:
            other = by_id.get(name)
            if other is None or other.announced >= record.announced:
                yield Message(
                    N_(
                        "record {id!r}: replaces = {value!r} must name a record of this file "
                        "announced earlier"
                    ),
                    {"id": record.id, "value": name},
                )


def _about(rule: Rule) -> tuple[tuple[str, ...], ...]:
    """Return the things a rule sets, none of which two records may set from the same day."""
    if isinstance(rule, PolicyRate):
        return tuple(("policy_rate", name) for name in _RATE_FIELDS if getattr(rule, name) is not None)
    return () if rule.kind == "statement" else (slot(rule),)


def _clashes(records: Sequence[Record]) -> Iterator[Message]:
    seen: dict[tuple[object, ...], Record] = {}
    for record in sorted(records, key=lambda r: (r.effective, r.announced)):
        for rule in record.rules:
            for about in _about(rule):
                other = seen.get((record.effective, about))
                if other is record:
                    yield Message(
                        N_("record {id!r}: two rules set the same thing ({about}); keep one"),
                        {"id": record.id, "about": " ".join(part for part in about if part)},
                    )
                elif other is not None and other.id not in record.replaces:
                    yield Message(
                        N_(
                            "records {first!r} and {second!r} both set {about} from {day}; "
                            "keep one, or write replaces = [{first!r}] in the one announced later"
                        ),
                        {
                            "first": other.id,
                            "second": record.id,
                            "about": " ".join(part for part in about if part),
                            "day": record.effective.isoformat(),
                        },
                    )
                seen[(record.effective, about)] = record


def _envelopes(records: Sequence[Record]) -> Iterator[Message]:
    last: dict[str, tuple[Record, ReductionEnvelope]] = {}
    for record in sorted(records, key=lambda r: (r.effective, r.announced)):
        for rule in record.rules:
            if not isinstance(rule, ReductionEnvelope):
                continue
            before = last.get(rule.instrument)
            if (
                before
                and before[0].effective < record.effective <= before[1].until
                and before[0].id not in record.replaces
            ):
                yield Message(
                    N_(
                        "records {first!r} and {second!r}: the windows of their envelopes for {about} "
                        "overlap; the first runs until {limit}, the second starts on {day}; "
                        "shorten the first, or write replaces = [{first!r}] in the second"
                    ),
                    {
                        "first": before[0].id,
                        "second": record.id,
                        "about": rule.instrument,
                        "limit": before[1].until.isoformat(),
                        "day": record.effective.isoformat(),
                    },
                )
            last[rule.instrument] = (record, rule)


def phase_keys(raw: object) -> tuple[str, ...]:
    """Return the keys of the phases table of a file as read, whatever it holds."""
    return tuple(str(key) for key in raw) if isinstance(raw, Mapping) else ()
