"""The one thing to do next, for somebody who sees home for the first time, or comes back to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drill.files.times import SECOND, format_stamp
from drill.report.folder import Condition, SessionInfo
from drill.tui.widgets.home_list import Scene


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to open, and why; nothing to open where there is nothing yet."""

    target: SessionInfo | Scene | None
    words: str


def next_step(to_resume: Sequence[SessionInfo], scenes: Sequence[Scene], past: Sequence[SessionInfo]) -> NextStep:
    """A drill that waits goes first, then the first drill of all, then the report that came last.

    `to_resume` and `past` are the newest first; a scene whose check still runs counts as sound.
    """
    if to_resume:
        info = to_resume[0]
        return NextStep(info, f"{info.name} stands at {format_stamp(info.now // SECOND * SECOND)}: go on with it")
    newest = next((info for info in past if info.condition is Condition.ENDED), None)
    if newest is not None:
        return NextStep(newest, f"read what came of {newest.name}")
    sound = next((scene for scene in scenes if not scene.bad), None)
    if sound is not None:
        return NextStep(sound, f"your first drill, “{sound.title}”: set it up")
    if scenes:
        return NextStep(scenes[0], "mend what the checks found")
    return NextStep(None, "write a scenario: drill new scenario scenarios/first.yaml")
