"""The living side of a plan: changes proposed, approved and proven, actions, and the programme."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from drill.commands.options import AS_JSON, DAY, OUT, PLAN_FILE, now, today
from drill.errors import WrongUsage

if TYPE_CHECKING:
    from datetime import datetime

    from drill.revision.living_plan import LivingPlan
    from drill.revision.revisions import Revision

AS_PERSON = click.option("--as", "person", metavar="PERSON", required=True, help="Who decides, by the plan's id.")
RECORDED_BY = click.option("--recorded-by", metavar="NAME", help="Who typed it, if somebody else did.")
WHY = click.option("--why", metavar="TEXT", help="The reason, which is kept.")


def _living(plan: str) -> LivingPlan:
    from drill.revision.living_plan import LivingPlan

    living = LivingPlan(Path(plan))
    for revision in living.finish_interrupted(now()):
        click.echo(f"{revision.id}: what was interrupted is finished now", err=True)
    return living


def _show(living: LivingPlan, revision: Revision) -> None:
    from drill.revision.console import revision_text

    click.echo(revision_text(revision, living.plan))


@click.command(
    epilog="\b\nExample:\n  drill revise plan.yaml --from 2026-11-27-hijacked-account\n"
    "  drill revise plan.yaml --from 2026-11-27-hijacked-account \\\n"
    "      --accept delegate-dead-end-legal --by ana --owner eve --due 2026-12-20"
)
@PLAN_FILE
@click.option("--from", "session", metavar="SESSION", required=True, help="The session whose findings are answered.")
@click.option("--accept", metavar="ID,…", help="Make revisions of these proposals.")
@click.option("--by", metavar="PERSON", help="Who proposes them.")
@click.option("--owner", metavar="PERSON", help="Who sees to them.")
@click.option("--due", type=DAY, metavar="DATE", help="Until when.")
@click.option("--emergency", is_flag=True, help="In effect at once; approval is due within 72 hours.")
@RECORDED_BY
@OUT
@AS_JSON
def revise(
    plan: str,
    session: str,
    accept: str | None,
    by: str | None,
    owner: str | None,
    due: datetime | None,
    emergency: bool,
    recorded_by: str | None,
    out: str,
    as_json: bool,
) -> None:
    """Turn a session's findings into changes of the plan.

    Lists what could be changed, each as a diff of the plan's own text; with
    --accept, proposes those changes to the plan's approvers.
    """
    from drill.report.answering import proposals_of
    from drill.revision.console import proposals_json, proposals_text

    living = _living(plan)
    proposals, digest, name = proposals_of(session, out, living)
    if accept is None:
        click.echo(proposals_json(proposals, living) if as_json else proposals_text(proposals, living))
        return
    if not (by and owner and due):
        raise WrongUsage("--accept goes with --by, --owner and --due", "somebody must propose it, own it, and by a day")
    known = {proposal.id: proposal for proposal in proposals}
    wanted = [each.strip() for each in accept.split(",") if each.strip()]
    for each in wanted:
        if each not in known:
            from drill.files.diagnostics import did_you_mean

            hint = did_you_mean(each, known) or "without --accept they are listed"
            raise WrongUsage(f"there is no proposal {each!r}", hint)
    for each in wanted:
        revision = living.propose(
            known[each],
            by=by,
            owner=owner,
            due=due.date(),
            at=now(),
            session=name,
            digest=digest,
            emergency=emergency,
            recorded_by=recorded_by,
        )
        _show(living, revision)


@click.command(
    epilog="\b\nExample:\n  drill approve plan.yaml delegate-dead-end-legal --as finn --evidence 'mail of 3 December'"
)
@PLAN_FILE
@click.argument("revision")
@AS_PERSON
@click.option("--evidence", metavar="TEXT", help="What shows it: a mail, a signature, the minutes.")
@RECORDED_BY
def approve(plan: str, revision: str, person: str, evidence: str | None, recorded_by: str | None) -> None:
    """Approve a change; with the last approval it takes effect.

    Every approver role must approve. One person counts for one of them, and nobody
    approves a change of their own. The plan's file is then rewritten, one version up.
    """
    living = _living(plan)
    _show(living, living.approve(revision, person, now(), evidence=evidence, recorded_by=recorded_by))


@click.command(epilog="\b\nExample:\n  drill reject plan.yaml more-time-late-lock --as finn --why 'train first'")
@PLAN_FILE
@click.argument("revision")
@AS_PERSON
@WHY
@RECORDED_BY
def reject(plan: str, revision: str, person: str, why: str | None, recorded_by: str | None) -> None:
    """Reject a change, as one of its approvers."""
    living = _living(plan)
    _show(living, living.reject(revision, person, now(), why=why, recorded_by=recorded_by))


@click.command(epilog="\b\nExample:\n  drill withdraw plan.yaml delegate-dead-end-legal --as ana")
@PLAN_FILE
@click.argument("revision")
@AS_PERSON
@WHY
@RECORDED_BY
def withdraw(plan: str, revision: str, person: str, why: str | None, recorded_by: str | None) -> None:
    """Withdraw a change, as its author or owner."""
    living = _living(plan)
    _show(living, living.withdraw(revision, person, now(), why=why, recorded_by=recorded_by))


@click.command(epilog="\b\nExample:\n  drill revisions plan.yaml --verify")
@PLAN_FILE
@click.option("--verify", is_flag=True, help="Check the trail's every link, and say so.")
@AS_JSON
def revisions(plan: str, verify: bool, as_json: bool) -> None:
    """List the changes of a plan, and where each stands."""
    from drill.revision.console import revisions_json, revisions_text

    living = _living(plan)
    if verify:
        click.echo(f"{len(living.trail)} entries, every link holds, and the plan stands on them")
        return
    click.echo(revisions_json(living) if as_json else revisions_text(living))


@click.group(epilog="\b\nExample:\n  drill action list plan.yaml")
def action() -> None:
    """What no edit of the plan can do: hardware keys, a named contact, weekend cover."""


@action.command("list", epilog="\b\nExample:\n  drill action list plan.yaml --json")
@PLAN_FILE
@AS_JSON
def list_actions(plan: str, as_json: bool) -> None:
    """List a plan's actions."""
    from drill.revision.actions import actions_of
    from drill.revision.console import action_dict, action_text
    from drill.revision.console import as_json as print_json

    found = actions_of(_living(plan).trail).values()
    if as_json:
        click.echo(print_json([action_dict(each) for each in found]))
    else:
        click.echo("\n".join(action_text(each, today()) for each in found) or "No action was opened yet.")


