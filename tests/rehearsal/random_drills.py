"""Random plans and scenarios, small and dense: every feature of a plan, many of them at once, and many ties; what is
shipped beside them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, Protocol, TypeVar

from drill.plan.load import load_plan, plan_from_text
from drill.plan.model import Plan
from drill.rehearsal.compiled import compiled
from drill.rehearsal.model import Model
from drill.rehearsal.responders import Pace
from drill.scenario.exercise import Exercise
from drill.scenario.load import load_fit, load_scenario, scenario_from_text
from drill.scenario.model import Scenario

DAY = date(2026, 11, 27)
SCENARIOS = Path(__file__).parents[2] / "scenarios"
ROLES = ("lead", "tech", "legal", "press", "boss", "care")
PEOPLE = ("ann", "ben", "cal", "dee", "eva", "fay")
STEPS = ("look", "stop", "lock", "tell", "sign", "say", "note", "page")
ACCOUNTS = ("@one", "@two")
T = TypeVar("T")


class Chooser(Protocol):
    """Where the choices come from: a generator, or Hypothesis, which then shrinks them."""

    def number(self, least: int, most: int) -> int:
        """A whole number, both ends included."""


class Dice:
    """Choices from a seeded generator."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def number(self, least: int, most: int) -> int:
        return self._random.randint(least, most)


