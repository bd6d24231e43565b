"""A journal from somebody else, whose chain holds and whose events say anything at all: damaged, or harmless."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import Any

import pytest

from drill.errors import DamagedSession, DrillError
from drill.report.folder import describe, open_session, write_artefacts
from drill.session.journal import Journal, link
from drill.session.session import Session
from tests.faults.journals import begin, play
from tests.hostile.checks import no_control
from tests.hostile.corpus import TEXTS
from tests.hostile.watching import nothing_but_files_below

STRANGE: list[Any] = [
    None,
    True,
    -1,
    10**30,
    1.5,
    float("inf"),
    "",
    "x",
    "\x1b[2J",
    [],
    ["x"],
    {},
    {"x": 1},
    "9" * 5_000,
    [[[]]],
]


def forged(path: Path, change: Any) -> None:
    """Rewrite a journal's bodies, and every hash after them, so that the chain holds."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("DROP TRIGGER event_stays")
    chain = ""
    rows = database.execute("SELECT seq, command, now, wall, kind, body FROM event ORDER BY seq").fetchall()
    for seq, command, now, wall, kind, body in rows:
        kind, body = change(seq, kind, body)
        chain = link(chain, seq, command, now, wall, kind, body)
        database.execute("UPDATE event SET kind = ?, body = ?, hash = ? WHERE seq = ?", (kind, body, chain, seq))
    database.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "2026-11-27-small"
    made.mkdir(mode=0o700)
    session = begin(made / "session.db")
    list(play(session, 30))
    session.close()
    return made


def opened_and_reported(folder: Path) -> bool:
    """Whether the session could be read; if so, everything is made of it."""
    describe(folder)
    try:
        session = open_session(folder)
    except DrillError as error:
        assert error.exit_code in (1, 3)
        assert len(error.message) < 20_000
        return False
    write_artefacts(session.state, folder)
    session.close()
    for file in folder.rglob("*"):
        if file.is_file() and not file.name.startswith("session.db"):
            no_control(file.name, file.read_text(encoding="utf-8"))
    return True


@pytest.mark.parametrize("seed", range(60))
def test_a_forged_event_is_damage_or_harmless(seed: int, folder: Path) -> None:
    random = Random(seed)
    with Journal.open(folder / "session.db")._db as database:
        count = database.execute("SELECT count(*) FROM event").fetchone()[0]
    victim = 1 if seed % 3 == 0 else random.randint(1, count)

    def change(seq: int, kind: str, body: str) -> tuple[str, str]:
        if seq != victim:
            return kind, body
        values = json.loads(body)
        key = random.choice([*values, "surplus"])
        text = random.choice([value for value in TEXTS.values() if "\ud800" not in value and "\udfff" not in value])
        values[key] = random.choice([*STRANGE, text])
        if random.random() < 0.1:
            values.pop(random.choice(list(values)))
        return kind, json.dumps(values)

    forged(folder / "session.db", change)
    with nothing_but_files_below(folder):
        opened_and_reported(folder)


@pytest.mark.parametrize(
    "body", ["", "null", "[]", "{", "1", '"x"', "{}", "[" * 100_000, '{"at": ' + "9" * 5_000 + "}", "\x00", "NaN"]
)
def test_a_body_that_is_no_event_is_damage(body: str, folder: Path) -> None:
    forged(folder / "session.db", lambda seq, kind, old: (kind, body if seq == 4 else old))
    with pytest.raises(DamagedSession):
        open_session(folder)


@pytest.mark.parametrize("name", ["grammar-02", "terminal-01", "template-02", "path-01", "markup-06"])
@pytest.mark.parametrize(
    "words", ["blue lead improvises : {}", "{} lead acks", "blue lead does {}", "control mark : {}"]
)
def test_a_line_that_says_something_hostile_is_damage_or_text(name: str, words: str, folder: Path) -> None:
    text = words.format(TEXTS[name])

    def change(seq: int, kind: str, body: str) -> tuple[str, str]:
        return kind, json.dumps(json.loads(body) | {"text": text}) if seq == 4 and kind == "entered" else body

    forged(folder / "session.db", change)
    with nothing_but_files_below(folder):
        opened_and_reported(folder)


def test_events_in_an_order_that_never_was_are_damage(folder: Path) -> None:
    records = list(Journal.open(folder / "session.db").read())
    for order in (records[1:], records[:1] * 2 + records[1:], [records[0], *reversed(records[1:])]):
        try:
            session = Session(Journal.open(folder / "session.db"), order)
        except DamagedSession:
            continue
        assert asdict(session.state.opened)
