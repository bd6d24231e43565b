"""A session of any size in a folder of its own, as ``drill resume`` takes it up: for benchmarks of the screens.

python tests/benchmarks/load.py FOLDER [--teams 50] [--injects 5000] [--events 100000]
"""

from __future__ import annotations

import argparse
import random
import sys
from itertools import groupby
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from drill.errors import Refused
from drill.plan.load import plan_from_text
from drill.report.folder import create_journal
from drill.scenario.load import scenario_from_text
from drill.session.decide import Enter
from drill.session.play import look_up
from drill.session.session import MemoryStore, Session
from drill.session.statements import Resumed
from drill.session.transcript import read_transcript
from tests.benchmarks import engine

TEAMS, EVENTS = 50, 100_000
"""What a session must bear; its script has 5,000 injects, and its plan 500 roles."""


TOGETHER = 10_000
"""What falls into so much exercise time (milliseconds) is written at once: a disk takes its time for each writing."""


def make_session(folder: Path, *, teams: int, events: int) -> Path:
    """A session that runs, of at most so many events: what its teams did and what came to them. The folder."""
    draw = random.Random(teams)
    plan = plan_from_text(engine.plan(), "plan.yaml")
    scenario = scenario_from_text(engine.scenario(draw), "scenario.yaml")
    text = "\n".join(list(engine.lines(teams, draw))[:-1])
    reading = look_up(read_transcript(text, "lines.txt"), plan, scenario, day=engine.DAY)
    store = MemoryStore()
    session = Session.open_new(store, reading.opened)
    session.submit(Enter(0, Resumed()))
    for line, statement in reading.lines:
        if session.state.seq >= events:
            break
        try:
            session.submit(Enter(line.at, statement, line.recalled))
        except Refused:
            continue
    folder.mkdir(parents=True)
    journal = create_journal(folder)
    for _, records in groupby(store.records, key=lambda record: record.now // TOGETHER):
        same = list(records)
        journal.append([record.event for record in same], same[-1].now, same[0].seq - 1, f"load-{same[0].seq}")
    journal.close()
    return folder


def main() -> int:
    """Make a session and say where."""
    parser = argparse.ArgumentParser(description="Make a large session.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--teams", type=int, default=TEAMS)
    parser.add_argument("--events", type=int, default=EVENTS)
    options = parser.parse_args()
    made = make_session(options.folder, teams=options.teams, events=options.events)
    print(f"drill resume {made}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
