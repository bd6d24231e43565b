"""Where sessions live: one folder each under ``reports/``, for its owner's eyes only.

``session.db`` is the journal; the other files are made from it, and can be made again
at any time, byte for byte. A name never leads out of the folder that it is looked up in.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from drill.errors import DrillError, OutOfReach, WrongUsage
from drill.files.diagnostics import did_you_mean
from drill.files.text import clean
from drill.report.writing import reason_of, write_text
from drill.session.events import Amended, Entered, Opened, Redone, Undone
from drill.session.journal import Journal
from drill.session.session import Session
from drill.session.state import State

if TYPE_CHECKING:
    from drill.report.after_action import AfterAction

REPORTS = Path("reports")
"""Where session folders are made, unless ``--out`` says otherwise."""

JOURNAL = "session.db"
TRANSCRIPT = "transcript.txt"
SCORECARD = "scorecard.json"
REPORT = "report.md"
IMPROVEMENTS = "improvement-plan.csv"
FEEDBACK = "feedback.csv"

END = "control end"
"""How the journal says that the exercise was ended."""

MOST_OF_A_DAY = 9_999
"""So many sessions of one scenario on one day get a folder."""

_NAME = re.compile(r"(\d{4}-\d\d-\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)", re.ASCII)

AnyPath = str | os.PathLike[str]


class Condition(StrEnum):
    """How a session's folder was found."""

    ENDED = "ended"
    UNFINISHED = "unfinished"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """What can be told of a session without playing it."""

    name: str
    """The folder's own name."""
    folder: Path
    condition: Condition
    date: str
    scenario: str
    mode: str = ""
    style: str = ""
    teams: tuple[str, ...] = ()
    now: int = 0
    """When it ended, or where its clock stands, in milliseconds of exercise time."""
    changed: int = 0
    """When its journal was last written, in nanoseconds of the file system's clock."""


# ── making and finding folders ───────────────────────────────────────────────


def new_folder(out: AnyPath, date: str, scenario: str) -> Path:
    """Make a session's folder, ``<date>-<scenario>``, with ``-2``, ``-3`` … where that is taken.

    Raises OutOfReach where it cannot be made; then nothing was made.
    """
    out = Path(out)
    stem = f"{date}-{scenario}"
    if _NAME.fullmatch(stem) is None:
        raise WrongUsage(f"{clean(stem)!r} cannot be the name of a session's folder")
    made = _made_if_missing(out)
    for number in range(1, MOST_OF_A_DAY + 1):
        folder = out / (stem if number == 1 else f"{stem}-{number}")
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            continue
        except (OSError, ValueError) as error:
            _take_back(made)
            raise OutOfReach(f"{clean(str(folder))} cannot be made: {reason_of(error)}", _HINT) from None
        return folder
    raise OutOfReach(f"{clean(str(out))} holds too many sessions of {stem}", _HINT)


_HINT = "name another folder with --out DIR"


def _made_if_missing(out: Path) -> list[Path]:
    """Make `out` and what is missing above it; the folders that were made, the deepest first."""
    missing = [path for path in (out, *out.parents) if not os.path.lexists(path)]
    made: list[Path] = []
    try:
        for path in reversed(missing):
            path.mkdir()
            made.insert(0, path)
    except (OSError, ValueError) as error:
        _take_back(made)
        raise OutOfReach(f"{clean(str(out))} cannot be used: {reason_of(error)}", _HINT) from None
    if not out.is_dir():
        raise OutOfReach(f"{clean(str(out))} cannot be used: it is not a folder", _HINT)
    return made


def _take_back(made: list[Path]) -> None:
    for path in made:
        path.rmdir()


def discard(folder: Path) -> None:
    """Take back a folder that was just made, with what was written into it."""
    shutil.rmtree(folder)


def find_session(name_or_path: AnyPath, out: AnyPath = REPORTS) -> Path:
    """The folder of a session: the folder itself, or the one of this name under `out`.

    Raises OutOfReach where there is no session, and for a name that is a link to elsewhere.
    """
    given, text = Path(name_or_path), os.fspath(name_or_path)
    if _holds_journal(given):
        return given
    named = Path(out) / text
    if _NAME.fullmatch(text) and _holds_journal(named):
        if named.is_symlink():
            raise OutOfReach(f"{clean(str(named))} is a link to elsewhere", "name the folder that it points to")
        return named
    hint = did_you_mean(text, [folder.name for folder in _folders(out)]) or "drill sessions lists what has been run"
    raise OutOfReach(
        f"there is no session {clean(text)!r}, neither as a folder nor under {clean(os.fspath(out))}", hint
    )


def _holds_journal(folder: Path) -> bool:
    journal = folder / JOURNAL
    try:
        return journal.is_file() and not journal.is_symlink()
    except OSError:
        return False


