"""The plans behind the scenarios, as home shows them: what is overdue, and a page to read about each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from drill.errors import DrillError
from drill.files.diagnostics import Diagnostic, Severity
from drill.findings.words import counted
from drill.revision.actions import ActionState, actions_of
from drill.revision.coming import retest_is_due
from drill.revision.living_plan import LivingPlan
from drill.revision.revisions import RevisionState
from drill.scenario.load import load_scenario, plan_path

if TYPE_CHECKING:
    from drill.plan.audit import Audit

REVIEW_OVERDUE = "review-overdue"


@dataclass(frozen=True, slots=True)
class CaredFor:
    """A plan's file, and what stands to be done about it on a day."""

    path: Path
    title: str
    facts: str
    overdue: tuple[str, ...] = ()
    """In words, the gravest first: ``2 audit errors``, ``review overdue``."""
    waiting: tuple[str, ...] = ()
    """What is no worse than waiting: ``1 re-test due``, ``3 audit warnings``."""

    @property
    def words(self) -> str:
        """All of it on one line."""
        return ", ".join((*self.overdue, *self.waiting)) or "✓ nothing is due"


def plans_of(scenarios: Iterable[Path]) -> list[Path]:
    """The plans that scenarios name, each once, in their order; a scenario that cannot be read names none."""
    found: dict[Path, Path] = {}
    for path in scenarios:
        try:
            plan = plan_path(load_scenario(path))
        except DrillError:
            continue
        if plan is not None and plan.is_file():
            found.setdefault(plan.resolve(), plan)
    return list(found.values())


def look_after(path: Path, day: date) -> CaredFor:
    """What stands to be done about a plan on a day."""
    from drill.plan.audit import audit

    try:
        living = LivingPlan(path)
    except DrillError as error:
        return CaredFor(path, path.name, "", (error.message,))
    made = audit(living.plan, day)
    facts = f"version {living.plan.version}"
    return CaredFor(path, living.plan.title, facts, tuple(_overdue(living, made, day)), tuple(_waiting(living, made)))


def _overdue(living: LivingPlan, made: Audit, day: date) -> Iterator[str]:
    errors = sum(one.severity is Severity.ERROR for one in made.diagnostics)
    if errors:
        yield counted(errors, "audit error")
    if any(one.code == REVIEW_OVERDUE for one in made.diagnostics):
        yield "review overdue"
    late = sum(each.is_overdue(day) for each in actions_of(living.trail).values())
    if late:
        yield f"{counted(late, 'action')} overdue"
    moment = day.isoformat()
    emergencies = sum(
        bool(each.approval_due and each.approval_due[:10] < moment and each.missing_approvals(living.plan))
        for each in living.revisions
    )
    if emergencies:
        yield f"{counted(emergencies, 'approval')} overdue"


def _waiting(living: LivingPlan, made: Audit) -> Iterator[str]:
    due = sum(retest_is_due(each) for each in living.revisions)
    if due:
        yield f"{counted(due, 're-test')} due"
    proposed = sum(each.state is RevisionState.PROPOSED for each in living.revisions)
    if proposed:
        yield f"{counted(proposed, 'change')} to approve"
    drafts = sum(each.state is RevisionState.DRAFT for each in living.revisions)
    if drafts:
        yield counted(drafts, "draft")
    warnings = sum(one.severity is Severity.WARNING and one.code != REVIEW_OVERDUE for one in made.diagnostics)
    if warnings:
        yield counted(warnings, "audit warning")


def plan_page(path: Path, day: date, reports: Path, scenarios: Iterable[Path]) -> str:
    """A plan's programme, changes, actions and audit, as markdown to read. Raises DrillError."""
    from drill.plan.audit import audit
    from drill.plan.audit.tables import as_text
    from drill.report.blocks import bullets, document, heading
    from drill.report.escape import escape, fenced
    from drill.revision.console import action_text, revisions_text
    from drill.revision.programme import programme
    from drill.revision.programme_console import programme_text

    living = LivingPlan(path)
    made = audit(living.plan, day)
    actions = [each for each in actions_of(living.trail).values() if each.state is ActionState.OPEN]
    diagnostics = [_diagnostic(one) for one in made.diagnostics]
    actions_words = "\n".join(f"  {action_text(each, day)}" for each in actions) or "No action is open."
    head = heading(1, f"{escape(living.plan.title)}, version {living.plan.version}, on {day.isoformat()}")
    found = programme(living, reports, scenarios, day)
    return document(
        [
            head,
            *(heading(2, "Programme"), *_listed(programme_text(found).split("\n\n", 1)[1])),
            *(heading(2, "Changes"), *_listed(revisions_text(living))),
            *(heading(2, "Open actions"), *_listed(actions_words)),
            *(heading(2, "Audit"), bullets(diagnostics) or "Nothing was found.", fenced(as_text(made).split("\n"))),
        ]
    )


def _diagnostic(one: Diagnostic) -> str:
    """One thing that the audit found, as an item of a list."""
    from drill.report.escape import code, escape

    hint = f"; {escape(one.hint)}" if one.hint else ""
    return f"**{one.severity}:** {escape(one.message)}{hint} ({code(f'{one.code}, line {one.place.line}')})"


def _listed(text: str) -> Iterator[str]:
    """Text of the command line as markdown: what stands under a line, further in, is a list below it."""
    from drill.report.blocks import bullets
    from drill.report.escape import escape

    for is_below, lines in groupby(text.splitlines(), key=lambda line: line.startswith("  ")):
        shown = [escape(line.strip()) for line in lines if line.strip()]
        if is_below:
            yield bullets(shown)
        else:
            yield from (f"**{line}**" for line in shown)
