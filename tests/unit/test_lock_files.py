"""The locked versions: one truth, public sources, and a check that notices when they differ."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

import locks


def test_the_lock_files_agree_and_come_from_public_sources() -> None:
    assert locks.check() == []


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The three files, free to be changed."""
    for name in ("pyproject.toml", "uv.lock", "requirements.lock"):
        shutil.copy(locks.ROOT / name, tmp_path / name)
    return tmp_path


def test_another_version_is_noticed(copy: Path) -> None:
    file = copy / "requirements.lock"
    file.write_text(file.read_text("utf-8").replace("typer==", "typer==9"), "utf-8")
    assert locks.check(copy) == ["typer: uv.lock and requirements.lock differ; run `make lock`"]


def test_another_hash_is_noticed(copy: Path) -> None:
    file = copy / "requirements.lock"
    before, typer, after = file.read_text("utf-8").partition("typer==")
    file.write_text(before + typer + after.replace("sha256:", "sha256:0", 1), "utf-8")
    assert locks.check(copy) == ["typer: uv.lock and requirements.lock differ; run `make lock`"]


def test_a_missing_package_is_noticed(copy: Path) -> None:
    file = copy / "requirements.lock"
    file.write_text(file.read_text("utf-8").replace("typer==", "typist=="), "utf-8")
    assert [p.split(":")[0] for p in locks.check(copy)] == ["typer", "typist"]


def test_a_dependency_that_is_not_locked_is_noticed(copy: Path) -> None:
    file = copy / "pyproject.toml"
    file.write_text(file.read_text("utf-8").replace('"typer>=', '"typer>=99.'), "utf-8")
    assert len(locks.check(copy)) == 2


@pytest.mark.parametrize(
    "source",
    [
        {"name": "x", "source": {"registry": "https://a/simple"}, "wheels": [{"path": "x.whl"}]},
        {"name": "x", "source": {"registry": "https://a/simple"}, "sdist": {"url": "http://a/x.tar.gz"}},
        {"name": "x", "source": {"registry": "https://a/simple"}, "sdist": {"url": "https://a:8080/x.tgz"}},
        {"name": "x", "source": {"registry": "https://a/simple"}, "sdist": {"url": "https://me:pw@a/x.tgz"}},
        {"name": "x", "source": {"registry": "/opt/simple"}},
    ],
)
def test_private_sources_are_noticed(source: dict[str, object]) -> None:
    assert len(locks.check_sources({"package": [source]})) == 1


def test_two_indexes_are_noticed() -> None:
    lock = tomllib.loads((locks.ROOT / "uv.lock").read_text("utf-8"))
    lock["package"].append({"name": "x", "source": {"registry": "https://another/simple"}})
    assert len(locks.check_sources(lock)) == 1
