"""Actions: what no edit of the plan can do, such as hardware keys, or a named contact at the platform."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from drill.errors import Refused
from drill.files.diagnostics import did_you_mean
from drill.revision.living_plan import LivingPlan
from drill.revision.trail import Trail, Verb


class ActionState(StrEnum):
    """Where an action stands."""

    OPEN = "open"
    DONE = "done"
    RISK_ACCEPTED = "risk accepted"


@dataclass(frozen=True, slots=True)
class Action:
    """Something to be done by somebody by a day, carried from session to session until it is."""

    id: str
    title: str
    owner: str
    due: str
    finding: str | None
    session: str | None
    opened_at: str
    state: ActionState = ActionState.OPEN
    ended_by: str | None = None
    ended_at: str | None = None
    why: str | None = None

    def is_overdue(self, day: date) -> bool:
        """Whether it is open past its day."""
        return self.state is ActionState.OPEN and self.due < day.isoformat()


def actions_of(trail: Trail) -> dict[str, Action]:
    """A plan's actions by id, in the order in which they were opened."""
    found: dict[str, Action] = {}
    ends = {Verb.ACTION_DONE: ActionState.DONE, Verb.RISK_ACCEPTED: ActionState.RISK_ACCEPTED}
    for entry in trail:
        if entry.verb is Verb.ACTION_OPENED:
            data = entry.data
            found[entry.subject] = Action(
                entry.subject, data["title"], data["owner"], data["due"], data["finding"], data["session"], entry.at
            )
        elif entry.verb in ends and entry.subject in found:
            found[entry.subject] = replace(
                found[entry.subject],
                state=ends[entry.verb],
                ended_by=entry.by,
                ended_at=entry.at,
                why=entry.data.get("why"),
            )
    return found


def open_action(
    living: LivingPlan,
    title: str,
    *,
    by: str,
    owner: str,
    due: date,
    at: datetime,
    finding: str | None = None,
    session: str | None = None,
) -> Action:
    """Open an action. Raises Refused for people whom the plan does not know."""
    living.check_person(by)
    living.check_person(owner)
    number = len(actions_of(living.trail)) + 1
    name = f"action-{number}"
    data = {"title": title, "owner": owner, "due": due.isoformat(), "finding": finding, "session": session}
    living.trail.append(Verb.ACTION_OPENED, name, by, at=at, data=data)
    return actions_of(living.trail)[name]


def end_action(
    living: LivingPlan, name: str, *, by: str, at: datetime, why: str | None = None, accept_risk: bool = False
) -> Action:
    """Close an action as done, or accept its risk, which wants a reason. Raises Refused."""
    living.check_person(by)
    actions = actions_of(living.trail)
    if name not in actions:
        raise Refused(f"there is no action {name!r}", did_you_mean(name, actions))
    if actions[name].state is not ActionState.OPEN:
        raise Refused(f"{name} is {actions[name].state} already")
    if accept_risk and not why:
        raise Refused("accepting a risk wants a reason", "say why: --why TEXT")
    verb = Verb.RISK_ACCEPTED if accept_risk else Verb.ACTION_DONE
    living.trail.append(verb, name, by, at=at, data={"why": why})
    return actions_of(living.trail)[name]
