"""Injects written on one line, in braces: those that control makes up or edits while people play."""

from __future__ import annotations

from typing import Any

from drill.files.decode import decode
from drill.files.diagnostics import Diagnostic, Severity
from drill.files.yaml_source import Source, parse_yaml
from drill.scenario.model import Inject

_TRIGGERS = ("at", "when", "manual")
_LEAST = {"id": "an-inject", "via": "chat", "to": ["somebody"], "title": "Something happens"}
"""Stands in for what an edit does not say, so that it can be checked as an inject."""


def inject_from_yaml(text: str) -> Inject:
    """An ad-hoc inject, ``{id: mayor, via: phone, to: [comms-director], title: The mayor calls}``.

    Without ``at`` or ``when`` it is one that control delivers by hand. Raises
    ValueError with a sentence for the user.
    """
    source = _mapping(text)
    value = source.value
    if not any(trigger in value for trigger in _TRIGGERS):
        value = {**value, "manual": True}
    return _inject(source, value)


def inject_changes_from_yaml(text: str) -> dict[str, Any]:
    """What an edit changes, ``{title: The photo account falls}``, by field: ready for ``model_copy(update=…)``.

    A new trigger takes the old one's place. Raises ValueError with a sentence for the user.
    """
    source = _mapping(text)
    value = source.value
    if not value:
        raise ValueError("nothing is changed; write {title: …}")
    if "id" in value:
        raise ValueError("an inject keeps its id")
    triggered = any(trigger in value for trigger in (*_TRIGGERS, "delay"))
    if "delay" in value and "when" not in value:
        raise ValueError("delay goes with when; to put an inject off, use control delay")
    inject = _inject(source, {**_LEAST, **({} if triggered else {"manual": True}), **value})
    names = [name for name, field in Inject.model_fields.items() if (field.alias or name) in value]
    changed = {name: getattr(inject, name) for name in names}
    if triggered:
        changed |= {name: getattr(inject, name) for name in (*_TRIGGERS, "delay")}
    return changed


def _mapping(text: str) -> Source:
    source = parse_yaml(text, "")
    _raise_first(source.diagnostics)
    if not isinstance(source.value, dict):
        raise ValueError("an inject is written in braces, like {title: …}")
    return source


def _inject(source: Source, value: dict[str, Any]) -> Inject:
    inject, diagnostics = decode(Inject, Source(source.document, value, (), broken=False))
    _raise_first(diagnostics)
    if inject is None:
        raise ValueError("this is no inject")
    inject.settle()
    return inject


def _raise_first(diagnostics: list[Diagnostic] | tuple[Diagnostic, ...]) -> None:
    for diagnostic in diagnostics:
        if diagnostic.severity is Severity.ERROR:
            hint = f" ({diagnostic.hint})" if diagnostic.hint else ""
            raise ValueError(diagnostic.message + hint)
