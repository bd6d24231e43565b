"""Other names for the people of a session: one for each, the same wherever that person stands.

A person of the plan becomes ``person-3`` and ``Person 3``, an observer ``observer-1``, a note ``(note 7)``.
Free texts keep their words but for names, numbers and addresses of people. What a name is, is
told by the plan; somebody of whom it knows nothing and who stands in a text of the scenario is not
found, and a reader has to look for them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from drill.plan.model import Plan
from drill.session.names import RESERVED

_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"(?<![\w.:-])\+?\(?\d[\d ()/.-]{6,}\d(?![\w:-])")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d)?")

_KEPT_BACK = frozenset({"reach", "vault", "recovery", "responders", "base"})
"""Keys of a plan that a copy leaves out: how to reach people, where secrets lie, what the trail calls its entries."""

_OF_PEOPLE = frozenset({"primary", "secondary", "people", "absent", "back"})
"""Keys whose values are people's ids, but for a step's guard, whose ``absent`` names a role."""

_GUARDED = "unless"


class Disguise:
    """The other names of one session. What is asked twice is answered alike."""

    def __init__(self, plan: Plan) -> None:
        self._people = {person: f"person-{number}" for number, person in enumerate(plan.people, 1)}
        self._observers: dict[str, str] = {}
        self._notes: dict[str, str] = {}
        self._names: dict[str, str] = {}
        for person, known in plan.people.items():
            for name in _names_of(person, known.name):
                self._names.setdefault(name, self.title_of(person))
        longest_first = sorted(self._names, key=len, reverse=True)
        words = "|".join(re.escape(name) for name in longest_first)
        self._name = re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None

    def person(self, person: str) -> str:
        """The other id of a person, of the plan or a walk-in."""
        return self._people.setdefault(person, f"person-{len(self._people) + 1}")

    def title_of(self, person: str) -> str:
        """The other name of a person: ``Person 3``."""
        return f"Person {self.person(person).removeprefix('person-')}"

    def observer(self, name: str) -> str:
        """The other name of somebody who watched or rated; the same as in the plan, where it is the same person."""
        if name in RESERVED:
            return name
        if name in self._people:
            return self._people[name]
        if name in self._names:
            return self._names[name].replace("Person ", "person-")
        return self._observers.setdefault(name, f"observer-{len(self._observers) + 1}")

    def participant(self, name: str, plan: Plan) -> str:
        """The other name of somebody who met: a role stays, a person becomes one by number."""
        if name in plan.roles:
            return name
        known = next((person for person, each in plan.people.items() if name in (person, each.name)), name)
        return self.title_of(known)

    def note(self, note: str | None) -> str | None:
        """What stands for a note: the same for the same words."""
        return None if note is None else self._notes.setdefault(note, f"(note {len(self._notes) + 1})")

    def text(self, text: str) -> str:
        """A free text without the names, numbers and addresses of people."""
        text = _ADDRESS.sub("(address)", text)
        text = _NUMBER.sub(lambda match: match[0] if _DATE.match(match[0]) else "(number)", text)
        return self._name.sub(lambda match: self._names[match[0]], text) if self._name is not None else text

    def plan(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """A plan's plain values, disguised."""
        disguised: dict[str, Any] = self._values(values, is_plan=True)
        for person, known in disguised.get("people", {}).items():
            known["name"] = f"Person {person.removeprefix('person-')}"
        for resource in disguised.get("resources", {}).values():
            if resource.get("kind") == "contact-list":
                resource.pop("text", None)
        return disguised

    def scenario(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """A scenario's or an inject's plain values, disguised."""
        disguised: dict[str, Any] = self._values(values, is_plan=False)
        return disguised

    def values(self, values: Any) -> Any:
        """Other plain values, disguised: every text in them."""
        return self._values(values, is_plan=False)

    def _values(self, value: Any, *, is_plan: bool, path: tuple[str, ...] = ()) -> Any:
        match value:
            case Mapping():
                if path == ("people",) and is_plan:
                    value = {self.person(person): known for person, known in value.items()}
                return {
                    key: self._values(item, is_plan=is_plan, path=(*path, str(key)))
                    for key, item in value.items()
                    if not (is_plan and key in _KEPT_BACK)
                }
            case list() | tuple():
                return [self._values(item, is_plan=is_plan, path=path) for item in value]
            case str() if path and path[-1] in _OF_PEOPLE and not (is_plan and _GUARDED in path):
                return self._people.get(value, value)
            case str():
                return self.text(value)
        return value


def _names_of(person: str, name: str) -> list[str]:
    """How a person may be called in a text: the whole name, and each part where all of it is a person's name."""
    parts = [part.strip(".,()") for part in name.split()]
    is_personal = all(part[:1].isupper() for part in parts)
    alone = [part for part in parts if len(part) > 1] if is_personal else []
    nick = [person] if person in (part.lower() for part in alone) else []
    return [name, name.upper(), *alone, *(part.upper() for part in alone), *nick]
