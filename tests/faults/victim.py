"""A process that works for as long as it lives: it runs sessions, rewrites plans, writes reports, until it is killed.

    python -m tests.faults.victim

It loads drill once and then forks a victim for each request, a line of JSON on its
standard input: what to do, in which folder, and when to die. A victim writes what
it was promised (an acknowledgement, once `submit` has returned) to a file of its
own with one system call, so that what stands there was really promised. Death is
always SIGKILL: from outside after a time, or from inside before or after the k-th
operation on a file.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

from drill.files.edits import Edit, EditKind
from drill.report.folder import open_session, write_artefacts
from drill.revision.living_plan import LivingPlan
from drill.revision.revisions import Proposal
from tests.faults.journals import begin, debrief, play, reopened

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
A_LIFE = 2_000
"""So much a victim would do, if it were left alone."""


def die() -> None:
    """The end, with no chance to tidy up."""
    os.kill(os.getpid(), signal.SIGKILL)


class Fate:
    """Kills its process before or after the k-th operation on a file, of whatever kind."""

    def __init__(self, number: int, *, after: bool) -> None:
        self._left = number
        self._after = after

    def meets(self, act: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, counted."""

        @wraps(act)
        def counted(*arguments: Any, **options: Any) -> Any:
            self._left -= 1
            if self._left == 0 and not self._after:
                die()
            result = act(*arguments, **options)
            if self._left == 0:
                die()
            return result

        return counted


def run_session(folder: Path, promise: Callable[[object], None]) -> None:
    """Play a drill without end into a journal, from where it was left."""
    path = folder / "session.db"
    session = reopened(path) if path.exists() else begin(path)
    for command_id, records in play(session, A_LIFE):
        promise([command_id, records[0].seq, len(records)])


def hold_debrief(folder: Path, promise: Callable[[object], None]) -> None:
    """Talk a drill over without end, and write its artefacts now and then, as the control room does."""
    path = folder / "session.db"
    session = reopened(path) if path.exists() else begin(path)
    for number, (command_id, records) in enumerate(play(session, A_LIFE, debrief)):
        promise([command_id, records[0].seq, len(records)])
        if number % 20 == 19:
            write_artefacts(session.state, folder)


def write_reports(folder: Path, promise: Callable[[object], None]) -> None:
    """Write a session's artefacts over and over, now of one state of it, now of another."""
    sessions = [open_session(folder / name) for name in ("short", "long")]
    states = [session.state for session in sessions]
    for number in range(A_LIFE):
        write_artefacts(states[number % 2], folder / "short")
        promise(number)


def revise_plan(folder: Path, promise: Callable[[object], None]) -> None:
    """Propose and approve one change of a plan after the other."""
    path = folder / "plan.yaml"
    for _ in range(A_LIFE):
        living = LivingPlan(path)
        living.finish_interrupted(NOON)
        waiting = [revision.id for revision in living.revisions if str(revision.state) in ("proposed", "approved")]
        number = len(list(living.revisions)) + 1
        if not waiting:
            before = living.plan.roles["lead"].title
            edit = Edit(EditKind.SET, ("roles", "lead", "title"), f"Lead {number} " + "x" * 3_000, before)
            proposal = Proposal(
                f"r-{number}", "finding", "A longer title", "roles.lead", (edit,), None, "because " * 600
            )
            made = living.propose(proposal, by="ann", owner="ann", due=NOON.date(), at=NOON)
            promise(["proposed", made.id])
            waiting = [made.id]
        done = living.approve(waiting[0], "liz", NOON)
        promise(["effective", done.id, living.plan.version])


TASKS = {"session": run_session, "debrief": hold_debrief, "reports": write_reports, "plan": revise_plan}


def live(task: str, folder: Path, promises: Path, fate: dict[str, Any] | None) -> None:
    """One victim's life."""
    handle = os.open(promises, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    real_write = os.write

    def promise(what: object) -> None:
        real_write(handle, (json.dumps(what) + "\n").encode())

    if fate is not None and task in ("session", "debrief"):
        from tests.faults.disk import Disk, under_sqlite

        meets = Fate(**fate).meets(lambda number, operation: None)
        disk = Disk(**{"after" if fate["after"] else "before": meets})
        with under_sqlite(disk):
            TASKS[task](folder, promise)
    else:
        if fate is not None:
            counted = Fate(**fate).meets
            for name in ("write", "fsync", "replace", "open", "ftruncate", "chmod"):
                setattr(os, name, counted(getattr(os, name)))
        TASKS[task](folder, promise)


def main() -> None:
    """Fork a victim for each request; say how it ended, as `exit CODE` or `killed`."""
    print("ready", flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                live(request["task"], Path(request["folder"]), Path(request["promises"]), request["fate"])
            except BaseException as error:  # noqa: BLE001  (a victim that fails must say so, whatever it was)
                print(f"failed {type(error).__name__}: {error}", flush=True)
                os._exit(1)
            os._exit(0)
        if request["fate"] is None:
            time.sleep(request["after"])
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        print("killed" if os.WIFSIGNALED(status) else f"exit {os.WEXITSTATUS(status)}", flush=True)


if __name__ == "__main__":
    main()
