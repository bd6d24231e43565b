"""What drill is made of besides itself: the packages of the lock, which of them it runs on, and how large they are.

Read from the lock and from what is installed; nothing is asked of the network.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements.lock"
_PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", re.MULTILINE)
_MODULES = {"markdown-it-py": "markdown_it", "pyyaml": "yaml", "ruamel-yaml": "ruamel.yaml"}


def canonical(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> dict[str, str]:
    """Every package of the lock and its version."""
    return {canonical(name): version for name, version in _PINNED.findall(LOCK.read_text(encoding="utf-8"))}


@dataclass(frozen=True)
class Package:
    """An installed package."""

    name: str
    version: str
    needs: tuple[str, ...]
    """The packages that it asks for here, on this system and Python."""
    licence: str
    megabytes: float
    """Of its files, without compiled bytecode."""

    @property
    def module(self) -> str:
        """What is imported of it."""
        return _MODULES.get(self.name, self.name.replace("-", "_"))


@cache
def package(name: str) -> Package:
    """An installed package, or drill itself, as its project file has it. Raises PackageNotFoundError."""
    if name == "drill":
        own = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        return Package("drill", own["version"], _here(own["dependencies"]), own["license"], 0.0)
    found = distribution(name)
    files = [Path(str(found.locate_file(file))) for file in found.files or () if not str(file).endswith(".pyc")]
    size = sum(file.stat().st_size for file in files if file.is_file())
    return Package(canonical(found.name), found.version, _here(found.requires or ()), _licence(found), size / 1e6)


def _here(requirements: Iterable[str], extra: str = "") -> tuple[str, ...]:
    """The packages of those requirements that hold on this system and Python, with what their own extras add."""
    names: set[str] = set()
    for one in map(Requirement, requirements):
        if one.marker is not None and not one.marker.evaluate({"extra": extra}):
            continue
        names.add(canonical(one.name))
        for each in one.extras:
            names.update(_here(distribution(one.name).requires or (), each))
    return tuple(sorted(names))


def _licence(found: Distribution) -> str:
    """The licence, as an SPDX expression where the package says so, else in its own words; empty where unsaid."""
    told = found.metadata
    classifiers = [
        text.rpartition(" :: ")[2] for text in told.get_all("Classifier") or () if text.startswith("License")
    ]
    said = [*(told.get_all("License-Expression") or ()), ", ".join(classifiers), *(told.get_all("License") or ())]
    return next((text.strip().split("\n")[0] for text in said if text.strip()), "")


def brought_by(name: str) -> frozenset[str]:
    """A package and everything that it cannot be without."""
    found, queue = {name}, [name]
    while queue:
        new = set(package(queue.pop()).needs) - found
        found |= new
        queue += sorted(new)
    return frozenset(found)


def direct() -> tuple[Package, ...]:
    """What drill itself asks for."""
    return tuple(package(name) for name in package("drill").needs)


def runtime() -> tuple[Package, ...]:
    """Everything that drill runs on, by name."""
    return tuple(package(name) for name in sorted(brought_by("drill") - {"drill"}))


def table() -> str:
    """What drill runs on, for the README. Sizes are this machine's: they differ by system and Python."""
    asked, whole = direct(), runtime()
    rows = []
    for each in asked:
        others = sorted(brought_by(each.name) - {each.name} - {one.name for one in asked})
        brings = ", ".join(f"`{other}` {_size(package(other))}" for other in others)
        rows.append(f"| `{each.name}` | {_size(each)} | {brings or '–'} |")
    total = sum(each.megabytes for each in whole)
    said = f"{len(whole)} packages, {len(asked)} of them asked for by drill itself; about {total:.0f} MB together."
    return f"{said}\n\n| package | size | brings |\n| --- | --- | --- |\n" + "\n".join(rows)


def _size(each: Package) -> str:
    return f"{each.megabytes:.0f} MB" if each.megabytes >= 1 else "< 1 MB"
