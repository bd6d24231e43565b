"""How the matrix is made: rows from the script, cells from what each team was asked and seen to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from drill.plan.model import Step, StepKind
from drill.scenario.exercise import AskedReach, AskedStep, Exercise, PreparedInject
from drill.session.expectations import Expectation, Reach
from drill.session.panes.matrix import NOT_ASKED, Cell, Matrix, Row, RowKey, Spot
from drill.session.state import State
from drill.session.statements import Entry, Response
from drill.session.team import TeamPlay


def build_matrix(state: State) -> Matrix:
    """The matrix as the state stands."""
    return matrix_of(state.exercise, list(state.plays()))


def matrix_of(exercise: Exercise, plays: list[TeamPlay]) -> Matrix:
    """The matrix of plays, which may stand at an earlier time than the teams' own."""
    teams = tuple(play.team for play in plays)
    rows = _rows(exercise, plays)
    by_play = [_cells(play) for play in plays]
    cells = tuple(tuple(found.get(key, NOT_ASKED) for found in by_play) for key in rows)
    due = sorted(
        (cell.deadline_at, Spot(row, column))
        for row, line in enumerate(cells)
        for column, cell in enumerate(line)
        if cell.deadline_at is not None and cell.asked and cell.done_at is None and not (cell.excused or cell.unseen)
    )
    has_ended = any(play.ended_at is not None for play in plays)
    return Matrix(teams, tuple(rows.values()), cells, () if has_ended else tuple(due))


# ── rows ─────────────────────────────────────────────────────────────────────


def _rows(exercise: Exercise, plays: list[TeamPlay]) -> dict[RowKey, Row]:
    asked = {key for play in plays for key in _asked(play)}
    rows: dict[RowKey, Row] = {}
    for prepared, still_due in _script(plays):
        for key, row in _rows_of(exercise, prepared):
            if still_due or key in asked:
                rows.setdefault(key, row)
    return rows


def _asked(play: TeamPlay) -> Iterator[RowKey]:
    yield from (RowKey(expected.step, expected.account) for expected in play.expectations)
    yield from (RowKey(None, None, reach.role, reach.inject) for reach in play.reaches)


def _script(plays: list[TeamPlay]) -> list[tuple[PreparedInject, bool]]:
    """Every inject of any team in the order of the script, and whether a team may still get it."""
    found: dict[int, tuple[PreparedInject, bool]] = {}
    for play in plays:
        for inject, prepared in play.injects.items():
            if inject in play.delivered:
                prepared, may_come = play.delivered[inject].inject, True
            else:
                may_come = inject not in play.skipped
            known = found.get(id(prepared))
            if known is None or (may_come and not known[1]):
                found[id(prepared)] = prepared, may_come
    return sorted(found.values(), key=lambda item: item[0].index)


def _rows_of(exercise: Exercise, prepared: PreparedInject) -> Iterator[tuple[RowKey, Row]]:
    for asked in prepared.expect:
        step = exercise.steps[asked.step].step
        accounts: tuple[str | None, ...] = prepared.about if step.per == "account" and prepared.about else (None,)
        for account in accounts:
            key = RowKey(asked.step, account)
            yield key, _step_row(exercise, prepared, asked, step, key)
    for reach in prepared.must_reach:
        key = RowKey(None, None, reach.role, prepared.id)
        yield key, _reach_row(exercise, prepared, reach, key)


def _step_row(exercise: Exercise, prepared: PreparedInject, asked: AskedStep, step: Step, key: RowKey) -> Row:
    name = exercise.name_of(asked.step)
    return Row(
        key=key,
        name=name if key.account is None else f"{name} {key.account}",
        title=_in_words(exercise, step),
        by=step.actors or _callers(exercise, step.called) or prepared.to,
        called=step.called,
        target=asked.target,
        deadline=asked.deadline,
        repeats=step.repeat is not None,
    )


def _reach_row(exercise: Exercise, prepared: PreparedInject, reach: AskedReach, key: RowKey) -> Row:
    title = f"{exercise.plan.roles[reach.role].title} must hear of: {prepared.inject.title}"
    by = tuple(role for role in prepared.to if (role, reach.role) in exercise.plan.edges) or prepared.to
    return Row(key, f"reach {reach.role}", title, by, (reach.role,), reach.target, reach.deadline)


def _callers(exercise: Exercise, called: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(caller for caller, to in sorted(exercise.plan.edges) if called and to == called[0])


def _in_words(exercise: Exercise, step: Step) -> str:
    def titles(roles: Iterable[str]) -> str:
        return ", ".join(exercise.plan.roles[role].title for role in roles)

    match step.kind:
        case StepKind.CONTACT:
            return f"Call {titles(step.called)}"
        case StepKind.INFORM:
            return f"Tell {titles(step.called)}"
        case StepKind.CONVENE:
            return f"Call together {titles(step.called)}"
        case StepKind.APPROVE:
            return f"Approve {step.approve}"
        case _:
            return step.do or ""


# ── cells ────────────────────────────────────────────────────────────────────


def _cells(play: TeamPlay) -> dict[RowKey, Cell]:
    asked: dict[RowKey, list[Expectation]] = {}
    for expected in play.expectations:
        asked.setdefault(RowKey(expected.step, expected.account), []).append(expected)
    cells = {key: _step_cell(play, _shown(each)) for key, each in asked.items()}
    for reach in play.reaches:
        cells[RowKey(None, None, reach.role, reach.inject)] = _reach_cell(play, reach)
    return cells


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
