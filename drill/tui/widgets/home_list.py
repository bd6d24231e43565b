"""What home offers: sessions to go on with, scenarios to run, reports to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drill.files.times import SECOND, format_stamp
from drill.report.folder import Condition, SessionInfo
from drill.tui.plans import CaredFor
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
        self.plans: tuple[CaredFor, ...] = ()
        """As far as they have been looked into."""
        self.next_target: SessionInfo | Scene | None = None
        """What is to be opened next."""

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
                yield Block(info, (spread(self._session(info), ends, width),))
            yield _gap()
        yield _head("Run a drill", width)
        if not self.scenes:
            yield Block(
                None, ((Span("  no scenario here: drill new scenario scenarios/first.yaml", "dim"),),), can_choose=False
            )
        for scene in self.scenes:
            begins = [self._sign(scene, "▷"), Span(scene.title, self._style(scene)), Span(f"  {scene.facts}", "dim")]
            yield Block(scene, (spread(begins, [Span(scene.state, "bad" if scene.bad else "dim")], width),))
        yield _gap()
        if self.plans:
            yield _head("Look after a plan", width)
            for plan in self.plans:
                begins = [Span("  ◇ ", "accent"), Span(plan.title), Span(f"  {plan.facts}", "dim")]
                late, waits = ", ".join(plan.overdue), ", ".join(plan.waiting)
                ends = [Span(late, "bad"), Span(", " if late and waits else ""), Span(waits, "warn")]
                yield Block(plan, (spread(begins, ends if late or waits else [Span(plan.words, "dim")], width),))
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
            yield Block(info, (spread(self._session(info), ends, width),))

    def _session(self, info: SessionInfo) -> list[Span]:
        sign = self._sign(info, "‖" if info.condition is Condition.UNFINISHED else "≡")
        return [
            sign,
            Span(info.name, self._style(info)),
            Span(f"  {', '.join(info.teams)}" if info.teams else "", "dim"),
        ]

    def _sign(self, target: SessionInfo | Scene, usual: str) -> Span:
        return Span(f"  {'▶' if target == self.next_target else usual} ", "accent")

    def _style(self, target: SessionInfo | Scene) -> str:
        return "strong" if target == self.next_target else ""


def _head(title: str, width: int) -> Block:
    return Block(("head", title), (spread([Span(title, "head")], (), width),), can_choose=False)


def _gap() -> Block:
    return Block(None, ((Span(""),),), can_choose=False)
