"""Runs on disk: parts of a long one, and files for others to read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.futures.simulation import Run
from tidegate.message import N_

if TYPE_CHECKING:
    from tidegate.briefing.sweeps import Sweep

FORMATS = (".nc", ".parquet", ".json")


class FolderKeeper:
    """Finished parts of a long run in a folder, one file each; a part is there whole or not at all.

    Parameters
    ----------
    folder
        Made if it is not there.
    asked
        What was asked for: parts of another question are not taken.
    """

    def __init__(self, folder: Path, asked: Sequence[object]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        key = blake2b(repr(tuple(asked)).encode(), digest_size=8).hexdigest()
        self._folder, self._key = folder, key

    def _file(self, part: int) -> Path:
        return self._folder / f"run-{self._key}-{part:06d}.npz"

    def load(self, part: int) -> dict[str, NDArray[Any]] | None:
        """Return a part that was kept, or None."""
        file = self._file(part)
        if not file.exists():
            return None
        with np.load(file) as content:
            return {name: content[name] for name in content.files}

    def save(self, part: int, content: dict[str, NDArray[Any]]) -> None:
        """Keep a part."""
        draft = self._file(part).with_suffix(".part")
        with draft.open("wb") as stream:
            np.savez_compressed(stream, **content)  # type: ignore[arg-type]
        draft.replace(self._file(part))


def _or_null(values: NDArray[np.float64]) -> list[list[float | None]]:
    """Return rows of numbers with None where there is none: JSON has no NaN."""
    return [[float(x) if np.isfinite(x) else None for x in row] for row in values]


def check_format(file: Path) -> None:
    """Refuse a file of another ending than those in `FORMATS`.

    Raises
    ------
    InputError
        For another ending.
    """
    if file.suffix not in FORMATS:
        raise InputError.of(
            N_("--out {value}: write to a file that ends in {allowed}"),
            value=file,
            allowed=", ".join(FORMATS),
        )


def write_run(found: Run, file: Path) -> None:
    """Write a run to a file: netCDF, Parquet (one row a date, variable and level) or JSON.

    Raises
    ------
    InputError
        For another ending.
    """
    ending = file.suffix
    check_format(file)
    if ending == ".nc":
        found.to_dataset().to_netcdf(file, engine="scipy")
        return
    if ending == ".parquet":
        import pandas as pd

        frames = [
            pd.DataFrame({"date": found.dates, "variable": name, "level": level, "value": values[i]})
            for name, values in found.quantiles.items()
            for i, level in enumerate(found.levels)
        ]
        pd.concat(frames, ignore_index=True).to_parquet(file, index=False)
        return
    told = {
        "scenario": found.scenario,
        "seed": found.seed,
        "paths": found.paths,
        "digest": found.digest,
        "dates": [str(d) for d in found.dates],
        "levels": list(found.levels),
        "quantiles": {n: _or_null(q) for n, q in found.quantiles.items()},
    }
    file.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def write_sweep(found: Sweep, file: Path) -> None:
    """Write a sweep as one Parquet table: a row for each run, variable, date and level."""
    import pandas as pd

    pd.DataFrame(found.rows()).to_parquet(file, index=False)
