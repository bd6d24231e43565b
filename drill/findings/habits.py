"""What drill after drill of the same plan shows: steps that nobody ever did, orders that never mattered.

A session keeps, when it is opened, what the earlier ones came to (`tally`); these
rules add what it showed itself. Junk in a history that was written by hand is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from drill.files.text import listed
from drill.findings.finding import FindingKind, Severity
from drill.findings.inquiry import Inquiry, merged
from drill.findings.rulebook import Found, rule
from drill.findings.words import counted
from drill.scoring.card import LEFT_OUT, Status, TeamCard

ENOUGH = 3
"""So many drills of a plan, this one among them, make a habit; fewer are chance."""

IN_TIME = (Status.MET, Status.SLOW)


@dataclass(frozen=True, slots=True)
class Seen:
    """One team's play, as little as a habit is read from. Clauses are without their lines."""

    steps: tuple[tuple[str, str, bool], ...]
    """(clause, status, whether it was done)."""
    orders: tuple[tuple[str, str, bool, tuple[int, ...]], ...]
    """(clause, id, whether it was kept, the transcript's lines)."""

    @classmethod
    def of(cls, card: TeamCard) -> Seen:
        """Out of a scorecard."""
        return cls(
            tuple((_path(row.clause), row.status.value, row.done_at is not None) for row in card.responses),
            tuple((_path(each.clause), each.id, each.kept, each.evidence) for each in card.rules),
        )

    @classmethod
    def out_of(cls, team: Mapping[str, Any]) -> Seen:
        """Out of ``scorecard.json``. Raises KeyError, TypeError, AttributeError for what is none."""
        return cls(
            tuple((_path(row["clause"]), row["status"], row["done_at"] is not None) for row in team["responses"]),
            tuple((_path(each["clause"]), each["id"], each["kept"], ()) for each in team["rules"]),
        )


def _path(clause: str) -> str:
    return clause.rpartition(":")[0]


def tally(sessions: Iterable[Iterable[Seen]]) -> dict[str, dict[str, list[int]]]:
    """What earlier sessions came to, each the plays of its teams; only what could still become a habit.

    ``{"steps": {CLAUSE: [asked, done]}, "orders": {CLAUSE ID: [seen, broken, kept, costly]}}``, counted in sessions.
    """
    steps: dict[str, list[int]] = {}
    orders: dict[str, list[int]] = {}
    for teams in sessions:
        seen = tuple(teams)
        for clause, was_done in _steps(seen).items():
            _add(steps.setdefault(clause, [0, 0]), (1, was_done))
        for name, counts in _orders(seen).items():
            _add(orders.setdefault(name, [0, 0, 0, 0]), counts)
    idle = {name: each for name, each in orders.items() if each[1] and not (each[2] and each[3])}
    unused = {clause: each for clause, each in steps.items() if not each[1]}
    return {kind: each for kind, each in (("steps", unused), ("orders", idle)) if each}


def _add(to: list[int], counts: Iterable[int]) -> None:
    to[:] = [one + int(other) for one, other in zip(to, counts, strict=True)]


def _steps(teams: Iterable[Seen]) -> dict[str, bool]:
    """The steps that a session asked for, and whether any team did them."""
    found: dict[str, bool] = {}
    for team in teams:
        for clause, status, was_done in team.steps:
            if clause.startswith("workflows.") and status not in LEFT_OUT:
                found[clause] = found.get(clause, False) or was_done
    return found


def _orders(teams: Iterable[Seen]) -> dict[str, tuple[int, int, int, int]]:
    """For each order between two steps: seen, broken, kept, and whether breaking it cost any team a step's time."""
    found: dict[str, tuple[int, int, int, int]] = {}
    for team in teams:
        in_time = {clause: True for clause, _, _ in team.steps}
        for clause, status, _ in team.steps:
            in_time[clause] = in_time[clause] and status in IN_TIME
        for clause, name, kept, _ in team.orders:
            steps = _both(clause, name)
            if steps is None:
                continue
            _, broken, was_kept, costly = found.get(f"{clause} {name}", (1, 0, 0, 0))
            cost = not kept and not all(in_time.get(step, False) for step in steps)
            found[f"{clause} {name}"] = (1, broken or int(not kept), was_kept or int(kept), costly or int(cost))
    return found


