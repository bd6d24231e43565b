"""A proposal as a few lines of YAML that people edit: its words, its changes, and what proves it.

    title: Give statement 50m instead of 30m
    why: It took 40m. If that is the best this team can do, the plan should say so.
    changes:
    - {set: [workflows, account-takeover, steps, statement, deadline], to: 50m}
    proven_when: {measure: step-within, subject: statement, at_most: 50m, injects: '*'}

A change sets a value, adds an item to a list (``append``) or takes something away
(``remove``). The same form is what ``--set`` and ``--edit`` of the command line and
the screen change.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from drill.errors import FilesInError, Refused
from drill.files.dumping import dump_yaml
from drill.files.edits import Edit, EditKind, present
from drill.files.text import clean
from drill.files.times import format_duration, parse_duration
from drill.files.yaml_source import parse_yaml
from drill.revision.criterion import ANY_INJECT, Criterion, Measure
from drill.revision.revisions import Proposal
from drill.scoring.card import ErrorKind

NAME = "proposal"
"""What stands for the file's name where the edited text is wrong."""

_KEYS = ("title", "why", "changes", "proven_when")
_WORDS = ("title", "why")


def worded(proposal: Proposal) -> str:
    """The proposal as YAML to edit."""
    form = _form(proposal)
    lines = [dump_yaml({key: form[key]}) for key in _WORDS]
    lines += ["changes:\n", *(f"- {dump_yaml(each, on_one_line=True)}\n" for each in form["changes"])]
    return "".join([*lines, f"proven_when: {dump_yaml(form['proven_when'], on_one_line=True).removesuffix('...')}\n"])


def reworded(proposal: Proposal, text: str, plan: str) -> Proposal:
    """The proposal that an edited text holds, on the plan's text as it is now. Raises FilesInError, Refused."""
    source = parse_yaml(text, NAME)
    if source.diagnostics:
        raise FilesInError(source.diagnostics)
    return _from_form(proposal, source.value, plan)


def with_value(proposal: Proposal, assignment: str, plan: str) -> Proposal:
    """The proposal with one thing changed: ``to=40m``, ``proven_when.at_most=40m``, ``title=…``.

    ``to`` is the value of the only change; of several it is ``changes.2.to``, counted from 1.
    Raises Refused.
    """
    path, equals, value = assignment.partition("=")
    parts = path.strip().split(".")
    if not equals or not path.strip():
        raise Refused(f"{clean(assignment)!r} sets nothing", "write it like to=40m or proven_when.at_most=40m")
    form = _form(proposal)
    if parts[0] == "to" and len(form["changes"]) == 1:
        parts = ["changes", "1", *parts]
    _put(form, parts, value.strip() if parts[-1] in _WORDS else _value(value))
    return _from_form(proposal, form, plan)


def _form(proposal: Proposal) -> dict[str, Any]:
    criterion = proposal.criterion
    return {
        "title": proposal.title,
        "why": proposal.why,
        "changes": [_change(edit) for edit in proposal.edits],
        "proven_when": None
        if criterion is None
        else {
            "measure": str(criterion.measure),
            "subject": criterion.subject,
            **({} if criterion.at_most is None else {"at_most": format_duration(criterion.at_most)}),
            "injects": criterion.injects,
        },
    }


def _change(edit: Edit) -> dict[str, Any]:
    value = {} if edit.kind is EditKind.REMOVE else {"to": edit.value}
    return {str(edit.kind): list(edit.path), **value}


def _value(text: str) -> Any:
    source = parse_yaml(f"- {text.strip()}", NAME)
    if source.diagnostics or not isinstance(source.value, list):
        raise Refused(f"{clean(text)!r} is no value", "text with signs in it goes into quotes")
    return source.value[0]


