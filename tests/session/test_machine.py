"""A drill run by chance: whatever two teams and a facilitator do, what must hold of a session holds after every step."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from drill.errors import OutOfReach, Refused
from drill.scoring.scorecard import score
from drill.session.decide import Undo
from drill.session.events import Opened
from drill.session.foresight import foresee
from drill.session.opening import open_session
from drill.session.session import MemoryStore, Session
from drill.session.state import State, TeamLog, evolve
from drill.session.statements import Delivered, Fired, Response
from drill.session.team import TeamPlay
from drill.session.transcript import write_transcript
from drill.session.view import Viewer
from drill.session.words import GrammarError
from tests.building import DAY, Room, a_plan, a_scenario, as_kept, minutes, played_again, small_plan, small_scenario
from tests.report.session import artefacts
from tests.tally import TALLY

STEPS = "steps of the state machine"
FOLDED_EVERY = 8
"""After so many steps the journal is folded anew, and compared with what is live; a fold costs as much as all of them."""

TEAMS = ("blue", "red")
PLAN = small_plan(
    """
    stop: {do: Stop, by: [lead], is: posts-stopped, deadline: 4m}
    lock: {do: Lock, by: [tech], per: account, takes: 2m, clock: reached, deadline: 6m, after: [stop]}
    call: {contact: tech, by: [lead], deadline: 5m}
    all-in: {convene: [tech, legal], by: [lead], deadline: 8m}
    sign: {approve: say, by: [legal], deadline: 9m, unless: {used: holding}}
    say: {do: Speak, by: [press], uses: holding, public: true, deadline: 12m, not_before: {contacted: legal}}
    update: {do: Update, by: [press], repeat: {every: 5m, until: {done: say}}, deadline: 3m}
    clear: {do: Say that it is over, all_of: [lead, boss], clock: {done: lock}, deadline: 9m}
    """,
    roles="tech: {people: [tom, sam], delegates: [deputy], ack_within: 3m}",
    accounts="{'@main': {platform: X, owners: {primary: ann}}, '@photo': {platform: X, owners: {primary: ann}}}",
    resources="{holding: {kind: holding-statement, title: Holding, text: We know., approved_by: legal}}",
    also_fine="{pin: Pin it}",
    forbidden="{shout: Shout}",
)
DECISION = "decision: {question: What, options: {go: {says: Go, is: best}, wait: {says: Wait, is: poor}}}"
INJECTS = f"""
- {{id: news, about: ['@main'], expect: [stop, lock, call, update], must_reach: [{{role: legal, deadline: 6m}}], {DECISION}}}
- {{id: press, at: 3m, unless: {{done: stop}}, to: [press], expect: [say, sign]}}
- {{id: answer, when: {{contacted: tech}}, delay: 90s}}
- {{id: echo, when: {{delivered: answer}}, if: {{done: stop}}, to: [tech]}}
- {{id: bad, when: {{late: stop}}, delay: 1m, expect: [all-in]}}
- {{id: gone, at: 6m, effects: {{absent: [ann, tom]}}}}
- {{id: here, when: {{absent: tom}}, delay: 2m, effects: {{back: [tom]}}}}
- {{id: chosen, when: {{decided: {{news: go}}}}, delay: 30s, about: ['@photo'], expect: [lock, clear]}}
- {{id: quiet, when: {{all: [{{not: {{done: say}}}}, {{late: update}}]}}}}
- {{id: gift, manual: true, expect: [stop]}}
"""
SCENARIO = small_scenario(
    INJECTS, phases=[{"id": "two", "title": "The press calls", "at": "5m", "pause": True}], simulated=["press"]
)


@cache
def opened() -> Opened:
    """What every run stands on."""
    return open_session(a_plan(PLAN), a_scenario(SCENARIO), teams=TEAMS, day=DAY)


def fresh_play(log: TeamLog, state: State) -> TeamPlay:
    """A team's play, folded from nothing but its lines as they stand now."""
    fresh = TeamLog(log.team, log._fold, state.sort_key)
    for entry in log.lines:
        fresh.insert(entry)
    fresh.play.run_to(max(log.play.position, fresh.play.position))
    return fresh.play


def facts(play: TeamPlay) -> dict[str, object]:
    """What a play says; what a line made due at its own instant may be owed already, or at the next moment."""
    names = ("expectations", "reaches", "calls", "acts", "choices", "told", "absences", "seats")
    came = [(name, each.at, each.entry, each.by_hand, each.inject.inject) for name, each in play.delivered.items()]
    passed = [(name, entry.seq) for name, entry in play.skipped.items()]
    return {name: getattr(play, name) for name in names} | {
        "came": came,
        "passed": passed,
        "to come": play.due | play.owed,
    }


