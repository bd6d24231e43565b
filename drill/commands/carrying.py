"""What a plan carries from drill to drill: actions, and the programme."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from drill.commands.options import AS_JSON, AS_PERSON, DAY, OUT, PLAN_FILE, WHY, living_plan, now, today

if TYPE_CHECKING:
    from datetime import datetime


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

    found = actions_of(living_plan(plan).trail).values()
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
        living_plan(plan), clean(title), by=by, owner=owner, due=due.date(), at=now(), finding=finding, session=session
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

    click.echo(action_text(end_action(living_plan(plan), name, by=person, at=now(), why=why), today()))


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

    ended = end_action(living_plan(plan), name, by=person, at=now(), why=why, accept_risk=True)
    click.echo(action_text(ended, today()))


@click.command(epilog="\b\nExample:\n  drill programme scenarios/plans/northwind.yaml --scenarios scenarios")
@PLAN_FILE
@click.option("--scenarios", metavar="DIR", default="scenarios", show_default=True, help="Scenarios to choose from.")
@click.option("--on", "day", type=DAY, metavar="DATE", help="As of this day; else today.")
@OUT
@AS_JSON
def programme(plan: str, scenarios: str, day: datetime | None, out: str, as_json: bool) -> None:
    """What was drilled when, what never was, what is still open."""
    from drill.revision.programme import programme as programme_of
    from drill.revision.programme_console import programme_json, programme_text

    files = sorted(Path(scenarios).glob("*.yaml"))
    found = programme_of(living_plan(plan), Path(out), files, day.date() if day else today())
    click.echo(programme_json(found) if as_json else programme_text(found))


COMMANDS = (action, programme)
