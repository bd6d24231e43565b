"""The cells of the matrix: how what one team was asked for stands, from its play."""

from __future__ import annotations

from drill.session.expectations import Expectation, Reach
from drill.session.panes.matrix import Cell, RowKey
from drill.session.statements import Entry, Response
from drill.session.team import TeamPlay


class TeamCells:
    """One team's cells. Only those are made anew to which something happened."""

    def __init__(self) -> None:
        self.cells: dict[RowKey, Cell] = {}
        self._play: TeamPlay | None = None
        self._keys: list[RowKey] = []
        self._reach_keys: list[RowKey] = []
        self._stood: dict[RowKey, tuple[object, ...]] = {}

    def look(self, play: TeamPlay) -> None:
        """Take in how the play stands now."""
        if play is not self._play or play.ended_at is not None:
            self._play, self._keys, self._reach_keys, self._stood = play, [], [], {}
        before, self.cells = self.cells, {}
        for key, asked in self._asked(play).items():
            if self._stands_as_before(key, _standing(play, asked)):
                self.cells[key] = before[key]
            else:
                self.cells[key] = _step_cell(play, _shown(asked))
        self._reach_keys += [
            RowKey(None, None, reach.role, reach.inject) for reach in play.reaches[len(self._reach_keys) :]
        ]
        for key, reach in zip(self._reach_keys, play.reaches, strict=True):
            if self._stands_as_before(key, (reach.told_at, len(reach.calls))):
                self.cells[key] = before[key]
            else:
                self.cells[key] = _reach_cell(play, reach)

    def _asked(self, play: TeamPlay) -> dict[RowKey, list[Expectation]]:
        """What was asked for, row by row; what is asked for never changes, there is only more of it."""
        self._keys += [RowKey(each.step, each.account) for each in play.expectations[len(self._keys) :]]
        asked: dict[RowKey, list[Expectation]] = {}
        for key, expected in zip(self._keys, play.expectations, strict=True):
            asked.setdefault(key, []).append(expected)
        return asked

    def _stands_as_before(self, key: RowKey, standing: tuple[object, ...]) -> bool:
        if self._stood.get(key) == standing:
            return True
        self._stood[key] = standing
        return False


def _standing(play: TeamPlay, asked: list[Expectation]) -> tuple[object, ...]:
    """All that a cell hangs on: two that are equal make the same cell."""
    calls = len(play.calls) if asked[0].plan_step.called else 0
    begun = len(play.started.get(asked[0].step, ()))
    return (calls, begun, *(_of_one(expected) for expected in asked))


def _of_one(expected: Expectation) -> tuple[object, ...]:
    return (
        expected.clock_at,
        expected.done_at,
        expected.act,
        expected.excused,
        expected.unseen,
        expected.premature,
        len(expected.contributions),
        len(expected.calls),
    )


def _shown(asked: list[Expectation]) -> Expectation:
    """Of several askings of one step, the one to look at: the most urgent open one, else the worst of the last."""
    still_open = [expected for expected in asked if expected.is_open]
    if still_open:
        return min(still_open, key=lambda one: (one.occurrence, one.deadline_at is None, one.deadline_at or 0))
    last = max(expected.occurrence for expected in asked)
    return max(
        (expected for expected in asked if expected.occurrence == last),
        key=lambda one: (one.done_at is not None, (one.done_at or 0) - (one.deadline_at or one.done_at or 0)),
    )


def _step_cell(play: TeamPlay, expected: Expectation) -> Cell:
    step = expected.plan_step
    calls = [
        call
        for role in step.called
        for call in play.calls_for(step.kind, role, expected.account)[expected.occurrence - 1 :][:1]
    ]
    last_call = max(expected.calls or calls, key=lambda call: (call.at, call.entry), default=None)
    act = expected.act or max(expected.contributions.values(), key=lambda each: (each.at, each.entry), default=None)
    done = act or last_call
    called = {call.to for call in calls}
    missing = [role for role in step.all_of if role not in expected.contributions]
    missing += [role for role in step.called if not called & {role, *play.exercise.plan.roles[role].delegates}]
    begun = any(_is_about(start, expected.account) for start in play.started.get(expected.step, ()))
    return Cell(
        asked=True,
        clock_at=expected.clock_at,
        target_at=expected.target_at,
        deadline_at=expected.deadline_at,
        done_at=expected.done_at,
        timed=expected.deadline is not None,
        excused=expected.excused or _drops_out(play, expected),
        unseen=expected.unseen,
        early=expected.premature,
        begun=begun and expected.done_at is None,
        occurrence=expected.occurrence,
        by=(act.role if act else last_call.caller if last_call else None),
        assumed=done.assumed if done else False,
        entry=done.entry if done else None,
        missing=() if expected.done_at is not None else tuple(missing),
        ended_at=play.ended_at,
    )


def _drops_out(play: TeamPlay, expected: Expectation) -> bool:
    """At the end, a step that was not done and whose guard holds is not asked for any more."""
    unless = play.exercise.steps[expected.step].unless
    return play.ended_at is not None and expected.done_at is None and play.would_hold(unless)


def _is_about(entry: Entry, account: str | None) -> bool:
    said = entry.statement
    return isinstance(said, Response) and (account is None or said.account in (None, account))


def _reach_cell(play: TeamPlay, reach: Reach) -> Cell:
    return Cell(
        asked=True,
        clock_at=reach.expected_at,
        target_at=reach.target_at,
        deadline_at=reach.deadline_at,
        done_at=reach.told_at,
        timed=reach.deadline_at is not None,
        by=reach.call.caller if reach.call else None,
        assumed=reach.call.assumed if reach.call else False,
        entry=reach.call.entry if reach.call else None,
        ended_at=play.ended_at,
    )
