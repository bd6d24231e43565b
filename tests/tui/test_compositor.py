"""The sparing compositor: it paints what Textual's own paints, and asks only the panes that changed."""

from __future__ import annotations

from random import Random

import pytest
from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip

from drill.tui.compositor import SparingCompositor
from drill.tui.widgets.log import Log
from tests.tui.stage import NARROW, WIDE, stage

Painted = dict[tuple[int, int], Strip | None]


def painted(update: ChopsUpdate | None) -> Painted:
    """The pieces of lines that reach the terminal, by their line and column."""
    assert update is not None
    return {
        (y, x): strip
        for y, left, right in update.spans
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=True)
        if x < right and end > left
    }


def some_regions(draw: Random, width: int, height: int) -> set[Region]:
    """A few places that changed."""
    corners = [(draw.randrange(width), draw.randrange(height)) for _ in range(draw.randint(1, 4))]
    return {Region(x, y, draw.randint(1, width - x), draw.randint(1, min(4, height - y))) for x, y in corners}


async def test_it_paints_the_same_cells_as_textual() -> None:
    draw = Random(7)
    for size in (WIDE, NARROW):
        on = stage().begin(2)
        async with on.open(size) as pilot:
            await pilot.press("down", "m", "right", "m")
            await pilot.pause()
            compositor = on.screen._compositor
            assert isinstance(compositor, SparingCompositor)
            for _ in range(60):
                regions = some_regions(draw, *size)
                compositor._dirty_regions = set(regions)
                sparing = painted(compositor.render_partial_update())
                compositor._dirty_regions = set(regions)
                assert sparing == painted(Compositor.render_partial_update(compositor))


async def test_a_pane_that_did_not_change_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    on = stage().begin(2)
    async with on.open(WIDE) as pilot:
        await pilot.pause()
        asked: list[Region] = []

        def ask(crop: Region) -> list[Strip]:
            asked.append(crop)
            return []

        monkeypatch.setattr(on.grid, "render_lines", ask)
        compositor, log = on.screen._compositor, on.screen.query_one(Log).region
        compositor._dirty_regions = {Region(0, 0, 10, 1), Region(log.x + 1, log.bottom - 2, 10, 1)}
        compositor.render_partial_update()
        assert not asked
