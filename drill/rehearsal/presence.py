"""Who had dropped out by when, in many runs at once: `drill.scoring.record.TeamRecord`, its part on absences."""

from __future__ import annotations

import numpy as np

from drill.rehearsal.draws import Ints
from drill.rehearsal.model import Model
from drill.rehearsal.outcome import Bools, Outcome


def is_away(model: Model, outcome: Outcome, person: int, at: Ints) -> Bools:
    """Whether a person had dropped out by a time of each run, that instant included."""
    gone = outcome.away[person].copy()
    latest = np.full(at.shape, -1, dtype=np.int64)
    for inject in model.injects:
        if person in inject.gone or person in inject.back:
            moved_at = outcome.delivered_at[inject.index]
            counts = (moved_at <= at) & (moved_at >= latest)
            gone[counts], latest[counts] = person not in inject.back, moved_at[counts]
    return np.asarray(gone)


def is_role_away(model: Model, outcome: Outcome, role: int, at: Ints) -> Bools:
    """Whether everybody who fills a role had; nobody had where nobody fills it."""
    people = [is_away(model, outcome, person, at) for person in model.roles[role].people]
    return np.asarray(np.logical_and.reduce(people) if people else np.zeros(at.shape, dtype=np.bool_))
