"""The script as it stands: each inject's state, what it waits on in words, and one inject in full."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from drill.files.times import format_duration
from drill.scenario.exercise import PreparedInject
from drill.session.expectations import Delivery
from drill.session.state import State
from drill.session.statements import Probed, Unmet
from drill.session.team import TeamPlay


class InjectStatus(StrEnum):
    """How an inject stands."""

    DELIVERED = "delivered"
    CURRENT = "delivered last"
    SCHEDULED = "scheduled"
    CONDITIONAL = "scheduled, on a condition"
    WAITING = "waits on a condition"
    MANUAL = "given by hand"
    SKIPPED = "skipped"
    UNMET = "not due, by its condition"


CAME = frozenset({InjectStatus.DELIVERED, InjectStatus.CURRENT})
GONE = frozenset({InjectStatus.SKIPPED, InjectStatus.UNMET})
"""What will not come any more, unless control delivers it by hand."""


@dataclass(frozen=True, slots=True)
class InjectRow:
    """One inject of the script, for one team or for all."""

    inject: str
    title: str
    status: InjectStatus
    at: int | None = None
    """When it came, is due or was skipped, in milliseconds; the earliest of the teams."""
    words: str = ""
    """What it waits on, as a reader would say it."""
    teams: tuple[str, ...] = ()
    """The teams that have it, where only some do."""

    @property
    def is_to_come(self) -> bool:
        """Whether it can still be delivered, moved or skipped."""
        return self.status not in CAME and self.status not in GONE


@dataclass(frozen=True, slots=True)
class ProbeLine:
    """A question for the facilitator to ask."""

    ask: str
    due_at: int | None
    """None while the inject has not come."""
    asked: bool


@dataclass(frozen=True, slots=True)
class OptionLine:
    """One way to decide, and the teams that chose it last."""

    option: str
    says: str
    chosen_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One inject in full, as the facilitator reads it out."""

    inject: str
    title: str
    status: InjectStatus
    at: int | None
    via: str
    from_: str
    to: tuple[str, ...]
    """Role ids."""
    recipients: tuple[str, ...]
    """The same roles by their titles."""
    public: bool
    text: str
    notes: str
    words: str
    probes: tuple[ProbeLine, ...] = ()
    question: str = ""
    options: tuple[OptionLine, ...] = ()
    teams: tuple[str, ...] = ()

    @property
    def for_players(self) -> str:
        """What may be sent to players: marked as an exercise, without notes, probes and expectations."""
        return card(self.via, self.from_, self.recipients, self.title, self.text)


def card(via: str, from_: str, recipients: Sequence[str], title: str, text: str) -> str:
    """An inject as players get it, between two lines that mark it as an exercise."""
    mark = "EXERCISE EXERCISE EXERCISE"
    head = f"{via}{f', from {from_}' if from_ else ''}, to {', '.join(recipients)}"
    return "\n".join([mark, head, title, *([text] if text else []), mark])


def current_inject(plays: Sequence[TeamPlay]) -> str | None:
    """The inject that came last."""
    last = [(delivery.at, delivery.entry, inject) for play in plays for inject, delivery in _last(play)]
    return max(last)[2] if last else None


def _last(play: TeamPlay) -> Iterable[tuple[str, Delivery]]:
    """What was delivered last: a play takes its deliveries in their order."""
    return islice(reversed(play.delivered.items()), 1)


def build_sheet(state: State, team: str | None, inject: str) -> Sheet | None:
    """An inject in full, worded with the session's names; None where no team has it on its script."""
    plays = [play for play in _plays(state, team) if inject in play.injects]
    if not plays:
        return None
    words, roles = wording(state), state.exercise.plan.roles
    row = _row(words, inject, plays, is_current=inject == current_inject(_plays(state, team)))
    play = next((each for each in plays if inject in each.delivered), plays[0])
    prepared = play.delivered[inject].inject if inject in play.delivered else play.injects[inject]
    said, decision = prepared.inject, prepared.inject.decision
    return Sheet(
        inject=inject,
        title=row.title,
        status=row.status,
        at=row.at,
        via=str(said.via),
        from_=words(said.from_ or ""),
        to=prepared.to,
        recipients=tuple(roles[role].title for role in prepared.to),
        public=said.is_public,
        text=words(said.text or "").strip(),
        notes=words(said.notes or "").strip(),
        words=row.words,
        probes=probes_of(state, plays, inject),
        question=words(decision.question) if decision else "",
        options=tuple(
            OptionLine(name, words(option.says), tuple(each.team for each in plays if each.decision_on(inject) == name))
            for name, option in (decision.options.items() if decision else ())
        ),
        teams=row.teams,
    )


