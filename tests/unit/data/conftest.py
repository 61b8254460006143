"""A small made-up store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tidegate.data.files import Origin, stack, write_store
from tidegate.data.table import Table

Block = tuple[str, list[str], str, list[float]]
RETRIEVED = date(2024, 3, 31)


@pytest.fixture
def make_store(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes blocks of (series, dates, vintage, values) into a store folder."""

    def make(*blocks: Block, name: str = "store", tables: dict[str, Table] | None = None) -> Path:
        rows: list[Any] = [
            (
                key,
                np.array(dates, dtype="datetime64[D]"),
                date.fromisoformat(vintage),
                np.array(values, dtype=float),
            )
            for key, dates, vintage, values in blocks
        ]
        origins = {
            key: Origin("made up", "public-domain", RETRIEVED.isoformat(), "", len(d), min(d), max(d))
            for key, d, _, _ in blocks
        }
        folder = tmp_path / name
        write_store(folder, stack(rows), origins, tables or {}, RETRIEVED)
        return folder

    return make
