"""The drill of the benchmark, and the same drill in SimPy: a third opinion, written without a look at the other two.

Twelve roles: six desks of two people with one lead behind them, who answers where neither does (a race of three),
three counsels and two channels. Forty injects in three hours, each to a desk, a counsel and a channel, and three steps
for each: the desk works, counsel agrees, the channel sends. Four in ten wait for the work on an earlier inject.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from random import Random
from typing import Any, cast

import simpy
from simpy.events import EventPriority

from drill.files.times import HOUR, MINUTE, SECOND
from drill.plan.load import plan_from_text
from drill.rehearsal.compiled import compiled
from drill.rehearsal.model import Model
from drill.rehearsal.outcome import NEVER
from drill.rehearsal.responders import Pace
from drill.scenario.exercise import Exercise
from drill.scenario.load import scenario_from_text

DAY = date(2026, 11, 27)
SPREAD_OVER, LASTS = 3 * HOUR, 6 * HOUR
ACK_WITHIN = 4 * MINUTE

DESKS = tuple(f"desk-{n}" for n in range(6))
COUNSELS = tuple(f"counsel-{n}" for n in range(3))
CHANNELS = tuple(f"channel-{n}" for n in range(2))


@dataclass(frozen=True)
class News:
    """One inject: when it comes, to whom, and the earlier inject whose work its own waits for."""

    at: int
    desk: str
    counsel: str
    channel: str
    after: int | None


def script(injects: int) -> list[News]:
    """The injects of the drill."""
    draw = Random(7)
    return [
        News(
            at=number * SPREAD_OVER // injects // SECOND * SECOND,
            desk=draw.choice(DESKS),
            counsel=draw.choice(COUNSELS),
            channel=draw.choice(CHANNELS),
            after=draw.randrange(number) if number and draw.random() < 0.4 else None,
        )
        for number in range(injects)
    ]


def benchmark_model(injects: int = 40, *, one_at_a_time: bool = True, spread: float = 2.2) -> Model:
    """The drill as a plan and a scenario, ready to be rehearsed."""
    pace = {"answer": {"median": "2m", "spread": spread}, "act": {"median": "3m", "spread": spread}}
    people = {"boss": {"name": "Boss"}}
    roles: dict[str, Any] = {"lead": {"title": "Lead", "people": ["boss"]}}
    for role in (*DESKS, *COUNSELS, *CHANNELS):
        seats = [f"{role}-a", f"{role}-b"] if role in DESKS else [f"{role}-a"]
        people |= {person: {"name": person} for person in seats}
        roles[role] = {"title": role, "people": seats}
        if role in DESKS:
            roles[role] |= {"ack_within": f"{ACK_WITHIN // MINUTE}m", "delegates": ["lead"]}
    steps: dict[str, Any] = {}
    written = []
    for number, news in enumerate(script(injects)):
        steps |= {
            f"work-{number}": {"do": "Work", "by": [news.desk], "target": "10m", "deadline": "20m"},
            f"agree-{number}": {"do": "Agree", "by": [news.counsel], "after": [f"work-{number}"], "deadline": "30m"},
            f"send-{number}": {"do": "Send", "by": [news.channel], "after": [f"agree-{number}"], "deadline": "40m"},
        }
        if news.after is not None:
            steps[f"work-{number}"]["after"] = [f"work-{news.after}"]
        written.append(
            {"id": f"news-{number}", "at": f"{news.at // SECOND}s", "via": "phone", "title": "News",
             "to": [news.desk, news.counsel, news.channel], "expect": [*steps][-3:]}
        )  # fmt: skip
    plan = plan_from_text(
        json.dumps(
            {"plan": "bench", "title": "A benchmark", "version": 1, "people": people, "roles": roles,
             "escalations": [], "workflows": {"crisis": {"title": "A crisis", "steps": steps}},
             "responders": {"everyone": pace}}
        ),
        "plan.yaml",
    )  # fmt: skip
    scenario = scenario_from_text(
        json.dumps(
            {"scenario": "bench", "title": "A benchmark", "workflow": "crisis", "duration": f"{LASTS // HOUR}h",
             "injects": written}
        ),
        "scenario.yaml",
    )  # fmt: skip
    return compiled(Exercise(plan, scenario), Pace.of(plan), DAY, one_at_a_time=one_at_a_time)


# ── the same in SimPy ────────────────────────────────────────────────────────

Process = Generator[simpy.Event, Any, None]
AFTER_ALL = EventPriority(2)
"""SimPy's own are 0 and 1."""


class EndOfInstant(simpy.Event):
    """What comes when all else of this instant has happened."""

    def __init__(self, env: simpy.Environment) -> None:
        super().__init__(env)
        self._ok, self._value = True, None
        env.schedule(self, priority=AFTER_ALL)


