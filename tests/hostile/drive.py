"""Plays the sample drill with other texts in it, and reads back everything that comes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from drill.errors import FilesInError, Refused
from drill.files.dumping import dump_yaml
from drill.files.rendering import Format, render
from drill.paper.printing import Form, Paper, written
from drill.paper.staging import Staging
from drill.plan.load import plan_from_text
from drill.plan.model import Plan
from drill.report.console import parts_text, scorecard_text
from drill.report.copies import write_copy
from drill.report.folder import JOURNAL, create_journal, write_artefacts
from drill.scenario.load import scenario_from_text
from drill.scenario.model import Scenario
from drill.session.decide import Enter, PutOnRecord
from drill.session.events import FedBack, Labelled, Signed
from drill.session.opening import open_session
from drill.session.session import Session
from drill.session.transcript import read_transcript
from drill.session.words import GrammarError, escape
from tests.building import DAY
from tests.hostile.fields import replaced, text_places
from tests.hostile.sample import LINES, PLAN, SCENARIO

Choice = Callable[[str], str]
"""Gives the text for a place, by the place's name."""


@dataclass
class Outcome:
    """What came of it."""

    texts: dict[str, str] = field(default_factory=dict)
    """Everything that was written or would be printed, by name."""
    journal: bytes = b""
    refusals: list[str] = field(default_factory=list)
    """What was said of files and lines that were refused."""


def plan_with(choose: Choice) -> str:
    """The sample plan as YAML, each text chosen."""
    places = {path: choose(f"plan {path}") for _, path in text_places(Plan, PLAN)}
    return dump_yaml(replaced(PLAN, places))


def scenario_with(choose: Choice) -> str:
    """The sample scenario as YAML, each text chosen."""
    places = {path: choose(f"scenario {path}") for _, path in text_places(Scenario, SCENARIO)}
    return dump_yaml(replaced(SCENARIO, places))


def drive(folder: Path, in_files: Choice, in_lines: Choice) -> Outcome:
    """Play the sample in a folder, and collect what comes of it."""
    outcome = Outcome()
    try:
        plan = plan_from_text(plan_with(in_files), "plan.yaml")
        scenario = scenario_from_text(scenario_with(in_files), "scenario.yaml")
    except FilesInError as error:
        outcome.refusals += ["".join(render(error.diagnostics, form) for form in Format), str(error)]
        plan = plan_from_text(dump_yaml(PLAN), "plan.yaml")
        scenario = scenario_from_text(dump_yaml(SCENARIO), "scenario.yaml")
    folder.mkdir(mode=0o700)
    cast = {"caller": in_lines("cast")}
    session = Session.open_new(create_journal(folder), open_session(plan, scenario, day=DAY, cast=cast))
    _enter_lines(session, in_lines, outcome)
    record = in_lines("record")
    session.submit(PutOnRecord(Labelled({"classification": record, "counsel": record})))
    session.submit(PutOnRecord(FedBack(f"team,worked well\nblue,{json.dumps(record)}\nblue,ok\n")))
    session.submit(PutOnRecord(Signed("ann", "2026-12-01", ("lead", record), (record,), (record,))))
    aar = write_artefacts(session.state, folder)
    write_copy(aar, folder, as_page=True)
    outcome.texts["the parts"] = parts_text(aar)
    outcome.texts["the scorecard, printed"] = scorecard_text(aar)
    staging = Staging(session.state.exercise, session.state.cast, ("blue",), DAY, True)
    for paper in Paper:
        for form in Form:
            if form is not Form.CSV or paper is Paper.MSEL:
                outcome.texts[f"{paper}.{form}"] = written(staging, paper, form)
    session.close()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != JOURNAL:
            outcome.texts[str(path.relative_to(folder))] = path.read_text(encoding="utf-8")
    outcome.journal = (folder / JOURNAL).read_bytes()
    return outcome


def _enter_lines(session: Session, in_lines: Choice, outcome: Outcome) -> None:
    """Enter the sample's lines, each with a note; what cannot be said so is noted, and said without."""
    title = json.dumps(in_lines("braces"), ensure_ascii=False)
    for words in LINES:
        line = words.replace("title: more", f"title: {title}").replace("title: another", f"title: {title}")
        for attempt in (f"{line} : {escape(in_lines(words))}", line, f"{words} : {escape(in_lines(words))}", words):
            [read] = read_transcript(words, "").lines
            try:
                statement = session.state.grammar.parse(attempt.split(" ", 1)[1])
                session.submit(Enter(read.at, statement))
            except (GrammarError, Refused) as refusal:
                outcome.refusals.append(f"{refusal} {refusal.hint or ''}")
                continue
            break
        else:
            raise AssertionError(f"not even this can be said: {words}")
