"""Rehearsing from files: read and checked first, then played, with what absences cost and what is compared."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from drill.errors import FilesInError, WrongUsage
from drill.files.diagnostics import has_errors
from drill.files.edits import Edit, apply_edits
from drill.plan.load import load_plan, plan_from_text
from drill.plan.model import Plan
from drill.rehearsal.bars import read_precision
from drill.rehearsal.compare import compare
from drill.rehearsal.costs import SIDE_RUNS, find_costs
from drill.rehearsal.fitting import Fitted, fitted
from drill.rehearsal.forecast import Forecast
from drill.rehearsal.overlay import Laid, lay_over
from drill.rehearsal.rehearse import check_runs, rehearse
from drill.rehearsal.rehearsed import Rehearsed
from drill.rehearsal.staging import Stage, stage
from drill.rehearsal.what_if import WhatIf, load_what_if
from drill.scenario.checking import check_file
from drill.scenario.exercise import Exercise
from drill.scenario.load import load_fit, load_scenario, plan_path
from drill.scenario.model import FitMap, Scenario
from drill.scoring.card import Scorecard

if TYPE_CHECKING:
    from drill.rehearsal.told import ToldRun

AnyPath = str | os.PathLike[str]
Watch = Callable[[str], bool]
"""Told how far it is, in words; False stops it."""

RUNS = 10_000
AT_P95 = "p95"


@dataclass(frozen=True)
class Wanted:
    """What somebody wants rehearsed."""

    scenario: AnyPath
    today: date
    plan: AnyPath | None = None
    fit: AnyPath | None = None
    runs: int = RUNS
    side_runs: int | None = None
    """For absences and instant roles: None for a good number, 0 for none at all."""
    seed: int = 0
    day: date | None = None
    absent: tuple[str, ...] = ()
    what_if: AnyPath | None = None
    revisions: tuple[str, ...] = ()
    """Proposed changes of the plan, by their ids in its trail, that are taken to be in effect."""
    against: AnyPath | None = None
    fit_from: tuple[str, ...] = ()
    overlay: tuple[str, ...] = ()
    """Sessions that are laid over the forecast."""
    precision: str | None = None
    reports: AnyPath = "reports"
    """Where sessions are."""


@dataclass(frozen=True)
class Staged:
    """Files that are read and checked, ready to be rehearsed."""

    wanted: Wanted
    before: Stage | None
    """The world to compare with; None where nothing is compared."""
    after: Stage
    changes: tuple[str, ...]
    against: str
    notes: tuple[str, ...]
    """What the user should know of what was read."""


def staged(wanted: Wanted) -> Staged:
    """Read and check the files. Raises FilesInError, OutOfReach, WrongUsage, Refused."""
    if sum((wanted.against is not None, wanted.what_if is not None, bool(wanted.revisions))) > 1:
        raise WrongUsage("--against, --what-if and --revision each say what to compare", "choose one of them")
    check_runs(wanted.runs)
    if wanted.side_runs:
        check_runs(wanted.side_runs)
    scenario, plan, other, fits = _read(wanted)
    starts = scenario.starts.date() if scenario.starts is not None else None
    day = wanted.day or starts or wanted.today
    seen = _seen(plan, wanted)
    if seen is not None:
        plan = plan.model_copy(update={"responders": seen.responders})
    for name in wanted.overlay:
        _state_of(name, wanted, plan)  # so that a wrong name is told before anything is played
    what_if = load_what_if(wanted.what_if, plan) if wanted.what_if is not None else None
    revised = _revised(plan, wanted.revisions)
    after = stage(revised or plan, scenario, day, fits=fits, absent=wanted.absent, what_if=what_if)
    before = None
    if other is not None or revised is not None:
        before = stage(other or plan, scenario, day, fits=fits, absent=wanted.absent)
    elif what_if is not None or wanted.absent:
        before = stage(plan, scenario, day, fits=fits)
    return Staged(wanted, before, after, _changes(wanted, what_if), _named(wanted), tuple(_notes(seen)))


def _revised(plan: Plan, revisions: Sequence[str]) -> Plan | None:
    """The plan with these proposed changes in it, and the response times of the plan as it is; None without any."""
    if not revisions:
        return None
    from drill.revision.living_plan import LivingPlan

    living = LivingPlan(Path(plan.document.name))
    edits = [edit for name in revisions for edit in living.revision(name).proposal.edits]
    return with_edits(plan, living.text, edits)


def with_edits(plan: Plan, text: str, edits: Iterable[Edit]) -> Plan:
    """A plan as it would be with these edits of its text; how fast people are stays as `plan` has it."""
    revised = plan_from_text(apply_edits(text, edits), plan.document.name)
    return revised.model_copy(update={"responders": plan.responders})


def _read(wanted: Wanted) -> tuple[Scenario, Plan, Plan | None, tuple[FitMap, ...]]:
    for on in dict.fromkeys((wanted.plan, wanted.against or wanted.plan)):
        found = check_file(wanted.scenario, on, wanted.fit)
        if has_errors(found):
            raise FilesInError(found)
    scenario = load_scenario(wanted.scenario)
    plan_at = wanted.plan if wanted.plan is not None else plan_path(scenario)
    if plan_at is None:
        raise WrongUsage("the scenario names no plan", "say on which plan it is rehearsed: --plan PLAN")
    other = load_plan(wanted.against) if wanted.against is not None else None
    return scenario, load_plan(plan_at), other, (load_fit(wanted.fit),) if wanted.fit is not None else ()


def _seen(plan: Plan, wanted: Wanted) -> Fitted | None:
    if not wanted.fit_from:
        return None
    return fitted(plan, [_state_of(name, wanted, plan)[1] for name in dict.fromkeys(wanted.fit_from)])


def _state_of(name: str, wanted: Wanted, plan: Plan) -> tuple[Exercise, Scorecard]:
    """What a session played, and its scorecard. Raises WrongUsage for a session of another plan."""
    from drill.report.folder import find_session, open_session  # with all that makes a report; most need none of it
    from drill.scoring.scorecard import score

    session = open_session(find_session(name, wanted.reports))
    try:
        exercise, card = session.state.exercise, score(session.state)
    finally:
        session.close()
    if card.plan_id != plan.plan:
        raise WrongUsage(f"{name} is a drill of another plan: {card.plan_id}", f"this plan is {plan.plan}")
    return exercise, card


def _laid(what: Staged, forecast: Forecast) -> Iterator[tuple[str, tuple[Laid, ...]]]:
    for name in dict.fromkeys(what.wanted.overlay):
        exercise, card = _state_of(name, what.wanted, what.after.plan)
        for team in card.teams:
            which = f"{card.session}, {team.team}" if len(card.teams) > 1 else card.session
            yield which, lay_over(exercise, forecast, team)


def _notes(seen: Fitted | None) -> Iterator[str]:
    if seen is None:
        return
    if not seen.counts:
        yield "these sessions show no response time of a role of this plan; nothing was fitted"
    for role, doing in seen.too_few:
        yield f"{role} ({doing}) was seen once: one observation tells no spread, and nothing was fitted"


def _changes(wanted: Wanted, what_if: WhatIf | None) -> tuple[str, ...]:
    changes = [f"{person} is away" for person in wanted.absent]
    changes += [f"the revision {name}" for name in wanted.revisions]
    if what_if is not None:
        changes.append(what_if.title or f"what {what_if.document.name} says")
    return tuple(changes)


def _named(wanted: Wanted) -> str:
    if wanted.against is not None:
        return os.fspath(wanted.against)
    if wanted.what_if is not None or wanted.revisions:
        return "the plan as it is"
    return "the same team, complete" if wanted.absent else ""


def play(what: Staged, watch: Watch) -> Rehearsed:
    """Rehearse; where `watch` says stop, what was learnt so far."""
    *_, found = in_turn(what, watch)
    return found


def in_turn(what: Staged, watch: Watch) -> Iterator[Rehearsed]:
    """Rehearse: first without what absences cost, which takes longer, and then with it where that is wanted."""
    wanted, after = what.wanted, what.after
    seed, going = wanted.seed, _Going(watch)
    precision = None if wanted.precision is None else read_precision(after.model, wanted.precision)
    comparison = None
    if what.before is None:
        forecast = rehearse(after.model, seed, wanted.runs, watch=going.runs, precision=precision)
    else:
        model = what.before.model
        comparison = compare(model, after.model, seed, wanted.runs, watch=going.runs, precision=precision)
        forecast = comparison.after
    laid = tuple(_laid(what, forecast))
    found = Rehearsed(after, seed, forecast, None, comparison, what.against, what.changes, laid)
    yield found
    side_runs = min(SIDE_RUNS, wanted.runs) if wanted.side_runs is None else wanted.side_runs
    if side_runs and going.go_on:
        costs = find_costs(after.model, after.pace, seed, side_runs, forecast, watch=going.costs)
        yield replace(found, costs=costs)


class _Going:
    """Whether it goes on, which is asked in several places and answered once."""

    def __init__(self, watch: Watch) -> None:
        self.go_on, self._watch = True, watch

    def _ask(self, words: str) -> bool:
        self.go_on = self.go_on and self._watch(words)
        return self.go_on

    def runs(self, played: int, wanted: int) -> bool:
        """Some runs were played."""
        return self._ask(f"{played:,} of {wanted:,} drills")

    def costs(self) -> bool:
        """Other worlds are about to be played."""
        return self._ask("what absences cost, and who is waited for")


def tell_run(what: Staged, run: str) -> ToldRun:
    """One run by its number, or the one at the 95th percentile of the headline's time. Raises WrongUsage."""
    from drill.rehearsal.told import tell  # with the engine, which nothing else here needs

    wanted, model = what.wanted, what.after.model
    if run == AT_P95:
        number = rehearse(model, wanted.seed, wanted.runs).at_p95
        if number is None:
            raise WrongUsage("in no run was it ever done: none is at its 95th percentile", "--tell 0 tells the first")
    elif run.isascii() and run.isdecimal() and int(run) < wanted.runs:
        number = int(run)
    else:
        raise WrongUsage(f"there is no run {run!r}", f"--tell takes p95, or a number from 0 to {wanted.runs - 1:,}")
    return tell(model, wanted.seed, number)
