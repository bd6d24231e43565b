"""Two sessions beside each other, on what both were asked for. It is no ranking: no sum, no winner."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from drill.errors import Refused
from drill.findings.words import span
from drill.report.after_action import AfterAction, TeamReview
from drill.report.blocks import Blocks, bullets, document, heading, table
from drill.report.escape import cell, code, code_cell, escape
from drill.report.responses import key_of, standing_of
from drill.report.rounding import seconds
from drill.report.summary import part_words, response_name
from drill.scoring.card import Response


@dataclass(frozen=True, slots=True)
class Standing:
    """How one team of one session stood on a step."""

    session: str
    team: str
    after: int | None
    """Seconds from being asked to having done it; None where it was not done."""
    words: str


@dataclass(frozen=True, slots=True)
class Common:
    """One step that an inject which both sessions received asked of both."""

    inject: str
    step: str
    standings: tuple[Standing, ...]


def check_comparable(one: AfterAction, other: AfterAction) -> None:
    """Refuse what would compare different things. Raises Refused."""
    a, b = one.scorecard, other.scorecard
    if one.state.ended_at is None or other.state.ended_at is None:
        raise Refused("a drill that has not ended cannot be compared", "drill resume goes on with it")
    for what, left, right in (
        ("scenario", a.scenario_id, b.scenario_id),
        ("plan", a.plan_id, b.plan_id),
        ("style", a.style, b.style),
        ("mode", a.mode, b.mode),
    ):
        if left != right:
            raise Refused(f"they cannot be compared: the {what} of one is {left}, that of the other {right}")
    if not _received(one) & _received(other):
        raise Refused("they cannot be compared: no inject reached a team in both")


def _received(aar: AfterAction) -> set[str]:
    return {inject for play in aar.state.plays() for inject in play.delivered}


def common_steps(sessions: tuple[tuple[str, AfterAction], tuple[str, AfterAction]]) -> Iterator[Common]:
    """The steps that both sessions were asked for by injects that both received, in the first one's order."""
    shared = _received(sessions[0][1]) & _received(sessions[1][1])
    sides = [[(name, team, _rows(team)) for team in aar.teams] for name, aar in sessions]
    keys: dict[tuple[object, ...], Response] = {}
    for _, _, rows in sides[0]:
        keys = {**rows, **keys}
    for key, row in keys.items():
        if row.inject in shared and any(key in rows for _, _, rows in sides[1]):
            inquiry = next(team.inquiry for _, team, rows in sides[0] if key in rows)
            standings = tuple(_standing(name, team, rows.get(key)) for side in sides for name, team, rows in side)
            yield Common(row.inject, response_name(inquiry, row), standings)


def _rows(team: TeamReview) -> dict[tuple[object, ...], Response]:
    return {key_of(row): row for row in team.inquiry.card.responses}


def _standing(session: str, team: TeamReview, row: Response | None) -> Standing:
    if row is None:
        return Standing(session, team.name, None, "not asked")
    after = None if row.done_at is None else seconds(max(0, row.done_at - row.expected_at))
    return Standing(session, team.name, after, standing_of(team.inquiry, row))


def against_json(name: str, one: AfterAction, other_name: str, other: AfterAction) -> str:
    """The comparison as JSON. Raises Refused."""
    check_comparable(one, other)
    data = {
        "schema": 1,
        "sessions": [name, other_name],
        "plan_versions": [one.scorecard.plan_version, other.scorecard.plan_version],
        "common": [asdict(each) for each in common_steps(((name, one), (other_name, other)))],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def against_markdown(name: str, one: AfterAction, other_name: str, other: AfterAction) -> str:
    """The comparison as markdown. Raises Refused."""
    check_comparable(one, other)
    both = ((name, one), (other_name, other))
    rows = [_line(each) for each in common_steps(both)]
    teams = [f"{side} {team.name}" for side, (_, aar) in zip("AB", both, strict=True) for team in aar.teams]
    versions = one.scorecard.plan_version, other.scorecard.plan_version
    same_plan = one.scorecard.plan_sha256 == other.scorecard.plan_sha256
    same_script = one.scorecard.scenario_sha256 == other.scorecard.scenario_sha256
    return document(
        [
            heading(1, f"Two drills of “{escape(one.scenario.title)}”"),
            f"A is {code(name)} of {one.scorecard.date}, B is {code(other_name)} of {other.scorecard.date}. Only what "
            "both were asked for, by injects that both received, stands in the table. It is no ranking: different "
            "people, on different days.",
            bullets(
                [
                    f"Plan: version {versions[0]} in A, {versions[1]} in B"
                    + ("." if same_plan else "; its text differs, and what is asked for may have changed with it."),
                    "Scenario: the same text." if same_script else "Scenario: its text differs between the two.",
                ]
            ),
            table(("Inject", "Asked for", *teams), rows)
            or "No step was asked of both by an inject that both received.",
            *(block for side, (_, aar) in zip("AB", both, strict=True) for block in _parts(side, aar)),
        ]
    )


def _line(common: Common) -> tuple[str, ...]:
    return (
        code_cell(common.inject),
        code_cell(common.step),
        *(
            cell(each.words) + (f", after {span(each.after * 1000)}" if each.after is not None else "")
            for each in common.standings
        ),
    )


def _parts(side: str, aar: AfterAction) -> Blocks:
    blocks: Blocks = [heading(2, f"{side} in words, over all of it")]
    for team in aar.teams:
        parts = part_words(team.inquiry)
        blocks += [
            heading(3, f"Team {team.name}"),
            bullets(f"**{each.title}:** {escape(each.words)}." for each in parts),
        ]
    return blocks
