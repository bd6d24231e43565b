"""What the exercise was: its frame, who was there, what was artificial about it, how complete the record is."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.text import listed
from drill.findings.inquiry import Inquiry
from drill.findings.words import counted, span, stamp, times
from drill.report.after_action import AfterAction
from drill.report.blocks import Blocks, bullets, cite, cited, heading, table
from drill.report.escape import cell, code, code_cell, escape
from drill.scenario.model import Mode
from drill.session.control_lines import format_speed
from drill.session.statements import (
    AdHoc,
    Delayed,
    Edited,
    Entry,
    Fired,
    Jumped,
    Marked,
    NoDuff,
    Paused,
    Probed,
    Response,
    Seated,
    SetAside,
    Skipped,
    SpeedSet,
)


def overview(aar: AfterAction) -> Blocks:
    """The frame of the exercise, as HSEEP's exercise overview has it."""
    card, scenario = aar.scorecard, aar.scenario
    capabilities = listed(each.capability for each in scenario.objectives.values() if each.capability)
    delivered = {inject for play in aar.state.plays() for inject in play.delivered}
    starts = f", {scenario.starts:%H:%M} in the exercise" if scenario.starts else ""
    facts = [
        ("Scenario", f"{cell(scenario.title)} ({code_cell(scenario.scenario)})"),
        ("Date", f"{card.date}{starts}"),
        ("Length", f"{span(aar.ended_at)}; {span(scenario.duration)} were planned"),
        ("Manner", f"{card.style}, {card.mode}"),
        ("Plan", f"{cell(aar.plan.title)} ({code_cell(aar.plan.plan)}), version {aar.plan.version}"),
        ("Teams", ", ".join(code_cell(team.name) for team in aar.teams)),
        ("Capabilities", cell(capabilities)),
        ("Phases", "; ".join(f"{cell(phase.title)}, from {stamp(phase.at)}" for phase in scenario.phases)),
        ("Injects", f"{len(delivered)} of {len(aar.exercise.injects) + len(aar.state.adhoc)} reached a team"),
    ]
    coached = "A coached run is for learning: it gives no data for trends." if card.mode == Mode.COACHED else ""
    return [
        heading(2, "The exercise"),
        table(("", ""), [fact for fact in facts if fact[1]]),
        coached,
        *_who_was_there(aar),
        *_artificial(aar),
        *_completeness(aar),
    ]


# ── who was there ────────────────────────────────────────────────────────────


def _who_was_there(aar: AfterAction) -> Blocks:
    rows = []
    idle = []
    for role_id, role in aar.plan.roles.items():
        parts = [_part_of(team.inquiry, role_id) for team in aar.teams]
        if not any(parts):
            idle.append(role_id)
            continue
        marks = listed(
            word
            for word, holds in (
                ("played by control", role_id in aar.exercise.simulated),
                ("outside the organisation", role.external),
            )
            if holds
        )
        people = listed(aar.plan.people[person].name for person in role.people) if aar.names else ""
        rows.append((code_cell(role_id), cell(role.title) + (f" ({marks})" if marks else ""), cell(people), *parts))
    return [
        heading(3, "Who was there, by role"),
        table(("Role", "Title", "People", *(f"In {team.name}" for team in aar.teams)), rows),
        f"Had no part: {', '.join(code(role) for role in idle)}." if idle else "",
    ]


def _part_of(inquiry: Inquiry, role: str) -> str:
    """What a role's part in a team's play was: how often it acted and was called, and who was away."""
    aside = inquiry.play.judgements.set_aside
    acted = sum(
        1
        for entry in inquiry.record.log.responses
        if isinstance(entry.statement, Response) and entry.statement.role == role and entry.seq not in aside
    )
    called = len(inquiry.play.calls_to.get(role, ()))
    received = any(role in delivery.inject.to for delivery in inquiry.play.delivered.values())
    away = [
        f"{'left' if left else 'back'} {stamp(at)}"
        for at, person, left in inquiry.play.absences
        if person in inquiry.play.seats.get(role, ())
    ]
    words = [
        f"acted {times(acted)}" if acted else "",
        f"called {times(called)}" if called else "",
        "received injects" if received and not acted else "",
    ]
    said = ", ".join(word for word in words if word)
    seats = len(inquiry.play.seats.get(role, ()))
    return f"{said}; of {counted(seats, 'person', 'people')}: {', '.join(away)}" if said and away else said


# ── what was artificial ──────────────────────────────────────────────────────