def _both(clause: str, name: str) -> tuple[str, str] | None:
    """The clauses of the two steps of an `after`; None for a rule that somebody wrote on purpose."""
    step, _, after = clause.rpartition(".")
    later = step.rpartition(".")[2]
    if after != "after" or not name.startswith(f"{later}-after-"):
        return None
    return step, f"{step.rpartition('.')[0]}.{name.removeprefix(f'{later}-after-')}"


def _kept(inquiry: Inquiry, kind: str, name: str, length: int) -> list[int]:
    """What earlier sessions counted for a step or an order; nothing where they did not."""
    habits = inquiry.state.opened.history.get("habits")
    counted_by = habits.get(kind) if isinstance(habits, Mapping) else None
    counts = counted_by.get(name) if isinstance(counted_by, Mapping) else None
    is_whole = isinstance(counts, list | tuple) and len(counts) == length and all(type(each) is int for each in counts)
    return list(counts) if is_whole and counts is not None else []


@rule("never-used")
def never_used(inquiry: Inquiry) -> Iterator[Found]:
    """A step was asked for in three drills of this plan or more, and no team of any ever did it.

    A candidate for taking out, or for asking why the plan wants it. Gates and legal limits are
    never called unused. Minor.
    """
    now = _steps([Seen.of(inquiry.card)])
    for row in inquiry.acts:
        clause = _path(row.clause)
        counts = _kept(inquiry, "steps", clause, 2)
        if row.step is None or row.gate or row.hard or not counts or now.get(clause) is not False or counts[1]:
            continue
        now.pop(clause)
        if counts[0] + 1 >= ENOUGH:
            yield Found(
                subject=inquiry.name(row.step),
                kind=FindingKind.PLAN_GAP,
                severity=Severity.MINOR,
                title=f"Nobody has ever done {inquiry.name(row.step)}",
                explanation=f"It was asked for in {counted(counts[0] + 1, 'drill')} of this plan and done in none.",
                prompts=("What would have been different with it?", "Who asked for it to be in the plan, and why?"),
                clause=row.clause,
                evidence=inquiry.asked_at([row]),
                of_the_plan=True,
            )


@rule("idle-order")
def idle_order(inquiry: Inquiry) -> Iterator[Found]:
    """An `after` of the plan was never kept in three drills or more, or breaking it never cost anything.

    Breaking it cost nothing where both steps were in time all the same. Such an order makes a plan
    look tidier than the work is: let the steps go on at once. Gates are left alone. Minor.
    """
    now = _orders([Seen.of(inquiry.card)])
    for result in inquiry.card.rules:
        clause = _path(result.clause)
        name = f"{clause} {result.id}"
        before, this = _kept(inquiry, "orders", name, 4), now.get(name)
        if result.gate or not before or this is None:
            continue
        seen, broken, kept, costly = (one + other for one, other in zip(before, this, strict=True))
        if seen < ENOUGH or broken < ENOUGH - 1 or (kept and costly):
            continue
        told = (
            f"In {counted(seen, 'drill')} of this plan nobody kept it."
            if not kept
            else f"It was not kept in {broken} of {counted(seen, 'drill')}, and both steps were in time all the same."
        )
        later, _, earlier = result.id.partition("-after-")
        yield Found(
            subject=result.id,
            kind=FindingKind.PLAN_GAP,
            severity=Severity.MINOR,
            title=f"That {later} waits for {earlier} never mattered",
            explanation=told,
            prompts=("What is the order meant to prevent?", f"Could {listed((earlier, later))} go on at once?"),
            clause=result.clause,
            evidence=merged(result.evidence),
            of_the_plan=True,
        )
