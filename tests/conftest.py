"""Fixtures for all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A test says whether something is true, not how long it takes: timings live in tests/bench.
settings.register_profile("tidegate", deadline=None)
settings.load_profile("tidegate")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder with the raw official figures, beside the checkout; absent on a user's machine."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail("CI must have the raw figures beside the checkout")
        pytest.skip("the raw official figures are not beside this checkout")
    return folder
