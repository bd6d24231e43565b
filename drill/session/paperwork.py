"""What is recorded of a session after its drill: how it may be passed on, what participants said, who signed it off.

It belongs to the session and not to the drill: a transcript does not carry it, and a
drill that is played again from one is a new session, which nobody has signed yet.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from drill.session.events import Event, FedBack, Labelled, Signed


@dataclass
class Paperwork:
    """The newest of each."""

    labels: dict[str, str] = field(default_factory=dict)
    """What was said on the command line for this session's report, by key of the plan's `reports`."""
    feedback: str | None = None
    """Participants' feedback, as CSV."""
    signed: Signed | None = None
    """The last after-action meeting."""
    is_changed: bool = False
    """Whether something was changed after that meeting."""

    @property
    def is_final(self) -> bool:
        """Whether the report, as it stands now, is what an after-action meeting agreed on."""
        return self.signed is not None and not self.is_changed

    def take(self, event: Event) -> None:
        """Take in one event of the journal, of any kind."""
        match event:
            case Labelled():
                self.labels |= event.labels
            case Signed():
                self.signed, self.is_changed = event, False
            case FedBack():
                self.feedback, self.is_changed = event.text, True

    def note_change(self) -> None:
        """A line was entered, corrected or taken back: what was signed is no longer what stands there."""
        self.is_changed = True
