"""The session's state: a fold over its journal, and nothing else.

`evolve` folds one record; it changes the state that it is given and returns it
(the fold owns its state: to keep an old one, fold again). Nothing here knows a
clock, a file, a screen or a random source.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from drill.plan.load import plan_from_text
from drill.scenario.exercise import Exercise, PreparedInject
from drill.scenario.inline import inject_changes_from_yaml, inject_from_yaml
from drill.scenario.load import scenario_from_text
from drill.scenario.model import FitMap
from drill.session.events import Amended, Entered, Opened, Record, Redone, Ticked, Undone
from drill.session.grammar import Grammar
from drill.session.statements import (
    ALL,
    AdHoc,
    Adjudicated,
    Delivered,
    Edited,
    Ended,
    Entry,
    Jumped,
    NoDuff,
    Paused,
    Rank,
    Response,
    Resumed,
    Seated,
    SetAside,
    SpeedSet,
    Statement,
    TeamStatement,
    Unmet,
    Unseen,
)
from drill.session.team import Judgements, OutOfOrder, TeamPlay

SortKey = tuple[int, int, int, int, int]


@dataclass
class TeamLog:
    """One team's lines in the order of time, and its play folded over them."""

    team: str
    fold: Callable[[Judgements], TeamPlay]
    """Makes an empty play of the team."""
    key: Callable[[Entry], SortKey]
    lines: list[Entry] = field(default_factory=list)
    play: TeamPlay = field(init=False)

    def __post_init__(self) -> None:
        self.play = self.fold(Judgements())

    def insert(self, entry: Entry) -> None:
        """Put a line in its place; the play is folded anew where it was past it."""
        insort(self.lines, entry, key=self.key)
        if isinstance(entry.statement, (SetAside, Adjudicated, Unseen)):
            self.refold()
        elif entry.statement.rank is not Rank.JUDGEMENT:
            try:
                self.play.feed(entry)
            except OutOfOrder:
                self.refold()

    def remove(self, entry: Entry) -> None:
        """Take a line away, and fold the play anew."""
        self.lines.remove(entry)
        self.refold()

    def refold(self) -> None:
        """Fold the play anew from its lines, up to where it was."""
        position = self.play.position
        self.play = self.fold(Judgements.of(self.lines))
        for entry in self.lines:
            if entry.statement.rank is not Rank.JUDGEMENT:
                self.play.feed(entry)
        self.play.run_to(max(position, self.play.position))

    @property
    def responses(self) -> list[Entry]:
        """The team's own lines, in the order of time: ``#1`` is the first."""
        return [entry for entry in self.lines if isinstance(entry.statement, Response)]


