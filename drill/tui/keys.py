"""The keys of the control room. Each has an id, so that it can be remapped, and a tooltip, which help shows.

No key stands here that a terminal cannot tell from another.
"""

from __future__ import annotations

from textual.binding import Binding


def _key(key: str, action: str, word: str, tooltip: str, name: str) -> Binding:
    return Binding(key, action, word, show=False, tooltip=tooltip, id=name)


CLOCK = [
    _key("space", "turn_clock", "start/pause", "Start, pause, go on", "clock.turn"),
    _key("z", "pause_why", "pause: why", "Pause, and say why", "clock.pause-why"),
    _key("plus,equals_sign", "speed(1)", "faster", "Let time run faster", "clock.faster"),
    _key("minus", "speed(-1)", "slower", "Let time run slower", "clock.slower"),
    _key("j", "jump", "jump", "Move the clock ahead, then settle what fell due", "clock.jump"),
    _key("b", "mute", "bell", "Bell and flash when something falls due: off, or on again", "clock.bell"),
    _key("E", "end", "end", "End the exercise and go to the debrief", "clock.end"),
]

CELLS = [
    _key("enter", "done", "done", "Done now, by the step's usual role, marked as assumed", "cell.done"),
    _key("r", "by_whom", "by whom", "Say who did it", "cell.by-whom"),
    _key("t", "when", "when", "Say when it was done", "cell.when"),
    _key("x", "unseen", "not seen", "Nobody saw whether it was done", "cell.unseen"),
    _key("D", "done(True)", "all", "Done now by every team that has not done it", "cell.all-done"),
    _key("R", "by_whom(True)", "by whom: all", "Say who did it, in every team", "cell.all-by-whom"),
    _key("T", "when(True)", "when: all", "Say when every team did it", "cell.all-when"),
    _key("X", "unseen(True)", "not seen: all", "Nobody saw whether any team did it", "cell.all-unseen"),
    _key("full_stop", "next_due", "next due", "To the cell that is due next", "cell.next-due"),
]

INJECTS = [
    _key("n", "deliver", "next", "Deliver the next inject, or the one chosen in the script", "inject.deliver"),
    _key("s", "skip", "skip", "Leave the inject out, with the reason", "inject.skip"),
    _key("d", "delay", "delay", "Deliver the inject later, or at another time", "inject.delay"),
    _key("w", "wording", "wording", "Change the inject before it comes: words, recipients, time", "inject.wording"),
    _key("a", "adhoc", "ad hoc", "Write an inject, to deliver now or later", "inject.adhoc"),
    _key("p", "probe", "probe", "You asked the inject's next question", "inject.probe"),
    _key("y", "copy", "copy", "Copy the inject, marked as an exercise, for a chat", "inject.copy"),
]

LINES = [
    _key("colon", "type_line", "type", "Type a line of the transcript", "line.type"),
    _key("e", "call", "call", "One role calls another", "line.call"),
    _key("m", "mark", "mark", "Mark this moment; come back to it later", "line.mark"),
    _key("o", "observe", "observe", "What an observer saw, with a rating", "line.observe"),
    _key("u", "undo", "undo", "Take the last line back", "line.undo"),
    _key("U,ctrl+r", "redo", "redo", "Let it count again", "line.redo"),
]

TEAMS = [
    _key("0", "team(0)", "all teams", "What you do with injects goes to every team", "team.all"),
    *(
        _key(str(number), f"team({number})", f"team {number}", f"Choose team {number}", f"team.{number}")
        for number in range(1, 10)
    ),
]

PANES = [
    _key("i", "pane('script')", "injects", "To the script; Enter shows an inject", "pane.script"),
    _key("c", "pane('next')", "coming", "To what comes next", "pane.next"),
    _key("g", "graph", "graph", "The responder graph, on the whole screen", "pane.graph"),
    _key("G", "pane('roles')", "roles", "To the roles of the team", "pane.roles"),
    _key("l", "pane('log')", "log", "To the log; Enter corrects a line, Backspace takes it back", "pane.log"),
    _key("P", "projector", "projector", "What the room may see: the clock and what is public, large", "pane.projector"),
    _key("greater_than_sign", "scroll_inject(1)", "further", "Further down in the inject", "pane.further"),
    _key("less_than_sign", "scroll_inject(-1)", "back up", "Back up in the inject", "pane.back-up"),
    _key("escape", "back", "back", "Back to the matrix and the current inject", "pane.back"),
]

ROOM = [
    _key("q", "leave", "quit", "Leave; nothing is lost", "room.quit"),
    _key("question_mark", "help", "help", "Every key", "room.help"),
]

CONTROL_ROOM = [*CLOCK, *CELLS, *INJECTS, *LINES, *TEAMS, *PANES, *ROOM]

EVERYWHERE = [
    Binding(
        "f10,ctrl+n",
        "no_duff",
        "NO DUFF",
        show=False,
        priority=True,
        tooltip="A real emergency: stop the exercise for everyone, at once",
        id="app.no-duff",
    ),
    Binding("ctrl+q", "leave", "quit", show=False, priority=True, tooltip="Leave; nothing is lost", id="app.quit"),
]

GROUPS = {
    "clock": "Clock",
    "cell": "Matrix",
    "inject": "Injects",
    "line": "Lines",
    "team": "Teams",
    "pane": "Panes",
    "log": "Log",
    "bar": "Command bar",
    "room": "Room",
    "briefing": "Briefing",
    "graph": "Responder graph",
    "debrief": "Debrief",
    "replay": "Replay",
    "home": "Home",
    "setup": "Set-up",
    "editor": "Inject editor",
    "report": "Report",
    "revise": "Changes of the plan",
    "rehearsal": "Rehearsal",
    "projector": "Projector",
    "observer": "Observer",
    "app": "Everywhere",
}
"""What a key's group is called in help, by the first part of its id."""

FIRST_SHOWN = (
    "clock.turn", "cell.done", "cell.all-done", "inject.deliver", "cell.by-whom", "cell.when", "line.call", "line.mark",
    "line.undo", "line.type", "inject.adhoc", "room.help",
)  # fmt: skip
"""The keys of the bottom line, in its order."""


def bottom_line() -> list[Binding]:
    """The keys that are used most."""
    by_id = {binding.id: binding for binding in CONTROL_ROOM}
    return [by_id[name] for name in FIRST_SHOWN]
