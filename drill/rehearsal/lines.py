"""A run as a transcript: the lines that a scribe would have written, in the grammar of every other transcript."""

from __future__ import annotations

from collections.abc import Iterable

from drill.files.times import format_stamp
from drill.rehearsal.model import Candidate, Model, Race, Task, TaskKind
from drill.session.statements import CALLING

TEAM = "blue"
"""The team of a rehearsed run."""


class Scribe:
    """Writes down one run as it happens."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self.lines: list[str] = []

    @property
    def text(self) -> str:
        """The transcript so far, for `drill.session.transcript.read_transcript`."""
        return "".join(f"{line}\n" for line in self.lines)

    def _write(self, at: int, *words: str) -> None:
        self.lines.append(f"{format_stamp(at)} {' '.join(word for word in words if word)}")

    def _who(self, seat: int, person: int) -> str:
        return f"{TEAM} {self._model.roles[seat].id}/{self._model.people[person]}"

    def _about(self, inject: int | None) -> str:
        return "" if inject is None else f"about {self._model.injects[inject].id}"

    def away(self, people: Iterable[int]) -> None:
        """Who is not there from the start."""
        names = ", ".join(self._model.people[person] for person in people)
        if names:
            self._write(0, f"control absent {TEAM} {names}")

    def end(self, at: int) -> None:
        """The exercise ends."""
        self._write(at, "control end")

    def did(self, at: int, task: Task, person: int, seat: int, option: int, called: tuple[int, ...]) -> None:
        """A task was done; `called` are the roles that it called."""
        who, about = self._who(seat, person), self._about(task.about)
        if task.kind is TaskKind.DECIDE:
            assert task.about is not None
            self._write(at, who, "decides", self._model.injects[task.about].id, task.options[option])
        elif task.kind is TaskKind.TELL:
            self._write(at, who, "escalates", self._model.roles[called[0]].id, about)
        elif task.kind is TaskKind.CALL:
            assert task.step is not None
            kind = self._model.exercise.steps[task.step].kind
            self._write(at, who, CALLING[kind], ", ".join(self._model.roles[role].id for role in called))
        else:
            self._act(at, who, task)

    def _act(self, at: int, who: str, task: Task) -> None:
        exercise = self._model.exercise
        assert task.step is not None
        step = exercise.steps[task.step].step
        on = f"on {task.account}" if task.account else ""
        if step.approve is not None:
            approved = type(task.step)(task.step.workflow, step.approve)
            self._write(at, who, "approves", exercise.name_of(approved), on)
        else:
            text = f"with {task.text}" if task.text else ""
            self._write(at, who, "does", exercise.name_of(task.step), on, text)

    def called_again(self, at: int, race: Race, person: int, seat: int, candidate: Candidate) -> None:
        """The next of a role, or a delegate, was tried."""
        role, name = self._model.roles[candidate.seat].id, self._model.people[candidate.person]
        self._write(at, self._who(seat, person), f"escalates {role}/{name}", self._about(race.about))

    def answered(self, at: int, race: Race, candidate: Candidate, caller: int) -> None:
        """Somebody answered an inject or a call."""
        who = self._who(candidate.seat, candidate.person)
        if race.about is not None:
            self._write(at, who, "acks", self._model.injects[race.about].id)
        else:
            self._write(at, who, "acks from", self._model.roles[caller].id)
