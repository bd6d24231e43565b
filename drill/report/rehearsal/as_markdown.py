"""A rehearsal's report as markdown. The same command, seed and version give the same bytes."""

from __future__ import annotations

from drill.files.text import listed
from drill.rehearsal.rehearsed import Rehearsed
from drill.report.blocks import Blocks, bullets, document, heading
from drill.report.escape import code, escape
from drill.report.rehearsal.answer import answer
from drill.report.rehearsal.overlay import laid_over
from drill.report.rehearsal.tables import (
    absences,
    comparison,
    injects,
    ratings,
    responders,
    waiting,
    ways,
)
from drill.report.rehearsal.times import times

SECTIONS = (comparison, times, laid_over, ratings, waiting, absences, injects, ways, responders)


def rehearsal_markdown(rehearsed: Rehearsed) -> str:
    """The whole report."""
    scenario = rehearsed.stage.model.exercise.scenario
    return document(
        [
            heading(1, f"Rehearsal: {escape(scenario.title)}"),
            *_partial(rehearsed),
            *answer(rehearsed),
            bullets(escape(warning) for warning in rehearsed.warnings),
            *(block for section in SECTIONS for block in section(rehearsed)),
            *_how(rehearsed),
        ]
    )


def _partial(rehearsed: Rehearsed) -> Blocks:
    forecast = rehearsed.forecast
    if not forecast.is_partial:
        return []
    return [f"**Partial:** it was interrupted after {forecast.runs:,} of {forecast.wanted:,} drills."]


def _how(rehearsed: Rehearsed) -> Blocks:
    plan, model = rehearsed.stage.plan, rehearsed.stage.model
    tried = f" Tried out: {escape(listed(rehearsed.changes))}." if rehearsed.changes else ""
    return [
        heading(2, "How this was made"),
        f"{rehearsed.forecast.runs:,} drills of {code(model.exercise.scenario.scenario)} on {code(plan.plan)}, version "
        f"{plan.version}, on {model.day.isoformat()}, seed {rehearsed.seed}.{tried} Synthetic responders did what the "
        "plan asks, each one thing at a time; people in a room do better and worse than that. Intervals are of 95 %: "
        "they say how sure the counting is, not how true the response times are. People are named since the plan names "
        "them; nobody was watched.",
    ]
