"""How long the MBS book takes: 120 months, 30 cohorts, one path and ten thousand."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tidegate.bank.portfolio.mbs_book import CohortBook
from tidegate.bank.portfolio.mbs_opening import mbs_opening
from tidegate.bank.portfolio.mbs_projection import project_mbs

MONTHS = 120


def thirty() -> CohortBook:
    book = mbs_opening("2022-06-29").book
    wide = book.take(np.arange(30) % book.cohorts)
    return replace(wide, face_bn=wide.face_bn / 2)


@pytest.mark.parametrize("paths", [1, 100, 10_000])
def test_project(benchmark: Any, paths: int) -> None:
    book = thirty()
    rates = 5.0 + 0.2 * np.random.default_rng(1).normal(size=(paths, MONTHS)).cumsum(axis=1)
    rates = np.clip(rates, 1.0, 15.0)
    project_mbs(book, rates[:1], [5.0, 5.0, 5.0])
    benchmark.pedantic(
        lambda: project_mbs(book, rates, [5.0, 5.0, 5.0], workers=os.cpu_count() or 1),
        rounds=5,
        warmup_rounds=1,
    )
