"""What is fuzzed: bytes go in, and either something is understood, or a sentence comes out that any terminal may show."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from drill.errors import FilesInError, Refused
from drill.files.diagnostics import Diagnostic
from drill.files.dumping import dump_yaml
from drill.files.rendering import Format, render
from drill.files.text import unclean
from drill.plan.load import plan_from_text
from drill.scenario.load import scenario_from_text
from drill.session.command_line import read_command
from drill.session.decide import Enter
from drill.session.opening import open_session
from drill.session.session import MemoryStore, Session
from drill.session.transcript import parse_lines, read_transcript
from drill.session.words import GrammarError
from tests.building import DAY
from tests.hostile.sample import PLAN, SCENARIO


def loader(data: bytes) -> None:
    """A plan and a scenario from any bytes."""
    text = data.decode("utf-8", "replace")
    for read in (plan_from_text, scenario_from_text):
        try:
            read(text, "file.yaml")
        except FilesInError as refusal:
            _are_fit_to_show(refusal.diagnostics)


def lines(data: bytes) -> None:
    """A transcript, and what is typed into the command bar, from any bytes; what is understood is written and read again."""
    text = data.decode("utf-8", "replace")
    state = session().state
    transcript = read_transcript(text, "lines.txt")
    for line, statement in parse_lines(transcript, state.grammar)[:200]:
        written = state.grammar.format(statement)
        assert unclean(written) is None
        assert "\n" not in written
        assert state.grammar.parse(written) == statement, f"line {line.number}"
        try:
            session().preview(Enter(line.at, statement, line.recalled))
        except Refused as refusal:
            assert unclean(f"{refusal}") is None
    _are_fit_to_show(tuple(transcript.diagnostics[:50]))
    try:
        read_command(text[:2_000], state.grammar, 600_000, "blue")
    except GrammarError as error:
        assert error.column > 0


TARGETS: dict[str, Callable[[bytes], None]] = {"loader": loader, "lines": lines}


@cache
def session() -> Session:
    """A session of the sample, before anything was said."""
    plan, scenario = (
        plan_from_text(dump_yaml(PLAN), "plan.yaml"),
        scenario_from_text(dump_yaml(SCENARIO), "scenario.yaml"),
    )
    return Session.open_new(MemoryStore(), open_session(plan, scenario, day=DAY, teams=("blue",), cast={"caller": "x"}))


def _are_fit_to_show(diagnostics: tuple[Diagnostic, ...]) -> None:
    assert diagnostics is not None
    for form in Format:
        assert unclean(render(diagnostics, form)) is None
