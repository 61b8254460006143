"""What the walk through the past found, in sentences and tables; the same for a fresh walk and a shipped one."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from tidegate.briefing.document import Column, Table
from tidegate.message import N_, Message, Number

if TYPE_CHECKING:
    from tidegate.allocation.backtest import Report

STRATEGIES = 10
NAMES = {
    "views_low": N_("Scenarios, low risk"),
    "views_medium": N_("Scenarios, medium risk"),
    "views_high": N_("Scenarios, high risk"),
    "history_low": N_("History alone, low risk"),
    "history_medium": N_("History alone, medium risk"),
    "history_high": N_("History alone, high risk"),
    "sixty_forty": N_("60/40, rebalanced"),
    "equal_weight": N_("Equal weights"),
    "article_tilt": N_("The popular account's tilts"),
    "buy_and_hold": N_("60/40, bought and held"),
}
NOT_ADVICE = N_(
    "This is no investment advice: it shows what follows from stated assumptions, and a wrong expected return"
    " moves the weights more than anything else here."
)
JUDGED, AGAINST = "views_medium", "sixty_forty"
FIELDS = (
    "return_pct",
    "volatility_pct",
    "sharpe",
    "sharpe_se",
    "drawdown_pct",
    "turnover_pct",
    "cost_pct",
    "months",
    "deflated",
)


def rows_of(found: Report) -> list[dict[str, Any]]:
    """Return a row for each strategy."""
    return [
        {"strategy": name}
        | {f: getattr(s, f) for f in FIELDS if f != "deflated"}
        | {"deflated": found.deflated.get(name)}
        for name, s in found.summaries.items()
    ]


def sentences(found: Report) -> list[Message]:
    """Return what the walk says, whatever it is."""
    from tidegate.allocation.backtest import difference

    mean, error = difference(found.walks[JUDGED], found.walks[AGAINST])
    return record_sentences(rows_of(found), mean, error, str(found.walks[JUDGED].months[-1]))


def record_sentences(
    rows: Sequence[Mapping[str, Any]], mean: float, error: float, last: str
) -> list[Message]:
    """Return the honest result in sentences.

    Parameters
    ----------
    rows
        One for each strategy.
    mean, error
        Return of the judged variant over 60/40 at the same volatility, points a year, and its standard error.
    last
        Last month.
    """
    by_name = {r["strategy"]: r for r in rows}
    ours, other = by_name[JUDGED], by_name[AGAINST]
    clear = abs(mean) > 2.0 * error
    verdict = Message(
        N_("That is more than chance would explain.")
        if clear and mean > 0
        else N_("That is less than chance would explain: it did worse.")
        if clear
        else N_("That is within what chance explains: it shows no skill.")
    )
    return [
        Message(
            N_(
                "Decided each quarter on what was known, up to {last}: {own}% a year at {volatility}% volatility,"
                " Sharpe ratio {sharpe} (standard error {se}); 60/40: {other}%, {other_volatility}%, {other_sharpe}."
            ),
            {
                "last": last,
                "own": Number(ours["return_pct"], 1),
                "volatility": Number(ours["volatility_pct"], 1),
                "sharpe": Number(ours["sharpe"], 2),
                "se": Number(ours["sharpe_se"], 2),
                "other": Number(other["return_pct"], 1),
                "other_volatility": Number(other["volatility_pct"], 1),
                "other_sharpe": Number(other["sharpe"], 2),
            },
        ),
        Message(
            N_(
                "At the volatility of 60/40 it earned {mean} points a year more, standard error {error}. {verdict}"
            ),
            {"mean": Number(mean, 1, signed=True), "error": Number(error, 1), "verdict": verdict},
        ),
        Message(
            N_(
                "{count} variants were tried, and the rules were written by people who knew how these years went;"
                " no walk through the past undoes that."
            ),
            {"count": sum(r["deflated"] is not None for r in rows)},
        ),
    ]


def summary_table(rows: Sequence[Mapping[str, Any]], title: Message | None = None) -> Table:
    """Return strategies side by side."""
    return Table(
        "allocation-record",
        title or Message(N_("What it would have done")),
        (
            Column("name", Message(N_("Strategy"))),
            Column("return_pct", Message(N_("Return a year")), "number", "percent", 1),
            Column("volatility_pct", Message(N_("Volatility")), "number", "percent", 1),
            Column("sharpe", Message(N_("Sharpe ratio")), "number", decimals=2),
            Column("sharpe_se", Message(N_("Its standard error")), "number", decimals=2),
            Column("drawdown_pct", Message(N_("Deepest fall")), "number", "percent", 0),
            Column("turnover_pct", Message(N_("Turnover a year")), "number", "percent", 0),
            Column("deflated_pct", Message(N_("Edge over 60/40 is no luck")), "number", "percent", 0),
        ),
        tuple(
            dict(row)
            | {
                "name": Message(NAMES[row["strategy"]]),
                "deflated_pct": None if row["deflated"] is None else 100.0 * row["deflated"],
            }
            for row in rows
        ),
    )


def phase_table(found: Report) -> Table:
    """Return returns a year by phase of the balance sheet."""
    chosen = (JUDGED, AGAINST, "equal_weight", "article_tilt", "buy_and_hold")
    return Table(
        "allocation-phases",
        Message(N_("By phase of the balance sheet, return a year; a phase proves no cause")),
        (
            Column("phase", Message(N_("Phase"))),
            Column("months", Message(N_("Months")), "number"),
            *(Column(n, Message(NAMES[n]), "number", "percent", 1, signed=True) for n in chosen),
        ),
        tuple(
            {"phase": phase, "months": found.phase_months[phase]} | {n: by_name[n] for n in chosen}
            for phase, by_name in found.by_phase.items()
        ),
    )


def payload(found: Report) -> Mapping[str, Any]:
    """Return the JSON answer."""
    from tidegate.allocation.backtest import difference

    mean, error = difference(found.walks[JUDGED], found.walks[AGAINST])
    judged = found.walks[JUDGED]
    return {
        "first": str(judged.months[0]),
        "last": str(judged.months[-1]),
        "strategies": rows_of(found),
        "against_sixty_forty": {"strategy": JUDGED, "points_a_year": mean, "se": error},
        "variants": list(found.variants),
        "by_phase": [
            {"phase": p, "months": found.phase_months[p], "return_pct": dict(by_name)}
            for p, by_name in found.by_phase.items()
        ],
        "decisions": [
            {"month": str(m), "weights": {a: 100.0 * w for a, w in by_asset.items() if w > 0}}
            for m, by_asset in judged.decisions.items()
        ],
        "monthly": {
            "months": [str(m) for m in judged.months],
            "returns_pct": {n: (100.0 * w.returns).tolist() for n, w in found.walks.items()},
        },
        "sentences": sentences(found),
    }


@cache
def shipped(which: str) -> tuple[dict[str, Any], ...]:
    """Return the shipped record: ``own_months`` (assets whose months may ship) or ``all_assets``."""
    text = (files("tidegate.allocation") / "data" / "backtests.csv").read_text("utf-8")
    return tuple(
        {k: _value(k, v) for k, v in row.items()}
        for row in csv.DictReader(io.StringIO(text))
        if row["history"] == which
    )


def _value(key: str, text: str) -> Any:
    if key in ("history", "strategy", "last"):
        return text
    return float(text) if text else None


def shipped_sentences(which: str) -> list[Message]:
    """Return the sentences of a shipped record."""
    rows = shipped(which)
    ours = next(r for r in rows if r["strategy"] == JUDGED)
    return record_sentences(rows, ours["over_pct"], ours["over_se_pct"], ours["last"])


def as_csv(reports: Mapping[str, Report]) -> str:
    """Return records as a table to ship: summary statistics alone."""
    from tidegate.allocation.backtest import difference

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["history", "strategy", *FIELDS, "over_pct", "over_se_pct", "last"])
    for which, found in reports.items():
        for row in rows_of(found):
            walk = found.walks[row["strategy"]]
            over = difference(walk, found.walks[AGAINST]) if row["strategy"] != AGAINST else (None, None)
            numbers = [*(row[f] for f in FIELDS), *over]
            cells = ["" if v is None else f"{v:.3g}" if np.isfinite(v) else "" for v in numbers]
            writer.writerow([which, row["strategy"], *cells, str(walk.months[-1])])
    return out.getvalue()
