"""The exercise on paper: drill print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from drill.commands.options import DAY

if TYPE_CHECKING:
    from datetime import datetime

PAPERS = click.Choice(["cards", "msel", "sitman", "eeg"])
FORMS = click.Choice(["markdown", "html", "csv"])


@click.command(
    "print",
    epilog="\b\nExample:\n  drill print scenarios/hijacked-account.yaml --as cards --notes -o cards.html\n"
    "  drill print scenarios/hijacked-account.yaml --as msel --format csv > msel.csv",
)
@click.argument("scenario")
@click.option("--as", "paper", type=PAPERS, required=True, help="What is printed.")
@click.option("--plan", metavar="PLAN", help="Print it for this plan instead of the scenario's own.")
@click.option("--fit", metavar="FILE", help="What the scenario names, and what the plan has instead.")
@click.option("--team", "teams", metavar="NAME", multiple=True, help="A team; each gets cards and forms of its own.")
@click.option("--seed", type=click.IntRange(min=0), help="What names are drawn from; else the scenario's hash.")
@click.option("--date", "day", metavar="DATE", type=DAY, help="The day of the drill.")
@click.option(
    "--notes", is_flag=True, help="Cards with the facilitator's side behind each, for printing on both sides."
)
@click.option("--format", "form", type=FORMS, help="How; else as FILE's name says, else markdown. CSV is for the MSEL.")
@click.option("-o", "--output", "target", metavar="FILE", help="Write to this file instead of standard output.")
def print_command(
    scenario: str,
    paper: str,
    plan: str | None,
    fit: str | None,
    teams: tuple[str, ...],
    seed: int | None,
    day: datetime | None,
    notes: bool,
    form: str | None,
    target: str | None,
) -> None:
    """Print the exercise on paper.

    \b
    cards   inject cards to cut out and hand over
    msel    the whole script as one table, for control
    sitman  the players' situation manual, without answers
    eeg     an evaluation form for each objective
    """  # noqa: D301  (\b keeps click from filling the list)
    from drill.files.rendering import render
    from drill.paper.printing import Paper, form_for, print_files, write_paper
    from drill.report.console import lacking_text

    if notes and paper != Paper.CARDS:
        raise click.UsageError("--notes goes with --as cards")
    made = print_files(
        scenario,
        Paper(paper),
        form_for(Paper(paper), form, target),
        plan_file=plan,
        fit_file=fit,
        teams=teams,
        seed=seed,
        day=day.date() if day else None,
        with_notes=notes,
    )
    for told in (render(made.warnings), lacking_text(made.lacking)):
        if told:
            click.echo(told, err=True)
    if target is None:
        click.echo(made.text, nl=False)
    else:
        write_paper(target, made)


COMMANDS = (print_command,)
