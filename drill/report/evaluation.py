"""Who evaluated what, and where they did not agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drill.files.text import listed
from drill.findings.words import counted
from drill.report.after_action import AfterAction
from drill.report.blocks import Blocks, bullets, cited, heading, table
from drill.report.escape import cell, code, escape
from drill.scoring.card import Evidence
from drill.session.statements import Confirmed, Observed, Rated


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one evaluator gave: a grade, or a number of points."""

    by: str
    value: str
    how: str
    evidence: Evidence


def evaluation(aar: AfterAction) -> Blocks:
    """Each evaluator with what they did, then every disagreement with both sides; nothing where nobody evaluated."""
    done: dict[str, list[int]] = {}
    for column, name in _deeds(aar):
        done.setdefault(name, [0, 0, 0])[column] += 1
    if not done:
        return []
    rows = [(cell(name), *(str(count) if count else "–" for count in done[name])) for name in sorted(done)]
    sides = list(disagreements(aar))
    told = "They differed on this. Of grades the one confirmed last counts, of points the mean." if sides else ""
    alone = "One person evaluated: nobody was there to disagree." if len(done) == 1 and not sides else ""
    return [
        heading(2, "Who evaluated, and where they disagreed"),
        table(("Evaluator", "Observations", "Statements rated", "Ratings confirmed"), rows),
        told or alone or f"{counted(len(done), 'evaluator')}, and no two different verdicts on one thing.",
        bullets(sides),
    ]


def evaluators(aar: AfterAction) -> list[str]:
    """Everybody who evaluated, by name, once."""
    return sorted({name for _, name in _deeds(aar)})


def _deeds(aar: AfterAction) -> Iterator[tuple[int, str]]:
    yield from ((0, said.observer) for _, said in aar.statements(Observed))
    yield from ((1, said.by) for _, said in aar.statements(Rated))
    yield from ((2, said.by) for _, said in aar.statements(Confirmed))


def disagreements(aar: AfterAction) -> Iterator[str]:
    """Each thing that two evaluators, or one and the confirmed rating, saw differently, in a sentence."""
    for subject, verdicts in _subjects(aar).items():
        newest = {(verdict.by, verdict.how): verdict for verdict in verdicts}
        if len({verdict.value for verdict in newest.values()}) > 1:
            said = listed(f"{escape(each.by)} {each.how} {each.value}" for each in newest.values())
            yield cited(f"{subject}: {said}.", *(each.evidence for each in newest.values()))


def _subjects(aar: AfterAction) -> dict[str, list[Verdict]]:
    """Everything that was rated, with the verdicts on it in the order in which they were given."""
    found: dict[str, list[Verdict]] = {}
    for entry, seen in aar.statements(Observed):
        if seen.grade is not None:
            verdict = Verdict(seen.observer, str(seen.grade), "saw", aar.line(entry))
            found.setdefault(_objective(aar, seen.objective, seen.team), []).append(verdict)
    for entry, sure in aar.statements(Confirmed):
        verdict = Verdict(sure.by, str(sure.grade), "confirmed", aar.line(entry))
        found.setdefault(_objective(aar, sure.objective, sure.team), []).append(verdict)
    for entry, rated in aar.statements(Rated):
        subject = f"The words of {code(aar.exercise.name_of(rated.step))} of {code(rated.team)}"
        verdict = Verdict(rated.by, f"{rated.score} of 4", "gave", aar.line(entry))
        found.setdefault(subject, []).append(verdict)
    return found


def _objective(aar: AfterAction, objective: str, team: str) -> str:
    return f"“{escape(aar.words(aar.scenario.objectives[objective].title))}” in {code(team)}"
