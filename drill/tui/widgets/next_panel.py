"""What comes next and what is owed: deadlines, injects, probes, control's own answers, and the open calls."""

from __future__ import annotations

from collections.abc import Iterator

from drill.session.panes.ahead import Ahead, Kind, OpenCall
from drill.tui.figures import due_in, teams_in_short
from drill.tui.text import fit
from drill.tui.widgets.lines import Block, Lines
from drill.tui.widgets.painted import Span, spread

SOON = 60_000
SIGNS = {
    Kind.DEADLINE: "",
    Kind.INJECT: "► ",
    Kind.PROBE: "ask: ",
    Kind.ANSWER: "you: ",
    Kind.PHASE: "§ ",
    Kind.END: "■ ",
}
"""How each kind begins: a deadline is a bare step, everything else says what it is."""

_LONGEST = 7


class NextPanel(Lines):
    """The next things, with what is left of their time; beneath, the calls that nobody has answered."""

    EMPTY = "nothing is due"

    def stands_on(self) -> object:
        """What comes and who is called, at this time, in this room."""
        view = self.seen
        return view.ahead, view.calls, view.now, self.scrollable_content_region.height

    def blocks(self, width: int) -> Iterator[Block]:
        """As many of the next things as leave room for the open calls."""
        view = self.seen
        calls = view.calls
        height = max(self.scrollable_content_region.height, 4)
        room = max(height - (min(len(calls), 4) + 1 if calls else 0), 3)
        for item in view.next(room):
            begins = [Span(fit(when(item, view.now), _LONGEST), style_of(item, view.now)), Span(words(item))]
            yield Block(
                (item.kind, item.at, item.words), (spread(begins, (), width),), can_choose=item.inject is not None
            )
        if calls:
            yield Block(None, (spread([Span("open calls", "head")], (), width),), can_choose=False)
        for call in calls:
            yield Block((call.team, call.entry, call.to), (spread(*_call(call, view.now), width),), can_choose=False)


def when(item: Ahead, now: int) -> str:
    """What is left of an item's time; what control owes counts up."""
    return due_in(item.at - now) if item.at >= now or item.is_owed else ""


def words(item: Ahead) -> str:
    """An item in a few words."""
    teams = f"{teams_in_short(item.teams)} " if item.teams else ""
    return f"{teams if item.kind is not Kind.PROBE else ''}{SIGNS[item.kind]}{item.words}"


def urgency(at: int, now: int) -> str:
    """The style of a time that is to be kept: within a minute, or over."""
    if at < now:
        return "bad"
    return "warn" if at - now <= SOON else "dim"


def style_of(item: Ahead, now: int) -> str:
    """The style of an item's time: what control itself owes is never more than a reminder."""
    style = urgency(item.at, now)
    return "warn" if style == "bad" else style


def _call(call: OpenCall, now: int) -> tuple[list[Span], list[Span]]:
    begins = [Span(f"{call.team} "), Span(f"{call.caller} ► {call.to}", "dim" if call.simulated else "")]
    if call.until is None:
        return begins, [Span(due_in(call.at - now), "dim")]
    return begins, [Span(due_in(call.until - now), urgency(call.until, now))]
