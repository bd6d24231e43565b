"""The command line: parses, calls one function, prints.

Nothing heavy is imported up here, so that ``drill --help`` answers at once. A
command is a function under `drill_command`; it returns an `ExitCode`, or None
for done, and raises `DrillError` for what the user should hear.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

from drill import __version__
from drill.commands import carrying, keeping, merging, paper, rehearsing, reporting, revising, running, watching
from drill.commands.options import DAY, SETTINGS
from drill.commands.retests import note_retests
from drill.errors import DrillError, ExitCode, FilesInError, OutOfReach, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from pathlib import Path

    from drill.report.after_action import AfterAction

FORMATS = click.Choice(["text", "json", "github"])
KINDS = click.Choice(["plan", "scenario"])
EXIT_CODES = """\b
Example:
  drill check scenarios/hijacked-account.yaml

\b
Exit codes:
  0  done                              3  a file or folder out of reach, or a damaged session
  1  the files have errors             4  a fault of ours; the message says where its log is
  2  wrong usage, or no terminal     130  interrupted
"""
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def main() -> None:
    """The console script ``drill``."""
    sys.exit(invoke(sys.argv[1:]))


def invoke(arguments: list[str]) -> int:
    """Run one command and return its exit code; whatever goes wrong is told in a sentence."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = drill_command.main(arguments, prog_name="drill", standalone_mode=False)
        sys.stdout.flush()
    except FilesInError as error:
        return _tell_diagnostics(error)
    except DrillError as error:
        return _tell(error.message, error.hint, error.exit_code)
    except click.Abort:
        return _tell("interrupted", None, ExitCode.INTERRUPTED)
    except click.ClickException as error:
        error.show()
        return ExitCode.WRONG_USAGE
    except BrokenPipeError:  # whoever read our output has gone; the rest of it is not wanted
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE
    except Exception as fault:  # noqa: BLE001  (the last resort: no traceback reaches a user)
        return _tell(*_log_fault(fault), ExitCode.OUR_FAULT)
    return int(code or ExitCode.DONE)


