"""A condition: one thing, and how a reader says it."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from drill.plan.conditions import Condition


@pytest.mark.parametrize(
    "condition, words",
    [
        ({"done": "stop"}, "stop is done"),
        ({"late": "stop"}, "stop is late"),
        ({"contacted": "legal"}, "legal is contacted"),
        ({"delivered": "news"}, "news is delivered"),
        ({"absent": "ann"}, "ann is absent"),
        ({"decided": "news"}, "news is decided"),
        ({"decided": {"news": "go"}}, "news is decided as go"),
        ({"not": {"done": "stop"}}, "not (stop is done)"),
        ({"all": [{"done": "stop"}]}, "stop is done"),
        ({"any": [{"done": "stop"}]}, "stop is done"),
        ({"all": [{"done": "stop"}, {"late": "lock"}]}, "stop is done and lock is late"),
        ({"any": [{"done": "stop"}, {"late": "lock"}]}, "stop is done or lock is late"),
        (
            {"all": [{"any": [{"done": "stop"}, {"done": "lock"}]}, {"absent": "ann"}]},
            "(stop is done or lock is done) and ann is absent",
        ),
        (
            {"any": [{"all": [{"done": "stop"}, {"done": "lock"}]}, {"absent": "ann"}]},
            "(stop is done and lock is done) or ann is absent",
        ),
    ],
)
def test_a_condition_is_said_in_words(condition, words):
    assert Condition.model_validate(condition).words() == words


def test_a_condition_knows_its_parts_outermost_first():
    inner = {"any": [{"done": "stop"}, {"not": {"late": "lock"}}]}
    parts = [part.words() for part in Condition.model_validate({"all": [inner]}).parts()]
    assert parts == ["(stop is done or not (lock is late))", "stop is done or not (lock is late)", "stop is done",
                     "not (lock is late)", "lock is late"]  # fmt: skip


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"done": "stop", "late": "stop"},
        {"all": []},
        {"any": []},
        {"decided": {}},
        {"decided": {"a": "b", "c": "d"}},
    ],
)
def test_a_condition_that_says_nothing_or_two_things_is_refused(condition):
    with pytest.raises(ValidationError):
        Condition.model_validate(condition)
