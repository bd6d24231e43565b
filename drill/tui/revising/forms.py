"""What is asked about a change: who proposes it until when, what proves it, and its very text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from drill.errors import DrillError
from drill.files.dumping import dump_yaml
from drill.files.times import format_duration
from drill.revision.editing import with_value, worded
from drill.revision.revisions import Proposal
from drill.tui.revising.offer import FOUR_WEEKS, Offer, why_no_day
from drill.tui.text import say, styled
from drill.tui.widgets.clean_area import CleanArea
from drill.tui.widgets.dialog import Dialog
from drill.tui.widgets.form import Field
from drill.tui.words import error_words


class EditChange(Dialog[Proposal]):
    """A change as a few lines of YAML, taken only where they make one."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s,f2", "take", show=False)]

    def __init__(self, proposal: Proposal, read: Callable[[str], Proposal]) -> None:
        super().__init__("Word the change", keys="ctrl+s takes it   esc leaves it as it was")
        self._text = worded(proposal)
        self._read = read

    def answers(self) -> ComposeResult:
        """The lines, and what is wrong with them."""
        yield CleanArea(self._text, id="dialog-area")
        yield Static(id="dialog-wrong")

    def on_text_area_changed(self) -> None:
        """What was wrong is being mended."""
        self.query_one("#dialog-wrong", Static).update(say(""))

    def action_take(self) -> None:
        """Take it, where it makes a change."""
        try:
            self.dismiss(self._read(self.query_one(CleanArea).text))
        except DrillError as error:
            self.query_one("#dialog-wrong", Static).update(styled((f"✗ {error_words(error)}", "$text-error")))


def people_fields(offer: Offer, last: dict[str, str], today: date) -> list[Field]:
    """Who proposes it, who sees to it, until when; filled in as the last time."""
    people = ", ".join(offer.living.plan.people)
    due = last.get("due") or (today + FOUR_WEEKS).isoformat()
    return [
        Field("by", "by", last.get("by", ""), people, offer.why_nobody),
        Field("owner", "owner", last.get("owner", ""), people, offer.why_nobody),
        Field("due", "due", due, check=lambda text: why_no_day(text, today)),
    ]


def who_approves(offer: Offer, as_draft: bool) -> str:
    """What the answers are for, and who has to agree."""
    review = offer.living.plan.review
    roles = ", ".join(review.approvers) if review else "nobody: the plan names no approvers"
    if as_draft:
        return "It is kept in the plan's trail, and put to nobody. Who drafts it, who sees to it, until when?"
    return f"Who proposes it, who sees to it, until when? It takes effect once these approve: {roles}."


PROOF = "What a later drill must show before the change counts as working. Injects: an id, press-*, or * for any."


def proof_fields(proposal: Proposal, said: dict[str, str] | None = None) -> list[Field]:
    """What is measured, of what, the bound, on which injects."""
    criterion = proposal.criterion
    was = said or {}
    kept = criterion.as_dict() if criterion is not None else {}
    bound = format_duration(criterion.at_most) if criterion is not None and criterion.at_most is not None else ""
    return [
        Field("measure", "measure", was.get("measure", str(kept.get("measure", ""))), "step-in-time"),
        Field("subject", "subject", was.get("subject", str(kept.get("subject", ""))), "a step, a role or a rule"),
        Field("at_most", "at most", was.get("at_most", bound), "15m; for step-within alone"),
        Field("injects", "injects", was.get("injects", str(kept.get("injects", "*")))),
    ]


def proven_by(proposal: Proposal, said: dict[str, str], plan: str) -> Proposal:
    """The change with what was said to prove it. Raises Refused."""
    given = {key: value for key, value in said.items() if value}
    value = dump_yaml(given, on_one_line=True) if said["measure"] else "null"
    return with_value(proposal, f"proven_when={value}", plan)
