"""What the engine costs: drills of growing size, played, folded again from their journal, written out and scored.

    python tests/benchmarks/engine.py [--sizes 5,50] [--profile]

A size is a number of teams. Each says 1,000 lines and is sent 1,000 of the scenario's 5,000 injects; the others come only
by hand. So 5 teams make 10,000 events, and 50 teams the 100,000 that a session must bear, on a plan of 500 roles. To
replay is to fold a journal's records into a state again; replayed and scored, the largest is to take 10 seconds, and
what an event costs must not grow with the session. All is processor time of one core, which a machine that is busy
with other things makes half as long again.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import json
import pstats
import random
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from drill.plan.load import plan_from_text
from drill.scenario.load import scenario_from_text
from drill.scoring.scorecard import score
from drill.session.play import look_up, play
from drill.session.session import MemoryStore, Session
from drill.session.transcript import read_transcript, write_transcript

ROLES, STEPS, ACCOUNTS = 500, 120, 20
LINES, INJECTS = 1_000, 5_000
"""Lines of each team; injects of the scenario."""
BY_HAND = 5
"""One inject in so many comes by itself."""
AIM = 10
"""Seconds."""
DURATION = 4 * 60 * 60
DAY = date(2026, 11, 27)


def plan() -> str:
    """A plan of 500 roles and one workflow of 120 steps of every kind."""
    roles = {
        f"role-{n}": {"title": f"Role {n}", "level": n % 4 + 1, "people": [f"p-{n}", f"p-{(n + 1) % ROLES}"]}
        | {"ack_within": "5m", "delegates": [f"role-{(n + 7) % ROLES}"]}
        for n in range(ROLES)
    }
    steps: dict[str, dict[str, object]] = {}
    for n in range(STEPS):
        by, other = [f"role-{n}", f"role-{n + 1}"], f"role-{(n * 3) % ROLES}"
        kinds: tuple[dict[str, object], ...] = (
            {"do": f"Step {n}"},
            {"do": f"Step {n}", "clock": "reached", "takes": "3m"},
            {"do": f"Step {n}", "per": "account"},
            {"contact": other},
            {"convene": [other, f"role-{(n * 5 + 1) % ROLES}"]},
            {"inform": [other]},
            {"do": f"Step {n}", "unless": {"used": "text"}},
            {"do": f"Step {n}", "repeat": {"every": "20m"}},
        )
        steps[f"step-{n}"] = kinds[n % len(kinds)] | {"by": by, "target": "5m", "deadline": "15m"}
        if n % 3 == 1:
            steps[f"step-{n}"]["after"] = [f"step-{n - 1}"]
    return json.dumps(
        {
            "plan": "large",
            "title": "A large plan",
            "version": 1,
            "people": {f"p-{n}": {"name": f"P {n}"} for n in range(ROLES)},
            "roles": roles,
            "escalations": [
                {"from": f"role-{n}", "to": f"role-{(n * k + 1) % ROLES}"}
                for n in range(ROLES)
                for k in (2, 3, 5)
                if (n * k + 1) % ROLES != n
            ],
            "accounts": {f"@a{n}": {"platform": "X", "owners": {"primary": f"p-{n}"}} for n in range(ACCOUNTS)},
            "resources": {
                "text": {"kind": "holding-statement", "title": "Text", "text": "We know.", "approved_by": "role-1"}
            },
            "workflows": {"crisis": {"title": "A crisis", "steps": steps}},
        }
    )


def scenario(draw: random.Random) -> str:
    """A scenario over four hours: of what comes by itself, most by time, some on conditions."""
    script = []
    for n in range(INJECTS):
        inject: dict[str, object] = {
            "id": f"inject-{n}",
            "via": draw.choice(["phone", "social", "email"]),
            "to": [f"role-{draw.randrange(ROLES)}"],
            "title": f"Inject {n}",
            "objective": f"objective-{n % 5}",
            "about": [f"@a{draw.randrange(ACCOUNTS)}"],
            "expect": [f"step-{each}" for each in draw.sample(range(STEPS), draw.randrange(3))],
        }
        step, role = f"step-{draw.randrange(STEPS)}", f"role-{draw.randrange(ROLES)}"
        if n % BY_HAND:
            script.append(inject | {"manual": True})
            continue
        match n // BY_HAND % 10:
            case 0:
                inject |= {"when": {"late": step}, "delay": "2m"}
            case 1:
                inject |= {"when": {"all": [{"contacted": role}, {"not": {"done": step}}]}}
            case 2:
                inject |= {"at": f"{draw.randrange(DURATION)}s", "unless": {"done": step}}
            case 3:
                options = {"go": {"says": "Go", "is": "best"}, "wait": {"says": "Wait", "is": "poor"}}
                inject |= {"at": f"{draw.randrange(DURATION)}s", "decision": {"question": "What?", "options": options}}
            case 4:
                inject |= {"at": f"{draw.randrange(DURATION)}s", "must_reach": [{"role": role, "deadline": "10m"}]}
            case _:
                inject |= {"at": f"{draw.randrange(DURATION)}s"}
        script.append(inject)
    objectives = {f"objective-{n}": {"title": f"Objective {n}"} for n in range(5)}
    top = {"scenario": "large", "title": "A large drill", "workflow": "crisis", "duration": f"{DURATION}s"}
    return json.dumps(top | {"objectives": objectives, "injects": script})


def lines(teams: int, draw: random.Random) -> Iterator[str]:
    """What the teams do: calls, acts, answers, decisions, now and then a line of control and a judgement."""
    for team in range(teams):
        moments = sorted(draw.randrange(DURATION) for _ in range(LINES))
        for number, at in enumerate(moments, 1):
            yield f"{at}s {_line(f'team-{team}', number, draw)}"
    yield f"{DURATION}s control end"


def _line(team: str, number: int, draw: random.Random) -> str:
    who = draw.randrange(ROLES)
    role, other, third = f"role-{who}", f"role-{(who * 2 + 1) % ROLES}", f"role-{(who * 3 + 1) % ROLES}"
    inject, step = f"inject-{draw.randrange(INJECTS)}", f"step-{draw.randrange(STEPS)}"
    match draw.randrange(12):
        case 0 | 1 | 2:
            return f"{team} {role} acks"
        case 3:
            return f"{team} {role} escalates {other} about {inject} : something is wrong"
        case 4:
            return f"{team} {role} convenes {other}, {third}"
        case 5:
            return f"{team} {role} informs {other} about {inject}"
        case 6 | 7 | 8:
            return f"{team} {role} does {step}"
        case 9:
            return f"{team} {role} does {step} on @a{draw.randrange(ACCOUNTS)} : as agreed"
        case 10:
            return f"{team} {role} decides inject-{(draw.randrange(INJECTS // 50) * 10 + 3) * BY_HAND} go"
    return f"{team} {role} improvises : number {number}"


@dataclass
class Timer:
    """Seconds by the name of a part."""

    seconds: dict[str, float] = field(default_factory=dict)

    def __call__(self, name: str) -> Timer:
        self.name = name
        return self

    def __enter__(self) -> None:
        gc.collect()
        self.began = time.process_time()

    def __exit__(self, *_: object) -> None:
        self.seconds[self.name] = time.process_time() - self.began


def measure(teams: int) -> tuple[int, dict[str, float]]:
    """How many lines a session of so many teams came to, and what each part of it cost in seconds."""
    draw, timer = random.Random(teams), Timer()
    loaded = plan_from_text(plan(), "plan.yaml")
    with timer("load"):
        script = scenario_from_text(scenario(draw), "scenario.yaml")
    text = "\n".join(lines(teams, draw))
    with timer("read"):
        reading = look_up(read_transcript(text, "lines.txt"), loaded, script, day=DAY)
    store = MemoryStore()
    with timer("play"):
        session, _ = play(reading, store)
    count = len(session.state.entries)
    with timer("fold"):
        Session(store, store.records)
    with timer("write"):
        written = write_transcript(session.state)
    with timer("score"):
        score(session.state, written)
    return count, timer.seconds


def main() -> int:
    """Measure each size and print a table."""
    parser = argparse.ArgumentParser(description="Measure what the engine costs.")
    parser.add_argument("--sizes", default="5,50", help="teams of each session (5,50)")
    parser.add_argument("--profile", action="store_true", help="say where the time of the last size goes")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    if options.profile:
        profile = cProfile.Profile()
        profile.runcall(measure, sizes[-1])
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        return 0
    parts = ("load", "read", "play", "fold", "write", "score")
    print(f"The engine, Python {sys.version.split()[0]}: seconds, and microseconds for each event of the session")
    print(f"{'teams':>5} {'events':>8} " + " ".join(f"{part:>14}" for part in parts) + f" {'MB':>6}")
    replayed = []
    for size in sizes:
        count, seconds = measure(size)
        costs = " ".join(f"{seconds[part]:6.2f} {seconds[part] / count * 1e6:5.1f}µs" for part in parts)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        replayed.append((count, seconds["fold"] + seconds["score"]))
        print(f"{size:5} {count:8,} {costs} {peak:6,}", flush=True)
    (few, first), (many, last) = replayed[0], replayed[-1]
    print(f"Replayed and scored: {many:,} events in {last:.1f} s; the aim for 100,000 is {AIM} s")
    if many > few:
        print(f"{many / few:.1f} times the events take {last / first:.1f} times as long")
    return 0


if __name__ == "__main__":
    sys.exit(main())
