"""What was published, word for word, and how evaluators rated the words."""

from __future__ import annotations

from drill.findings.inquiry import Inquiry
from drill.findings.words import stamp
from drill.report.after_action import AfterAction, TeamReview
from drill.report.blocks import Blocks, bullets, cited, heading
from drill.report.escape import code, escape, quoted
from drill.scoring.content import PROMPTS
from drill.session.expectations import Act
from drill.session.statements import Flagged, Rated

RATED_ON = f"Rated from 0 to 4 on what it says: {'; '.join(PROMPTS)}."


def published(aar: AfterAction) -> Blocks:
    """Every public statement of every team; nothing where none was made."""
    blocks: Blocks = []
    for team in aar.teams:
        for act in _public_acts(team.inquiry):
            blocks += _statement(aar, team, act)
    return [heading(2, "What was published"), RATED_ON, *blocks] if blocks else []


def _public_acts(inquiry: Inquiry) -> list[Act]:
    public = [act for key, acts in inquiry.play.acts.items() if inquiry.exercise.steps[key].step.public for act in acts]
    return sorted(public, key=lambda act: (act.at, act.entry))


def _statement(aar: AfterAction, team: TeamReview, act: Act) -> Blocks:
    inquiry, resource = team.inquiry, aar.plan.resources.get(act.resource or "")
    source = ""
    if resource is not None:
        source = f", from {code(act.resource or '')} ({escape(resource.title)}){', edited' if act.edited else ''}"
    where = f" on {code(act.account)}" if act.account else ""
    text = aar.state.entries[act.entry].statement.note
    if text is None and resource is not None and not act.edited:
        text = resource.text
    return [
        heading(3, f"{code(inquiry.name(act.step))} by {escape(act.role)} of {escape(team.name)}"),
        cited(f"At {stamp(act.at)}{where}{source}.", aar.line(act.entry)),
        quoted(text) if text else "The words were not written down.",
        bullets(_verdicts(aar, team, act)) or "Not rated.",
    ]


def _verdicts(aar: AfterAction, team: TeamReview, act: Act) -> list[str]:
    newest = {said.by: (entry, said) for entry, said in team.inquiry.record.statements(Rated) if said.step == act.step}
    verdicts = []
    for by, (entry, said) in newest.items():
        note = f": {escape(said.note)}" if said.note else ""
        verdicts.append(cited(f"{said.score} of 4, {escape(by)}{note}.", aar.line(entry)))
    for entry, flag in team.inquiry.record.statements(Flagged):
        if flag.step == act.step:
            note = f": {escape(flag.note)}" if flag.note else ""
            verdicts.append(cited(f"Flagged as {flag.kind}{note}.", aar.line(entry)))
    return verdicts
