"""For everyone: no sign is told by colour alone, wide characters keep their columns, and every theme can be read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.color import Color

from drill.session.panes.graph import Standing
from drill.session.panes.matrix import Cell, CellStatus
from drill.session.panes.script import InjectStatus
from drill.session.panes.seats import RoleStatus
from drill.tui.actions.attention import FLASH
from drill.tui.app import DrillApp
from drill.tui.widgets.cell import cell_text
from drill.tui.widgets.graph import SIGNS as GRAPH_SIGNS
from drill.tui.widgets.inject_list import SIGNS as INJECT_SIGNS
from drill.tui.widgets.responders import SIGNS as ROLE_SIGNS
from tests.building import minutes, small_plan, small_scenario
from tests.tui.stage import NARROW, WIDE, stage
from tests.tui.test_snapshots import crowded, typical

NOW = minutes(10)
DUE = Cell(asked=True, timed=True, clock_at=0, target_at=minutes(5), deadline_at=minutes(20))
PAST = replace(DUE, deadline_at=minutes(8))
CELLS = {
    CellStatus.NOT_ASKED: Cell(),
    CellStatus.WAITING: Cell(asked=True, timed=True),
    CellStatus.OPEN: replace(DUE, target_at=minutes(15)),
    CellStatus.PAST_TARGET: DUE,
    CellStatus.LATE: PAST,
    CellStatus.EARLY: replace(DUE, early=True),
    CellStatus.MET: replace(DUE, done_at=minutes(4)),
    CellStatus.SLOW: replace(DUE, done_at=minutes(9)),
    CellStatus.DONE_LATE: replace(PAST, done_at=minutes(9)),
    CellStatus.DONE: Cell(asked=True, done_at=minutes(4)),
    CellStatus.MISSED: replace(PAST, ended_at=NOW),
    CellStatus.PENDING: replace(DUE, ended_at=NOW),
    CellStatus.EXCUSED: replace(DUE, excused=True),
    CellStatus.UNSEEN: replace(DUE, unseen=True),
}
"""A cell in each of the ways in which it can stand."""

SAME_SIGN = {CellStatus.DONE: CellStatus.MET}
"""A step that is done and has no time to be kept looks as one that kept its time: neither is worse."""


def test_each_status_of_a_cell_can_be_told_from_the_others_without_its_colour() -> None:
    shown: dict[str, CellStatus] = {}
    for status, cell in CELLS.items():
        assert cell.status(NOW) is status
        sign, _, figure = cell_text(cell, NOW).partition(" ")
        told = f"{sign}{'+' if figure.startswith('+') else figure if figure.isalpha() else ''}"
        assert shown.setdefault(told, SAME_SIGN.get(status, status)) is SAME_SIGN.get(status, status), told
    assert set(CELLS) == set(CellStatus)


def test_roles_and_injects_have_signs_of_their_own() -> None:
    assert len(set(ROLE_SIGNS.values())) == len(RoleStatus)
    assert len(set(GRAPH_SIGNS.values())) == len(Standing)
    assert set(INJECT_SIGNS) == set(InjectStatus)


def test_nothing_flashes_more_than_three_times_a_second() -> None:
    assert 1 / FLASH < 3


def wide_names() -> str:
    """A plan whose roles, steps and accounts are written in wide characters."""
    return small_plan("statement: {do: 発表する 🚨 now, by: [lead], deadline: 10m}")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x36", "80x24"])
async def test_wide_characters_and_emoji_keep_every_line_in_its_columns(size: tuple[int, int]) -> None:
    scenario = small_scenario(
        "[{title: '🚨 記者会見が始まる 👩‍💻 and a long title that is cut somewhere', text: '本日、アカウントが乗っ取られました。',"
        " expect: [statement]}, {id: second, at: 9m, title: '한국어 제목이 아주 길어요 정말로 길어요'}]"
    )
    on = stage(wide_names(), scenario).begin(2)
    async with on.open(size) as pilot:
        on.control.say("blue lead improvises : 電話した 📞 and told them")
        on.screen.tick()
        await pilot.pause()
        for strip in on.app.screen._compositor.render_strips():
            assert sum(cell_len(segment.text) for segment in strip) == size[0]
        assert "記者会見" in on.text


def colours(app: DrillApp) -> set[Color]:
    """Every colour on the screen."""
    strips = app.screen._compositor.render_strips()
    styles = [segment.style for strip in strips for segment in strip if segment.style is not None]
    return {colour for style in styles for colour in (style.color, style.bgcolor) if colour is not None}


@pytest.mark.parametrize("theme", ["drill-dark", "drill-light", "ansi-dark", "ansi-light"])
async def test_every_theme_shows_the_same_words(theme: str) -> None:
    plain, themed = typical(), typical()
    async with plain.open():
        words = plain.text
    themed.app.theme = theme
    async with themed.open() as pilot:
        await pilot.pause()
        assert themed.text == words


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light"])
async def test_the_terminals_own_colours_are_used_as_they_are(theme: str) -> None:
    on = typical()
    on.app.theme = theme
    async with on.open() as pilot:
        await pilot.pause()
        assert {colour.type.name for colour in colours(on.app)} <= {"STANDARD", "DEFAULT"}


async def test_eight_teams_and_forty_steps_never_lose_the_head() -> None:
    on = crowded()
    async with on.open(NARROW) as pilot:
        await pilot.press("end", *["right"] * 7)
        await pilot.pause()
        head = next(line for line in on.text.splitlines() if "8 team-h" in line)
        row = next(line for line in on.text.splitlines() if "step-39" in line)
        assert "7 team-g" in head
        assert row.index("step-39") < head.index("7 team-g")
