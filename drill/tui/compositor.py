"""How a screen of many panes paints what changed, and no more.

Textual draws a box around all that changed and asks every pane whose container
touches it for all of its lines: for a line of the log and a figure of the clock
that is the whole screen. Here only the panes that changed are asked, and of them
only the lines from the first that changed to the last; what stands behind them is left.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip


class SparingCompositor(Compositor):
    """Paints the same cells as Textual's own; it alone leans on Textual's insides, and a test holds it to them."""

    def __init__(self) -> None:
        super().__init__()
        self._changed: tuple[Region, ...] = ()

    def render_partial_update(self) -> ChopsUpdate | None:
        """What the terminal gets for the regions that changed."""
        self._changed = tuple(self._dirty_regions)
        try:
            return super().render_partial_update()
        finally:
            self._changed = ()

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Each pane's place, what of it is painted, and the lines of that; the foremost pane first."""
        if not self._changed:
            yield from super()._get_renders(crop)
            return
        bare = list(self._changed)
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            parts = [part for changed in bare if (part := seen.intersection(changed))]
            if parts:
                rows = Region.from_union(parts)
                painted = Region(seen.x, rows.y, seen.width, rows.height)
                yield region, painted, widget.render_lines(painted.translate(-region.offset))
                bare = [changed for changed in bare if not seen.contains_region(changed)]
