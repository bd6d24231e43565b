"""Runs counted into a forecast, chunk after chunk; what is kept does not grow with the runs, but for 8 bytes each."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from drill.files.times import DAY, HOUR, MINUTE, SECOND
from drill.rehearsal.draws import Ints
from drill.rehearsal.forecast import Asked, Firing, Forecast, GateRisk, Quantile
from drill.rehearsal.grading import Gate, Grade, Grades, grade
from drill.rehearsal.intervals import Share, quantile_ranks
from drill.rehearsal.marks import NO, YES, headline, label, marks
from drill.rehearsal.model import Model
from drill.rehearsal.outcome import NEVER, Outcome
from drill.rehearsal.standing import DONE, LEFT_OUT, Judged, Standing, judge
from drill.rehearsal.waits import Sums, Waits

BINS = 7_200
"""Times are told apart to a second, or to so many parts of a longer exercise."""

BARS = 24
"""So many bars has a plot of times, at most."""

_BAR_WIDTHS = (
    *(each * SECOND for each in (5, 10, 15, 30)),
    *(each * MINUTE for each in (1, 2, 3, 5, 10, 15, 30)),
    *(each * HOUR for each in (1, 2, 3, 6, 12)),
    *(each * DAY for each in (1, 2, 7, 14, 31)),
)


class Counts:
    """All that is counted of a model's runs."""

    def __init__(self, model: Model) -> None:
        self.model, self.runs = model, 0
        self.width = max(SECOND, -(-model.end // BINS // SECOND) * SECOND)
        rows = len(model.expected) + len(model.reaches)
        self.standings = np.zeros((rows, len(Standing)), dtype=np.int64)
        self.times = np.zeros((rows, model.end // self.width + 2), dtype=np.int64)
        self.fastest = np.full(rows, NEVER, dtype=np.int64)
        self.marks: dict[str, npt.NDArray[np.int64]] = {}
        self.gates: dict[str, npt.NDArray[np.int64]] = {}
        self.capped: dict[str, tuple[str, ...]] = {}
        self.ratings = {name: np.zeros(len(Grade), dtype=np.int64) for name in model.exercise.scenario.objectives}
        self.time = Sums(1)
        self.timed = 0
        self.fired = np.zeros(len(model.injects), dtype=np.int64)
        self.waits = Waits(model)
        self.headline = headline(model)
        self.headline_at: list[Ints] = []

    def add(self, outcome: Outcome) -> None:
        """Count some more runs."""
        model = self.model
        judged = judge(model, outcome)
        grades = grade(model, outcome, judged)
        self.runs += outcome.runs
        self._add_times(outcome, judged)
        for name, answers in marks(model, outcome, judged, grades).items():
            counted = np.array([(answers == YES).sum(), (answers == NO).sum()], dtype=np.int64)
            self.marks[name] = self.marks.get(name, 0) + counted
        self._add_grades(grades, judged)
        self.fired += (outcome.delivered_at < NEVER).sum(axis=1)
        self.waits.add(outcome)
        numbers = [each.index for each in model.expected if each.step == self.headline]
        self.headline_at.append(outcome.done_at[numbers].min(axis=0))

    # ── times ────────────────────────────────────────────────────────────────

    def _add_times(self, outcome: Outcome, judged: Judged) -> None:
        for expected in self.model.expected:
            number = expected.index
            clock = np.where(outcome.clock_at[number] == NEVER, outcome.expected_at[number], outcome.clock_at[number])
            self._add_row(number, judged.steps[number], clock, outcome.done_at[number])
        for reach in self.model.reaches:
            row, clock = len(self.model.expected) + reach.index, outcome.delivered_at[reach.inject]
            self._add_row(row, judged.reaches[reach.index], clock, outcome.told_at[reach.index])

    def _add_row(self, row: int, standing: npt.NDArray[np.int8], clock: Ints, done: Ints) -> None:
        self.standings[row] += np.bincount(standing, minlength=len(Standing))
        some = np.isin(standing, DONE)
        if some.any():
            elapsed = np.maximum(0, done[some] - clock[some])
            self.fastest[row] = min(int(self.fastest[row]), int(elapsed.min()))
            self.times[row] += np.bincount(elapsed // self.width, minlength=self.times.shape[1])

    def _quantile(self, row: int, quantile: float) -> Quantile:
        """A quantile of all runs that count; what was never done, or cut off by the end, took longer than the rest."""
        counted = self.standings[row].sum() - self.standings[row][[Standing.UNASKED, Standing.EXCUSED]].sum()
        if not counted:
            return Quantile(None, None, None)
        below = np.cumsum(self.times[row])
        found = [int(np.searchsorted(below, rank, side="right")) for rank in quantile_ranks(int(counted), quantile)]
        value, low, high = (bin_ * self.width if bin_ < len(below) else None for bin_ in found)
        return Quantile(value, low, high)

    def _asked(
        self, row: int, inject: int, name: str, step: str | None, target: int | None, deadline: int | None
    ) -> Asked:
        standing = self.standings[row]
        left_out = int(standing[list(LEFT_OUT)].sum())
        of = int(standing.sum()) - left_out
        bar = self._bar_width(row, deadline)
        fastest = int(self.fastest[row])
        return Asked(
            inject=self.model.injects[inject].id,
            name=name,
            step=step,
            target=target,
            deadline=deadline,
            asked=Share(of, self.runs),
            in_time=Share(int(standing[Standing.MET] + standing[Standing.SLOW]), of),
            late=Share(int(standing[Standing.LATE]), of),
            never=Share(int(standing[Standing.MISSED]), of),
            median=self._quantile(row, 0.5),
            p10=self._quantile(row, 0.1),
            p90=self._quantile(row, 0.9),
            p95=self._quantile(row, 0.95),
            fastest=None if fastest == NEVER else fastest,
            bins=tuple(int(each) for each in self._bars(row, bar)),
            bin_width=bar,
        )

    def _bar_width(self, row: int, deadline: int | None) -> int:
        """The narrowest round width of a bar with which all the times, and the deadline, can be shown."""
        filled = np.flatnonzero(self.times[row])
        longest = max((int(filled[-1]) + 1) * self.width if len(filled) else 0, deadline or 0)
        widths = (each for each in _BAR_WIDTHS if each >= self.width and each * BARS >= longest)
        return next(widths, -(-longest // BARS))

    def _bars(self, row: int, bar: int) -> Ints:
        starts = np.arange(self.times.shape[1]) * self.width
        counted = np.bincount(starts // bar, weights=self.times[row]).astype(np.int64)
        filled = np.flatnonzero(counted)
        return counted[: int(filled[-1]) + 1] if len(filled) else counted[:0]

    # ── grades ───────────────────────────────────────────────────────────────

    def _add_grades(self, grades: Grades, judged: Judged) -> None:
        for gate in grades.gates:
            counted = np.array([gate.holds.sum(), (gate.holds & gate.borderline).sum()], dtype=np.int64)
            self.gates[gate.name] = self.gates.get(gate.name, 0) + counted
            self.capped[gate.name] = _capped(gate)
        for name, found in grades.objectives.items():
            self.ratings[name] += np.bincount(found, minlength=len(Grade))
        timed = judged.time[~np.isnan(judged.time)]
        self.timed += len(timed)
        self.time.add(timed[None, :])

    # ── the whole ────────────────────────────────────────────────────────────

    @property
    def in_time_so_far(self) -> dict[str, Share]:
        """Every metric, so far."""
        return {name: Share(int(yes), int(yes + no)) for name, (yes, no) in self.marks.items()}

    def _at_p95(self) -> int | None:
        """The run at the 95th percentile of when the headline was done; of equal ones the first."""
        done_at = np.concatenate(self.headline_at) if self.headline_at else np.empty(0, np.int64)
        order = np.argsort(done_at, kind="stable")[: int((done_at < NEVER).sum())]
        return int(order[min(len(order) - 1, -(-95 * len(order) // 100) - 1)]) if len(order) else None

    def forecast(self, wanted: int) -> Forecast:
        """What all runs so far come to."""
        model = self.model
        name_of, first_reach = model.exercise.name_of, len(model.expected)
        steps = [
            self._asked(
                each.index, each.inject, label(model.exercise, each), name_of(each.step), each.target, each.deadline
            )
            for each in model.expected
        ]
        reaches = [
            self._asked(
                first_reach + each.index,
                each.inject,
                f"reach {model.roles[each.role].id}",
                None,
                each.target,
                each.deadline,
            )
            for each in model.reaches
        ]
        runs, injects = self.runs, model.exercise.injects
        return Forecast(
            runs=runs,
            wanted=wanted,
            headline=name_of(self.headline),
            metrics=self.in_time_so_far,
            asked=(*steps, *reaches),
            gates=tuple(
                GateRisk(name, Share(int(held), runs), Share(int(near), runs), self.capped[name])
                for name, (held, near) in self.gates.items()
            ),
            ratings={name: tuple(Share(int(count), runs) for count in each) for name, each in self.ratings.items()},
            time=self.time.mean(0, self.timed),
            firings=tuple(
                Firing(
                    each.id,
                    each.when is not None or each.if_ is not None or each.unless is not None,
                    injects[each.id].inject.manual,
                    Share(int(self.fired[each.index]), runs),
                )
                for each in model.injects
            ),
            people=self.waits.people_loads(runs),
            roles=self.waits.role_loads(runs),
            ways=self.waits.paths(runs),
            at_p95=self._at_p95(),
        )


def _capped(gate: Gate) -> tuple[str, ...]:
    return tuple(gate.objectives)
