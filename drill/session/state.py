"""The session's state: a fold over its journal, and nothing else.

`evolve` folds one record; it changes the state that it is given and returns it
(the fold owns its state: to keep an old one, fold again). Nothing here knows a
clock, a file, a screen or a random source.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from drill.plan.load import plan_from_text
from drill.scenario.exercise import Exercise, PreparedInject
from drill.scenario.inline import inject_changes_from_yaml, inject_from_yaml
from drill.scenario.load import scenario_from_text
from drill.scenario.model import FitMap, Inject, Mode, Style
from drill.session.braces import brought_by
from drill.session.events import Amended, Entered, FedBack, Labelled, Opened, Record, Redone, Signed, Ticked, Undone
from drill.session.grammar import Grammar
from drill.session.judgements import Judgements
from drill.session.paperwork import Paperwork
from drill.session.statements import (
    ALL,
    AdHoc,
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
    SpeedSet,
    Statement,
    TeamStatement,
    Unmet,
    before,
)
from drill.session.team import OutOfOrder, TeamPlay

SortKey = tuple[int, int, int, str, int, int]


@dataclass
class Lines:
    """Lines in the order of time."""

    key: Callable[[Entry], SortKey]
    entries: list[Entry] = field(default_factory=list)
    _keys: list[SortKey] = field(default_factory=list)

    def insert(self, entry: Entry, key: SortKey) -> None:
        """Put a line in its place, by its key: most often the end."""
        index = bisect_right(self._keys, key) if self._keys and key < self._keys[-1] else len(self._keys)
        self._keys.insert(index, key)
        self.entries.insert(index, entry)

    def remove(self, entry: Entry) -> None:
        """Take a line away."""
        index = self.index(entry)
        del self._keys[index], self.entries[index]

    def index(self, entry: Entry) -> int:
        """Where a line stands."""
        return bisect_left(self._keys, self.key(entry))


class TeamLog:
    """One team's lines in the order of time, and its play folded over them.

    A line that belongs before what was folded already, and a judgement that changes
    what was, make the play stale; it is folded anew when somebody asks for it, so that
    many corrections cost one fold.
    """

    def __init__(self, team: str, fold: Callable[[Judgements], TeamPlay], key: Callable[[Entry], SortKey]) -> None:
        """`fold` makes an empty play of the team."""
        self.team = team
        self._fold = fold
        self._lines = Lines(key)
        self._responses = Lines(key)
        self._play = fold(Judgements())
        self._folded: SortKey | None = None
        self._is_stale = False
        self._changes = 0

    @property
    def lines(self) -> list[Entry]:
        """The team's lines, in the order of time."""
        return self._lines.entries

    @property
    def responses(self) -> list[Entry]:
        """The team's own lines, in the order of time: ``#1`` is the first."""
        return self._responses.entries

    @property
    def play(self) -> TeamPlay:
        """The team's play, as of its last line or of where time has come."""
        if self._is_stale:
            self._refold()
        return self._play

    @property
    def standing(self) -> tuple[int, int | None]:
        """While this is the same, the team's lines and its play are, too."""
        return self._changes, self.play.next_at

    def number_of(self, entry: Entry) -> int:
        """Which of the team's own lines one of them is, from 1."""
        return self._responses.index(entry) + 1

    def insert(self, entry: Entry) -> None:
        """Put a line in its place."""
        said, key = entry.statement, self._lines.key(entry)
        self._changes += 1
        self._lines.insert(entry, key)
        if isinstance(said, Response):
            self._responses.insert(entry, key)
        if said.rank is Rank.JUDGEMENT:
            self._is_stale |= self._play.judgements.change_by(said)
        elif not self._is_stale:
            self._feed(entry, key)

    def remove(self, entry: Entry) -> None:
        """Take a line away."""
        self._changes += 1
        self._lines.remove(entry)
        if isinstance(entry.statement, Response):
            self._responses.remove(entry)
        self._is_stale |= entry.statement.rank is not Rank.JUDGEMENT or self._play.judgements.change_by(entry.statement)

    def _feed(self, entry: Entry, key: SortKey) -> None:
        if self._folded is not None and key < self._folded:
            self._is_stale = True
            return
        try:
            self._play.feed(entry)
            self._folded = key
        except OutOfOrder:
            self._is_stale = True

    def _refold(self) -> None:
        position = self._play.position
        self._play, self._is_stale, self._folded = self._fold(Judgements.of(self.lines)), False, None
        for entry in self.lines:
            if entry.statement.rank is not Rank.JUDGEMENT:
                self._play.feed(entry)
                self._folded = self._lines.key(entry)
        self._play.run_to(max(position, self._play.position))


