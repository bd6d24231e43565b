"""What rests on one person: roles, approvals, and several roles at once."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.diagnostics import Severity
from drill.files.rulebook import Problem
from drill.files.text import listed
from drill.plan.audit.analysis.crews import own_people, sole_person
from drill.plan.audit.analysis.model import Absence
from drill.plan.audit.book import AUDIT_RULES, PlanOnDay
from drill.plan.audit.words import consequences, step_name


@AUDIT_RULES.rule("one-person-role", Severity.WARNING)
def one_person_role(audited: PlanOnDay) -> Iterator[Problem]:
    """Only one person fills a role of the organisation's own.

    People sleep, travel and fall ill, and a crisis asks nobody when it would suit. The message
    says what nobody could do without them. Name a second person; a `delegates` role helps with
    the calls, but it is another role's people who then do this one's work. Roles outside the
    organisation are left out: one duty number may stand for a whole desk.

    Practice: responsibilities are shared and an alternative is designated (GSA, Social Media
    Cyber-Vandalism Toolkit, readiness 1 and 5; NIST SP 800-53, CP-2: roles, responsibilities and
    the individuals assigned to them). In a small firm, the same few people back each other up.
    """
    told = {role for absence in _several_roles(audited) for role in absence.roles}
    told |= {role for role, _ in _lone_approvers(audited)}
    for absence in audited.analysis.absences:
        for role_id in absence.roles:
            role = audited.plan.roles[role_id]
            if role.external or role_id in told:
                continue
            steps = [one for one in absence.steps if role_id in audited.plan.workflows[one[0]].steps[one[1]].actors]
            alone = Absence(absence.person, (role_id,), tuple(steps), ())
            message = _with(f'only {absence.person} fills "{role_id}"', consequences(alone))
            yield Problem((*role.path, "people"), message, "name a second person")


@AUDIT_RULES.rule("single-point-person", Severity.WARNING)
def single_point_person(audited: PlanOnDay) -> Iterator[Problem]:
    """One person alone fills several roles.

    The graph of roles shows two seats, two ways to an approval, two pairs of hands; there is
    one person, and all of it is gone with them. That is why the audit looks at people too:
    roles hide it. Give at least one of the roles somebody else.

    Practice: single points of failure are looked for among people as well as among roles, as what
    every path passes (dominators: T. Lengauer and R. Tarjan, 1979) and as the fewest absences
    that cut them all (K. Menger, 1927).
    """
    for absence in _several_roles(audited):
        message = _with(f"only {absence.person} fills {listed(absence.roles)}", consequences(absence))
        yield Problem(("people", absence.person), message, "give one of the roles a second person", on_key=True)


@AUDIT_RULES.rule("approver-without-backup", Severity.WARNING)
def approver_without_backup(audited: PlanOnDay) -> Iterator[Problem]:
    """Only one person can give an approval, and no delegate stands in.

    A statement that waits for somebody on a beach is two days old when it comes out, and a
    change of the plan waits as long. An approver is a role with a backup, never a name alone.
    Name a second person, or `delegates` whose people are others.

    Practice: procedures are only as good as their approvers; an alternative is designated (GSA,
    Social Media Cyber-Vandalism Toolkit, readiness 5).
    """
    for role_id, person in _lone_approvers(audited):
        what = listed(
            f'"{step_name(one.workflow, one.approves)}"' if one.workflow and one.approves else "changes of the plan"
            for one in audited.approvals
            if role_id in one.approvers
        )
        yield Problem(
            (*audited.plan.roles[role_id].path, "people"),
            f'only {person} can approve as "{role_id}": {what}',
            "name a second person, or delegates with other people",
        )


def _several_roles(audited: PlanOnDay) -> list[Absence]:
    """Those who alone fill several of the organisation's own roles, with these roles."""
    roles = audited.plan.roles
    own = [
        (absence, tuple(role for role in absence.roles if not roles[role].external))
        for absence in audited.analysis.absences
    ]
    return [Absence(one.person, alone, one.steps, one.routes) for one, alone in own if len(alone) > 1]


def _lone_approvers(audited: PlanOnDay) -> list[tuple[str, str]]:
    """Each role whose one person alone can give an approval, with that person; roles outside are left out."""
    plan = audited.plan
    found: dict[str, str] = {}
    for approval in audited.approvals:
        person = sole_person(plan, approval.approvers)
        if person is None:
            continue
        for role in approval.approvers:
            if not plan.roles[role].external and person in own_people(plan, role):
                found.setdefault(role, person)
    return list(found.items())


def _with(sentence: str, consequence: str | None) -> str:
    return f"{sentence}: {consequence}" if consequence else sentence
