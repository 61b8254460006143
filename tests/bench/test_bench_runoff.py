"""How long the projection by CUSIP and the whole briefing take.

Asked: 114 months by CUSIP under 50 ms; `tidegate brief` under 5 s after the first run.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tidegate.bank.projection import project_treasuries
from tidegate.briefing import assembly

END = np.datetime64("2031-09-30")


@pytest.fixture(scope="module")
def inputs():
    desk = assembly.open_desk(date(2026, 10, 8))
    book = assembly.book_on(desk, date(2022, 3, 30))
    start = np.datetime64("2022-03-30")
    plan = assembly.plan_from("as-announced", "fed", desk.as_of)
    issues = assembly.issuance_on(desk.store, start, END, desk.as_of)
    reference, _ = assembly.reference_index(desk, start, END, desk.as_of)
    return book, plan, issues, reference


def test_114_months_by_cusip(benchmark, inputs):
    book, plan, issues, reference = inputs
    found = benchmark(project_treasuries, book, plan, issues, reference, END)
    assert len(found.dates) == 115


def test_brief(benchmark, tmp_path: Path):
    command = [sys.executable, "-m", "tidegate", "brief", "--out", str(tmp_path)]
    benchmark.pedantic(
        lambda: subprocess.run(command, check=True, capture_output=True), rounds=3, warmup_rounds=1
    )
    assert (tmp_path / "tidegate-brief.en.html").is_file()
