"""What drill is made of is known: the lock holds all that runs, the bill names it, the README says it."""

from __future__ import annotations

import json
import re

import pytest

from tests.reference import README
from tests.supply.audit import verdict
from tests.supply.packages import LOCK, direct, locked, runtime
from tests.supply.sbom import bill


def test_everything_that_drill_runs_on_is_in_the_lock_in_the_installed_version():
    pinned = locked()

    assert {each.name: each.version for each in runtime()}.items() <= pinned.items()


def test_every_package_of_the_lock_has_hashes():
    blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", LOCK.read_text(encoding="utf-8"))
    pinned = [block for block in blocks if "==" in block.partition("\n")[0]]

    assert len(pinned) == len(locked())
    assert all("--hash=sha256:" in block for block in pinned)


def test_the_bill_names_every_package_once_with_its_licence():
    components = bill()["components"]

    assert {part["name"]: part["version"] for part in components} == locked()
    assert all(part["purl"] == part["bom-ref"] == f"pkg:pypi/{part['name']}@{part['version']}" for part in components)
    assert not [part["name"] for part in components if part["scope"] == "required" and "licenses" not in part]


def test_the_bill_is_well_formed():
    made = json.loads(json.dumps(bill()))
    top = made["metadata"]["component"]
    known = {part["bom-ref"] for part in made["components"]} | {top["bom-ref"]}

    assert (made["bomFormat"], made["specVersion"], made["version"]) == ("CycloneDX", "1.5", 1)
    assert top["type"] == "application"
    assert {part["scope"] for part in made["components"]} == {"required", "excluded"}
    assert [each["ref"] for each in made["dependencies"]].count(top["bom-ref"]) == 1
    assert {each["ref"] for each in made["dependencies"]} == known
    assert {ref for each in made["dependencies"] for ref in each["dependsOn"]} <= known


def test_what_drill_asks_for_is_in_the_readme():
    text = README.read_text(encoding="utf-8")

    assert [each.name for each in direct() if f"| `{each.name}` |" not in text] == []


@pytest.mark.parametrize(
    "dependencies, code, said",
    [
        ([{"name": "a", "version": "1", "vulns": []}], 0, "No known vulnerability in 1 packages."),
        ([{"name": "a", "skip_reason": "not found"}], 0, "Not audited: the index gives no advisories."),
        (
            [{"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "not found"}],
            0,
            "No known vulnerability in 1 packages; of 1 the index knows none.",
        ),
        (
            [{"name": "a", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]}]}],
            1,
            "Known vulnerabilities:\n  a 1: X-1, mended in 2",
        ),
    ],
)
def test_an_audit_fails_for_what_was_found_and_for_nothing_else(dependencies, code, said):
    assert verdict({"dependencies": dependencies}) == (code, said)
