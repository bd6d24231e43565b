"""What no drill may hang on: the clock's manner, the batches in which events came, other teams, or what came later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from drill.errors import Refused
from drill.session.decide import Enter, Redo, Tick, Undo
from drill.session.opening import open_session
from drill.session.session import MemoryStore, Session
from drill.session.statements import Delivered, Ended, Response, Statement
from tests.building import DAY, Drill, Room, a_plan, a_scenario
from tests.faults.random_worlds import world_of
from tests.faults.worlds import Line, World
from tests.tally import TALLY

SECOND = 1_000
CLOCK = ("pause", "resume", "speed", "jump", "no-duff", "mark", "recorded")
"""What control says of the clock alone."""

seeds = st.integers(0, 2**48)
some = settings(max_examples=30 if settings().derandomize else 1_000)
"""So many worlds every day, and in a soak: each is played twice and more."""


def begun(world: World) -> Session:
    """A session of a world, before anything happened."""
    opened = open_session(a_plan(world.plan_yaml()), a_scenario(world.scenario_yaml()), day=DAY, teams=world.teams)
    return Session.open_new(MemoryStore(), opened)


def in_order(world: World, session: Session) -> list[tuple[Line, Statement]]:
    """Its lines as they are entered: on one instant, control first and answers last."""
    parsed = [(line, session.state.grammar.parse(line.words())) for line in world.lines]
    return sorted(parsed, key=lambda item: (item[0].at, item[1].rank))


def played(world: World, before_each: Callable[[Session, int], None] = lambda session, at: None) -> Drill:
    """The world, each line entered at its time; before each line and before the end, something else is done."""
    session = begun(world)
    for line, statement in in_order(world, session):
        before_each(session, line.at * SECOND)
        attempt(session, Enter(line.at * SECOND, statement, line.recalled))
    before_each(session, world.end * SECOND)
    session.submit(Enter(world.end * SECOND, Ended()))
    return Drill(session)


def attempt(session: Session, command: Enter | Undo | Redo, command_id: str | None = None) -> bool:
    """Whether a command was taken."""
    try:
        session.submit(command, command_id, now=session.state.now)
    except Refused:
        return False
    return True


def outcome(drill: Drill) -> tuple[list[str], dict[str, object]]:
    """What a drill came to in exercise time: its lines but for the clock's, and every team's card."""
    lines = [line for line in drill.written.text.splitlines() if not line.split(" control ")[-1].startswith(CLOCK)]
    return lines, {team: drill.told(team) for team in drill.state.teams}


# ── the clock ────────────────────────────────────────────────────────────────


class Facilitator:
    """Drives a live drill from one time to the next, in a manner of its own."""

    def __init__(self, room: Room, chance: Random) -> None:
        self.room = room
        self.chance = chance

    def go_on_to(self, at: int) -> None:
        """Let the clock come to exactly `at`, in milliseconds, by whatever ways."""
        while (left := at - self.room.live.now) > 0:
            self.meddle(left)
            self.run(at - self.room.live.now)

    def meddle(self, left: int) -> None:
        """Something that moves no exercise time, or moves it ahead at once."""
        live = self.room.live
        match self.chance.choice(("nothing", "nothing", "pause", "speed", "jump", "kill", "sleep", "stop", "mark")):
            case "pause" if live.is_running:
                live.pause()
                self.room.hands.turn(self.chance.randint(1, 100_000))
                live.tick()
            case "speed":
                live.set_speed(self.chance.choice((100, 500, 1_000, 2_000, 60_000)))
            case "jump":
                live.jump(live.now + self.chance.choice((left, min(left, 10_000))))
            case "kill":
                self.room = self.room.restarted()
            case "sleep" if live.is_running:
                self.room.hands.turn(asleep=self.chance.randint(3_000, 10**7))
                live.tick()
                live.after_sleep(skip=False)
            case "stop":
                live.no_duff()
            case "mark":
                self.room.say("control mark")

    def run(self, left: int) -> None:
        """Let real time pass, some of it; never more than is `left` of the exercise."""
        if left <= 0:
            return
        live = self.room.live
        if not live.is_running:
            live.start()
        if left * 1_000 % live.speed:
            live.set_speed(1_000)
        real = left * 1_000 // live.speed
        if real > 10_000:
            live.set_speed(60_000 if left % 60 == 0 else 1_000)
            real = min(10_000, left * 1_000 // live.speed)
        self.room.hands.turn(real)
        live.tick()


def played_live(world: World, chance: Random) -> Drill:
    """The world, played in a control room where the clock is stopped, turned and killed."""
    session = begun(world)
    store = session._store
    assert isinstance(store, MemoryStore)
    facilitator = Facilitator(Room(session, store=store), chance)
    for line, statement in in_order(world, session):
        facilitator.go_on_to(line.at * SECOND)
        with suppress(Refused):
            facilitator.room.live.log(statement, line.at * SECOND, recalled=line.recalled)
    facilitator.go_on_to(world.end * SECOND)
    facilitator.room.live.end()
    return Drill(facilitator.room.live.session)


@some
@given(seeds, st.randoms(use_true_random=False))
def test_pauses_speeds_jumps_kills_and_sleep_change_nothing_that_happens_in_exercise_time(
    seed: int, chance: Random
) -> None:
    world = world_of(seed)
    TALLY["drills that came to the same, whatever the clock did"] += 1
    assert outcome(played_live(world, chance)) == outcome(played(world))


# ── batches ──────────────────────────────────────────────────────────────────


@some
@given(seeds, st.randoms(use_true_random=False))
def test_the_scorecard_hangs_on_no_batch_in_which_time_passed(seed: int, chance: Random) -> None:
    world = world_of(seed)

    def in_pieces(session: Session, at: int) -> None:
        for _ in range(chance.randint(0, 4)):
            now = chance.randint(session.state.reached, max(session.state.reached, at))
            chance.choice((session.advance, lambda to: session.submit(Tick(to))))(now)

    assert outcome(played(world, in_pieces)) == outcome(played(world))


@some
@given(seeds)
def test_what_two_teams_do_at_one_instant_is_the_same_in_either_order(seed: int) -> None:
    world = world_of(seed)
    session = begun(world)

    def swapped(item: tuple[Line, Statement]) -> tuple[int, int, str]:
        line, statement = item
        return line.at, statement.rank, "" if line.role is None else {"blue": "2", "red": "1"}[line.team]

    for line, statement in sorted(in_order(world, session), key=swapped):
        attempt(session, Enter(line.at * SECOND, statement, line.recalled))
    session.submit(Enter(world.end * SECOND, Ended()))
    other = outcome(Drill(session))
    one = outcome(played(world))
    assert other[1] == one[1]
    assert sorted(other[0]) == sorted(one[0])


@some
@given(seeds)
def test_a_command_that_is_sent_again_counts_once(seed: int) -> None:
    world = world_of(seed)
    session = begun(world)
    for number, (line, statement) in enumerate(in_order(world, session)):
        command = Enter(line.at * SECOND, statement, line.recalled)
        if attempt(session, command, f"line-{number}"):
            before = session.state.seq
            assert attempt(session, command, f"line-{number}")
            assert session.state.seq == before
    session.submit(Enter(world.end * SECOND, Ended()))
    assert outcome(Drill(session)) == outcome(played(world))


# ── corrections ──────────────────────────────────────────────────────────────


@some
@given(seeds, st.randoms(use_true_random=False))
def test_to_take_back_and_put_back_is_nothing(seed: int, chance: Random) -> None:
    """But where a line that was taken back made something come meanwhile, which then has come."""
    drill = played(world_of(seed))
    session = drill.session
    before = outcome(drill)
    own = [entry.seq for entry in session.state.lines() if isinstance(entry.statement, Response)]
    for entry in chance.sample(own, min(len(own), 4)):
        before_it = deliveries(session)
        if attempt(session, Undo(entry)):
            assert attempt(session, Redo())
        if deliveries(session) != before_it:
            return
    assert outcome(Drill(session)) == before


def deliveries(session: Session) -> int:
    """How many injects were delivered."""
    return sum(isinstance(entry.statement, Delivered) for entry in session.state.entries.values())


# ── teams ────────────────────────────────────────────────────────────────────


@some
@given(seeds)
def test_what_happens_to_a_team_and_its_card_hang_on_no_other_team_s_lines(seed: int) -> None:
    both = replace(world_of(seed), teams=("blue", "red"))
    one, another = played(both), played(replace(both, lines=tuple(line for line in both.lines if line.team != "red")))
    assert one.told() == another.told()
    assert came(one) == came(another)


def came(drill: Drill) -> tuple[dict[str, int], dict[str, int]]:
    """When each inject came to blue, or was passed over."""
    play = drill.play()
    return {name: each.at for name, each in play.delivered.items()}, {
        name: each.at for name, each in play.skipped.items()
    }


# ── responses ────────────────────────────────────────────────────────────────


@some
@given(seeds)
def test_a_response_is_scored_once(seed: int) -> None:
    drill = played(world_of(seed))
    for card in drill.scorecard.teams:
        asked = Counter((row.name, row.on, row.inject, row.occurrence) for row in card.responses)
        assert max(asked.values(), default=1) == 1
        settled = Counter(
            (row.step, row.on, row.inject, row.done_at, row.evidence)
            for row in card.responses
            if row.done_at is not None and row.step is not None
        )
        assert max(settled.values(), default=1) == 1, "one line settled two occurrences"
