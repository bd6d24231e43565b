"""Where sessions live: a folder each, for its owner's eyes, that no name leads out of."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from drill.errors import DamagedSession, OutOfReach, WrongUsage
from drill.report.copies import write_copy
from drill.report.folder import (
    Condition,
    create_journal,
    find_session,
    list_sessions,
    new_folder,
    open_session,
    unfinished,
    write_artefacts,
)
from drill.report.writing import write_text
from drill.session.decide import PutOnRecord
from drill.session.events import Signed
from drill.session.opening import open_session as opening
from drill.session.play import look_up, play
from drill.session.session import Session
from drill.session.transcript import read_transcript
from tests.building import DAY, a_plan, a_scenario, small_plan, small_scenario

NAME = "2026-11-27-small"


def a_session(out: Path, *, ended: bool = True) -> Path:
    """A folder with a session in it."""
    plan, scenario = a_plan(small_plan()), a_scenario(small_scenario("[{}]"))
    folder = new_folder(out, DAY.isoformat(), scenario.scenario)
    journal = create_journal(folder)
    if ended:
        lines = "1m blue lead acks news\n60m control end"
        play(look_up(read_transcript(lines, "lines.txt"), plan, scenario, day=DAY), journal)
    else:
        Session.open_new(journal, opening(plan, scenario, day=DAY))
    journal.close()
    return folder


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# ── making ───────────────────────────────────────────────────────────────────


def test_the_second_session_of_a_day_gets_a_number(tmp_path: Path) -> None:
    names = [new_folder(tmp_path, "2026-11-27", "small").name for _ in range(3)]
    assert names == [NAME, f"{NAME}-2", f"{NAME}-3"]


def test_a_folder_is_for_its_owner_s_eyes_alone(tmp_path: Path) -> None:
    folder = a_session(tmp_path)
    write_artefacts(open_session(folder).state, folder)
    assert mode(folder) == 0o700
    assert mode(folder / "charts") == 0o700
    assert {mode(path) for path in folder.rglob("*") if path.is_file()} == {0o600}


def test_folders_above_it_are_made(tmp_path: Path) -> None:
    assert new_folder(tmp_path / "deep" / "down", "2026-11-27", "small").is_dir()


@pytest.mark.parametrize("below", ["", "deep/down"])
def test_where_none_can_be_made_nothing_is_left(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("a file, no folder", encoding="utf-8")
    with pytest.raises(OutOfReach, match="cannot be used"):
        new_folder(tmp_path / "file" / below, "2026-11-27", "small")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_without_permission_to_write_is_out_of_reach(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutOfReach, match="cannot be made"):
        new_folder(tmp_path, "2026-11-27", "small")


@pytest.mark.parametrize("scenario", ["../up", "a/b", "", ".", "small\n"])
def test_a_name_never_leads_out_of_the_folder(tmp_path: Path, scenario: str) -> None:
    with pytest.raises(WrongUsage):
        new_folder(tmp_path / "in", "2026-11-27", scenario)
    assert not (tmp_path / "in").exists()


# ── finding ──────────────────────────────────────────────────────────────────


def test_a_session_is_found_by_its_folder_and_by_its_name(tmp_path: Path) -> None:
    folder = a_session(tmp_path)
    assert find_session(folder) == folder
    assert find_session(str(folder)) == folder
    assert find_session(NAME, tmp_path) == folder


def test_a_name_with_a_slip_gets_the_nearest_one(tmp_path: Path) -> None:
    a_session(tmp_path)
    with pytest.raises(OutOfReach) as told:
        find_session("2026-11-27-smal", tmp_path)
    assert told.value.hint == f'did you mean "{NAME}"?'


@pytest.mark.parametrize("name", ["..", "../reports", f"../{NAME}", "nowhere", ""])
def test_what_is_no_session_is_not_found(tmp_path: Path, name: str) -> None:
    a_session(tmp_path)
    (tmp_path / "reports").mkdir()
    with pytest.raises(OutOfReach, match="there is no session"):
        find_session(name, tmp_path / "reports")


def test_a_name_that_is_a_link_to_elsewhere_is_refused_and_not_listed(tmp_path: Path) -> None:
    elsewhere = a_session(tmp_path / "elsewhere")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / NAME).symlink_to(elsewhere)
    with pytest.raises(OutOfReach, match="link to elsewhere"):
        find_session(NAME, tmp_path / "reports")
    assert list_sessions(tmp_path / "reports") == ()


def test_a_journal_that_is_a_link_is_no_session(tmp_path: Path) -> None:
    elsewhere = a_session(tmp_path / "elsewhere")
    folder = new_folder(tmp_path / "reports", "2026-11-27", "small")
    (folder / "session.db").symlink_to(elsewhere / "session.db")
    with pytest.raises(OutOfReach, match="there is no session"):
        open_session(folder)
    assert list_sessions(tmp_path / "reports") == ()


# ── listing ──────────────────────────────────────────────────────────────────


def test_sessions_are_listed_by_name_with_how_they_stand(tmp_path: Path) -> None:
    a_session(tmp_path)
    a_session(tmp_path, ended=False)
    (a_session(tmp_path) / "session.db").write_bytes(b"no database")
    found = list_sessions(tmp_path)
    assert [(info.name, info.condition) for info in found] == [
        (NAME, Condition.ENDED),
        (f"{NAME}-2", Condition.UNFINISHED),
        (f"{NAME}-3", Condition.DAMAGED),
    ]
    assert (found[0].scenario, found[0].teams, found[0].now) == ("small", ("blue",), 3_600_000)
    assert (found[2].date, found[2].scenario) == ("2026-11-27", "small-3")


def test_other_folders_and_files_are_not_listed(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / NAME).write_text("a file", encoding="utf-8")
    new_folder(tmp_path, "2026-11-28", "small")
    assert list_sessions(tmp_path) == ()


def test_where_nothing_was_run_nothing_is_listed(tmp_path: Path) -> None:
    assert list_sessions(tmp_path / "nowhere") == ()


def test_the_unfinished_session_that_was_written_last_comes_first(tmp_path: Path) -> None:
    older, ended, newer = a_session(tmp_path, ended=False), a_session(tmp_path), a_session(tmp_path, ended=False)
    for folder, seconds in ((older, 3_000), (ended, 4_000), (newer, 2_000)):
        for path in folder.glob("session.db*"):
            os.utime(path, (seconds, seconds))
    assert [info.folder for info in unfinished(tmp_path)] == [older, newer]


# ── artefacts ────────────────────────────────────────────────────────────────


def test_artefacts_written_again_are_the_same_bytes(tmp_path: Path) -> None:
    folder = a_session(tmp_path)

    def made() -> dict[str, bytes]:
        session = open_session(folder)
        write_artefacts(session.state, folder)
        session.close()
        files = (path for path in folder.rglob("*") if path.is_file() and path.name != "session.db")
        return {path.name: path.read_bytes() for path in files}

    first = made()
    assert set(first) == {"transcript.txt", "scorecard.json", "report.md", "improvement-plan.csv"}
    assert made() == first


def test_a_file_is_replaced_whole_and_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("keep me", encoding="utf-8")
    (tmp_path / "report.md").symlink_to(precious)
    write_text(tmp_path / "report.md", "new")
    assert precious.read_text(encoding="utf-8") == "keep me"
    assert not (tmp_path / "report.md").is_symlink()


def test_what_cannot_be_written_leaves_no_half_of_it(tmp_path: Path) -> None:
    (tmp_path / "report.md").mkdir()
    with pytest.raises(OutOfReach, match=r"report\.md cannot be written"):
        write_text(tmp_path / "report.md", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["report.md"]


def test_a_changed_journal_is_a_damaged_session(tmp_path: Path) -> None:
    folder = a_session(tmp_path)
    journal = folder / "session.db"
    content = journal.read_bytes()
    assert content.count(b"blue lead acks news") == 1
    journal.write_bytes(content.replace(b"blue lead acks news", b"blue lead acks nine"))
    with pytest.raises(DamagedSession):
        open_session(folder)
    assert list_sessions(tmp_path)[0].condition is Condition.DAMAGED


def test_a_chart_that_is_no_longer_drawn_goes_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    folder = a_session(tmp_path)
    (folder / "charts").mkdir()
    for name in ("response-gone.svg", "trend.svg", "sketch.svg", "notes.txt"):
        (folder / "charts" / name).write_text("", encoding="utf-8")
    write_artefacts(open_session(folder).state, folder)
    assert {path.name for path in (folder / "charts").iterdir()} == {"sketch.svg", "notes.txt"}


def test_charts_are_not_written_through_a_link(tmp_path: Path) -> None:
    folder = a_session(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    (folder / "charts").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutOfReach, match="link to elsewhere"):
        write_artefacts(open_session(folder).state, folder)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_copies_never_say_something_else_than_the_report(tmp_path: Path) -> None:
    folder = a_session(tmp_path)
    session = open_session(folder)
    aar = write_artefacts(session.state, folder)
    page, named = write_copy(aar, folder, as_page=True), write_copy(replace(aar, names=True), folder)
    session.submit(PutOnRecord(Signed("ann", "2026-12-03", ("lead",))))
    write_artefacts(session.state, folder)
    for copy in (page, named, folder / "report.md"):
        assert "FINAL." in copy.read_text(encoding="utf-8")
    assert "People are named in this copy." in named.read_text(encoding="utf-8")
    assert "People are named in this copy." not in page.read_text(encoding="utf-8")
