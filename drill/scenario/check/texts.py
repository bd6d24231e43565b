"""Names in braces inside a scenario's texts: drawn names, and the titles of roles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drill.files.diagnostics import Severity, did_you_mean
from drill.files.document import Path
from drill.files.rulebook import Problem
from drill.scenario.check.book import SCENARIO_RULES, Setting
from drill.scenario.fit import Fit
from drill.scenario.model import Inject, Scenario

_BRACES = re.compile(r"\{\{|\}\}|\{([^\W_][\w .-]{0,60})\}")


@SCENARIO_RULES.rule("unknown-placeholder", Severity.ERROR)
def unknown_placeholder(setting: Setting) -> Iterator[Problem]:
    """A text has a name in braces that is neither in the `cast` nor a role of the plan.

    Players would see the braces. Add the name to `cast`, correct it, or write `{{` and
    `}}` where braces are meant.
    """
    if setting.fit is not None and setting.own_plan:
        yield from unfilled(setting.scenario, setting.fit)


def unfilled(scenario: Scenario, fit: Fit) -> Iterator[Problem]:
    """The names in braces that nothing would be put in for."""
    for text, path in _texts(scenario):
        for name in _placeholders(text):
            if name not in scenario.cast and fit.role(name) is None:
                hint = did_you_mean(name, (*scenario.cast, *fit.plan.roles)) or "write {{ and }} where braces are meant"
                message = f"{{{name}}} is neither in the cast nor a role of the plan"
                yield Problem(path, message, hint, within=f"{{{name}}}")


@SCENARIO_RULES.rule("unused-cast", Severity.WARNING)
def unused_cast(setting: Setting) -> Iterator[Problem]:
    """A name is drawn that no text uses.

    Most likely a text names it otherwise. Use it as `{name}` in a text, or take it
    out of the `cast`.
    """
    used = {name for text, _ in _texts(setting.scenario) for name in _placeholders(text)}
    for name in setting.scenario.cast:
        if name not in used:
            message, hint = f'no text uses "{name}"', did_you_mean(name, used - set(setting.scenario.cast))
            yield Problem(("cast", name), message, hint, on_key=True)


def _placeholders(text: str) -> Iterator[str]:
    return (match[1] for match in _BRACES.finditer(text) if match[1])


def _texts(scenario: Scenario) -> Iterator[tuple[str, Path]]:
    """Every text that is shown with its names filled in."""
    if scenario.briefing:
        yield scenario.briefing, ("briefing",)
    for phase in scenario.phases:
        yield phase.title, (*phase.path, "title")
        yield from ((text, (*phase.path, "questions", index)) for index, text in enumerate(phase.questions))
    for inject in scenario.injects:
        yield from _texts_of(inject)


def _texts_of(inject: Inject) -> Iterator[tuple[str, Path]]:
    for key, text in (("from", inject.from_), ("title", inject.title), ("text", inject.text), ("notes", inject.notes)):
        if text:
            yield text, (*inject.path, key)
    yield from ((probe.ask, (*probe.path, "ask")) for probe in inject.probes)
    if inject.decision:
        yield inject.decision.question, (*inject.decision.path, "question")
        yield from ((option.says, (*option.path, "says")) for option in inject.decision.options.values())
