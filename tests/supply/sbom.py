"""A software bill of materials: what drill runs on and is tested with, as CycloneDX 1.5 in JSON, on standard output.

    python tests/supply/sbom.py > sbom.json

Made from the lock and the installed packages. It holds no date and no serial number: the same lock on the same system
gives the same bytes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.supply.packages import Package, brought_by, locked, package, runtime

Component = dict[str, object]


def bill() -> dict[str, Any]:
    """The bill. What is only tested with is marked as excluded from what runs."""
    running = {each.name for each in runtime()}
    parts = [package(name) for name in sorted(locked().keys() | running)]
    drill = package("drill")
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": _component(drill, "application")},
        "components": [
            _component(each, "library") | {"scope": "required" if each.name in running else "excluded"}
            for each in parts
        ],
        "dependencies": [_dependency(each) for each in (drill, *parts)],
    }


def _reference(name: str) -> str:
    return f"pkg:pypi/{name}@{package(name).version}"


def _component(each: Package, kind: str) -> Component:
    made: Component = {"type": kind, "bom-ref": _reference(each.name), "name": each.name, "version": each.version}
    if each.name != "drill":
        made["purl"] = _reference(each.name)
    if each.licence:
        made["licenses"] = [{"license": {"name": each.licence}}]
    return made


def _dependency(each: Package) -> dict[str, object]:
    known = locked().keys() | brought_by("drill")
    return {"ref": _reference(each.name), "dependsOn": [_reference(name) for name in each.needs if name in known]}


if __name__ == "__main__":
    print(json.dumps(bill(), indent=2, ensure_ascii=False))
