"""Four central banks side by side: stocks, pace, instruments, and the claim about who was fastest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

from tidegate.briefing.assembly import Desk
from tidegate.briefing.bank_charts import ROLES, SOURCE, euro_check, gdp_chart, index_chart, short
from tidegate.briefing.bank_claims import Judgement, judge, overall
from tidegate.briefing.comparison import Compared, compare_banks
from tidegate.briefing.document import Column, Section, Table
from tidegate.briefing.origin import Origin
from tidegate.message import N_, Message, Number, Quantity

VERDICTS = {
    "supported": N_("supported"),
    "mixed": N_("mixed"),
    "contradicted": N_("contradicted"),
    "not testable": N_("not testable"),
}
_BASIS = {"published": N_("published"), "planned": N_("under the plan")}
_CERTAINTY = {
    "published": N_("published"),
    "read": N_("published"),
    "memory": N_("rounded, from memory"),
}


def bank_rows(rows: Sequence[Compared]) -> tuple[dict[str, Any], ...]:
    """Return the comparison as raw values, one row a bank; NaN becomes None."""
    return tuple(
        {
            "bank": row.bank,
            "name": short(row.bank),
            "currency": row.currency,
            "unit": f"bn_{row.currency.lower()}",
            "instrument": row.instrument,
            "start": row.start,
            "end": row.end,
            "ended": row.ended,
            "peak_bn": _known(row.peak_bn),
            "peak_on": row.peak_on,
            "opening_bn": _known(row.opening_bn),
            "closing_bn": _known(row.closing_bn),
            "now_bn": _known(row.now_bn),
            "now_on": row.now_on,
            "basis": row.basis,
            "basis_text": Message(_BASIS[row.basis]) if row.now_on else None,
            "from_peak_bn": _known(row.from_peak_bn),
            "months": _known(row.months),
            "pace_bn_per_month": _known(row.pace_bn_per_month),
            "usd_per_month_bn": _known(row.usd_per_month_bn),
            "usd_fall_bn": _known(row.usd_fall_bn),
            "fall_pct": _known(row.fall_pct),
            "pct_per_year": _known(row.pct_per_year),
            "passive_bn": _known(row.passive_bn),
            "active_bn": _known(row.active_bn),
            "peak_gdp_pct": _known(row.peak_gdp_pct),
            "now_gdp_pct": _known(row.now_gdp_pct),
            "fall_gdp_pct": _known(row.fall_gdp_pct),
            "gdp_year": row.gdp_year,
            "gdp_certainty": row.gdp_certainty or None,
            "gdp_text": Message(_CERTAINTY[row.gdp_certainty]) if row.gdp_certainty else None,
        }
        for row in rows
    )


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def bank_tables(rows: Sequence[Compared]) -> tuple[Table, ...]:
    """Return stocks and pace as two tables that fit a terminal."""
    values = bank_rows(rows)
    bank = Column("name", Message(N_("Bank")))
    return (
        Table(
            "banks",
            Message(N_("Stocks bought under QE")),
            (
                bank,
                Column("peak_bn", Message(N_("Peak")), "amount"),
                Column("peak_on", Message(N_("On")), "date"),
                Column("now_bn", Message(N_("Now")), "amount"),
                Column("now_on", Message(N_("As of")), "date"),
                Column("basis_text", Message(N_("Basis"))),
                Column("from_peak_bn", Message(N_("Since the peak")), "amount", signed=True),
                Column("peak_gdp_pct", Message(N_("Peak, % of GDP")), "number", "percent", 1),
                Column("now_gdp_pct", Message(N_("Now, % of GDP")), "number", "percent", 1),
                Column("gdp_year", Message(N_("GDP of"))),
                Column("gdp_text", Message(N_("GDP figure"))),
            ),
            tuple({**v, "gdp_year": None if v["gdp_year"] is None else str(v["gdp_year"])} for v in values),
            Message(SOURCE),
        ),
        Table(
            "bank-pace",
            Message(N_("The run-off: pace and instrument")),
            (
                bank,
                Column("start", Message(N_("From")), "date"),
                Column("end", Message(N_("Until")), "date"),
                Column("pace_bn_per_month", Message(N_("A month")), "amount"),
                Column("usd_per_month_bn", Message(N_("A month in US dollars")), "number", "bn_usd"),
                Column("fall_pct", Message(N_("Fall")), "number", "percent", 1),
                Column("pct_per_year", Message(N_("Fall a year")), "number", "percent", 1),
                Column("passive_bn", Message(N_("Matured")), "amount"),
                Column("active_bn", Message(N_("Sold")), "amount"),
                Column("instrument", Message(N_("Instrument"))),
            ),
            values,
        ),
    )


def claim_rows(found: Sequence[Judgement]) -> tuple[dict[str, Any], ...]:
    """Return the judgements as raw values, one row a measure."""
    return tuple(
        {
            "claim": each.claim,
            "verdict": each.verdict,
            "verdict_text": Message(VERDICTS[each.verdict]),
            "measure": measure.label,
            "unit": measure.unit,
            "holds": measure.holds,
            **{
                f"{bank}_value": _known(measure.values[bank]) if bank in measure.values else None
                for bank in ROLES
            },
        }
        for each in found
        for measure in each.measures
    )


def claim_table(found: Sequence[Judgement]) -> Table:
    """Return the judgements as a table."""
    columns = (
        Column("claim", Message(N_("Claim"))),
        Column("measure", Message(N_("Measured in"))),
        *(Column(f"{bank}_value", short(bank), "amount") for bank in ROLES),
        Column("holds", Message(N_("Holds")), "check"),
        Column("verdict_text", Message(N_("Verdict"))),
    )
    return Table("bank-claims", Message(N_("Who was faster, who was larger")), columns, claim_rows(found))


def lead_of(rows: Sequence[Compared], found: Sequence[Judgement]) -> tuple[Message, ...]:
    """Say what each bank did, and the verdict."""
    said = []
    for row in rows:
        if row.start is None or not math.isfinite(row.pace_bn_per_month):
            continue
        unit = f"bn_{row.currency.lower()}"
        text = N_("{bank}: {fall}% off since {start}, {pace} a month, {sold} of it sold.")
        if not row.active_bn > 0.0:
            text = N_("{bank}: {fall}% off since {start}, {pace} a month, none of it sold.")
        said.append(
            Message(
                text,
                {
                    "bank": short(row.bank),
                    "fall": Number(row.fall_pct, 1),
                    "start": row.start,
                    "pace": Quantity(row.pace_bn_per_month, unit, "short"),
                    "sold": Quantity(row.active_bn, unit, "short"),
                },
            )
        )
    verdict = overall(found)
    if verdict == "not testable":
        said.append(
            Message(N_("Who was faster cannot be said yet: fewer than two of the run-offs had begun."))
        )
        return tuple(said)
    text = N_(
        "That the Fed was faster than the ECB, larger than the Bank of England, and Japan slowest: {verdict}. "
        "Of the three parts hold {usd} in US dollars, {stock} in percent of the stock and {gdp} in percent of GDP."
    )
    holds = [sum(each.measures[i].holds is True for each in found) for i in range(3)]
    values = dict(zip(("usd", "stock", "gdp"), holds, strict=True))
    said.append(Message(text, {"verdict": Message(VERDICTS[verdict]), **values}))
    return tuple(said)


def write(desk: Desk) -> Section:
    """Return the section."""
    rows = compare_banks(desk)
    found = judge(rows)
    check = euro_check(desk)
    charts = [c for c in (index_chart(desk, rows), gdp_chart(rows)) if c is not None]
    lead = lead_of(rows, found)
    if check is not None:
        charts.append(check[0])
        lead = (*lead, *check[1])
    notes = (
        Message(
            N_(
                "A run-off is measured from its first step to the last stock, or to its end; "
                "the Fed's holdings are at face value."
            )
        ),
        Message(
            N_(
                "The APP is at amortised cost, the PEPP is cumulative net purchases, gilts are at purchase cost, "
                "Japanese bonds at book value. Of the last two only single days are held, so their peak may be higher."
            )
        ),
        Message(N_("A claim is called mixed where it holds by one measure and fails by another.")),
        Message(
            N_(
                "GDP of the euro area is rounded and from memory; that of the United Kingdom is converted "
                "from US dollars. The fall is set against GDP at the start of the run-off."
            )
        ),
    )
    return Section(
        "banks",
        Message(N_("Four central banks side by side")),
        lead,
        charts=tuple(charts),
        tables=(*bank_tables(rows), claim_table(found)),
        notes=notes,
        origin=Origin(Message(SOURCE), _newest(rows), desk.as_of, "bank_comparison"),
    )


def _newest(rows: Sequence[Compared]) -> date | None:
    """Return the day of the newest published stock."""
    return max((r.now_on for r in rows if r.now_on is not None and r.basis == "published"), default=None)
