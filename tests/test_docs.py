"""The README is tested: what it says is current, and nothing that users meet is missing from it."""

from __future__ import annotations

import re

import click
import pytest

from drill.cli import drill_command
from drill.session.control_lines import CONTROL_VERBS, HEADER_VERBS
from drill.session.statements import Verb
from tests.reference import README, TABLES, current

TEXT = README.read_text(encoding="utf-8")
ROOT = README.parent
PAGES = (README, ROOT / "SECURITY.md")


def commands(group: click.Group, prefix: str = "drill") -> list[tuple[str, click.Command]]:
    found = []
    for name, command in group.commands.items():
        path = f"{prefix} {name}"
        found.append((path, command))
        if isinstance(command, click.Group):
            found += commands(command, path)
    return found


ALL_COMMANDS = commands(drill_command)


def test_the_tables_are_current():
    assert current(TEXT) == TEXT, "run: python tests/reference.py"


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_its_place(name):
    assert f"<!-- begin {name} -->" in TEXT


@pytest.mark.parametrize("path", [path for path, _ in ALL_COMMANDS])
def test_every_command_is_in_the_readme(path):
    assert f"`{path}" in TEXT


@pytest.mark.parametrize(
    "path, option",
    [
        (path, option)
        for path, command in ALL_COMMANDS
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--") and option not in ("--help", "--version")
    ],
)
def test_every_option_is_in_the_readme(path, option):
    assert option in TEXT, f"{option} of {path}"


@pytest.mark.parametrize("path, command", [(p, c) for p, c in ALL_COMMANDS if not isinstance(c, click.Group)])
def test_every_command_has_help_with_an_example(path, command):
    assert command.help
    assert "Example" in (command.epilog or ""), path


@pytest.mark.parametrize("verb", [*CONTROL_VERBS, *HEADER_VERBS, *Verb])
def test_every_verb_of_the_grammar_is_in_the_readme(verb):
    assert re.search(rf"`[^`]*\b{re.escape(verb)}\b[^`]*`", TEXT)


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_is_named_is_there(page):
    text = page.read_text(encoding="utf-8")
    for name in re.findall(r"\b((?:scenarios|drill|tests)/[\w./-]+\.(?:yaml|txt|py|md))", text):
        assert (ROOT / name).exists(), name


@pytest.mark.parametrize("page", PAGES)
def test_every_target_of_make_that_is_named_is_there(page):
    targets = set(re.findall(r"(?m)^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8")))
    assert set(re.findall(r"`make ([a-z]+)", page.read_text(encoding="utf-8"))) <= targets


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_name_no_path_of_a_machine(page):
    assert not re.search(r"/(?:home|root|tmp|Users)/", page.read_text(encoding="utf-8"))
