"""What a small drill's findings are, for the tests of this folder."""

from __future__ import annotations

from typing import Any

from drill.findings.find import find
from drill.findings.finding import Finding
from tests.building import Drill, small_drill


def found_in(played: Drill, team: str = "blue") -> tuple[Finding, ...]:
    """The findings about a team."""
    return find(played.card(team), played.state, played.written)


def findings(lines: str, steps: str = "", **more: Any) -> dict[str, Finding]:
    """The findings of a small drill by id."""
    return {each.id: each for each in found_in(small_drill(lines, steps, **more))}


def finding(wanted: str, lines: str, steps: str = "", **more: Any) -> Finding:
    """The one finding of this id."""
    found = findings(lines, steps, **more)
    assert wanted in found, f"{wanted} is not among {', '.join(found) or 'none'}"
    return found[wanted]
