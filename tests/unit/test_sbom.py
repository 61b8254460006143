"""What the program is made of, as told to scanners."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import sbom
from tidegate.data.providers import MODULES

ROOT = Path(__file__).resolve().parents[2]


def test_every_locked_package_is_in_it_with_its_hashes() -> None:
    found = sbom.document()
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
    locked = {(p["name"], p["version"]) for p in lock["package"] if p["source"].get("editable") != "."}
    assert {(c["name"], c["version"]) for c in found["components"]} == locked
    assert (found["bomFormat"], found["specVersion"]) == ("CycloneDX", "1.6")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", found["serialNumber"])
    for part in found["components"]:
        assert part["externalReferences"], part["name"]
        assert all(len(r["hashes"][0]["content"]) == 64 for r in part["externalReferences"])
    refs = {c["bom-ref"] for c in found["components"]} | {found["metadata"]["component"]["bom-ref"]}
    assert {d["ref"] for d in found["dependencies"]} == refs
    assert {on for d in found["dependencies"] for on in d["dependsOn"]} <= refs


def test_the_same_lock_gives_the_same_text() -> None:
    assert json.dumps(sbom.document()) == json.dumps(sbom.document())


def test_the_page_on_the_data_names_every_provider() -> None:
    page = (ROOT / "docs" / "explanation" / "data.md").read_text("utf-8")
    for name in MODULES:
        assert f"| `{name}` |" in page


def test_the_units_start_commands_that_exist() -> None:
    for path in (ROOT / "deploy").iterdir():
        text = path.read_text("utf-8")
        assert "TIDEGATE_HOME" in text or path.suffix == ".timer"
        assert "latest" not in text
