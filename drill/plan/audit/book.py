"""The book that the audit's rules are entered in, and what they look at: a plan, on a day.

An error: as the plan stands on that day, an account could be lost or taken, or an
approval could not be had, or would be worth nothing. A warning: something is due,
weak or unknown, or rests on one person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from drill.files.rulebook import Rulebook
from drill.files.times import Period
from drill.plan.audit.analysis import Analysis, analyse
from drill.plan.audit.analysis.approvals import Approval, approvals
from drill.plan.model import Plan

QUARTER = Period(3, "month")
"""How often what has no period of its own is looked at."""


@dataclass(frozen=True)
class PlanOnDay:
    """A plan as it is audited."""

    plan: Plan
    day: date
    """The day whose state is asked for."""

    @cached_property
    def analysis(self) -> Analysis:
        """The plan's responder graph."""
        return analyse(self.plan)

    @cached_property
    def approvals(self) -> tuple[Approval, ...]:
        """Every approval that the plan asks for."""
        return approvals(self.plan)

    @property
    def review_period(self) -> tuple[Period, str]:
        """How often the plan is looked at again, and whose rule that is, in words."""
        if self.plan.review is None:
            return QUARTER, "quarterly, since the plan names no review of its own"
        return self.plan.review.every, "the plan's own review period"

    def is_over(self, since: date, period: Period) -> bool:
        """Whether a period that began `since` is over on the day. On its last day it is not."""
        try:
            return period.after(since) < self.day
        except (ValueError, OverflowError):  # it ends after the last day of the calendar
            return False


AUDIT_RULES: Rulebook[PlanOnDay] = Rulebook()
