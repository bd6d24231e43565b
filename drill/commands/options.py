"""Options and arguments that several commands share, and the one place where commands read the clock."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from drill.revision.living_plan import LivingPlan


class _Day(click.DateTime):
    """A day, whose refusal shows what one looks like and not the pattern that reads it."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is not a day; write it like 2026-11-27", param, ctx)


DAY = _Day(["%Y-%m-%d"])
OUT = click.option("--out", metavar="DIR", default="reports", show_default=True, help="Where session folders are.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
PLAN_FILE = click.argument("plan", metavar="PLAN")
AS_PERSON = click.option("--as", "person", metavar="PERSON", required=True, help="Who decides, by the plan's id.")
RECORDED_BY = click.option("--recorded-by", metavar="NAME", help="Who typed it, if somebody else did.")
WHY = click.option("--why", metavar="TEXT", help="The reason, which is kept.")

SETTINGS = click.option(
    "--settings", metavar="FILE", envvar="DRILL_SETTINGS", help="Keys and colours from this file, not your own."
)


def now() -> datetime:
    """The time on the wall, for records that people date."""
    from drill.session.live import wall_time

    return wall_time()


def today() -> date:
    """The day where the user is."""
    return now().astimezone().date()


def living_plan(plan: str) -> LivingPlan:
    """A plan with its trail; what a crash left half-done is finished first.

    Raises OutOfReach, FilesInError, BrokenTrail.
    """
    from drill.revision.living_plan import LivingPlan

    living = LivingPlan(Path(plan))
    for revision in living.finish_interrupted(now()):
        click.echo(f"{revision.id}: what was interrupted is finished now", err=True)
    return living
