"""The report, to read: section by section, since the whole of it would be slow to draw."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Markdown, Static

from drill.files.text import clean
from drill.tui.text import cut_front, styled
from drill.tui.widgets.headings import Headings
from drill.tui.widgets.key_line import KeyLine
from drill.tui.widgets.lines import Lines

KEYS = [
    Binding("up,down", "none", "section", show=False, tooltip="Another section", id="report.section", key_display="↑↓"),
    Binding("space", "page(1)", "down", tooltip="Further down the section", id="report.down"),
    Binding("b", "page(-1)", "up", tooltip="Back up the section", id="report.up"),
    Binding("c", "change", "change the plan", tooltip="What the findings would change in the plan", id="report.change"),
    Binding("escape", "back", "back", tooltip="Back", id="report.back"),
    Binding("q", "app.leave", "quit", tooltip="Leave", id="report.quit"),
]


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a report."""

    title: str
    text: str


def sections_of(markdown: str) -> list[Section]:
    """A report's sections by its second-level headings, without its front matter; what stands above opens the first."""
    lines = clean(markdown).splitlines()
    if lines[:1] == ["---"] and "---" in lines[1:]:
        lines = lines[lines.index("---", 1) + 1 :]
    found: list[tuple[str, list[str]]] = [("Report", [])]
    fenced = False
    for line in lines:
        fenced ^= line.startswith("```")
        if line.startswith("## ") and not fenced:
            found.append((line.removeprefix("## ").strip(), []))
        else:
            found[-1][1].append(line)
    if len(found) > 1:
        _, front = found.pop(0)
        found[0][1][:0] = front
    return [Section(title, "\n".join(text).strip()) for title, text in found]


class Report(Screen[None]):
    """The headings beside one section."""

    CSS_PATH = "report.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    AUTO_FOCUS = "#headings"

    class Closed(Message):
        """The report was read."""

    @dataclass
    class ChangesWanted(Message):
        """The plan is to be changed by what the session in a folder found."""

        folder: Path

    def __init__(self, path: Path, text: str, *, of_session: bool = True) -> None:
        """A page that is not `of_session` has no findings that could change a plan."""
        super().__init__()
        self._of_session = of_session
        self._what = "Report" if of_session else "Plan"
        self._path = path
        self._sections = sections_of(text)
        self._shown = -1

    def compose(self) -> ComposeResult:
        """The path, the headings, a section."""
        yield Static(id="report-path")
        with Horizontal(id="body"):
            yield Headings([section.title for section in self._sections], id="headings", title=self._what)
            with VerticalScroll(id="section", can_focus=False):
                yield Markdown("", open_links=False)
        yield KeyLine([key for key in KEYS if self._of_session or key.id != "report.change"], id="keys")

    async def on_mount(self) -> None:
        """The first section."""
        self.query_one("#report-path", Static).update(
            styled(
                (f" {self._what} ", "bold $text-primary"),
                (cut_front(str(self._path), max(self.app.size.width - 12, 20)), "$text-muted"),
            )
        )
        self.query_one(Headings).put_cursor(0)
        await self._show(0)

    async def on_lines_moved(self, event: Lines.Moved) -> None:
        """Another section."""
        if isinstance(event.key, int):
            await self._show(event.key)

    async def _show(self, index: int) -> None:
        if index == self._shown or index >= len(self._sections):
            return
        self._shown = index
        section = self._sections[index]
        await self.query_one(Markdown).update(section.text)
        box = self.query_one("#section")
        box.border_title = styled((section.title, ""))
        box.scroll_home(animate=False)

    def action_page(self, by: int) -> None:
        """Scroll the section."""
        box = self.query_one("#section", VerticalScroll)
        if by > 0:
            box.scroll_page_down(animate=False)
        else:
            box.scroll_page_up(animate=False)

    def tell(self, text: str) -> None:
        """Say what came in the way, in the place of the path."""
        self.query_one("#report-path", Static).update(styled((f" ✗ {text}", "$text-error")))

    def action_change(self) -> None:
        """To what the findings would change."""
        if self._of_session:
            self.post_message(self.ChangesWanted(self._path.parent))

    def action_none(self) -> None:
        """The headings move by themselves."""

    def action_back(self) -> None:
        """Back to where this was opened from."""
        self.post_message(self.Closed())
