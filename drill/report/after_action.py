"""Everything that a report is written from, put together once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from drill.findings.audited import Audited, audited
from drill.findings.find import find
from drill.findings.finding import Finding, recurring
from drill.findings.inquiry import Inquiry
from drill.plan.model import Plan
from drill.report.wording import clock_of
from drill.revision.proposals import propose
from drill.revision.retest import RetestResult, results
from drill.revision.revisions import Proposal
from drill.scenario.exercise import Exercise, PreparedInject
from drill.scenario.model import Scenario, Style
from drill.scoring.card import Evidence, Scorecard, TeamCard
from drill.scoring.scorecard import score
from drill.session.state import State
from drill.session.statements import Entry
from drill.session.transcript import Written, write_transcript

S = TypeVar("S")


@dataclass(frozen=True)
class TeamReview:
    """One team in the report: what was found out about it, and the findings."""

    inquiry: Inquiry
    findings: tuple[Finding, ...]

    @property
    def name(self) -> str:
        """The team's name."""
        return self.inquiry.card.team


@dataclass(frozen=True)
class AfterAction:
    """A session as its report sees it: the state, the numbered transcript, the scorecard and the findings.

    It is a pure function of the session's journal, and of what the transcript carries:
    a session that was written out and played again gives an equal one.
    """

    state: State
    written: Written
    scorecard: Scorecard
    teams: tuple[TeamReview, ...]
    names: bool = False
    """Whether people are named. By default they are roles."""

    @classmethod
    def of(cls, state: State, *, names: bool = False) -> AfterAction:
        """The report's matter of a session, as of its end, or as of now while it runs."""
        written = write_transcript(state)
        scorecard = score(state, written)
        teams = tuple(
            TeamReview(Inquiry.of(card, state, written), find(card, state, written)) for card in scorecard.teams
        )
        return cls(state, written, scorecard, teams, names)

    @property
    def exercise(self) -> Exercise:
        """The scenario on the plan."""
        return self.state.exercise

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.state.exercise.plan

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.state.exercise.scenario

    @property
    def ended_at(self) -> int:
        """When the exercise ended, in milliseconds."""
        return self.scorecard.ended_at

    @property
    def is_timed(self) -> bool:
        """Whether times are scored: not in a discussion."""
        return self.scorecard.style == Style.LIVE

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all teams, the gravest first; one about the plan comes once."""
        unique = {(finding.team, finding.id): finding for team in self.teams for finding in team.findings}
        return tuple(sorted(unique.values(), key=lambda each: -each.severity))

    @cached_property
    def audited(self) -> Audited:
        """What the audit of the plan adds, as of the day of the drill."""
        return audited(self.exercise, self.state.day)

    # ── what earlier drills left, and what this one asks for ─────────────────

    @cached_property
    def retests(self) -> tuple[RetestResult, ...]:
        """What this drill showed of earlier changes, as they were fixed when it was opened."""
        return results(self.state, self.scorecard, self.written.text)

    def seen_before(self, finding: Finding) -> tuple[str, ...]:
        """The earlier sessions of the plan in which a finding came up, the oldest first."""
        seen = self.state.opened.history.get("findings")
        name = recurring(finding.id, finding.clause)
        sessions = seen.get(name) if isinstance(seen, Mapping) else None
        return tuple(map(str, sessions)) if isinstance(sessions, list | tuple) else ()

    @cached_property
    def proposals(self) -> tuple[Proposal, ...]:
        """What the findings would have changed in the plan as it was when the drill was opened."""
        return propose(self.to_answer, self.state, self.plan)

    @property
    def to_answer(self) -> tuple[tuple[Finding, TeamCard | None], ...]:
        """Every finding that a change may answer, with the card that it came from."""
        played = tuple((finding, team.inquiry.card) for team in self.teams for finding in team.findings)
        return (*played, *((finding, None) for finding in self.audited.findings))

    def proposals_for(self, finding: Finding) -> tuple[Proposal, ...]:
        """The changes that answer a finding."""
        return tuple(proposal for proposal in self.proposals if proposal.finding == finding.id)

    def proposal_title(self, proposal: Proposal) -> str:
        """What a change does; who it would put into a seat is said by role, unless people are named."""
        title = proposal.title
        for edit in proposal.edits if not self.names else ():
            person = self.plan.people.get(str(edit.value)) if edit.path[-1] == "people" else None
            if person is not None:
                role = next((each.title for each in self.plan.roles.values() if str(edit.value) in each.people), "")
                title = title.replace(person.name, f"somebody of {role}" if role else "somebody")
        return title

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every line that counts, in its order."""
        return tuple(self.state.lines())

    def statements(self, kind: type[S]) -> Iterator[tuple[Entry, S]]:
        """The lines of one kind, in order."""
        return ((entry, entry.statement) for entry in self.entries if isinstance(entry.statement, kind))

    def line(self, entry: Entry | int) -> Evidence:
        """The transcript's line of an entry, as evidence."""
        seq = entry if isinstance(entry, int) else entry.seq
        return (self.written.line_of[seq],) if seq in self.written.line_of else ()

    def words(self, text: str) -> str:
        """A text of the scenario with its drawn names and role titles in it."""
        return self.exercise.words(text, self.state.opened.cast)

    def prepared(self, inject: str, team: str | None = None) -> PreparedInject:
        """An inject as this team got it, else as some team did, else as the scenario has it."""
        plays = [self.state.teams[team].play] if team in self.state.teams else []
        plays += self.state.plays()
        given = (play.delivered[inject].inject for play in plays if inject in play.delivered)
        return next(given, None) or next(play.injects[inject] for play in plays if inject in play.injects)

    def inject_title(self, inject: str, team: str | None = None) -> str:
        """What happens in an inject, in a few words, as this team got it."""
        return self.words(self.prepared(inject, team).inject.title)

    def time_of_day(self, at: int) -> str:
        """The exercise's own time of day, ``18:52``; empty where the scenario does not say when it starts."""
        starts: datetime | None = self.scenario.starts
        return "" if starts is None else clock_of(starts.hour * 60 + starts.minute, at)
