"""The notes of an observer who sat elsewhere: drill merge."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from drill.commands.options import AS_JSON, OUT
from drill.commands.retests import note_retests
from drill.errors import WrongUsage

if TYPE_CHECKING:
    from drill.session.merge import Merge, Note
    from drill.session.state import State
    from drill.session.statements import Delivered

Deliveries = tuple[tuple[int, "Delivered"], ...]

_LEFT_OUT = {
    "adds": "",
    "there already": "",
    "contradicts": "; left out, for people to settle",
    "control's own": "; left out, not an observer's to say",
}


@click.command(
    epilog="\b\nExample:\n  drill merge 2026-11-27-hijacked-account kim.txt --observer kim --offset 40s\n"
    "  drill merge 2026-11-27-hijacked-account kim.txt --observer kim --offset -40s --yes"
)
@click.argument("session")
@click.argument("transcript")
@click.option("--observer", metavar="NAME", required=True, help="Whose notes they are: one word, such as kim.")
@click.option("--offset", metavar="TIME", default="0s", help="Added to each time of the notes; -40s if they ran ahead.")
@click.option("--dry-run", is_flag=True, help="Show what would be added, and write nothing.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@OUT
@AS_JSON
def merge(
    session: str, transcript: str, observer: str, offset: str, dry_run: bool, yes: bool, out: str, as_json: bool
) -> None:
    """Merge an observer's notes into a session.

    Shows first what they add, what is there already and what the session contradicts;
    contradictions are never written. What is added is marked as recalled, with the
    observer's name in its note. Merging the same notes again adds nothing.
    """
    from drill.report.folder import find_session
    from drill.tui.lock import only_control_room

    if dry_run and yes:
        raise click.UsageError("--dry-run writes nothing, --yes writes: choose one")
    name, shift = _name(observer), _milliseconds(offset)
    folder = find_session(session, out)
    with only_control_room(folder):
        _merge(folder, transcript, name, shift, as_json=as_json, write=False if dry_run else True if yes else None)


def _merge(folder: Path, file: str, observer: str, offset: int, *, as_json: bool, write: bool | None) -> None:
    """Compare, show, and write: `write` None asks where there is somebody to ask."""
    from drill.files.reading import read_text
    from drill.files.text import clean
    from drill.report.folder import JOURNAL, write_artefacts
    from drill.session.agreement import Standing
    from drill.session.journal import Journal
    from drill.session.merge import compare, enter, rehearse
    from drill.session.session import Session
    from drill.session.transcript import read_transcript

    notes = read_transcript(read_text(file), clean(file))
    journal = Journal.open(folder / JOURNAL)
    try:
        records = list(journal.read())
        session = Session(journal, records)
        merged = compare(session.state, notes, observer, offset, lambda command: bool(session.taken(command)))
        delivered = rehearse(records, merged)
        if not as_json:
            click.echo(merge_text(merged, session.state, folder.name, delivered))
        added = merged.of(Standing.ADDS)
        writes = bool(added) and (write if write is not None else _asked(len(added)))
        if writes:
            enter(session, merged)
        if writes or (write and not added):  # what was interrupted before its report was made is finished now
            note_retests(write_artefacts(session.state, folder), folder.name)
        if as_json:
            click.echo(merge_json(merged, session.state, folder.name, delivered, written=writes))
        _say(len(added), writes=writes, folder=folder)
    finally:
        journal.close()


def _asked(count: int) -> bool:
    """Whether somebody at the terminal says yes; no where nobody is there."""
    from drill.findings.words import counted

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return click.confirm(f"Add {counted(count, 'line')} to the session?", default=False, err=True)


def _say(count: int, *, writes: bool, folder: Path) -> None:
    from drill.findings.words import counted

    if writes:
        click.echo(f"{counted(count, 'line')} added; the report in {folder} is made again", err=True)
    elif count:
        click.echo("nothing was written; --yes writes what is added", err=True)
    else:
        click.echo("there is nothing to add", err=True)


def _name(observer: str) -> str:
    from drill.session.names import plain_name

    try:
        return plain_name(observer)
    except ValueError as error:
        raise WrongUsage(str(error)) from None


def _milliseconds(offset: str) -> int:
    from drill.files.times import parse_duration

    sign = -1 if offset.startswith("-") else 1
    try:
        return sign * parse_duration(offset.removeprefix("-").removeprefix("+"))
    except ValueError as error:
        raise WrongUsage(f"--offset: {error}") from None


# ── what is printed ──────────────────────────────────────────────────────────


def merge_text(merged: Merge, state: State, session: str, delivered: Deliveries) -> str:
    """The comparison for people: a group for each standing, a line of notes on each line, with the reason below it."""
    from drill.findings.words import counted, span
    from drill.session.agreement import Standing

    shift = f", {span(abs(merged.offset))} {'added' if merged.offset > 0 else 'taken off'}" if merged.offset else ""
    lines = [f"{merged.observer}'s notes, {counted(len(merged.notes), 'line')}{shift}, against {session}"]
    for standing in Standing:
        notes = merged.of(standing)
        if notes or standing is Standing.ADDS:
            lines += ["", f"{standing}: {len(notes)}{_LEFT_OUT[standing]}"]
            lines += [text for note in notes for text in _note_lines(note, state)]
    if delivered:
        lines += ["", "the session has not ended; with what is added, these injects are delivered:"]
        lines += [f"  {_stamp(at)}  {said.inject} for {said.team}" for at, said in delivered]
    return "\n".join(lines)


def _note_lines(note: Note, state: State) -> list[str]:
    lines = [f"  line {note.line:<4} {_stamp(note.at)}  {state.grammar.format(note.statement)}"]
    return [*lines, f"            └ {note.verdict.why}"] if note.verdict.why else lines


def _stamp(at: int) -> str:
    from drill.files.times import format_stamp

    return format_stamp(at)


def merge_json(merged: Merge, state: State, session: str, delivered: Deliveries, *, written: bool) -> str:
    """The same for programs; times are whole seconds of exercise time."""
    from drill.report.rounding import seconds
    from drill.session.agreement import Standing

    keys = {
        Standing.ADDS: "adds",
        Standing.KNOWN: "known",
        Standing.CONTRADICTS: "contradicts",
        Standing.NOT_THEIRS: "not_theirs",
    }

    def record(note: Note) -> dict[str, Any]:
        words = state.grammar.format(note.statement)
        return {"line": note.line, "at": seconds(note.at), "words": words, "why": note.verdict.why or None}

    whole = {
        "session": session,
        "observer": merged.observer,
        "offset": merged.offset // 1_000,
        **{key: [record(note) for note in merged.of(standing)] for standing, key in keys.items()},
        "delivers": [{"inject": said.inject, "team": said.team, "at": seconds(at)} for at, said in delivered],
        "written": written,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


COMMANDS = (merge,)