def _put(form: Any, parts: list[str], value: Any) -> None:
    """Put a value at a place of the form that is there. Raises Refused."""
    holder = form
    for part in parts[:-1]:
        holder = holder.get(part) if isinstance(holder, dict) else _item(holder, part)
    last = parts[-1]
    if isinstance(holder, list) and last.isdecimal() and 1 <= int(last) <= len(holder):
        holder[int(last) - 1] = value
    elif isinstance(holder, dict):
        holder[last] = value
    else:
        raise Refused(f"there is no {'.'.join(parts)} in it", f"it has {', '.join(_KEYS)}")


def _item(holder: Any, part: str) -> Any:
    if isinstance(holder, list) and part.isdecimal() and 1 <= int(part) <= len(holder):
        return holder[int(part) - 1]
    return None


def _from_form(proposal: Proposal, form: Any, plan: str) -> Proposal:
    if not isinstance(form, Mapping) or set(form) - set(_KEYS):
        raise Refused("what was edited is no proposal any more", f"it has {', '.join(_KEYS)}, and nothing else")
    changes = form.get("changes")
    if not isinstance(changes, list) or not changes:
        raise Refused("there is no change in it", "changes: a list, each with set, append or remove")
    said = {key: clean(str(form.get(key) or getattr(proposal, key))) for key in _WORDS}
    edits = tuple(_edit(number, each, plan) for number, each in enumerate(changes, 1))
    made = replace(proposal, **said, edits=edits, criterion=_criterion(form.get("proven_when")))
    return _followed(proposal, made)


def _followed(was: Proposal, now: Proposal) -> Proposal:
    """Where only a value was changed, the title and the bound that named the old one name the new one."""
    for old, new in zip(was.edits, now.edits, strict=False):
        if old.path != new.path or old.value == new.value or not (type(old.value) is type(new.value) is str):
            continue
        if now.title == was.title:
            now = replace(now, title=now.title.replace(old.value, new.value))
        criterion = now.criterion
        if criterion is not None and criterion == was.criterion and criterion.at_most is not None:
            with suppress(ValueError):
                if criterion.at_most == parse_duration(old.value):
                    now = replace(now, criterion=replace(criterion, at_most=parse_duration(new.value)))
    return now


def _edit(number: int, change: Any, plan: str) -> Edit:
    kinds = [kind for kind in EditKind if isinstance(change, Mapping) and str(kind) in change]
    if len(kinds) != 1 or set(change) - {str(kinds[0]), "to"} or ("to" in change) is (kinds[0] is EditKind.REMOVE):
        raise Refused(
            f"change {number} is none", "write {set: [PATH], to: VALUE}, {append: [PATH], to: ITEM} or {remove: [PATH]}"
        )
    path = change[str(kinds[0])]
    if not isinstance(path, list) or not path or not all(isinstance(part, str | int) for part in path):
        raise Refused(f"change {number} says of no clause that it is changed", "a path is a list: [roles, legal]")
    before = None if kinds[0] is EditKind.APPEND else present(plan, tuple(path))
    return Edit(kinds[0], tuple(path), change.get("to"), before)


def _criterion(value: Any) -> Criterion | None:
    if value is None:
        return None
    measures = ", ".join(Measure)
    if not isinstance(value, Mapping) or set(value) - {"measure", "subject", "at_most", "injects"}:
        raise Refused("proven_when is no criterion", f"it has measure ({measures}), subject, at_most and injects")
    at_most = value.get("at_most")
    try:
        bound = None if at_most is None else parse_duration(str(at_most))
        injects = value.get("injects") or ANY_INJECT
        return Criterion.from_dict({**value, "at_most": bound, "injects": injects})
    except KeyError as error:
        raise Refused(f"proven_when lacks {error.args[0]}", f"measure is one of {measures}") from None
    except ValueError as error:
        kinds = ", ".join(ErrorKind)
        known = f"measure is one of {measures}; no-error wants one of {kinds}, and a role behind it"
        raise Refused(f"proven_when: {error}", known) from None
