"""What a set-up stands on, without a screen: seats, candidates of the fit, what is missing or stale."""

from __future__ import annotations

import re
import shutil
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drill.cli import invoke
from drill.errors import WrongUsage
from drill.plan.load import plan_from_text
from drill.report.folder import open_session
from drill.scenario.exercise import Exercise
from drill.scenario.fit import Fit, Found
from drill.scenario.model import FitMap, Mode, Style
from drill.session.transcript import write_transcript
from drill.tui.setup.candidates import candidates, is_by_hand, kept_for, mapped
from drill.tui.setup.preflight import MB, Note, Weight, notes
from drill.tui.setup.reading import Material, Place, read_material, teams_of
from drill.tui.setup.seats import Seating, Seats, Sitter, needed_roles, people_away, seat_rows
from drill.tui.starting import Wanted, begin, prepare
from tests.building import DATA, DAY, HIJACKED, NORTHWIND, a_plan, a_scenario, small_plan, small_scenario

SCENARIO = DATA / "hijacked.yaml"
TEAMS = ("blue", "red")


def wanted(tmp_path: Path, **more: Any) -> Wanted:
    return Wanted(SCENARIO, teams=TEAMS, out=tmp_path, **more)


def nobody_changed(teams: tuple[str, ...] = TEAMS) -> Seats:
    return Seats.of(Wanted("x.yaml"), teams)


def exercise(plan: str = NORTHWIND, scenario: str = HIJACKED) -> Exercise:
    return Exercise(a_plan(plan), a_scenario(scenario))


def row(of: Exercise, seats: Seats, role: str, team: str = "all") -> tuple[Seating, str]:
    found = next(each for each in seat_rows(of, seats, team) if each.role == role)
    return found.seating, found.who


# ── who sits where ───────────────────────────────────────────────────────────


def test_as_long_as_nobody_says_otherwise_the_plans_people_sit_there() -> None:
    of = exercise()
    assert row(of, nobody_changed(), "social-lead") == (Seating.PLANNED, "Ana Ruiz")
    assert needed_roles(of) >= {"social-lead", "legal", "comms-director"}
    assert needed_roles(of).isdisjoint(of.simulated)
    order = [each.needed for each in seat_rows(of, nobody_changed(), "all")]
    assert order == sorted(order, reverse=True), "the roles that the scenario needs come first"


def test_somebody_else_sits_there_in_one_team() -> None:
    of, seats = exercise(), nobody_changed().seated("red", "legal", Sitter("ana"))
    assert row(of, seats, "legal", "red") == (Seating.INSTEAD, "Ana Ruiz")
    assert row(of, seats, "legal", "blue")[0] is Seating.PLANNED
    seating, who = row(of, seats, "legal")
    assert seating is Seating.DIFFERS
    assert "red: Ana Ruiz" in who


def test_who_is_away_is_away_from_every_seat_and_the_backup_sits_there() -> None:
    of, seats = exercise(), nobody_changed().toggled("blue", "ana")
    assert row(of, seats, "social-lead", "blue") == (Seating.BACKUP, "Ben Cole")
    assert row(of, seats, "social-lead", "red") == (Seating.PLANNED, "Ana Ruiz")
    assert list(people_away(seats, of.plan, "blue")) == ["Ana Ruiz"]
    assert list(people_away(seats, of.plan, "all")) == []
    assert seats.toggled("blue", "ana") == nobody_changed()


def test_a_seat_is_emptied_and_comes_back_to_the_plan() -> None:
    of, plan = exercise(), a_plan()
    seats = nobody_changed().seated("all", "legal", Sitter("ana")).emptied("all", "legal", plan)
    assert row(of, seats, "legal") == (Seating.NOBODY, "")
    back = seats.as_planned("all", "legal", plan)
    assert row(of, back, "legal")[0] is Seating.PLANNED