@dataclass(order=True)
class Job:
    """A step that somebody has to do; first come, first served, by when it became ready."""

    ready: int
    is_next: bool
    """Of one instant, what follows of the same inject on what was done just now comes before all else."""
    place: int
    takes: int = field(compare=False)
    done: simpy.Event = field(compare=False)


class Person:
    """Somebody who does one thing at a time."""

    def __init__(self, env: simpy.Environment) -> None:
        self.env, self.queue, self.wake = env, list[Job](), env.event()
        env.process(self.work())

    def take(self, job: Job) -> None:
        """Put a job in line."""
        heapq.heappush(self.queue, job)
        if not self.wake.triggered:
            self.wake.succeed()

    def work(self) -> Process:
        """Do what is in line, one job after the other."""
        while True:
            if not self.queue:
                self.wake = self.env.event()
                yield self.wake
            yield EndOfInstant(self.env)
            job = heapq.heappop(self.queue)
            yield self.env.timeout(job.takes)
            job.done.succeed(self.env.now)


class Busy:
    """Somebody who does everything at once."""

    def __init__(self, env: simpy.Environment) -> None:
        self.env = env

    def take(self, job: Job) -> None:
        """Begin at once."""
        self.env.process(self.work(job))

    def work(self, job: Job) -> Process:
        """Do one job."""
        yield self.env.timeout(job.takes)
        job.done.succeed(self.env.now)


People = dict[str, Person | Busy]


@dataclass
class Hearing:
    """A role that hears of an inject: when, and who answered."""

    came: simpy.Event
    at: int = NEVER
    place: int = 0
    person: str = ""


@dataclass(frozen=True)
class Delays:
    """How long each answer and each step takes, by place in a run's draws."""

    answers: dict[tuple[int, str], tuple[int, ...]]
    steps: tuple[tuple[int, int, int], ...]


@dataclass
class SimPyDrill:
    """The drill as SimPy processes; `model` says which draw is which delay."""

    model: Model
    injects: int

    @cached_property
    def news(self) -> list[News]:
        """The script."""
        return script(self.injects)

    @cached_property
    def delays(self) -> Delays:
        """Where each delay stands among a run's draws."""
        answers = {
            (race.about or 0, self.model.roles[race.role].id): race.answers
            for inject in self.model.injects
            for race in (self.model.races[number] for number in inject.races)
        }
        own = {task.step.step: task.durations[0] for task in self.model.tasks if task.step is not None}
        steps = tuple((own[f"work-{n}"], own[f"agree-{n}"], own[f"send-{n}"]) for n in range(self.injects))
        return Delays(answers, steps)

    def run(self, drawn: list[int]) -> list[int]:
        """When each step is done, three for each inject; NEVER where the end came first."""
        env = simpy.Environment()
        kind = Person if self.model.one_at_a_time else Busy
        people: People = {person: kind(env) for person in self.model.people}
        done = [[env.event() for _ in range(3)] for _ in self.news]
        for number in range(self.injects):
            env.process(self.inject(env, number, drawn, people, done))
        env.run(until=LASTS + 1)
        return [cast(int, event.value) if event.processed else NEVER for events in done for event in events]

    def inject(
        self,
        env: simpy.Environment,
        number: int,
        drawn: list[int],
        people: People,
        done: list[list[simpy.Event]],
    ) -> Process:
        """An inject comes to its three roles; each waits for an answer, and for the step before its own."""
        news = self.news[number]
        yield env.timeout(news.at)
        before = [None if news.after is None else done[news.after][0], *done[number][:2]]
        for which, role in enumerate((news.desk, news.counsel, news.channel)):
            hearing = Hearing(env.event())
            names = [f"{role}-a", f"{role}-b", "boss"] if role in DESKS else [f"{role}-a"]
            for place, (person, draw) in enumerate(zip(names, self.delays.answers[number, role], strict=True)):
                env.process(self.answer(env, hearing, place, person, drawn[draw]))
            takes = drawn[self.delays.steps[number][which]]
            job = Job(0, True, 3 * number + which, takes, done[number][which])
            env.process(self.step(env, hearing, before[which], job, people, is_own=which > 0))

    def answer(self, env: simpy.Environment, hearing: Hearing, place: int, person: str, takes: int) -> Process:
        """One is tried, after the time that those before them had, and answers; the first to do so is heard."""
        yield env.timeout(place * ACK_WITHIN + takes)
        if not hearing.came.triggered:
            hearing.at = int(env.now)
            hearing.came.succeed()
        if hearing.at == env.now and (not hearing.person or place < hearing.place):
            hearing.person, hearing.place = person, place

    def step(
        self,
        env: simpy.Environment,
        hearing: Hearing,
        before: simpy.Event | None,
        job: Job,
        people: People,
        *,
        is_own: bool,
    ) -> Process:
        """A step is ready when its role has heard and the step before it is done."""
        yield hearing.came
        if before is not None and not before.processed:
            yield before
        job.ready = int(env.now)
        job.is_next = not (is_own and hearing.at < job.ready)
        people[hearing.person].take(job)
