"""The JSON Schema that drives an editor says what the loader says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from drill.files.nodes import Node
from drill.files.schema import DRAFT, field_docstrings, json_schema
from drill.files.yaml_source import parse_yaml
from drill.plan.model import Plan, Step
from drill.scenario.model import Inject, Scenario

DATA = Path(__file__).parents[1] / "data"
PLAN, SCENARIO = json_schema(Plan), json_schema(Scenario)


@pytest.mark.parametrize("schema", [PLAN, SCENARIO], ids=["plan", "scenario"])
def test_it_is_a_schema_of_its_draft(schema: dict[str, Any]) -> None:
    assert schema["$schema"] == DRAFT
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name, schema", [("northwind", PLAN), ("hijacked", SCENARIO)])
def test_what_drill_takes_the_schema_takes(name: str, schema: dict[str, Any]) -> None:
    value = parse_yaml((DATA / f"{name}.yaml").read_text(), name).value
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(value)) == []


@pytest.mark.parametrize(
    "text",
    [
        "titel: x",
        "version: 0",
        "roles: {}",
        "roles: {Lead: {title: x}}",
        "roles: {lead: {title: x, level: 9}}",
        "people: {ana: {}}",
        "review: {every: 3 moons}",
        "review:",
        "workflows: {w: {title: x, steps: {s: {do: x, target: 5}}}}",
        "workflows: {w: {title: x, steps: {s: {do: x, is: foo}}}}",
        "workflows: {w: {title: x, steps: {s: {inform: []}}}}",
        "workflows: {w: {title: x, steps: {s: {do: x, weight: 0}}}}",
        "workflows: {w: {title: x, steps: {s: {do: x, not_before: {done: a, late: b}}}}}",
    ],
)
def test_what_drill_refuses_the_schema_marks(text: str) -> None:
    good = {"plan": "a", "title": "A", "version": 1, "roles": {"lead": {"title": "Lead"}}}
    validator = jsonschema.Draft202012Validator(PLAN)
    assert validator.is_valid(good)
    assert not validator.is_valid({**good, **yaml.safe_load(text)})


def described(schema: Any) -> list[str]:
    """The keys that an editor could not explain."""
    if isinstance(schema, list):
        return [key for part in schema for key in described(part)]
    if not isinstance(schema, dict):
        return []
    silent = [key for key, part in schema.get("properties", {}).items() if "description" not in part]
    return [*silent, *(key for part in schema.values() for key in described(part))]


def test_every_key_of_a_scenario_is_explained_on_hover() -> None:
    assert described(SCENARIO) == []


def test_every_key_of_a_plan_is_explained_on_hover_but_the_plain_weights() -> None:
    assert set(described(PLAN)) <= {"time", "contacts", "order", "decisions", "continuity", "content"}


@pytest.mark.parametrize("node", [Step, Inject])
def test_a_description_is_the_docstring_under_the_field(node: type[Node]) -> None:
    assert set(field_docstrings(node)) == set(node.model_fields)


def test_keys_stand_as_their_author_writes_them() -> None:
    step = PLAN["$defs"]["Step"]["properties"]
    assert "is" in step
    assert "is_" not in step
    assert "all-clear" in step["is"]["enum"]
    assert SCENARIO["properties"]["duration"]["default"] == "1h"
    assert '"null"' not in json.dumps([PLAN, SCENARIO])
