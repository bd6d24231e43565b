"""The report of a session: made again, as a page, as data, beside another; signed off; and what participants said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import click

from drill.commands.options import AS_JSON, DAY, OUT, today
from drill.commands.retests import note_retests
from drill.errors import WrongUsage

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from drill.report.after_action import AfterAction
    from drill.session.session import Session

SESSION = click.argument("session")


@contextmanager
def _opened(name: str, out: str, *, to_write: bool = False) -> Iterator[tuple[Path, Session]]:
    """A session and its folder; to write into its journal, nobody else may be at it."""
    from drill.report.folder import find_session, open_session

    folder = find_session(name, out)
    with ExitStack() as stack:
        if to_write:
            from drill.tui.lock import only_control_room

            stack.enter_context(only_control_room(folder))
        session = open_session(folder)
        stack.callback(session.close)
        yield folder, session


@click.command(
    epilog="\b\nExample:\n  drill report 2026-11-27-hijacked-account --html\n"
    "  drill report 2026-11-27-hijacked-account --against 2026-09-04-hijacked-account"
)
@SESSION
@click.option("--html", "as_html", is_flag=True, help="Make one self-contained page of it as well: report.html.")
@AS_JSON
@click.option("--names", is_flag=True, help="Name people, in a copy of its own: report-names.md.")
@click.option("--interim", is_flag=True, help="Print a notice of critical lapses, on one page.")
@click.option("--against", "other", metavar="SESSION", help="Print it beside another session of the same scenario.")
@click.option("--classification", metavar="TEXT", help="How confidential it is; kept with the session.")
@click.option("--distribution", metavar="TEXT", help="Who gets it; kept with the session.")
@click.option("--retention", metavar="TEXT", help="How long it is kept; kept with the session.")
@click.option("--counsel", metavar="TEXT", help="Counsel's heading; kept with the session.")
@OUT
def report(
    session: str,
    as_html: bool,
    as_json: bool,
    names: bool,
    interim: bool,
    other: str | None,
    classification: str | None,
    distribution: str | None,
    retention: str | None,
    counsel: str | None,
    out: str,
) -> None:
    """Make a session's after-action report again.

    SESSION is its folder, or its name. Prints where the report is. What is said
    here about how it may be passed on goes before what its plan says; empty text
    takes it back.
    """
    if sum((as_html, interim, other is not None)) > 1 or (as_json and (as_html or interim)):
        raise WrongUsage("--html, --interim, --against and --json ask for different things", "choose one of them")
    from drill.report.after_action import AfterAction

    labels = {
        "classification": classification,
        "distribution": distribution,
        "retention": retention,
        "counsel": counsel,
    }
    said = {key: text for key, text in labels.items() if text is not None}
    with _opened(session, out, to_write=bool(said)) as (folder, opened):
        _label(opened, said)
        aar = AfterAction.of(opened.state, names=names)
        if other is not None:
            _print_against(folder.name, aar, other, out, as_json)
        elif interim:
            from drill.report.interim import interim_notice

            click.echo(interim_notice(aar), nl=False)
        elif as_json:
            from drill.report.as_data import report_json

            click.echo(report_json(aar), nl=False)
        else:
            from drill.report.copies import write_copy
            from drill.report.folder import write_artefacts

            note_retests(write_artefacts(opened.state, folder), folder.name)
            click.echo(str(write_copy(aar, folder, as_page=as_html)))


def _label(session: Session, labels: dict[str, str]) -> None:
    from drill.files.text import clean
    from drill.session.decide import PutOnRecord
    from drill.session.events import Labelled

    if labels:
        session.submit(PutOnRecord(Labelled({key: clean(text) for key, text in labels.items()})))


def _print_against(name: str, aar: AfterAction, other: str, out: str, as_json: bool) -> None:
    from drill.report.after_action import AfterAction
    from drill.report.against import against_json, against_markdown

    with _opened(other, out) as (folder, opened):
        compare = against_json if as_json else against_markdown
        click.echo(compare(name, aar, folder.name, AfterAction.of(opened.state, names=aar.names)), nl=False)


@click.command(
    epilog="\b\nExample:\n  drill finalise 2026-11-27-hijacked-account --by eve \\\n"
    "      --participants 'eve, legal, it-security' \\\n"
    "      --comment 'Counsel gets a deputy' --dissent 'legal: five minutes is too short'"
)
@SESSION
@click.option("--by", metavar="NAME", required=True, help="Who records the meeting and answers for it.")
@click.option("--participants", metavar="A,…", required=True, help="Who met: roles, people of the plan, or names.")
@click.option("--comment", "comments", metavar="TEXT", multiple=True, help="What was remarked; may be given again.")
@click.option("--dissent", metavar="TEXT", multiple=True, help="Who disagreed, and why; may be given again.")
@click.option("--date", "day", type=DAY, metavar="DATE", help="The day of the meeting; else today.")
@OUT
def finalise(
    session: str,
    by: str,
    participants: str,
    comments: tuple[str, ...],
    dissent: tuple[str, ...],
    day: datetime | None,
    out: str,
) -> None:
    """Record the after-action meeting that makes a draft final.

    What changes afterwards makes it a draft again, until the next meeting.
    """
    from drill.files.text import clean
    from drill.report.folder import REPORT, write_artefacts
    from drill.session.decide import PutOnRecord
    from drill.session.events import Signed

    met = tuple(clean(each.strip()) for each in participants.split(",") if each.strip())
    if not met or not by.strip():
        raise WrongUsage("nobody met", "say who: --by NAME --participants 'A, B'")
    held = (day.date() if day else today()).isoformat()
    signed = Signed(clean(by.strip()), held, met, tuple(map(clean, comments)), tuple(map(clean, dissent)))
    with _opened(session, out, to_write=True) as (folder, opened):
        if held < opened.state.opened.date:
            raise WrongUsage(
                f"the meeting of {held} would be before the drill, which is dated {opened.state.opened.date}",
                "--date DATE says when it was held",
            )
        opened.submit(PutOnRecord(signed))
        write_artefacts(opened.state, folder)
        click.echo(str(folder / REPORT))


@click.command(
    epilog="\b\nExample:\n  drill feedback --form > form.md\n  drill feedback 2026-11-27-hijacked-account answers.csv"
)
@click.argument("session", required=False)
@click.argument("file", required=False)
@click.option("--form", is_flag=True, help="Print a form to hand out, and read nothing.")
@OUT
def feedback(session: str | None, file: str | None, form: bool, out: str) -> None:
    """Take participants' feedback into a session's report.

    FILE is a CSV table whose first line names the questions. It takes the place of
    what came before. Columns that tell who answered are kept out of the report.
    """
    from drill.report.feedback_section import feedback_form

    if form:
        if session is not None:
            raise WrongUsage("--form is printed for any session", "leave SESSION and FILE out")
        click.echo(feedback_form(), nl=False)
        return
    if session is None or file is None:
        raise WrongUsage("name a SESSION and a FILE", "drill feedback --form prints the form")
    from drill.files.reading import read_text
    from drill.findings.words import counted
    from drill.report.feedback import read_feedback
    from drill.report.folder import FEEDBACK, write_artefacts
    from drill.session.decide import PutOnRecord
    from drill.session.events import FedBack

    text = read_text(file)
    found = read_feedback(text)
    with _opened(session, out, to_write=True) as (folder, opened):
        opened.submit(PutOnRecord(FedBack(text)))
        write_artefacts(opened.state, folder)
        click.echo(f"{counted(found.answers, 'answer')} taken in", err=True)
        click.echo(str(folder / FEEDBACK))


COMMANDS = (report, finalise, feedback)
