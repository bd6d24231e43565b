"""What was expected and what was done, step by step; where the time went; teams side by side."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.text import listed
from drill.findings.inquiry import CALLING, Inquiry
from drill.findings.words import span, stamp
from drill.report.after_action import AfterAction, TeamReview
from drill.report.blocks import Blocks, cite, heading, table
from drill.report.charts.drawn import response_image, spent_image
from drill.report.charts.time_spent import rows_with_waits, waits_of
from drill.report.escape import cell, code, code_cell
from drill.report.summary import response_name
from drill.report.timeline import ABREAST
from drill.report.wording import standing
from drill.scoring.card import Response, Status

_HEADERS = ("Asked for", "Of", "Inject", "Target", "Deadline", "Done", "How it stands", "Done by", "Clause", "Lines")


def expected_and_actual(aar: AfterAction) -> Blocks:
    """For each team every response that was asked of it; then where the time went; then the teams side by side."""
    blocks: Blocks = [heading(2, "Expected and actual")]
    for team in aar.teams:
        blocks.append(heading(3, f"Team {team.name}"))
        rows = [_row(team.inquiry, row) for row in team.inquiry.card.responses]
        blocks.append(table(_HEADERS, rows) or "Nothing was asked of this team.")
        blocks.append(response_image(aar, team))
        blocks += _where_the_time_went(aar, team)
    return [*blocks, *_side_by_side(aar)]


def _row(inquiry: Inquiry, row: Response) -> tuple[str, ...]:
    by = cell(row.by or "") + (" (assumed)" if row.assumed else "")
    marks = [mark for mark, holds in (("gate", row.gate), ("legal limit", row.hard)) if holds]
    title = f"{cell(row.title)} ({code_cell(response_name(inquiry, row))}{''.join(f', {mark}' for mark in marks)})"
    actors = " or ".join(inquiry.actors(row.step)) if row.step is not None else ""
    return (
        title,
        cell(actors),
        code_cell(row.inject),
        _time(row.target_at),
        _deadline(inquiry, row),
        _time(row.done_at),
        standing_of(inquiry, row),
        by,
        code_cell(row.clause),
        cite(row.evidence),
    )


def standing_of(inquiry: Inquiry, row: Response) -> str:
    """How a response stands, in plain words; of a call that was made in part, who was left out."""
    if row.status is Status.MISSED and row.kind in CALLING:
        contacts = inquiry.calls_for(row)
        left_out = [role for role, call in contacts if call is None]
        if len(left_out) < len(contacts):
            return f"incomplete: {listed(left_out)} never"
    return standing(row)


def _deadline(inquiry: Inquiry, row: Response) -> str:
    """The deadline; a clock that never started says so, since its step cannot have been late."""
    if row.deadline_at is None and row.step is not None and inquiry.expectation_of(row).deadline is not None:
        return "its clock never started"
    return _time(row.deadline_at)


def _time(at: int | None) -> str:
    return "" if at is None else stamp(at)


# ── where the time went ──────────────────────────────────────────────────────


def _where_the_time_went(aar: AfterAction, team: TeamReview) -> Blocks:
    rows = []
    for row in rows_with_waits(team):
        name = code_cell(response_name(team.inquiry, row))
        in_all = (row.done_at or 0) - row.expected_at
        rows.append((name, *(span(ms) if ms else "–" for ms in waits_of(row)), span(in_all)))
    if not rows:
        return []
    headers = ("Step", "Waiting to be told", "For an answer", "For approval", "Doing", "In all")
    return [heading(4, f"Where the time of {team.name} went"), spent_image(aar, team), table(headers, rows)]


# ── side by side ─────────────────────────────────────────────────────────────


def _side_by_side(aar: AfterAction) -> Blocks:
    """Teams beside each other, only on what both were asked by an inject that both received."""
    if len(aar.teams) < 2:
        return []
    blocks: Blocks = []
    for start in range(0, len(aar.teams), ABREAST):
        group = aar.teams[start : start + ABREAST]
        if len(group) > 1:
            rows = list(_common(aar, group))
            blocks.append(table(("Inject", "Asked for", *(team.name for team in group)), rows))
    return [
        heading(3, "Side by side"),
        "Only what every team of a table was asked for, by an inject that each of them received. It is no ranking.",
        *blocks,
    ]


def _common(aar: AfterAction, group: tuple[TeamReview, ...]) -> Iterator[tuple[str, ...]]:
    keyed = [{key_of(row): row for row in team.inquiry.card.responses} for team in group]
    shared = [key for key in keyed[0] if all(key in each for each in keyed[1:])]
    for key in shared:
        row = keyed[0][key]
        yield (
            code_cell(row.inject),
            code(response_name(group[0].inquiry, row)),
            *(standing_of(team.inquiry, each[key]) for team, each in zip(group, keyed, strict=True)),
        )


def key_of(row: Response) -> tuple[object, ...]:
    """What tells a response from others, in any session of the same scenario."""
    return row.inject, row.step, row.name, row.on, row.occurrence
