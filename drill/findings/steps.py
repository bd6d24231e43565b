"""Acts and approvals that came late, or never; and where the time went."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto

from drill.files.text import listed
from drill.findings.finding import FindingKind, Severity
from drill.findings.inquiry import Inquiry, merged, objective_of
from drill.findings.rulebook import Found, rule
from drill.findings.words import span, stamp
from drill.scenario.fit import StepKey
from drill.scoring.card import Response, Status


class _Cause(Enum):
    """What made a step late: one of the waits, or doing it."""

    TOLD = auto()
    ANSWER = auto()
    APPROVAL = auto()
    DOING = auto()


@rule("missed")
def missed(inquiry: Inquiry) -> Iterator[Found]:
    """An act or an approval was asked for and never done.

    Three reasons are told apart: nobody of its roles was there (staffing), its roles
    were never told (somebody did not pass it on), or they knew and did not do it.
    Critical for a gate or a legal limit, major for a step of weight 3 or more, else
    moderate.
    """
    for step, rows in inquiry.by_step(each for each in inquiry.acts if each.status is Status.MISSED):
        kind, explanation, prompts = _why_missed(inquiry, step, rows)
        yield Found(
            subject=inquiry.name(step),
            kind=kind,
            severity=_severity(rows, Severity.CRITICAL, Severity.MAJOR, Severity.MODERATE),
            title=f"{inquiry.step_words(rows)} was never done",
            explanation=explanation,
            prompts=prompts,
            clause=rows[0].clause,
            objective=objective_of(rows),
            evidence=inquiry.asked_at(rows),
        )


def _why_missed(
    inquiry: Inquiry, step: StepKey, rows: tuple[Response, ...]
) -> tuple[FindingKind, str, tuple[str, ...]]:
    actors, since = inquiry.actors(step), rows[0].expected_at
    who = listed(actors, "or") or "anybody"
    asked = f"It was asked for at {stamp(since)}"
    if inquiry.nobody_there(actors, since):
        return (
            FindingKind.STAFFING,
            f"{asked}, and nobody who fills {who} was there until the end.",
            (
                f"Who does this when {who} cannot be had?",
                "Who in the room could have done it, and did they know that they may?",
            ),
        )
    if actors and not any(inquiry.was_told(actors, row.inject) for row in rows):
        return (
            FindingKind.TRAINING,
            f"{asked}, and nobody told {who} of {listed(row.inject for row in rows)}.",
            (
                f"Who knew, and whom did they think would tell {who}?",
                "What would have made passing it on the easiest thing to do?",
            ),
        )
    return (
        FindingKind.TRAINING,
        f"{asked}; {who} knew of it, and the end came without it.",
        (
            "Was it seen as somebody else's, as not needed, or as not yet possible?",
            "What were you doing instead, and was that right?",
        ),
    )


@rule("premature")
def premature(inquiry: Inquiry) -> Iterator[Found]:
    """A step was done before the plan's own condition for it held, and not again after it.

    It counts as not done. Moderate; critical for a gate.
    """
    for step, rows in inquiry.by_step(each for each in inquiry.acts if each.status is Status.PREMATURE):
        acts = [act.entry for act in inquiry.play.acts.get(step, ()) if act.premature]
        yield Found(
            subject=inquiry.name(step),
            kind=FindingKind.TRAINING,
            severity=_severity(rows, Severity.CRITICAL, Severity.MODERATE, Severity.MODERATE),
            title=f"{inquiry.step_words(rows)} was done too early",
            explanation="The plan says what must be true before it is done, and that was not yet true.",
            prompts=("What made it look ready?", "How would you have noticed that it was too early?"),
            clause=rows[0].clause,
            objective=objective_of(rows),
            evidence=inquiry.lines(*acts),
        )


@rule("late")
def late(inquiry: Inquiry) -> Iterator[Found]:
    """A step came after its deadline, and the time went into doing it.

    Critical for a legal limit, and for a gate beyond what is borderline; moderate for a
    step of weight 3 or more; else minor. None in a discussion, where times are only shown.
    """
    yield from _late(
        inquiry,
        _Cause.DOING,
        "No wait that was seen explains it.",
        ("What took the time?", "Is the plan's deadline one that this team can keep on a bad day?"),
    )


@rule("told-late")
def told_late(inquiry: Inquiry) -> Iterator[Found]:
    """A step came after its deadline because the role that does it was told late.

    Being late and being told late are different things: this one belongs to whoever
    knew and did not call. Training. Severity as for `late`.
    """
    yield from _late(
        inquiry,
        _Cause.TOLD,
        "Most of the time passed before its role was told; told at once, it would have been in time.",
        (
            "Who knew, and what did they wait for before they called?",
            "What would have to be certain before that call is made?",
        ),
    )


@rule("answered-late")
def answered_late(inquiry: Inquiry) -> Iterator[Found]:
    """A step came after its deadline because the role that does it was slow to answer.

    Staffing where the role has one person and no delegate, else training: the backup
    could have been called. Severity as for `late`.
    """
    yield from _late(
        inquiry,
        _Cause.ANSWER,
        "Its role was told in time, and most of the time passed before it answered.",
        ("How did the call come, and could it be heard?", "After how long, and to whom, does a caller go on?"),
    )


@rule("approved-late")
def approved_late(inquiry: Inquiry) -> Iterator[Found]:
    """A step came after its deadline because it waited for an approval.

    Staffing where the approving role has one person and no delegate, else a gap of the
    plan: an approval that takes so long needs a prepared text or a second approver.
    Severity as for `late`.
    """
    yield from _late(
        inquiry,
        _Cause.APPROVAL,
        "Most of the time was spent waiting for its approval.",
        (
            "What did the approver need, and could it have been ready?",
            "What may go out without approval, and who says so?",
        ),
    )


def _late(inquiry: Inquiry, cause: _Cause, reason: str, prompts: tuple[str, ...]) -> Iterator[Found]:
    if not inquiry.record.is_timed:
        return
    for step, rows in inquiry.by_step(each for each in inquiry.acts if each.status is Status.LATE):
        worst = max(rows, key=_overrun)
        if _cause(inquiry, step, worst) is not cause:
            continue
        after = _overrun(worst)
        beyond = worst.hard or after > inquiry.plan.scoring.borderline
        gate = Severity.CRITICAL if beyond else Severity.MAJOR
        because = _because(inquiry, step, worst, cause)
        yield Found(
            subject=inquiry.name(step),
            kind=_kind(inquiry, step, worst, cause),
            severity=_severity(rows, gate, Severity.MODERATE, Severity.MINOR),
            title=f"{inquiry.step_words(rows)} came {span(after)} after its deadline{because}",
            explanation=f"{reason} {_time_words(worst)}".strip(),
            prompts=prompts,
            clause=worst.clause,
            objective=objective_of(rows),
            evidence=merged(*(each.evidence for each in rows)),
        )


def _cause(inquiry: Inquiry, step: StepKey, row: Response) -> _Cause:
    """The longest wait, where without it the step would have been in time and doing took no longer; else doing."""
    waits = {_Cause.ANSWER: row.waits.answer, _Cause.APPROVAL: row.waits.approval}
    if inquiry.exercise.steps[step].step.clock == "expected":
        waits[_Cause.TOLD] = row.waits.told
    cause, wait = max(waits.items(), key=lambda item: item[1] or 0)
    explains = wait is not None and wait >= max(_overrun(row), row.waits.doing or 0)
    return cause if explains and not row.assumed else _Cause.DOING


def _overrun(row: Response) -> int:
    return 0 if row.done_at is None or row.deadline_at is None else row.done_at - row.deadline_at


def _because(inquiry: Inquiry, step: StepKey, row: Response, cause: _Cause) -> str:
    match cause:
        case _Cause.TOLD:
            return f": {row.by} was told late"
        case _Cause.ANSWER:
            return f": {row.by} answered late"
        case _Cause.APPROVAL:
            return f": it waited for {listed(_approvers(inquiry, step), 'or')}"
        case _Cause.DOING:
            return ""


def _approvers(inquiry: Inquiry, step: StepKey) -> tuple[str, ...]:
    approving = inquiry.exercise.approvals.get(step)
    return inquiry.actors(approving) if approving else ()


def _kind(inquiry: Inquiry, step: StepKey, row: Response, cause: _Cause) -> FindingKind:
    """Staffing where the role that was waited for is one person without a delegate."""
    if cause in (_Cause.TOLD, _Cause.DOING):
        return FindingKind.TRAINING
    waited_for = _approvers(inquiry, step) if cause is _Cause.APPROVAL else (row.by,) if row.by else ()
    there = {role: inquiry.people_there(role, row.expected_at) for role in waited_for}
    if any(people <= 1 and not inquiry.record.delegates(role) for role, people in there.items()):
        return FindingKind.STAFFING
    return FindingKind.PLAN_GAP if cause is _Cause.APPROVAL else FindingKind.TRAINING


def _time_words(row: Response) -> str:
    """``Waiting to be told 9 min, for an answer 2 min, doing 5 min.``; empty where it cannot be told."""
    waits = row.waits
    parts = (
        ("waiting to be told", waits.told),
        ("waiting for an answer", waits.answer),
        ("waiting for approval", waits.approval),
        ("doing", waits.doing),
    )
    words = ", ".join(f"{name} {span(ms)}" for name, ms in parts if ms)
    return f"Where the time went: {words}." if words else ""


def _severity(rows: tuple[Response, ...], gate: Severity, heavy: Severity, light: Severity) -> Severity:
    if any(row.gate or row.hard for row in rows):
        return gate
    return heavy if max(row.weight for row in rows) >= HEAVY else light


HEAVY = 3.0
"""From this weight on a step counts as heavy."""
