"""Small worlds for the reference model: a plan, a script and what people did, as plain data.

Nothing of drill is known here. A world can be written down as the files and lines
that a user would write (`plan_yaml`, `scenario_yaml`, `Line.words`), and it can be
played by hand (`tests.faults.reference_model`). All times are whole seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import yaml

ROLES = {"lead": ("ann", "abe"), "tech": ("tom",), "legal": ("liz",), "press": ("pia",)}
ACCOUNTS = ("@one", "@two")
ALL = "all"

Condition = tuple[str, object]
"""(``done``, "stop"), (``not``, condition), (``all``, [conditions]) …; ``decided`` names an inject, or (inject, option)."""


@dataclass(frozen=True)
class Step:
    """One step of the plan."""

    name: str
    kind: str = "do"
    """do, contact, convene, inform or approve."""
    called: tuple[str, ...] = ()
    approves: str | None = None
    by: tuple[str, ...] = ("lead",)
    target: int | None = None
    deadline: int | None = None
    clock: str | Condition = "expected"
    takes: int | None = None
    unless: Condition | None = None
    not_before: Condition | None = None
    per_account: bool = False


@dataclass(frozen=True)
class Inject:
    """One inject of the script. `expect` and `must_reach` name a thing with its own target and deadline, or None."""

    name: str
    at: int | None = None
    when: Condition | None = None
    delay: int = 0
    if_: Condition | None = None
    unless: Condition | None = None
    to: tuple[str, ...] = ("lead",)
    about: tuple[str, ...] = ()
    expect: tuple[tuple[str, int | None, int | None], ...] = ()
    must_reach: tuple[tuple[str, int | None, int | None], ...] = ()
    absent: tuple[str, ...] = ()
    back: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One line of the log: what a role did, or what control did."""

    at: int
    team: str
    """A team; for control also ``all``."""
    verb: str
    role: str | None = None
    """None: it is control's."""
    roles: tuple[str, ...] = ()
    name: str | None = None
    """The step, inject or person that it is about."""
    option: str | None = None
    account: str | None = None
    about: str | None = None
    to: int = 0
    recalled: bool = False

    def words(self) -> str:
        """The words behind the time."""
        if self.role is None:
            if self.verb in ("absent", "back"):
                return f"control {self.verb} {self.team} {self.name}"
            to = f" to {self.to}s" if self.verb == "delay" else ""
            return f"control {self.verb} {self.name} {self.team}{to}"
        words = [self.team, self.role, self.verb]
        words += [", ".join(self.roles)] if self.roles else []
        words += [self.name] if self.name else []
        words += [self.option] if self.option else []
        words += ["on", self.account] if self.account else []
        words += ["about", self.about] if self.about else []
        return " ".join(words)


@dataclass(frozen=True)
class World:
    """Everything that a drill is a function of."""

    steps: tuple[Step, ...]
    injects: tuple[Inject, ...]
    lines: tuple[Line, ...]
    end: int
    teams: tuple[str, ...] = field(default=("blue", "red"))

    def plan_yaml(self) -> str:
        """The plan as a user writes it."""
        people = sorted(person for seat in ROLES.values() for person in seat)
        return yaml.safe_dump(
            {
                "plan": "model",
                "title": "A plan",
                "version": 1,
                "people": {person: {"name": person.title()} for person in people},
                "roles": {role: {"title": role.title(), "people": list(seat)} for role, seat in ROLES.items()},
                "accounts": {name: {"platform": "X", "owners": {"primary": "ann"}} for name in ACCOUNTS},
                "workflows": {"crisis": {"title": "A crisis", "steps": {s.name: _step(s) for s in self.steps}}},
            },
            sort_keys=False,
        )

    def scenario_yaml(self) -> str:
        """The scenario as a user writes it."""
        return yaml.safe_dump(
            {
                "scenario": "model",
                "title": "A crisis",
                "workflow": "crisis",
                "injects": [_inject(inject) for inject in self.injects],
            },
            sort_keys=False,
        )


def _seconds(value: int | None) -> str | None:
    return None if value is None else f"{value}s"


def _known(values: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value not in (None, (), [])}


def _condition(condition: Condition | None) -> object:
    if condition is None:
        return None
    kind, what = condition
    if kind in ("all", "any"):
        assert isinstance(what, list)
        return {kind: [_condition(part) for part in what]}
    if kind == "not":
        assert isinstance(what, tuple)
        return {"not": _condition((what[0], what[1]))}
    if kind == "decided" and isinstance(what, tuple):
        return {"decided": {what[0]: what[1]}}
    return {kind: what}


def _step(step: Step) -> dict[str, object]:
    kinds: dict[str, object] = {
        "do": "Do it",
        "contact": step.called[0] if step.called else None,
        "convene": list(step.called),
        "inform": list(step.called),
        "approve": step.approves,
    }
    return {step.kind: kinds[step.kind]} | _known(
        {
            "by": list(step.by),
            "target": _seconds(step.target),
            "deadline": _seconds(step.deadline),
            "clock": step.clock if isinstance(step.clock, str) else _condition(step.clock),
            "takes": _seconds(step.takes),
            "unless": _condition(step.unless),
            "not_before": _condition(step.not_before),
            "per": "account" if step.per_account else None,
        }
    )


def _inject(inject: Inject) -> dict[str, object]:
    trigger: dict[str, object] = {"manual": True}
    if inject.at is not None:
        trigger = {"at": _seconds(inject.at)}
    elif inject.when is not None:
        trigger = {"when": _condition(inject.when), "delay": _seconds(inject.delay)}
    options = {"go": {"says": "Go", "is": "best"}, "wait": {"says": "Wait", "is": "poor"}}
    return (
        {"id": inject.name, "via": "phone", "to": list(inject.to), "title": "Something happens"}
        | trigger
        | _known(
            {
                "if": _condition(inject.if_),
                "unless": _condition(inject.unless),
                "about": list(inject.about),
                "expect": [_asked("step", *asked) for asked in inject.expect],
                "must_reach": [_asked("role", *asked) for asked in inject.must_reach],
                "effects": _known({"absent": list(inject.absent), "back": list(inject.back)}) or None,
            }
        )
        | {"decision": {"question": "What now?", "by": ["lead"], "options": options}}
    )


def _asked(kind: str, name: str, target: int | None, deadline: int | None) -> dict[str, object]:
    return _known({kind: name, "target": _seconds(target), "deadline": _seconds(deadline)})
