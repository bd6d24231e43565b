"""An observer's notes and a session: what they add, what is there already, what contradicts, and what is written."""

from __future__ import annotations

import pytest

from drill.errors import FilesInError
from drill.session.agreement import Standing
from drill.session.journal import Journal
from drill.session.merge import Merge, compare, enter, rehearse
from drill.session.session import Session
from drill.session.transcript import read_transcript
from tests.building import Drill, drill, lines_of, room, small_drill

LINES = """
1m blue social-lead acks scam-post
3m blue social-lead decides scam-post takeover
4m blue social-lead does confirm
5m blue social-lead convenes it-security, comms-director, legal
6m blue social-lead escalates platform
12m blue it-security does lock on @northwind
14m blue comms-director does update
15m blue social-lead? does freeze
40m control rate blue statement 3 by kim
45m kim observes blue contain S : late
50m control unseen blue archive
"""

ADDS, KNOWN, AGAINST, OTHER = Standing.ADDS, Standing.KNOWN, Standing.CONTRADICTS, Standing.NOT_THEIRS


def merged(session: Session, lines: str, *, offset: int = 0, observer: str = "kim") -> Merge:
    """Notes, compared with a session."""
    text = "\n".join(line.strip() for line in lines.strip().splitlines())
    notes = read_transcript(text, "kim.txt")
    return compare(session.state, notes, observer, offset, lambda command: bool(session.taken(command)))


def standing(line: str, session_lines: str = LINES, *, offset: int = 0) -> tuple[Standing, str]:
    """How one line stands to a session, and why."""
    [note] = merged(drill(session_lines).session, line, offset=offset).notes
    return note.verdict.standing, note.verdict.why


@pytest.mark.parametrize(
    "line, expected, why",
    [
        # the same within a minute is there already; what one leaves open is no difference
        ("1m50s blue social-lead acks scam-post", KNOWN, "at T+00:01:00"),
        ("1m blue social-lead acks", KNOWN, "at T+00:01:00"),
        ("5m blue social-lead does confirm", KNOWN, "at T+00:04:00"),
        ("11m blue it-security does lock", KNOWN, "at T+00:12:00"),
        ("5m10s blue social-lead convenes legal, it-security, comms-director", KNOWN, "at T+00:05:00"),
        ("5m10s blue social-lead does alert", KNOWN, "at T+00:05:00"),
        ("40m control rate blue statement 3 by kim", KNOWN, "kim gave the same"),
        ("44m kim observes blue contain S : Late", KNOWN, "in the same words"),
        ("41m control unseen blue archive", KNOWN, "nobody else saw it either"),
        # the same step at another time, by another role, by another person
        ("5m1s blue social-lead does confirm", AGAINST, "the session has it at T+00:04:00, 1m1s earlier"),
        ("9m40s blue it-security does lock", AGAINST, "the session has it at T+00:12:00, 2m20s later"),
        ("8m blue social-lead escalates platform", AGAINST, "the session has it at T+00:06:00, 2m earlier"),
        ("4m blue customer-care does confirm", AGAINST, "the session names social-lead, at T+00:04:00"),
        ("15m blue customer-care does freeze", AGAINST, "the session assumes that it was social-lead, at T+00:15:00"),
        ("20m blue social-lead acks scam-post", AGAINST, "the session has it at T+00:01:00, 19m earlier"),
        # decided otherwise
        ("2m blue social-lead decides scam-post prank", AGAINST, "the session has: social-lead decides takeover, at "),
        # unseen against seen, seen against unseen
        ("41m control unseen blue lock", AGAINST, "the session has it seen, at T+00:12:00"),
        ("41m control unseen blue alert", AGAINST, "the session has it seen, at T+00:05:00"),
        ("18m blue social-lead does archive", AGAINST, "the session says, at T+00:50:00, that nobody saw it"),
        # ratings that differ, of one and the same evaluator; another's are data
        ("40m control rate blue statement 2 by kim", AGAINST, "the session has 3 by kim"),
        ("46m kim observes blue contain M : worse", AGAINST, "the session has S by kim"),
        ("40m control rate blue statement 2 by lee", ADDS, "kim gave 3"),
        ("46m lee observes blue contain M : worse", ADDS, "kim gave S"),
        # what is new; what may well happen twice
        ("18m blue social-lead informs customer-care", ADDS, ""),
        ("7m blue it-security does lock on @northwind-photo", ADDS, ""),
        ("44m blue comms-director does update", ADDS, "also at T+00:14:00"),
        ("9m blue it-security acks", ADDS, ""),
        ("9m blue social-lead escalates legal", ADDS, ""),
        ("9m blue social-lead improvises : a notice on the door", ADDS, ""),
        ("9m control gap blue inform : nobody told the shops", ADDS, ""),
        ("46m kim observes blue contain : another thing", ADDS, ""),
        # what is control's to say
        ("9m control pause", OTHER, ""),
        ("60m control end", OTHER, ""),
        ("61m control set-aside blue #1", OTHER, ""),
    ],
)
def test_a_line_stands_so_to_the_session(line: str, expected: Standing, why: str) -> None:
    found, because = standing(line)
    assert (found, because[: len(why)] if why else because) == (expected, why)


