"""A change in words: its reasons, its diff with a colour to each sign, what proves it, where it stands."""

from __future__ import annotations

from textual.content import Content

from drill.tui.revising.offer import Change, Offer, Standing
from drill.tui.text import styled


def change_words(change: Change, offer: Offer, expected: str = "") -> Content:
    """All that somebody has to know who decides on it; `expected` is what a rehearsal says of it."""
    proposal, finding = change.proposal, change.finding
    parts: list[tuple[str, str]] = [(f"{proposal.title}\n", "bold"), *_standing(change, offer)]
    parts += [(f"{proposal.why}\n\n", ""), *_diff(change.revision.diff if change.revision else offer.diff(proposal))]
    proof = proposal.criterion.words() if proposal.criterion else "nothing yet: c says what would"
    parts += [("\nproven if ", "$text-muted"), (f"{proof}\n", "")]
    parts += [("expected  ", "$text-muted"), (f"{expected or 'r rehearses it'}\n", "" if expected else "$text-muted")]
    if finding is not None:
        parts += [("answers   ", "$text-muted"), (f"{finding.title} ", "")]
        parts.append((f"({finding.severity.word}, {finding.kind.value})\n", "$text-muted"))
    parts += [("clause    ", "$text-muted"), (proposal.clause or "none", "")]
    return styled(*parts)


def _standing(change: Change, offer: Offer) -> list[tuple[str, str]]:
    """Where a revision stands, what it waits for, and how to go on with it; nothing for what is still to decide."""
    revision = change.revision
    if revision is None:
        return []
    parts = [
        (f"{change.standing.sign} {revision.state}", "bold $text-success"),
        (f"  by {revision.author}, owned by {revision.owner}, due {revision.due}\n", "$text-muted"),
    ]
    missing = revision.missing_approvals(offer.living.plan)
    if change.standing is Standing.PROPOSED and missing:
        how = f"drill approve {offer.living.path} {revision.id} --as PERSON"
        parts += [(f"waits for {', '.join(missing)}\n", "$text-warning"), (f"{how}\n", "$text-muted")]
    if change.standing is Standing.DRAFT:
        parts.append((f"Enter puts it to the approvers, as {revision.author}.\n", "$text-muted"))
    return [*parts, ("\n", "")]


_LOOKS = {"+": "$text-success", "-": "$text-error", "@": "$text-primary"}


def _diff(text: str) -> list[tuple[str, str]]:
    """The diff without its file names: every line keeps its sign, and has a colour besides."""
    lines = [line for line in text.splitlines() if not line.startswith(("--- ", "+++ "))]
    return [(f"{line}\n", _LOOKS.get(line[:1], "$text-muted")) for line in lines]
