"""Pictures of the set-up and of the inject editor, typical, empty and crowded. Each was looked at before it was kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from drill.tui.app import DrillApp
from drill.tui.setup import reading
from drill.tui.setup.preflight import MB
from drill.tui.setup.reading import Place
from drill.tui.starting import Wanted
from tests.building import DATA, DAY, small_plan, small_scenario
from tests.tui.stage import NARROW, WIDE, ScreenPilot, stage
from tests.tui.test_snapshots import typical

Snap = Callable[..., bool]

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x36", "80x24"])


@pytest.fixture(autouse=True)
def _a_disk_with_room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The same everywhere: neither the disk nor a folder of any machine is in a picture."""
    for name in ("hijacked.yaml", "northwind.yaml"):
        (tmp_path / name).write_text((DATA / name).read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(reading, "_place", lambda wanted, scenario="": Place(Path("reports"), True, 900 * MB))


def ready(*keys: str) -> Callable[[ScreenPilot], Awaitable[None]]:
    """Press keys once the files are read."""

    async def press(pilot: ScreenPilot) -> None:
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        await pilot.pause()

    return press


def set_up(scenario: str, **more: object) -> DrillApp:
    wanted = Wanted(scenario, out="reports", **more)  # type: ignore[arg-type]
    return DrillApp(wanted=wanted, today=DAY, scenarios=Path(), out=Path("reports"))


def crowded() -> DrillApp:
    """Eight teams, thirty roles, forty names that our plan lacks, and everything overdue."""
    roles = "\n".join(
        f"desk-{number}: {{title: Desk number {number} of the head office, people: [sam]}}" for number in range(30)
    )
    plan = small_plan("{alarm: {do: Ring the alarm, by: [lead]}}", roles=roles)
    Path("plan.yaml").write_text(plan, encoding="utf-8")
    injects = ", ".join(
        f"{{id: inject-{number}, to: [lead, desk-{number % 30}, counsel-{number}]}}" for number in range(40)
    )
    Path("scenario.yaml").write_text(small_scenario(f"[{injects}]"), encoding="utf-8")
    teams = tuple(f"team-{letter}" for letter in "abcdefgh")
    return set_up(
        "scenario.yaml", plan="plan.yaml", teams=teams, seats=("team-c legal kim : Kim Ode",),
        away=("all sam",),
    )  # fmt: skip


@SIZES
def test_the_set_up_of_a_drill(snap_compare: Snap, size: tuple[int, int]) -> None:
    app = set_up("hijacked.yaml", teams=("blue", "red"), seats=("red legal kim : Kim Ode",), away=("blue ana",))
    assert snap_compare(app, terminal_size=size, run_before=ready("1"))


@SIZES
def test_the_set_up_before_anything_was_changed(snap_compare: Snap, size: tuple[int, int]) -> None:
    assert snap_compare(set_up("hijacked.yaml"), terminal_size=size, run_before=ready())


@SIZES
def test_the_set_up_with_eight_teams_and_a_plan_that_lacks_much(snap_compare: Snap, size: tuple[int, int]) -> None:
    assert snap_compare(crowded(), terminal_size=size, run_before=ready("f"))


def test_the_set_up_of_a_torn_scenario(snap_compare: Snap) -> None:
    Path("torn.yaml").write_text("scenario: [", encoding="utf-8")
    assert snap_compare(set_up("torn.yaml"), terminal_size=WIDE, run_before=ready("s"))


def test_who_sits_in_a_seat_is_chosen(snap_compare: Snap) -> None:
    keys = ready("w", "down", "enter")
    assert snap_compare(set_up("hijacked.yaml"), terminal_size=NARROW, run_before=keys)


@SIZES
def test_the_editor_of_an_inject(snap_compare: Snap, size: tuple[int, int]) -> None:
    assert snap_compare(typical().app, terminal_size=size, run_before=ready("w"))


@SIZES
def test_the_editor_of_a_new_inject_with_a_mistake(snap_compare: Snap, size: tuple[int, int]) -> None:
    keys = ready("a", *"Call", "tab", "tab", "tab", "tab", *"legl")
    assert snap_compare(typical().app, terminal_size=size, run_before=keys)


def test_the_card_in_the_narrow_editor(snap_compare: Snap) -> None:
    assert snap_compare(typical().app, terminal_size=NARROW, run_before=ready("w", "f3"))


@SIZES
def test_the_editor_with_more_text_than_there_is_room_for(snap_compare: Snap, size: tuple[int, int]) -> None:
    text = "We hear that you knew since Tuesday. Is that so? Who decided to say nothing, and when? 消息 🙂 " * 30
    scenario = small_scenario("[{at: 5m, via: press, to: [lead, legal, press, boss], title: x}]")
    on = stage(
        small_plan(), scenario.replace("title: x", f'title: "{text[:150]}"\n  text: "{text}"\n  notes: "{text}"')
    )
    assert snap_compare(on.begin(1).app, terminal_size=size, run_before=ready("w", "tab", "tab", "tab", "tab", "tab"))
