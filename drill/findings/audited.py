"""What the audit of the plan adds to a drill's findings: what touches the scenario, and what is grave wherever it is.

The audit looks at the plan on the day of the drill, whoever plays it, so that these
findings have no team and no lines of the log; their clause is where the audit points.
Its messages may name people: where one does, the rule's own summary takes its place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from drill.files import diagnostics
from drill.files.document import Path
from drill.files.rulebook import CheckRule, Problem
from drill.files.text import listed
from drill.findings.finding import Finding, FindingKind, Severity, slug
from drill.plan.audit import AUDIT_RULES
from drill.plan.audit.book import PlanOnDay
from drill.plan.model import Plan
from drill.scenario.exercise import Exercise

PREFIX = "audit-"

FEW = 2
"""So many findings of one rule stand one by one; more are told as one."""

_TOOLING = (
    "access-review-overdue", "mfa-by-sms", "mfa-unknown", "no-mfa", "private-recovery", "recovery-unknown",
    "rotation-overdue", "vault-unknown",
)  # fmt: skip
_STAFFING = (
    "approver-without-backup", "no-independent-person", "nobody-to-approve", "one-owner", "one-person-role",
    "self-approval", "single-point-person", "single-source-one-owner",
)  # fmt: skip
_CONTACT_DATA = ("contact-list-old", "no-reach", "owner-without-role", "person-without-role", "same-reach")

KINDS = {
    **dict.fromkeys(_TOOLING, FindingKind.TOOLING),
    **dict.fromkeys(_STAFFING, FindingKind.STAFFING),
    **dict.fromkeys(_CONTACT_DATA, FindingKind.CONTACT_DATA),
}
"""The kind of each of the audit's rules; the others are gaps of the plan."""

_PROMPTS = {
    FindingKind.TOOLING: (
        "Would it have mattered today, had somebody tried it?",
        "What has kept us from putting it right, and who can?",
    ),
    FindingKind.STAFFING: (
        "Who would have done it today, had that one person been away?",
        "Who could take it on within a month, and what would they need?",
    ),
    FindingKind.CONTACT_DATA: (
        "Who keeps this up to date, and what reminds them?",
        "Who would have been called in vain?",
    ),
    FindingKind.PLAN_GAP: (
        "Did it show today, or did somebody work around it?",
        "Who looks after this part of the plan?",
    ),
}


@dataclass(frozen=True, slots=True)
class Audited:
    """What the audit found, as far as it belongs into the report of a drill."""

    findings: tuple[Finding, ...] = ()
    others: int = 0
    """How many more points there are, about parts of the plan that the drill had nothing to do with."""


@dataclass(frozen=True)
class _Scope:
    """What of the plan the scenario touches."""

    workflows: frozenset[str]
    roles: frozenset[str]
    accounts: frozenset[str]
    resources: frozenset[str]

    @classmethod
    def of(cls, exercise: Exercise) -> _Scope:
        injects = exercise.injects.values()
        steps = [prepared.step for prepared in exercise.steps.values()]
        addressed = {role for inject in injects for role in (*inject.to, *(each.role for each in inject.must_reach))}
        return cls(
            workflows=frozenset(exercise.fit.workflows),
            roles=frozenset(addressed.union(*((*step.called, *step.actors) for step in steps))),
            accounts=frozenset(name for inject in injects for name in inject.about),
            resources=frozenset(step.uses for step in steps if step.uses),
        )

    def holds(self, path: Path) -> bool:
        """Whether a clause is among it."""
        within = getattr(self, str(path[0])) if path and path[0] in self.__dataclass_fields__ else ()
        return len(path) > 1 and path[1] in within


