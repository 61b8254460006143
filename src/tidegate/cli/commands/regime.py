"""``tidegate regime``: how the balance sheet and the policy rate are run, since when, and how one knows."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tidegate.cli.options import AsJson, AsOf, day_or_none
from tidegate.message import N_

Markov = Annotated[
    bool,
    typer.Option(
        "--markov", help=N_("Also fit Markov-switching models to the same figures, for comparison.")
    ),
]


def command(as_of: AsOf = None, markov: Markov = False, as_json: AsJson = False) -> None:
    """Say which regime of the balance sheet and of the policy rate holds."""
    from tidegate.briefing.assembly import open_desk
    from tidegate.briefing.regimes import markov_fits, regimes
    from tidegate.briefing.sections import regime as section
    from tidegate.cli.output import emit, paragraphs, say
    from tidegate.cli.session import session
    from tidegate.cli.sheet import print_table

    desk = open_desk(day_or_none(as_of, "as-of"))
    found = regimes(desk)
    fits = markov_fits(desk) if markov else {}
    if as_json:
        sheet, rates = found.sheet, found.rates
        answer: dict[str, Any] = {
            "bank": "fed",
            "as_of": found.as_of,
            "data_through": found.data_through,
            "balance_sheet": sheet.label,
            "rates": rates.label,
            "probabilities": {"balance_sheet": sheet.probabilities, "rates": rates.probabilities},
            "since": {"balance_sheet": sheet.since, "rates": rates.since},
            "data_alone": {
                "balance_sheet": sheet.data_label,
                "rates": rates.data_label,
                "probabilities": {
                    "balance_sheet": sheet.data_probabilities,
                    "rates": rates.data_probabilities,
                },
                "since": {"balance_sheet": sheet.data_since, "rates": rates.data_since},
            },
            "announced": {
                "balance_sheet": sheet.announced,
                "rates": rates.announced,
                "phase": None if found.phase is None else found.phase.key,
                "record": None if found.record is None else found.record.id,
            },
            "evidence": {"measures": found.measures, "sentences": section.evidence(found)},
            "turning_points": section.turning_rows(found),
        }
        if markov:
            answer["markov"] = {name: section.markov_json(fit) for name, fit in fits.items()}
        emit(answer)
        return
    tr = session().translate
    for each in (section.sheet_sentence(found), section.rates_sentence(found), section.data_sentence(found)):
        say(paragraphs(tr.message(each)))
    say("")
    for each in section.evidence(found):
        say(paragraphs(tr.message(each)))
    for table in (*section.probability_tables(found), section.turning_table(found)):
        say("")
        print_table(table)
    for name, fit in fits.items():
        say("")
        print_table(section.markov_table(name, fit))
    say("")
    for each in section.notes():
        say(paragraphs(tr.message(each)))
