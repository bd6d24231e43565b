"""Every screen, with hostile texts in every field and every note: words are drawn, and nothing that a terminal acts on."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

import pytest

from drill.report.folder import create_journal
from drill.session.session import MemoryStore
from drill.tui.app import DrillApp
from tests import building
from tests.hostile.checks import no_control
from tests.hostile.corpus import TEXTS, WHOLE_SECRETS
from tests.hostile.drive import Choice, Outcome, begun, enter_lines
from tests.hostile.sample import LINES
from tests.hostile.test_fields import FILES_TAKE
from tests.tui.stage import NARROW, WIDE, Stage

RUNS = 1
"""So many sessions, each with other texts; a soak shows more, also in the narrow room."""

DURING = (
    (),
    ("i",),
    ("l",),
    ("g",),
    ("c",),
    ("e",),
    ("d",),
    ("w",),
    ("a",),
    ("colon", "s"),
    ("question_mark",),
    ("m",),
)
"""Keys of the control room, each behind an escape."""
AFTER = ((), ("enter",), ("p", *["right"] * 6), ("w",), ("w", *["down"] * 5))
"""Keys of the debrief: its dialogs, the replay, the report, the responders."""
OUR_CHART = re.compile(r"link\('charts/[a-z0-9-]+\.svg'\)")
"""What the report's own pictures lead to."""


def dealt(texts: dict[str, str], start: int) -> Choice:
    order = list(texts.values())
    numbers = count(start)
    return lambda place: order[next(numbers) % len(order)]


def on_stage(run: int, folder: Path, *lines: str) -> Stage:
    """A session with other texts in it, as far as these lines."""
    folder.mkdir(mode=0o700)
    in_files, in_lines = dealt(FILES_TAKE, run * 41), dealt(TEXTS, run * 53)
    outcome = Outcome()
    is_kept = "60m control end" in lines
    session = begun(create_journal(folder) if is_kept else MemoryStore(), in_files, in_lines, outcome)
    assert not outcome.refusals, "the files were refused, and so say nothing"
    enter_lines(session, in_lines, outcome, lines)
    return Stage(building.Room(session), folder if is_kept else None)


def check_screen(name: str, app: DrillApp) -> None:
    """What is drawn is text: no control character, no link, no button that our own words did not make."""
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            no_control(name, segment.text.rstrip("\n"))
            assert not [secret for secret in WHOLE_SECRETS if secret in segment.text]
            if segment.style is not None:
                assert segment.style.link is None, f"{name} holds a link: {segment.text!r}"
                press = segment.style.meta.get("@click")
                assert press is None or OUR_CHART.fullmatch(str(press)), f"{name} holds a button: {segment.text!r}"


async def look_at(on: Stage, name: str, keys: tuple[tuple[str, ...], ...], size: tuple[int, int]) -> None:
    async with on.open(size) as pilot:
        for pressed in keys:
            await pilot.press(*pressed)
            await pilot.pause()
            check_screen(f"{name} {'-'.join(pressed)}", on.app)
            assert on.app.fault is None
            while len(on.app.screen_stack) > 2:
                await pilot.press("escape")
                await pilot.pause()
            await pilot.press("escape")


async def look_everywhere(run: int, tmp_path: Path, size: tuple[int, int]) -> None:
    await look_at(on_stage(run, tmp_path / "briefing"), "the briefing", ((),), size)
    during = [line for line in LINES if not line.startswith(("60m", "61m", "6m control", "8m control no-duff"))]
    running = on_stage(run, tmp_path / "running", "0m control resume", *during)
    await look_at(running, "the control room", DURING, size)
    await look_at(on_stage(run, tmp_path / "ended", *LINES), "the debrief", AFTER, size)


@pytest.mark.parametrize("run", range(RUNS))
async def test_hostile_words_are_words_on_every_screen(run: int, tmp_path: Path) -> None:
    await look_everywhere(run, tmp_path, NARROW if run % 2 else WIDE)


@pytest.mark.soak
@pytest.mark.parametrize("run", range(RUNS, 40))
async def test_many_more_hostile_words_are_words_on_every_screen(run: int, tmp_path: Path) -> None:
    await look_everywhere(run, tmp_path, NARROW if run % 2 else WIDE)
