"""The panes of the replay: what was meant beside what happened, the roles as they were, the four questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Static

from drill.session.answers import Answer, Question
from drill.session.panes.graph import Graph, Standing
from drill.session.panes.matrix import DONE, OPEN, Cell, CellStatus
from drill.session.replay import Difference, Expected, Frame
from drill.tui.figures import left, stamp, window
from drill.tui.text import fit, styled, width_of
from drill.tui.widgets.lines import Block, Lines
from drill.tui.widgets.painted import Line, Span, spread

_STANDINGS = {
    Standing.IDLE: ("○", "dim"),
    Standing.CALLED: ("◐", "warn"),
    Standing.ACKNOWLEDGED: ("◑", "accent"),
    Standing.ACTING: ("●", "good"),
    Standing.ABSENT: ("✗", "bad"),
    Standing.DEAD_END: ("⊘", "bad"),
}


class FrameLines(Lines):
    """Lines that stand on a frame of the replay."""

    frame: Frame | None = None

    @property
    def is_ready(self) -> bool:
        """It stands on its frame."""
        return self.frame is not None

    def put(self, frame: Frame) -> None:
        """Show this frame."""
        self.frame = frame
        self.lay_out()


class MeantList(FrameLines, inherit_bindings=False):
    """What the plan meant, row by row, and what had happened by then, team by team; differences are marked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "move(-10)", show=False),
        Binding("pagedown", "move(10)", show=False),
    ]
    EMPTY = "nothing was expected yet"

    def blocks(self, width: int) -> Iterator[Block]:
        """Row by row, in the order of the script."""
        frame = self.frame
        assert frame is not None
        first, column = _columns(frame, width)
        for expected in frame.expected:
            yield Block(expected.row.key, (_row(expected, frame, first, column, width),))

    def lay_out(self) -> None:
        """The head over the list has the same columns, and stays where the list scrolls."""
        super().lay_out()
        frame, width = self.frame, self.scrollable_content_region.width
        if frame is not None and width > 0:
            first, column = _columns(frame, width)
            teams = frame.teams if len(frame.teams) > 1 else ("happened",)
            content = styled(
                (fit("  meant to happen", first), "bold $text-primary"),
                *((fit(team, column), "bold $text-primary") for team in teams),
            )
            self.screen.query_one("#meant-head", Static).update(content)


def _columns(frame: Frame, width: int) -> tuple[int, int]:
    """How wide the column of what was meant is, and that of each team."""
    column = 37 if len(frame.teams) == 1 else max(min((width - 34) // len(frame.teams), 22), 9)
    column = min(column, max(width // 2, 9))
    return max(width - column * len(frame.teams), 10), column


def _row(expected: Expected, frame: Frame, first: int, column: int, width: int) -> Line:
    row, changed = expected.row, any(expected.changed)
    limits = window(row.target, row.deadline)
    by = f"{'/'.join(row.by[:2])} " if first > 44 and row.by else ""
    room = first - 3 - width_of(limits) - width_of(by)
    spans = [
        Span("▸ " if changed else "  ", "accent"),
        Span(fit(row.name, max(room, 4)), "strong" if changed else ""),
        Span(by, "dim"),
        Span(f"{limits} ", "dim"),
    ]
    for cell, moved, off in zip(expected.cells, expected.changed, expected.differences, strict=True):
        words, style = happened(cell, off, frame.moment.now, brief=len(frame.teams) > 1)
        spans.append(Span(fit(f"{words}", column - 1) + " ", style if style or not moved else "strong"))
    return spread(spans, (), width)


def happened(cell: Cell, off: Difference, now: int, *, brief: bool) -> tuple[str, str]:
    """What had happened by then, in a few words, and their style. A difference begins with its sign."""
    status = cell.status(now)
    who = f" {cell.by}{'?' if cell.assumed else ''}" if cell.by else ""
    if cell.done_at is not None:
        late = f" {left(cell.deadline_at - cell.done_at)}" if cell.deadline_at and off is Difference.LATE else ""
        note = f"{' ' if brief else ', '}{off}{late}" if off is not Difference.NONE else ""
        sign = "✓" if off is Difference.NONE else "≠"
        style = {Difference.LATE: "bad", Difference.OTHER_ROLE: "warn"}.get(off, "good" if status in DONE else "")
        return f"{sign} {stamp(cell.done_at)}{note if brief else f'{who}{note}'}", style
    if off is Difference.NOT_DONE:
        past = f" {left(cell.deadline_at - now)}" if cell.deadline_at is not None and cell.ended_at is None else ""
        return f"✗ not done{past}", "bad"
    if off is Difference.EARLY:
        return "! too early, to be done again", "warn"
    if status in OPEN:
        due = f", {left(cell.deadline_at - now)} left" if cell.deadline_at is not None else ""
        return f"◷ open{due}", "dim"
    words = {CellStatus.NOT_ASKED: "·", CellStatus.EXCUSED: "– dropped out", CellStatus.UNSEEN: "? not seen"}
    return words.get(status, "○ open at the end"), "dim"


class RolesThen(FrameLines):
    """The roles of one team or of each as they stood then."""

    EMPTY = "no roles"

    def blocks(self, width: int) -> Iterator[Block]:
        """The roles, the front line first; with several teams a head for each."""
        frame = self.frame
        assert frame is not None
        for graph in frame.graphs:
            if len(frame.graphs) > 1:
                yield Block(("head", graph.team), ((Span(graph.team, "head"),),), can_choose=False)
            yield from _roles(graph, frame.moment.now, width)


def _roles(graph: Graph, now: int, width: int) -> Iterator[Block]:
    for node in graph.nodes:
        sign, style = _STANDINGS[node.standing]
        idle = node.standing is Standing.IDLE
        begins = [Span(f"{sign} ", style), Span(node.role, "dim" if idle else "")]
        if node.waiting:
            begins.append(Span(f" ◄ {node.waiting[0].caller}", "dim"))
        until = next((ask.until for ask in node.waiting if ask.until is not None), None)
        ends = [Span(left(until - now), "bad" if until < now else "warn")] if until is not None else []
        yield Block((graph.team, node.role), (spread(begins, ends, width),))


QUESTION_KEYS = {Question.MEANT: "m", Question.HAPPENED: "h", Question.WHY: "w", Question.CHANGE: "c"}
"""The key that answers each question."""


class Questions(Lines):
    """The four questions, each with its key and what was answered."""

    def __init__(self, *, id: str | None = None, title: str = "") -> None:
        super().__init__(id=id, title=title)
        self.answers: dict[Question, Answer | None] = {}

    @property
    def is_ready(self) -> bool:
        """It stands on its answers."""
        return True

    def put(self, answers: dict[Question, Answer | None]) -> None:
        """Show these answers."""
        self.answers = answers
        self.lay_out()

    def blocks(self, width: int) -> Iterator[Block]:
        """Question by question."""
        for question in Question:
            given = self.answers.get(question)
            key = QUESTION_KEYS[question]
            spans = [Span(f"{key} ", "accent"), Span(fit(f"{question}?", 27), "" if given is None else "dim")]
            spans.append(Span(given.text, "strong") if given is not None else Span("–", "dim"))
            yield Block(question, (spread(spans, (), width),))