WORDS = {
    "team": st.sampled_from(TEAMS),
    "some": st.sampled_from((*TEAMS, "all")),
    "role": st.sampled_from(["lead", "tech", "legal", "press", "boss", "deputy", "lead?", "tech/sam"]),
    "step": st.sampled_from(["stop", "lock", "call", "all-in", "sign", "say", "update", "clear", "pin", "shout"]),
    "inject": st.sampled_from(
        ["news", "press", "answer", "echo", "bad", "gone", "here", "chosen", "quiet", "gift", "extra-1"]
    ),
    "account": st.sampled_from(["", " on @main", " on @photo"]),
    "about": st.sampled_from(["", " about news", " about press"]),
    "number": st.integers(1, 4),
    "minute": st.integers(0, 12),
    "people": st.sampled_from(["ann", "tom", "tom, sam", "liz"]),
    "edit": st.sampled_from(
        [
            "title: Changed",
            "at: 9m",
            "when: {done: stop}",
            "when: {contacted: legal}, delay: 1m",
            "manual: true",
            "expect: [say]",
        ]
    ),
    "trigger": st.sampled_from(["manual: true", "at: 7m", "when: {done: say}", "when: {delivered: press}, delay: 1m"]),
}
LINES = (
    "{team} {role} acks{account}",
    "{team} {role} acks news",
    "{team} {role} does {step}{account}",
    "{team} {role} does say with holding",
    "{team} {role} starts lock{account}",
    "{team} {role} escalates tech{about}",
    "{team} {role} convenes tech, legal{about}",
    "{team} {role} informs legal{about}",
    "{team} {role} approves say",
    "{team} {role} decides news go",
    "{team} {role} decides news wait",
    "{team} {role} improvises : something",
    "control absent {some} {people}",
    "control back {some} {people}",
    "control seat {some} tech zoe : Zoe",
    "control probe {some} news",
    "control inject {inject} {some}",
    "control skip {inject} {some}",
    "control delay {inject} {some} to {minute}m",
    "control edit {inject} {{{edit}}}",
    "control adhoc {some} {{id: extra-{number}, {trigger}, via: chat, to: [boss], title: More, expect: [stop]}}",
    "control adjudicate {team} #{number} sensible satisfies stop",
    "control adjudicate {team} #{number} harmful",
    "control set-aside {team} #{number}",
    "control unseen {team} stop",
    "control missed {team} {step}{account}",
    "control mark",
)


