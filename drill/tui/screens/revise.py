"""Changes of the plan: what a session's findings ask for, each as a diff, to word, to propose or to set aside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from drill.errors import DrillError
from drill.revision.editing import reworded
from drill.revision.revisions import Proposal, Revision, RevisionState
from drill.session.live import wall_time
from drill.tui.revising.forms import PROOF, EditChange, people_fields, proof_fields, proven_by, who_approves
from drill.tui.revising.offer import Change, Load, Offer, Standing
from drill.tui.revising.words import change_words
from drill.tui.screens.help import Help
from drill.tui.text import cut, say, styled
from drill.tui.widgets.change_list import ChangeList
from drill.tui.widgets.dialog import AskYes
from drill.tui.widgets.form import AskForm
from drill.tui.widgets.key_line import KeyLine
from drill.tui.widgets.lines import Lines
from drill.tui.words import error_words

KEYS = [
    Binding("enter,a", "accept", "propose", tooltip="Put the change to the plan's approvers", id="revise.accept"),
    Binding("e", "edit", "edit", tooltip="Word the change: its text, its diff, what proves it", id="revise.edit"),
    Binding("c", "criterion", "proof", tooltip="Say what a later drill must show", id="revise.criterion"),
    Binding("r", "rehearse", "rehearse", tooltip="Rehearse what the change is expected to do", id="revise.rehearse"),
    Binding("d", "accept(True)", "draft", tooltip="Keep it as a draft, put to nobody yet", id="revise.draft"),
    Binding("x", "set_aside", "set aside", tooltip="Not now; and again: take it up once more", id="revise.aside"),
    Binding("escape", "back", "back", tooltip="Back", id="revise.back"),
    Binding("space", "page(1)", "down", tooltip="Further down in the change", id="revise.down"),
    Binding("b", "page(-1)", "up", tooltip="Back up in the change", id="revise.up"),
    Binding("q", "app.leave", "quit", tooltip="Leave; what was proposed is kept", id="revise.quit"),
    Binding("question_mark", "help", "help", tooltip="Every key", id="revise.help"),
]

_NOTHING = """No finding of this session asks for a change that the plan could take.

