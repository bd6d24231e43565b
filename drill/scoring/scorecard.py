"""The scorecard of a session: each team's parts, and everything that they rest on."""

from __future__ import annotations

from collections.abc import Mapping

from drill.plan.model import Weights
from drill.scoring.card import PART_NAMES, Parts, Scorecard, TeamCard
from drill.scoring.contacts import contact_rows, contacts_part
from drill.scoring.content import content_part, statement_ratings
from drill.scoring.continuity import continuity_part, stalls
from drill.scoring.credit import mean
from drill.scoring.decisions import decision_results, decisions_part
from drill.scoring.errors import escalation_errors
from drill.scoring.improvisation import improvisation, logging
from drill.scoring.order import order_part, order_results
from drill.scoring.ratings import gates, objective_results, team_rating
from drill.scoring.record import TeamRecord
from drill.scoring.responses import responses
from drill.scoring.time import time_part
from drill.session.collector import collector_at_rest
from drill.session.state import State
from drill.session.transcript import Written, write_transcript


def score(state: State, written: Written | None = None) -> Scorecard:
    """The scorecard of a session, as of its end, or as of now while it runs.

    `written` is the session's transcript, whose line numbers are the evidence.
    """
    written = written or write_transcript(state)
    opened, plan, scenario = state.opened, state.exercise.plan, state.exercise.scenario
    with collector_at_rest():
        teams = tuple(score_team(TeamRecord.of(state, team, written.line_of)) for team in opened.teams)
    return Scorecard(
        session=opened.session,
        date=opened.date,
        mode=opened.mode,
        style=opened.style,
        seed=opened.seed,
        scenario_id=scenario.scenario,
        scenario_title=scenario.title,
        scenario_sha256=scenario.document.sha256,
        plan_id=plan.plan,
        plan_version=plan.version,
        plan_sha256=plan.document.sha256,
        weights=weights_by_name(plan.scoring.weights),
        ended_at=state.now if state.ended_at is None else state.ended_at,
        teams=teams,
    )


def weights_by_name(weights: Weights) -> dict[str, float]:
    """The parts' weights, in the order of the scoring."""
    return {name: getattr(weights, name) for name in PART_NAMES}


def composite(parts: Parts, weights: Mapping[str, float]) -> float | None:
    """Σ weight·part / Σ weight over the parts observed; None where none was."""
    return mean([(weights[name], value) for name, value in parts.as_dict().items() if value is not None])


def score_team(record: TeamRecord) -> TeamCard:
    """One team's scorecard. It depends on no other team's lines."""
    rows = responses(record)
    contacts = contacts_part(record, rows)
    rules = order_results(record)
    decisions = decision_results(record)
    stalled = stalls(record)
    ratings = statement_ratings(record)
    parts = Parts(
        time=time_part(record, rows),
        contacts=contacts.score,
        order=order_part(rules),
        decisions=decisions_part(decisions),
        continuity=continuity_part(record, stalled),
        content=content_part(ratings),
    )
    total = composite(parts, weights_by_name(record.rules.weights))
    errors = escalation_errors(record, rows, rules, stalled)
    found = gates(record, rows, rules)
    objectives = objective_results(record, rows, found, errors)
    return TeamCard(
        team=record.log.team,
        composite=total,
        parts=parts,
        contact_precision=contacts.precision,
        contact_recall=contacts.recall,
        suggested=team_rating(record, total, rows, objectives, found, errors),
        gates=found,
        objectives=objectives,
        responses=rows,
        contacts=contact_rows(record),
        rules=rules,
        decisions=decisions,
        stalls=stalled,
        ratings=ratings,
        errors=errors,
        improvisation=improvisation(record, rows),
        logging=logging(record, rows),
    )
