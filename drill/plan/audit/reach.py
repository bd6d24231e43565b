"""Whether an approval is reached from where a crisis begins: at all, round any one role, and in time."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.diagnostics import Severity
from drill.files.rulebook import Problem
from drill.files.text import listed
from drill.files.times import format_duration
from drill.plan.audit.analysis.approvals import Approval
from drill.plan.audit.analysis.model import ApprovalPath
from drill.plan.audit.book import AUDIT_RULES, PlanOnDay
from drill.plan.audit.words import few


@AUDIT_RULES.rule("approver-unreachable", Severity.ERROR)
def approver_unreachable(audited: PlanOnDay) -> Iterator[Problem]:
    """No escalation leads to an approver from any role at which a crisis enters.

    The plan wants an approval and gives nobody a way to ask for it. A crisis enters at the
    front-line roles (level 1) that act in the workflow and at whoever takes its first steps; a
    change of the plan, at the front line. Add the missing edges to `escalations`, or let a role
    approve that can be reached.

    Practice: a direct chain of people who answer for it and know it (GSA, Social Media
    Cyber-Vandalism Toolkit, readiness 1); reachability in the graph of who may call whom.
    """
    for approval in audited.approvals:
        if approval.entries and not _reached_from(audited, approval):
            yield Problem(
                approval.path,
                f"no escalation leads to {listed(approval.approvers, 'or')} from {few(approval.entries)}: "
                f"nobody could ask for {_what(approval)}",
                f"add {{from: {approval.entries[0]}, to: {approval.approvers[0]}}} to escalations",
            )


@AUDIT_RULES.rule("entry-without-path", Severity.WARNING)
def entry_without_path(audited: PlanOnDay) -> Iterator[Problem]:
    """From one of the roles at which a crisis enters, no escalation leads to an approver.

    Others get through, but whoever sees it first is stuck with it, or goes round the plan. Add
    an edge to somebody who can pass it on; it need not be the approver.

    Practice: alerts can come from anywhere, and whoever gets one passes it to the team at once
    (GSA, Social Media Cyber-Vandalism Toolkit, recovery).
    """
    missing: dict[str, dict[str, None]] = {}
    for approval in audited.approvals:
        reached = _reached_from(audited, approval)
        for entry in approval.entries if approval.workflow is not None and reached else ():
            if entry not in reached:
                missing.setdefault(entry, {})[listed(approval.approvers, "or")] = None
    for entry, approvers in missing.items():
        yield Problem(
            ("roles", entry),
            f'whoever sees it first as "{entry}" cannot get it to {listed(approvers)}: no escalation leads there',
            f"add an escalation from {entry}",
            on_key=True,
        )


@AUDIT_RULES.rule("role-in-every-path", Severity.WARNING)
def role_in_every_path(audited: PlanOnDay) -> Iterator[Problem]:
    """Every way to an approver goes through one role.

    When that role does not answer, the approval waits, however many others there are. Sometimes
    that is meant: one voice to the top. Then see that the role has people enough; otherwise add
    an edge that goes round it.

    Practice: single points of failure are found as dominators of the approver in the graph of
    calls (T. Lengauer and R. Tarjan, 1979); articulation points, which know no direction, name
    harmless roles too.
    """
    entries: dict[tuple[str, str], list[str]] = {}
    for route in audited.analysis.routes:
        for role in route.roles_in_every_path:
            entries.setdefault((role, route.approver), []).append(route.entry)
    for (role, approver), begins in entries.items():
        yield Problem(
            ("roles", role),
            f'every way to {approver} from {few(begins)} goes through "{role}"',
            "add an escalation that goes round it",
            on_key=True,
        )


@AUDIT_RULES.rule("slow-approval", Severity.WARNING)
def slow_approval(audited: PlanOnDay) -> Iterator[Problem]:
    """Even the fastest way to an approver takes longer than what waits for it may take.

    Each role on the way answers just within its `ack_within` (10 minutes where the plan names
    none), and the deadline is past already. Shorten the times, add an edge that skips a call,
    give the step more time, or have a text approved beforehand, so that no sign-off is needed.
    Only deadlines that run from the event itself are compared: those that wait for a call begin
    later.

    Practice: minutes and even seconds count (GSA, Social Media Cyber-Vandalism Toolkit,
    recovery); the fastest approval is the shortest path (E. Dijkstra, 1959), weighted with the
    times that people have to answer.
    """
    for approval in audited.approvals:
        deadline = _deadline(audited, approval)
        fastest = _fastest(audited, approval)
        if deadline is not None and fastest is not None and fastest.time > deadline:
            yield Problem(
                approval.path,
                f"the fastest way to {listed(approval.approvers, 'or')} takes {format_duration(fastest.time)} "
                f"({' > '.join(fastest.roles)}); {_what(approval)} is due after {format_duration(deadline)}",
                "shorten ack_within on the way, or have a text approved beforehand",
            )


def _reached_from(audited: PlanOnDay, approval: Approval) -> list[str]:
    """The entries from which a way leads to the approval; one that approves itself needs none."""
    found = []
    for entry in approval.entries:
        route = audited.analysis.route(entry, approval.approvers)
        if route is None or route.fastest is not None:
            found.append(entry)
    return found


def _fastest(audited: PlanOnDay, approval: Approval) -> ApprovalPath | None:
    """The fastest way from any of the approval's entries; None where one of them approves itself."""
    ways = [audited.analysis.route(entry, approval.approvers) for entry in approval.entries]
    paths = [way.fastest for way in ways if way is not None and way.fastest is not None]
    if None in ways or not paths:
        return None
    return min(paths, key=lambda path: path.time)


def _deadline(audited: PlanOnDay, approval: Approval) -> int | None:
    """The first deadline, in milliseconds from the event, that the approval has to come before."""
    if approval.workflow is None:
        return None
    steps = audited.plan.workflows[approval.workflow].steps
    concerned = [steps[name] for name in (approval.step, approval.approves) if name in steps]
    return min(
        (step.deadline for step in concerned if step.deadline is not None and step.clock == "expected"), default=None
    )


def _what(approval: Approval) -> str:
    return f'"{approval.approves}"' if approval.approves else "a change of the plan"
