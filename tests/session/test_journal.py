"""The journal: appended whole or not at all, chained, found as it was written, or not opened."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from drill.errors import DamagedSession, OutOfReach
from drill.session.events import (
    FORMAT,
    Amended,
    Entered,
    Event,
    Opened,
    OutOfDate,
    Record,
    Redone,
    Ticked,
    Undone,
    from_json,
    to_json,
)
from drill.session.journal import Journal, link
from drill.session.opening import open_session
from drill.session.session import MemoryStore, Session
from drill.session.transcript import write_transcript
from tests.building import DAY, Room, a_plan, a_scenario, room

OPENED = Opened(
    session="2026-11-27-small",
    date="2026-11-27",
    seed=7,
    mode="assessed",
    style="live",
    teams=("blue", "red"),
    cast={"outlet": "Köln & Söhne"},
    plan_name="plan.yaml",
    plan_text="plan: x\n",
    scenario_name="scenario.yaml",
    scenario_text="scenario: y\n",
    fit={"roles": {"legal": "counsel"}, "steps": {}, "workflows": {}, "accounts": {}},
)
EVENTS: tuple[Event, ...] = (
    OPENED,
    Entered(0, "control resume"),
    Entered(1_250, "blue lead improvises : «so» \\n \\\\ \u2026 \N{SNOWMAN}", recalled=True),
    Ticked(),
    Amended(3, 1_000, "blue lead improvises : better"),
    Undone(3),
    Redone(3),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the journal is to be."""
    return tmp_path / "session.db"


def written(path: Path) -> tuple[Record, ...]:
    """A journal of a few events, one command each, closed again."""
    journal = Journal.create(path)
    records: tuple[Record, ...] = ()
    for number, event in enumerate(EVENTS):
        records += journal.append((event,), number * 1_000, len(records), f"command-{number}")
    journal.close()
    return records


@contextmanager
def inside(path: Path) -> Iterator[sqlite3.Connection]:
    """The database behind the journal's back."""
    connection = sqlite3.connect(path)
    try:
        yield connection
        connection.commit()
    finally:
        connection.close()


# ── what was appended is read ────────────────────────────────────────────────


def test_what_is_read_is_what_was_appended(path):
    records = written(path)
    assert [record.event for record in records] == list(EVENTS)
    assert [record.seq for record in records] == list(range(1, len(EVENTS) + 1))
    assert list(Journal.open(path).read()) == list(records)


def test_events_of_one_command_are_appended_together(path):
    journal = Journal.create(path)
    records = journal.append((OPENED, Ticked(), Undone(1)), 5, 0, "one")
    assert [(record.seq, record.now) for record in records] == [(1, 5), (2, 5), (3, 5)]
    assert journal.taken("one") == records
    assert (journal.last_seq, list(journal.read())) == (3, list(records))


def test_reading_begins_where_it_is_asked_to_and_follows_what_comes(path):
    records = written(path)
    journal, other = Journal.open(path), Journal.open(path)
    assert list(journal.read(4)) == list(records[3:])
    assert list(journal.follow(len(records))) == []
    [new] = other.append((Ticked(),), 9_000, len(records), "new")
    assert list(journal.follow(len(records))) == [new]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
def test_every_event_has_a_stored_form_and_is_made_of_it_again(event):
    body = to_json(event)
    assert from_json(event.kind, body) == event
    assert to_json(from_json(event.kind, body)) == body


def test_a_journal_is_for_its_owners_eyes_only(path):
    journal = Journal.create(path)
    journal.append((OPENED,), 0, 0, "open")
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
    journal.close()
    assert [file.name for file in path.parent.iterdir()] == ["session.db"]


def test_a_journal_waits_for_the_disk_before_it_says_that_an_event_is_kept(path):
    written(path)
    connection = Journal.open(path)._db
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_one_journal_is_not_made_over_another(path):
    records = written(path)
    with pytest.raises(OutOfReach, match="File exists"):
        Journal.create(path)
    assert list(Journal.open(path).read()) == list(records)


