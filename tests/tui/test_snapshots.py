"""Pictures of every screen, typical, empty and crowded. Each was looked at before it was kept.

To look at them again: ``pytest tests/tui/test_snapshots.py --snapshot-update``, then open the SVG files.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from drill.tui.app import DrillApp
from drill.tui.screens.report import Report
from tests.building import DATA, DAY, small_plan, small_scenario
from tests.tui.stage import NARROW, WIDE, ScreenPilot, Stage, stage

Snap = Callable[..., bool]

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x36", "80x24"])


def typical() -> Stage:
    """Two teams, twelve minutes in: something done, something slow, something late, calls that wait."""
    on = stage().begin(0.5)
    for wait, *lines in (
        (1.5, "blue social-lead acks scam-post"),
        (1, "blue social-lead? does confirm", "red social-lead acks scam-post"),
        (1, "blue social-lead convenes it-security, comms-director, legal : access in doubt"),
        (2, "blue it-security acks", "control probe blue scam-post : Who owns this account?"),
        (2, "blue it-security starts lock on @northwind", "control mark"),
        (2, "red social-lead? does confirm", "red social-lead escalates legal"),
        (2.5, "blue social-lead escalates platform"),
    ):
        on.control.wait(float(wait))
        for line in lines:
            on.control.say(line)
    return on


def crowded() -> Stage:
    """Eight teams, forty steps, a script of ten injects with long names."""
    names = [f"step-{number}" for number in range(40)]
    steps = [
        f"{name}: {{do: Number {name} of a long plan, by: [lead], deadline: {10 + place}m}}"
        for place, name in enumerate(names)
    ]
    injects = [
        f"{{id: inject-{place}, at: {place * 2}m, title: Something happens to everybody at once and again,"
        f" expect: [{', '.join(names[place * 4 : place * 4 + 4])}]}}"
        for place in range(10)
    ]
    teams = tuple(f"team-{letter}" for letter in "abcdefgh")
    return stage(small_plan("\n".join(steps)), small_scenario(f"[{', '.join(injects)}]"), teams).begin(12)


def in_wide_characters() -> Stage:
    """Two teams whose injects, steps and words are written in characters of two cells, and in emoji."""
    plan = small_plan(
        "{confirm: {do: 本人を確認する 🔐, by: [lead], deadline: 9m}, say: {do: 発表する, by: [press], deadline: 15m}}"
    )
    injects = (
        "[{title: '🚨 アカウントが乗っ取られた、と広報に電話', text: '本日、公式アカウントから不審な投稿がありました。 👩‍💻',"
        " from: 산업일보 기자, expect: [confirm, say]},"
        " {id: press, at: 12m, title: '記者会見が始まる 📣 and a long title that is cut'},"
        " {id: later, when: {late: confirm}, delay: 3m, title: '한국어 제목이 아주 길어요 정말로'}]"
    )
    on = stage(plan, small_scenario(injects), ("blue", "red")).begin(3)
    on.control.say("blue lead? does confirm : 電話で確認した 📞")
    on.control.say("red lead improvises : 투고를 멈췄다 ✋")
    return on


def debrief() -> Stage:
    """A drill that has ended with something of every kind to settle."""
    on = typical()
    on.control.say("blue social-lead improvises : pinned a warning on the photo network")
    on.control.say("blue comms-director does statement with holding-takeover : We know. Do not open its links.")
    on.control.wait(25)
    on.control.live.start()
    on.control.wait(1)
    on.control.live.end()
    return on


def pressing(*keys: str) -> Callable[[ScreenPilot], Awaitable[None]]:
    """Press keys once everything is drawn."""

    async def press(pilot: ScreenPilot) -> None:
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()

    return press


@SIZES
def test_the_briefing(snap_compare: Snap, size: tuple[int, int]) -> None:
    assert snap_compare(stage().app, terminal_size=size, run_before=pressing())


@SIZES
def test_the_control_room_while_a_drill_runs(snap_compare: Snap, size: tuple[int, int]) -> None:
    assert snap_compare(typical().app, terminal_size=size, run_before=pressing("1", "down", "down"))


@SIZES
def test_the_control_room_before_anything_happened(snap_compare: Snap, size: tuple[int, int]) -> None:
    assert snap_compare(stage().app, terminal_size=size, run_before=pressing("enter"))


@SIZES
def test_the_control_room_with_eight_teams_and_forty_steps(snap_compare: Snap, size: tuple[int, int]) -> None:
    assert snap_compare(crowded().app, terminal_size=size, run_before=pressing())


@SIZES
def test_the_control_room_in_wide_characters_and_emoji(snap_compare: Snap, size: tuple[int, int]) -> None:
    assert snap_compare(in_wide_characters().app, terminal_size=size, run_before=pressing())


@pytest.mark.parametrize("theme", ["drill-light", "ansi-light"])
def test_the_control_room_in_other_colours(snap_compare: Snap, theme: str) -> None:
    on = typical()
    on.app.theme = theme
    assert snap_compare(on.app, terminal_size=WIDE, run_before=pressing("1", "down"))


def test_the_control_room_without_colours(snap_compare: Snap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(typical().app, terminal_size=WIDE, run_before=pressing("1", "down"))


@SIZES
def test_a_line_that_is_typed(snap_compare: Snap, size: tuple[int, int]) -> None:
    assert snap_compare(typical().app, terminal_size=size, run_before=pressing("1", "colon", *"social-lead does "))


def test_a_line_that_is_wrong(snap_compare: Snap) -> None:
    keys = pressing("1", "colon", *"social-lead does frezze now")
    assert snap_compare(typical().app, terminal_size=WIDE, run_before=keys)


@SIZES
def test_a_choice(snap_compare: Snap, size: tuple[int, int]) -> None:
    assert snap_compare(typical().app, terminal_size=size, run_before=pressing("r"))


def test_the_script_in_the_narrow_room(snap_compare: Snap) -> None:
    assert snap_compare(typical().app, terminal_size=NARROW, run_before=pressing("i", "down"))


def test_the_log_in_the_narrow_room(snap_compare: Snap) -> None:
    assert snap_compare(typical().app, terminal_size=NARROW, run_before=pressing("l"))


@SIZES
def test_no_duff(snap_compare: Snap, size: tuple[int, int]) -> None:
    assert snap_compare(typical().app, terminal_size=size, run_before=pressing("f10"))


def test_a_screen_that_is_too_small(snap_compare: Snap) -> None:
    assert snap_compare(typical().app, terminal_size=(60, 18), run_before=pressing())


@SIZES
def test_the_debrief(snap_compare: Snap, size: tuple[int, int]) -> None:
    assert snap_compare(debrief().app, terminal_size=size, run_before=pressing())


@SIZES
def test_help(snap_compare: Snap, size: tuple[int, int]) -> None:
    assert snap_compare(typical().app, terminal_size=size, run_before=pressing("question_mark"))


@SIZES
def test_home(snap_compare: Snap, size: tuple[int, int], tmp_path: Path) -> None:
    scenarios = tmp_path / "scenarios"
    scenarios.mkdir()
    for name in ("hijacked.yaml", "northwind.yaml"):
        (tmp_path / name).write_text((DATA / name).read_text(encoding="utf-8"), encoding="utf-8")
    text = (tmp_path / "hijacked.yaml").read_text(encoding="utf-8").replace("northwind.yaml", "../northwind.yaml")
    (scenarios / "hijacked.yaml").write_text(text, encoding="utf-8")
    (scenarios / "torn.yaml").write_text("scenario: torn\n", encoding="utf-8")
    app = DrillApp(today=DAY, scenarios=scenarios, out=tmp_path / "reports")

    async def settle(pilot: ScreenPilot) -> None:
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=settle)


REPORT = """---
title: x
---

# After-action report: The brand account is hijacked

## On one page

5 of 7 steps by their deadline; **legal never called**.

| team | contain | inform |
| --- | --- | --- |
| blue | P | S |
| red | M | not rated |

## Timeline

Nothing.
"""


@SIZES
def test_the_report(snap_compare: Snap, size: tuple[int, int], tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text(REPORT, encoding="utf-8")
    on = stage()

    async def open_report(pilot: ScreenPilot) -> None:
        await pilot.app.push_screen(Report(Path("reports/2026-11-27-hijacked-account/report.md"), REPORT))
        await pilot.pause()

    assert snap_compare(on.app, terminal_size=size, run_before=open_report)
