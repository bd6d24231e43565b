"""Scenarios, their plans and their fits, from files."""

from __future__ import annotations

from pathlib import Path

import pytest

from drill.errors import FilesInError, OutOfReach
from drill.plan.load import load_plan
from drill.scenario.checking import Kind, check_file, kind_of
from drill.scenario.load import load_fit, load_scenario, plan_path, scenario_from_text

DATA = Path(__file__).parents[1] / "data"


def naming(plan: str) -> str:
    return f'scenario: s\ntitle: S\nplan: "{plan}"\ninjects: [{{id: a, at: 0m, via: chat, to: [x], title: T}}]\n'


def test_a_scenario_finds_its_plan_from_where_it_stands() -> None:
    scenario = load_scenario(DATA / "hijacked.yaml")
    path = plan_path(scenario)
    assert path == DATA / "northwind.yaml"
    assert load_plan(path).plan == "northwind-social"


def test_a_plan_may_lie_in_a_folder_beside() -> None:
    scenario = scenario_from_text(naming("../plans/a.yml"), "scenarios/s.yaml")
    assert plan_path(scenario) == Path("scenarios/../plans/a.yml")


@pytest.mark.parametrize(
    "plan",
    ["/etc/passwd", "/plans/a.yaml", "~/a.yaml", "C:/a.yaml", "c:a.yaml", "..\\\\a.yaml", "https://a.example/a.yaml",
     "file:///a.yaml", "../../etc/passwd", "a.txt", "a"],
)  # fmt: skip
def test_a_plan_elsewhere_is_refused(plan: str) -> None:
    with pytest.raises(FilesInError) as raised:
        plan_path(scenario_from_text(naming(plan), "s.yaml"))
    [found] = raised.value.diagnostics
    assert (found.code, found.place.line, found.place.column) == ("plan-path", 3, 7)


def test_a_scenario_without_a_plan_has_no_path() -> None:
    text = "\n".join(line for line in naming("x").split("\n") if not line.startswith("plan"))
    assert plan_path(scenario_from_text(text, "s.yaml")) is None


def test_a_fit_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "fit.yaml"
    path.write_text('roles: {legal: counsel}\nsteps: {posts-stopped: halt}\naccounts: {"@a": "@b"}\n')
    fit = load_fit(path)
    assert (fit.roles, fit.steps, fit.accounts) == ({"legal": "counsel"}, {"posts-stopped": "halt"}, {"@a": "@b"})
    path.write_text("rolls: {legal: counsel}\n")
    with pytest.raises(FilesInError, match="rolls"):
        load_fit(path)


@pytest.mark.parametrize(
    "value, kind",
    [
        ({"plan": "a", "roles": {}}, Kind.PLAN),
        ({"scenario": "a", "plan": "b.yaml"}, Kind.SCENARIO),
        ({"plan": "b.yaml", "injects": []}, Kind.SCENARIO),
        ({"roles": {"legal": {"title": "Counsel"}}}, Kind.PLAN),
        ({"roles": {"legal": "counsel"}, "steps": {}}, Kind.FIT),
        ({"team": "blue"}, None),
        ([], None),
        ("plan", None),
    ],
)
def test_a_file_is_known_by_its_keys(value: object, kind: Kind | None) -> None:
    assert kind_of(value) is kind


# ── a scenario and its plan, checked together ────────────────────────────────


def in_folder(folder: Path, plan: str | None = None, scenario: str | None = None) -> Path:
    """A copy of the example in a folder, with its plan or its scenario changed."""
    northwind, hijacked = (DATA / "northwind.yaml").read_text(), (DATA / "hijacked.yaml").read_text()
    (folder / "northwind.yaml").write_text(plan if plan is not None else northwind)
    (folder / "hijacked.yaml").write_text(scenario if scenario is not None else hijacked)
    return folder / "hijacked.yaml"


def test_the_example_has_no_errors(tmp_path: Path) -> None:
    assert {one.code for one in check_file(in_folder(tmp_path))} == {"step-not-expected"}
    assert check_file(tmp_path / "northwind.yaml") == []


def test_errors_of_the_plan_are_among_the_scenarios(tmp_path: Path) -> None:
    plan = (DATA / "northwind.yaml").read_text().replace("by: [legal]", "by: [lawyer]")
    found = check_file(in_folder(tmp_path, plan=plan))
    assert ("unknown-role", "northwind.yaml") in {(one.code, Path(one.place.file).name) for one in found}


def test_a_plan_that_is_not_there_is_an_error_at_the_scenarios_line(tmp_path: Path) -> None:
    scenario = in_folder(tmp_path)
    (tmp_path / "northwind.yaml").unlink()
    [found] = check_file(scenario)
    assert (found.code, found.place.line) == ("plan-path", 3)
    assert "no such file" in found.message


def test_a_given_plan_or_fit_that_is_not_there_is_out_of_reach(tmp_path: Path) -> None:
    with pytest.raises(OutOfReach):
        check_file(in_folder(tmp_path), plan=tmp_path / "none.yaml")
    with pytest.raises(OutOfReach):
        check_file(tmp_path / "hijacked.yaml", fit=tmp_path / "none.yaml")


def test_the_scenarios_own_plan_may_be_given_by_another_path(tmp_path: Path) -> None:
    text = (DATA / "hijacked.yaml").read_text().replace("to: [social-lead]", "to: [led]")
    scenario = in_folder(tmp_path, scenario=text)
    (tmp_path / "x").mkdir()
    found = check_file(scenario, plan=tmp_path / "x" / ".." / "northwind.yaml")
    assert "unknown-role" in {one.code for one in found}
    (tmp_path / "other.yaml").write_text((DATA / "northwind.yaml").read_text())
    found = check_file(scenario, plan=tmp_path / "other.yaml")
    assert "not-in-plan" in {one.code for one in found}


def test_an_unknown_key_does_not_hide_an_unknown_name_nor_blame_others(tmp_path: Path) -> None:
    text = (DATA / "hijacked.yaml").read_text()
    text = text.replace("    expect: [access-revoked]\n", "    expct: [access-revoked]\n").replace(
        "must_reach: [{role: legal", "must_reach: [{role: leagl"
    )
    assert sorted(one.code for one in check_file(in_folder(tmp_path, scenario=text))) == ["unknown-key", "unknown-role"]


def test_a_file_that_is_neither_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("team: blue\nteam: red\n")
    assert [one.code for one in check_file(path)] == ["unknown-kind", "duplicate-key"]
