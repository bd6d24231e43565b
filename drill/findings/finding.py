"""A finding: one thing that should be answered, and what it rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from drill.scoring.card import Evidence


class FindingKind(StrEnum):
    """What would have to change for it not to happen again."""

    PLAN_GAP = "plan gap"
    TRAINING = "training"
    STAFFING = "staffing"
    TOOLING = "tooling"
    CONTACT_DATA = "contact data"


class Severity(IntEnum):
    """How much hangs on it: 4 is the worst."""

    MINOR = 1
    """Worth a word in the debrief."""
    MODERATE = 2
    """It cost time or clarity."""
    MAJOR = 3
    """An objective was put at risk by it."""
    CRITICAL = 4
    """A gate: a thing that must not happen twice."""

    @property
    def word(self) -> str:
        """The severity as a word."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that should be answered. Its id is the same in every session in which it comes up."""

    id: str
    rule: str
    """The id of the rule that found it."""
    kind: FindingKind
    title: str
    team: str | None
    """None for a finding about the plan, whoever plays it."""
    objective: str | None
    severity: Severity
    clause: str | None
    """The plan's or the scenario's clause that it is measured against, with its line."""
    evidence: Evidence
    explanation: str
    """What happened, and why it matters."""
    prompts: tuple[str, ...]
    """Open questions for the debrief, towards the root cause."""


def recurring(finding_id: str, clause: str | None) -> str:
    """What makes a finding of one session the same as that of another: its id, and its clause without the line.

    Two workflows of a plan may have a step of one name, and so findings of one id.
    """
    path = (clause or "").rpartition(":")[0]
    return f"{finding_id} {path}".strip()


def slug(subject: str) -> str:
    """The subject of a finding as a part of its id: lower-case words joined by ``-``, at most 60 characters."""
    return re.sub(r"[^a-z0-9]+", "-", subject.lower()).strip("-")[:60].rstrip("-")
