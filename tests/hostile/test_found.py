"""What fuzzing found once stays found: every file in `found` is understood, or refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from drill.files.dumping import dump_yaml
from tests.hostile.corpus import TEXTS
from tests.hostile.files import files
from tests.hostile.sample import LINES, PLAN
from tests.hostile.targets import TARGETS

FOUND = sorted((Path(__file__).parent / "found").glob("*-*"))


def test_what_was_found_is_found_no_more() -> None:
    for path in FOUND:
        TARGETS[path.name.partition("-")[0]](path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_what_fuzzing_begins_with_is_no_find(target: str) -> None:
    for text in ["\n".join(LINES), dump_yaml(PLAN), *TEXTS.values()]:
        TARGETS[target](text.encode("utf-8", "replace"))
    TARGETS[target](files()["all-bytes"])
