"""Targets, deadlines, the time that an act needs, and how fast people are."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.diagnostics import Severity
from drill.files.rulebook import Problem
from drill.files.times import format_duration
from drill.plan.check.book import PLAN_RULES, all_steps
from drill.plan.model import Plan


@PLAN_RULES.rule("deadline-not-after-target", Severity.ERROR)
def deadline_not_after_target(plan: Plan) -> Iterator[Problem]:
    """A deadline is at its target or before it.

    Between the two the credit falls from whole to what is left at the deadline;
    with no time between them nothing can be scored. Put the deadline after the
    target, or leave the target out: it is half the deadline then.
    """
    for _, _, step_id, step in all_steps(plan):
        if step.deadline is not None and step.deadline <= (step.target or 0):
            yield Problem((*step.path, "deadline"), too_early(step_id, step.target, step.deadline))


def too_early(name: str, target: int | None, deadline: int) -> str:
    """The sentence for a deadline that is not after its target; milliseconds."""
    when = format_duration(deadline)
    if not target:
        return f'the deadline of "{name}" is {when}: there is no time to do it'
    return f'the deadline of "{name}" ({when}) is not after its target ({format_duration(target)})'


@PLAN_RULES.rule("target-without-deadline", Severity.WARNING)
def target_without_deadline(plan: Plan) -> Iterator[Problem]:
    """A target stands alone.

    Without a deadline a step is untimed, and its target counts for nothing. Add the
    deadline, or take the target out.
    """
    for _, _, step_id, step in all_steps(plan):
        if step.target is not None and step.deadline is None:
            message = f'"{step_id}" has a target and no deadline: it is untimed'
            yield Problem((*step.path, "target"), message, "add its deadline")


@PLAN_RULES.rule("takes-too-long", Severity.WARNING)
def takes_too_long(plan: Plan) -> Iterator[Problem]:
    """A step takes longer than its deadline allows.

    Even a team that starts at once would be late. Give it more time, or say what it
    really takes.
    """
    for _, _, step_id, step in all_steps(plan):
        if step.takes is not None and step.deadline is not None and step.takes > step.deadline:
            takes, deadline = format_duration(step.takes), format_duration(step.deadline)
            yield Problem((*step.path, "takes"), f'"{step_id}" takes {takes}, and its deadline is {deadline}')


@PLAN_RULES.rule("one-observation", Severity.WARNING)
def one_observation(plan: Plan) -> Iterator[Problem]:
    """A response time rests on one observation.

    A single time tells nothing of how far times spread, so that a rehearsal is surer
    than it should be. Watch more drills, or leave `observations` out and say what you
    believe.
    """
    for name, responder in (("everyone", plan.responders.everyone), *plan.responders.roles.items()):
        for time in (responder.answer, responder.act, responder.call):
            if time is not None and time.observations == 1:
                yield Problem((*time.path, "observations"), f'how fast "{name}" is rests on one observation')
