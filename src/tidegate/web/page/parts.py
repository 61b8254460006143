"""The pieces of a section as HTML: semantic, escaped, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from tidegate.briefing import about
from tidegate.briefing.document import Chart, Section, Table
from tidegate.briefing.wording import Wording
from tidegate.message import N_
from tidegate.web.page.place import Place

_SENTENCES = {
    "DOWNLOAD": N_("Download"),
    "NOTES": N_("What to keep in mind"),
    "LANGUAGE": N_("Language"),
    "GROUND": N_("Light or dark"),
    "THROUGH": N_("Balance sheet through {date}"),
    "AS_OF": N_("as known on {date}"),
    "WAITING": N_("Working out the briefing …"),
    "WAITING_MORE": N_("The first one takes a few seconds; after that it is kept."),
    "FAILED": N_("This part could not be worked out"),
    "SOURCES": N_(
        "Official figures: Federal Reserve (H.4.1, H.15), New York Fed, US Treasury, BLS, BEA, and the "
        "publishers named beside each figure."
    ),
    "NOT_ADVICE": N_(
        "Tidegate explains and measures; it does not know your circumstances, "
        "and nothing here is investment advice."
    ),
    "INTERFACE": N_("Data interface (API)"),
    "ABOUT": N_("What this is"),
    "METHOD": N_("How it is worked out:"),
    "WORDS": N_("Words in this table"),
    "ALL": N_("All"),
    "BY_VERDICT": N_("By verdict"),
    "CHAINS": N_("What moved the weights, from policy to portfolio"),
    "ASSETS": N_("Assets"),
    "LIABILITIES": N_("Liabilities and net worth"),
    "WALK": N_("What does this mean for me?"),
    "TAKE": N_("Take it along:"),
    "PRINT": N_("Print"),
    "NEXT_STOP": N_("Read on:"),
    "UNTOUCHED": N_("Books that do not move: {count}"),
}


LONG_TABLE = 24
"""Rows beyond which a table scrolls within its card."""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("tidegate.web"), autoescape=True, trim_blocks=True, undefined=StrictUndefined
    )
    environment.globals.update(_SENTENCES, LONG=LONG_TABLE, about=about)
    return environment


def render(template: str, macro: str, *values: Any) -> str:
    """Return what a macro of a template makes of some values, as HTML."""
    module: Any = _environment().get_template(f"{template}.html.jinja").module
    return str(getattr(module, macro)(*values)).strip()


def lead(sentences: Sequence[str]) -> str:
    """Return opening sentences as paragraphs, the first of them the weightiest."""
    return render("parts", "lead", sentences)


def tiles(section: Section, words: Wording, at: Place | None = None) -> str:
    """Return the tiles of a section as a list of descriptions; `at` is where the reader is, for links."""
    return render("parts", "tiles", section, words, at or Place(words.language))


def table(each: Table, words: Wording, csv: str = "", at: Place | None = None) -> str:
    """Return a table, in a container of its own that scrolls; `csv` is the address of its figures."""
    return render("parts", "table", each, words, csv, at or Place(words.language))


def chart_head(chart: Chart, words: Wording) -> str:
    """Return the title of a chart and the sentence that says what it shows."""
    return render("parts", "chart_head", chart, words)


def source_line(chart: Chart, words: Wording) -> str:
    """Return the line under a chart that says where its figures come from and how old they are."""
    return about.source_line(chart.origin, words)


def notes(section: Section, words: Wording) -> str:
    """Return the notes of a section."""
    return render("parts", "notes", section, words)
