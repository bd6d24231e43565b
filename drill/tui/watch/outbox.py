"""An observer's notes, kept in a file of their own before they are sent, and until they are known to have arrived.

The file holds what was said and what was answered, each as it goes over the wire. A note has an id from the start,
so that one whose answer was lost is sent again and counts once; and the file outlives the view, so that what was
typed while the control room was away is handed over whenever this observer watches the session again.
"""

from __future__ import annotations

import errno
import fcntl
import os
import uuid
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from platformdirs import user_state_path

from drill.errors import OutOfReach, Refused
from drill.files.text import clean
from drill.files.times import SECOND, format_stamp
from drill.tui.watch.wire import LONGEST, Correct, Garbled, Message, Refusal, Say, TakeBack, Taken, decode, encode

Command = Say | Correct | TakeBack
Answer = Taken | Refusal


class Fate(StrEnum):
    """What became of a note."""

    WAITS = "waits"
    TAKEN = "taken"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Note:
    """One line of an observer: as it was said, or as it was corrected last."""

    id: str
    at: int
    text: str
    recalled: bool
    fate: Fate
    why: str = ""
    """Why it was refused."""

    @property
    def line(self) -> str:
        """The note as a transcript has it."""
        return f"{'~' if self.recalled else ''}{format_stamp(self.at // SECOND * SECOND)} {self.text}"


class Outbox:
    """The notes of one observer on one session."""

    def __init__(self, path: Path) -> None:
        """Read what the file holds. Raises OutOfReach; also where another process has it open."""
        self.path = path
        self._commands: dict[str, Command] = {}
        self._answers: dict[str, Answer] = {}
        self._torn = False
        """Whether the file may end in the middle of a line."""
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise OutOfReach(f"{clean(str(path))} cannot be written: {error.strerror}") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._read()
        except OSError:
            os.close(self._file)
            message = f"{path.stem} observes this session already, in another window"
            raise OutOfReach(message, "go on there, or observe under another name") from None

    # ── what is in it ────────────────────────────────────────────────────────

    @property
    def notes(self) -> tuple[Note, ...]:
        """Every note that counts, or was refused, in the order of time."""
        notes: dict[str, Note] = {}
        for command in self._commands.values():
            answer = self._answers.get(command.id)
            refused = answer if isinstance(answer, Refusal) else None
            if isinstance(command, Say):
                fate = Fate.WAITS if answer is None else Fate.REFUSED if refused else Fate.TAKEN
                why = refused.why if refused else ""
                notes[command.id] = Note(command.id, command.at, command.text, command.recalled, fate, why)
            elif command.of in notes and not refused:
                if isinstance(command, TakeBack):
                    del notes[command.of]
                else:
                    notes[command.of] = replace(
                        notes[command.of],
                        at=command.at,
                        text=command.text,
                        recalled=command.recalled,
                        fate=Fate.WAITS if answer is None else Fate.TAKEN,
                    )
        return tuple(sorted(notes.values(), key=lambda note: note.at))

    @property
    def waiting(self) -> tuple[Command, ...]:
        """What the control room has not answered yet, in the order in which it was said."""
        return tuple(command for id, command in self._commands.items() if id not in self._answers)

    @property
    def newest(self) -> Note | None:
        """The note that was said last of those that count."""
        by_id = {note.id: note for note in self.notes}
        return next((by_id[id] for id in reversed(self._commands) if id in by_id), None)

    @property
    def transcript(self) -> str:
        """The notes as a file that ``drill merge`` takes; a refused one as a comment, with the reason."""
        lines = []
        for note in self.notes:
            refused = note.fate is Fate.REFUSED
            lines += [f"# {note.line}", f"# refused: {note.why}"] if refused else [note.line]
        return "".join(f"{line}\n" for line in lines)

    # ── writing ──────────────────────────────────────────────────────────────

    def say(self, at: int, text: str, *, recalled: bool = False) -> None:
        """A new note; it is on the disk when this returns. Raises OutOfReach, and Refused for one that is too long."""
        self._keep(Say(_new_id(), at, text, recalled))

    def correct(self, note: Note, at: int, text: str, *, recalled: bool = False) -> None:
        """Other words, or another time, for a note. Raises OutOfReach, Refused."""
        if note.fate is Fate.REFUSED:
            self.say(at, text, recalled=recalled)
            self.take_back(note)
        else:
            self._keep(Correct(_new_id(), note.id, at, text, recalled))

    def take_back(self, note: Note) -> None:
        """A note does not count any more. Raises OutOfReach."""
        taking = TakeBack(_new_id(), note.id)
        self._keep(taking)
        if note.fate is Fate.REFUSED:  # there is nothing to take back but here
            self.answered(Taken(taking.id))

    def answered(self, answer: Answer) -> bool:
        """Keep what became of a note; False where that is still open. Raises OutOfReach."""
        if isinstance(answer, Refusal) and not answer.final:
            return False
        if answer.id in self._commands and answer.id not in self._answers:
            self._append(answer)
            self._answers[answer.id] = answer
        return True

    def close(self, *, over: bool = False) -> None:
        """Let the file go. It is taken away where it is empty, and once the exercise is `over` and has all of it."""
        arrived = not self.waiting and all(note.fate is Fate.TAKEN for note in self.notes)
        if not self._commands or (over and arrived):
            self.path.unlink(missing_ok=True)
        os.close(self._file)

    def _keep(self, command: Command) -> None:
        self._append(command)
        self._commands[command.id] = command

    def _append(self, message: Message) -> None:
        line = encode(message)
        if len(line) > LONGEST or line.count(b"\n") > 1:
            raise Refused("that is too long for a note")
        try:
            if os.write(self._file, b"\n" + line if self._torn else line) < len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(self._file)
            self._torn = False
        except OSError as error:
            self._torn = True
            raise OutOfReach(f"{clean(str(self.path))} cannot be written: {error.strerror}") from error

    def _read(self) -> None:
        """What cannot be read, such as a line that a lost machine cut short, was never said to be kept."""
        with os.fdopen(os.dup(self._file), "rb") as file:
            file.seek(0)
            data = file.read()
        for line in data.split(b"\n"):
            try:
                message = decode(line)
            except Garbled:
                continue
            if isinstance(message, Command):
                self._commands[message.id] = message
            elif isinstance(message, Answer):
                self._answers[message.id] = message
        self._torn = bool(data) and not data.endswith(b"\n")


def _new_id() -> str:
    return uuid.uuid4().hex


def outbox_path(folder: Path, observer: str) -> Path:
    """Where an observer's notes on a session are kept: with the user, for the session's folder may be out of reach."""
    digest = sha256(os.fsencode(folder.resolve())).hexdigest()[:8]
    return user_state_path("drill", appauthor=False) / "notes" / f"{folder.name}-{digest}" / f"{observer}.jsonl"
