"""Plain values to models: what does not fit, in drill's own words, at its place."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from drill.errors import FilesInError
from drill.files.diagnostics import Diagnostic
from drill.files.yaml_source import parse_yaml
from drill.plan.load import plan_from_text, read_plan
from drill.plan.model import Plan
from drill.scenario.load import scenario_from_text

HEAD = "plan: a\ntitle: A plan\nversion: 1\nroles: {lead: {title: Lead}}\n"


def found_in(text: str) -> list[Diagnostic]:
    return read_plan(parse_yaml(HEAD + text, "plan.yaml"))[1]


def only(text: str) -> Diagnostic:
    [found] = found_in(text)
    return found


def step(clauses: str) -> str:
    return f"workflows: {{w: {{title: W, steps: {{s: {{{clauses}}}}}}}}}\n"


@pytest.mark.parametrize(
    "clauses, code, message, hint",
    [
        ("do: x, clock: expcted", "bad-value", '"clock" cannot be the text "expcted"', 'did you mean "expected"?'),
        ("do: x, clock: {dne: s}", "unknown-key", '"dne" is not a key of "clock"', 'did you mean "done"?'),
        ("do: x, clock: {done: a, decided: b}", "bad-value", "a clock is expected, reached", None),
        ("do: x, weight: heavy", "wrong-type", '"weight" wants a number; the text "heavy" is here', None),
        ("do: x, weight: 0", "bad-value", '"weight" must be more than 0, not 0', None),
        ("do: x, weight: true", "wrong-type", '"weight" wants a number; true is here', None),
        ("do: x, target: 5", "bad-value", "5 has no unit", None),
        ("do: x, target: 1:30", "bad-value", "'1:30' is not a duration", 'did you mean "1m30s", or "1h30m"?'),
        ("do: x, by: lead", "wrong-type", '"by" wants a list; the text "lead" is here', "write [lead]"),
        ("do: {outlet: x}", "wrong-type", '"do" wants text; a mapping is here', "must be in quotes"),
        ("do: {outlet}", "wrong-type", '"do" wants text; a mapping is here', "must be in quotes"),
        ("do: no", None, "", None),
        ("do: true", "wrong-type", '"do" wants text; true is here', "put it in quotes"),
        ("do: 24", "wrong-type", "24 is a number here", None),
        ('do: ""', "bad-value", '"do" is empty', None),
        ("inform: []", "bad-value", '"inform" is empty', None),
        ("do: x, public: yes", "wrong-type", '"public" wants true or false', "without quotes"),
        ("do: x, is: takeover_confirmed", "bad-value", '"is" cannot be', 'did you mean "takeover-confirmed"?'),
        ("do: x, per: person", "bad-value", '"per" cannot be', "it is one of account"),
        ("do: x, contact: lead", "bad-value", "a step is exactly one of", None),
        ("by: [lead]", "bad-value", "a step is exactly one of", None),
        ("do: x, by: [Lead]", "not-an-id", '"Lead" is not an id', None),
        ("do: x, by: [all]", "reserved-id", '"all" is a word', None),
        ("do: x, not_before: {decided: 5}", "wrong-type", '"decided" wants text or a mapping', None),
        ("do: x, not_before: {all: [{any: [{don: s}]}]}", "unknown-key", "of item 1", 'did you mean "done"?'),
        ("do: x, not_before: {done: }", "no-value", '"done" has no value', None),
        ("do: x, unless: {done: a, used: b}", "bad-value", "a guard has exactly one of", None),
        ("do: x, from_: y", "unknown-key", '"from_" is not a key of "s"', None),
        ("do: x, is_: all-clear", "unknown-key", '"is_" is not a key of "s"', 'did you mean "is"?'),
        ("do: x, repeat: {every: 0m}", "bad-value", "cannot repeat every 0s", None),
        ("do: x, hard: true", "bad-value", "a hard limit needs a deadline", None),
    ],
)
def test_a_step_that_does_not_fit_is_told_in_our_own_words(
    clauses: str, code: str | None, message: str, hint: str | None
) -> None:
    found = found_in(step(clauses))
    assert [one.code for one in found] == ([code] if code else [])
    if code:
        assert message in found[0].message
        assert (hint or "") in (found[0].hint or "")
        assert "input" not in found[0].message.lower(), "pydantic's words are not for users"


@pytest.mark.parametrize(
    "text, place",
    [
        ("titel: x\n", (5, 1)),
        ("people:\n  ana: {nmae: Ana}\n", (6, 9)),
        ("people:\n  ana: {reach: x}\n", (6, 3)),
        ("people:\n  Ana: {name: Ana}\n", (6, 3)),
        ("people:\n  ana: {name: 5}\n", (6, 15)),
        ("escalations:\n  - {from: lead}\n", (6, 5)),
        ("escalations:\n  - {from: lead, to: Lead}\n", (6, 22)),
        ('accounts:\n  "a b": {platform: X, owners: {primary: ana}}\n', (6, 3)),
        ("people:\n", (5, 1)),
    ],
)
def test_the_caret_stands_where_the_mistake_is(text: str, place: tuple[int, int]) -> None:
    found = only(text)
    assert (found.place.line, found.place.column) == place


def test_all_that_does_not_fit_is_told_at_once() -> None:
    text = "plan: A\ntitel: x\nversion: '1'\nroles: {lead: {title: Lead, level: 9, people: ana}}\n"
    text += "review: {every: 3 moons}\n"
    assert [(one.code, one.place.line) for one in read_plan(parse_yaml(text, "p"))[1]] == [
        ("not-an-id", 1),
        ("unknown-key", 2),
        ("wrong-type", 3),
        ("bad-value", 4),
        ("wrong-type", 4),
        ("bad-value", 5),
    ]


def test_a_misspelt_key_is_not_also_missing() -> None:
    assert only("people: {ana: {nmae: Ana}}\n").hint == 'did you mean "name"?'


def test_a_plan_with_an_unknown_key_can_still_be_looked_at() -> None:
    plan, found = read_plan(parse_yaml(HEAD + "colour: red\n", "p"))
    assert plan is not None
    assert [one.code for one in found] == ["unknown-key"]
    with pytest.raises(FilesInError):
        plan_from_text(HEAD + "colour: red\n", "p")


def test_a_plan_that_is_read_knows_the_place_of_each_clause() -> None:
    plan = plan_from_text(HEAD + "workflows:\n  w:\n    title: W\n    steps:\n      s: {do: x}\n", "plan.yaml")
    assert plan.clause(plan.workflows["w"].steps["s"].path) == "workflows.w.steps.s:9"


@given(st.text(max_size=200))
def test_any_text_is_a_plan_or_is_refused(text: str) -> None:
    for read in (plan_from_text, scenario_from_text):
        try:
            read(text, "any.yaml")
        except FilesInError as refused:
            places = [one.place.line for one in refused.diagnostics]
        else:
            places = [1]
        assert places, "who is refused is told why"


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["5m", "lead"])
KEYS = st.sampled_from([*Plan.model_fields, "w", "steps", "s", "do", "by", "clock", "done", "lead"])
JUNK = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)


@given(st.dictionaries(st.sampled_from(list(Plan.model_fields)), JUNK))
def test_any_values_are_a_plan_or_are_refused_with_places(values: dict[str, object]) -> None:
    plan, found = read_plan(parse_yaml(yaml.safe_dump(values), "junk.yaml"))
    assert (plan is not None) or found
    assert all(one.place.line >= 1 for one in found)
