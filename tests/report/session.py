"""Sessions for the tests of this folder: what a report, a scorecard and a transcript come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from drill.report.after_action import AfterAction
from drill.report.charts.drawn import charts
from drill.report.improvement_csv import improvement_csv
from drill.report.markdown import report_markdown
from drill.report.page import report_page
from drill.report.scorecard_json import scorecard_json
from drill.session.play import look_up, play
from drill.session.state import State
from drill.session.transcript import read_transcript
from tests.building import DAY, HIJACKED, NORTHWIND, a_plan, a_scenario


@dataclass(frozen=True)
class Artefacts:
    """The texts that are made from a journal."""

    transcript: str
    scorecard: str
    report: str
    improvements: str
    charts: dict[str, str]
    page: str


def artefacts(state: State) -> Artefacts:
    """What a session comes to."""
    aar = AfterAction.of(state)
    scorecard = scorecard_json(aar.scorecard, {team.name: team.findings for team in aar.teams})
    return Artefacts(
        aar.written.text, scorecard, report_markdown(aar), improvement_csv(aar), charts(aar), report_page(aar)
    )


def report(state: State) -> str:
    """A session's report."""
    return report_markdown(AfterAction.of(state))


def after(history: dict[str, Any], lines: str, *, plan: str = NORTHWIND, scenario: str = HIJACKED) -> State:
    """A drill that was opened with what earlier ones left."""
    text = "\n".join(line.strip() for line in f"{lines}\n60m control end".splitlines())
    reading = look_up(
        read_transcript(text, "lines.txt"), a_plan(plan), a_scenario(scenario), day=DAY, teams=["blue"], history=history
    )
    return play(reading)[0].state


def section(text: str, title: str) -> str:
    """One section of a report, without its heading."""
    found = text.split(f"\n## {title}\n", 1)[1]
    return found.split("\n## ", 1)[0]
