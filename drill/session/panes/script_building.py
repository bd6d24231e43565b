"""How the script is made: each team's standing of each inject, and one row over all of them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter

from drill.scenario.exercise import PreparedInject
from drill.session.panes.script import InjectRow, InjectStatus, current_inject, merged, standing_of, wording
from drill.session.state import State
from drill.session.team import TeamPlay

_RANK = {InjectStatus.WAITING: 2, InjectStatus.MANUAL: 3}


class _TeamScript:
    """One team's standings, inject by inject, and those that changed since the last look."""

    def __init__(self) -> None:
        self.seen: Hashable = None
        self.rows: dict[str, InjectRow] = {}
        self._play: TeamPlay | None = None
        self._injects: dict[str, PreparedInject] = {}
        self._due: dict[str, int] = {}
        self._owed: dict[str, int] = {}
        self._delivered: frozenset[str] = frozenset()
        self._skipped: frozenset[str] = frozenset()

    def look(self, play: TeamPlay) -> set[str]:
        """Take in how the play stands; the injects whose standing may have changed."""
        if play is not self._play:
            rows = {inject: standing_of(play, inject) for inject in play.injects}
            changed = _changed(self.rows, rows)
            self.rows = rows
        else:
            changed = {*(play.delivered.keys() ^ self._delivered), *(play.skipped.keys() ^ self._skipped)}
            for before, after in ((self._due, play.due), (self._owed, play.owed), (self._injects, play.injects)):
                changed |= _changed(before, after)
            self.rows.update((inject, standing_of(play, inject)) for inject in changed)
        self._play, self._delivered, self._skipped = play, frozenset(play.delivered), frozenset(play.skipped)
        self._due, self._owed, self._injects = dict(play.due), dict(play.owed), dict(play.injects)
        return changed


def _changed(before: Mapping[str, object], after: Mapping[str, object]) -> set[str]:
    if before == after:
        return set()
    return {*(before.keys() - after.keys()), *(name for name, value in after.items() if before.get(name) != value)}


class ScriptBuilder:
    """Makes the script of one team or of all, and keeps what did not change since the last time.

    What waits on a condition, and what is given by hand, stands behind what comes by time.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._words = wording(state)
        self._teams = {team: _TeamScript() for team in state.teams}
        self._chosen: tuple[str, ...] = ()
        self._current: str | None = None
        self._rows: dict[str, tuple[tuple[int, int, int, str], InjectRow]] = {}
        self._script: tuple[InjectRow, ...] = ()

    def build(self, team: str | None, standings: Mapping[str, Hashable]) -> tuple[InjectRow, ...]:
        """The script of a team; None means all teams together."""
        chosen = tuple(name for name in self._teams if team in (None, name))
        changed = self._look(chosen, standings)
        current = current_inject([self._state.teams[name].play for name in chosen])
        if chosen != self._chosen:
            self._chosen, self._rows = chosen, {}
            changed = {inject for name in chosen for inject in self._teams[name].rows}
        elif current != self._current:
            changed |= {inject for inject in (current, self._current) if inject is not None}
        self._current = current
        if changed:
            for inject in changed:
                self._merge(inject)
            self._script = tuple(row for _, row in sorted(self._rows.values(), key=itemgetter(0)))
        return self._script

    def _look(self, chosen: Sequence[str], standings: Mapping[str, Hashable]) -> set[str]:
        changed: set[str] = set()
        for name in chosen:
            script = self._teams[name]
            if script.seen != standings[name]:
                script.seen = standings[name]
                changed |= script.look(self._state.teams[name].play)
        return changed

    def _merge(self, inject: str) -> None:
        """One inject, over the chosen teams."""
        each = {name: row for name in self._chosen if (row := self._teams[name].rows.get(inject)) is not None}
        if not each:
            self._rows.pop(inject, None)
            return
        row = merged(each, is_current=inject == self._current)
        row = replace(row, title=self._words(row.title))
        prepared = self._state.teams[next(iter(each))].play.injects[inject]
        self._rows[inject] = (_RANK.get(row.status, 1), row.at or 0, prepared.index, inject), row