def _open_closed_streams() -> None:
    """A shell may have closed our streams (``<&-``): what would go there goes nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115  (open as long as we are)


def _tell(message: str, hint: str | None, code: ExitCode) -> int:
    from drill.files.text import clean

    click.echo(clean(f"drill: {message}"), err=True)
    if hint:
        click.echo(clean(f"  {hint}"), err=True)
    return code


def _tell_diagnostics(error: FilesInError) -> int:
    from drill.files.rendering import render, tally

    click.echo(render(error.diagnostics), err=True)
    click.echo(tally(error.diagnostics), err=True)
    return error.exit_code


def _log_fault(fault: Exception) -> tuple[str, str]:
    """Write what happened where only the user can read it; the sentence and the hint for the terminal."""
    import platform
    import traceback
    from datetime import UTC, datetime

    from platformdirs import user_state_path

    now = datetime.now(UTC)  # a log is dated by the clock on the wall
    text = (
        f"drill {__version__}, Python {platform.python_version()}, {platform.platform()}\n{now.isoformat()}\n"
        f"{' '.join(sys.argv)}\n\n{''.join(traceback.format_exception(fault))}"
    )
    path = user_state_path("drill", appauthor=False) / f"fault-{now:%Y%m%dT%H%M%S}-{os.getpid()}.log"
    message = f"a fault of drill's own: {type(fault).__name__}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as log:
            log.write(text)
    except OSError as error:
        return message, f"its log could not be written to {path}: {error.strerror}"
    return message, f"what happened is in {path}; please send it to us"


@click.group("drill", invoke_without_command=True, context_settings=CONTEXT, epilog=EXIT_CODES)
@click.version_option(__version__, "-V", "--version", message="drill %(version)s")
@SETTINGS
@click.pass_context
def drill_command(context: click.Context, settings: str | None) -> int:
    """Tabletop crisis drills for the people behind a brand's social presence.

    Without a command, drill opens its terminal interface.
    """
    context.default_map = {name: {"settings": settings} for name in drill_command.commands}
    if context.invoked_subcommand is None:
        if sys.stdin.isatty() and sys.stdout.isatty():
            chosen = import_module("drill.tui.settings.load").load_settings(settings)
            return int(import_module("drill.tui.launch").open_home(_today(), settings=chosen))
        click.echo(context.get_help())
    return ExitCode.DONE


@drill_command.command(epilog="\b\nExample:\n  drill check plans/northwind.yaml scenarios/*.yaml --strict")
@click.argument("files", metavar="FILE …", nargs=-1)
@click.option("--format", "form", type=FORMATS, default="text", help="How it is printed.")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option("--plan", metavar="PLAN", help="Check scenarios on this plan instead of their own.")
@click.option("--fit", metavar="FILE", help="What scenarios name, and what the plan has instead.")
@click.option("--explain", metavar="CODE", help="Print the manual of a code, and check nothing.")
@click.option("--codes", is_flag=True, help="List every code, and check nothing.")
def check(
    files: tuple[str, ...], form: str, strict: bool, plan: str | None, fit: str | None, explain: str | None, codes: bool
) -> ExitCode:
    """Check plans and scenarios.

    All that is wrong with them is printed, each with its place and a remedy.
    """
    if explain is not None or codes:
        from drill.commands.running import every_manual

        return _print_manual(explain, every_manual(), "check")
    if not files:
        raise click.UsageError("name at least one FILE")
    from drill.files.diagnostics import Diagnostic, has_errors
    from drill.files.rendering import Format, render, tally
    from drill.revision.checking import check_with_trail

    found: dict[Diagnostic, None] = {}
    unreachable = 0
    for file in files:
        try:
            found.update(dict.fromkeys(check_with_trail(file, plan, fit)))
        except OutOfReach as error:
            unreachable = _tell(error.message, error.hint, error.exit_code)
    if text := render(found, Format(form)):
        click.echo(text)
    if unreachable and not found:
        return ExitCode(unreachable)
    click.echo(tally(found), err=True)
    if unreachable:
        return ExitCode(unreachable)
    return ExitCode.FILES_IN_ERROR if has_errors(found) or (strict and found) else ExitCode.DONE


def _print_manual(code: str | None, known: Mapping[str, str], command: str) -> ExitCode:
    from drill.files.diagnostics import did_you_mean

    if code is None:
        width = max(map(len, known))
        for name, text in known.items():
            click.echo(f"{name:{width}}  {text.splitlines()[0]}")
        return ExitCode.DONE
    if code not in known:
        hint = did_you_mean(code, known) or f"drill {command} --codes lists them"
        raise WrongUsage(f'there is no code "{code}"', hint)
    click.echo(f"{code}\n\n{known[code]}")
    return ExitCode.DONE


@drill_command.command(epilog="\b\nExample:\n  drill audit plans/northwind.yaml --on 2027-01-01 --strict")
@click.argument("plan", required=False)
@click.option("--on", "day", metavar="DATE", type=DAY, help="The day asked about; else today.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found and the analysis as one JSON object.")
@click.option("--format", "form", type=FORMATS, help="How what was found is printed; but for text, without analysis.")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option("--explain", metavar="CODE", help="Print the manual of a code, and audit nothing.")
@click.option("--codes", is_flag=True, help="List every code, and audit nothing.")
def audit(
    plan: str | None,
    day: datetime | None,
    as_json: bool,
    form: str | None,
    strict: bool,
    explain: str | None,
    codes: bool,
) -> ExitCode:
    """Audit how a plan is looked after, on a given day.

    Owners, second factors, approvers, prepared texts, reviews; and what hangs on one role or
    one person, how fast an approval is reached, and what each single absence breaks.
    """
    if explain is not None or codes:
        from drill.plan.audit import manuals

        return _print_manual(explain, manuals(), "audit")
    if plan is None:
        raise click.UsageError("name a PLAN")
    if as_json and form is not None:
        raise click.UsageError("--json prints everything, --format what was found: choose one")
    from datetime import UTC, datetime

    from drill.files.diagnostics import has_errors
    from drill.files.rendering import Format, render, tally
    from drill.plan.audit import audit_file
    from drill.plan.audit.record import as_json as whole_json
    from drill.plan.audit.tables import as_text

    made = audit_file(plan, (day or datetime.now(UTC).astimezone()).date())
    shown = Format(form or Format.TEXT)
    if as_json:
        click.echo(whole_json(made))
    else:
        told = [render(made.diagnostics, shown), as_text(made) if shown is Format.TEXT else ""]
        click.echo("\n\n".join(text for text in told if text))
    click.echo(tally(made.diagnostics), err=True)
    return ExitCode.FILES_IN_ERROR if has_errors(made.diagnostics) or (strict and made.diagnostics) else ExitCode.DONE


@drill_command.command(epilog="\b\nExample:\n  drill schema scenario > scenarios/scenario.schema.json")
@click.argument("kind", type=click.Choice([*KINDS.choices, "settings", "what-if"]))
def schema(kind: str) -> None:
    """Print the JSON Schema of plans, scenarios, settings or what-ifs.

    Editors complete and explain keys with it.
    """
    if kind == "settings":
        click.echo(import_module("drill.tui.settings.load").schema_text())
        return
    if kind == "what-if":
        click.echo(import_module("drill.rehearsal.what_if").schema_text())
        return
    from drill.scenario.beginning import schema_text
    from drill.scenario.checking import Kind

    click.echo(schema_text(Kind(kind)))


@drill_command.command(
    epilog="\b\nExample:\n  drill new plan plan.yaml\n  drill new scenario first-drill.yaml --plan plan.yaml"
)
@click.argument("kind", type=KINDS)
@click.argument("path")
@click.option("--plan", metavar="PLAN", help="The plan that a new scenario plays; by default one that lies nearby.")
def new(kind: str, path: str, plan: str | None) -> None:
    """Write a commented file to begin with.

    Its schema, for editors, is put beside it. Nothing is overwritten.
    """
    from drill.scenario.beginning import begin_plan, begin_scenario

    if kind == "plan" and plan is not None:
        raise click.UsageError("--plan goes with drill new scenario")
    for made in begin_plan(path) if kind == "plan" else begin_scenario(path, plan):
        click.echo(made)


# ── sessions: played, scored, reported ───────────────────────────────────────

PLAY_EXAMPLE = "\b\nExample:\n  drill play scenarios/hijacked-account.yaml scenarios/hijacked-account.good.txt"
OUT = click.option("--out", metavar="DIR", default="reports", show_default=True, help="Where session folders are.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def _today() -> date:
    from datetime import UTC, datetime

    return datetime.now(UTC).astimezone().date()


@drill_command.command(epilog=PLAY_EXAMPLE)
@click.argument("scenario")
@click.argument("transcript")
@click.option("--plan", metavar="PLAN", help="Play on this plan instead of the scenario's own.")
@click.option("--fit", metavar="FILE", help="What the scenario names, and what the plan has instead.")
@click.option("--team", "teams", metavar="NAME", multiple=True, help="A team; else those of the transcript.")
@click.option("--seed", type=click.IntRange(min=0), help="What names are drawn from; else the scenario's hash.")
@click.option("--date", "day", metavar="DATE", type=DAY, help="The day of the drill.")
@OUT
@AS_JSON
def play(
    scenario: str,
    transcript: str,
    plan: str | None,
    fit: str | None,
    teams: tuple[str, ...],
    seed: int | None,
    day: datetime | None,
    out: str,
    as_json: bool,
) -> None:
    """Play a transcript: the same engine, without a screen.

    Makes the session's folder and prints each team's parts.
    """
    from drill.files.rendering import render
    from drill.report.console import lacking_text, parts_text, scorecard_text
    from drill.report.playing import play_files

    played = play_files(
        scenario,
        transcript,
        plan_file=plan,
        fit_file=fit,
        teams=teams,
        seed=seed,
        day=day.date() if day else None,
        today=_today(),
        out=out,
    )
    for told in (render(played.warnings), lacking_text(played.lacking)):
        if told:
            click.echo(told, err=True)
    click.echo(scorecard_text(played.aar) if as_json else parts_text(played.aar) + "\n", nl=not as_json)
    note_retests(played.aar, played.folder.name)
    click.echo(str(played.folder), err=as_json)


@drill_command.command(epilog="\b\nExample:\n  drill score 2026-11-27-hijacked-account --json")
@click.argument("session")
@OUT
@AS_JSON
def score(session: str, out: str, as_json: bool) -> None:
    """Make a session's scorecard again, and print it.

    SESSION is its folder, or its name.
    """
    from drill.report.console import parts_text, scorecard_text

    _, aar = _made_again(session, out)
    click.echo(scorecard_text(aar) if as_json else parts_text(aar), nl=not as_json)


def _made_again(name: str, out: str) -> tuple[Path, AfterAction]:
    from drill.report.folder import find_session, open_session, write_artefacts

    folder = find_session(name, out)
    session = open_session(folder)
    try:
        return folder, write_artefacts(session.state, folder)
    finally:
        session.close()


@drill_command.command(epilog="\b\nExample:\n  drill sessions --json")
@OUT
@AS_JSON
def sessions(out: str, as_json: bool) -> None:
    """List what has been run."""
    from drill.report.console import sessions_json, sessions_text
    from drill.report.folder import list_sessions

    found = list_sessions(out)
    if as_json or found:
        click.echo(sessions_json(found) if as_json else sessions_text(found))
    else:
        click.echo(f"nothing has been run in {out} yet", err=True)


for group in (carrying, keeping, merging, paper, rehearsing, reporting, revising, running, watching):
    for command in group.COMMANDS:
        drill_command.add_command(command)
