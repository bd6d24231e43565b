"""Random worlds for the reference model: small, full of coincidences, always well-formed; and the smallest that fails.

One seed makes one world, so a seed in a failure is all that is needed to see it
again. What fails is cut down by leaving out one thing after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Any, TypeVar

from tests.faults.worlds import ACCOUNTS, ALL, ROLES, Condition, Inject, Line, Step, World

T = TypeVar("T")

TICK = 30
"""Times are multiples of it, so that much falls on one instant."""

LAST = 18
"""The latest of them, in ticks."""

STEPS = ("alpha", "bravo", "carol", "delta", "extra")
INJECTS = ("first", "second", "third", "fourth", "fifth", "sixth")
PEOPLE = tuple(sorted(person for seat in ROLES.values() for person in seat))
SEATS = tuple(sorted(ROLES))


class Maker:
    """Draws the parts of a world."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def one(self, *choices: T) -> T:
        """One of them."""
        return self.random.choice(choices)

    def some(self, choices: Sequence[T], most: int, least: int = 0) -> tuple[T, ...]:
        """Some of them, in any order, each once."""
        return tuple(self.random.sample(choices, self.random.randint(least, min(most, len(choices)))))

    def maybe(self, chance: float) -> bool:
        """Yes, with this chance."""
        return self.random.random() < chance

    def moment(self, last: int = LAST) -> int:
        """A time in seconds."""
        return self.random.randint(0, last) * TICK

    def limits(self) -> tuple[int | None, int | None]:
        """A target before a deadline; either may be left out."""
        if self.maybe(0.3):
            return None, None
        deadline = self.random.randint(1, 8)
        return (None if self.maybe(0.5) else self.random.randrange(deadline) * TICK), deadline * TICK

    def condition(self, depth: int = 2) -> Condition:
        """A condition over the names of a world."""
        kind = self.one("done", "done", "late", "contacted", "delivered", "absent", "decided", "not", "all", "any")
        if depth == 0 and kind in ("not", "all", "any"):
            kind = "late"
        match kind:
            case "done" | "late":
                return kind, self.one(*STEPS)
            case "contacted":
                return kind, self.one(*SEATS)
            case "delivered":
                return kind, self.one(*INJECTS)
            case "absent":
                return kind, self.one(*PEOPLE)
            case "decided":
                inject = self.one(*INJECTS)
                return kind, inject if self.maybe(0.5) else (inject, self.one("go", "wait"))
            case "not":
                return kind, self.condition(depth - 1)
            case _:
                return kind, [self.condition(depth - 1) for _ in range(self.random.randint(1, 3))]

    def step(self, name: str, earlier: Sequence[Step]) -> Step:
        """One step; it may approve one before it."""
        kind = self.one("do", "do", "do", "do", "contact", "convene", "inform", "approve")
        approved = {step.approves for step in earlier}
        plain = [step.name for step in earlier if step.kind == "do" and step.name not in approved]
        if kind == "approve" and not plain:
            kind = "do"
        target, deadline = self.limits()
        called = {"contact": 1, "convene": 3, "inform": 2}.get(kind, 0)
        others = [each for each in STEPS if each != name]
        clocks: list[str | Condition] = ["expected", "expected", "reached", ("done", self.one(*others))]
        guard: Condition = self.one(("done", self.one(*others)), ("absent", self.one(*SEATS)))
        return Step(
            name=name,
            kind=kind,
            called=self.some(SEATS, called, least=1) if called else (),
            approves=self.one(*plain) if kind == "approve" else None,
            by=self.some(SEATS, 3, least=1),
            target=target,
            deadline=deadline,
            clock=self.one(*clocks, ("decided", self.one(*INJECTS))),
            takes=self.random.randint(1, 6) * TICK if kind == "do" and self.maybe(0.5) else None,
            unless=guard if self.maybe(0.25) else None,
            not_before=self.condition(1) if kind == "do" and self.maybe(0.2) else None,
            per_account=self.maybe(0.4),
        )

    def inject(self, name: str, *, waits: bool) -> Inject:
        """One inject: with a time or by hand, or, where it `waits`, with a condition.

        Of the injects of one instant the script's order is the canonical one, even where one
        brought on another before it. So that it is also the order of cause and effect, those
        that wait stand last in these scripts, and move nobody.
        """
        trigger: dict[str, Any] = self.one({"at": self.moment()}, {"at": self.moment(4)}, {"at": 0}, {})
        if waits:
            trigger = {"when": self.condition(), "delay": self.one(0, 0, TICK, 2 * TICK, 5 * TICK)}
        return Inject(
            name=name,
            if_=self.condition(1) if self.maybe(0.2) else None,
            unless=self.condition(1) if self.maybe(0.25) else None,
            to=self.some(SEATS, 2, least=1),
            about=self.some(ACCOUNTS, 2),
            expect=tuple((step, *self.limits()) for step in self.some(STEPS, 3)),
            must_reach=tuple((role, *self.limits()) for role in self.some(SEATS, 1)),
            absent=() if waits else self.some(PEOPLE, 2),
            back=() if waits else self.some(PEOPLE, 1),
            **trigger,
        )

    def line(self, plan: Sequence[Step], end: int, teams: Sequence[str]) -> Line:
        """One line of the log, by a role or by control."""
        at, team = self.moment(end // TICK), self.one(*teams)
        if self.maybe(0.2):
            verb = self.one("inject", "skip", "delay", "absent", "back")
            name = self.one(*PEOPLE) if verb in ("absent", "back") else self.one(*INJECTS)
            return Line(at, self.one(team, ALL), verb, name=name, to=self.moment())
        said = self.response(plan)
        about = self.one(*INJECTS) if said["verb"] not in ("acks", "decides") and self.maybe(0.4) else None
        return Line(at, team, role=self.one(*SEATS), about=about, recalled=self.maybe(0.2), **said)

    def response(self, plan: Sequence[Step]) -> dict[str, Any]:
        """What a role does."""
        verb = self.one(
            "does", "does", "does", "starts", "approves", "escalates", "convenes", "informs", "acks", "decides"
        )
        acts = [step.name for step in plan if step.kind == "do"]
        match verb:
            case "starts" | "approves" if acts:
                said: dict[str, Any] = {"verb": verb, "name": self.one(*acts)}
            case "does" | "starts" | "approves":
                said = {"verb": "does", "name": self.one(*(step.name for step in plan))}
            case "decides":
                said = {"verb": verb, "name": self.one(*INJECTS), "option": self.one("go", "wait")}
            case "acks":
                said = {"verb": verb, "name": self.one(*INJECTS) if self.maybe(0.5) else None}
            case _:
                said = {"verb": verb, "roles": self.some(SEATS, 1 if verb == "escalates" else 3, least=1)}
        if verb in ("does", "starts") and self.maybe(0.5):
            said["account"] = self.one(*ACCOUNTS)
        return said

    def world(self) -> World:
        """A whole drill."""
        plan: tuple[Step, ...] = ()
        for name in STEPS:
            plan = (*plan, self.step(name, plan))
        plain = self.random.randint(1, len(INJECTS))
        script = tuple(self.inject(name, waits=index >= plain) for index, name in enumerate(INJECTS))
        end = self.random.randint(8, LAST + 2) * TICK
        teams = self.one(("blue",), ("blue", "red"))
        count = self.random.randint(0, 24)
        said = tuple(sorted((self.line(plan, end, teams) for _ in range(count)), key=lambda line: line.at))
        return World(plan, script, said, end, teams)


def world_of(seed: int) -> World:
    """The world of a seed, the same on every machine."""
    return Maker(seed).world()


def smallest(world: World, fails: Callable[[World], bool]) -> World:
    """A smaller world that fails too, from which nothing more can be left out."""
    shrunk = True
    while shrunk:
        shrunk = False
        for smaller in _smaller(world):
            if fails(smaller):
                world, shrunk = smaller, True
                break
    return world


def _smaller(world: World) -> Iterator[World]:
    for index in range(len(world.lines)):
        yield replace(world, lines=world.lines[:index] + world.lines[index + 1 :])
    for index in range(len(world.injects) if len(world.injects) > 1 else 0):
        yield replace(world, injects=world.injects[:index] + world.injects[index + 1 :])
    if len(world.teams) > 1:
        yield replace(world, teams=world.teams[:1])
    for index, line in enumerate(world.lines):
        for name, plain in (("account", None), ("about", None), ("recalled", False)):
            if getattr(line, name) != plain:
                put: dict[str, Any] = {name: plain}
                changed = replace(line, **put)
                yield replace(world, lines=(*world.lines[:index], changed, *world.lines[index + 1 :]))
    for place, plain_step in enumerate(world.steps):
        for simpler in _simpler(plain_step):
            yield replace(world, steps=(*world.steps[:place], simpler, *world.steps[place + 1 :]))
    for place, plain_inject in enumerate(world.injects):
        for plainer in _simpler(plain_inject):
            yield replace(world, injects=(*world.injects[:place], plainer, *world.injects[place + 1 :]))


def _simpler(thing: T) -> Iterator[T]:
    if isinstance(thing, Step):
        plain: dict[str, Any] = {"takes": None, "unless": None, "not_before": None, "per_account": False}
        plain |= {"clock": "expected", "target": None}
    else:
        plain = {"if_": None, "unless": None, "absent": (), "back": (), "must_reach": (), "expect": (), "about": ()}
    for name, value in plain.items():
        if getattr(thing, name) != value:
            yield replace(thing, **{name: value})  # type: ignore[type-var]
