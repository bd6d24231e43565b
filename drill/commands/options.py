"""Options and arguments that several commands share, and the one place where commands read the clock."""

from __future__ import annotations

from datetime import date, datetime

import click

DAY = click.DateTime(["%Y-%m-%d"])
OUT = click.option("--out", metavar="DIR", default="reports", show_default=True, help="Where session folders are.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
PLAN_FILE = click.argument("plan", metavar="PLAN")


def now() -> datetime:
    """The time on the wall, for records that people date."""
    from drill.session.live import wall_time

    return wall_time()


def today() -> date:
    """The day where the user is."""
    return now().astimezone().date()
