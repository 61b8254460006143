"""What a reader takes along of an answer to a question of their own: files that travel with the page."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tidegate.briefing.document import Chart, Table
from tidegate.briefing.wording import Wording
from tidegate.web.api.conversion import tree
from tidegate.web.api.downloads import chart_csv, table_csv
from tidegate.web.page.parts import render


@dataclass(frozen=True)
class Taken:
    """A file: what its button says, its address, and its name on the reader's disk."""

    label: str
    href: str
    name: str


def _data(kind: str, text: str) -> str:
    """Return an address that is its own content: in base 64, which costs a third of what escapes do."""
    return f"data:{kind};charset=utf-8;base64,{b64encode(text.encode()).decode()}"


def _csv(text: str) -> str:
    return _data("text/csv", text)


def chart_link(chart: Chart, words: Wording) -> str:
    """Return an address that holds the figures of a chart as CSV."""
    return _csv(chart_csv(chart, words))


def table_link(table: Table, words: Wording) -> str:
    """Return an address that holds a table as CSV."""
    return _csv(table_csv(table, words))


def json_link(answer: Mapping[str, Any], words: Wording) -> str:
    """Return an address that holds an answer as JSON, sentences in the reader's language."""
    text = json.dumps(tree(answer, words), ensure_ascii=False, indent=2)
    return _data("application/json", text)


def buttons(words: Wording, files: list[Taken]) -> str:
    """Return a row of downloads and a button to print, as HTML."""
    return render("onward", "take", words, files)
