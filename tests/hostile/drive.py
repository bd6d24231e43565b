"""Plays the sample drill with other texts in it, and reads back everything that comes of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
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
from drill.session.session import Session, Store
from drill.session.transcript import read_transcript
from drill.session.words import GrammarError, escape
from tests.building import DAY
from tests.hostile.fields import replaced, text_places
from tests.hostile.sample import LINES, PLAN, SCENARIO

DID = ("informs tech", "acks news")
"""What is done on each account."""

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


def plan_with(choose: Choice, accounts: Sequence[str] = ()) -> str:
    """The sample plan as YAML, each text chosen, with more accounts of these names."""
    places = {path: choose(f"plan {path}") for _, path in text_places(Plan, PLAN)}
    plan = replaced(PLAN, places)
    plan["accounts"] |= dict.fromkeys(accounts, plan["accounts"]["@one"])
    return dump_yaml(plan)


def scenario_with(choose: Choice, accounts: Sequence[str] = ()) -> str:
    """The sample scenario as YAML, each text chosen; its first inject is about these accounts too."""
    places = {path: choose(f"scenario {path}") for _, path in text_places(Scenario, SCENARIO)}
    scenario = replaced(SCENARIO, places)
    scenario["injects"][0]["about"] = ["@one", *accounts]
    return dump_yaml(scenario)


def begun(store: Store, in_files: Choice, in_lines: Choice, outcome: Outcome, accounts: Sequence[str] = ()) -> Session:
    """A session of the sample, before anything happened; files that are refused are the harmless ones instead."""
    try:
        plan = plan_from_text(plan_with(in_files, accounts), "plan.yaml")
        scenario = scenario_from_text(scenario_with(in_files, accounts), "scenario.yaml")
    except FilesInError as error:
        outcome.refusals += ["".join(render(error.diagnostics, form) for form in Format), str(error)]
        plan = plan_from_text(dump_yaml(PLAN), "plan.yaml")
        scenario = scenario_from_text(dump_yaml(SCENARIO), "scenario.yaml")
    return Session.open_new(store, open_session(plan, scenario, day=DAY, cast={"caller": in_lines("cast")}))


def drive(folder: Path, in_files: Choice, in_lines: Choice, accounts: Sequence[str] = ()) -> Outcome:
    """Play the sample in a folder, and collect what comes of it."""
    outcome = Outcome()
    folder.mkdir(mode=0o700)
    session = begun(create_journal(folder), in_files, in_lines, outcome, accounts)
    on_each = [f"{4 + number % 2}m blue lead {DID[number % 2]} on {name}" for number, name in enumerate(accounts)]
    enter_lines(session, in_lines, outcome, [*on_each, *LINES])
    record = in_lines("record")
    session.submit(PutOnRecord(Labelled({"classification": record, "counsel": record})))
    session.submit(PutOnRecord(FedBack(f"team,worked well\nblue,{_as_cell(record)}\nblue,ok\n")))
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


def _as_cell(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def enter_lines(session: Session, in_lines: Choice, outcome: Outcome, lines: Sequence[str] = LINES) -> None:
    """Enter the sample's lines, each with a note; what cannot be said so is noted, and said without."""
    title = json.dumps(in_lines("braces"), ensure_ascii=False)
    for words in lines:
        line = words.replace("title: more", f"title: {title}").replace("title: another", f"title: {title}")
        said = escape(in_lines(words))
        for attempt in (f"{line} : {said}", line, f"{words} : {said}", words, f"{words} : words"):
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