def list_sessions(out: AnyPath = REPORTS) -> tuple[SessionInfo, ...]:
    """The sessions under `out`, by name; none where there is no such folder. Raises OutOfReach."""
    return tuple(describe(folder) for folder in _folders(out))


def _folders(out: AnyPath) -> list[Path]:
    try:
        found = sorted(path for path in Path(out).iterdir() if _NAME.fullmatch(path.name) and not path.is_symlink())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise OutOfReach(f"{clean(os.fspath(out))} cannot be read: {reason_of(error)}") from None
    return [folder for folder in found if _holds_journal(folder)]


def unfinished(out: AnyPath = REPORTS) -> tuple[SessionInfo, ...]:
    """The sessions under `out` that can be resumed, the one that was written last first."""
    found = [info for info in list_sessions(out) if info.condition is Condition.UNFINISHED]
    return tuple(sorted(found, key=lambda info: (-info.changed, info.name)))


def describe(folder: Path) -> SessionInfo:
    """What a session's journal tells of it; one that cannot be read is damaged."""
    match = _NAME.fullmatch(folder.name)
    date, scenario = (match[1], match[2]) if match else ("", folder.name)
    changed = _changed(folder)
    damaged = SessionInfo(folder.name, folder, Condition.DAMAGED, date, scenario, changed=changed)
    try:
        journal = Journal.open(folder / JOURNAL)
    except DrillError:
        return damaged
    try:
        return _read(folder, journal, changed) or damaged
    except DrillError:
        return damaged
    finally:
        journal.close()


def _changed(folder: Path) -> int:
    """When the journal was last written; what is new stands beside it until it is folded in."""
    times = [0]
    for path in (folder / JOURNAL, folder / f"{JOURNAL}-wal"):
        with suppress(OSError):
            times.append(path.stat().st_mtime_ns)
    return max(times)


def _read(folder: Path, journal: Journal, changed: int) -> SessionInfo | None:
    opened: Opened | None = None
    ends: dict[int, int] = {}
    undone: set[int] = set()
    now = 0
    for record in journal.read():
        now = max(now, record.now)
        match record.event:
            case Opened():
                opened = record.event
            case Entered(at=at, text=text) if text.split(" : ", 1)[0] == END:
                ends[record.seq] = at
            case Amended(entry=entry, at=at) if entry in ends:
                ends[entry] = at
            case Undone(entry=entry):
                undone.add(entry)
            case Redone(entry=entry):
                undone.discard(entry)
    if opened is None:
        return None
    ended = [at for entry, at in ends.items() if entry not in undone]
    return SessionInfo(
        name=folder.name,
        folder=folder,
        condition=Condition.ENDED if ended else Condition.UNFINISHED,
        date=opened.date,
        scenario=opened.session.removeprefix(f"{opened.date}-"),
        mode=opened.mode,
        style=opened.style,
        teams=opened.teams,
        now=max(ended, default=now),
        changed=changed,
    )


# ── what a session's folder holds ────────────────────────────────────────────


def create_journal(folder: Path) -> Journal:
    """The journal of a session that begins. Raises OutOfReach."""
    return Journal.create(folder / JOURNAL)


def open_session(folder: Path) -> Session:
    """The session of a folder, every event folded. Close it when done. Raises OutOfReach, DamagedSession."""
    if not _holds_journal(folder):
        raise OutOfReach(f"{clean(str(folder))}: there is no session here")
    journal = Journal.open(folder / JOURNAL)
    try:
        return Session(journal, list(journal.read()))
    except DrillError:
        journal.close()
        raise


def write_artefacts(state: State, folder: Path) -> AfterAction:
    """Write transcript, scorecard, report and what lies beside it, each file whole or not at all.

    Written again from the same journal, they are the same, byte for byte. Returns what they were
    written from. Raises OutOfReach.
    """
    from drill.report.after_action import AfterAction
    from drill.report.charts.drawn import FOLDER as CHARTS
    from drill.report.charts.drawn import charts
    from drill.report.copies import renew_copies, write_charts
    from drill.report.feedback import feedback_csv
    from drill.report.improvement_csv import improvement_csv
    from drill.report.markdown import report_markdown
    from drill.report.scorecard_json import scorecard_json

    aar = AfterAction.of(state)
    write_text(folder / TRANSCRIPT, aar.written.text)
    write_text(folder / SCORECARD, scorecard_json(aar.scorecard, {team.name: team.findings for team in aar.teams}))
    write_text(folder / IMPROVEMENTS, improvement_csv(aar))
    if state.paperwork.feedback is not None:
        write_text(folder / FEEDBACK, feedback_csv(state.paperwork.feedback))
    write_charts(folder / CHARTS, charts(aar))
    write_text(folder / REPORT, report_markdown(aar))
    renew_copies(aar, folder)
    return aar