class Author:
    """Writes a plan and a scenario by many small choices; 0 is always the plainest."""

    def __init__(self, chooser: Chooser) -> None:
        self.chooser = chooser
        self.roles = ROLES[: self.number(2, len(ROLES))]
        self.people = PEOPLE[: self.number(2, len(PEOPLE))]
        self.steps = STEPS[: self.number(2, len(STEPS))]
        self.injects = [f"news{index}" for index in range(self.number(1, 4))]

    def number(self, least: int, most: int) -> int:
        return self.chooser.number(least, most)

    def one_in(self, count: int) -> bool:
        return self.number(0, count - 1) == count - 1

    def pick(self, options: Sequence[T]) -> T:
        return options[self.number(0, len(options) - 1)]

    def some(self, options: Sequence[T], least: int = 0, most: int = 3) -> list[T]:
        count = self.number(least, max(least, min(most, len(options))))
        found: list[T] = []
        for _ in range(count):
            option = self.pick(options)
            if option not in found:
                found.append(option)
        return found

    def minutes(self, least: int, most: int) -> str:
        return f"{self.number(least, most)}m"

    # ── the plan ─────────────────────────────────────────────────────────────

    def plan(self) -> dict[str, Any]:
        roles = {role: self._role(role) for role in self.roles}
        escalations = [
            {"from": one, "to": other}
            for one in self.roles
            for other in self.roles
            if one != other and not self.one_in(4)
        ]
        return {
            "plan": "random",
            "title": "A random plan",
            "version": 1,
            "people": {person: {"name": person.title()} for person in self.people},
            "roles": roles,
            "escalations": escalations,
            "resources": {"text": self._text()},
            "workflows": {"crisis": self._workflow(), **self._other_workflow()},
            "responders": self._responders(),
        }

    def _role(self, role: str) -> dict[str, Any]:
        seat: dict[str, Any] = {"title": role, "people": self.some(self.people, 0 if self.one_in(6) else 1)}
        if not self.one_in(3):
            seat["ack_within"] = self.minutes(1, 6)
        if self.one_in(3):
            seat["delegates"] = [each for each in self.some(self.roles, 1, 2) if each != role]
        if self.one_in(8):
            seat["external"] = True
        return seat

    def _text(self) -> dict[str, Any]:
        dates = {} if self.one_in(2) else {"approved": "2026-01-01"}
        if self.one_in(5):
            dates["expires"] = "2026-02-01"
        approved = {} if self.one_in(5) else {"approved_by": self.roles[0]}
        return {"kind": "holding-statement", "title": "A text", **approved, **dates}

    def _workflow(self) -> dict[str, Any]:
        workflow: dict[str, Any] = {"title": "A crisis", "steps": {}}
        approved = False
        for index, step in enumerate(self.steps):
            workflow["steps"][step] = self._step(index, is_approved=approved)
            approved = "approve" in workflow["steps"][step]
        workflow["rules"] = self._rules()
        return workflow

    def _other_workflow(self) -> dict[str, Any]:
        """Now and then a second workflow, with steps of the same names."""
        self.has_other = self.one_in(5)
        if not self.has_other:
            return {}
        steps = {step: self._step(index, is_approved=True) for index, step in enumerate(self.steps[:2])}
        return {"aftermath": {"title": "What comes after", "steps": steps}}

    def _rules(self) -> list[dict[str, Any]]:
        first, last = self.steps[0], self.steps[-1]
        rules: list[dict[str, Any]] = []
        if self.one_in(4):
            rules.append({"id": "order", "first": first, "then": last})
        if self.one_in(6):
            rules.append({"id": "soon", "when_done": first, "then_do": last, "within": self.minutes(1, 8)})
        if self.one_in(6):
            rules.append({"id": "pairs", "different_people": [first, last]})
        return [{**rule, "gate": self.one_in(2)} for rule in rules]

    def _step(self, index: int, *, is_approved: bool) -> dict[str, Any]:
        step: dict[str, Any] = {}
        before = self.steps[:index]
        kind = self.pick(("do", "do", "contact", "convene", "inform", "approve"))
        if kind == "approve" and (is_approved or index + 1 >= len(self.steps)):
            kind = "do"
        if kind == "do":
            step["do"] = "Something"
        elif kind == "contact":
            step["contact"] = self.pick(self.roles)
        elif kind == "approve":
            step["approve"] = self.steps[index + 1]
        else:
            step[kind] = self.some(self.roles, 1) or [self.roles[0]]
        if kind in ("do", "approve") and self.one_in(5):
            step["all_of"] = self.some(self.roles, 1, 2)
        else:
            step["by"] = self.some(self.roles, 1)
        if before and not self.one_in(3):
            step["after"] = self.some(before, 1, 2)
        if not self.one_in(5):
            target = self.number(0, 8)
            step |= {"target": f"{target}m", "deadline": f"{target + self.number(1, 10)}m"}
            step |= {key: True for key in ("gate", "hard") if self.one_in(6)}
        step |= self._extras(kind, index)
        return step

    def _extras(self, kind: str, index: int) -> dict[str, Any]:
        extras: dict[str, Any] = {}
        others = [step for step in self.steps if step != self.steps[index]]
        if self.one_in(3):
            clocks: list[Any] = ["reached", {"done": self.pick(others)}, {"decided": self.injects[0]}]
            extras["clock"] = self.pick(clocks)
        if self.one_in(4):
            extras["per"] = "account"
        if kind == "do" and self.one_in(4):
            extras["takes"] = self.minutes(1, 5)
        if self.one_in(6):
            extras["repeat"] = {"every": self.minutes(6, 15)}
            if self.one_in(2):
                extras["repeat"]["until"] = self._condition(1)
        if self.one_in(7):
            extras["not_before"] = self._condition(1)
        if self.one_in(4):
            guards: list[Any] = [{"used": "text"}, {"done": self.pick(others)}, {"absent": self.pick(self.roles)}]
            extras["unless"] = self.pick(guards)
        if self.one_in(3):
            extras["uses"] = "text"
        return extras

    def _condition(self, depth: int) -> dict[str, Any]:
        kind = self.pick(("done", "late", "contacted", "delivered", "decided", "absent", "all", "any", "not"))
        if depth == 0 and kind in ("all", "any", "not"):
            kind = "done"
        if kind in ("done", "late"):
            return {kind: self.pick(self.steps)}
        if kind == "contacted":
            return {kind: self.pick(self.roles)}
        if kind == "delivered":
            return {kind: self.pick(self.injects)}
        if kind == "decided":
            inject = self.pick(self.injects)
            return {kind: inject if self.one_in(2) else {inject: self.pick(("good", "fair", "bad"))}}
        if kind == "absent":
            return {kind: self.pick(self.people)}
        if kind == "not":
            return {kind: self._condition(depth - 1)}
        return {kind: [self._condition(depth - 1) for _ in range(2)]}

    def _responders(self) -> dict[str, Any]:
        roles = {role: self._responder() for role in self.roles if self.one_in(2)}
        away = {person: self.pick((0.1, 0.5)) for person in self.people if self.one_in(4)}
        return {"everyone": self._responder(), "roles": roles, "away": away}

    def _responder(self) -> dict[str, Any]:
        return {kind: self._time() for kind in ("answer", "act", "call")}

    def _time(self) -> dict[str, Any]:
        return {"median": self.minutes(1, 5), "spread": self.pick((1, 1, 1.5, 2.5))}

    # ── the scenario ─────────────────────────────────────────────────────────

    def scenario(self) -> dict[str, Any]:
        return {
            "scenario": "random",
            "title": "A random scenario",
            "workflow": "crisis",
            "style": "discussion" if self.one_in(12) else "live",
            "simulated": self.some(self.roles, 0, 1) if self.one_in(4) else [],
            "duration": "45m",
            "objectives": {"hold": {"title": "Hold on"}, "tell": {"title": "Tell"}},
            "injects": [self._inject(index, inject) for index, inject in enumerate(self.injects)],
        }

    def _inject(self, index: int, inject: str) -> dict[str, Any]:
        written: dict[str, Any] = {"id": inject, "via": "phone", "to": self.some(self.roles, 1), "title": inject}
        if index and self.one_in(12):
            written["manual"] = True  # nobody brings it
        elif index == 0 or not self.one_in(3):
            written["at"] = self.minutes(0, 20) if index else "0m"
        else:
            written["when"] = self._condition(2)
            # On one instant injects come in the scenario's order, even one that another brought about just then; that
            # what is effect came before its cause is of no use to anybody, and left out.
            if self.one_in(2) or inject != self.injects[-1]:
                written["delay"] = self.minutes(1, 5)
        if index and self.one_in(4):
            written[self.pick(("if", "unless"))] = self._condition(1)
        if self.one_in(2):
            written["about"] = self.some(ACCOUNTS, 1, 2)
        if self.has_other and self.one_in(3):
            written["workflow"] = "aftermath"
        written["weight"] = self.number(1, 3)
        written["objective"] = self.pick(("hold", "tell"))
        written["expect"] = [self._asked(step) for step in self.some(self.steps, 0 if index else 1, 4)]
        if self.one_in(3):
            written["must_reach"] = [{"role": self.pick(self.roles), "target": "3m", "deadline": "8m"}]
        if self.one_in(3):
            options = {"good": {"says": "a", "is": "best"}, "fair": {"says": "b", "is": "acceptable"},
                       "bad": {"says": "c", "is": "poor"}}  # fmt: skip
            written["decision"] = {"question": "What?", "options": options, "deadline": "9m"}
            if self.one_in(2):
                written["decision"]["by"] = self.some(self.roles, 1)
        if self.one_in(3):
            effects = {"absent": self.some(self.people, 0, 2), "back": self.some(self.people, 0, 1)}
            written["effects"] = effects
        return written

    def _asked(self, step: str) -> Any:
        if self.one_in(5):
            return {"step": step, "target": "2m", "deadline": "6m", "weight": 2}
        return step


