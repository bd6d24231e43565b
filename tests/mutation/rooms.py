"""The rooms whose tests are tested, and the tests that must notice a fault there."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tests.mutation.operators import Mutant, mutants


@dataclass(frozen=True)
class Room:
    """Some files, and the tests that are to hold them; patterns from the root of the repository."""

    name: str
    sources: tuple[str, ...]
    tests: tuple[str, ...]
    but: tuple[str, ...] = ()
    """Of the sources, what another room has."""

    def mutants(self, root: Path) -> list[Mutant]:
        """Every mutant of the room, in a copy of the repository."""
        left_out = {path for pattern in self.but for path in root.glob(pattern)}
        files = sorted({path for pattern in self.sources for path in root.glob(pattern)} - left_out)
        return [
            mutant
            for file in files
            for mutant in mutants(file.relative_to(root).as_posix(), file.read_text(encoding="utf-8"))
        ]

    def sample(self, root: Path, size: int, seed: int) -> list[Mutant]:
        """So many mutants, drawn by the seed and their own names: a change elsewhere leaves the draw as it was."""
        return sorted(self.mutants(root), key=lambda each: sha256(f"{seed}:{each.name}".encode()).digest())[:size]

    def test_files(self, root: Path) -> list[str]:
        """The files of tests that are to hold the room."""
        return sorted({path.relative_to(root).as_posix() for pattern in self.tests for path in root.glob(pattern)})


SHOWN = (
    "drill/session/panes/*.py",
    "drill/session/replay.py",
    "drill/session/view.py",
    "drill/session/completion.py",
    "drill/session/vocabulary.py",
)
"""What the screens show of a session: held by the tests of the screens too, which are too slow to take part."""

ROOMS = (
    Room("scoring", ("drill/scoring/*.py",), ("tests/scoring/test_*.py", "tests/faults/test_golden_drill.py")),
    Room(
        "session",
        ("drill/session/*.py",),
        (
            "tests/session/test_*.py",
            "tests/faults/test_golden_drill.py",
            "tests/faults/test_reference_model.py",
            "tests/faults/test_bad_world.py",
            "tests/report/test_salvage.py",
        ),
        but=SHOWN,
    ),
    Room("shown", SHOWN, ("tests/session/test_*.py",)),
    Room(
        "conditions",
        ("drill/plan/conditions.py", "drill/scenario/conditions.py"),
        ("tests/scenario/test_*.py", "tests/plan/test_check.py", "tests/session/test_*.py"),
    ),
)
