"""One inject in full: what is read out, the notes for the facilitator, the question it puts, the probes."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from drill.session.panes.script import CAME, Sheet
from drill.session.view import View
from drill.tui.figures import stamp, teams_in_short
from drill.tui.text import cut, entitle, styled

Part = tuple[str, str]


class InjectPanel(VerticalScroll, can_focus=True):
    """The inject that came last, or the one that was chosen from the script."""

    sheet: reactive[Sheet | None] = reactive(None, repaint=False)
    view: reactive[View | None] = reactive(None, repaint=False)

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(id="inject-text")

    def on_mount(self) -> None:
        """Before the first inject, say that none has come."""
        self._shown: Content | None = None
        self._draw()

    def on_resize(self) -> None:
        """The rules and the title hang on the width."""
        self._draw()

    def watch_sheet(self, before: Sheet | None, sheet: Sheet | None) -> None:
        """Show another inject, or the same after something happened."""
        self._draw()
        if before is None or sheet is None or before.inject != sheet.inject:
            self.scroll_home(animate=False)

    def watch_view(self) -> None:
        """A probe may have come due."""
        self._draw()

    def _draw(self) -> None:
        if not self.is_mounted or self.size.width == 0:
            return
        sheet, width = self.sheet, self.size.width - 2
        place = self._place(sheet) if sheet else ""
        entitle(self, title=cut(sheet.title, width - 2) if sheet else "Inject", subtitle=place)
        content = styled(*self._parts(sheet, width)) if sheet else styled(("No inject has come yet.", "$text-muted"))
        if self._shown is None or not content.is_same(self._shown):
            self._shown = content
            self.query_one("#inject-text", Static).update(content)

    def _place(self, sheet: Sheet) -> str:
        when = stamp(sheet.at) if sheet.at is not None else ""
        return " ".join(filter(None, (sheet.via, "" if sheet.status in CAME else str(sheet.status), when)))

    def _parts(self, sheet: Sheet, width: int) -> Iterator[Part]:
        said_by = f"{sheet.from_} " if sheet.from_ else ""
        yield f"{said_by}► {', '.join(sheet.recipients)}", "bold"
        only = f"  only {teams_in_short(sheet.teams, most=8, between=', ')}" if sheet.teams else ""
        yield f"{'  public' if sheet.public else ''}{only}", "$text-muted"
        if sheet.words and sheet.status not in CAME:
            yield f"\n{sheet.words}", "$text-warning"
        if sheet.text:
            yield f"\n{sheet.text}", ""
        if sheet.notes:
            yield "\n─", "$border-blurred"
            yield " notes ", "$text-muted"
            yield f"{'─' * max(width - 8, 0)}\n", "$border-blurred"
            yield sheet.notes, "$text-muted"
        yield from self._question(sheet)
        yield from self._probes(sheet)

    def _question(self, sheet: Sheet) -> Iterator[Part]:
        if not sheet.question:
            return
        yield "\n? ", "bold $text-accent"
        yield sheet.question, "bold"
        for option in sheet.options:
            yield f"\n  {'●' if option.chosen_by else '·'} {option.option}", "bold" if option.chosen_by else ""
            chosen = f"  {teams_in_short(option.chosen_by, most=8, between=', ')}" if option.chosen_by else ""
            yield f"  {option.says}{chosen}", "$text-muted"

    def _probes(self, sheet: Sheet) -> Iterator[Part]:
        now = self.view.now if self.view else 0
        for probe in sheet.probes:
            if probe.asked:
                yield f"\n✓ asked: {probe.ask}", "$text-muted"
            elif probe.due_at is not None and probe.due_at <= now:
                yield f"\n► ask now: {probe.ask}", "bold $text-warning"
            else:
                at = f"{stamp(probe.due_at)} " if probe.due_at is not None else ""
                yield f"\n○ {at}ask: {probe.ask}", ""