@action.command(
    "open", epilog="\b\nExample:\n  drill action open plan.yaml 'Hardware keys' --by ana --owner dev --due 2026-12-31"
)
@PLAN_FILE
@click.argument("title")
@click.option("--by", metavar="PERSON", required=True, help="Who opens it.")
@click.option("--owner", metavar="PERSON", required=True, help="Who does it.")
@click.option("--due", type=DAY, metavar="DATE", required=True, help="Until when.")
@click.option("--finding", metavar="ID", help="The finding that it answers.")
@click.option("--session", metavar="SESSION", help="The session that the finding came from.")
def open_action(
    plan: str, title: str, by: str, owner: str, due: datetime, finding: str | None, session: str | None
) -> None:
    """Open an action."""
    from drill.files.text import clean
    from drill.revision.actions import open_action as open_it
    from drill.revision.console import action_text

    made = open_it(
        _living(plan), clean(title), by=by, owner=owner, due=due.date(), at=now(), finding=finding, session=session
    )
    click.echo(action_text(made, today()))


@action.command("done", epilog="\b\nExample:\n  drill action done plan.yaml action-1 --as dev")
@PLAN_FILE
@click.argument("name", metavar="ACTION")
@AS_PERSON
@WHY
def finish_action(plan: str, name: str, person: str, why: str | None) -> None:
    """Say that an action is done."""
    from drill.revision.actions import end_action
    from drill.revision.console import action_text

    click.echo(action_text(end_action(_living(plan), name, by=person, at=now(), why=why), today()))


@action.command(
    "accept-risk",
    epilog="\b\nExample:\n  drill action accept-risk plan.yaml action-2 --as eve --why 'two weekends a year'",
)
@PLAN_FILE
@click.argument("name", metavar="ACTION")
@AS_PERSON
@WHY
def accept_risk(plan: str, name: str, person: str, why: str | None) -> None:
    """Say that an action will not be done, and why its risk is accepted."""
    from drill.revision.actions import end_action
    from drill.revision.console import action_text

    click.echo(action_text(end_action(_living(plan), name, by=person, at=now(), why=why, accept_risk=True), today()))


@click.command(epilog="\b\nExample:\n  drill programme scenarios/plans/northwind.yaml --scenarios scenarios")
@PLAN_FILE
@click.option("--scenarios", metavar="DIR", default="scenarios", show_default=True, help="Scenarios to choose from.")
@click.option("--on", "day", type=DAY, metavar="DATE", help="As of this day; else today.")
@OUT
@AS_JSON
def programme(plan: str, scenarios: str, day: datetime | None, out: str, as_json: bool) -> None:
    """What was drilled when, what never was, what is still open."""
    from drill.revision.console import programme_json, programme_text
    from drill.revision.programme import programme as programme_of

    files = sorted(Path(scenarios).glob("*.yaml"))
    found = programme_of(_living(plan), Path(out), files, day.date() if day else today())
    click.echo(programme_json(found) if as_json else programme_text(found))


COMMANDS = (revise, approve, reject, withdraw, revisions, action, programme)
