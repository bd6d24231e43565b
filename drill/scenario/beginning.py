"""New files: a plan, a scenario on a plan that lies nearby, and the schemas that editors want beside them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

from drill.errors import FilesInError, OutOfReach, WrongUsage
from drill.files.nodes import RESERVED_IDS, Node
from drill.files.reading import read_text
from drill.files.schema import json_schema
from drill.files.text import clean
from drill.files.writing import write_new
from drill.files.yaml_source import parse_yaml
from drill.plan.load import load_plan
from drill.plan.model import Plan
from drill.plan.new import starting_plan
from drill.scenario.checking import Kind, kind_of
from drill.scenario.model import Scenario
from drill.scenario.new import starting_scenario

MODELS: dict[Kind, type[Node]] = {Kind.PLAN: Plan, Kind.SCENARIO: Scenario}


def begin_plan(path: str) -> list[Path]:
    """Write a starting plan and its schema; the files that were made. Raises OutOfReach."""
    return _write(Kind.PLAN, Path(path), starting_plan(_id_for(path)))


def begin_scenario(path: str, plan_file: str | None) -> list[Path]:
    """Write a starting scenario on a plan, the given one or one nearby; the files that were made.

    Raises WrongUsage where there is no plan, OutOfReach, and FilesInError for a plan with errors.
    """
    target = Path(path)
    plan_at = Path(plan_file) if plan_file else next(plans_near(target.parent), None)
    if plan_at is None:
        raise WrongUsage("there is no plan nearby to play", "drill new plan plan.yaml makes one; or give --plan PLAN")
    plan = load_plan(plan_at)
    reference = Path(os.path.relpath(plan_at, target.parent)).as_posix()
    return _write(Kind.SCENARIO, target, starting_scenario(_id_for(path), plan, reference))


def schema_text(kind: Kind) -> str:
    """The JSON Schema of plans or of scenarios, as text."""
    return json.dumps(json_schema(MODELS[kind]), ensure_ascii=False, indent=2)


def _write(kind: Kind, target: Path, text: str) -> list[Path]:
    if target.suffix not in (".yaml", ".yml"):
        raise WrongUsage(f"{clean(str(target))} should end in .yaml")
    write_new(target, text)
    schema = target.parent / f"{kind}.schema.json"
    if schema.exists():
        return [target]
    write_new(schema, schema_text(kind) + "\n")
    return [target, schema]


def _id_for(path: str) -> str:
    """An id made of a file's name."""
    name = re.sub(r"[^a-z0-9]+", "-", Path(path).stem.lower()).strip("-")
    return name if name and name not in RESERVED_IDS else f"my-{name}".rstrip("-")


def plans_near(folder: Path) -> Iterator[Path]:
    """The plans in a folder, in its folder of plans, and in the one beside it, by name."""
    for place in (folder, folder / "plans", folder.parent / "plans"):
        for path in sorted([*place.glob("*.yaml"), *place.glob("*.yml")]):
            try:
                value = parse_yaml(read_text(path), str(path)).value
            except (OutOfReach, FilesInError):
                continue  # not a plan that could be played
            if kind_of(value) is Kind.PLAN:
                yield path
