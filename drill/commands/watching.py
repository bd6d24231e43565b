"""Other views of a running session: drill watch."""

from __future__ import annotations

import click

from drill.commands.options import OUT, SETTINGS
from drill.commands.running import PLAIN
from drill.errors import WrongUsage


@click.command(
    epilog="\b\nExample:\n  drill watch 2026-11-27-hijacked-account --projector\n"
    "  drill watch 2026-11-27-hijacked-account --observer kim"
)
@click.argument("session", required=False)
@click.option("--projector", is_flag=True, help="The clock and the public injects, in large type, for the room.")
@click.option("--observer", metavar="NAME", help="Observe, rate and mark as not seen, as NAME: one word, such as kim.")
@OUT
@PLAIN
@SETTINGS
def watch(
    session: str | None, projector: bool, observer: str | None, out: str, plain: bool | None, settings: str | None
) -> int:
    """Look at a session that runs in a control room of yours, the newest if none is named.

    Without an option it is the control room to look at. A view comes back by itself when the control room
    does; what an observer notes meanwhile is kept, and handed over then.
    """
    if projector and observer is not None:
        raise click.UsageError("--projector shows, --observer notes: choose one")
    from drill.report.folder import find_session, unfinished
    from drill.tui.settings.load import load_settings
    from drill.tui.watch.wire import Role
    from drill.tui.watching import watch_session

    if session is None:
        waiting = unfinished(out)
        if not waiting:
            raise WrongUsage(f"there is no unfinished session in {out}", "drill sessions lists what has been run")
        folder = waiting[0].folder
    else:
        folder = find_session(session, out)
    role = Role.PROJECTOR if projector else Role.OBSERVER if observer is not None else Role.VIEWER
    return watch_session(folder, role, observer or "", plain=plain, settings=load_settings(settings))


COMMANDS = (watch,)
