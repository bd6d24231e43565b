"""The annex: the chart of time, the method with its numbers, what the report rests on, and the log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from drill.files.times import SECOND
from drill.findings.inquiry import Inquiry
from drill.findings.words import span
from drill.report.after_action import AfterAction, TeamReview
from drill.report.blocks import Blocks, bullets, heading, table
from drill.report.escape import code, code_cell, fenced, mermaid_label
from drill.report.responses import standing_of
from drill.report.rounding import rounded
from drill.report.summary import response_name
from drill.scoring.card import LEFT_OUT, PART_NAMES, Response, Status
from drill.session.statements import Seated

_MIDNIGHT = datetime(2000, 1, 1)

CHART_OF_TIME = "The chart of time"
"""The heading over the diagram, which a page without scripts leaves out."""

MOST_TASKS = 60
"""A chart with more tasks than this is drawn slowly, or not at all."""


def annex(aar: AfterAction) -> Blocks:
    """All of the annex."""
    return [heading(2, "Annex"), *_chart(aar), *_method(aar), *_numbers(aar), *_sources(aar), *_log(aar)]


# ── the chart of time ────────────────────────────────────────────────────────


def _chart(aar: AfterAction) -> Blocks:
    tasks = [(team, row) for team in aar.teams for row in team.inquiry.card.responses if row.status not in LEFT_OUT]
    injects = _inject_lines(aar)
    if not tasks:
        return []
    share = max(1, (MOST_TASKS - len(injects)) // len(aar.teams))
    lines = ["gantt", "  dateFormat YYYY-MM-DD HH:mm:ss", "  axisFormat %H:%M:%S", "  todayMarker off"]
    if injects:
        lines += ["  section injects", *injects]
    drawn = 0
    for team in aar.teams:
        own = [row for each, row in tasks if each is team][:share]
        if own and drawn + len(own) + len(injects) <= MOST_TASKS:
            drawn += len(own)
            lines += [f"  section team {mermaid_label(team.name)}", *(_task(aar, team.inquiry, row) for row in own)]
    left = len(tasks) - drawn
    rest = f" {left} more stand in the tables above." if left else ""
    return [
        heading(3, CHART_OF_TIME),
        "From when each thing was asked for to when it was done; what was never done runs to the end of its time.",
        fenced(lines, "mermaid"),
        f"The same stands in the tables of expected and actual.{rest}",
    ]


def _inject_lines(aar: AfterAction) -> list[str]:
    first: dict[str, int] = {}
    for play in aar.state.plays():
        for inject, delivery in play.delivered.items():
            first[inject] = min(delivery.at, first.get(inject, delivery.at))
    ordered = sorted(first.items(), key=lambda item: item[1])[: MOST_TASKS // 3]
    return [f"  inject {mermaid_label(inject)} :milestone, {_moment(at)}, {_moment(at)}" for inject, at in ordered]


def _task(aar: AfterAction, inquiry: Inquiry, row: Response) -> str:
    until = row.done_at if row.done_at is not None else row.deadline_at or aar.ended_at
    late = row.status in (Status.LATE, Status.MISSED, Status.PREMATURE)
    label = mermaid_label(f"{response_name(inquiry, row)} - {standing_of(inquiry, row)}")
    end = max(until, row.expected_at + SECOND)  # a bar of no length is not drawn
    return f"  step {label} :{'crit' if late else 'done'}, {_moment(row.expected_at)}, {_moment(end)}"


def _moment(ms: int) -> str:
    """An exercise time as a date of its own, on which no clock is put forward or back anywhere.

    Mermaid would take plain seconds (``dateFormat X``) for milliseconds at a bar's start,
    and would draw them in the reader's time zone.
    """
    return f"{_MIDNIGHT + timedelta(seconds=ms // SECOND):%Y-%m-%d %H:%M:%S}"


# ── the method ───────────────────────────────────────────────────────────────


def _method(aar: AfterAction) -> Blocks:
    rules = aar.plan.scoring
    own = "this project's own"
    if "scoring" in aar.plan.model_fields_set:
        own = "set by the plan or, where it sets none, this project's own,"
    weights = ", ".join(f"{name} {weight:g}" for name, weight in aar.scorecard.weights.items())
    return [
        heading(3, "Method"),
        "The scorecard is a function of the plan, the scenario and the log, and of nothing else. The numbers in force "
        f"are {own} and have been calibrated by nobody yet: they order what to talk about, and prove nothing about a "
        "team.",
        bullets(
            [
                f"Weights of the parts: {weights}. A part with nothing to observe is left out, its weight shared out.",
                f"A step is worth 1 up to its target, {rules.credit_at_deadline:g} at its deadline, "
                "and half of that with each further deadline − target.",
                f"A delegate who was called before the role itself counts {rules.delegate_untried:g}, "
                f"another role {rules.wrong_role:g}, an acceptable decision {rules.acceptable_option:g}.",
                f"Within {span(rules.same_time)} of each other two stamps count as in order. "
                f"Up to {span(rules.borderline)} past its deadline a gate is left to the evaluator.",
                f"From {rules.performed:g} on the suggested rating is P, from {rules.some_challenges:g} on S, below it "
                "M; U where a gate was never done. A person confirms or overrides it.",
                f"{rules.broadcast_roles} roles asked one by one within {span(rules.broadcast_within)}, "
                "one of them to no use, are a broadcast.",
                "Left out: what the end cut off, what was excused, what nobody saw, steps without a deadline, and in a "
                "discussion every time.",
                "Every omission is charged in one part only. Teams are never ranked, and people are never scored.",
            ]
        ),
    ]


def _numbers(aar: AfterAction) -> Blocks:
    headers = ("Team", *PART_NAMES, "composite")
    rows = [(code_cell(team.name), *_parts(team)) for team in aar.teams]
    precision = [
        f"{code(team.name)}: roles asked that were useful {_number(team.inquiry.card.contact_precision)}, "
        f"calls that were due {_number(team.inquiry.card.contact_recall)}."
        for team in aar.teams
        if team.inquiry.card.parts.contacts is not None
    ]
    return [
        heading(3, "Parts and composite"),
        "From 0 to 1; a dash where nothing was observed. For trends of one plan and scenario, not for comparing teams.",
        table(headers, rows),
        "What contacts are made of:" if precision else "",
        bullets(precision),
    ]


def _parts(team: TeamReview) -> Iterator[str]:
    yield from (_number(value) for value in team.inquiry.card.parts.as_dict().values())
    yield _number(team.inquiry.card.composite)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{rounded(value):.3f}"


# ── what it rests on ─────────────────────────────────────────────────────────


def _sources(aar: AfterAction) -> Blocks:
    card, opened = aar.scorecard, aar.state.opened
    rows = [
        ("Session", code_cell(card.session)),
        ("Scenario", f"{code_cell(card.scenario_id)}, SHA-256 {code_cell(card.scenario_sha256)}"),
        ("Plan", f"{code_cell(card.plan_id)}, version {card.plan_version}, SHA-256 {code_cell(card.plan_sha256)}"),
        ("Seed", str(card.seed)),
        ("drill", code_cell(opened.drill)),
    ]
    return [heading(3, "What it rests on"), table(("", ""), rows)]


def _log(aar: AfterAction) -> Blocks:
    lines = aar.written.text.splitlines()
    for entry, seat in aar.statements(Seated):
        if seat.note and seat.person not in aar.plan.people and not aar.names:
            number = aar.written.line_of[entry.seq] - 1
            lines[number] = lines[number].split(" : ", 1)[0] + " : (a name)"
    width = len(str(len(lines)))
    return [
        heading(3, "The log"),
        "Line for line as in `transcript.txt`, which is what the numbers cite. People stand in it by their ids; names "
        "that somebody wrote into a note stand as they were written.",
        fenced([f"L{number:<{width}}  {line}" for number, line in enumerate(lines, 1)]),
    ]
