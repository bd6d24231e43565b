"""One run of a rehearsal, minute by minute, as a report tells a session."""

from __future__ import annotations

from drill.rehearsal.told import ToldRun
from drill.report.after_action import AfterAction
from drill.report.blocks import document, heading
from drill.report.console import parts_text, scorecard_text
from drill.report.escape import escape, fenced
from drill.report.responses import expected_and_actual
from drill.report.timeline import timeline


def told_markdown(told: ToldRun) -> str:
    """What happened in the run, what was asked for, and its transcript, which `drill play` takes."""
    aar = AfterAction.of(told.state, names=True)
    return document(
        [
            heading(1, f"Run {told.number} of a rehearsal: {escape(aar.scenario.title)}"),
            fenced(parts_text(aar).splitlines()),
            *timeline(aar),
            *expected_and_actual(aar),
            heading(2, "Transcript"),
            fenced(told.transcript.splitlines()),
        ]
    )


def told_json(told: ToldRun) -> str:
    """The run's scorecard."""
    return scorecard_text(AfterAction.of(told.state, names=True))