What no edit of the plan can do is an action: drill action open."""


class Revise(Screen[None]):
    """A list of changes beside one of them."""

    CSS_PATH = "revise.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    AUTO_FOCUS = "#changes"

    class Closed(Message):
        """Nothing more is to be changed now."""

    def __init__(self, load: Load) -> None:
        """`load` reads the plan and the session; it is called again after every change."""
        super().__init__()
        self._load = load
        self._offer: Offer | None = None
        self.is_reading = True
        self._worded: dict[str, Proposal] = {}
        self._aside: frozenset[str] = frozenset()
        self._expected: dict[str, tuple[Proposal, str]] = {}
        """What rehearsals expect of changes, as they were worded then; by their ids."""
        self._last: dict[str, str] = {}
        """Who proposed the last one, who owns it, and until when: most often the same again."""

    def compose(self) -> ComposeResult:
        """The plan, the list, the change, what was said, the keys."""
        yield Static(styled((" Changes of the plan ", "bold $text-primary"), ("reading …", "$text-muted")),
                     id="revise-head")  # fmt: skip
        with Horizontal(id="body"):
            yield ChangeList(id="changes", title="To decide")
            with VerticalScroll(id="change", can_focus=False):
                yield Static(id="change-words")
        yield Static(id="said")
        yield KeyLine(KEYS, id="keys")

    def on_mount(self) -> None:
        """Read."""
        self.read()

    @work(thread=True, exclusive=True, group="read")
    def read(self) -> None:
        """Read the plan, its trail and the session; scoring it takes a moment."""
        try:
            offer = self._load()
        except DrillError as error:
            self.app.call_from_thread(self._take, None, error_words(error))
        else:
            self.app.call_from_thread(self._take, offer)

    def _take(self, offer: Offer | None, wrong: str = "") -> None:
        self.is_reading = False
        self._offer = offer
        if wrong:
            self.tell(wrong, bad=True)
        self._show()

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Say it under the list."""
        style = "$text-error" if bad else "$text-muted"
        self.query_one("#said", Static).update(styled((f" {'✗ ' if bad else ''}{text}", style)))

    # ── what is shown ────────────────────────────────────────────────────────

    @property
    def _list(self) -> ChangeList:
        return self.query_one(ChangeList)

    def _show(self) -> None:
        offer = self._offer
        if offer is None:
            return
        changes = offer.changes(self._worded, self._aside)
        plan = offer.living.plan
        to_decide = sum(each.standing is Standing.OPEN for each in changes)
        where = f"{offer.living.path.name}, version {plan.version}, after {offer.offered.session}"
        self.query_one("#revise-head", Static).update(
            styled(
                (" Changes of the plan ", "bold $text-primary"),
                (cut(where, self.app.size.width - 22), "$text-muted"),
            )
        )
        self._list.border_title = say(
            f"{to_decide} to decide" if to_decide else "All decided" if changes else "To decide"
        )
        self._list.put(changes)
        self._describe()

    def on_lines_moved(self) -> None:
        """Another change."""
        self._describe()
        self.query_one("#change").scroll_home(animate=False)

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Enter, or two clicks."""
        self.action_accept()

    def _describe(self) -> None:
        change, offer = self._list.chosen, self._offer
        if change is None or offer is None:
            content = say(_NOTHING)
        else:
            content = change_words(change, offer, self._expectation(change.proposal))
        self.query_one("#change").border_title = styled((change.proposal.id if change else "", ""))
        self.query_one("#change-words", Static).update(content)

    # ── what is done ─────────────────────────────────────────────────────────

    def _open_one(self) -> tuple[Offer, Change] | None:
        """The change under the cursor, where it is still to be decided; else why not is told."""
        change, offer = self._list.chosen, self._offer
        if change is None or offer is None:
            self.tell("there is nothing to decide", bad=True)
        elif change.revision is not None:
            self.tell(f"{change.revision.id} is {change.revision.state} already", bad=True)
        else:
            return offer, change
        return None

    @work(exclusive=True, group="dialog")
    async def action_accept(self, as_draft: bool = False) -> None:
        """Ask who proposes it, who sees to it and until when; then make a revision of it."""
        if not as_draft and await self._put_forward():
            return
        if (found := self._open_one()) is None:
            return
        offer, change = found
        today = wall_time().astimezone().date()
        said = await self.app.push_screen_wait(
            AskForm("Keep it as a draft" if as_draft else "Propose it", people_fields(offer, self._last, today),
                    who_approves(offer, as_draft))
        )  # fmt: skip
        if said is None:
            return
        self._last = said
        offered = offer.offered
        made = self._attempt(
            lambda: offer.living.propose(
                change.proposal, by=said["by"], owner=said["owner"], due=date.fromisoformat(said["due"]),
                at=wall_time(), session=offered.session, digest=offered.digest, draft=as_draft,
            )
        )  # fmt: skip
        if made:
            self._to_next_open()
            self._describe()

    async def _put_forward(self) -> bool:
        """Where a draft is under the cursor, put it to the approvers; whether one was."""
        change, offer = self._list.chosen, self._offer
        if change is None or offer is None or change.revision is None or change.standing is not Standing.DRAFT:
            return False
        draft = change.revision
        said = f"As {draft.author}, who drafted it. {who_approves(offer, as_draft=False).rpartition('? ')[2]}"
        if await self.app.push_screen_wait(AskYes("Put it to the approvers?", said, "propose", "leave it")):
            self._attempt(lambda: offer.living.put_forward(draft.id, draft.author, wall_time()))
        return True

    def _attempt(self, make: Callable[[], Revision]) -> bool:
        """Do it, where nobody else has written the plan meanwhile; tell what came of it; whether it was done."""
        offer = self._offer
        assert offer is not None
        try:
            if offer.living.is_outdated():
                self.tell("the plan or its trail has changed on the disk meanwhile: look again, then decide", bad=True)
                self.is_reading = True
                self.read()
                return False
            revision = make()
        except DrillError as error:
            self.tell(error_words(error), bad=True)
            return False
        missing = revision.missing_approvals(offer.living.plan)
        waits = f", and waits for {', '.join(missing)}" if revision.state is RevisionState.PROPOSED else ""
        self.tell(f"{revision.id} is {revision.state}{waits}")
        self._show()
        return True

    def _to_next_open(self) -> None:
        changes = self._offer.changes(self._worded, self._aside) if self._offer else ()
        ids = [each.proposal.id for each in changes]
        here = ids.index(str(self._list.cursor)) if self._list.cursor in ids else -1
        after = [each for each in (*changes[here + 1 :], *changes[: here + 1]) if each.standing is Standing.OPEN]
        if after:
            self._list.put_cursor(after[0].proposal.id)

    @work(exclusive=True, group="dialog")
    async def action_edit(self) -> None:
        """Word the change."""
        if (found := self._open_one()) is None:
            return
        offer, change = found
        text = offer.living.text
        made = await self.app.push_screen_wait(
            EditChange(change.proposal, lambda said: reworded(change.proposal, said, text))
        )
        self._put(made)

    @work(exclusive=True, group="dialog")
    async def action_criterion(self) -> None:
        """Say what proves it: metric, subject, bound, on which injects."""
        if (found := self._open_one()) is None:
            return
        offer, change = found
        form = AskForm("What proves it", proof_fields(change.proposal), PROOF)
        while (said := await self.app.push_screen_wait(form)) is not None:
            try:
                self._put(proven_by(change.proposal, said, offer.living.text))
            except DrillError as error:
                form = AskForm("What proves it", proof_fields(change.proposal, said), f"✗ {error_words(error)}")
            else:
                return

    def _put(self, made: Proposal | None) -> None:
        if made is not None:
            self._worded[made.id] = made
            self.tell("worded; it is put to nobody yet")
            self._show()

    def action_rehearse(self) -> None:
        """Say what the chosen change is expected to do."""
        change, offer = self._list.chosen, self._offer
        if change is not None and offer is not None and not self._expectation(change.proposal):
            self.tell(f"rehearsing {change.proposal.id} …")
            self.rehearse(offer, change.proposal)

    @work(thread=True, exclusive=True, group="rehearse")
    def rehearse(self, offer: Offer, proposal: Proposal) -> None:
        """Play the plan with and without it, on the same draws; the screen stays alive meanwhile."""
        from drill.report.rehearsal.effects import effects

        found = effects((proposal,), offer.living, offer.offered.played).get(proposal.id)
        words = "it cannot be rehearsed" if found is None else found.words
        self.app.call_from_thread(self._expect, proposal, words)

    def _expectation(self, proposal: Proposal) -> str:
        """What a rehearsal of this very wording expects; empty text where none was held."""
        rehearsed, words = self._expected.get(proposal.id, (None, ""))
        return words if rehearsed == proposal else ""

    def _expect(self, proposal: Proposal, words: str) -> None:
        self._expected[proposal.id] = (proposal, words)
        self.tell(f"{proposal.id} was rehearsed")
        self._describe()

    def action_set_aside(self) -> None:
        """Not now; or take it up again."""
        if (found := self._open_one()) is not None:
            name = found[1].proposal.id
            self._aside = self._aside ^ {name}
            if name in self._aside:
                self.tell("set aside: nothing is kept of it, and it stands here again the next time")
                self._to_next_open()
            self._show()

    def action_page(self, by: int) -> None:
        """Scroll the change."""
        box = self.query_one("#change", VerticalScroll)
        (box.scroll_page_down if by > 0 else box.scroll_page_up)(animate=False)

    def action_back(self) -> None:
        """Back to where this was opened from."""
        self.post_message(self.Closed())

    def action_help(self) -> None:
        """Every key."""
        self.app.push_screen(Help(KEYS, signs=False))
