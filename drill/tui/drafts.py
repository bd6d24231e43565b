"""An inject while it is being written: its fields as typed, and the line of the transcript that they come to."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from drill.errors import Refused, with_remedy
from drill.files.diagnostics import did_you_mean
from drill.files.nodes import RESERVED_IDS
from drill.files.text import clean
from drill.files.times import SECOND, format_duration, format_stamp
from drill.scenario.model import Inject, Method
from drill.session.command_line import read_time
from drill.session.decide import Enter, decide
from drill.session.panes.script import card, wording
from drill.session.state import State
from drill.session.words import GrammarError


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the fields of the editor."""

    title: str = ""
    via: str = str(Method.PHONE)
    from_: str = ""
    to: str = ""
    """Roles, with commas."""
    at: str = ""
    """A time of the exercise, or how long from now; empty is now, or as the script has it."""
    text: str = ""
    notes: str = ""

    @property
    def roles(self) -> list[str]:
        """The roles that it goes to, as typed."""
        return [role.strip() for role in self.to.split(",") if role.strip()]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is written: a change of an inject that is still to come, or a new one for some teams."""

    teams: str
    inject: str = ""
    """The id of the inject that is changed; empty for a new one."""
    before: Inject | None = None
    due: int | None = None
    """When it comes as things stand, in milliseconds."""


def subject_of(state: State, inject: str) -> Subject | None:
    """The change of an inject; None where no team waits for it any more."""
    plays = [play for play in state.plays() if inject in play.injects and inject not in play.delivered]
    if not plays:
        return None
    due = min((play.due[inject] for play in plays if inject in play.due), default=None)
    return Subject("all", inject, plays[0].injects[inject].inject, due)


def draft_of(subject: Subject) -> Draft:
    """The fields as they stand before anything is typed."""
    before = subject.before
    if before is None:
        return Draft()
    return Draft(
        title=before.title,
        via=str(before.via),
        from_=before.from_ or "",
        to=", ".join(before.to),
        at=format_stamp(subject.due // SECOND * SECOND) if subject.due is not None else "",
        text=(before.text or "").strip(),
        notes=(before.notes or "").strip(),
    )


def line_of(draft: Draft, subject: Subject, state: State, now: int) -> str:
    """The line that a draft comes to; empty where nothing was changed. Raises ValueError for a time that is none."""
    was = draft_of(subject)
    said: dict[str, object] = {}
    for name in ("title", "via", "from_", "text", "notes"):
        typed = clean(str(getattr(draft, name))).strip()
        if typed != getattr(was, name) or (subject.before is None and typed):
            said[name.rstrip("_")] = typed
    if draft.roles != was.roles:
        said["to"] = draft.roles
    if draft.at.strip() != was.at:
        at = when(draft.at, now)
        if at is not None:
            said["at"] = format_duration(at)
    if subject.before is not None:
        return f"control edit {subject.inject} {braces(said)}" if said else ""
    return f"control adhoc {subject.teams} {braces({'id': new_id(state, draft.title), **said})}"


def when(text: str, now: int) -> int | None:
    """A typed time in milliseconds: ``5m`` is from now, ``T+00:20:00`` is then; None for an empty one.

    Raises ValueError.
    """
    text = text.strip()
    if not text:
        return None
    at, _ = read_time(text.removeprefix("+"), now)
    at = at if text.startswith("T+") else (now + at) // SECOND * SECOND
    if at < now // SECOND * SECOND:
        raise ValueError("that time is over")
    return at


def why_not(draft: Draft, subject: Subject, state: State, now: int) -> str | None:
    """What stands against a draft, in words; None where it can be saved."""
    if not draft.title.strip():
        return "the title is missing"
    if draft.via.strip() not in tuple(Method):
        return f"via is one of {', '.join(Method)}"
    unknown = [role for role in draft.roles if state.exercise.fit.role(role) is None]
    if unknown:
        hint = did_you_mean(unknown[0], state.exercise.fit.names("role"))
        return with_remedy(f"the plan has no role {unknown[0]}", hint)
    if not draft.roles:
        return "to: at least one role"
    try:
        words = line_of(draft, subject, state, now)
        if words:
            decide(state, Enter(now, state.grammar.parse(words)))
    except GrammarError as error:
        return error.on_one_line
    except ValueError as error:
        return str(error)
    except Refused as refusal:
        return refusal.message
    return None


def preview(draft: Draft, state: State) -> str:
    """The card as players will see it."""
    fit, roles, words = state.exercise.fit, state.exercise.plan.roles, wording(state)
    titles = [roles[role].title if (role := fit.role(name) or "") else name for name in draft.roles]
    return card(draft.via, words(draft.from_), titles, words(draft.title), words(draft.text).strip())


def new_id(state: State, title: str) -> str:
    """An id from a title that no other inject has."""
    known = {inject for play in state.plays() for inject in play.injects} | set(state.adhoc) | RESERVED_IDS
    words = re.findall(r"[a-z0-9]+", title.lower())[:4]
    name = "-".join(words) or "ad-hoc"
    return next(one for one in (name, *(f"{name}-{number}" for number in range(2, 1_000))) if one not in known)


def braces(values: Mapping[str, object]) -> str:
    """One line of YAML in braces. Strings are quoted as JSON does it, which YAML reads the same."""
    return "{" + ", ".join(f"{name}: {_value(value)}" for name, value in values.items()) + "}"


def _value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    text = str(value)
    return text if re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", text) else json.dumps(text, ensure_ascii=False)
