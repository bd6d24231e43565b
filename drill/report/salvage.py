"""What can still be had of a damaged session: every row that can be read, and the session up to the damage.

The damaged folder is left as it is: a copy of its journal is what is read.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import groupby, takewhile
from pathlib import Path

from drill.errors import DrillError, OutOfReach
from drill.files.text import clean
from drill.report.folder import JOURNAL, REPORTS, AnyPath, create_journal, discard, new_folder, write_artefacts
from drill.session.events import Opened, Record, from_json
from drill.session.journal import Remnant, remains
from drill.session.session import Session, followed
from drill.session.state import State


@dataclass(frozen=True, slots=True)
class Salvage:
    """What was saved."""

    rows: tuple[Remnant, ...]
    """Every row of the journal that can be read."""
    kept: int
    """So many from the beginning are what was written, one after the other."""
    folder: Path | None
    """The session up to the damage, as a session of its own; None where not even its beginning is left."""

    def as_lines(self) -> str:
        """The rows as JSON, one a line; text is cleaned of what no terminal should see."""
        return "".join(json.dumps(_cleaned(row), ensure_ascii=False) + "\n" for row in self.rows)


def salvage(folder: Path, out: AnyPath = REPORTS) -> Salvage:
    """Save what can be saved of a session's folder. Raises OutOfReach where there is no journal to read."""
    rows = _rows(folder)
    numbered = takewhile(lambda item: item[0] == item[1].seq and item[1].holds, enumerate(rows, 1))
    sound = [row for _, row in numbered]
    records = _that_fold(sound)
    return Salvage(tuple(rows), len(records), _made_anew(records, rows, out) if records else None)


def _rows(folder: Path) -> list[Remnant]:
    with tempfile.TemporaryDirectory(prefix="drill-salvage-") as copy:
        files = (path for path in folder.glob(f"{JOURNAL}*") if not path.is_symlink())
        found = [path for path in files if not path.name.endswith("-shm")]
        if not found:
            raise OutOfReach(f"{clean(str(folder))}: there is no session here")
        try:
            for path in found:
                shutil.copyfile(path, Path(copy) / path.name)
        except OSError as error:
            raise OutOfReach(f"{clean(str(folder))} cannot be read: {error.strerror}") from None
        return remains(Path(copy) / JOURNAL)


def _that_fold(rows: Sequence[Remnant]) -> list[Record]:
    """The longest beginning of the rows that a session can be made of."""
    records: list[Record] = []
    state: State | None = None
    for row in rows:
        try:
            record = Record(row.seq, row.now, from_json(row.kind, row.body))
            if not records and not isinstance(record.event, Opened):
                break
            state = followed(state, record)
        except DrillError:
            break
        records.append(record)
    return records


def _made_anew(records: Sequence[Record], rows: Sequence[Remnant], out: AnyPath) -> Path:
    opened = records[0].event
    assert isinstance(opened, Opened)
    commands = {row.seq: row.command for row in rows}
    folder = new_folder(out, opened.date, opened.session.removeprefix(f"{opened.date}-"))
    try:
        journal = create_journal(folder)
        try:
            for (command, now), group in groupby(records, key=lambda record: (commands[record.seq], record.now)):
                journal.append([record.event for record in group], now, journal.last_seq, command)
            write_artefacts(Session(journal, list(journal.read())).state, folder)
        finally:
            journal.close()
    except BaseException:
        discard(folder)
        raise
    return folder


def _cleaned(row: Remnant) -> dict[str, object]:
    return {key: clean(value) if isinstance(value, str) else value for key, value in asdict(row).items()}
