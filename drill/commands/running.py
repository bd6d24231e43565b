"""Drills on a terminal: drill run, drill resume; and the keys and settings that they take: drill keys."""

from __future__ import annotations

from datetime import datetime

import click

from drill.commands.options import AS_JSON, DAY, OUT, SETTINGS, today
from drill.errors import ExitCode

PLAIN = click.option(
    "--plain/--no-plain", default=None, help="Line by line, without a screen; also for screen readers."
)


@click.command(
    epilog="\b\nExample:\n  drill run scenarios/hijacked-account.yaml\n"
    "  drill run scenarios/hijacked-account.yaml --team blue --team red --seat 'blue legal ines'"
)
@click.argument("scenario")
@click.option("--plan", metavar="PLAN", help="Run on this plan instead of the scenario's own.")
@click.option("--fit", metavar="FILE", help="What the scenario names, and what the plan has instead.")
@click.option("--team", "teams", metavar="NAME", multiple=True, help="A team; several play at once.")
@click.option("--seat", "seats", metavar="TEXT", multiple=True, help="Who sits where: TEAM ROLE PERSON[ : NAME].")
@click.option("--away", metavar="TEXT", multiple=True, help="Who is not there: TEAM PERSON, PERSON.")
@click.option("--style", type=click.Choice(["live", "discussion"]), help="Instead of the scenario's own.")
@click.option("--mode", type=click.Choice(["coached", "assessed"]), help="Instead of the scenario's own.")
@click.option("--speed", metavar="X", type=click.FloatRange(0.1, 60), help="How fast exercise time runs, 0.1 to 60.")
@click.option("--seed", type=click.IntRange(min=0), help="What names are drawn from; else the scenario's hash.")
@click.option("--date", "day", metavar="DATE", type=DAY, help="The day of the drill.")
@OUT
@click.option("--setup", is_flag=True, help="Choose all this on a screen first, as without --team.")
@PLAIN
@SETTINGS
def run(
    scenario: str,
    plan: str | None,
    fit: str | None,
    teams: tuple[str, ...],
    seats: tuple[str, ...],
    away: tuple[str, ...],
    style: str | None,
    mode: str | None,
    speed: float | None,
    seed: int | None,
    day: datetime | None,
    out: str,
    setup: bool,
    plain: bool | None,
    settings: str | None,
) -> int:
    """Run a drill in the control room.

    Without a team, a screen asks for what it is run with: the plan, who plays and who sits where. Then
    comes the briefing to read aloud, the clock stopped. Leaving loses nothing: drill resume goes on.
    """
    from drill.scenario.model import Mode, Style
    from drill.tui.launch import run as run_wanted
    from drill.tui.settings.load import load_settings
    from drill.tui.starting import Wanted

    wanted = Wanted(
        scenario,
        plan,
        fit,
        teams,
        None if speed is None else round(speed * 1000),
        seed,
        day.date() if day else None,
        out,
        mode=Mode(mode) if mode else None,
        style=Style(style) if style else None,
        seats=seats,
        away=away,
    )
    return run_wanted(wanted, today=today(), plain=plain, setup=setup, settings=load_settings(settings))


@click.command(epilog="\b\nExample:\n  drill resume\n  drill resume 2026-11-27-hijacked-account")
@click.argument("session", required=False)
@click.option("--take-over", is_flag=True, help="Take it from the control room that has it open, which saves it first.")
@OUT
@PLAIN
@SETTINGS
def resume(session: str | None, take_over: bool, out: str, plain: bool | None, settings: str | None) -> int:
    """Go on with an unfinished session, the newest if none is named.

    It opens paused, where it was left. One that has ended opens in its debrief. One that is open in
    another control room stays there, unless it is taken over on purpose.
    """
    from drill.tui.curtain import curtain

    with curtain(plain=plain, settings=settings):
        from drill.tui.launch import resume as resume_session
        from drill.tui.settings.load import load_settings

        return resume_session(session, out=out, plain=plain, take_over=take_over, settings=load_settings(settings))


@click.command(epilog="\b\nExample:\n  drill keys\n  drill keys --settings my-settings.yaml")
@AS_JSON
@SETTINGS
def keys(as_json: bool, settings: str | None) -> ExitCode:
    """List every key with its id, as your settings have it.

    The ids are what a settings file names. All that is wrong with the file is printed, each with its
    place and a remedy.
    """
    import json

    from drill.tui.settings.known import known_keys
    from drill.tui.settings.load import listed, load_settings
    from drill.tui.settings.place import settings_path

    rows = listed(load_settings(settings), known_keys())
    if as_json:
        click.echo(json.dumps([{"id": name, "keys": keys, "does": does} for name, keys, does in rows], indent=2))
        return ExitCode.DONE
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for name, pressed, does in rows:
        click.echo(f"{name:{widths[0]}}  {pressed:{widths[1]}}  {does}")
    click.echo(f"settings: {settings or settings_path()}", err=True)
    return ExitCode.DONE


def every_manual() -> dict[str, str]:
    """The manual of every code that files, settings and what-ifs can earn, by code."""
    from drill.rehearsal.what_if import MANUALS
    from drill.revision.checking import manuals
    from drill.tui.settings.rules import manuals as of_settings

    return dict(sorted({**manuals(), **of_settings(), **MANUALS}.items()))


COMMANDS = (keys, resume, run)
