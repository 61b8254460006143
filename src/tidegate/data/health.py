"""How the data stand, cheaply enough to be asked every few seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from tidegate.data.files import embedded_folder, read_manifest, user_folder
from tidegate.data.generations import CURRENT, is_store, resolve
from tidegate.data.quarantine import FOLDER
from tidegate.errors import StoreError


@dataclass(frozen=True)
class Health:
    """How the data stand.

    Attributes
    ----------
    fed
        When the figures were last fed; None if the user's own store cannot be read.
    age_days
        From then to the day of the question.
    quarantined
        Number of batches that were not believed.
    """

    fed: date | None
    age_days: int | None
    quarantined: int


def stamp(folder: Path | None = None) -> tuple[str, int, int]:
    """Return what changes when an answer from the data may change: the day, the state of the store, quarantine."""
    own = folder or user_folder()
    day = datetime.now().astimezone().date().isoformat()
    return day, _changed(own / CURRENT), _changed(own / FOLDER)


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def health_of_data(folder: Path | None = None, today: date | None = None) -> Health:
    """Return how the data stand; files are not verified here, `tidegate data check` does that."""
    own = folder or user_folder()
    aside = sum(1 for _ in (own / FOLDER).glob("*.json"))
    day = today or datetime.now().astimezone().date()
    try:
        fed = read_manifest(embedded_folder()).date
        if is_store(own):
            fed = max(fed, read_manifest(resolve(own)).date)
    except StoreError:
        return Health(None, None, aside)
    return Health(fed, max(0, (day - fed).days), aside)
