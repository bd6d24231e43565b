"""The reference tables of the README, made from the models, the rules and the commands themselves.

    python tests/reference.py          # write them into README.md
    python tests/reference.py --check  # say whether they are current

What stands between ``<!-- begin NAME -->`` and ``<!-- end NAME -->`` is made here;
`tests/test_docs.py` holds that it is current.
"""

from __future__ import annotations

import re
import sys
import typing
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from drill.cli import drill_command
from drill.commands.running import every_manual
from drill.errors import ExitCode
from drill.files.nodes import Node
from drill.files.schema import field_docstrings
from drill.findings import find  # noqa: F401  (enters the rules)
from drill.findings.rulebook import RULES
from drill.plan.audit import manuals as audit_manuals
from drill.plan.model import FUNCTIONS, MILESTONES, Plan
from drill.rehearsal.what_if import WhatIf
from drill.scenario.model import FitMap, Scenario
from drill.tui.settings.known import known_keys
from drill.tui.settings.load import listed
from drill.tui.settings.model import Settings
from tests.supply.packages import table

README = Path(__file__).parent.parent / "README.md"


def one_line(text: str) -> str:
    """A docstring's first paragraph on one line, fit for a table cell."""
    first = text.strip().split("\n\n")[0]
    return " ".join(first.split()).replace("|", "\\|")


def models(top: type[Node]) -> Iterator[type[Node]]:
    """A model and every model that it is made of, outermost first, each once."""
    seen: dict[type[Node], None] = {}
    queue = [top]
    while queue:
        model = queue.pop(0)
        if model in seen:
            continue
        seen[model] = None
        for field in model.model_fields.values():
            queue += _models_in(field.annotation)
    return iter(seen)


def _models_in(annotation: object) -> list[type[Node]]:
    if isinstance(annotation, type) and issubclass(annotation, Node):
        return [annotation]
    return [model for part in typing.get_args(annotation) for model in _models_in(part)]


def keys(top: type[Node], *, besides: type[Node] | None = None) -> str:
    """The keys of a file, model by model, without those that another kind of file has too."""
    parts, known = [], set(models(besides)) if besides is not None else set()
    for model in models(top):
        if model in known:
            continue
        parts.append(f"**{model.__name__}.** {one_line(model.__doc__ or '')}\n\n| key | |\n| --- | --- |")
        words = field_docstrings(model)
        for name, field in model.model_fields.items():
            must = " *Needed.*" if field.is_required() else ""
            parts[-1] += f"\n| `{field.alias or name}` | {one_line(words.get(name, ''))}{must} |"
    return "\n\n".join(parts)


def names() -> str:
    """The shared names that let a scenario travel."""
    functions = ", ".join(f"`{name}`" for name in FUNCTIONS)
    milestones = ", ".join(f"`{name}`" for name in MILESTONES)
    return f"Functions: {functions}.\n\nMilestones: {milestones}."


def codes() -> str:
    """Every diagnostic's code."""
    rows = "\n".join(f"| `{code}` | {one_line(manual)} |" for code, manual in sorted(every_manual().items()))
    return f"| code | says |\n| --- | --- |\n{rows}"


def findings() -> str:
    """Every rule that turns a scorecard into findings."""
    rows = "\n".join(f"| `{rule.id}` | {one_line(rule.manual)} |" for rule in RULES)
    return f"| finding | says |\n| --- | --- |\n{rows}"


def audit_codes() -> str:
    """Every rule of the governance audit."""
    rows = "\n".join(f"| `{code}` | {one_line(manual)} |" for code, manual in sorted(audit_manuals().items()))
    return f"| code | says |\n| --- | --- |\n{rows}"


def commands(group: click.Group = drill_command, prefix: str = "drill") -> str:
    """Every command with its options."""
    rows = [
        row for name, command in sorted(group.commands.items()) for row in _command_rows(f"{prefix} {name}", command)
    ]
    return "| command | does |\n| --- | --- |\n" + "\n".join(rows) if prefix == "drill" else "\n".join(rows)


def _command_rows(path: str, command: click.Command) -> Iterator[str]:
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from _command_rows(f"{path} {name}", child)
        return
    arguments = [each.make_metavar(_CONTEXT) for each in command.params if isinstance(each, click.Argument)]
    options = [_option(each) for each in command.params if isinstance(each, click.Option)]
    usage = " ".join([path, *arguments, *options]).replace("|", "\\|")
    yield f"| `{usage}` | {one_line(command.help or '')} |"


_CONTEXT = click.Context(drill_command)


def _option(option: click.Option) -> str:
    name = max(option.opts, key=len)
    value = "" if option.is_flag else f" {option.make_metavar(_CONTEXT)}"
    return f"{name}{value}" if option.required else f"[{name}{value}]"


def exit_codes() -> str:
    """Every exit code."""
    source = Path(sys.modules[ExitCode.__module__].__file__ or "").read_text(encoding="utf-8")
    rows = []
    for code in ExitCode:
        said = re.search(rf'{code.name} = {int(code)}\n    """(.*?)"""', source, re.DOTALL)
        rows.append(f"| {int(code)} | {one_line(said[1] if said else '')} |")
    return "| exit code | means |\n| --- | --- |\n" + "\n".join(rows)


def keyboard() -> str:
    """Every key by its id."""
    rows = "\n".join(
        f"| `{name}` | {_keys(keys)} | {one_line(does)} |" for name, keys, does in listed(Settings(), known_keys())
    )
    return f"| id | keys | does |\n| --- | --- | --- |\n{rows}"


def _keys(keys: str) -> str:
    return " ".join(f"`{key}`" for key in keys.replace("|", "\\|").split())


TABLES = {
    "plan keys": lambda: keys(Plan),
    "scenario keys": lambda: keys(Scenario),
    "fit keys": lambda: keys(FitMap),
    "what-if keys": lambda: keys(WhatIf, besides=Plan),
    "names": names,
    "codes": codes,
    "findings": findings,
    "exit codes": exit_codes,
    "commands": commands,
    "audit codes": audit_codes,
    "settings keys": lambda: keys(Settings),
    "keyboard": keyboard,
}


MEASURED = {"dependencies": table}
"""What was measured on the machine that wrote it, and is not held against another's."""


def current(text: str, tables: Mapping[str, Callable[[], str]] = TABLES) -> str:
    """The README with every table made anew."""
    for name, make in tables.items():
        begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
        if begin in text:
            before, _, rest = text.partition(begin)
            _, _, after = rest.partition(end)
            text = f"{before}{begin}\n{make()}\n{end}{after}"
    return text


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    if "--check" in sys.argv:
        sys.exit(text != current(text))
    README.write_text(current(text, TABLES | MEASURED), encoding="utf-8")