def test_a_walk_in_gets_an_id_and_the_same_name_is_the_same_person() -> None:
    plan = a_plan()
    seats = nobody_changed()
    kim = seats.walk_in("Kim Okafor", plan)
    assert kim == Sitter("kim-okafor", "Kim Okafor")
    seats = seats.seated("blue", "legal", kim)
    assert seats.walk_in("Kim Okafor", plan) == kim
    assert seats.walk_in("Ana", plan).person == "ana-2", "somebody else than the plan's Ana"
    assert seats.walk_in("всё", plan).person == "walk-in"
    assert seats.walk_in("all", plan).person == "all-2"
    assert row(exercise(), seats, "legal", "blue") == (Seating.WALK_IN, "Kim Okafor")


def test_what_holds_for_all_teams_is_said_once() -> None:
    seats = (
        nobody_changed().seated("all", "legal", Sitter("kim", "Kim: \\ 2")).seated("red", "it-security", Sitter("ana"))
    )
    seats = seats.toggled("all", "ben").toggled("blue", "liz")
    said = seats.into(Wanted("x.yaml", teams=TEAMS))
    assert said.seats == ("all legal kim : Kim: \\\\ 2", "red it-security ana")
    assert said.away == ("all ben", "blue liz")
    assert Seats.of(said, TEAMS) == seats


def test_a_team_that_goes_takes_its_seats_with_it_and_a_new_one_has_those_of_all() -> None:
    seats = nobody_changed().seated("all", "legal", Sitter("ana")).toggled("red", "ben")
    said = seats.into(Wanted("x.yaml"))
    assert Seats.of(said, ("blue", "gold")).into(Wanted("x.yaml")).seats == ("all legal ana",)
    assert Seats.of(said, ("blue", "gold")).into(Wanted("x.yaml")).away == ()


PEOPLE = ("ann", "tom", "liz", "pia", "bea", "dan", "cal", "sam")
ROLES = ("lead", "tech", "legal", "press")
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["seat", "empty", "back", "away", "walk-in"]),
        st.sampled_from(["all", "blue", "red", "gold"]),
        st.sampled_from(ROLES),
        st.sampled_from(PEOPLE),
    ),
    max_size=12,
)


@given(CHANGES)
def test_whatever_is_changed_comes_out_of_its_words_as_it_was_and_the_session_seats_the_same_people(
    changes: list[tuple[str, str, str, str]],
) -> None:
    plan = a_plan(small_plan())
    teams = ("blue", "red", "gold")
    seats = nobody_changed(teams)
    for what, team, role, person in changes:
        match what:
            case "seat":
                seats = seats.seated(team, role, Sitter(person))
            case "empty":
                seats = seats.emptied(team, role, plan)
            case "back":
                seats = seats.as_planned(team, role, plan)
            case "away":
                seats = seats.toggled(team, person)
            case _:
                seats = seats.seated(team, role, seats.walk_in(f"{person} : \\ ü", plan))
    said = seats.into(Wanted("x.yaml", teams=teams))
    assert Seats.of(said, teams) == seats

    state = _opened_with(said.lines, teams)
    for team in teams:
        for role in ROLES:
            assert state.teams[team].play.first_present(role) == seats.sitting(team, role, plan)


def _opened_with(lines: list[str], teams: tuple[str, ...]) -> Any:
    from drill.session.decide import Enter
    from drill.session.opening import open_session as opened
    from drill.session.session import MemoryStore, Session

    on = opened(a_plan(small_plan()), a_scenario(small_scenario("[{}]")), teams=teams, day=DAY)
    session = Session.open_new(MemoryStore(), on)
    for words in lines:
        session.submit(Enter(0, session.state.grammar.parse(words)))
    return session.state


# ── the fit to another plan ──────────────────────────────────────────────────

ELSEWHERE = NORTHWIND.replace("  legal:\n", "  general-counsel:\n").replace("is: legal", "")


def test_the_closest_of_our_plans_names_stands_first() -> None:
    plan = plan_from_text(small_plan(roles="legal-desk: {title: Legal desk, people: [sam]}"), "plan.yaml")
    scenario = a_scenario(small_scenario("[{to: [legal-counsel]}, {id: two, to: [chief-executive]}]"))
    fit = Fit(plan, scenario)
    missing = {line.name: line for line in fit.missing}
    assert candidates(fit, missing["legal-counsel"])[0].name == "legal"
    assert candidates(fit, missing["chief-executive"])[0].name == "boss"
    assert {one.name for one in candidates(fit, missing["legal-counsel"])} == set(plan.roles)


