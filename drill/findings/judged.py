"""What evaluators judged, flagged and noted: where the plan was left, where following it did harm, what was missing."""

from __future__ import annotations

from collections.abc import Iterator

from drill.findings.finding import FindingKind, Severity
from drill.findings.inquiry import Inquiry, merged, objective_of
from drill.findings.rulebook import Found, rule
from drill.session.statements import Adjudicated, Entry, Flagged, FlagKind, Gap, Judgement

FIRST_WORDS = 5
"""So many words of a note make the subject of a finding whose only name is its note."""


@rule("improvised")
def improvised(inquiry: Inquiry) -> Iterator[Found]:
    """The plan was left, and an evaluator judged it sensible: a candidate for the plan. Minor."""
    for entry in _improvisations(inquiry, Judgement.SENSIBLE):
        said = _judgement(inquiry, entry)
        stands_for = inquiry.name(said.satisfies) if said.satisfies else None
        yield Found(
            subject=stands_for or _subject(inquiry, entry),
            kind=FindingKind.PLAN_GAP,
            severity=Severity.MINOR,
            title=f"Worked, and is not in the plan: {_words(inquiry, entry)}",
            explanation="An evaluator judged it sensible"
            + (f", and that it stood for {stands_for}." if stands_for else ".")
            + (f" {said.note}" if said.note else ""),
            prompts=(
                "Would you do it again, and when not?",
                "Should the plan say it, allow it, or leave it to judgement?",
            ),
            clause=inquiry.exercise.clause_of_step(said.satisfies) if said.satisfies else None,
            evidence=inquiry.lines(entry),
        )


@rule("improvised-to-harm")
def improvised_to_harm(inquiry: Inquiry) -> Iterator[Found]:
    """The plan was left, and an evaluator judged that it did harm. Moderate."""
    for entry in _improvisations(inquiry, Judgement.HARMFUL):
        said = _judgement(inquiry, entry)
        yield Found(
            subject=_subject(inquiry, entry),
            kind=FindingKind.TRAINING,
            severity=Severity.MODERATE,
            title=f"Left the plan, and it did harm: {_words(inquiry, entry)}",
            explanation="An evaluator judged it harmful." + (f" {said.note}" if said.note else ""),
            prompts=("What made it look right?", "What would the plan have had you do, and was that known?"),
            evidence=inquiry.lines(entry),
        )


@rule("followed-to-harm")
def followed_to_harm(inquiry: Inquiry) -> Iterator[Found]:
    """A step was done as the plan asks, and an evaluator judged that it did harm: a defect of the plan. Major."""
    harmful = {
        line: said.note
        for _, said in inquiry.record.statements(Adjudicated)
        if said.judgement is Judgement.HARMFUL
        for line in inquiry.lines(said.entry)
    }
    for step, rows in inquiry.by_step(row for row in inquiry.card.responses if row.done_at is not None):
        shown = [line for row in rows for line in row.evidence if line in harmful]
        if not shown or set(shown) <= set(inquiry.lines(*inquiry.play.improvised)):
            continue
        note = harmful[shown[0]]
        yield Found(
            subject=inquiry.name(step),
            kind=FindingKind.PLAN_GAP,
            severity=Severity.MAJOR,
            title=f"The plan was followed and it did harm: {inquiry.step_words(rows)}",
            explanation="An evaluator judged harmful what the plan asks for." + (f" {note}" if note else ""),
            prompts=(
                "What does the plan not know about a situation like this one?",
                "How would you word the step, so that it helps the next time?",
            ),
            clause=rows[0].clause,
            objective=objective_of(rows),
            evidence=merged(tuple(shown)),
        )


@rule("false-claim")
def false_claim(inquiry: Inquiry) -> Iterator[Found]:
    """Something was said in public that an evaluator flagged as false. Critical."""
    yield from _flagged(inquiry, FlagKind.FALSE, "held a claim that was not true")


@rule("unapproved-claim")
def unapproved_claim(inquiry: Inquiry) -> Iterator[Found]:
    """Something was said in public that an evaluator flagged as unapproved. Critical."""
    yield from _flagged(inquiry, FlagKind.UNAPPROVED, "held a claim that nobody had approved")


@rule("noted")
def noted(inquiry: Inquiry) -> Iterator[Found]:
    """A gap that an evaluator noted in their own words. Moderate; what kind it is, the debrief says."""
    for entry, said in inquiry.record.statements(Gap):
        if said.note:
            yield Found(
                subject=_first_words(said.note),
                kind=FindingKind.TRAINING,
                severity=Severity.MODERATE,
                title=said.note,
                explanation="Noted by the evaluators.",
                prompts=("Where did it begin?", "What would have to change so that it does not come back?"),
                objective=said.objective,
                evidence=inquiry.lines(entry),
            )


def _improvisations(inquiry: Inquiry, judgement: Judgement) -> Iterator[Entry]:
    return (entry for entry in inquiry.play.improvised if inquiry.record.judged.get(entry.seq) is judgement)


def _judgement(inquiry: Inquiry, entry: Entry) -> Adjudicated:
    return [said for _, said in inquiry.record.statements(Adjudicated) if said.entry == entry.seq][-1]


def _words(inquiry: Inquiry, entry: Entry) -> str:
    return entry.statement.note or f"what is at line {', '.join(map(str, inquiry.lines(entry)))}"


def _subject(inquiry: Inquiry, entry: Entry) -> str:
    return _first_words(entry.statement.note) if entry.statement.note else inquiry.card.team


def _first_words(note: str) -> str:
    return " ".join(note.split()[:FIRST_WORDS])


def _flagged(inquiry: Inquiry, kind: FlagKind, words: str) -> Iterator[Found]:
    by_step: dict[str, list[tuple[Entry, Flagged]]] = {}
    for entry, flag in inquiry.record.flags:
        if flag.kind is kind and flag.step is not None:
            by_step.setdefault(inquiry.name(flag.step), []).append((entry, flag))
    for name, flags in by_step.items():
        step = flags[0][1].step
        assert step is not None
        acts = [act.entry for act in inquiry.play.acts.get(step, ())]
        notes = " ".join(flag.note for _, flag in flags if flag.note)
        yield Found(
            subject=name,
            kind=FindingKind.TRAINING,
            severity=Severity.CRITICAL,
            title=f"What was published with {name} {words}",
            explanation=f"An evaluator flagged it: {notes}" if notes else "An evaluator flagged it.",
            prompts=("What did you know for certain when it went out?", "Who read it before, and for what?"),
            clause=inquiry.exercise.clause_of_step(step),
            objective=objective_of(row for row in inquiry.card.responses if row.step == step),
            evidence=inquiry.lines(*acts, *(entry for entry, _ in flags)),
        )
