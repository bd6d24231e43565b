"""Text from outside is never markup and never reaches the terminal as an escape."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from drill.session.statements import Response
from drill.tui.text import cut, fit, one_line, say, styled
from tests.tui.stage import NARROW, WIDE, Stage, stage, words_of

TUI = Path(__file__).parents[2] / "drill" / "tui"

TAKES_WORDS = {"Static", "Label", "Button", "Checkbox", "Option", "update", "notify", "add_row", "add_column"}
"""What would read a plain `str` as markup."""

MODULES = sorted(TUI.rglob("*.py"))


def content_makers() -> Iterator[str]:
    """The functions of the screens that are typed to return content, or text of a table."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            returns = getattr(node, "returns", None)
            if (
                isinstance(node, ast.FunctionDef)
                and returns
                and ast.unparse(returns).startswith(("Content", "TableText"))
            ):
                yield node.name


MAKES_CONTENT = frozenset(content_makers())

HOSTILE = "[/] [bold]b[/bold] [@click=app.leave]x[/] \x1b]52;c;eA==\x07 \x1b[2J \x9b31m \u202eabc \x00 {unknown}"


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a module, with the name that is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Name):
                yield function.id, node
            elif isinstance(function, ast.Attribute):
                yield function.attr, node


def is_plain(argument: ast.expr) -> bool:
    """Whether an argument is content, or no words at all."""
    match argument:
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name in MAKES_CONTENT
        case ast.Name(id=name):
            return name in {"content", "said"}
        case ast.IfExp(body=body, orelse=other):
            return is_plain(body) and is_plain(other)
        case ast.Starred(value=ast.GeneratorExp(elt=each)):
            return is_plain(each)
        case ast.Constant(value=None):
            return True
        case _:
            return False


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TUI)))
def test_no_widget_is_given_words_that_it_would_read_as_markup(path: Path) -> None:
    wrong = [
        f"{path.name}:{call.lineno}: {ast.unparse(call)}"
        for name, call in calls(ast.parse(path.read_text(encoding="utf-8")))
        if name in TAKES_WORDS and call.args and not all(map(is_plain, call.args[:1]))
        if not (name == "update" and ast.unparse(call.func).endswith("query_one(Markdown).update"))
    ]

    assert wrong == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TUI)))
def test_titles_of_panes_are_our_own_words_or_content(path: Path) -> None:
    wrong = [
        ast.unparse(node)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign)
        and any(isinstance(target, ast.Attribute) and target.attr.startswith("border_") for target in node.targets)
        and not isinstance(node.value, ast.Constant)
        and not is_plain(node.value)
        and ast.unparse(node.value) != "title"
    ]

    assert wrong == []


def plant(on: Stage) -> None:
    """Put hostile words where files and lines would refuse them, as a damaged session or a fault might."""
    scenario, plan = on.room.state.exercise.scenario, on.room.state.exercise.plan
    scenario.__dict__["title"] = HOSTILE
    for prepared in on.room.state.exercise.injects.values():
        prepared.inject.__dict__.update(title=HOSTILE, text=HOSTILE, notes=HOSTILE, from_=HOSTILE)
    for role in plan.roles.values():
        role.__dict__["title"] = HOSTILE
    for person in plan.people.values():
        person.__dict__["name"] = HOSTILE
    for step in plan.workflows["account-takeover"].steps.values():
        step.__dict__["do"] = HOSTILE if step.do else None
    seq, entry = next(
        (seq, each) for seq, each in on.room.state.entries.items() if isinstance(each.statement, Response)
    )
    on.room.state.entries[seq] = replace(entry, statement=replace(entry.statement, note=HOSTILE))


def control_bytes(drawn: str) -> set[str]:
    """The characters that a terminal would act on."""
    return {char for char in drawn if (ord(char) < 32 and char != "\n") or 0x7F <= ord(char) < 0xA0 or char == "\u202e"}


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize(
    "keys",
    [
        (),
        ("i",),
        ("l", "end"),
        ("g",),
        ("G",),
        ("c",),
        ("r",),
        ("e",),
        ("d",),
        ("w",),
        ("a",),
        ("colon", "s"),
        ("E", "y"),
    ],
    ids="-".join,
)
async def test_hostile_words_are_shown_as_they_stand_and_no_control_byte_is_drawn(
    size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    on = stage().begin(2)
    on.control.say("blue social-lead improvises : sang")
    plant(on)
    async with on.open(size) as pilot:
        await pilot.press(*keys)
        await pilot.pause()

        assert control_bytes(words_of(on.app)) == set()
        assert on.app.is_running


async def test_the_briefing_shows_hostile_words_as_they_stand() -> None:
    on = stage()
    on.room.state.exercise.scenario.__dict__["briefing"] = HOSTILE
    async with on.open():
        assert "[/] [bold]b[/bold]" in on.text
        assert control_bytes(on.text) == set()


def test_words_become_content_and_nothing_else() -> None:
    assert say(HOSTILE).plain.startswith("[/] [bold]b[/bold]")
    assert "\x1b" not in say(HOSTILE).plain
    assert "\x1b" not in styled((HOSTILE, "bold"), HOSTILE).plain
    assert "\n" not in one_line("a\nb\tc")


@pytest.mark.parametrize("text", ["plain", "緊急事態です", "🚨 alarm", "👩‍🚒", "é" * 40, ""])
@pytest.mark.parametrize("width", [0, 1, 5, 20])
def test_words_are_cut_and_filled_by_cells(text: str, width: int) -> None:
    assert cell_len(cut(text, width)) <= width
    assert cell_len(fit(text, width)) == width
