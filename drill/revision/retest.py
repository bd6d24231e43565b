"""Re-tests: a drill on a plan with revisions in effect measures their criteria by itself.

What is to be measured is fixed when the session is opened and kept in its journal,
so that the session's report never changes afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from drill.revision.criterion import Criterion, Outcome, over_teams
from drill.revision.living_plan import LivingPlan
from drill.revision.revisions import TO_RETEST, Revision, Revisions, RevisionState
from drill.scoring.card import Scorecard
from drill.session.state import State


@dataclass(frozen=True, slots=True)
class RetestResult:
    """What this session showed of one revision."""

    revision: str
    title: str
    clause: str
    criterion: Criterion
    outcome: Outcome
    fresh: bool
    """Whether this is another drill than the one that the finding came from."""

    @property
    def words(self) -> str:
        """The outcome as a report says it."""
        match self.outcome:
            case Outcome.FAIL:
                return "failed: the finding is open again"
            case Outcome.INCONCLUSIVE:
                return "not shown: the drill never came to it"
            case _:
                return "passed" if self.fresh else "passed, on the drill that it came from: not proven yet"


def to_measure(revisions: Revisions) -> list[dict[str, Any]]:
    """What a session opened now has to measure, as its journal keeps it."""
    return [
        {
            "id": revision.id,
            "title": revision.title,
            "clause": revision.clause,
            "criterion": revision.criterion.as_dict(),
            "digest": revision.digest,
        }
        for revision in revisions
        if revision.criterion is not None and _is_in_effect(revision)
    ]


def _is_in_effect(revision: Revision) -> bool:
    return revision.state in TO_RETEST or revision.state is RevisionState.VERIFIED


def results(state: State, scorecard: Scorecard, transcript: str) -> tuple[RetestResult, ...]:
    """What a session showed of the revisions that it was opened with."""
    digest = digest_of(transcript)
    return tuple(
        RetestResult(
            revision=item["id"],
            title=item["title"],
            clause=item["clause"],
            criterion=criterion,
            outcome=over_teams(criterion, scorecard.teams),
            fresh=item.get("digest") != digest,
        )
        for item, criterion in _items(state.opened.history)
    )


def _items(history: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Criterion]]:
    """What is to be measured. A transcript carries it too, and may have been written by hand: junk is passed over."""
    items = history.get("retests")
    for item in items if isinstance(items, list | tuple) else ():
        if isinstance(item, Mapping) and all(isinstance(item.get(key), str) for key in ("id", "title", "clause")):
            try:
                yield item, Criterion.from_dict(item["criterion"])
            except (KeyError, TypeError, ValueError):
                continue


def digest_of(transcript: str) -> str:
    """What tells one drill from another: the hash of what was done in it, without what it stood on."""
    lines = [line for line in transcript.splitlines() if not line.startswith("T+00:00:00 control history ")]
    return sha256("\n".join(lines).encode()).hexdigest()


def note(
    living: LivingPlan, session: str, found: tuple[RetestResult, ...], transcript: str, at: datetime
) -> list[Revision]:
    """Write the outcomes into the plan's trail, once for each session; what was inconclusive is not written."""
    digest = digest_of(transcript)
    noted = []
    for result in found:
        if result.outcome is Outcome.INCONCLUSIVE or result.revision not in living.revisions.by_id:
            continue
        revision = living.retested(result.revision, session, result.outcome, result.fresh, digest, "drill", at)
        if revision is not None:
            noted.append(revision)
    return noted