class State:
    """What the journal says, all of it."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        plan = plan_from_text(opened.plan_text, opened.plan_name)
        scenario = scenario_from_text(opened.scenario_text, opened.scenario_name)
        self.exercise = Exercise(plan, scenario, FitMap.model_validate(dict(opened.fit)))
        self.day = date.fromisoformat(opened.date)
        self.seq = 0
        self.now = 0
        self.running = False
        self.was_started = False
        self.speed = 1_000
        self.ended_at: int | None = None
        self.no_duff = False
        self.entries: dict[int, Entry] = {}
        """The lines that count, by the journal's number of their first entry."""
        self.undone: list[Entry] = []
        """The lines that were taken back, the newest last."""
        self.adhoc: dict[str, None] = {}
        self.walk_ins: dict[str, str] = {}
        self.journal_grammar = Grammar(self.exercise, opened.teams, self.adhoc, self.walk_ins)
        self.grammar = Grammar(
            self.exercise, opened.teams, self.adhoc, self.walk_ins, self.entry_of_line, self.line_of_entry
        )
        self._order = {team: index for index, team in enumerate(opened.teams)}
        self.teams = {team: TeamLog(team, self._folder(team), self.sort_key) for team in opened.teams}

    def _folder(self, team: str) -> Callable[[Judgements], TeamPlay]:
        def fold(judgements: Judgements) -> TeamPlay:
            return TeamPlay(
                self.exercise,
                team,
                self.day,
                judgements=judgements,
                read_inject=self.read_inject,
                recorded=self.opened.recorded,
            )

        return fold

    def read_inject(self, yaml: str, before: PreparedInject | None) -> PreparedInject:
        """The inject that braces describe, or change. Raises ValueError with a sentence."""
        if before is not None:
            changed = before.inject.model_copy(update=inject_changes_from_yaml(yaml))
            return self.exercise.prepare(changed, before.index)
        inject = inject_from_yaml(yaml)
        order = list(self.adhoc)
        index = order.index(inject.id) if inject.id in self.adhoc else len(order)
        return self.exercise.prepare(inject, len(self.exercise.injects) + index)

    # ── the order of lines ───────────────────────────────────────────────────

    def sort_key(self, entry: Entry) -> SortKey:
        """The one order of lines: the instant, the rank on it, the scenario's order, the team, the journal."""
        said = entry.statement
        order = team = 0
        if isinstance(said, (Delivered, Unmet)):
            prepared = self.exercise.injects.get(said.inject)
            order = prepared.index if prepared else len(self.exercise.injects) + list(self.adhoc).index(said.inject)
            team = self._order.get(said.team, 0)
        return entry.at, int(said.rank), order, team, entry.seq

    def lines(self) -> list[Entry]:
        """Every line that counts, in its order."""
        return sorted(self.entries.values(), key=self.sort_key)

    def teams_of(self, statement: Statement) -> tuple[str, ...]:
        """The teams whose play a statement belongs to."""
        if isinstance(statement, (Response, TeamStatement)):
            return self.opened.teams if statement.team == ALL else (statement.team,)
        return self.opened.teams if isinstance(statement, (Edited, Ended)) else ()

    def entry_of_line(self, team: str, number: int) -> int | None:
        """The journal's number of a team's Nth line."""
        responses = self.teams[team].responses
        return responses[number - 1].seq if 1 <= number <= len(responses) else None

    def line_of_entry(self, seq: int) -> int:
        """Which line of its team an entry is; 0 where it counts no longer."""
        entry = self.entries.get(seq)
        if entry is None or not isinstance(entry.statement, Response):
            return 0
        return next(
            (number for number, line in enumerate(self.teams[entry.statement.team].responses, 1) if line.seq == seq), 0
        )

    # ── what the screens ask ─────────────────────────────────────────────────

    def plays(self) -> Iterator[TeamPlay]:
        """Each team's play."""
        return (log.play for log in self.teams.values())

    @property
    def cast(self) -> dict[str, str]:
        """The names drawn for this session."""
        return dict(self.opened.cast)


def evolve(state: State | None, record: Record) -> State:
    """The state after one more record of the journal."""
    event = record.event
    if isinstance(event, Opened):
        state = State(event)
    assert state is not None, "a journal begins with what its session stands on"
    state.seq, state.now = record.seq, max(state.now, record.now)
    match event:
        case Entered():
            statement = state.journal_grammar.parse(event.text)
            _enter(state, Entry(record.seq, event.at, statement, event.recalled))
        case Amended():
            statement = state.journal_grammar.parse(event.text)
            _leave(state, state.entries[event.entry])
            _enter(state, Entry(event.entry, event.at, statement, event.recalled))
        case Undone():
            entry = state.entries[event.entry]
            _leave(state, entry)
            state.undone.append(entry)
        case Redone():
            entry = next(entry for entry in state.undone if entry.seq == event.entry)
            state.undone.remove(entry)
            _enter(state, entry)
        case Ticked() | Opened():
            pass
    return state


def _enter(state: State, entry: Entry) -> None:
    said = entry.statement
    if isinstance(said, AdHoc):
        state.adhoc[said.inject] = None
    elif isinstance(said, Seated) and said.person not in state.exercise.plan.people:
        state.walk_ins[said.person] = said.note or said.person
    state.entries[entry.seq] = entry
    for team in state.teams_of(said):
        state.teams[team].insert(entry)
    _turn_clock(state, said, entry.at)


def _leave(state: State, entry: Entry) -> None:
    del state.entries[entry.seq]
    for team in state.teams_of(entry.statement):
        state.teams[team].remove(entry)
    if isinstance(entry.statement, Ended):
        state.ended_at = None


def _turn_clock(state: State, said: Statement, at: int) -> None:
    match said:
        case Paused():
            state.running = False
        case NoDuff():
            state.running, state.no_duff = False, True
        case Resumed():
            state.running, state.was_started, state.no_duff = True, True, False
        case SpeedSet():
            state.speed = said.thousandths
        case Jumped():
            state.now = max(state.now, said.to)
        case Ended():
            state.running, state.ended_at = False, at
        case Statement():
            pass
