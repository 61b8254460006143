"""Write what Tidegate is made of as a CycloneDX 1.6 document, from the lock file: ``python scripts/sbom.py [OUT]``.

The same lock always gives the same text: there is no time and no random number in it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
import uuid
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from locks import ROOT, normal

NAMESPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")


def purl(name: str, version: str) -> str:
    """Return the address of a package in the form that scanners compare."""
    return f"pkg:pypi/{normal(name)}@{version}"


def components(lock: dict[str, Any]) -> list[dict[str, Any]]:
    """Return one component for each locked version, with the hashes of its files."""
    found = []
    for package in lock["package"]:
        if package["source"].get("editable") == ".":
            continue
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        shown = [
            {
                "type": "distribution",
                "url": file["url"],
                "hashes": [{"alg": "SHA-256", "content": file["hash"].removeprefix("sha256:")}],
            }
            for file in files
            if file.get("url") and file["hash"].startswith("sha256:")
        ]
        where = purl(package["name"], package["version"])
        row = {
            "type": "library",
            "bom-ref": where,
            "name": package["name"],
            "version": package["version"],
            "purl": where,
        }
        found.append({**row, "externalReferences": shown})
    return sorted(found, key=lambda c: (c["name"], c["version"]))


def dependencies(lock: dict[str, Any], root: str) -> list[dict[str, Any]]:
    """Return which package needs which; an extra's packages count as needed."""
    versions: dict[str, list[str]] = {}
    for package in lock["package"]:
        versions.setdefault(package["name"], []).append(package.get("version", ""))
    found = []
    for package in lock["package"]:
        ours = package["source"].get("editable") == "."
        needs = [*package.get("dependencies", [])]
        for extra in package.get("optional-dependencies", {}).values():
            needs += extra
        names = sorted({d["name"] for d in needs} - {package["name"]})
        ref = root if ours else purl(package["name"], package["version"])
        on = sorted({purl(n, v) for n in names for v in versions.get(n, []) if v})
        found.append({"ref": ref, "dependsOn": on})
    return sorted(found, key=lambda d: d["ref"])


def document(root: Path = ROOT) -> dict[str, Any]:
    """Return the whole document."""
    from tidegate import __version__

    text = (root / "uv.lock").read_text("utf-8")
    lock = tomllib.loads(text)
    ref = purl("tidegate", __version__)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(NAMESPACE, text)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": ref,
                "name": "tidegate",
                "version": __version__,
                "purl": ref,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            },
        },
        "components": components(lock),
        "dependencies": dependencies(lock, ref),
    }


def main() -> int:
    """Write the document to a file, or to the standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", nargs="?", type=Path)
    args = parser.parse_args()
    text = json.dumps(document(), indent=1, sort_keys=True) + "\n"
    if args.out is None:
        print(text, end="")
    else:
        args.out.parent.mkdir(parents=True, exist_ok=True)
        args.out.write_text(text, "utf-8")
        print(f"{args.out}: {len(document()['components'])} components")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
