"""The responder graph of a plan: who reaches an approval how fast, through whom, and what one absence breaks."""

from __future__ import annotations

from drill.plan.audit.analysis.absences import absences
from drill.plan.audit.analysis.approvals import approvals
from drill.plan.audit.analysis.model import Absence, Analysis, ApprovalPath, Route
from drill.plan.audit.analysis.routes import routes
from drill.plan.model import Plan

__all__ = ["Absence", "Analysis", "ApprovalPath", "Route", "analyse"]


def analyse(plan: Plan) -> Analysis:
    """The analysis of a plan's responder graph. It asks for no day: the graph is the same on each."""
    ways = routes(plan, approvals(plan))
    return Analysis(ways, absences(plan, ways))