# ── two who write ────────────────────────────────────────────────────────────


def test_a_writer_that_did_not_look_is_told_so_and_nothing_is_written(path):
    written(path)
    one, other = Journal.open(path), Journal.open(path)
    one.append((Ticked(),), 0, len(EVENTS), "one")
    with pytest.raises(OutOfDate):
        other.append((Undone(1),), 0, len(EVENTS), "other")
    assert [record.event.kind for record in other.follow(len(EVENTS))] == ["ticked"]
    other.append((Undone(1),), 0, len(EVENTS) + 1, "other")
    assert len(list(one.read())) == len(EVENTS) + 2


def test_a_memory_store_keeps_the_same_promises():
    store = MemoryStore()
    store.append((OPENED,), 0, 0, "open")
    with pytest.raises(OutOfDate):
        store.append((Ticked(),), 0, 0, "late")
    assert store.append((Ticked(),), 0, 0, "open") == store.taken("open") == tuple(store.records)


def test_a_command_that_was_taken_is_not_taken_again_by_whoever_sends_it(path):
    written(path)
    one, other = Journal.open(path), Journal.open(path)
    first = one.append((Ticked(),), 0, len(EVENTS), "same")
    assert other.append((Undone(1), Undone(1)), 9, len(EVENTS), "same") == first
    assert len(list(one.read())) == len(EVENTS) + 1


def test_a_reader_sees_what_a_writer_appends_while_both_are_open(path):
    written(path)
    writer, reader = Journal.open(path), Journal.open(path)
    reading = reader.read()
    next(reading)
    writer.append((Ticked(),), 0, len(EVENTS), "more")
    assert len(list(reading)) in (len(EVENTS) - 1, len(EVENTS))
    assert len(list(reader.read())) == len(EVENTS) + 1


def test_while_another_writes_a_writer_waits_and_then_says_that_nothing_was_saved(path):
    written(path)
    journal = Journal.open(path)
    journal._db.execute("PRAGMA busy_timeout = 20")
    with inside(path) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OutOfReach, match="nothing was saved"):
            journal.append((Ticked(),), 0, len(EVENTS), "blocked")
    journal.append((Ticked(),), 0, len(EVENTS), "blocked")


def test_a_journal_that_another_program_holds_is_out_of_reach_and_not_damaged(path, monkeypatch):
    written(path)
    monkeypatch.setattr("drill.session.journal.BUSY", 0.02)
    with inside(path) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OutOfReach, match="another program holds the journal"):
            Journal.open(path)
    assert len(list(Journal.open(path).read())) == len(EVENTS)


# ── what is in it stays ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "change", ["DELETE FROM event", "UPDATE event SET body = '{}'", "REPLACE INTO event SELECT * FROM event"]
)
def test_no_event_is_changed_or_taken_out(path, change):
    records = written(path)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"), inside(path) as database:
        database.execute("PRAGMA recursive_triggers = ON")
        database.execute(change)
    assert list(Journal.open(path).read()) == list(records)


COLUMNS = [
    ("command", "'x'"),
    ("now", "now + 1"),
    ("wall", "'2000-01-01'"),
    ("kind", "'undone'"),
    ("body", "body || ' '"),
]


@pytest.mark.parametrize("column,value", [*COLUMNS, ("hash", "'0'"), ("seq", "seq + 100")])
@pytest.mark.parametrize("number", [1, 4, len(EVENTS)])
def test_an_event_that_is_not_what_was_written_is_named(path, column, value, number):
    written(path)
    with inside(path) as database:
        database.execute("DROP TRIGGER event_stays")
        database.execute(f"UPDATE event SET {column} = {value} WHERE seq = {number}")
    with pytest.raises(DamagedSession, match=f"event {number} is not what was written"):
        list(Journal.open(path).read())


def test_an_event_that_is_missing_is_named(path):
    written(path)
    with inside(path) as database:
        database.execute("DROP TRIGGER event_is_kept")
        database.execute("DELETE FROM event WHERE seq = 3")
    with pytest.raises(DamagedSession, match="event 3"):
        list(Journal.open(path).read())