def _artificial(aar: AfterAction) -> Blocks:
    items = [*_clock(aar), *_parties(aar), *_injects(aar), *_prompts(aar)]
    return [
        heading(3, "What was artificial"),
        bullets(items) or "Nothing but the exercise itself: the clock ran through, and control changed nothing.",
    ]


def _clock(aar: AfterAction) -> Iterator[str]:
    pauses = [entry for entry, _ in aar.statements(Paused)]
    if pauses:
        yield cited(f"The clock was paused {times(len(pauses))}.", *(aar.line(entry) for entry in pauses))
    for entry, said in aar.statements(SpeedSet):
        yield cited(
            f"From {stamp(entry.at)} the clock ran at {format_speed(said.thousandths)} times its speed.",
            aar.line(entry),
        )
    for entry, jump in aar.statements(Jumped):
        yield cited(f"The clock was moved from {stamp(entry.at)} to {stamp(jump.to)}.", aar.line(entry))
    for entry, _ in aar.statements(NoDuff):
        yield cited(f"A real emergency stopped the exercise at {stamp(entry.at)}.", aar.line(entry))


def _parties(aar: AfterAction) -> Iterator[str]:
    if aar.exercise.simulated:
        simulated = [role for role in aar.plan.roles if role in aar.exercise.simulated]
        yield f"Played by control: {', '.join(code(role) for role in simulated)}. Their silence is nobody's dead end."
    seats = [(entry, said) for entry, said in aar.statements(Seated)]
    for entry, seat in seats:
        known = aar.plan.people.get(seat.person)
        walk_in = " by somebody whom the plan does not name" if known is None else ""
        if aar.names:
            walk_in = f" by {escape(known.name if known is not None else seat.note or seat.person)}"
        yield cited(
            f"A seat of {code(seat.role)} in {code(seat.team)} was taken{walk_in}, at {stamp(entry.at)}.",
            aar.line(entry),
        )
    missing = aar.exercise.fit.missing
    if missing:
        names = ", ".join(f"{code(line.name)} ({line.kind})" for line in missing)
        yield f"Left out of the play, since the plan does not have it: {names}."


def _injects(aar: AfterAction) -> Iterator[str]:
    def about(inject: str, team: str, what: str, entry: Entry) -> str:
        note = f": {escape(entry.statement.note)}" if entry.statement.note else ""
        return cited(f"{code(inject)} {what} for {code(team)} at {stamp(entry.at)}{note}.", aar.line(entry))

    for entry, skipped in aar.statements(Skipped):
        yield about(skipped.inject, skipped.team, "was skipped", entry)
    for entry, fired in aar.statements(Fired):
        if not aar.prepared(fired.inject).inject.manual:
            yield about(fired.inject, fired.team, "was given by hand", entry)
    for entry, adhoc in aar.statements(AdHoc):
        yield about(
            adhoc.inject,
            adhoc.team,
            f"({escape(aar.inject_title(adhoc.inject))}) was written during the exercise",
            entry,
        )
    for entry, delayed in aar.statements(Delayed):
        yield about(delayed.inject, delayed.team, f"was moved to {stamp(delayed.to)}", entry)
    for entry, edited in aar.statements(Edited):
        yield cited(f"{code(edited.inject)} was reworded at {stamp(entry.at)}.", aar.line(entry))


def _prompts(aar: AfterAction) -> Iterator[str]:
    for entry, probe in aar.statements(Probed):
        note = f": {escape(entry.statement.note)}" if entry.statement.note else ""
        yield cited(
            f"Control asked {code(probe.team)} about {code(probe.inject)} at {stamp(entry.at)}{note}.", aar.line(entry)
        )


# ── how complete the record is ───────────────────────────────────────────────


def _completeness(aar: AfterAction) -> Blocks:
    rows = []
    for team in aar.teams:
        logging, lines = team.inquiry.card.logging, team.inquiry.record.log.responses
        assumed = sum(1 for entry in lines if isinstance(entry.statement, Response) and entry.statement.assumed)
        aside = sum(1 for _ in team.inquiry.record.statements(SetAside))
        rows.append(
            (
                code_cell(team.name),
                *(str(count) for count in (logging.seen, logging.recalled, assumed, aside, logging.unseen)),
            )
        )
    marks = [aar.line(entry) for entry, _ in aar.statements(Marked)]
    headers = ("Team", "Seen as it happened", "Recalled later", "By whom assumed", "Set aside", "Steps nobody saw")
    return [
        heading(3, "How complete the record is"),
        table(headers, rows),
        "What nobody saw is held against nobody. No mistake of a person or a role is drawn from an assumption.",
        f"Moments marked during play: {cite(*marks)}." if marks else "",
    ]