def test_people_cannot_be_mapped() -> None:
    scenario = a_scenario(small_scenario("[{effects: {absent: [zoe]}}]"))
    fit = Fit(a_plan(small_plan()), scenario)
    assert [(line.kind, candidates(fit, line)) for line in fit.missing] == [("person", ())]


def test_a_mapping_is_made_and_taken_back() -> None:
    fit = Fit(a_plan(small_plan()), a_scenario(small_scenario("[{to: [counsel]}]")))
    [line] = fit.missing
    mapping = mapped(None, line, "legal")
    assert mapping.roles == {"counsel": "legal"}
    assert is_by_hand(mapping, line)
    again = Fit(fit.plan, fit.scenario, mapping)
    assert [each.found for each in again.lines if each.name == "counsel"] == [Found.MAPPED]
    assert mapped(mapping, line, None) == FitMap()


def test_on_another_plan_only_what_it_knows_stays_mapped() -> None:
    mapping = FitMap(roles={"counsel": "legal", "chief": "nobody"}, steps={"a": "nothing"})
    kept = kept_for(mapping, a_plan(small_plan()))
    assert kept is not None
    assert (kept.roles, kept.steps) == ({"counsel": "legal"}, {})
    assert kept_for(None, a_plan()) is None


# ── what is missing or stale ─────────────────────────────────────────────────


def material(tmp_path: Path, **more: Any) -> Material:
    return read_material(wanted(tmp_path, **more), DAY)


def said(found: tuple[Note, ...], weight: Weight) -> str:
    return "\n".join(f"{note.said} | {note.remedy}" for note in found if note.weight is weight)


def test_a_sound_set_up_has_nothing_in_its_way(tmp_path: Path) -> None:
    found = notes(material(tmp_path), nobody_changed())
    assert said(found, Weight.STOPS) == ""
    assert "the journal can be written" in said(found, Weight.FINE)


def test_the_gravest_comes_first(tmp_path: Path) -> None:
    read = replace(material(tmp_path), place=Place(tmp_path, is_writable=False, free=0))
    found = notes(read, nobody_changed().emptied("all", "legal", a_plan()))
    assert [note.weight for note in found] == sorted(note.weight for note in found)
    assert f"nothing can be written to {tmp_path}" in found[0].said