class PlainAuthor(Author):
    """Writes drills in which nothing hangs on what the team does: acts and decisions, at fixed times, everybody there."""

    def _step(self, index: int, *, is_approved: bool) -> dict[str, Any]:
        step = super()._step(index, is_approved=is_approved)
        for key in ("contact", "convene", "inform"):
            if step.pop(key, None):
                step["do"] = "Something"
        for key in ("clock", "repeat", "not_before", "unless"):
            step.pop(key, None)
        if "by" in step:
            step["by"] = step["by"][:1] or [self.roles[0]]
        return step

    def _responders(self) -> dict[str, Any]:
        return {**super()._responders(), "away": {}}

    def _inject(self, index: int, inject: str) -> dict[str, Any]:
        written = super()._inject(index, inject)
        for key in ("when", "delay", "if", "unless", "effects", "must_reach"):
            written.pop(key, None)
        if "manual" not in written:
            written["at"] = self.minutes(0, 40)
        written["to"] = list(self.roles)
        if "decision" in written:
            written["decision"]["by"] = [self.pick(self.roles)]
        return written


def random_exercise(chooser: Chooser, author: type[Author] = Author) -> Exercise:
    """A random plan and scenario, made ready."""
    writing = author(chooser)
    plan: Plan = plan_from_text(json.dumps(writing.plan()), "plan.yaml")
    scenario: Scenario = scenario_from_text(json.dumps(writing.scenario()), "scenario.yaml")
    return Exercise(plan, scenario)


def random_model(chooser: Chooser, *, one_at_a_time: bool = True, author: type[Author] = Author) -> Model:
    """A random drill, ready to be rehearsed."""
    exercise = random_exercise(chooser, author)
    return compiled(exercise, Pace.of(exercise.plan), DAY, one_at_a_time=one_at_a_time)


def shipped_exercise(scenario: str, plan: str) -> Exercise:
    """A shipped scenario on a shipped plan."""
    fits = [load_fit(SCENARIOS / "plans" / "agency.fit.yaml")] if plan == "agency" else []
    return Exercise(
        load_plan(SCENARIOS / "plans" / f"{plan}.yaml"), load_scenario(SCENARIOS / f"{scenario}.yaml"), *fits
    )


def shipped_model(scenario: str, plan: str, *, one_at_a_time: bool = True) -> Model:
    """The same, ready to be rehearsed."""
    exercise = shipped_exercise(scenario, plan)
    return compiled(exercise, Pace.of(exercise.plan), DAY, one_at_a_time=one_at_a_time)