def probes_of(state: State, plays: Sequence[TeamPlay], inject: str) -> tuple[ProbeLine, ...]:
    """An inject's probes: when each is due, and whether it was put to every team that has the inject."""
    had_by = [play for play in plays if inject in play.delivered]
    prepared = had_by[0].delivered[inject].inject if had_by else next(play.injects[inject] for play in plays)
    came_at = min((play.delivered[inject].at for play in had_by), default=None)
    words = wording(state)
    put = [_probes_put(play, inject) for play in had_by]
    return tuple(
        ProbeLine(
            ask=words(probe.ask),
            due_at=None if came_at is None else came_at + probe.after,
            asked=bool(put) and all(words(probe.ask) in notes or notes.count(None) > place for notes in put),
        )
        for place, probe in enumerate(prepared.inject.probes)
    )


def _probes_put(play: TeamPlay, inject: str) -> list[str | None]:
    """The questions put to a team about an inject; None for one that the line does not name."""
    statements = (entry.statement for entry in play.probes)
    return [said.note for said in statements if isinstance(said, Probed) and said.inject == inject]


def _plays(state: State, team: str | None) -> list[TeamPlay]:
    return [log.play for name, log in state.teams.items() if team in (None, name)]


def wording(state: State) -> Callable[[str], str]:
    """Puts the session's names and the plan's titles into a text of the scenario."""
    cast = state.cast
    return lambda text: state.exercise.words(text, cast)


def _row(words: Callable[[str], str], inject: str, plays: Sequence[TeamPlay], *, is_current: bool) -> InjectRow:
    each = {play.team: standing_of(play, inject) for play in plays if inject in play.injects}
    row = merged(each, is_current=is_current)
    return replace(row, title=words(row.title))


def merged(each: Mapping[str, InjectRow], *, is_current: bool) -> InjectRow:
    """One inject over several teams: what came stands for what is still to come."""
    came = {team: row for team, row in each.items() if row.status in CAME}
    first = min((came or each).values(), key=lambda row: (row.status in GONE, row.at is None, row.at or 0))
    return replace(
        first,
        status=InjectStatus.CURRENT if came and is_current else first.status,
        teams=tuple(came) if came and len(came) < len(each) else (),
    )


def standing_of(play: TeamPlay, inject: str) -> InjectRow:
    """One inject for one team, in the scenario's words."""
    prepared = play.delivered[inject].inject if inject in play.delivered else play.injects[inject]
    row = InjectRow(inject, prepared.inject.title, InjectStatus.WAITING, words=_waits_on(prepared))
    if inject in play.delivered:
        return replace(row, status=InjectStatus.DELIVERED, at=play.delivered[inject].at)
    if inject in play.skipped:
        entry = play.skipped[inject]
        unmet = isinstance(entry.statement, Unmet)
        return replace(row, status=InjectStatus.UNMET if unmet else InjectStatus.SKIPPED, at=entry.at)
    due = play.due.get(inject, play.owed.get(inject))
    if due is not None:
        guards = _guards(prepared)
        status = InjectStatus.CONDITIONAL if guards else InjectStatus.SCHEDULED
        return replace(row, status=status, at=due, words="; ".join(guards))
    return replace(row, status=InjectStatus.MANUAL) if prepared.inject.manual else row


def _waits_on(prepared: PreparedInject) -> str:
    said = []
    if prepared.when is not None:
        delay = f", {format_duration(prepared.inject.delay)} after" if prepared.inject.delay else ""
        said.append(f"when {prepared.when.words}{delay}")
    return "; ".join([*said, *_guards(prepared)])


def _guards(prepared: PreparedInject) -> list[str]:
    """What is looked at when it is due."""
    said = [f"if {prepared.if_.words}"] if prepared.if_ is not None else []
    return [*said, *([f"unless {prepared.unless.words}"] if prepared.unless is not None else [])]
