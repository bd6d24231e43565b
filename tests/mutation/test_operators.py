"""Each kind of fault is what it says, and keeps its name while code around it moves."""

from __future__ import annotations

import pytest

from tests.mutation.operators import KINDS, mutants, mutated

CASES = [
    ("boundary", "return a < b", "return a <= b"),
    ("comparison", "return a in b", "return a not in b"),
    ("arithmetic", "return a + b", "return a - b"),
    ("one-more", "return a[0]", "return a[1]"),
    ("one-less", "return a[2]", "return a[1]"),
    ("truth", "a(b=True)", "a(b=False)"),
    ("and-or", "return a and b", "return a or b"),
    ("not", "return not a", "return a"),
    ("condition", "return a if b else c", "return a if not b else c"),
    ("call", "return min(a)", "return max(a)"),
    ("none", "return a", "return None"),
    ("removed", "a(b)", "pass"),
]


def function(line: str, name: str = "f") -> str:
    return f"def {name}(a, b, c):\n    {line}"


def test_there_is_a_case_of_every_kind():
    assert [kind for kind, _, _ in CASES] == list(KINDS)


@pytest.mark.parametrize("kind, before, after", CASES)
def test_a_mutant_is_the_code_with_one_thing_changed(kind, before, after):
    source = function(before)
    found = [mutant for mutant in mutants("file.py", source) if mutant.kind == kind]
    assert [mutated(mutant, source) for mutant in found] == [function(after)]


def test_a_mutant_keeps_its_name_when_the_code_around_it_moves():
    source = function("return a < b")
    moved = function("return c > 1", "other") + "\n\n\n" + source
    names = {mutant.name for mutant in mutants("file.py", source)}
    assert names < {mutant.name for mutant in mutants("file.py", moved)}


def test_what_tells_no_behaviour_is_left_alone():
    source = '@kept(1)\ndef f(a: list[1]) -> set[1]:\n    """Words."""\n    assert a < 1\n'
    assert list(mutants("file.py", source)) == []


def test_what_is_inside_a_class_or_a_function_is_named_after_the_outermost_function():
    source = "class A:\n    b = 1\n\n    def f(self):\n        def g():\n            return 2\n        return g"
    assert {mutant.where for mutant in mutants("file.py", source)} == {"A.", "A.f"}
