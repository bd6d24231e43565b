"""Every text of a plan, a scenario and a log, with every hostile text in it: nothing comes out as more than text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from drill.errors import FilesInError
from drill.files.dumping import dump_yaml
from drill.files.nodes import ID_PATTERN, RESERVED_IDS, Node
from drill.files.rendering import Format, render
from drill.files.secrets import secret_spans
from drill.files.text import unclean
from drill.plan.load import plan_from_text
from drill.plan.model import Plan
from drill.scenario.load import scenario_from_text
from drill.scenario.model import Scenario
from drill.session.control_lines import CONTROL_VERBS
from drill.session.statements import Verb
from tests.hostile.checks import check, no_control
from tests.hostile.corpus import SECRETS, TEXTS
from tests.hostile.drive import Outcome, drive, plan_with, scenario_with
from tests.hostile.fields import ACCOUNT, strings, text_fields, text_places
from tests.hostile.files import files
from tests.hostile.sample import LINES, PLAN, SCENARIO
from tests.hostile.watching import nothing_but_files_below
from tests.reference import models
from tests.tally import TALLY

RUNS = 16
"""So many drills, each with other texts in other places; a soak puts every text into every place."""

FILES_TAKE = {name: text for name, text in TEXTS.items() if name not in SECRETS and unclean(text) is None}
"""What a plan or a scenario may hold: it is text, if odd."""

REFUSED = [name for name, text in TEXTS.items() if unclean(text) is not None or secret_spans(text)]
"""What they may not hold. A secret in prose is none that a file is refused for: a scenario may be about a password."""


def test_the_corpus_is_as_large_as_it_was_promised() -> None:
    TALLY["hostile texts"], TALLY["hostile files"] = len(TEXTS), len(files())
    assert len(TEXTS) + len(files()) >= 150
    assert len(set(TEXTS.values())) == len(TEXTS)
    assert len(FILES_TAKE) >= 100


@pytest.mark.parametrize("model,values", [(Plan, PLAN), (Scenario, SCENARIO)])
def test_the_sample_has_every_key_that_takes_text(model: type[Node], values: dict[str, object]) -> None:
    assert {field for field, _ in text_places(model, values)} == text_fields(model)


def test_the_sample_has_a_line_of_every_verb() -> None:
    words = [line.split() for line in LINES]
    assert {line[2] for line in words if line[1] == "control"} == set(CONTROL_VERBS)
    assert {line[3] for line in words if line[1] == "blue"} == set(Verb)


@cache
def harmless(folder: Path) -> Outcome:
    return drive(folder / "harmless", lambda place: "words", lambda place: "words")


@pytest.fixture(scope="module")
def common(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return harmless(tmp_path_factory.mktemp("hostile"))


def _dealt(texts: dict[str, str], start: int) -> Iterator[str]:
    order = list(texts.values())
    return (order[number % len(order)] for number in count(start))


@pytest.mark.parametrize("run", range(RUNS))
def test_texts_of_all_kinds_in_all_places_at_once_stay_text(run: int, tmp_path: Path, common: Outcome) -> None:
    for_files, for_lines = _dealt(FILES_TAKE, run * 37), _dealt(TEXTS, run * 43)
    with nothing_but_files_below(tmp_path):
        outcome = drive(tmp_path / "session", lambda place: next(for_files), lambda place: next(for_lines))
    assert not any("plan.yaml" in said for said in outcome.refusals), "the files were refused, and so said nothing"
    check(outcome, common)


@pytest.mark.soak
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_in_every_place_stays_text(name: str, tmp_path: Path, common: Outcome) -> None:
    with nothing_but_files_below(tmp_path):
        in_files = TEXTS[name] if name in FILES_TAKE else "words"
        outcome = drive(tmp_path / "session", lambda place: in_files, lambda place: TEXTS[name])
    check(outcome, common)


def test_an_account_of_any_name_is_a_name_everywhere(tmp_path: Path) -> None:
    accounts = [text for text in FILES_TAKE.values() if re.fullmatch(ACCOUNT, text)]
    assert len(accounts) > 60
    words = [f"@account-{number}" for number in range(len(accounts))]
    plain = drive(tmp_path / "plain", lambda place: "words", lambda place: "words", words)
    with nothing_but_files_below(tmp_path):
        outcome = drive(tmp_path / "session", lambda place: "words", lambda place: "words", accounts)
    assert not any("plan.yaml" in said for said in outcome.refusals), "the files were refused, and so said nothing"
    check(outcome, plain)


def test_every_text_of_a_model_is_a_text_an_id_or_an_account() -> None:
    """There is no fourth kind of string, which no test would put anything into."""
    for model in {*models(Plan), *models(Scenario)}:
        for name, info in model.model_fields.items():
            for kind in strings(info.annotation, tuple(info.metadata)):
                assert kind in ("text", "id", "account"), f"{model.__name__}.{name}"


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_file_may_hold_is_refused_and_not_shown(name: str) -> None:
    for make, read in ((plan_with, plan_from_text), (scenario_with, scenario_from_text)):
        with pytest.raises(FilesInError) as refusal:
            read(make(lambda place: TEXTS[name]), "file.yaml")
        shown = "".join(render(refusal.value.diagnostics, form) for form in Format)
        no_control(name, shown)
        assert name not in SECRETS or TEXTS[name] not in shown


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_as_every_id_is_refused_in_a_sentence(name: str) -> None:
    text = TEXTS[name]
    if re.fullmatch(ID_PATTERN, text) and text not in RESERVED_IDS:
        return  # it is an id, if an odd one
    values = {"plan": text, "title": "A plan", "version": 1, "roles": {text: {"title": "Lead", "people": [text]}}}
    with pytest.raises(FilesInError) as refusal:
        plan_from_text(dump_yaml(values), "plan.yaml")
    no_control(name, "".join(render(refusal.value.diagnostics, form) for form in Format))
