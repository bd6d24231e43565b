"""Changes of a plan: proposed out of a session's findings, worded, put to the approvers, decided, listed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drill.commands.options import AS_JSON, AS_PERSON, DAY, OUT, PLAN_FILE, RECORDED_BY, WHY, living_plan, now
from drill.errors import DrillError, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from drill.report.rehearsal.effects import Effect
    from drill.revision.living_plan import LivingPlan
    from drill.revision.revisions import Proposal, Revision
    from drill.session.state import State


def _show(living: LivingPlan, revision: Revision) -> None:
    from drill.revision.console import revision_text

    click.echo(revision_text(revision, living.plan))


# ── wording a proposal ───────────────────────────────────────────────────────


def _named(proposals: dict[str, Proposal], name: str) -> Proposal:
    from drill.files.diagnostics import did_you_mean

    if name not in proposals:
        hint = did_you_mean(name, proposals) or "without --accept they are listed"
        raise WrongUsage(f"there is no proposal {name!r}", hint)
    return proposals[name]


def _edited(proposal: Proposal, plan: str) -> Proposal:
    """The proposal as somebody words it in their editor, again and again until it can be read, or they leave it."""
    from drill.revision.editing import reworded, worded

    text = worded(proposal)
    while True:
        changed = click.edit(text, extension=".yaml")
        if changed is None or changed == text:
            return proposal
        try:
            return reworded(proposal, changed, plan)
        except DrillError as error:
            click.echo(error.on_one_line, err=True)
            if not click.confirm("Edit it again?", default=True, err=True):
                raise
            text = changed


def _worded(
    proposals: Sequence[Proposal], settings: Sequence[tuple[str, str]], to_edit: Sequence[str], plan: str
) -> dict[str, Proposal]:
    from drill.revision.editing import with_value

    known = {proposal.id: proposal for proposal in proposals}
    for name, assignment in settings:
        known[name] = with_value(_named(known, name), assignment, plan)
    for name in to_edit:
        known[name] = _edited(_named(known, name), plan)
    return known


def _effects(proposals: Sequence[Proposal], living: LivingPlan, played: State) -> dict[str, Effect]:
    from drill.report.rehearsal.effects import effects

    return effects(proposals, living, played)


def _on_the_screen(plan: str, session: str, out: str) -> None:
    """The changes on the terminal, each to be worded, proposed or set aside."""
    from drill.report.folder import find_session
    from drill.tui.launch import revise as on_the_screen
    from drill.tui.settings.load import load_settings

    on_the_screen(Path(plan), find_session(session, out), load_settings())


# ── commands ─────────────────────────────────────────────────────────────────


@click.command(
    epilog="\b\nExample:\n  drill revise plan.yaml --from 2026-11-27-hijacked-account\n"
    "  drill revise plan.yaml --from 2026-11-27-hijacked-account \\\n"
    "      --set sooner-answered-late-lock to=7m \\\n"
    "      --set sooner-answered-late-lock 'proven_when.injects=second-*' \\\n"
    "      --accept sooner-answered-late-lock --by ana --owner eve --due 2026-12-20"
)
@PLAN_FILE
@click.option("--from", "session", metavar="SESSION", required=True, help="The session whose findings are answered.")
@click.option("--accept", metavar="ID,…", help="Make revisions of these proposals.")
@click.option("--by", metavar="PERSON", help="Who proposes them.")
@click.option("--owner", metavar="PERSON", help="Who sees to them.")
@click.option("--due", type=DAY, metavar="DATE", help="Until when.")
@click.option(
    "--set", "settings", nargs=2, metavar="ID KEY=VALUE", multiple=True,
    help="Change a proposal first: to, title, why, proven_when.at_most and so on; may be given again.",
)  # fmt: skip
@click.option("--edit", "to_edit", metavar="ID", multiple=True, help="Word a proposal in your editor first.")
@click.option("--draft", is_flag=True, help="Keep them as drafts; drill propose puts them to the approvers.")
@click.option("--rehearse", is_flag=True, help="Say what each change is expected to do, by a rehearsal.")
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
    settings: tuple[tuple[str, str], ...],
    to_edit: tuple[str, ...],
    draft: bool,
    rehearse: bool,
    emergency: bool,
    recorded_by: str | None,
    out: str,
    as_json: bool,
) -> None:
    """Turn a session's findings into changes of the plan.

    Lists what could be changed, each as a diff of the plan's own text and with what
    would prove it; on a terminal it opens a screen for that. With --accept, proposes
    those changes to the plan's approvers.
    """
    from drill.report.answering import proposals_of
    from drill.revision.console import as_json as print_json
    from drill.revision.console import proposals_json, proposals_text, revision_dict

    if draft and emergency:
        raise WrongUsage("--draft is put to nobody yet, --emergency takes effect at once", "choose one of them")
    living = living_plan(plan)
    if not (accept or as_json or settings or to_edit or rehearse) and sys.stdin.isatty() and sys.stdout.isatty():
        _on_the_screen(plan, session, out)
        return
    offered = proposals_of(session, out, living)
    known = _worded(offered.proposals, settings, to_edit, living.text)
    if accept is None:
        found = tuple(known.values())
        effects = _effects(found, living, offered.played) if rehearse else None
        if as_json:
            data = None if effects is None else {name: each.as_dict() for name, each in effects.items()}
            click.echo(proposals_json(found, living, data))
        else:
            words = None if effects is None else {name: each.words for name, each in effects.items()}
            click.echo(proposals_text(found, living, offered.session, words))
        return
    if not (by and owner and due):
        raise WrongUsage(
            "--accept goes with --by, --owner and --due", "say who proposes it, who sees to it, and by which day"
        )
    accepted = [_named(known, name.strip()) for name in accept.split(",") if name.strip()]
    made = [
        living.propose(
            each,
            by=by,
            owner=owner,
            due=due.date(),
            at=now(),
            session=offered.session,
            digest=offered.digest,
            draft=draft,
            emergency=emergency,
            recorded_by=recorded_by,
        )
        for each in accepted
    ]
    if as_json:
        click.echo(print_json([revision_dict(each, living.plan) for each in made]))
    else:
        for revision in made:
            _show(living, revision)


@click.command(epilog="\b\nExample:\n  drill propose plan.yaml sooner-answered-late-lock --as ana --set to=7m")
@PLAN_FILE
@click.argument("revision")
@AS_PERSON
@click.option("--set", "settings", metavar="KEY=VALUE", multiple=True, help="Change it first; may be given again.")
@click.option("--edit", "in_editor", is_flag=True, help="Word it in your editor first.")
@RECORDED_BY
def propose(
    plan: str, revision: str, person: str, settings: tuple[str, ...], in_editor: bool, recorded_by: str | None
) -> None:
    """Put a draft to the plan's approvers, as its author."""
    from drill.revision.editing import with_value

    living = living_plan(plan)
    wording = living.revision(revision).proposal
    for assignment in settings:
        wording = with_value(wording, assignment, living.text)
    if in_editor:
        wording = _edited(wording, living.text)
    _show(living, living.put_forward(revision, person, now(), wording=wording, recorded_by=recorded_by))


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
    living = living_plan(plan)
    _show(living, living.approve(revision, person, now(), evidence=evidence, recorded_by=recorded_by))


