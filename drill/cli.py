"""The command line: parses, calls one function, prints.

Nothing heavy is imported up here, so that ``drill --help`` answers at once. A
command is a function under `drill_command`; it returns an `ExitCode`, or None
for done, and raises `DrillError` for what the user should hear.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from drill import __version__
from drill.errors import DrillError, ExitCode, FilesInError, OutOfReach, WrongUsage

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
@click.pass_context
def drill_command(context: click.Context) -> int:
    """Tabletop crisis drills for the people behind a brand's social presence.

    Without a command, drill opens its terminal interface.
    """
    if context.invoked_subcommand is None:
        if sys.stdin.isatty() and sys.stdout.isatty():
            return int(import_module("drill.tui.app").open_home() or ExitCode.DONE)
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
        return _print_manual(explain)
    if not files:
        raise click.UsageError("name at least one FILE")
    from drill.files.diagnostics import Diagnostic, has_errors
    from drill.files.rendering import Format, render, tally
    from drill.scenario.checking import check_file

    found: dict[Diagnostic, None] = {}
    unreachable = 0
    for file in files:
        try:
            found.update(dict.fromkeys(check_file(file, plan, fit)))
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


def _print_manual(code: str | None) -> ExitCode:
    from drill.files.diagnostics import did_you_mean
    from drill.scenario.codes import manuals

    known = manuals()
    if code is None:
        width = max(map(len, known))
        for name, text in known.items():
            click.echo(f"{name:{width}}  {text.splitlines()[0]}")
        return ExitCode.DONE
    if code not in known:
        raise WrongUsage(f'there is no code "{code}"', did_you_mean(code, known) or "drill check --codes lists them")
    click.echo(f"{code}\n\n{known[code]}")
    return ExitCode.DONE


@drill_command.command(epilog="\b\nExample:\n  drill schema scenario > scenarios/scenario.schema.json")
@click.argument("kind", type=KINDS)
def schema(kind: str) -> None:
    """Print the JSON Schema of plans or scenarios.

    Editors complete and explain keys with it.
    """
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
