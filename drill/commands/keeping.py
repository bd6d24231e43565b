"""Sessions in other hands: a copy fit to share, and what is left of a damaged one: drill redact, drill salvage."""

from __future__ import annotations

import sys

import click

from drill.commands.options import OUT
from drill.errors import ExitCode


@click.command(epilog="\b\nExample:\n  drill redact 2026-11-27-hijacked-account --out for-the-authority")
@click.argument("session")
@click.option("--out", metavar="DIR", default="redacted", show_default=True, help="Where the copy is made.")
def redact(session: str, out: str) -> None:
    """Make a copy of a session that is fit to share.

    People get other names, the same wherever they stand; notes are taken out, and so is how to reach
    anybody. The copy scores as the session did. SESSION is its folder, or its name under reports/.
    Prints where the copy is.
    """
    from drill.report.folder import find_session
    from drill.report.redact import redact as make_copy

    click.echo(str(make_copy(find_session(session), out)))
    click.echo("texts of the plan and the scenario keep their words; read them before you share the copy", err=True)


@click.command(epilog="\b\nExample:\n  drill salvage 2026-11-27-hijacked-account > what-is-left.jsonl")
@click.argument("session")
@OUT
def salvage(session: str, out: str) -> ExitCode:
    """Save what can be saved of a damaged session.

    Prints every row of its journal that can still be read, as JSON, one a line. What stands before the
    damage becomes a session of its own, which can be resumed, scored and reported.
    """
    from drill.findings.words import counted
    from drill.report.folder import find_session
    from drill.report.salvage import salvage as save

    saved = save(find_session(session, out), out)
    sys.stdout.write(saved.as_lines())
    damaged = sum(not row.holds for row in saved.rows)
    click.echo(f"{counted(len(saved.rows), 'event')} can be read, {damaged} of them not as they were written", err=True)
    if saved.folder is None:
        click.echo("its beginning is lost, so that no session can be made of the rest", err=True)
        return ExitCode.OUT_OF_REACH
    click.echo(f"the first {saved.kept} are a session of their own: {saved.folder}", err=True)
    return ExitCode.DONE


COMMANDS = (redact, salvage)
