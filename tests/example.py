"""What the README shows, made from a real session so that it cannot go stale.

    python tests/example.py    # reports/example-hijacked-account and reports/pictures, anew

`tests/test_example.py` holds that both are current.
"""

from __future__ import annotations

import asyncio
import re
from datetime import date
from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import TemporaryDirectory

from drill.plan.load import load_plan
from drill.report.playing import play_files
from drill.scenario.load import load_scenario
from drill.session.live import LiveDrill, Reading
from drill.session.opening import open_session
from drill.session.session import MemoryStore, Session
from drill.session.transcript import read_transcript
from drill.tui.app import DrillApp
from drill.tui.room import Room

ROOT = Path(__file__).parent.parent
SCENARIO = Path("scenarios/hijacked-account.yaml")
EXAMPLE = Path("reports/example-hijacked-account")
PICTURES = Path("reports/pictures")
DAY = date(2026, 11, 27)
UNTIL = 14 * 60_000 + 20_000
"""How far the drill of the pictures has come, in milliseconds."""


def make_example(to: Path) -> None:
    """The poor team's drill, as `drill play` leaves it; without the journal."""
    with TemporaryDirectory() as out:
        played = play_files(SCENARIO, SCENARIO.with_suffix(".poor.txt"), today=DAY, day=DAY, out=out)
        for path in sorted(played.folder.rglob("*")):
            if path.is_file() and not path.name.startswith("session.db"):
                target = to / path.relative_to(played.folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                copyfile(path, target)


def a_room(until: int = UNTIL) -> Room:
    """The good teams' drill, live, as far as `until`: the clock turned by hand."""
    plan, scenario = load_plan("scenarios/plans/northwind.yaml"), load_scenario(SCENARIO)
    opened = open_session(plan, scenario, teams=("blue", "red"), day=DAY)
    hands = Reading(0, 0)

    def read() -> Reading:
        return hands

    live = LiveDrill(Session.open_new(MemoryStore(), opened), read)
    live.start()

    def turn(to: int) -> None:
        nonlocal hands
        while live.now < to:
            step = min(to - live.now, 1_000)
            hands = Reading(hands.monotonic + step, hands.boot + step)
            live.tick()
            if not live.is_running:
                live.start()

    transcript = read_transcript(SCENARIO.with_suffix(".good.txt").read_text(encoding="utf-8"), "good")
    for line in sorted(transcript.lines, key=lambda line: line.at):
        if line.at > until or "adjudicate" in line.text or line.recalled:
            continue
        turn(line.at)
        live.log(live.state.grammar.parse(line.text))
    turn(until)
    return Room(live)


async def picture(room: Room, size: tuple[int, int], *keys: str) -> str:
    """The screen as SVG, after some keys."""
    app = DrillApp(room)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        svg = app.export_screenshot(title="drill")
    return re.sub(r"\bterminal-\d+-", "terminal-", svg)


PICTURE_OF = {
    "control-room.svg": ((120, 36), ("1",)),
    "narrow.svg": ((80, 24), ("1",)),
}


def make_pictures(to: Path) -> None:
    """The pictures of the README."""
    to.mkdir(parents=True, exist_ok=True)
    for name, (size, keys) in PICTURE_OF.items():
        (to / name).write_text(asyncio.run(picture(a_room(), size, *keys)), encoding="utf-8")


if __name__ == "__main__":
    rmtree(EXAMPLE, ignore_errors=True)
    make_example(EXAMPLE)
    make_pictures(PICTURES)
