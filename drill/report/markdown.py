"""The after-action report: its sections, in the order in which people read them."""

from __future__ import annotations

from drill.report.after_action import AfterAction
from drill.report.annex import annex
from drill.report.blocks import document, heading
from drill.report.choices import decisions, followed_and_left
from drill.report.escalation_map import escalation_maps
from drill.report.escape import escape
from drill.report.evaluation import evaluation
from drill.report.feedback_section import feedback_section
from drill.report.findings import findings
from drill.report.first_page import first_page
from drill.report.forecast import over_the_forecast
from drill.report.front_matter import front_matter
from drill.report.improvement import improvement_plan
from drill.report.masthead import masthead, meeting
from drill.report.notes import parked, strengths_and_gaps
from drill.report.objectives import objectives
from drill.report.overview import overview
from drill.report.published import published
from drill.report.responses import expected_and_actual
from drill.report.revisited import revisited
from drill.report.timeline import timeline
from drill.report.trend import trend

SECTIONS = (
    masthead,
    revisited,
    first_page,
    strengths_and_gaps,
    overview,
    timeline,
    objectives,
    expected_and_actual,
    over_the_forecast,
    trend,
    escalation_maps,
    published,
    decisions,
    followed_and_left,
    parked,
    evaluation,
    feedback_section,
    findings,
    improvement_plan,
    meeting,
    annex,
)


def report_markdown(aar: AfterAction) -> str:
    """The report of a session as markdown. The same session gives the same bytes, today and on any machine."""
    title = heading(1, f"After-action report: {escape(aar.scenario.title)}")
    return document([front_matter(aar), title, *(block for section in SECTIONS for block in section(aar))])