def test_the_chain_stands_for_everything_that_was_written(path):
    written(path)
    with inside(path) as database:
        rows = database.execute("SELECT seq, command, now, wall, kind, body, hash FROM event ORDER BY seq").fetchall()
    chain = ""
    for seq, command, now, wall, kind, body, stored in rows:
        chain = link(chain, seq, command, now, wall, kind, body)
        assert chain == stored
    assert Journal.open(path).last_hash == chain


@pytest.mark.parametrize("bits", [0x01, 0xFF])
def test_whatever_byte_is_flipped_the_journal_reads_as_it_was_or_is_said_to_be_damaged(path, bits):
    records = list(written(path))
    whole = path.read_bytes()
    damaged = 0
    for place in range(0, len(whole), 61 if bits == 1 else 47):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ bits]) + whole[place + 1 :])
        try:
            journal = Journal.open(path)
            try:
                assert list(journal.read()) == records
            finally:
                journal.close()
        except DamagedSession:
            damaged += 1
    assert damaged > 20


@pytest.mark.parametrize("number", [1, 3, len(EVENTS)])
def test_events_that_are_lost_from_the_end_are_missed_though_the_chain_holds_without_them(path, number):
    written(path)
    with inside(path) as database:
        [page] = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'event'").fetchone()
    whole = bytearray(path.read_bytes())
    cells = (page - 1) * 4096 + 3
    whole[cells : cells + 2] = (number - 1).to_bytes(2, "big")
    path.write_bytes(whole)
    with pytest.raises(DamagedSession, match=f"event {number} is not what was written"):
        Journal.open(path)


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_a_journal_that_was_cut_short_reads_as_it_was_or_is_said_to_be_damaged(path, kept):
    records = list(written(path))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    try:
        assert list(Journal.open(path).read()) == records
    except DamagedSession:
        pass
    else:
        assert kept > 0.8


# ── what is no journal ───────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "content", [b"", b"\x00", b"blue lead acks\n", b"SQLite format 3\x00" + bytes(2_000), os.urandom(5_000)]
)
def test_a_file_that_is_no_journal_is_said_to_be_none_and_left_as_it_is(path, content):
    path.write_bytes(content)
    with pytest.raises(DamagedSession, match="not a session's journal"):
        Journal.open(path)
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


def test_another_programs_database_is_left_as_it_is(path):
    with inside(path) as database:
        database.execute("CREATE TABLE places (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(DamagedSession, match="not a session's journal"):
        Journal.open(path)
    assert path.read_bytes() == before


def test_a_journal_of_a_newer_drill_is_not_read(path):
    written(path)
    with inside(path) as database:
        database.execute("UPDATE meta SET value = ? WHERE key = 'format'", (str(FORMAT + 1),))
    with pytest.raises(DamagedSession, match=f"format {FORMAT + 1}") as refusal:
        Journal.open(path)
    assert refusal.value.hint == "it needs a newer drill"


@pytest.mark.parametrize("value", ["", "two", "-1"])
def test_a_journal_that_does_not_say_its_format_is_damaged(path, value):
    written(path)
    with inside(path) as database:
        database.execute("UPDATE meta SET value = ? WHERE key = 'format'", (value,))
    with pytest.raises(DamagedSession, match="does not say its format"):
        Journal.open(path)


def test_a_session_that_is_not_there_is_said_to_be_missing(tmp_path):
    for path in (tmp_path / "none.db", tmp_path):
        with pytest.raises(OutOfReach, match="there is no session here"):
            Journal.open(path)


def test_a_folder_that_cannot_be_written_is_said_to_be_so_and_nothing_is_left(tmp_path):
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "missing" / "session.db", tmp_path / "file" / "session.db"):
        with pytest.raises(OutOfReach, match="cannot make the session's journal"):
            Journal.create(path)
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


