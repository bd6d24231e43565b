"""Names and references that lead elsewhere: nothing is read that was not named by the user, nothing is written outside."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from drill.cli import invoke
from drill.errors import DrillError, OutOfReach, WrongUsage
from drill.files.dumping import dump_yaml
from drill.files.nodes import ID_PATTERN
from drill.report.folder import find_session, list_sessions, new_folder, open_session, write_artefacts
from drill.session.opening import check_team
from tests.building import small_plan, small_scenario
from tests.faults.journals import begin
from tests.hostile.checks import no_control
from tests.hostile.corpus import LOOKALIKES, PATHS, TEXTS
from tests.hostile.watching import nothing_but_files_below


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder of sessions with one in it."""
    folder = tmp_path / "reports" / "2026-11-27-small"
    folder.mkdir(parents=True, mode=0o700)
    begin(folder / "session.db").close()
    return folder.parent


@pytest.mark.parametrize("name", [name for name in (*PATHS, *LOOKALIKES) if not re.fullmatch(ID_PATTERN, TEXTS[name])])
def test_a_path_is_no_session_s_name_and_no_team_s(name: str, reports: Path) -> None:
    text = TEXTS[name]
    with nothing_but_files_below(reports):
        with pytest.raises(DrillError) as refusal:
            find_session(text, reports)
        no_control(name, f"{refusal.value.message} {refusal.value.hint}")
        with pytest.raises(WrongUsage):
            new_folder(reports, "2026-11-27", text)
        with pytest.raises(WrongUsage):
            check_team(text)


@pytest.mark.parametrize("name", PATHS)
def test_a_plan_that_a_scenario_names_stays_where_plans_are(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "scenario.yaml").write_text(dump_yaml({"plan": TEXTS[name]}) + small_scenario("[{}]"), encoding="utf-8")
    with nothing_but_files_below(tmp_path):
        assert invoke(["check", str(tmp_path / "scenario.yaml")]) in (1, 3)
    shown = "".join(capsys.readouterr())
    no_control(name, shown)
    assert "root:" not in shown, "what stands in another file is not shown"


def test_a_link_among_the_sessions_is_none(reports: Path, tmp_path: Path) -> None:
    away = tmp_path / "2026-11-28-away"
    (reports / "2026-11-27-small").rename(away)
    (reports / "2026-11-28-away").symlink_to(away)
    (reports / "2026-11-29-inside").mkdir()
    (reports / "2026-11-29-inside" / "session.db").symlink_to(away / "session.db")
    assert list_sessions(reports) == ()
    for name in ("2026-11-28-away", "2026-11-29-inside"):
        with pytest.raises(OutOfReach):
            find_session(name, reports)


def test_a_link_in_the_place_of_an_artefact_is_replaced_and_not_followed(reports: Path, tmp_path: Path) -> None:
    folder = reports / "2026-11-27-small"
    for name in ("report.md", "transcript.txt", "scorecard.json", "improvement-plan.csv"):
        (tmp_path / name).write_text("not ours", encoding="utf-8")
        (folder / name).symlink_to(tmp_path / name)
    session = open_session(folder)
    with nothing_but_files_below(folder):
        write_artefacts(session.state, folder)
    session.close()
    for name in ("report.md", "transcript.txt", "scorecard.json", "improvement-plan.csv"):
        assert (tmp_path / name).read_text(encoding="utf-8") == "not ours"
        assert not (folder / name).is_symlink()


def test_what_a_session_is_made_of_is_for_its_owner_s_eyes_only(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(small_plan(), encoding="utf-8")
    (tmp_path / "scenario.yaml").write_text(small_scenario("[{}]", plan="plan.yaml"), encoding="utf-8")
    (tmp_path / "lines.txt").write_text("1m blue lead acks news\n60m control end\n", encoding="utf-8")
    before = os.umask(0)
    try:
        arguments = [
            "play",
            str(tmp_path / "scenario.yaml"),
            str(tmp_path / "lines.txt"),
            "--out",
            str(tmp_path / "out"),
        ]
        assert invoke(arguments) == 0
        [folder] = (tmp_path / "out").iterdir()
        assert invoke(["report", str(folder), "--out", str(tmp_path / "out"), "--html"]) in (0, 2)
        assert invoke(["redact", str(folder), "--out", str(tmp_path / "shared")]) == 0
    finally:
        os.umask(before)
    [copy] = (tmp_path / "shared").iterdir()
    for path in (folder, copy, *folder.rglob("*"), *copy.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path