def test_an_approval_against_a_rejection_of_the_same_moment() -> None:
    steps = "say: {do: Say it, by: [press]}\nsign: {approve: say, by: [legal]}"
    session = small_drill("5m blue legal rejects say\n20m blue legal approves say", steps).session
    [early, late, again] = merged(
        session, "5m30s blue legal approves say\n20m30s blue legal approves say\n30m blue legal rejects say"
    ).notes
    assert early.verdict.standing is AGAINST
    assert late.verdict.standing is KNOWN
    assert again.verdict.standing is ADDS


def test_an_approval_is_no_approval_where_the_same_role_just_rejected() -> None:
    steps = "say: {do: Say it, by: [press]}\nsign: {approve: say, by: [legal, boss]}"
    session = small_drill("5m blue legal rejects say", steps).session
    [same, other] = merged(session, "5m30s blue legal approves say\n5m30s blue boss approves say").notes
    assert same.verdict.standing is AGAINST
    assert other.verdict.standing is ADDS


def test_each_of_several_roles_does_what_all_must_do() -> None:
    session = small_drill("5m blue lead does sign", "sign: {do: Sign, all_of: [lead, boss]}").session
    [note] = merged(session, "6m blue boss does sign").notes
    assert note.verdict.standing is ADDS


def test_another_person_in_the_same_seat_contradicts() -> None:
    session = drill("4m blue social-lead/ana does confirm").session
    [ben, anybody] = merged(session, "4m blue social-lead/ben does confirm\n4m1s blue social-lead does confirm").notes
    assert ben.verdict.why == "the session has ana doing it, at T+00:04:00"
    assert anybody.verdict.standing is KNOWN


def test_a_line_that_stands_twice_in_the_notes_is_added_once() -> None:
    notes = merged(
        drill(LINES).session,
        """
        18m blue social-lead informs customer-care : twice
        18m20s blue social-lead informs customer-care
        30m control strength blue inform : one voice
        31m control strength blue inform : One  voice
        """,
    ).notes
    assert [note.verdict.standing for note in notes] == [ADDS, KNOWN, ADDS, KNOWN]
    assert notes[1].verdict.why == "line 1 of these notes"


@pytest.mark.parametrize("offset, at", [(40_000, 4_000_00), (-60_000, 3_000_00), (0, 3_600_00)])
def test_the_offset_is_added_to_each_time(offset: int, at: int) -> None:
    [note] = merged(drill(LINES).session, "6m blue customer-care acks", offset=offset).notes
    assert note.at == at


def test_the_offset_is_applied_before_lines_are_compared() -> None:
    late = "6m blue social-lead does confirm"
    assert standing(late)[0] is AGAINST
    assert standing(late, offset=-110_000)[0] is KNOWN


# ── writing ──────────────────────────────────────────────────────────────────

NOTES = """
# what kim saw in the other room
18m blue social-lead informs customer-care : by the door
19m blue customer-care acks
20m control strength blue inform : one voice
30m kim observes blue inform S : calm
31m control rate blue statement 2 by lee
2m blue social-lead decides scam-post prank
"""


def written(session: Session) -> list[str]:
    return lines_of(Drill(session).written.text)