@contextmanager
def nobody() -> Iterator[None]:
    """As a user who may do nothing; root may write anywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    """A folder with a journal in it, into which nobody may write any more."""
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    folder = tmp_path / "archive"
    folder.mkdir()
    written(folder / "session.db")
    (folder / "session.db").chmod(0o444)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)


def test_no_journal_is_made_in_a_folder_that_is_read_only(locked):
    with nobody(), pytest.raises(OutOfReach, match="Permission denied"):
        Journal.create(locked / "other.db")


def test_a_journal_in_a_folder_that_is_read_only_is_read_and_not_written(locked):
    with nobody():
        journal = Journal.open(locked / "session.db")
        assert len(list(journal.read())) == len(EVENTS)
        with pytest.raises(OutOfReach, match="nothing was saved"):
            journal.append((Ticked(),), 0, len(EVENTS), "more")
        journal.close()


# ── events of other versions ─────────────────────────────────────────────────


@pytest.mark.parametrize(
    "kind,body",
    [
        ("entered", "{}"),
        ("entered", "[]"),
        ("entered", "nonsense"),
        ("opened", "null"),
        ("undone", '{"entry":1,"why":"x"}'),
    ],
)
def test_an_event_that_cannot_be_made_is_damage(kind, body):
    with pytest.raises(DamagedSession, match=kind):
        from_json(kind, body)


def test_an_event_of_an_unknown_kind_is_of_a_newer_drill(path):
    journal = Journal.create(path)
    journal.append((OPENED,), 0, 0, "open")

    class Danced(Event):
        kind = "danced"

    journal.append((Danced(),), 0, 1, "dance")
    with pytest.raises(DamagedSession, match="unknown kind, 'danced'") as refusal:
        list(journal.read())
    assert refusal.value.hint == "it may come from a newer drill"
    with pytest.raises(DamagedSession):
        journal.append((Ticked(),), 0, 2, "dance")
    assert journal.append((Ticked(),), 0, 2, "tick")


def test_a_session_needs_a_journal_that_begins_at_the_beginning():
    with pytest.raises(DamagedSession, match="empty"):
        Session(MemoryStore(), [])
    with pytest.raises(DamagedSession, match="does not begin"):
        Session(MemoryStore(), [Record(1, 0, Ticked())])


def test_a_line_that_no_version_understands_is_named():
    opened = open_session(a_plan(), a_scenario(), day=DAY)
    with pytest.raises(DamagedSession, match="event 2 .* unknown team 'green'"):
        Session(MemoryStore(), [Record(1, 0, opened), Record(2, 0, Entered(0, "green legal acks"))])


# ── a session in a journal ───────────────────────────────────────────────────


def test_a_session_that_is_folded_again_is_the_session_that_was_live(path):
    journal = Journal.create(path)
    live = room(teams=("blue", "red"), store=journal)
    live.live.start()
    live.live.set_speed(10_000)
    for minute, words in enumerate(
        (
            "blue social-lead acks scam-post",
            "control seat red social-lead zoe : Zoe Quinn",
            "red social-lead decides scam-post takeover",
            "blue social-lead convenes it-security, comms-director, legal",
            "control adhoc blue {id: mayor, via: phone, to: [comms-director], title: The mayor calls, expect: [statement]}",
            "control edit second-network {title: The photo account falls}",
            "red social-lead escalates platform about scam-post",
            "blue it-security starts lock on @northwind",
            "control adjudicate blue #2 sensible",
            "red comms-director does statement with holding-takeover : We know.",
        ),
        start=1,
    ):
        live.wait(0.1)
        live.say(words, at=minute - 0.5, recalled=minute % 4 == 0)
    live.live.undo()
    live.wait(0.8)
    journal.close()
    store = MemoryStore(list(Journal.open(path).read()))
    again = Room(Session(store, store.records))
    written = write_transcript(live.state).text
    assert again.text.splitlines()[:-1] == written.splitlines()
    for team in ("blue", "red"):
        one, other = live.play(team), again.play(team)
        for name in (
            "delivered",
            "skipped",
            "expectations",
            "reaches",
            "calls",
            "acts",
            "told",
            "choices",
            "absences",
            "seats",
        ):
            assert getattr(one, name) == getattr(other, name), name
