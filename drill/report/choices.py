"""What was decided, and where the plan was followed or left."""

from __future__ import annotations

from drill.findings.words import stamp
from drill.report.after_action import AfterAction
from drill.report.blocks import Blocks, bullets, cite, cited, heading, table
from drill.report.escape import cell, code, code_cell, escape
from drill.report.timeline import option_words
from drill.session.statements import Adjudicated, Judgement


def decisions(aar: AfterAction) -> Blocks:
    """Every decision that an inject asked a team for; nothing where none did."""
    rows = [
        (
            code_cell(team.name),
            cell(aar.words(result.question)),
            cell(option_words(aar, team.name, result.inject, result.option)) if result.option else "never decided",
            result.quality or "",
            "" if result.at is None else stamp(result.at),
            "" if result.deadline_at is None else stamp(result.deadline_at),
            cite(result.evidence),
        )
        for team in aar.teams
        for result in team.inquiry.card.decisions
    ]
    headers = ("Team", "Question", "Answer", "Which is", "At", "Deadline", "Lines")
    return [heading(2, "Decisions"), table(headers, rows)] if rows else []


def followed_and_left(aar: AfterAction) -> Blocks:
    """The two by two of each team, and every improvisation with its judgement."""
    blocks: Blocks = [
        heading(2, "The plan followed, and left"),
        "A plan that was left is no mistake by itself: what worked may belong into the plan, "
        "and what was followed and did harm is a defect of it.",
    ]
    for team in aar.teams:
        two = team.inquiry.card.improvisation
        rows = (
            ("followed", str(two.followed_good), str(two.followed_bad)),
            ("left", str(two.deviated_good), str(two.deviated_bad)),
        )
        blocks += [
            heading(3, f"Team {team.name}"),
            table(("The plan was", "and it went well", "and it did harm"), rows),
            f"Not judged by anybody yet: {two.unjudged}." if two.unjudged else "",
            bullets(_improvisations(aar, team.name)),
        ]
    return blocks


def _improvisations(aar: AfterAction, team: str) -> list[str]:
    log = aar.state.teams[team]
    judged = {entry.statement.entry: entry for entry in log.lines if isinstance(entry.statement, Adjudicated)}
    items = []
    for entry in log.play.improvised:
        judgement = judged.get(entry.seq)
        words = f"{stamp(entry.at)}: {escape(entry.statement.note or 'without a word')}"
        lines = [aar.line(entry)]
        if judgement is not None and isinstance(judgement.statement, Adjudicated):
            said = judgement.statement
            verdict = {Judgement.SENSIBLE: "sensible", Judgement.HARMFUL: "harmful"}.get(
                said.judgement, "neither good nor bad"
            )
            stands_for = f", standing for {code(aar.exercise.name_of(said.satisfies))}" if said.satisfies else ""
            words += f". Judged {verdict}{stands_for}" + (f": {escape(said.note)}" if said.note else "")
            lines.append(aar.line(judgement))
        items.append(cited(f"{words}.", *lines))
    return items
