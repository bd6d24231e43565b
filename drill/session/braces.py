"""What is written in braces: injects that control makes up or edits while people play, and the names in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from drill.files.diagnostics import did_you_mean
from drill.files.yaml_source import parse_yaml
from drill.plan.conditions import Condition
from drill.scenario.exercise import Exercise
from drill.scenario.model import Inject


@dataclass(frozen=True, slots=True)
class Brought:
    """The names that braces bring into a session."""

    inject: str | None = None
    accounts: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


def brought_by(yaml: str) -> Brought:
    """The names in braces, as far as they can be read; what is wrong with them is said elsewhere."""
    value = parse_yaml(yaml, "").value
    if not isinstance(value, dict):
        return Brought()
    name, about, decision = value.get("id"), value.get("about"), value.get("decision")
    options = decision.get("options") if isinstance(decision, dict) else None
    return Brought(
        name if isinstance(name, str) else None,
        tuple(each for each in about if isinstance(each, str)) if isinstance(about, list) else (),
        tuple(each for each in options if isinstance(each, str)) if isinstance(options, dict) else (),
    )


def check_names(exercise: Exercise, injects: Collection[str], inject: Inject, before: Inject | None = None) -> None:
    """Raises ValueError for a name that nothing has; what `before` named already is let be, as is a new account.

    `injects` are all that the session knows.
    """
    known = set() if before is None else set(exercise.fit.missing_in(before))
    for line in exercise.fit.missing_in(inject):
        if line not in known and line.kind != "account":
            raise ValueError(_unknown(line.kind, line.name, exercise.fit.names(line.kind)))
    objectives = exercise.scenario.objectives
    if inject.objective is not None and inject.objective not in objectives:
        raise ValueError(_unknown("objective", inject.objective, objectives))
    for condition in (inject.when, inject.if_, inject.unless):
        for name in _injects_in(condition):
            if name not in injects and name != inject.id:
                raise ValueError(_unknown("inject", name, injects))


def _unknown(kind: str, name: str, known: Collection[str]) -> str:
    hint = did_you_mean(name, known)
    return f"unknown {kind} {name!r}{f', {hint}' if hint else ''}"


def _injects_in(condition: Condition | None) -> Iterator[str]:
    if condition is None:
        return
    decided = condition.decided
    yield from (name for name in (condition.delivered, decided if isinstance(decided, str) else None) if name)
    yield from decided if isinstance(decided, dict) else ()
    for part in (*(condition.all or ()), *(condition.any or ()), condition.not_):
        yield from _injects_in(part)
