"""What the central bank says: how a statement is read here, and how well that works."""

from __future__ import annotations

from tidegate.briefing.assembly import Desk
from tidegate.briefing.document import Column, Section, Table
from tidegate.briefing.statements import validation
from tidegate.message import N_, Message, Number

TITLE = N_("What the statement says")
SETS = {"minutes": N_("Minutes"), "press_conferences": N_("Press conferences")}
MEASURES = {
    "as_filed": N_("sentences, labels as filed"),
    "confirmed": N_("sentences, labels that another document confirms"),
    "documents": N_("net tone of a whole document (correlation)"),
}
SOURCE = N_(
    "Source: published labels of FOMC sentences, later dates than the words were chosen on; Tidegate."
)


def write(desk: Desk) -> Section:
    """Return the section; it is the same on every day."""
    found = validation()
    finder = found["finder"]
    rows = []
    for each in found["tone"]:
        whole = each["measure"] == "documents"
        suffix = "correlation" if whole else "accuracy"
        rows.append(
            {
                "texts": Message(SETS[each["set"]]),
                "measure": Message(MEASURES[each["measure"]]),
                "count": each["documents"] if whole else each["sentences"],
                "ours": 100.0 * each[f"lexicon_{suffix}"],
                "bayes": 100.0 * each[f"naive_bayes_{suffix}"],
                "majority": None if whole else 100.0 * each["majority_accuracy"],
            }
        )

    def percent(key: str, title: str) -> Column:
        return Column(key, Message(title), "number", "percent", 1)

    table = Table(
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
        tuple(rows),
        Message(SOURCE),
    )
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
    return Section("communication", Message(TITLE), lead, (), (), (table,), notes)