def audited(exercise: Exercise, day: date) -> Audited:
    """The audit's findings on the exercise's plan as of a day, the gravest first."""
    plan, scope = exercise.plan, _Scope.of(exercise)
    subject = PlanOnDay(plan, day)
    everything: list[Finding] = []
    others = 0
    taken: Counter[str] = Counter()
    for rule in AUDIT_RULES.rules:
        found: list[Finding] = []
        subjects: list[str] = []
        for problem in rule.find(subject):
            path = _by_role(plan, problem.path)
            is_near, is_grave = scope.holds(path), rule.severity is diagnostics.Severity.ERROR
            if not (is_near or is_grave):
                others += 1
                continue
            name = f"{PREFIX}{rule.code}-{slug(_subject(path))}".strip("-")
            severity = Severity.MINOR if not is_grave else Severity.MAJOR if is_near else Severity.MODERATE
            finding = _finding(name, rule, problem, path, plan, severity)
            if any((each.title, each.clause) == (finding.title, finding.clause) for each in found):
                continue  # the same of another person of the role
            taken[name] += 1
            subjects.append(_subject(path))
            found.append(finding if taken[name] == 1 else replace(finding, id=f"{name}-{taken[name]}"))
        everything += found if len(found) <= FEW else [_together(rule, found, subjects)]
    return Audited(tuple(sorted(everything, key=lambda each: -each.severity)), others)


def _together(rule: CheckRule[PlanOnDay], found: list[Finding], subjects: list[str]) -> Finding:
    """Many findings of one rule as one, which names what they are about; its clause is that of the gravest."""
    gravest = max(found, key=lambda each: each.severity)
    title = f"{_summary(rule)}: {listed(subjects)}"
    remedies = {each.explanation for each in found}
    explanation = remedies.pop() if len(remedies) == 1 else _see(rule)
    return replace(gravest, id=f"{PREFIX}{rule.code}", title=title, explanation=explanation)


def _see(rule: CheckRule[PlanOnDay]) -> str:
    return f"drill audit --explain {rule.code} says what to do."


def _summary(rule: CheckRule[PlanOnDay]) -> str:
    return rule.manual.split("\n", 1)[0].rstrip(".")


def _finding(
    name: str, rule: CheckRule[PlanOnDay], problem: Problem, path: Path, plan: Plan, severity: Severity
) -> Finding:
    kind = KINDS.get(rule.code, FindingKind.PLAN_GAP)
    names_somebody = any(_names(problem.message, words) for words in _people(plan))
    summary = _summary(rule)
    subject = _subject(path)
    if names_somebody:
        title = f"{subject}: {summary[:1].lower()}{summary[1:]}" if subject else summary
    else:
        title = problem.message[:1].upper() + problem.message[1:]
    hint = problem.hint if problem.hint and not any(_names(problem.hint, words) for words in _people(plan)) else None
    return Finding(
        id=name,
        rule=f"{PREFIX}{rule.code}",
        kind=kind,
        title=title,
        team=None,
        objective=None,
        severity=severity,
        clause=plan.clause(path),
        evidence=(),
        explanation=_sentence(hint) if hint else _see(rule),
        prompts=_PROMPTS[kind],
    )


def _sentence(hint: str) -> str:
    """A hint as a sentence; where it begins with a name of the plan, that stays as it is written."""
    first = hint.split(" ", 1)[0]
    return f"{hint[:1].upper()}{hint[1:]}." if first.isalpha() else f"{hint}."


def _by_role(plan: Plan, path: Path) -> Path:
    """The clause of a person as that of the first role that they fill: a report speaks of roles."""
    if path[:1] == ("people",) and len(path) > 1:
        role = next((name for name, role in plan.roles.items() if path[1] in role.people), None)
        return ("roles", role, "people") if role is not None else ("people",)
    return path


def _subject(path: Path) -> str:
    match path:
        case ("workflows", str(workflow), "steps", str(step), *_):
            return f"{workflow}/{step}"
        case (_, str(name), *_):
            return name
        case _:
            return ""


def _people(plan: Plan) -> Iterator[str]:
    for name, person in plan.people.items():
        yield from (name, person.name)


def _names(text: str, words: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", text) is not None