@click.command(epilog="\b\nExample:\n  drill reject plan.yaml sooner-answered-late-lock --as finn --why 'train first'")
@PLAN_FILE
@click.argument("revision")
@AS_PERSON
@WHY
@RECORDED_BY
def reject(plan: str, revision: str, person: str, why: str | None, recorded_by: str | None) -> None:
    """Reject a change, as one of its approvers."""
    living = living_plan(plan)
    _show(living, living.reject(revision, person, now(), why=why, recorded_by=recorded_by))


@click.command(epilog="\b\nExample:\n  drill withdraw plan.yaml delegate-dead-end-legal --as ana")
@PLAN_FILE
@click.argument("revision")
@AS_PERSON
@WHY
@RECORDED_BY
def withdraw(plan: str, revision: str, person: str, why: str | None, recorded_by: str | None) -> None:
    """Withdraw a change, as its author or owner."""
    living = living_plan(plan)
    _show(living, living.withdraw(revision, person, now(), why=why, recorded_by=recorded_by))


@click.command(epilog="\b\nExample:\n  drill revisions plan.yaml --verify")
@PLAN_FILE
@click.option("--verify", is_flag=True, help="Check the trail's every link, and say so.")
@AS_JSON
def revisions(plan: str, verify: bool, as_json: bool) -> None:
    """List the changes of a plan, and where each stands."""
    from drill.revision.console import revisions_json, revisions_text

    living = living_plan(plan)
    if verify:
        click.echo(f"{len(living.trail)} entries, every link holds, and the plan stands on them")
        return
    click.echo(revisions_json(living) if as_json else revisions_text(living))


COMMANDS = (revise, propose, approve, reject, withdraw, revisions)
