"""Sessions for the tests of this folder: what a report, a scorecard and a transcript come to."""

from __future__ import annotations

from dataclasses import dataclass

from drill.report.after_action import AfterAction
from drill.report.markdown import report_markdown
from drill.report.scorecard_json import scorecard_json
from drill.session.state import State


@dataclass(frozen=True)
class Artefacts:
    """The three texts that are made from a journal."""

    transcript: str
    scorecard: str
    report: str


def artefacts(state: State) -> Artefacts:
    """What a session comes to."""
    aar = AfterAction.of(state)
    scorecard = scorecard_json(aar.scorecard, {team.name: team.findings for team in aar.teams})
    return Artefacts(aar.written.text, scorecard, report_markdown(aar))


def report(state: State) -> str:
    """A session's report."""
    return report_markdown(AfterAction.of(state))


def section(text: str, title: str) -> str:
    """One section of a report, without its heading."""
    found = text.split(f"\n## {title}\n", 1)[1]
    return found.split("\n## ", 1)[0]
