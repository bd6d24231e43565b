"""Every hostile file is refused at once, in sentences, or is read as the plain text that it is."""

from __future__ import annotations

import resource
import time
from pathlib import Path

import pytest

from drill.errors import DrillError, FilesInError
from drill.files.rendering import Format, render
from drill.plan.load import load_plan
from drill.scenario.checking import check_file
from drill.scenario.load import load_fit, load_scenario
from drill.session.transcript import read_transcript
from tests.building import NORTHWIND
from tests.hostile.checks import no_control
from tests.hostile.files import MB, files
from tests.hostile.watching import nothing_but_files_below

SLOWEST = 8.0
"""Seconds that the longest may take: a million keys are read to the limit and named, on a busy machine."""

LARGEST = 900 * MB
"""Memory that the whole of this room may take."""


@pytest.mark.parametrize("name", list(files()))
def test_a_hostile_file_is_refused_at_once_and_in_sentences(name: str, tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_bytes(files()[name])
    began = time.monotonic()
    with nothing_but_files_below(tmp_path):
        for load in (load_plan, load_scenario, load_fit):
            try:
                load(path)
            except FilesInError as refusal:
                shown = "".join(render(refusal.diagnostics, form) for form in Format)
                no_control(name, shown)
                assert "Traceback" not in shown
            except DrillError as refusal:
                no_control(name, f"{refusal.message} {refusal.hint}")
        check_file(path)
    assert time.monotonic() - began < SLOWEST
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 < LARGEST


@pytest.mark.parametrize("name", list(files()))
def test_a_hostile_file_as_a_transcript_is_read_line_by_line(name: str) -> None:
    text = files()[name][: 2 * MB].decode("utf-8", "replace")
    transcript = read_transcript(text, "notes.txt")
    assert transcript.diagnostics or transcript.lines or not text.strip() or text.startswith("#")
    no_control(name, render(transcript.diagnostics[:50]))


def test_what_is_over_eight_megabytes_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    with path.open("wb") as file:
        file.truncate(3_000 * MB)  # a hole: it is as long as it says, and takes no room
    began = time.monotonic()
    with pytest.raises(FilesInError, match="larger than 8 MB"):
        load_plan(path)
    assert time.monotonic() - began < 1.0


@pytest.mark.parametrize("levels,refused", [(31, False), (33, True)])
def test_thirty_two_levels_are_the_most(levels: int, refused: bool, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(NORTHWIND + "x: " + "[" * levels + "]" * levels + "\n", encoding="utf-8")
    with pytest.raises(FilesInError) as refusal:
        load_plan(path)
    assert ("too-large" in {one.code for one in refusal.value.diagnostics}) is refused


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/stdin", "/proc/self/mem", "/proc/self/environ"])
def test_a_device_is_no_plan(device: str) -> None:
    began = time.monotonic()
    with pytest.raises(DrillError):
        load_plan(device)
    assert time.monotonic() - began < 2.0


def test_a_pipe_that_nobody_writes_to_is_no_plan(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "plan.yaml")
    with pytest.raises(DrillError, match="not a file"):
        load_plan(tmp_path / "plan.yaml")
