"""Every hostile file is refused at once, in sentences, or is read as the plain text that it is."""

from __future__ import annotations

import os
import resource
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from drill.errors import DrillError, FilesInError, Refused
from drill.files import reading, yaml_source
from drill.files.reading import read_text
from drill.files.rendering import Format, render
from drill.files.yaml_source import MAX_DEPTH, MAX_VALUES, parse_yaml
from drill.plan.load import load_plan
from drill.report.feedback import read_feedback
from drill.scenario.checking import check_file
from drill.scenario.load import load_fit, load_scenario
from drill.session.transcript import read_transcript
from drill.tui.settings.load import load_settings
from tests.building import NORTHWIND, small_plan
from tests.hostile.checks import no_control
from tests.hostile.files import MB, files
from tests.hostile.watching import nothing_but_files_below

HEAVY = ("million-and-one-values", "million-keys", "people-by-the-thousand")
"""These are read once only."""

LARGEST = 900 * MB
"""Memory that one file may take: it has a million values at the most."""

MOST_EVENTS = 2 * MAX_VALUES + MAX_DEPTH
"""What a parser may be asked for before no use is seen in reading on: values, and ends of lists and mappings."""


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """What is asked of the parser of a file, counted."""
    counted: Counter[str] = Counter()

    class Counted(yaml_source._Parser):  # type: ignore[misc, valid-type]
        def get_event(self) -> Any:
            counted["events"] += 1
            return super().get_event()

    monkeypatch.setattr(yaml_source, "_Parser", Counted)
    return counted


@pytest.mark.parametrize("name", list(files()))
def test_a_hostile_file_is_refused_at_once_and_in_sentences(name: str, tmp_path: Path, work: Counter[str]) -> None:
    path = tmp_path / "file.yaml"
    path.write_bytes(files()[name])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with nothing_but_files_below(tmp_path):
        for load in (load_plan,) if name in HEAVY else (load_plan, load_scenario, load_fit, check_file):
            work.clear()
            try:
                load(path)
            except FilesInError as refusal:
                shown = "".join(render(refusal.diagnostics, form) for form in Format)
                no_control(name, shown)
                assert "Traceback" not in shown
            except DrillError as refusal:
                no_control(name, f"{refusal.message} {refusal.hint}")
            assert work["events"] <= min(MOST_EVENTS, 3 * len(files()[name]) + 8), "it is read once, and not to its end"
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < LARGEST


def test_what_nests_too_deep_is_read_no_further(work: Counter[str]) -> None:
    for name in ("open-brackets-100000", "open-braces-100000", "nested-dashes", "nested-blocks"):
        work.clear()
        parse_yaml(files()[name].decode(), "file.yaml")
        assert work["events"] < 3 * MAX_DEPTH, name


@pytest.mark.parametrize("name", list(files()))
def test_a_hostile_file_as_a_transcript_is_read_line_by_line(name: str) -> None:
    text = files()[name][: MB // 2].decode("utf-8", "replace")
    transcript = read_transcript(text, "notes.txt")
    assert transcript.diagnostics or transcript.lines or not text.strip() or text.startswith("#")
    no_control(name, render(transcript.diagnostics[:50]))


@pytest.mark.parametrize("name", [name for name in files() if name not in HEAVY])
def test_a_hostile_file_as_settings_or_as_feedback_is_read_or_refused_in_sentences(name: str, tmp_path: Path) -> None:
    path = tmp_path / "settings.yaml"
    path.write_bytes(files()[name])
    with nothing_but_files_below(tmp_path):
        try:
            load_settings(path)
        except FilesInError as refusal:
            no_control(name, "".join(render(refusal.diagnostics, form) for form in Format))
        try:
            read = read_feedback(read_text(path))
        except (FilesInError, Refused) as refusal:
            no_control(name, f"{refusal}")
        else:
            for question in read.questions:
                for text in (question.title, *question.comments, *(answer for answer, _ in question.counts)):
                    no_control(name, text)


def test_what_is_over_eight_megabytes_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.yaml"
    with path.open("wb") as file:
        file.truncate(3_000 * MB)  # a hole: it is as long as it says, and takes no room
    opened = reading._opened_at_once
    doubles: list[int] = []

    def doubled(path: str, flags: int) -> int:
        descriptor = opened(path, flags)
        doubles.append(os.dup(descriptor))
        return descriptor

    monkeypatch.setattr(reading, "_opened_at_once", doubled)
    with pytest.raises(FilesInError, match="larger than 8 MB"):
        load_plan(path)
    [double] = doubles
    assert os.lseek(double, 0, os.SEEK_CUR) <= 9 * MB, "a buffer more at the most"
    os.close(double)


@pytest.mark.parametrize("levels,refused", [(31, False), (33, True)])
def test_thirty_two_levels_are_the_most(levels: int, refused: bool, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(NORTHWIND + "x: " + "[" * levels + "]" * levels + "\n", encoding="utf-8")
    with pytest.raises(FilesInError) as refusal:
        load_plan(path)
    assert ("too-large" in {one.code for one in refusal.value.diagnostics}) is refused


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/stdin", "/proc/self/mem", "/proc/self/environ"])
def test_a_device_is_no_plan(device: str) -> None:
    with pytest.raises(DrillError):
        load_plan(device)


def test_a_pipe_to_which_nobody_writes_is_an_empty_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "plan.yaml")
    with pytest.raises(FilesInError, match="empty"):
        load_plan(tmp_path / "plan.yaml")


def test_a_pipe_to_which_somebody_writes_is_read_to_its_end() -> None:
    here, there = os.pipe()
    os.write(there, small_plan().encode())
    os.close(there)
    try:
        assert load_plan(f"/dev/fd/{here}").plan == "small"
    finally:
        os.close(here)
