"""What the whole room may see of a session: the injects that are public, as they were delivered, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from drill.session.panes.script import wording
from drill.session.state import State

SHOWN = 50
"""So many public injects are shown, the newest; a room reads no more."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One public inject, in the words that the players have it in."""

    at: int
    """When it came first, in milliseconds of exercise time."""
    via: str
    from_: str
    title: str
    text: str
    teams: tuple[str, ...] = ()
    """The teams that have it, where only some do."""


def public_injects(state: State) -> tuple[Shown, ...]:
    """The public injects that were delivered, the oldest first; never a note, an expectation or a score."""
    words = wording(state)
    came: dict[str, list[tuple[int, int, str]]] = {}
    for team, log in state.teams.items():
        for inject, delivery in log.play.delivered.items():
            if delivery.inject.inject.is_public:
                came.setdefault(inject, []).append((delivery.at, delivery.entry, team))
    shown = []
    for inject, deliveries in came.items():
        at, entry, team = min(deliveries)
        prepared = state.teams[team].play.delivered[inject].inject
        said, teams = prepared.inject, tuple(each for _, _, each in deliveries)
        shown.append(
            (
                (at, prepared.index, entry),
                Shown(
                    at,
                    str(said.via),
                    words(said.from_ or ""),
                    words(said.title),
                    words(said.text or "").strip(),
                    teams if len(teams) < len(state.teams) else (),
                ),
            )
        )
    return tuple(one for _, one in sorted(shown, key=lambda item: item[0]))[-SHOWN:]
