"""Score every vintage of the end of run-off: ``python scripts/score_qt_end.py [--write]``.

At each month-end of QT1 and QT2 the distribution is made with only what was
known then, and scored against the month in which run-off ended. With
``--write`` the table goes to src/tidegate/policy/qt_end/vintages.csv.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from tidegate.briefing.qt_end import score_all
from tidegate.data import open_store
from tidegate.policy.qt_end.vintages import as_csv, table_row

TABLE = Path(__file__).resolve().parents[1] / "src" / "tidegate" / "policy" / "qt_end" / "vintages.csv"


def main() -> None:
    """Score, print, and write if asked."""
    found = score_all(open_store(today=date(2026, 10, 8)), lambda day: print(day, file=sys.stderr))
    text = as_csv([table_row(v.run_off, v.as_of, v.distribution, v.score) for v in found])
    print(text)
    if "--write" in sys.argv[1:]:
        TABLE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
