"""The words that a session's lines are made of, with what each means: names of the plan and of the script.

What matters now comes first: the most urgent step, the newest inject, the roles that may be called.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from drill.plan.model import StepKind
from drill.session.panes.script import wording
from drill.session.state import State
from drill.session.statements import Grade, Verb
from drill.session.team import TeamPlay

NEWEST_LINES = 40
"""So many of a team's lines are offered."""

VERB_MEANINGS = {
    Verb.ACKS: "answers a call, or takes note of an inject",
    Verb.ESCALATES: "calls one role and asks it to act",
    Verb.CONVENES: "calls several roles together",
    Verb.INFORMS: "tells roles, and asks for nothing",
    Verb.STARTS: "begins a step that takes time",
    Verb.DOES: "does a step, or another act of the plan",
    Verb.APPROVES: "lets a step go ahead",
    Verb.REJECTS: "stops a step",
    Verb.DECIDES: "answers the question of an inject",
    Verb.IMPROVISES: "does what no plan says, in your words behind ' : '",
}
"""What a role can be seen to do."""

GRADE_MEANINGS = {
    Grade.P: "performed without challenges",
    Grade.S: "performed with some challenges",
    Grade.M: "performed with major challenges",
    Grade.U: "unable to be performed",
}
"""HSEEP's ratings in words."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that can stand next, and what it means."""

    word: str
    title: str = ""


class Vocabulary:
    """The words of one session."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._exercise = state.exercise
        self._plan = state.exercise.plan

    def verbs(self) -> list[Candidate]:
        """What a role can be seen to do."""
        return [Candidate(str(verb), VERB_MEANINGS[verb]) for verb in Verb]

    def roles(self, roles: Iterable[str] | None = None) -> list[Candidate]:
        """These roles, or all."""
        known = self._plan.roles
        return [Candidate(role, known[role].title) for role in dict.fromkeys(known if roles is None else roles)]

    def seats(self, play: TeamPlay, role: str) -> list[Candidate]:
        """A role with each of the people who fill it, as ``social-lead/ben``."""
        names = {one.word: one.title for one in self.people()}
        return [Candidate(f"{role}/{person}", names.get(person, "")) for person in play.seats.get(role, ())]

    def callable_by(self, actor: str) -> list[Candidate]:
        """The roles that an actor may call, with the reason, then the others."""
        whys = {edge.to: edge.why for edge in self._plan.escalations if edge.from_ == actor}
        titles = {role: self._plan.roles[role].title for role in whys}
        found = [Candidate(role, f"{titles[role]}: {why}" if why else titles[role]) for role, why in whys.items()]
        return [*found, *self.roles(role for role in self._plan.roles if role not in whys and role != actor)]

    def steps(self, play: TeamPlay, *, public: bool = False) -> list[Candidate]:
        """The steps, those that are open first and the most urgent leading; or only what is published."""
        waiting = [expected for expected in play.expectations if expected.is_open]
        waiting.sort(key=lambda expected: (expected.deadline_at is None, expected.deadline_at or 0))
        found = []
        for key in dict.fromkeys([*(expected.step for expected in waiting), *self._exercise.steps]):
            step = self._exercise.steps[key].step
            if step.public or not public:
                titles = ", ".join(self._plan.roles[role].title for role in step.called)
                found.append(Candidate(self._exercise.name_of(key), step.do or f"{step.kind} {titles or step.approve}"))
        return found

    def steps_to_start(self, play: TeamPlay) -> list[Candidate]:
        """The steps that are acts: a call or an approval is not started, it is done."""
        acts = {self._exercise.name_of(key) for key, step in self._exercise.steps.items() if step.kind is StepKind.DO}
        return [one for one in self.steps(play) if one.word in acts]

    def approved_steps(self, play: TeamPlay) -> list[Candidate]:
        """The steps that another step approves."""
        names = {self._exercise.name_of(key) for key in self._exercise.approvals}
        return [one for one in self.steps(play) if one.word in names]

    def fine_acts(self) -> list[Candidate]:
        """Acts that are fine though nothing asks for them."""
        return [Candidate(name, text) for name, text in self._exercise.also_fine.items()]

    def forbidden_acts(self) -> list[Candidate]:
        """Acts that must not happen."""
        workflows = self._plan.workflows
        return [
            Candidate(name, f"{workflows[key.workflow].forbidden[name]}: forbidden")
            for name, key in self._exercise.forbidden.items()
        ]

    def injects_that_came(self, play: TeamPlay) -> list[Candidate]:
        """The injects, the team's newest first."""
        came = sorted(play.delivered, key=lambda inject: (-play.delivered[inject].at, -play.delivered[inject].entry))
        return self._injects(play, [*came, *(inject for inject in play.injects if inject not in play.delivered)])

    def injects_to_come(self, play: TeamPlay) -> list[Candidate]:
        """The injects that the team has not, the next first."""
        coming = [inject for inject in play.injects if inject not in play.delivered]
        coming.sort(key=lambda inject: (inject not in play.due, play.due.get(inject, 0), play.injects[inject].index))
        return self._injects(play, coming)

    def decisions(self, play: TeamPlay) -> list[Candidate]:
        """The injects that ask for a decision, the team's newest first."""
        return [one for one in self.injects_that_came(play) if play.injects[one.word].inject.decision]

    def options(self, play: TeamPlay, inject: str) -> list[Candidate]:
        """The ways to decide an inject."""
        prepared = play.injects.get(inject)
        decision = prepared.inject.decision if prepared else None
        return [Candidate(name, option.says) for name, option in (decision.options.items() if decision else ())]

    def accounts(self) -> list[Candidate]:
        """The plan's accounts, and those that an inject is about."""
        known = self._plan.accounts
        about = (name for prepared in self._exercise.injects.values() for name in prepared.about)
        names = dict.fromkeys((*known, *about))
        return [Candidate(name, known[name].platform if name in known else "") for name in names]

    def resources(self) -> list[Candidate]:
        """The prepared texts."""
        return [Candidate(name, resource.title) for name, resource in self._plan.resources.items()]

    def people(self) -> list[Candidate]:
        """The plan's people, and the walk-ins."""
        known = [Candidate(name, person.name) for name, person in self._plan.people.items()]
        return [*known, *(Candidate(name, said) for name, said in self._state.walk_ins.items())]

    def objectives(self) -> list[Candidate]:
        """The scenario's objectives."""
        objectives = self._exercise.scenario.objectives
        return [Candidate(name, objective.title) for name, objective in objectives.items()]

    def grades(self) -> list[Candidate]:
        """The ratings."""
        return [Candidate(str(grade), GRADE_MEANINGS[grade]) for grade in Grade]

    def lines(self, team: str | None) -> list[Candidate]:
        """A team's own lines by number, the newest first."""
        if team is None:
            return []
        newest = list(enumerate(self._state.teams[team].responses, 1))[-NEWEST_LINES:]
        say = self._state.journal_grammar.format
        return [Candidate(f"#{number}", say(entry.statement)) for number, entry in reversed(newest)]

    def _injects(self, play: TeamPlay, names: Iterable[str]) -> list[Candidate]:
        words = wording(self._state)
        return [Candidate(name, words(play.injects[name].inject.title)) for name in names]