class State:
    """What the journal says, all of it."""

    def __init__(self, opened: Opened, exercise: Exercise | None = None) -> None:
        """`exercise` is what `opened` says, where somebody has read it already."""
        self.opened = opened
        self.exercise = exercise or _exercise(opened)
        self.day, self.mode, self.style = date.fromisoformat(opened.date), Mode(opened.mode), Style(opened.style)
        self.seq = 0
        self.now = 0
        """Where the clock stands, in milliseconds of exercise time."""
        self.reached = 0
        """Where the journal has come to: what was due before is decided. After a jump the clock is ahead of it."""
        self.running = False
        self.was_started = False
        self.speed = 1_000
        self.ended_at: int | None = None
        self.no_duff = False
        self.entries: dict[int, Entry] = {}
        """The lines that count, by the journal's number of their first entry."""
        self.undone: list[Entry] = []
        """The lines that were taken back, the newest last."""
        self.adhoc: dict[str, int] = {}
        """The injects that control wrote, and the exercise times at which it did."""
        self.walk_ins: dict[str, str] = {}
        self.paperwork = Paperwork()
        self._accounts: set[str] = set()
        self._options: dict[str, tuple[str, ...]] = {}
        self._injects_read: dict[str, Inject] = {}
        self._changes_read: dict[str, dict[str, Any]] = {}
        self.journal_grammar = Grammar(self.exercise, opened.teams, trusts=True)
        self.grammar = Grammar(
            self.exercise,
            opened.teams,
            self.adhoc,
            self.walk_ins,
            self._accounts,
            self._options,
            resolve_line=self.entry_of_line,
            line_number=self.line_of_entry,
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
        if before is None:
            inject = self._inject(yaml)
            return self.exercise.prepare(inject, len(self.exercise.injects))
        changed = before.inject.model_copy(update=self._changes(yaml))
        return self.exercise.prepare(changed, before.index)

    def _inject(self, yaml: str) -> Inject:
        if yaml not in self._injects_read:
            self._injects_read[yaml] = inject_from_yaml(yaml)
        return self._injects_read[yaml]

    def _changes(self, yaml: str) -> dict[str, Any]:
        if yaml not in self._changes_read:
            self._changes_read[yaml] = inject_changes_from_yaml(yaml)
        return self._changes_read[yaml]

    def learn(self, statement: Statement, at: int) -> None:
        """Take in the names that a line brings: of an inject, of accounts and options, of a walk-in."""
        match statement:
            case AdHoc() | Edited():
                if isinstance(statement, AdHoc):
                    self.adhoc[statement.inject] = at
                brought = brought_by(statement.yaml)
                self._accounts.update(map(self.exercise.fit.account, brought.accounts))
                if brought.options:
                    self._options[statement.inject] = brought.options
            case Seated() if statement.person not in self.exercise.plan.people:
                self.walk_ins.setdefault(statement.person, statement.note or statement.person)
            case Statement():
                pass

    # ── the order of lines ───────────────────────────────────────────────────

    def sort_key(self, entry: Entry) -> SortKey:
        """The one order of lines: the instant, the rank on it, the scenario's order, the team, the journal.

        Injects that control wrote come after the scenario's, by their names: in which order
        they were written is not the same when a session is played again.
        """
        said = entry.statement
        if not isinstance(said, (Delivered, Unmet)):
            return entry.at, int(said.rank), 0, "", 0, entry.seq
        prepared = self.exercise.injects.get(said.inject)
        order, name = (prepared.index, "") if prepared else (len(self.exercise.injects), said.inject)
        return entry.at, int(said.rank), order, name, self._order.get(said.team, 0), entry.seq

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
        return self.teams[entry.statement.team].number_of(entry)

    # ── what the screens ask ─────────────────────────────────────────────────

    def plays(self) -> Iterator[TeamPlay]:
        """Each team's play."""
        return (log.play for log in self.teams.values())

    @property
    def cast(self) -> dict[str, str]:
        """The names drawn for this session."""
        return dict(self.opened.cast)


def _exercise(opened: Opened) -> Exercise:
    plan = plan_from_text(opened.plan_text, opened.plan_name)
    scenario = scenario_from_text(opened.scenario_text, opened.scenario_name)
    return Exercise(plan, scenario, FitMap.model_validate(dict(opened.fit)))


def take(state: State, entry: Entry, now: int) -> None:
    """Take in a line as if a journal had it, at an exercise time (milliseconds): for what is only looked at."""
    state.seq, state.now, state.reached = max(state.seq, entry.seq), max(state.now, now), max(state.reached, now)
    _enter(state, entry)


def evolve(state: State | None, record: Record) -> State:
    """The state after one more record of the journal."""
    event = record.event
    if isinstance(event, Opened):
        state = State(event)
    assert state is not None, "a journal begins with what its session stands on"
    state.seq, state.now, state.reached = record.seq, max(state.now, record.now), max(state.reached, record.now)
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
        case Ticked():
            for play in state.plays():
                play.run_to(before(state.reached))
        case Labelled() | FedBack() | Signed():
            state.paperwork.take(event)
        case Opened():
            pass
    return state


def _enter(state: State, entry: Entry) -> None:
    state.paperwork.note_change()
    said = entry.statement
    state.learn(said, entry.at)
    state.entries[entry.seq] = entry
    for team in state.teams_of(said):
        state.teams[team].insert(entry)
    _turn_clock(state, said, entry.at)


def _leave(state: State, entry: Entry) -> None:
    state.paperwork.note_change()
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
