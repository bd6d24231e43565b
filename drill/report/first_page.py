"""The one page that a busy reader needs: what was played, how it went, what to answer first."""

from __future__ import annotations

from drill.files.text import listed
from drill.findings.finding import Finding, Severity
from drill.findings.words import counted, span
from drill.report.after_action import AfterAction, TeamReview
from drill.report.blocks import Blocks, bullets, cited, heading, numbered
from drill.report.escape import code, escape
from drill.report.evaluation import evaluators
from drill.report.notes import evaluated_by, strengths
from drill.report.objectives import rating_key, ratings_at_a_glance
from drill.report.summary import part_words
from drill.report.wording import grade_words
from drill.scenario.model import Mode

FIRST = 3
"""So many strengths, and so many findings, stand on the first page for each team."""

_NUMBERS = {2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six"}


def first_page(aar: AfterAction) -> Blocks:
    """Ratings at a glance, then each team part by part in counts and words, its strengths and what to answer first."""
    blocks: Blocks = [heading(2, "On one page"), _opening(aar)]
    glance = ratings_at_a_glance(aar)
    if glance:
        blocks += [glance, f"Ratings as in HSEEP: {rating_key()}"]
    for team in aar.teams:
        blocks += _team(aar, team)
    return blocks


def _opening(aar: AfterAction) -> str:
    card = aar.scorecard
    names = listed(code(team.name) for team in aar.teams)
    number = _NUMBERS.get(len(aar.teams), str(len(aar.teams)))
    who = f"Team {names}" if len(aar.teams) == 1 else f"{number} teams, {names},"
    coached = " It was a coached run, for learning." if card.mode == Mode.COACHED else ""
    talked = " It was talked through: times are shown, not scored." if not aar.is_timed else ""
    running = "" if aar.state.ended_at is not None else " **It has not ended yet: this is how things stand.**"
    return (
        f"{who} played “{escape(aar.scenario.title)}” for {span(aar.ended_at)} on {card.date}, with version "
        f"{card.plan_version} of the plan “{escape(aar.plan.title)}”.{coached}{talked}{running} "
        f"{evaluated_by(evaluators(aar))} What the plan asked for is counted here against what was seen; "
        "numbers in brackets are lines of the log at the end. Teams are not ranked, and no person is scored."
    ).replace("  ", " ")


def _team(aar: AfterAction, team: TeamReview) -> Blocks:
    parts = [f"**{part.title}:** {cited(escape(part.words) + '.', part.evidence)}" for part in part_words(team.inquiry)]
    good = strengths(aar, team)[:FIRST]
    grave = [each for each in team.findings if each.severity >= Severity.MODERATE]
    first = [cited(escape(each.title) + _again(aar, each), each.evidence) for each in grave[:FIRST]]
    rest = len(team.findings) - len(first)
    blocks: Blocks = [heading(3, f"Team {team.name}"), _as_a_whole(team), bullets(parts)]
    if good:
        blocks += ["What went well:", bullets(good)]
    if first:
        blocks += ["What to answer first:", numbered(first)]
    if rest:
        more = counted(rest, "more finding") if first else counted(rest, "minor finding")
        blocks.append(f"{more} below.")
    return blocks


def _again(aar: AfterAction, finding: Finding) -> str:
    return " (seen before)" if aar.seen_before(finding) else ""


def _as_a_whole(team: TeamReview) -> str:
    """The team's suggested rating, and what caps it."""
    card = team.inquiry.card
    gates = [gate.why + (" (borderline)" if gate.borderline else "") for gate in card.gates]
    more = f" and {len(gates) - FIRST} more" if len(gates) > FIRST else ""
    capped = f" Capped by: {escape('; '.join(gates[:FIRST]))}{more}." if gates else ""
    return f"Suggested for the team as a whole: {grade_words(card.suggested)}.{capped}"
