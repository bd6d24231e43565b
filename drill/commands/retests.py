"""What a drill showed of earlier changes, told wherever its report is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from drill.commands.options import now

if TYPE_CHECKING:
    from drill.report.after_action import AfterAction


def note_retests(aar: AfterAction, session: str) -> None:
    """Write what the drill showed of earlier changes into the plan's trail, and say so on stderr."""
    from drill.report.answering import note_retests as note

    for revision in note(aar, session, now()):
        click.echo(f"re-tested: {revision.id} is {revision.state}", err=True)
