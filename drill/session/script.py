"""The injects of one team: what is due when, what is owed, what came and what was passed over.

A due inject is *owed* until a line says that it was delivered or skipped: the
conductor decides, the script records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from drill.scenario.conditions import Fact, Facts
from drill.scenario.exercise import Exercise, PreparedInject
from drill.session.agenda import Agenda, Due
from drill.session.expectations import Delivery
from drill.session.statements import AdHoc, Edited, Entry

ReadInject = Callable[[str, PreparedInject | None], PreparedInject]
"""What turns the braces of an ad-hoc inject, or of an edit of one, into an inject."""


class Script:
    """The injects that a team is to get, as it stands in the play."""

    def __init__(
        self, exercise: Exercise, agenda: Agenda, facts: Facts, read_inject: ReadInject, *, recorded: bool
    ) -> None:
        """In a `recorded` play injects come only from lines: nothing falls due by itself."""
        self.injects: dict[str, PreparedInject] = dict(exercise.injects)
        self.delivered: dict[str, Delivery] = {}
        self.skipped: dict[str, Entry] = {}
        self.due: dict[str, int] = {}
        self.owed: dict[str, int] = {}
        self.recorded = recorded
        self._exercise = exercise
        self._agenda = agenda
        self._facts = facts
        self._read_inject = read_inject
        self._triggered: dict[str, int] = {}
        self._watching: dict[Fact, list[str]] = defaultdict(list)

    def begin(self) -> None:
        """Make due what the scenario has; the facts must be ready to be asked."""
        for prepared in self._exercise.coming:
            self._schedule(prepared)

    def is_to_come(self, inject: str) -> bool:
        """Whether the team has the inject on its script, and neither got it nor was passed over."""
        return inject in self.injects and inject not in self.delivered and inject not in self.skipped

    def wants(self, inject: str) -> bool:
        """Whether a due inject's ``if`` and ``unless`` let it be delivered now."""
        prepared = self.injects[inject]
        if prepared.if_ is not None and not prepared.if_.holds(self._facts):
            return False
        return prepared.unless is None or not prepared.unless.holds(self._facts)

    # ── what control does ────────────────────────────────────────────────────

    def deliver(self, inject: str, entry: Entry, *, by_hand: bool) -> Delivery | None:
        """Give the inject to the team; None where it has got it, or cannot."""
        self._forget(inject)
        if inject in self.delivered or inject not in self.injects:
            return None
        self.skipped.pop(inject, None)
        self.delivered[inject] = Delivery(self.injects[inject], entry.at, entry.seq, by_hand)
        return self.delivered[inject]

    def skip(self, inject: str, entry: Entry) -> None:
        """Pass over what is still to come."""
        if self.is_to_come(inject):
            self._forget(inject)
            self.skipped[inject] = entry

    def delay(self, inject: str, to: int) -> None:
        """Make what is still to come due at another time."""
        if self.is_to_come(inject) and not self.recorded:
            self._make_due(self.injects[inject], to)

    def add(self, said: AdHoc) -> PreparedInject:
        """Take in an inject that control wrote; the caller delivers what is fired by hand."""
        prepared = self._read_inject(said.yaml, None)
        self.injects[prepared.id] = prepared
        if not prepared.inject.manual:
            self._schedule(prepared)
        return prepared

    def edit(self, said: Edited) -> None:
        """Change what is still to come; it keeps its time where what decides it stayed."""
        if not self.is_to_come(said.inject):
            return
        before = self.injects[said.inject]
        after = self._read_inject(said.yaml, before)
        self.injects[said.inject] = after
        if self.recorded or _trigger(before) == _trigger(after):
            return
        self._forget(said.inject)
        held = self._triggered.pop(said.inject, None)
        if held is not None and _condition(before) == _condition(after):
            self._triggered[said.inject] = held
            self._make_due(after, max(held + (after.inject.delay or 0), self._agenda.now))
        else:
            self._schedule(after)

    # ── what falls due ───────────────────────────────────────────────────────

    def come_due(self, inject: str, at: int) -> None:
        """The time that was set has come: unless another was set since, the inject is owed."""
        if self.due.get(inject) == at and inject not in self.delivered and inject not in self.skipped:
            del self.due[inject]
            self.owed[inject] = at

    def changed(self, *facts: Fact) -> None:
        """Look again at the injects that wait on these facts."""
        for fact in facts:
            watching = self._watching.get(fact)
            if watching:
                for inject in watching:
                    self._look_at(inject)
                watching[:] = [inject for inject in watching if inject not in self._triggered]

    def _schedule(self, prepared: PreparedInject) -> None:
        inject = prepared.inject
        if self.recorded:
            return
        if inject.at is not None:
            self._make_due(prepared, max(inject.at, self._agenda.now))
        elif prepared.when is not None:
            for fact in prepared.when.facts:
                self._watching[fact].append(prepared.id)
            self._look_at(prepared.id)

    def _make_due(self, prepared: PreparedInject, at: int) -> None:
        self.owed.pop(prepared.id, None)
        self.due[prepared.id] = at
        self._agenda.put(at, Due.INJECT, prepared.id, prepared.index)

    def _look_at(self, inject: str) -> None:
        prepared = self.injects[inject]
        if inject in self._triggered or prepared.when is None or not prepared.when.holds(self._facts):
            return
        self._triggered[inject] = max(self._agenda.now, 0)
        if inject not in self.delivered and inject not in self.skipped and inject not in self.due:
            self._make_due(prepared, self._triggered[inject] + (prepared.inject.delay or 0))

    def _forget(self, inject: str) -> None:
        self.due.pop(inject, None)
        self.owed.pop(inject, None)


def _trigger(prepared: PreparedInject) -> tuple[object, ...]:
    """What decides when an inject is due."""
    inject = prepared.inject
    return inject.at, _condition(prepared), inject.delay, inject.manual, inject.workflow


def _condition(prepared: PreparedInject) -> str | None:
    return None if prepared.when is None else prepared.when.words