def test_errors_of_the_files_stand_in_the_way_with_line_and_remedy(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(
        HIJACKED.replace("to: [social-lead]", "to: [social-laed]").replace("northwind.yaml", "northwind.yaml")
    )
    (tmp_path / "northwind.yaml").write_text(NORTHWIND, encoding="utf-8")
    found = notes(read_material(Wanted(bad, out=tmp_path), DAY), nobody_changed())
    assert "bad.yaml:" in said(found, Weight.STOPS)
    assert 'did you mean "social-lead"?' in said(found, Weight.STOPS)


@pytest.mark.parametrize("text, words", [("[", "not YAML"), ("scenario: x\n", "missing")])
def test_a_scenario_that_cannot_be_read_is_told(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "torn.yaml"
    path.write_text(text, encoding="utf-8")
    found = notes(read_material(Wanted(path, out=tmp_path), DAY), nobody_changed())
    assert "torn.yaml:" in said(found, Weight.STOPS)
    assert words in said(found, Weight.STOPS) or "injects" in said(found, Weight.STOPS)


def test_a_scenario_that_is_gone_and_one_without_a_plan_are_told(tmp_path: Path) -> None:
    assert said(notes(read_material(Wanted(tmp_path / "gone.yaml", out=tmp_path), DAY), nobody_changed()), Weight.STOPS)
    alone = tmp_path / "alone.yaml"
    alone.write_text(re.sub("(?m)^plan: .*\n", "", HIJACKED), encoding="utf-8")
    assert "no plan is chosen" in said(
        notes(read_material(Wanted(alone, out=tmp_path), DAY), nobody_changed()), Weight.STOPS
    )


def test_nobody_in_a_seat_that_the_scenario_needs_is_told_with_the_team(tmp_path: Path) -> None:
    seats = nobody_changed().emptied("red", "legal", a_plan())
    assert "red: nobody sits in Counsel | seat somebody, or a walk-in" in said(
        notes(material(tmp_path), seats), Weight.WARNS
    )
    seats = seats.emptied("blue", "legal", a_plan())
    assert "\nnobody sits in Counsel |" in "\n" + said(notes(material(tmp_path), seats), Weight.WARNS)


def test_what_is_overdue_on_the_day_and_touches_the_scenario_is_told(tmp_path: Path) -> None:
    later = date(2028, 1, 1)
    warned = said(notes(material(tmp_path, day=later), nobody_changed()), Weight.WARNS)
    assert "the plan was last reviewed on" in warned
    assert "expired on" in warned
    assert "password" not in warned
    small = material(tmp_path)
    assert "expired" not in said(notes(small, nobody_changed()), Weight.WARNS)


def test_of_texts_and_accounts_only_those_that_the_scenario_comes_to_are_told(tmp_path: Path) -> None:
    plan = NORTHWIND.replace(
        "resources:\n",
        "resources:\n  other: {kind: faq, title: Elsewhere, approved_by: legal, approved: 2020-01-01, expires: 2020-02-01}\n",
    )
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    read = read_material(Wanted(SCENARIO, plan=tmp_path / "plan.yaml", out=tmp_path), DAY)
    assert read.exercise is not None
    assert "Elsewhere" not in said(notes(read, nobody_changed()), Weight.WARNS)


def test_names_that_our_plan_lacks_are_counted(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(small_plan(), encoding="utf-8")
    read = read_material(Wanted(SCENARIO, plan=tmp_path / "plan.yaml", out=tmp_path), DAY)
    warned = said(notes(read, nobody_changed()), Weight.WARNS)
    assert "names are not in the plan: left out of the play" in warned
    assert "nobody in this plan receives" in warned


def test_a_full_disk_stops_and_a_nearly_full_one_warns(tmp_path: Path) -> None:
    read = material(tmp_path)
    full, nearly = Place(tmp_path, True, MB), Place(tmp_path, True, 50 * MB)
    assert "the disk is full" in said(notes(replace(read, place=full), nobody_changed()), Weight.STOPS)
    assert "only 50 MB are free" in said(notes(replace(read, place=nearly), nobody_changed()), Weight.WARNS)


def test_prints_and_an_unfinished_session_are_good_to_know(tmp_path: Path) -> None:
    place = Place(tmp_path, True, 900 * MB, ("2026-11-27-hijacked-account",))
    read = replace(material(tmp_path), place=place)
    known = said(notes(read, nobody_changed()), Weight.TO_KNOW)
    assert "to go on with it: drill resume 2026-11-27-hijacked-account" in known
    assert "nothing was printed for the room | drill print" in known
    printed = said(notes(replace(read, printed=("hijacked-cards.html",)), nobody_changed()), Weight.TO_KNOW)
    assert "printed" not in printed


def test_changes_that_are_due_for_a_retest_are_told_with_whether_this_drill_comes_to_them(tmp_path: Path) -> None:
    folder = DATA.parent / "golden" / "check"
    ask = Wanted(folder / "retest-untouched.yaml", out=tmp_path)
    known = said(notes(read_material(ask, DAY), nobody_changed()), Weight.TO_KNOW)
    assert "this drill re-tests 1 change of the plan | confirm is done by its deadline" in known
    assert "1 change due for a re-test, but nothing here comes to it: sooner-comms" in known


def test_a_trail_that_was_tampered_with_stands_in_the_way(tmp_path: Path) -> None:
    folder = DATA.parent / "golden" / "check"
    shutil.copy(folder / "retest-untouched.yaml", tmp_path / "x.yaml")
    shutil.copytree(folder / "plans", tmp_path / "plans")
    trail = tmp_path / "plans" / "living.trail.jsonl"
    trail.write_text(trail.read_text(encoding="utf-8").replace("sooner", "later", 1), encoding="utf-8")
    found = said(notes(read_material(Wanted(tmp_path / "x.yaml", out=tmp_path), DAY), nobody_changed()), Weight.STOPS)
    assert "living.trail.jsonl" in found or "trail" in found


def test_papers_beside_the_scenario_are_found(tmp_path: Path) -> None:
    for name in ("hijacked.yaml", "northwind.yaml"):
        (tmp_path / name).write_text((DATA / name).read_text(encoding="utf-8"), encoding="utf-8")
    ask = Wanted(tmp_path / "hijacked.yaml", out=tmp_path / "reports")
    assert read_material(ask, DAY).printed == ()
    (tmp_path / "hijacked-cards.html").touch()
    assert read_material(ask, DAY).printed == ("hijacked-cards.html",)


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    found = notes(read_material(Wanted(SCENARIO, out=blocked / "reports"), DAY), nobody_changed())
    assert "nothing can be written to" in said(found, Weight.STOPS)


def test_the_plans_nearby_are_offered_the_scenarios_own_first() -> None:
    read = read_material(Wanted("scenarios/viral-complaint.yaml"), DAY)
    assert [plan.path.name for plan in read.plans] == ["northwind.yaml", "agency.yaml"]


# ── one opening, from a screen or from options ───────────────────────────────


def test_what_was_set_up_is_what_the_options_give(tmp_path: Path) -> None:
    chosen = Seats.of(Wanted(SCENARIO), TEAMS).seated("blue", "legal", Sitter("kim", "Kim Ode")).toggled("red", "ana")
    ask = replace(
        chosen.into(wanted(tmp_path / "screen")),
        mode=Mode.COACHED, style=Style.DISCUSSION, seed=7, mapping=FitMap(roles={"social-lead": "customer-care"}),
    )  # fmt: skip
    with ExitStack() as held:
        room = begin(held, prepare(ask, DAY), ask)
        text = write_transcript(room.state).text
        assert not room.state.was_started
        assert room.state.teams["blue"].play.first_present("legal") == "kim"
        assert room.state.teams["red"].play.first_present("social-lead") == "ben"
    for line in (
        "control mode coached", "control style discussion", "control seed 7",
        'control fit {"roles": {"social-lead": "customer-care"}}',
        "control seat blue legal kim : Kim Ode", "control absent red ana",
    ):  # fmt: skip
        assert f"T+00:00:00 {line}\n" in text
    assert room.folder is not None
    session = open_session(room.folder)
    session.close()
    assert write_transcript(session.state).text == text


def test_the_command_line_takes_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(""))
    words = ["run", str(SCENARIO), "--team", "blue", "--plain", "--mode", "coached", "--style", "discussion",
             "--seat", "blue legal kim : Kim Ode", "--away", "blue ana", "--out", str(tmp_path)]  # fmt: skip
    invoke(words)
    [folder] = tmp_path.iterdir()
    session = open_session(folder)
    session.close()
    text = write_transcript(session.state).text
    assert "control seat blue legal kim : Kim Ode\n" in text
    assert "control absent blue ana\n" in text
    assert session.state.opened.mode == "coached"


@pytest.mark.parametrize(
    "lines, wrong",
    [
        ({"seats": ("green legal ana",)}, "seat green legal ana"),
        ({"seats": ("blue leg ana",)}, "leg"),
        ({"seats": ("blue legal zed",)}, "to seat a walk-in"),
        ({"away": ("blue zed",)}, "zed"),
    ],
)
def test_a_seat_that_nobody_has_is_refused_before_anything_is_written(
    lines: dict[str, Any], wrong: str, tmp_path: Path
) -> None:
    with pytest.raises(WrongUsage) as caught:
        prepare(wanted(tmp_path, **lines), DAY)
    assert wrong in f"{caught.value.message} {caught.value.hint}"
    assert list(tmp_path.iterdir()) == []


def test_a_set_up_without_a_screen_is_refused_with_the_way_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["run", str(SCENARIO), "--setup", "--plain"]) == 2
    assert "add --no-plain" in capsys.readouterr().err


def test_without_teams_there_is_one() -> None:
    assert teams_of(Wanted(SCENARIO)) == ("blue",)
