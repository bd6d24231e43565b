"""What a debrief goes through: everything that is open, and how it was settled."""

from __future__ import annotations

from drill.session.unsettled import Item, Matter, unsettled
from tests.building import Room, small_room

STEPS = """
early: {do: Early, by: [lead], deadline: 5m}
late: {do: Late, by: [lead], deadline: 50m}
say: {do: Say it, by: [press], deadline: 5m, public: true}
"""


def ended(*lines: str) -> Room:
    control = small_room(STEPS, "[{expect: [early, late, say]}]")
    control.live.start()
    control.wait(1)
    for line in lines:
        control.say(line)
    control.wait(9)
    control.live.end()
    return control


def items(control: Room, matter: Matter) -> list[Item]:
    return [item for item in unsettled(control.state) if item.matter is matter]


def titles(control: Room, matter: Matter, *, is_open: bool = True) -> list[str]:
    return [item.title for item in items(control, matter) if item.is_open == is_open]


def test_a_step_that_was_due_and_not_done_is_open_and_one_in_its_time_is_not() -> None:
    control = ended()

    assert titles(control, Matter.STEP) == ["early", "say"]
    assert titles(control, Matter.IN_TIME, is_open=False) == ["late"]


def test_a_step_is_settled_when_it_was_done_after_all_or_nobody_saw_it() -> None:
    control = ended()
    control.say("blue lead does early", at=4, recalled=True)
    control.say("control unseen blue say")

    assert titles(control, Matter.STEP) == []
    assert [item.settled for item in items(control, Matter.STEP)] == ["not seen"]


def test_a_mark_is_open_until_it_is_taken_back() -> None:
    control = ended("control mark : the pause before the call")
    [mark] = items(control, Matter.MARK)
    assert mark.title == "the pause before the call"

    control.live.undo(mark.entry)

    assert items(control, Matter.MARK) == []


def test_an_improvisation_is_open_until_it_is_judged_or_set_aside() -> None:
    control = ended("blue lead improvises : rang the printer", "blue lead improvises : real lunch")
    assert titles(control, Matter.IMPROVISATION) == ["rang the printer", "real lunch"]

    control.say("control adjudicate blue #1 sensible")
    control.say("control set-aside blue #2")

    assert [item.settled for item in items(control, Matter.IMPROVISATION)] == ["sensible", "set aside"]


def test_a_statement_shows_its_words_and_the_newest_rating_of_each_evaluator() -> None:
    control = ended("blue press does say : We are sorry.")
    [statement] = items(control, Matter.STATEMENT)
    assert statement.is_open
    assert statement.detail == "We are sorry."

    control.say("control rate blue say 1 by kim")
    control.say("control rate blue say 3 by kim")
    control.say("control rate blue say 2 by lee")

    assert [item.settled for item in items(control, Matter.STATEMENT)] == ["3 by kim, 2 by lee"]


def test_every_objective_of_every_team_wants_a_confirmed_rating() -> None:
    control = ended()
    assert titles(control, Matter.OBJECTIVE) == ["hold", "tell"]

    control.say("control confirm blue hold S by kim")

    assert titles(control, Matter.OBJECTIVE) == ["tell"]
