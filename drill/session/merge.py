"""The notes of an observer who sat elsewhere: compared with a session first, then entered, whole or not at all.

Every line that is added is recalled, and says in its note who brought it. A line that the session contradicts is
never entered: which of the two is right is for people to settle.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from drill.errors import FilesInError, Refused
from drill.files.diagnostics import in_order
from drill.files.times import format_stamp
from drill.session.agreement import Agreement, Standing, Verdict
from drill.session.decide import Enter
from drill.session.events import Record
from drill.session.observing import signed
from drill.session.session import MemoryStore, Session
from drill.session.state import State
from drill.session.statements import Delivered, Statement
from drill.session.transcript import Transcript, parse_lines


@dataclass(frozen=True, slots=True)
class Note:
    """One line of the notes, and how it stands to the session."""

    line: int
    column: int
    at: int
    """When it was, by the session's clock, in milliseconds."""
    statement: Statement
    """What is entered: the line's words with the observer's name in the note."""
    verdict: Verdict
    command_id: str


@dataclass(frozen=True, slots=True)
class Merge:
    """All of an observer's notes, compared with a session."""

    observer: str
    offset: int
    transcript: Transcript
    notes: tuple[Note, ...]

    def of(self, standing: Standing) -> tuple[Note, ...]:
        """The lines that stand so to the session, in the order of time."""
        return tuple(note for note in self.notes if note.verdict.standing is standing)


def compare(state: State, transcript: Transcript, observer: str, offset: int, taken: Callable[[str], bool]) -> Merge:
    """How each line of the notes stands to the session; nothing is written.

    `offset` (milliseconds, may be negative) is added to every time of the notes. `taken`
    says whether a command was taken by the session already. Raises FilesInError with
    every line that cannot be understood, or stands where the session has no time.
    """
    parsed = parse_lines(transcript, state.grammar)
    digest = sha256(transcript.document.text.encode()).hexdigest()[:32]
    agreement = Agreement(state.exercise, state.entries.values(), observer)
    notes = []
    for line, said in parsed:
        at = line.at + offset
        complaint = _out_of_time(state, at)
        if complaint:
            transcript.complain(line.number, 1, *complaint)
            continue
        command_id = f"merge-{digest}-{line.number}"
        statement = signed(said, observer)
        verdict = Verdict(Standing.KNOWN, "merged before") if taken(command_id) else agreement.verdict(at, statement)
        if verdict.standing is Standing.ADDS:
            agreement.take(line.number, at, statement)
        notes.append(Note(line.number, line.column, at, statement, verdict, command_id))
    if transcript.diagnostics:
        raise FilesInError(in_order(transcript.diagnostics))
    return Merge(observer, offset, transcript, tuple(notes))


def _out_of_time(state: State, at: int) -> tuple[str, str] | None:
    """What is wrong with a time, and the remedy."""
    if at < 0:
        return "with the offset, this was before the exercise began", "look at --offset: it is added to each time"
    if state.ended_at is None and at > state.reached:
        reached = format_stamp(state.reached)
        return f"the session has only come to {reached}", "merge it when the session has ended: drill resume"
    return None


def rehearse(records: Sequence[Record], merge: Merge) -> tuple[tuple[int, Delivered], ...]:
    """What an unfinished session delivers when it takes the added lines, told by a session in memory.

    Raises FilesInError with every line that the session would not take.
    """
    store = MemoryStore()
    store.records = list(records)
    session = Session(store, records)
    before = set(session.state.entries)
    for note in merge.of(Standing.ADDS):
        try:
            session.submit(Enter(note.at, note.statement, True), note.command_id)
        except Refused as refusal:
            merge.transcript.complain(note.line, note.column, refusal.message, refusal.hint)
    if merge.transcript.diagnostics:
        raise FilesInError(in_order(merge.transcript.diagnostics))
    return tuple(
        (entry.at, entry.statement)
        for entry in session.state.lines()
        if entry.seq not in before and isinstance(entry.statement, Delivered)
    )


def enter(session: Session, merge: Merge) -> int:
    """Enter what the notes add; how many lines that were. What was entered before is not entered again."""
    added = merge.of(Standing.ADDS)
    for note in added:
        session.submit(Enter(note.at, note.statement, True), note.command_id)
    return len(added)
