"""What a new session stands on: the texts, the day, the seed, the teams, the drawn names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from drill import __version__
from drill.errors import WrongUsage
from drill.files.diagnostics import did_you_mean
from drill.files.nodes import ID_PATTERN
from drill.files.secrets import mask_note
from drill.files.text import clean
from drill.plan.model import Plan
from drill.scenario.model import FitMap, Mode, Scenario, Style
from drill.session.events import Opened
from drill.session.names import RESERVED

DEFAULT_TEAMS = ("blue",)
MOST_TEAMS = 50


def seed_of(scenario: Scenario) -> int:
    """The seed of a session that names none: from the scenario's own hash."""
    return int(scenario.document.sha256[:8], 16)


def check_team(name: str, taken: Sequence[str] = ()) -> str:
    """A team's name. Raises WrongUsage with a sentence."""
    import re

    if not re.fullmatch(ID_PATTERN, name) or len(name) > 24:
        raise WrongUsage(f"{name!r} cannot be a team's name", "write lower-case words joined by '-', such as blue")
    if name in RESERVED:
        raise WrongUsage(f"{name!r} is a word of the grammar and cannot be a team's name")
    if name in taken:
        raise WrongUsage(f"there are two teams called {name!r}")
    return name


def draw_cast(scenario: Scenario, seed: int, given: Mapping[str, str] | None = None) -> dict[str, str]:
    """The names of a session, each drawn by its own key, so that a new one moves no other.

    Faker's data changes between its releases; that is why the journal keeps what was drawn.
    """
    given = given or {}
    cast = {name: mask_note(clean(given[name])) for name in scenario.cast if name in given}
    missing = [name for name in scenario.cast if name not in cast]
    if missing:
        from faker import Faker

        for name in missing:
            faker = Faker("en_US")
            faker.seed_instance(int(sha256(f"{seed}/{name}".encode()).hexdigest()[:15], 16))
            cast[name] = clean(str(getattr(faker, scenario.cast[name])()))
    return {name: cast[name] for name in scenario.cast}


def open_session(
    plan: Plan,
    scenario: Scenario,
    *,
    teams: Sequence[str] = DEFAULT_TEAMS,
    day: date,
    seed: int | None = None,
    fit: FitMap | None = None,
    cast: Mapping[str, str] | None = None,
    mode: Mode | None = None,
    style: Style | None = None,
    recorded: bool = False,
    history: Mapping[str, Any] | None = None,
) -> Opened:
    """What a session stands on. Raises WrongUsage for teams that cannot be."""
    checked: list[str] = []
    for team in teams or DEFAULT_TEAMS:
        checked.append(check_team(team, checked))
    if len(checked) > MOST_TEAMS:
        raise WrongUsage(f"{len(checked)} teams are more than the {MOST_TEAMS} that a session takes")
    for name in cast or {}:
        if name not in scenario.cast:
            raise WrongUsage(f"the scenario has no cast name {name!r}", did_you_mean(name, scenario.cast))
    drawn_with = seed_of(scenario) if seed is None else seed
    return Opened(
        session=f"{day.isoformat()}-{scenario.scenario}",
        date=day.isoformat(),
        seed=drawn_with,
        mode=str(mode or scenario.mode),
        style=str(style or scenario.style),
        teams=tuple(checked),
        cast=draw_cast(scenario, drawn_with, cast),
        plan_name=plan.document.name,
        plan_text=plan.document.text,
        scenario_name=scenario.document.name,
        scenario_text=scenario.document.text,
        fit=(fit or FitMap()).model_dump(),
        recorded=recorded,
        history=history or {},
        drill=__version__,
    )
