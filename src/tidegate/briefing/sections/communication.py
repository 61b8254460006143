"""What the central bank says: how a statement is read here, and how well that works."""

from __future__ import annotations

from datetime import date

from tidegate.briefing.assembly import Desk
from tidegate.briefing.document import Column, Section, Table
from tidegate.briefing.origin import Origin
from tidegate.briefing.statements import validation
from tidegate.message import N_, Message, Number

TITLE = N_("What the statement says")
SETS = {"minutes": N_("Minutes"), "press_conferences": N_("Press conferences")}
MEASURES = {
    "as_filed": N_("sentences, labels as filed"),
    "confirmed": N_("sentences, labels that another document confirms"),
}
LABELS_END = date(2022, 9, 30)
"""The labelled texts end with September 2022."""
SOURCE = N_(
    "Source: published labels of FOMC sentences, later dates than the words were chosen on; Tidegate."
)


def accuracy_table() -> Table:
    """Return how often a sentence's tone is right, beside two simple rivals."""
    rows = tuple(
        {
            "texts": Message(SETS[each["set"]]),
            "measure": Message(MEASURES[each["measure"]]),
            "count": each["sentences"],
            "ours": 100.0 * each["lexicon_accuracy"],
            "bayes": 100.0 * each["naive_bayes_accuracy"],
            "majority": 100.0 * each["majority_accuracy"],
        }
        for each in validation()["tone"]
        if each["measure"] in MEASURES
    )

    def percent(key: str, title: str) -> Column:
        return Column(key, Message(title), "number", "percent", 1)

    return Table(
        "statement-tone",
        Message(N_("How often the tone is right")),
        (
            Column("texts", Message(N_("Texts"))),
            Column("measure", Message(N_("Measured on"))),
            Column("count", Message(N_("Number")), "number", "", 0),
            percent("ours", N_("This instrument")),
            percent("bayes", N_("Bag of words")),
            percent("majority", N_("Commonest label")),
        ),
        rows,
        Message(SOURCE),
    )


def correlation_table() -> Table:
    """Return how closely the net tone of whole documents follows their labels."""
    rows = tuple(
        {
            "texts": Message(SETS[each["set"]]),
            "count": each["documents"],
            "ours": each["lexicon_correlation"],
            "bayes": each["naive_bayes_correlation"],
        }
        for each in validation()["tone"]
        if each["measure"] == "documents"
    )
    return Table(
        "statement-net-tone",
        Message(N_("Net tone of a whole document: correlation with its labels")),
        (
            Column("texts", Message(N_("Texts"))),
            Column("count", Message(N_("Number")), "number", "", 0),
            Column("ours", Message(N_("This instrument")), "number", "", 2),
            Column("bayes", Message(N_("Bag of words")), "number", "", 2),
        ),
        rows,
        Message(SOURCE),
    )


def write(desk: Desk) -> Section:
    """Return the section; it is the same on every day."""
    finder = validation()["finder"]
    lead = (
        Message(
            N_(
                "Give a statement of the FOMC and read its tone, what it says of the balance sheet, and which words"
                " are new: tidegate statement FILE --previous FILE, or paste it on the page."
            )
        ),
        Message(
            N_(
                "In {texts} statements {flagged} of {announced} announcements about the balance sheet are found;"
                " {precision}% of what is flagged changes what is said, {listed}% is a listed announcement."
            ),
            {
                "texts": finder["texts"],
                "flagged": finder["announced_and_flagged"],
                "announced": finder["announced"],
                "precision": Number(100.0 * finder["precision_changed_language"], 0),
                "listed": Number(100.0 * finder["precision_announced"], 0),
            },
        ),
    )
    notes = (
        Message(
            N_("Not found: {dates}. That day's statement does not speak of the balance sheet."),
            {"dates": ", ".join(finder["missed"])},
        ),
        Message(
            N_(
                "The rules that find balance-sheet sentences were written with these statements in view; the labels of"
                " tone are partly misplaced in the published file, which is why three measures are shown."
            )
        ),
    )
    return Section(
        "communication",
        Message(TITLE),
        lead,
        (),
        (),
        (accuracy_table(), correlation_table()),
        notes,
        Origin(Message(SOURCE), LABELS_END, method="net_tone"),
    )
