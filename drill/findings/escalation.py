"""What went wrong between the roles: dead ends, wrong ways, people who were away, too many called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from drill.files.text import listed
from drill.findings.finding import FindingKind, Severity
from drill.findings.inquiry import Inquiry, merged
from drill.findings.rulebook import Found, rule
from drill.findings.words import counted, span, stamp
from drill.scoring.card import ErrorKind, EscalationError
from drill.session.expectations import Call
from drill.session.statements import Judgement


def _errors(inquiry: Inquiry, kind: ErrorKind) -> Iterator[tuple[tuple[str | None, str | None], list[EscalationError]]]:
    """The errors of one kind, by who called whom."""
    grouped: dict[tuple[str | None, str | None], list[EscalationError]] = {}
    for error in inquiry.card.errors:
        if error.kind is kind:
            grouped.setdefault((error.caller, error.to), []).append(error)
    yield from grouped.items()


def _evidence(errors: Iterable[EscalationError]) -> tuple[int, ...]:
    return merged(*(error.evidence for error in errors))


def _objective(errors: Iterable[EscalationError]) -> str | None:
    return next((objective for error in errors for objective in error.objectives), None)


# ── dead ends ────────────────────────────────────────────────────────────────


@rule("dead-end")
def dead_end(inquiry: Inquiry) -> Iterator[Found]:
    """A call stayed unanswered to the end, and there was nobody else to go to.

    The role has one person who was there, or none, and no delegate who was: the plan
    left the caller alone. Major; minor where nothing had asked for the role. None in a
    discussion.
    """
    for to, errors in _dead_ends(inquiry):
        if inquiry.somebody_else(to, errors[0].at or 0) is None:
            yield Found(
                subject=to,
                kind=FindingKind.STAFFING,
                severity=_dead_end_severity(inquiry, to),
                title=f"{to} did not answer, and there was nobody else to call",
                explanation=_unanswered(inquiry, errors) + " The plan names no backup and no delegate who was there.",
                prompts=(
                    f"Who could stand in for {to}, tonight and at a weekend?",
                    "What would you have done if this had been real?",
                ),
                clause=errors[0].clause,
                objective=_objective(errors),
                evidence=_evidence(errors),
            )


@rule("backup-not-called")
def backup_not_called(inquiry: Inquiry) -> Iterator[Found]:
    """A call stayed unanswered to the end, though the plan names somebody else who was there.

    Major; minor where nothing had asked for the role. None in a discussion.
    """
    for to, errors in _dead_ends(inquiry):
        other = inquiry.somebody_else(to, errors[0].at or 0)
        if other is not None:
            yield Found(
                subject=to,
                kind=FindingKind.TRAINING,
                severity=_dead_end_severity(inquiry, to),
                title=f"{to} did not answer, and nobody called the backup",
                explanation=f"{_unanswered(inquiry, errors)} The next to call was there: {other}.",
                prompts=(
                    "How long did the caller mean to wait, and who watched the time?",
                    "Did they know whom to call next? Where would they have looked?",
                ),
                clause=errors[0].clause,
                objective=_objective(errors),
                evidence=_evidence(errors),
            )


def _dead_ends(inquiry: Inquiry) -> Iterator[tuple[str, list[EscalationError]]]:
    if not inquiry.record.is_timed:
        return
    by_role: dict[str, list[EscalationError]] = {}
    for (_, to), errors in _errors(inquiry, ErrorKind.DEAD_END):
        by_role.setdefault(to or "", []).extend(errors)
    yield from by_role.items()


def _dead_end_severity(inquiry: Inquiry, role: str) -> Severity:
    return Severity.MAJOR if role in inquiry.record.expected_roles else Severity.MINOR


def _unanswered(inquiry: Inquiry, errors: list[EscalationError]) -> str:
    first = errors[0]
    within = inquiry.plan.roles[first.to or ""].ack_within or 0
    return (
        f"{first.caller} waited from {stamp((first.at or 0) - within)}; the plan's {span(within)} for an answer "
        "passed, and nothing else was tried until the end."
    )


# ── wrong ways ───────────────────────────────────────────────────────────────


@rule("wrong-path")
def wrong_path(inquiry: Inquiry) -> Iterator[Found]:
    """A role called another that the plan gives it no line to, and nobody judged it sensible.

    A gap of the plan where a step of it asks for that very call, else training. Minor.
    """
    for (caller, to), errors in _errors(inquiry, ErrorKind.WRONG_PATH):
        asked_for = any(error.of_the_plan for error in errors)
        yield Found(
            subject=f"{caller}-{to}",
            kind=FindingKind.PLAN_GAP if asked_for else FindingKind.TRAINING,
            severity=Severity.MINOR,
            title=f"{caller} called {to}, and the plan has no such line",
            explanation=f"At {stamp(errors[0].at or 0)}. "
            + ("A step of the plan asks for that very call." if asked_for else _LINES_ARE_FOR),
            prompts=("Was the plan's way known, and was it open?", "Should the plan have this line?"),
            clause=errors[0].clause,
            objective=_objective(errors),
            evidence=_evidence(errors),
        )


_LINES_ARE_FOR = "Lines keep a room from talking past itself."


@rule("skipped-level")
def skipped_level(inquiry: Inquiry) -> Iterator[Found]:
    """A call went over the head of a level that the plan's own way passes through. Moderate."""
    for (caller, to), errors in _errors(inquiry, ErrorKind.SKIPPED_LEVEL):
        between = inquiry.record.exercise.paths.shortest(caller or "", to or "")[1:-1]
        yield Found(
            subject=f"{caller}-{to}",
            kind=FindingKind.TRAINING,
            severity=Severity.MODERATE,
            title=f"{caller} called {to} over the head of {listed(between)}",
            explanation=f"At {stamp(errors[0].at or 0)}; the plan's own way leads through {listed(between)}.",
            prompts=(
                "What did the caller hope for that the level between could not give?",
                "How did those who were passed over learn of it?",
            ),
            clause=errors[0].clause,
            objective=_objective(errors),
            evidence=_evidence(errors),
        )


