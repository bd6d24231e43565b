"""Who called whom: a map for each team of the ways that were used, those that were not, and the dead ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from drill.findings.inquiry import Inquiry
from drill.findings.words import span, stamp
from drill.report.after_action import AfterAction
from drill.report.blocks import Blocks, cite, heading, table
from drill.report.escape import cell, code_cell, fenced, mermaid_label
from drill.report.wording import ERRORS
from drill.scoring.card import Contact, Status
from drill.session.statements import Verb

MOST_TIMES = 3
"""So many times stand on one edge; the rest are counted."""

LEGEND = (
    "An arrow: called. A line with a dot at its end: told, which asks for nothing. A cross at its end: no answer "
    "until the exercise ended. Dotted: the plan or the scenario wanted it, and it was never made."
)


class Way(Enum):
    """What became of a way from one role to another."""

    CALLED = auto()
    TOLD = auto()
    DEAD_END = auto()
    NEVER = auto()


_ARROWS = {Way.CALLED: "-->", Way.TOLD: "--o", Way.DEAD_END: "--x", Way.NEVER: "-.->"}


@dataclass(frozen=True, slots=True)
class MapEdge:
    """One way of the map, with the times at which it was used, in milliseconds."""

    caller: str
    to: str
    way: Way
    times: tuple[int, ...]


def escalation_maps(aar: AfterAction) -> Blocks:
    """For each team the map, the same as a table, and what went wrong."""
    blocks: Blocks = [heading(2, "Who called whom")]
    for team in aar.teams:
        edges = map_edges(team.inquiry)
        blocks.append(heading(3, f"Team {team.name}"))
        if not edges:
            blocks.append("Nobody called anybody, and nobody was expected to.")
            continue
        blocks += [
            fenced(flowchart(team.inquiry, edges), "mermaid"),
            LEGEND,
            _contacts(team.inquiry),
            *_errors(team.inquiry),
        ]
    return blocks


def map_edges(inquiry: Inquiry) -> tuple[MapEdge, ...]:
    """The ways between roles: used, told, dead ends, and those that were expected and never used."""
    dead = {(stall.caller, stall.to) for stall in inquiry.card.stalls if stall.to_the_end}
    used: dict[tuple[str, str, Way], list[int]] = {}
    for contact in inquiry.card.contacts:
        pair = contact.caller, contact.to
        way = Way.DEAD_END if pair in dead else Way.TOLD if contact.verb is Verb.INFORMS else Way.CALLED
        used.setdefault((*pair, way), []).append(contact.at)
    edges = [MapEdge(caller, to, way, tuple(times)) for (caller, to, way), times in used.items()]
    made = {(edge.caller, edge.to) for edge in edges}
    never = dict.fromkeys(pair for pair in _never_made(inquiry) if pair not in made)
    return (*edges, *(MapEdge(caller, to, Way.NEVER, ()) for caller, to in never))


def _never_made(inquiry: Inquiry) -> Iterator[tuple[str, str]]:
    for row in inquiry.calls:
        if row.status is Status.MISSED and row.step is not None:
            caller = next(iter(inquiry.actors(row.step)), None)
            yield from ((caller, role) for role, call in inquiry.calls_for(row) if call is None and caller)
    for role, row in inquiry.reaches:
        if row.status is Status.MISSED:
            knew = inquiry.play.delivered[row.inject].inject.to
            yield from ((caller, role) for caller in knew[:1] if caller != role)


def flowchart(inquiry: Inquiry, edges: tuple[MapEdge, ...]) -> list[str]:
    """The map as a Mermaid flowchart; its nodes have ids of our own, so that no text can be taken for syntax."""
    roles = list(dict.fromkeys(role for edge in edges for role in (edge.caller, edge.to)))
    ids = {role: f"r{number}" for number, role in enumerate(roles)}
    lines = ["flowchart LR"]
    for role in roles:
        simulated = ", played by control" if role in inquiry.exercise.simulated else ""
        lines.append(f'  {ids[role]}["{mermaid_label(inquiry.plan.roles[role].title + simulated)}"]')
    for edge in edges:
        lines.append(f'  {ids[edge.caller]} {_ARROWS[edge.way]}|"{mermaid_label(_label(edge))}"| {ids[edge.to]}')
    return lines


def _label(edge: MapEdge) -> str:
    if edge.way is Way.NEVER:
        return "never"
    times = [stamp(at).removeprefix("T+") for at in edge.times]
    more = f" +{len(times) - MOST_TIMES}" if len(times) > MOST_TIMES else ""
    end = ", no answer" if edge.way is Way.DEAD_END else ", told" if edge.way is Way.TOLD else ""
    return ", ".join(times[:MOST_TIMES]) + more + end


def _contacts(inquiry: Inquiry) -> str:
    rows = [
        (
            stamp(contact.at),
            code_cell(contact.caller),
            code_cell(contact.to),
            "told" if contact.verb is Verb.INFORMS else "called",
            code_cell(contact.about or ""),
            _answer(contact),
            "not needed" if contact.useful is False else "",
            code_cell(contact.clause) if contact.clause else "no line in the plan",
            cite(contact.evidence),
        )
        for contact in inquiry.card.contacts
    ]
    return table(("T+", "From", "To", "How", "About", "Answered after", "", "Clause", "Lines"), rows)


def _answer(contact: Contact) -> str:
    if contact.verb is Verb.INFORMS:
        return "–"
    return "no answer" if contact.acked_at is None else span(contact.acked_at - contact.at)


def _errors(inquiry: Inquiry) -> Blocks:
    rows = [
        (
            ERRORS[error.kind] + (" (the plan's doing)" if error.of_the_plan else ""),
            "" if error.at is None else stamp(error.at),
            cell(error.caller or ""),
            cell(error.to or ""),
            code_cell(error.clause or ""),
            cite(error.evidence),
        )
        for error in inquiry.card.errors
    ]
    if not rows:
        return []
    return [
        heading(4, f"What went wrong between the roles of {inquiry.card.team}"),
        table(("What", "T+", "By", "To", "Clause", "Lines"), rows),
    ]
