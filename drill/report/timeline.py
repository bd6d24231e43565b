"""What happened, in the order of time: injects and control beside what each team did."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from drill.files.text import listed
from drill.findings.words import counted, stamp
from drill.report.after_action import AfterAction
from drill.report.blocks import Blocks, cited, heading, table
from drill.report.escape import cell, code_cell
from drill.session.control_lines import format_speed
from drill.session.statements import (
    ALL,
    AdHoc,
    CameBack,
    Delivered,
    DroppedOut,
    Ended,
    Entry,
    Fired,
    Jumped,
    Marked,
    NoDuff,
    Paused,
    Probed,
    Rank,
    Response,
    Resumed,
    Skipped,
    SpeedSet,
    Statement,
    Unmet,
    Verb,
)

ABREAST = 4
"""So many teams stand side by side in a table; further ones get tables of their own."""

_VERBS = {
    Verb.ACKS: "answers",
    Verb.ESCALATES: "calls",
    Verb.CONVENES: "convenes",
    Verb.INFORMS: "tells",
    Verb.STARTS: "starts",
    Verb.DOES: "does",
    Verb.APPROVES: "approves",
    Verb.REJECTS: "rejects",
    Verb.DECIDES: "decides",
    Verb.IMPROVISES: "improvises",
}


def timeline(aar: AfterAction) -> Blocks:
    """The timeline as tables, a few teams abreast."""
    names = [team.name for team in aar.teams]
    groups = [names[start : start + ABREAST] for start in range(0, len(names), ABREAST)]
    return [heading(2, "Timeline"), *(_table(aar, group) for group in groups)]


def _table(aar: AfterAction, teams: list[str]) -> str:
    rows = []
    shown = [entry for entry in aar.entries if entry.statement.rank is not Rank.JUDGEMENT]
    for at, group in groupby(shown, key=lambda entry: entry.at):
        entries = list(group)
        script = list(_script(aar, entries, teams))
        acts = ["; ".join(_acts(aar, entries, team)) for team in teams]
        if script or any(acts):
            rows.append((stamp(at), aar.time_of_day(at), "; ".join(script), *acts))
    return table(("T+", "Clock", "Injects and control", *teams), rows)


def _script(aar: AfterAction, entries: list[Entry], teams: list[str]) -> Iterator[str]:
    """What control and the script did on one instant, the same inject to several teams as one."""
    shown = [entry for entry in entries if getattr(entry.statement, "team", ALL) in (*teams, ALL)]
    for words, inject, kinds in (("to", True, (Delivered, Fired)), ("did not apply to", False, (Unmet,))):
        given: dict[str, list[Entry]] = {}
        for entry in shown:
            if isinstance(entry.statement, kinds):
                given.setdefault(entry.statement.inject, []).append(entry)
        for name, each in given.items():
            to = [team for entry in each for team in aar.state.teams_of(entry.statement)]
            who = listed(to)
            title = f": {cell(aar.inject_title(name, to[0]))}" if inject else ""
            bold = "**" if inject else ""
            yield cited(f"{bold}{code_cell(name)}{bold} {words} {who}{title}", *(aar.line(entry) for entry in each))
    for entry in shown:
        words = _control_words(aar, entry.statement)
        if words:
            yield cited(words, aar.line(entry))


def _teams_of(aar: AfterAction, said: Statement) -> str:
    return listed(aar.state.teams_of(said))


def _control_words(aar: AfterAction, said: Statement) -> str:
    match said:
        case Paused():
            return "paused"
        case Resumed():
            return "clock runs"
        case SpeedSet():
            return f"speed ×{format_speed(said.thousandths)}"
        case Jumped():
            return f"jump to {stamp(said.to)}"
        case NoDuff():
            return "**NO DUFF**"
        case Ended():
            return "**end of the exercise**"
        case AdHoc():
            title = cell(aar.inject_title(said.inject))
            return f"**{code_cell(said.inject)}** (ad hoc) to {_teams_of(aar, said)}: {title}"
        case Skipped():
            return f"{code_cell(said.inject)} skipped for {_teams_of(aar, said)}"
        case Probed():
            return f"probe to {_teams_of(aar, said)} about {code_cell(said.inject)}"
        case DroppedOut():
            return f"away in {_teams_of(aar, said)}: {_people_words(aar, said.people)}"
        case CameBack():
            return f"back in {_teams_of(aar, said)}: {_people_words(aar, said.people)}"
        case Marked():
            return "mark" + (f": {cell(said.note)}" if said.note else "")
        case _:
            return ""


def _people_words(aar: AfterAction, people: tuple[str, ...]) -> str:
    """``1 person of `legal` ``: people by their roles, unless they are named."""
    if aar.names:
        return cell(listed(aar.plan.people[each].name if each in aar.plan.people else each for each in people))
    roles = [code_cell(role) for role, seat in aar.plan.roles.items() if set(seat.people) & set(people)]
    return counted(len(people), "person", "people") + (f" of {listed(roles)}" if roles else "")


def _acts(aar: AfterAction, entries: list[Entry], team: str) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry.statement, Response) and entry.statement.team == team:
            yield cited(act_words(aar, entry), aar.line(entry))


def act_words(aar: AfterAction, entry: Entry) -> str:
    """What a role was seen to do, in plain words for a cell of a table."""
    said = entry.statement
    assert isinstance(said, Response)
    words = [cell(said.role) + (" (assumed)" if said.assumed else ""), _VERBS[said.verb]]
    if said.from_role:
        words.append(cell(said.from_role))
    if said.roles:
        words.append(cell(listed(said.roles)))
    if said.inject:
        words.append(code_cell(said.inject) + (":" if said.option else ""))
    if said.option and said.inject:
        words.append(cell(option_words(aar, said.team, said.inject, said.option)))
    if said.step:
        words.append(code_cell(aar.exercise.name_of(said.step)))
    if said.act:
        words.append(code_cell(said.act))
    if said.account:
        words.append(f"on {code_cell(said.account)}")
    if said.about:
        words.append(f"about {code_cell(said.about)}")
    if said.resource:
        words.append(f"with {code_cell(said.resource)}{', edited' if said.edited else ''}")
    text = " ".join(words)
    if said.note and (said.verb is Verb.IMPROVISES or said.act is not None):
        text += f": “{cell(said.note)}”"
    aside = entry.seq in aar.state.teams[said.team].play.judgements.set_aside
    return text + (" (recalled)" if entry.recalled else "") + (" (set aside)" if aside else "")


def option_words(aar: AfterAction, team: str, inject: str, option: str) -> str:
    """What a team decided, in the words of the option; the option itself where the inject has no such words."""
    decision = aar.prepared(inject, team).inject.decision
    return aar.words(decision.options[option].says) if decision and option in decision.options else option