@rule("missing-line")
def missing_line(inquiry: Inquiry) -> Iterator[Found]:
    """A call for which the plan has no line was judged sensible: the plan could have that line.

    A candidate for a revision. Minor.
    """
    found: dict[tuple[str, str], list[Call]] = {}
    for call in inquiry.play.calls:
        sensible = inquiry.record.judged.get(call.entry) is Judgement.SENSIBLE
        if sensible and call.asks and call.caller != call.to and (call.caller, call.to) not in inquiry.plan.edges:
            found.setdefault((call.caller, call.to), []).append(call)
    for (caller, to), calls in found.items():
        yield Found(
            subject=f"{caller}-{to}",
            kind=FindingKind.PLAN_GAP,
            severity=Severity.MINOR,
            title=f"{caller} called {to}: sensible, and not in the plan",
            explanation="An evaluator judged the call sensible. A line in the plan would let the next team find it.",
            prompts=("In which situations should this call be made?", "Who would have to know that it may be made?"),
            clause=inquiry.plan.clause(("escalations",)),
            evidence=inquiry.lines(*calls),
        )


@rule("wrong-role")
def wrong_role(inquiry: Inquiry) -> Iterator[Found]:
    """A step was done, or a call made, by a role that the plan does not ask for it and that stands in for none.

    Staffing where nobody of the plan's roles was there, else training. Moderate.
    """
    by_clause: dict[str, list[EscalationError]] = {}
    for error in inquiry.card.errors:
        if error.kind is ErrorKind.WRONG_ROLE and error.clause is not None:
            by_clause.setdefault(error.clause, []).append(error)
    for clause, errors in by_clause.items():
        row = next(row for row in inquiry.card.responses if row.clause == clause and row.step is not None)
        assert row.step is not None
        name, actors, at = inquiry.name(row.step), inquiry.actors(row.step), errors[0].at or 0
        alone = not any(inquiry.people_there(actor, at) for actor in actors)
        yield Found(
            subject=name,
            kind=FindingKind.STAFFING if alone else FindingKind.TRAINING,
            severity=Severity.MODERATE,
            title=f"{listed(error.caller or '' for error in errors)} did {name}, which is for {listed(actors, 'or')}",
            explanation="Nobody of the plan's roles was there." if alone else "Somebody of the plan's roles was there.",
            prompts=("Did those whose step it is know that it was being done?", "Is the right role named in the plan?"),
            clause=clause,
            objective=_objective(errors),
            evidence=_evidence(errors),
        )


# ── who was called ───────────────────────────────────────────────────────────


@rule("absent-contact")
def absent_contact(inquiry: Inquiry) -> Iterator[Found]:
    """A role was called when everybody who fills it was known to be away.

    Staffing where the plan has no delegate for it; else contact data: the list did not
    lead the caller to the one who stands in. Moderate.
    """
    by_role: dict[str, list[EscalationError]] = {}
    for (_, to), errors in _errors(inquiry, ErrorKind.ABSENT_CONTACT):
        by_role.setdefault(to or "", []).extend(errors)
    for to, errors in by_role.items():
        delegates = inquiry.record.delegates(to)
        stands_in = (
            f"The plan lets {listed(delegates, 'or')} stand in."
            if delegates
            else "The plan names nobody who stands in."
        )
        yield Found(
            subject=to,
            kind=FindingKind.CONTACT_DATA if delegates else FindingKind.STAFFING,
            severity=Severity.MODERATE,
            title=f"{to} was called while nobody of it was there",
            explanation=f"The call of {stamp(errors[0].at or 0)} went to people who were known to be away. {stands_in}",
            prompts=(
                "Where does a caller see who is away, and who answers instead?",
                "Who keeps that list, and how old was it?",
            ),
            clause=errors[0].clause,
            objective=_objective(errors),
            evidence=_evidence(errors),
        )


@rule("broadcast")
def broadcast(inquiry: Inquiry) -> Iterator[Found]:
    """Many roles were asked one by one within a minute, one of them to no use.

    Everybody then waits for somebody. Moderate.
    """
    errors = [error for error in inquiry.card.errors if error.kind is ErrorKind.BROADCAST]
    if errors:
        yield Found(
            subject="",
            kind=FindingKind.TRAINING,
            severity=Severity.MODERATE,
            title="Everybody was called at once",
            explanation=(
                f"{counted(len(_evidence(errors)), 'call')} around {stamp(errors[0].at or 0)}, one after the other, "
                "some of them to roles that had no part in it."
            ),
            prompts=("What was each of those called meant to do?", "Who decided, once all of them knew?"),
            clause=errors[0].clause,
            objective=_objective(errors),
            evidence=_evidence(errors),
        )


@rule("orphan")
def orphan(inquiry: Inquiry) -> Iterator[Found]:
    """A role answered, had a step to do, and did none: answering is not acting. Moderate."""
    for (_, to), errors in _errors(inquiry, ErrorKind.ORPHAN):
        yield Found(
            subject=to or "",
            kind=FindingKind.TRAINING,
            severity=Severity.MODERATE,
            title=f"{to} answered, and then nothing came",
            explanation=f"It answered at {stamp(errors[0].at or 0)} and did none of the steps that the plan gives it.",
            prompts=("What did the answer promise, in the words that were used?", "Who looked whether it was done?"),
            clause=errors[0].clause,
            objective=_objective(errors),
            evidence=_evidence(errors),
        )