class Drills(RuleBasedStateMachine):
    """Two teams, a clock, and a facilitator who corrects, jumps, pauses and is killed."""

    def __init__(self) -> None:
        super().__init__()
        store = MemoryStore()
        self.room = Room(Session.open_new(store, opened()), store=store)
        self.time = 0
        self.delivered: dict[tuple[str, str], int] = {}
        self.steps = 0
        self.commands = 0
        self.viewer = Viewer(self.room.state)

    @initialize()
    def begin(self) -> None:
        """The drill begins."""
        self.room.live.start()

    def attempt(self, act: Callable[[], Any]) -> None:
        """Do it, or be refused; then nothing may have changed but what time brought."""
        with contextlib.suppress(Refused, GrammarError):
            act()

    # ── what happens ─────────────────────────────────────────────────────────

    @rule(ms=st.integers(1, 14_000))
    def time_passes(self, ms: int) -> None:
        """The hands move, and the room looks at them."""
        self.room.hands.turn(ms)
        self.room.live.tick()

    @rule(
        line=st.sampled_from(LINES),
        words=st.fixed_dictionaries(WORDS),
        ago=st.none() | st.integers(0, minutes(5)),
        recalled=st.booleans(),
    )
    def a_line_is_logged(self, line: str, words: dict[str, object], ago: int | None, recalled: bool) -> None:
        """Somebody does something, now or a while ago."""
        at = None if ago is None else max(0, self.room.live.now - ago)
        grammar = self.room.state.grammar
        self.attempt(
            lambda: self.room.live.log(grammar.parse(line.format(**words)), at, recalled=recalled and ago is not None)
        )

    @rule(which=st.integers(0, 30), ago=st.integers(0, minutes(5)), recalled=st.booleans())
    def a_line_is_moved(self, which: int, ago: int, recalled: bool) -> None:
        """A line was at another time."""
        own = [entry for entry in self.room.state.entries.values() if isinstance(entry.statement, Response)]
        if own:
            entry = own[which % len(own)]
            at = max(0, self.room.live.now - ago)
            self.attempt(lambda: self.room.live.amend(entry.seq, at, entry.statement, recalled=recalled))

    @rule(which=st.none() | st.integers(0, 30))
    def a_line_is_taken_back(self, which: int | None) -> None:
        """The newest, or another; what it would change can be said before."""
        lines = list(self.room.state.entries)
        entry = None if which is None else lines[which % len(lines)]
        if which is not None and which % 4 == 0:
            self.attempt(lambda: foresee(self.room.state, Undo(entry)))
        self.attempt(lambda: self.room.live.undo(entry))

    @rule()
    def a_line_is_put_back(self) -> None:
        """What was taken back last counts again."""
        self.attempt(self.room.live.redo)

    @rule()
    def the_clock_is_stopped_or_started(self) -> None:
        """A pause, or its end."""
        self.attempt(self.room.live.pause if self.room.live.is_running else self.room.live.start)

    @rule(speed=st.sampled_from([100, 500, 1_000, 7_000, 60_000]))
    def the_clock_runs_faster_or_slower(self, speed: int) -> None:
        """Another speed."""
        self.attempt(lambda: self.room.live.set_speed(speed))

    @rule(ms=st.integers(1, minutes(3)))
    def the_clock_jumps(self, ms: int) -> None:
        """Ahead by a while."""
        self.attempt(lambda: self.room.live.jump(self.room.live.now + ms))

    @rule(ms=st.integers(3_000, minutes(9)), skip=st.booleans())
    def the_machine_sleeps(self, ms: int, skip: bool) -> None:
        """The lid is closed for a while."""
        self.room.hands.turn(asleep=ms)
        self.room.live.tick()
        if self.room.live.slept is not None:
            self.attempt(lambda: self.room.live.after_sleep(skip=skip))

    @rule()
    def the_process_is_killed(self) -> None:
        """Another one finds the journal, and takes the session up, paused."""
        before = self.room.state
        self.room = self.room.restarted()
        self.time = before.now
        assert not self.room.live.is_running

    @rule()
    def another_room_writes(self) -> None:
        """It took the session up where this one left it: this one is told, keeps nothing more, and begins anew."""
        before = self.room.state
        other = Room(Session(self.store, as_kept(self.room.records)), store=self.store)
        self.attempt(lambda: other.say("control mark : from another room"))
        kept = len(self.store.records)
        assert kept > before.seq
        with pytest.raises(OutOfReach, match="somebody else has written"):
            self.room.say("control mark : from this room")
        assert len(self.store.records) == kept
        self.time = other.state.now
        self.room = self.room.restarted()

    @rule(line=st.sampled_from(LINES), words=st.fixed_dictionaries(WORDS))
    def a_command_is_sent_again(self, line: str, words: dict[str, object]) -> None:
        """Its answer was lost: it is answered as before, and counts once."""
        self.commands += 1
        command_id = f"again-{self.commands}"
        self.attempt(lambda: self.room.say(line.format(**words), command_id=command_id))
        taken, seq = self.store.taken(command_id), self.room.state.seq
        if taken:
            assert self.room.say(line.format(**words), command_id=command_id) == taken
            assert self.room.state.seq == seq

    @rule(which=st.integers(0, 30))
    def a_line_is_taken_back_and_put_back(self, which: int) -> None:
        """That is nothing, but where it made something come meanwhile."""
        lines = list(self.room.state.entries)
        before, came = self.room.text, self.count(Delivered)
        try:
            self.room.live.undo(lines[which % len(lines)])
            self.room.live.redo()
        except Refused:
            return
        if self.count(Delivered) == came:
            assert self.room.text == before

    @precondition(lambda self: len(self.room.state.entries) > 12)
    @rule()
    def the_exercise_ends(self) -> None:
        """Enough; the end can be taken back."""
        self.attempt(self.room.live.end)

    # ── what must hold ───────────────────────────────────────────────────────

    @property
    def store(self) -> MemoryStore:
        """The journal."""
        assert isinstance(self.room.store, MemoryStore)
        return self.room.store

    def count(self, kind: type[object]) -> int:
        """How many lines of a kind there are."""
        return sum(isinstance(entry.statement, kind) for entry in self.room.state.entries.values())

    @property
    def is_time_to_fold(self) -> bool:
        """Whether it is the turn of what costs whole folds."""
        return self.steps % FOLDED_EVERY == 0

    @invariant()
    def a_step_was_made(self) -> None:
        """It is counted."""
        self.steps += 1
        TALLY[STEPS] += 1

    @invariant()
    def what_a_screen_keeps_is_what_it_would_see_for_the_first_time(self) -> None:
        """Whatever happened since it looked last, for one team or for all."""
        state, team = self.room.state, (None, *TEAMS)[self.steps % 3]
        if self.viewer.state is not state:
            self.viewer = Viewer(state)
        kept, anew = (
            each.look(self.room.live.now, running=True, speed=1_000, team=team) for each in (self.viewer, Viewer(state))
        )
        for name in (each.name for each in fields(kept)):
            assert getattr(kept, name) == getattr(anew, name), name

    @invariant()
    def the_clock_never_runs_back(self) -> None:
        """Neither the clock nor the journal's times."""
        assert self.room.live.now >= self.time or self.room.state.ended_at is not None
        self.time = max(self.time, self.room.live.now) if self.room.state.ended_at is None else 0
        stamps = [record.now for record in self.room.records]
        assert stamps == sorted(stamps)
        assert [record.seq for record in self.room.records] == list(range(1, len(stamps) + 1))

    @precondition(lambda self: self.is_time_to_fold)
    @invariant()
    def what_the_journal_says_is_what_is_live(self) -> None:
        """Another fold of the records comes to the same lines, numbers and clock."""
        state: State | None = None
        for record in as_kept(self.room.records):
            state = evolve(state, record)
        live = self.room.state
        assert state is not None
        assert write_transcript(state) == write_transcript(live)
        for name in ("seq", "now", "reached", "running", "speed", "ended_at", "adhoc", "walk_ins"):
            assert getattr(state, name) == getattr(live, name), name
        for team in TEAMS:
            again, play = state.teams[team].play, live.teams[team].play
            position = max(again.position, play.position)
            again.run_to(position)
            play.run_to(position)
            assert facts(again) == facts(play), team

    @precondition(lambda self: self.is_time_to_fold)
    @invariant()
    def a_fold_of_a_teams_lines_is_its_play(self) -> None:
        """In whatever order the lines came."""
        state = self.room.state
        for log in state.teams.values():
            assert facts(fresh_play(log, state)) == facts(log.play), log.team

    @invariant()
    def every_inject_came_or_was_passed_over_or_is_to_come(self) -> None:
        """Once for each team; and what came stays, at its time."""
        state = self.room.state
        given: dict[tuple[str, str], int] = {}
        for entry in state.lines():
            if isinstance(entry.statement, Delivered):
                key = entry.statement.team, entry.statement.inject
                assert key not in given, f"{key} came twice"
                given[key] = entry.at
        for team, log in state.teams.items():
            play = log.play
            for inject in play.injects:
                states = [inject in play.delivered, inject in play.skipped, inject in play.due or inject in play.owed]
                assert sum(states) <= 1, (team, inject, states)
            for inject, delivery in play.delivered.items():
                before = self.delivered.get((team, inject), delivery.at)
                by_hand = any(
                    isinstance(each.statement, Fired) and each.statement.inject == inject for each in log.lines
                )
                assert before == delivery.at or by_hand
                self.delivered[team, inject] = delivery.at
        assert all(inject in state.teams[team].play.delivered for team, inject in self.delivered)

    @invariant()
    def nothing_is_owed_that_was_due_before_the_journals_time(self) -> None:
        """What fell due is decided before anything later is written."""
        if self.room.state.ended_at is None:
            for play in self.room.state.plays():
                assert all(at >= self.room.state.reached for at in play.owed.values()), play.owed
                assert all(at >= self.room.state.reached for at in play.due.values()), play.due

    def teardown(self) -> None:
        """Ended, written out and played again, it is the same session, byte for byte."""
        if self.room.state.ended_at is None:
            self.room.live.end()
        again = played_again(self.room.text, PLAN, SCENARIO)
        assert again.written.text == self.room.text
        assert again.scorecard == score(self.room.state)
        if self.is_time_to_fold:
            assert artefacts(again.state) == artefacts(self.room.state)


TestDrills = Drills.TestCase
TestDrills.settings = settings(
    max_examples=40, stateful_step_count=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@pytest.mark.soak
def test_a_hundred_thousand_steps(soak_seed: int) -> None:
    """Run after run, each from a seed of its own, until there were so many."""
    number = 0
    while TALLY[STEPS] < 100_000:
        number += 1
        drills = seed(soak_seed + number)(type("Drills", (Drills,), {}))
        run_state_machine_as_test(
            drills,
            settings=settings(
                max_examples=25,
                stateful_step_count=80,
                deadline=None,
                derandomize=False,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
