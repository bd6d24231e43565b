"""Rehearsing: ten thousand drills before ten people meet."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

import click

from drill.commands.options import AS_JSON, DAY, today
from drill.errors import ExitCode

if TYPE_CHECKING:
    from datetime import datetime

_AGAIN = "may be given again."


@click.command(
    epilog="\b\nExample:\n  drill rehearse scenarios/hijacked-account.yaml --absent eve\n"
    "  drill rehearse scenarios/hijacked-account.yaml --tell p95\n"
    "  drill rehearse scenarios/hijacked-account.yaml --fail-under in-time=80%"
)
@click.argument("scenario")
@click.option("--plan", metavar="PLAN", help="Rehearse on this plan instead of the scenario's own.")
@click.option("--fit", metavar="FILE", help="What the scenario names, and what the plan has instead.")
@click.option("--runs", type=int, metavar="N", default=10_000, show_default=True, help="How many drills.")
@click.option(
    "--side-runs", type=int, metavar="N", help="How many for each absence and instant role. [default: 1000; 0: none]"
)
@click.option("--seed", type=click.IntRange(min=0), metavar="N", default=0, help="What chance is drawn from.")
@click.option("--date", "day", type=DAY, metavar="DATE", help="The day of the drill; else the scenario's, else today.")
@click.option("--absent", metavar="PERSON", multiple=True, help=f"Somebody who is away in every drill; {_AGAIN}")
@click.option("--what-if", metavar="FILE", help="What would be different, as a file says.")
@click.option(
    "--revision", "revisions", metavar="ID", multiple=True, help=f"A proposed change, as if in effect; {_AGAIN}"
)
@click.option("--against", metavar="PLAN2", help="Another version of the plan, to be better or worse than.")
@click.option(
    "--fit-from", metavar="SESSION", multiple=True, help=f"A session that shows how fast people are; {_AGAIN}"
)
@click.option("--overlay", metavar="SESSION", multiple=True, help=f"A session to lay over the forecast; {_AGAIN}")
@click.option("--precision", metavar="[METRIC=]SHARE", help="Stop once the interval is plus and minus this, like 0.5%.")
@click.option("--tell", metavar="RUN", help="Tell one run minute by minute: its number, or p95.")
@click.option(
    "--fail-under", metavar="METRIC=VALUE", multiple=True, help=f"Exit with 1 for a share below this; {_AGAIN}"
)
@click.option("--out", metavar="FILE", help="Write it there instead of printing it.")
@AS_JSON
def rehearse(
    scenario: str,
    plan: str | None,
    fit: str | None,
    runs: int,
    side_runs: int | None,
    seed: int,
    day: datetime | None,
    absent: tuple[str, ...],
    what_if: str | None,
    revisions: tuple[str, ...],
    against: str | None,
    fit_from: tuple[str, ...],
    overlay: tuple[str, ...],
    precision: str | None,
    tell: str | None,
    fail_under: tuple[str, ...],
    out: str | None,
    as_json: bool,
) -> ExitCode:
    """Rehearse a scenario many times, with synthetic responders.

    Tells how likely each step is in time, who is waited for, and whose absence breaks what. The same
    command, seed and version give the same bytes.
    """
    from drill.rehearsal.bars import read_bars, read_precision
    from drill.report.rehearsal.as_data import rehearsal_json
    from drill.report.rehearsal.as_markdown import rehearsal_markdown
    from drill.report.rehearsal.playing import Wanted, play, staged, tell_run

    what = staged(
        Wanted(
            scenario=scenario,
            today=today(),
            plan=plan,
            fit=fit,
            runs=runs,
            side_runs=side_runs,
            seed=seed,
            day=day.date() if day else None,
            absent=absent,
            what_if=what_if,
            revisions=revisions,
            against=against,
            fit_from=fit_from,
            overlay=overlay,
            precision=precision,
        )
    )
    for note in what.notes:
        click.echo(f"note: {note}", err=True)
    bars = read_bars(what.after.model, fail_under, is_compared=what.before is not None)
    if precision is not None:
        read_precision(what.after.model, precision)
    if tell is not None:
        from drill.report.rehearsal.as_told import told_json, told_markdown

        told = tell_run(what, tell)
        _put(told_json(told) if as_json else told_markdown(told), out)
        return ExitCode.DONE
    with _watched() as watch:
        rehearsed = play(what, watch)
    _put(rehearsal_json(rehearsed) if as_json else rehearsal_markdown(rehearsed), out)
    missed = [words for bar in bars if (words := bar.verdict(rehearsed)) is not None]
    for words in missed:
        click.echo(words, err=True)
    if watch.is_stopped:
        return ExitCode.INTERRUPTED
    return ExitCode.FILES_IN_ERROR if missed else ExitCode.DONE


class _Watch:
    """Tells how far it is, on a terminal, and whether somebody pressed Ctrl-C."""

    def __init__(self) -> None:
        self.is_stopped = False
        self._is_shown = sys.stderr.isatty()

    def __call__(self, words: str) -> bool:
        """Show how far it is, in the place of what was shown before; whether to go on."""
        if self._is_shown:
            sys.stderr.write(f"\r\x1b[K{words}")
            sys.stderr.flush()
        return not self.is_stopped

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        """Ctrl-C: what is being played is finished, and what was learnt is told; once more ends it at once."""
        if self.is_stopped:
            raise KeyboardInterrupt
        self.is_stopped = True


@contextmanager
def _watched() -> Iterator[_Watch]:
    watch = _Watch()
    before = signal.signal(signal.SIGINT, watch.stop)
    try:
        yield watch
    finally:
        signal.signal(signal.SIGINT, before)
        watch("")


def _put(text: str, out: str | None) -> None:
    if out is None:
        click.echo(text, nl=False)
        return
    from pathlib import Path

    from drill.files.atomic import write_whole

    write_whole(Path(out), text.encode(), mode=0o644)
    click.echo(out)


COMMANDS = (rehearse,)
