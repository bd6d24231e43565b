"""What home offers: sessions to go on with, scenarios to run, reports to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drill.files.times import SECOND, format_stamp
from drill.report.folder import Condition, SessionInfo
from drill.tui.widgets.lines import Block, Lines
from drill.tui.widgets.painted import Span, spread


@dataclass(frozen=True, slots=True)
class Scene:
    """A scenario's file, as far as it could be read."""

    path: Path
    title: str
    facts: str
    state: str = ""
    """What the checks say; empty while they run."""
    bad: bool = False


class HomeList(Lines):
    """Scenarios, unfinished sessions, past sessions."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.scenes: list[Scene] = []
        self.to_resume: tuple[SessionInfo, ...] = ()
        self.past: tuple[SessionInfo, ...] = ()

    @property
    def is_ready(self) -> bool:
        """It stands on what was found."""
        return True

    def blocks(self, width: int) -> Iterator[Block]:
        """Three parts; one with nothing in it says so."""
        if self.to_resume:
            yield _head("Go on with", width)
            for info in self.to_resume:
                ends = [Span(f"stands at {format_stamp(info.now // SECOND * SECOND)}", "warn")]
                yield Block(info, (spread(_session(info), ends, width),))
            yield _gap()
        yield _head("Run a drill", width)
        if not self.scenes:
            yield Block(
                None, ((Span("  no scenario here: drill new scenario scenarios/first.yaml", "dim"),),), can_choose=False
            )
        for scene in self.scenes:
            begins = [Span("  ▷ ", "accent"), Span(scene.title), Span(f"  {scene.facts}", "dim")]
            yield Block(scene, (spread(begins, [Span(scene.state, "bad" if scene.bad else "dim")], width),))
        yield _gap()
        yield _head("Read a report", width)
        if not self.past:
            yield Block(None, ((Span("  nothing was run yet", "dim"),),), can_choose=False)
        for info in self.past:
            damaged = info.condition is Condition.DAMAGED
            ends = [
                Span(
                    "damaged" if damaged else f"ended at {format_stamp(info.now // SECOND * SECOND)}",
                    "bad" if damaged else "dim",
                )
            ]
            yield Block(info, (spread(_session(info), ends, width),))


def _head(title: str, width: int) -> Block:
    return Block(("head", title), (spread([Span(title, "head")], (), width),), can_choose=False)


def _gap() -> Block:
    return Block(None, ((Span(""),),), can_choose=False)


def _session(info: SessionInfo) -> list[Span]:
    teams = f"  {', '.join(info.teams)}" if info.teams else ""
    return [
        Span("  ‖ " if info.condition is Condition.UNFINISHED else "  ≡ ", "accent"),
        Span(info.name),
        Span(teams, "dim"),
    ]