def test_what_is_added_is_recalled_and_names_who_brought_it() -> None:
    session = drill(LINES).session
    before = written(session)
    assert enter(session, merged(session, NOTES)) == 5
    assert [line for line in written(session) if line not in before] == [
        "~T+00:18:00 blue social-lead informs customer-care : by the door (kim)",
        "~T+00:19:00 blue customer-care acks : (kim)",
        "~T+00:20:00 control strength blue inform : one voice (kim)",
        "~T+00:30:00 kim observes blue inform S : calm",
        "~T+00:31:00 control rate blue statement 2 by lee : (kim)",
    ]


def test_merging_twice_adds_nothing_whatever_the_offset() -> None:
    session = drill(LINES).session
    enter(session, merged(session, NOTES))
    once, events = written(session), session.state.seq
    again = merged(session, NOTES)
    assert {note.verdict.why for note in again.of(KNOWN)} == {"merged before"}
    assert enter(session, again) == 0
    assert enter(session, merged(session, NOTES, offset=300_000)) == 0
    assert (written(session), session.state.seq) == (once, events)


def test_the_same_notes_in_another_file_add_nothing_either() -> None:
    session = drill(LINES).session
    enter(session, merged(session, NOTES))
    again = merged(session, "# copied\n" + NOTES)
    assert again.of(ADDS) == ()


def test_a_merge_that_was_interrupted_is_finished_by_merging_again() -> None:
    session, whole = drill(LINES).session, drill(LINES).session
    first = merged(session, NOTES)
    half = Merge(first.observer, first.offset, first.transcript, first.notes[:3])
    enter(session, half)
    enter(session, merged(session, NOTES))
    enter(whole, merged(whole, NOTES))
    assert written(session) == written(whole)


def test_a_merged_session_is_played_again_to_the_same_transcript() -> None:
    session = drill(LINES).session
    enter(session, merged(session, NOTES))
    text = Drill(session).written.text
    assert drill(text, teams=()).written.text == text


def test_nothing_moves_while_it_is_compared_and_rehearsed(tmp_path) -> None:
    journal = Journal.create(tmp_path / "session.db")
    played = room(store=journal)
    played.live.start()
    played.wait(30)
    session = Session(journal, list(journal.read()))
    before = session.state.seq
    records = list(journal.read())
    due = rehearse(records, merged(session, "1m blue social-lead escalates platform"))
    assert (played.state.reached, "proof-wanted") in [(at, said.inject) for at, said in due]
    assert journal.last_seq == session.state.seq == before
    journal.close()


# ── what cannot be merged ────────────────────────────────────────────────────


def complaints(session: Session, lines: str, *, offset: int = 0) -> list[tuple[int, int, str]]:
    with pytest.raises(FilesInError) as caught:
        merged(session, lines, offset=offset)
    return [(one.place.line, one.place.column, one.message) for one in caught.value.diagnostics]


def test_every_line_that_cannot_be_understood_is_told() -> None:
    found = complaints(
        drill(LINES).session, "1m blue nobody acks\n2m green social-lead acks\nsoon blue social-lead acks"
    )
    assert [(line, column) for line, column, _ in found] == [(1, 9), (2, 4), (3, 1)]


def test_times_before_the_beginning_are_told() -> None:
    assert complaints(drill(LINES).session, "10s blue social-lead acks\n5m blue legal acks", offset=-40_000) == [
        (1, 1, "with the offset, this was before the exercise began")
    ]


def test_times_that_an_unfinished_session_has_not_come_to_are_told() -> None:
    played = room()
    played.live.start()
    played.wait(10)
    session = played.live.session
    assert complaints(session, "30m blue social-lead acks") == [(1, 1, "the session has only come to T+00:10:00")]
    [note] = merged(session, "9m blue social-lead acks").notes
    assert note.verdict.standing is ADDS


def test_what_roles_did_after_the_end_is_told_by_the_rehearsal(tmp_path) -> None:
    session = drill(LINES).session
    records = session._store.records  # type: ignore[attr-defined]
    with pytest.raises(FilesInError) as caught:
        rehearse(records, merged(session, "61m blue legal acks\n62m control gap blue inform : after the end"))
    [one] = caught.value.diagnostics
    assert (one.place.line, one.message) == (1, "the exercise ended at T+01:00:00")
