"""The rules of this folder: each one small function with an id, whose docstring is its manual.

@rule("missed")
def missed(inquiry: Inquiry) -> Iterator[Found]:
    '''A step that was asked for was never done. …'''
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import cleandoc

from drill.findings.finding import FindingKind, Severity
from drill.findings.inquiry import Inquiry
from drill.scoring.card import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a rule found. With the rule's id and the team it becomes a finding."""

    subject: str
    """What it is about, in the words of the plan: it makes the finding's id."""
    kind: FindingKind
    severity: Severity
    title: str
    explanation: str
    prompts: tuple[str, ...]
    clause: str | None = None
    objective: str | None = None
    evidence: Evidence = ()
    of_the_plan: bool = False
    """It holds for whoever plays this plan, not for one team."""


Search = Callable[[Inquiry], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class FindingRule:
    """One rule: its id, and the search for what it asks to be answered."""

    id: str
    search: Search

    @property
    def manual(self) -> str:
        """What the rule looks for, why it matters, and how bad it is."""
        return cleandoc(self.search.__doc__ or "")


RULES: list[FindingRule] = []
"""Every rule, in the order in which its module was imported."""


def rule(rule_id: str) -> Callable[[Search], Search]:
    """Enter a function into the book."""

    def enter(search: Search) -> Search:
        RULES.append(FindingRule(rule_id, search))
        return search

    return enter
