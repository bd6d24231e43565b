"""What happened, laid over what a rehearsal of the same plan expected."""

from __future__ import annotations

from drill.report.after_action import AfterAction
from drill.report.blocks import Blocks


def over_the_forecast(aar: AfterAction) -> Blocks:
    """The section; nothing where the plan says nothing of how fast its people are, nor in a discussion."""
    if "responders" not in aar.plan.model_fields_set or not aar.is_timed:
        return []
    from drill.report.rehearsal.overlay import overlay_section  # NumPy is loaded by those alone who need it

    return overlay_section(aar)
