"""The engine agrees with a simulator that knows nothing of it, on whatever drill chance makes up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple
from pprint import pformat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drill.errors import DrillError, Refused
from drill.scoring.scorecard import score
from drill.session.decide import Enter
from drill.session.opening import open_session
from drill.session.session import MemoryStore, Session
from drill.session.statements import Ended
from drill.session.transcript import write_transcript
from tests.building import DAY, a_plan, a_scenario, minutes, small_drill
from tests.faults.random_worlds import TICK, smallest, world_of
from tests.faults.reference_model import Model, Row
from tests.faults.worlds import Line, World
from tests.tally import TALLY

SECOND = 1_000
AT_LEAST = 300
"""So many worlds in the everyday run; a soak makes more."""


class Engine:
    """The same drill, played by the engine: every line handed in at its time, in the order of the log."""

    def __init__(self, world: World, tick: int = 0) -> None:
        """With `tick` the clock is moved on every so many seconds between the lines, as in a live drill."""
        opened = open_session(a_plan(world.plan_yaml()), a_scenario(world.scenario_yaml()), day=DAY, teams=world.teams)
        self.session = Session.open_new(MemoryStore(), opened)
        self.refused: list[Line] = []
        grammar = self.session.state.grammar
        parsed = [(line.at, grammar.parse(line.words()), line) for line in world.lines]
        for at, statement, line in sorted(parsed, key=lambda item: (item[0], item[1].rank)):
            for now in range(0, at, tick) if tick else ():
                self.session.advance(now * SECOND)
            try:
                self.session.submit(Enter(at * SECOND, statement, line.recalled))
            except Refused:
                self.refused.append(line)
        self.session.submit(Enter(world.end * SECOND, Ended()))

    def delivered(self, team: str) -> dict[str, float]:
        """When each inject came, in seconds."""
        play = self.session.state.teams[team].play
        return {inject: each.at / SECOND for inject, each in play.delivered.items()}

    def skipped(self, team: str) -> dict[str, float]:
        """When each inject was passed over, in seconds."""
        play = self.session.state.teams[team].play
        return {inject: entry.at / SECOND for inject, entry in play.skipped.items()}

    def rows(self, team: str) -> list[Row]:
        """What the scorecard says of everything that was asked for."""
        state = self.session.state
        [card] = [card for card in score(state, write_transcript(state)).teams if card.team == team]
        return [
            Row(
                each.name,
                each.on,
                each.inject,
                each.expected_at // SECOND,
                _seconds(each.target_at),
                _seconds(each.deadline_at),
                _seconds(each.done_at),
                str(each.status),
            )
            for each in card.responses
        ]

    def answers(self, team: str) -> list[tuple[object, ...]]:
        """Every call that asks, and when it was answered."""
        calls = self.session.state.teams[team].play.calls
        return [
            (call.at // SECOND, call.caller, call.to, None if call.acked_at is None else call.acked_at // SECOND)
            for call in calls
            if call.asks
        ]


def _seconds(at: int | None) -> int | None:
    return None if at is None else at // SECOND


def differences(world: World, tick: int = 0) -> Iterator[str]:
    """What the engine says otherwise than the model; nothing where they agree."""
    engine, model = Engine(world, tick), Model(world)
    if engine.refused != model.refused:
        yield f"refused: engine {engine.refused}, model {model.refused}"
    for name, team in model.teams.items():
        called = [(call.at, call.caller, call.to, call.acked_at) for call in team.calls if call.verb != "informs"]
        for what, ours, theirs in (
            ("delivered", engine.delivered(name), team.delivered),
            ("skipped", engine.skipped(name), team.skipped),
            ("asked for", _ordered(map(astuple, engine.rows(name))), _ordered(map(astuple, team.rows()))),
            ("calls", _ordered(engine.answers(name)), _ordered(called)),
        ):
            if ours != theirs:
                yield f"{name}, {what}:\n  engine {pformat(ours)}\n  model  {pformat(theirs)}"


def _ordered(rows: Iterable[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return sorted(rows, key=repr)


def differs(world: World) -> bool:
    """Whether the two disagree; what cannot be played says nothing."""
    try:
        return next(differences(world), None) is not None
    except (DrillError, ValueError):
        return False


@settings(max_examples=max(AT_LEAST, settings().max_examples))
@given(seed=st.integers(0, 2**48), tick=st.sampled_from((0, 0, TICK // 3, TICK)))
def test_the_engine_agrees_with_the_reference_model(seed: int, tick: int) -> None:
    world = world_of(seed)
    TALLY["steps of drills on which the engine and the reference model agree"] += len(world.lines) + len(world.injects)
    found = list(differences(world, tick))
    if found:
        world = smallest(world, differs) if differs(world) else world
        found = list(differences(world)) or found
        pytest.fail(f"world_of({seed}), at its smallest:\n{pformat(world)}\n\n" + "\n".join(found))


# ── what it found, each as a sentence ────────────────────────────────────────


def test_a_line_that_was_recalled_moves_no_delivery() -> None:
    lines = "1m blue lead acks\n~8m blue lead informs tech"
    played = small_drill(lines, injects="[{id: news, at: 5m}]")
    assert played.play().delivered["news"].at == minutes(5)


@pytest.mark.parametrize("asked", ["lock, then", "then, lock"])
def test_the_order_in_which_an_inject_asks_says_nothing(asked: str) -> None:
    steps = """
    lock: {do: Lock it, by: [tech], per: account, deadline: 10m}
    then: {do: Look again, by: [tech], clock: {done: lock}, deadline: 10m, unless: {done: lock}}
    """
    accounts = '{"@one": {platform: X, owners: {primary: ann}}, "@two": {platform: X, owners: {primary: ann}}}'
    injects = f'[{{id: news, at: 5m, about: ["@one", "@two"], expect: [{asked}]}}]'
    played = small_drill("1m blue tech does lock on @one", steps, injects=injects, accounts=accounts)
    assert (played.response("then").deadline_at, str(played.response("then").status)) == (None, "missed")


def test_what_a_line_says_happens_at_once() -> None:
    steps = "tell: {inform: [boss], by: [lead]}"
    injects = "[{id: news}, {id: echo, when: {all: [{contacted: press}, {not: {done: tell}}]}}]"
    assert "echo" in small_drill("1m blue lead informs press", steps, injects=injects).play().delivered
    assert "echo" not in small_drill("1m blue lead informs press, boss", steps, injects=injects).play().delivered


def test_what_an_inject_brings_comes_at_once() -> None:
    steps = "lock: {do: Lock it, by: [tech], per: account}"
    accounts = '{"@one": {platform: X, owners: {primary: ann}}, "@two": {platform: X, owners: {primary: ann}}}'
    injects = """
    - {id: out, at: 5m, effects: {absent: [tom]}, about: ["@two"], expect: [lock]}
    - {id: echo, when: {all: [{absent: tom}, {done: lock}]}}
    """
    played = small_drill("1m blue tech does lock on @one", steps, injects=injects, accounts=accounts)
    assert "echo" not in played.play().delivered
