"""Killed at any moment, a session, a plan and a report are as they were promised, or as they were before."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from drill.report.folder import write_artefacts
from drill.revision.living_plan import LivingPlan
from drill.session.journal import Journal
from tests.building import small_plan
from tests.faults.journals import END, begin, debrief, lines_twice, play, reopened, what_is_kept
from tests.faults.victim import NOON
from tests.tally import TALLY

HERE = Path(__file__).parent.parent.parent
LIVES = 5
"""So often one session is killed and taken up again before another begins."""

OF_ONE_PLAN = 35
"""So often one plan's revisions are killed; its trail grows with each life."""


class Killer:
    """Has victims live and die."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.faults.victim"],
            cwd=HERE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._line() == "ready"

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def kills(
        self, task: str, folder: Path, *, after: float = 0.0, fate: tuple[int, bool] | None = None
    ) -> list[list[Any]]:
        """Let a victim live for so many seconds, or until it meets its fate; what it was promised in all its lives."""
        promises = folder / "promises"
        request: dict[str, Any] = {"task": task, "folder": str(folder), "promises": str(promises), "after": after}
        request["fate"] = None if fate is None else {"number": fate[0], "after": fate[1]}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        ended = self._line()
        if ended.startswith("failed"):
            self._line()
        assert ended == "killed", f"the victim was to be killed, and {ended}"
        TALLY["kills (nothing promised was lost)"] += 1
        return [json.loads(line) for line in promises.read_text().splitlines()] if promises.exists() else []

    def close(self) -> None:
        """No more victims."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        assert self._process.wait(timeout=10) == 0
        assert self._process.stdout is not None
        self._process.stdout.close()


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    made = Killer()
    yield made
    made.close()


# ── sessions ─────────────────────────────────────────────────────────────────


def kill_sessions(killer: Killer, tmp_path: Path, lives: int, random: Random, task: str = "session") -> None:
    for number in range(lives):
        folder = tmp_path / f"{task}-{number // LIVES}"
        folder.mkdir(exist_ok=True)
        if task == "debrief" and number % LIVES == 0:
            session = begin(folder / "session.db")
            assert len(list(play(session, 50, debrief))) > 40
            assert session.state.ended_at == END, "it is killed in its debrief, and not before"
            session.close()
        if random.random() < 0.5:
            promised = killer.kills(task, folder, fate=(random.randint(1, 250), random.random() < 0.5))
        else:
            promised = killer.kills(task, folder, after=random.uniform(0.0, 0.15))
        check_session(folder, promised)


def check_session(folder: Path, promised: list[list[Any]]) -> None:
    """Everything promised is there, in its place, once; the chain holds, and the session can be taken up."""
    path = folder / "session.db"
    records = what_is_kept(path) if path.exists() else []
    if not records:
        assert not promised, "a journal that held events holds none"
        for rest in folder.glob("session.db*"):  # it died while it made the file; the next begins anew
            rest.unlink()
        return
    journal = Journal.open(path)
    for command_id, seq, count in promised:
        taken = journal.taken(command_id)
        assert [record.seq for record in taken] == list(range(seq, seq + count)), f"{command_id} was promised"
        assert list(taken) == records[seq - 1 : seq - 1 + count]
    journal.close()
    commands = {command_id for command_id, _, _ in promised}
    assert len({seq for _, seq, _ in promised}) == len(commands), "a command that was sent again counted twice"
    assert not lines_twice(records)


def test_a_killed_session_has_all_that_was_acknowledged_once(killer: Killer, tmp_path: Path) -> None:
    kill_sessions(killer, tmp_path, 25, Random(1))


def test_a_debrief_that_is_killed_has_all_that_was_said_in_it_once(killer: Killer, tmp_path: Path) -> None:
    kill_sessions(killer, tmp_path, 10, Random(4), "debrief")
    taken_up = reopened(tmp_path / "debrief-0" / "session.db")
    assert taken_up.state.ended_at == END
    write_artefacts(taken_up.state, tmp_path / "debrief-0")
    taken_up.close()


# ── plans ────────────────────────────────────────────────────────────────────


def kill_plans(killer: Killer, tmp_path: Path, lives: int, random: Random) -> None:
    for first in range(0, lives, OF_ONE_PLAN):
        kill_plan(killer, tmp_path / f"plan-{first}", min(OF_ONE_PLAN, lives - first), random)


def kill_plan(killer: Killer, folder: Path, lives: int, random: Random) -> None:
    folder.mkdir()
    text = small_plan() + "review: {every: 3 months, approvers: [legal]}\n"
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    version = 1
    for _ in range(lives):
        if random.random() < 0.7:
            promised = killer.kills("plan", folder, fate=(random.randint(1, 40), random.random() < 0.5))
        else:
            promised = killer.kills("plan", folder, after=random.uniform(0.0, 0.2))
        living = LivingPlan(folder / "plan.yaml")  # it is a plan, whole, and its trail holds
        living.finish_interrupted(NOON)
        known = {revision.id: str(revision.state) for revision in living.revisions}
        for verb, revision, *rest in promised:
            assert revision in known, f"{revision} was {verb}"
            assert verb == "proposed" or (known[revision] == "effective" and living.plan.version >= rest[0])
        effective = sum(state == "effective" for state in known.values())
        assert living.plan.version == 1 + effective == 1 + len(living.plan.history)
        assert living.plan.version >= version
        version = living.plan.version


def test_a_plan_that_is_killed_while_it_is_rewritten_is_the_old_one_or_the_new(killer: Killer, tmp_path: Path) -> None:
    kill_plans(killer, tmp_path, 12, Random(2))


# ── reports ──────────────────────────────────────────────────────────────────


def kill_reports(killer: Killer, tmp_path: Path, lives: int, random: Random) -> None:
    folder = tmp_path / "reports"
    wanted: dict[str, set[str]] = {}
    for name, count in (("short", 20), ("long", 60)):
        (folder / name).mkdir(parents=True)
        session = begin(folder / name / "session.db")
        assert len(list(play(session, count))) > count // 2
        write_artefacts(session.state, folder / name)
        session.close()
        for path in (folder / name).rglob("*"):
            if path.is_file() and path.name != "session.db":
                wanted.setdefault(str(path.relative_to(folder / name)), set()).add(path.read_text(encoding="utf-8"))
    for _ in range(lives):
        if random.random() < 0.7:
            killer.kills("reports", folder, fate=(random.randint(1, 25), random.random() < 0.5))
        else:
            killer.kills("reports", folder, after=random.uniform(0.05, 0.3))
        for name, texts in wanted.items():
            assert (folder / "short" / name).read_text(encoding="utf-8") in texts, f"{name} is half a file"


def test_a_report_that_is_killed_while_it_is_written_is_whole(killer: Killer, tmp_path: Path) -> None:
    kill_reports(killer, tmp_path, 8, Random(3))


# ── a soak ───────────────────────────────────────────────────────────────────


@pytest.mark.soak
def test_two_thousand_kills(killer: Killer, tmp_path: Path, soak_seed: int) -> None:
    random = Random(soak_seed)
    kill_sessions(killer, tmp_path, 1_100, random)
    kill_sessions(killer, tmp_path, 300, random, "debrief")
    kill_plans(killer, tmp_path, 350, random)
    kill_reports(killer, tmp_path, 250, random)
