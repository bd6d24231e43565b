"""Objectives: the rating that was suggested, the one that a person confirmed, and what evaluators saw."""

from __future__ import annotations

from drill.report.after_action import AfterAction
from drill.report.blocks import Blocks, bullets, cite, cited, heading, table
from drill.report.escape import cell, code, code_cell, escape
from drill.report.wording import GRADES, NOT_RATED, grade_words
from drill.scoring.card import Gate, ObjectiveResult
from drill.session.statements import Grade, Observed


def ratings_at_a_glance(aar: AfterAction) -> str:
    """The table of the first page: each objective, and how it was rated in each team."""
    if not aar.scenario.objectives:
        return ""
    rows = []
    for index, (_, objective) in enumerate(aar.scenario.objectives.items()):
        results = [team.inquiry.card.objectives[index] for team in aar.teams]
        rows.append((cell(aar.words(objective.title)), *(_at_a_glance(result) for result in results)))
    return table(("Objective", *(team.name for team in aar.teams)), rows)


def _at_a_glance(result: ObjectiveResult) -> str:
    if result.confirmed is None:
        return f"{result.suggested}, suggested" if result.suggested else NOT_RATED
    if result.confirmed == result.suggested:
        return f"**{result.confirmed}**, confirmed"
    return f"**{result.confirmed}**, by {cell(result.by or 'an evaluator')} ({_letter(result.suggested)} suggested)"


def _letter(grade: Grade | None) -> str:
    return NOT_RATED if grade is None else str(grade)


def rating_key() -> str:
    """What the letters mean."""
    return "; ".join(f"{grade} {words}" for grade, words in GRADES.items()) + f"; {NOT_RATED} not rated."


def objectives(aar: AfterAction) -> Blocks:
    """Each objective: ratings with reasons and evidence, observations; then each team as a whole, with its gates."""
    blocks: Blocks = [heading(2, "Objectives and ratings")]
    for index, (objective_id, objective) in enumerate(aar.scenario.objectives.items()):
        rows = []
        for team in aar.teams:
            result = team.inquiry.card.objectives[index]
            confirmed = f"{result.confirmed} by {cell(result.by or '')}" if result.confirmed else "not yet"
            rows.append(
                (
                    code_cell(team.name),
                    _letter(result.suggested),
                    confirmed,
                    cell(result.reason or ""),
                    cite(result.evidence),
                )
            )
        capability = f" Capability: {escape(objective.capability)}." if objective.capability else ""
        blocks += [
            heading(3, escape(aar.words(objective.title))),
            f"Objective {code(objective_id)}.{capability}",
            table(("Team", "Suggested", "Confirmed", "Reason", "Lines"), rows),
            bullets(_observations(aar, objective_id)),
        ]
    return [*blocks, *_teams(aar)]


def _observations(aar: AfterAction, objective: str) -> list[str]:
    return [
        cited(
            f"{escape(said.observer)} on {code(said.team)}{f', {said.grade}' if said.grade else ''}: "
            f"{escape(said.note or 'no words')}",
            aar.line(entry),
        )
        for entry, said in aar.statements(Observed)
        if said.objective == objective
    ]


def _teams(aar: AfterAction) -> Blocks:
    blocks: Blocks = [heading(3, "Each team as a whole")]
    blocks.append(
        bullets(f"{code(team.name)}: {grade_words(team.inquiry.card.suggested)} (suggested)." for team in aar.teams)
    )
    rows = [
        (code_cell(team.name), cell(gate.why), _gate_words(gate), code_cell(gate.clause), cite(gate.evidence))
        for team in aar.teams
        for gate in team.inquiry.card.gates
    ]
    if rows:
        blocks += [
            "What caps a suggested rating:",
            table(("Team", "Gate", "", "Clause", "Lines"), rows),
        ]
    return blocks


def _gate_words(gate: Gate) -> str:
    return "borderline: for the evaluator to judge" if gate.borderline else ""
