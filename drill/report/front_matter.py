"""The front matter of a report: what makes it comparable, as YAML with sorted keys."""

from __future__ import annotations

import yaml

from drill.report.after_action import AfterAction
from drill.report.masthead import status

SCHEMA = 1
"""The version of the report's form."""


def front_matter(aar: AfterAction) -> str:
    """The block between two ``---`` at the top of a report. Its values are ids, hashes and numbers alone."""
    card = aar.scorecard
    values = {
        "date": card.date,
        "drill": aar.state.opened.drill,
        "mode": card.mode,
        "plan": {"id": card.plan_id, "sha256": card.plan_sha256, "version": card.plan_version},
        "scenario": {"id": card.scenario_id, "sha256": card.scenario_sha256},
        "schema": SCHEMA,
        "seed": card.seed,
        "session": card.session,
        "status": status(aar),
        "style": card.style,
        "teams": [team.name for team in aar.teams],
    }
    return "---\n" + yaml.safe_dump(values, sort_keys=True, allow_unicode=True, width=1_000) + "---"
