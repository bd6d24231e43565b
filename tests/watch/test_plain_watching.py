"""Views line by line: for screen readers, for logs, and for notes that come through a pipe."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from drill.tui.plain import TypedLines
from drill.tui.plain_watching import PlainView, _watch
from drill.tui.watch.onlooker import Onlooker
from drill.tui.watch.outbox import Outbox
from drill.tui.watch.wire import Role
from tests.watch.guests import hosting
from tests.watch.test_onlooker import served, until


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drill.tui.watch.link.AGAIN_AFTER", 0.01)
    monkeypatch.setattr("drill.tui.plain_watching.TICK", 0.01)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "session"
    made.mkdir()
    return made


class Printed:
    """A view whose words are kept, and a pipe to type into."""

    def __init__(self, onlooker: Onlooker) -> None:
        self.text = ""
        self.onlooker = onlooker
        self._read, self._write = os.pipe()
        self.view = PlainView(onlooker, self._keep)

    def _keep(self, text: str) -> None:
        self.text += text

    def type(self, *lines: str) -> None:
        """Type lines."""
        os.write(self._write, "".join(f"{line}\n" for line in lines).encode())

    def hang_up(self) -> None:
        """Nobody types any more."""
        os.close(self._write)
        self._write = -1

    async def run(self) -> None:
        """Watch until somebody leaves."""
        try:
            await _watch(self.onlooker, self.view, TypedLines(self._read))
        finally:
            os.close(self._read)
            if self._write >= 0:
                os.close(self._write)


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    box = Outbox(tmp_path / "kim.jsonl")
    yield box
    box.close()


async def test_an_observer_types_lines_and_hears_what_became_of_them(folder: Path, outbox: Outbox) -> None:
    kim = Printed(Onlooker(folder, Role.OBSERVER, "kim", outbox))
    with hosting(folder) as host:
        async with served(host):
            running = asyncio.create_task(kim.run())
            await until(lambda: "with the control room" in kim.text)
            kim.type(
                "kim observes blue contain S : calm", "control mark", "nonsense", "-20s control unseen blue freeze"
            )
            await until(lambda: len(outbox.notes) == 2 and not outbox.waiting)
            kim.type("undo", "notes", "help", "quit")
            await running
    assert [line for line in host.lines if "kim" in line] == ["T+00:01:00 kim observes blue contain S : calm"]
    assert "no: an observer observes, rates and marks as not seen" in kim.text
    assert "^ this names no team" in kim.text
    assert "taken back: T+00:00:40 control unseen blue freeze : (kim)" in kim.text
    assert outbox.waiting == (), "leaving gives what was said last a moment to arrive"
    assert "  taken: T+00:01:00 kim observes blue contain S : calm" in kim.text
    assert "Its time may be left out" in kim.text


async def test_notes_through_a_pipe_all_arrive_before_it_ends(folder: Path, outbox: Outbox) -> None:
    kim = Printed(Onlooker(folder, Role.OBSERVER, "kim", outbox))
    kim.type(*(f"kim observes blue contain : note {turn}" for turn in range(20)))
    kim.hang_up()
    running = asyncio.create_task(kim.run())
    await until(lambda: "waiting for the control room" in kim.text)
    with hosting(folder) as host:
        async with served(host):
            await asyncio.wait_for(running, 20)
    assert sum("kim observes" in line for line in host.lines) == 20


async def test_a_viewer_reads_what_happens_from_then_on(folder: Path) -> None:
    viewer = Printed(Onlooker(folder, Role.VIEWER))
    with hosting(folder) as host:
        host.control.say("blue social-lead acks")
        async with served(host):
            running = asyncio.create_task(viewer.run())
            await until(lambda: "runs ×1" in viewer.text)
            await until(lambda: viewer.view._began)
            host.control.say("blue social-lead does confirm")
            host.room.live.pause()
            await until(lambda: "T+00:01:00 paused" in viewer.text)
            await until(lambda: "blue social-lead does confirm" in viewer.text)
            viewer.type("blue social-lead does freeze")
            await until(lambda: "no: this is a view" in viewer.text)
            viewer.type("quit")
            await running
    assert "acks" not in viewer.text


async def test_a_projector_prints_what_is_public_marked_as_an_exercise(folder: Path) -> None:
    wall = Printed(Onlooker(folder, Role.PROJECTOR))
    with hosting(folder) as host:
        async with served(host):
            running = asyncio.create_task(wall.run())
            await until(lambda: "A crypto giveaway" in wall.text)
            host.room.live.no_duff()
            await until(lambda: "NO DUFF" in wall.text)
        wall.type("quit")
        await running
    assert "EXERCISE T+00:00:00 social, @northwind: A crypto giveaway appears on the brand account" in wall.text
    assert "Read the post aloud" not in wall.text
