"""The one grammar: what is typed, written by a scribe, kept in the journal and cited by reports.

    TIME TEAM ROLE[/PERSON] VERB [OBJECT] [on ACCOUNT] [about INJECT] [with RESOURCE [edited]] [: NOTE]
    TIME control VERB …
    TIME NAME observes TEAM OBJECTIVE [RATING] : NOTE

`Grammar.parse` reads the words behind the time, `Grammar.format` writes them.
"""

from __future__ import annotations

from dataclasses import dataclass

from drill.files.diagnostics import did_you_mean
from drill.session import control_lines, response_lines
from drill.session.names import CONTROL, OBSERVES, SessionNames
from drill.session.statements import Grade, Observed, Response, Statement
from drill.session.words import GrammarError, Word, Words, escape


@dataclass
class Grammar(SessionNames):
    """The grammar of one session, over the names that it knows."""

    def parse(self, text: str, column: int = 1) -> Statement:
        """The statement that the words behind the time say. Raises GrammarError."""
        words = Words(text, column)
        subject = words.take("a team, 'control' or an observer")
        if subject.text == CONTROL:
            statement = control_lines.parse(words, self)
        elif subject.text in self.teams:
            statement = response_lines.parse(subject.text, words, self)
        elif words.peek() == OBSERVES:
            statement = self._observation(subject, words)
        else:
            if self.exercise.role_called(subject.text.partition("/")[0].removesuffix("?")) is not None:
                hint = f"the team comes first: {self.teams[0]} {subject.text} …"
                raise GrammarError(f"the team is missing before {subject.text!r}", subject.column, hint)
            known = (*self.teams, CONTROL)
            hint = did_you_mean(subject.text, known) or f"teams: {', '.join(self.teams)}"
            raise GrammarError(f"unknown team {subject.text!r}", subject.column, hint)
        words.finish()
        return statement

    def _observation(self, subject: Word, words: Words) -> Observed:
        words.take(OBSERVES)
        observer = self.plain_name(subject)
        team = self.team(words)
        objective = self.objective(words)
        grade = self.grade(words) if words.peek() in Grade.__members__ else None
        return Observed(observer=observer, team=team, objective=objective, grade=grade, note=words.note)

    def format(self, statement: Statement) -> str:
        """The canonical words of a statement."""
        if isinstance(statement, Response):
            body = response_lines.format_response(statement, self)
        elif isinstance(statement, Observed):
            grade = f" {statement.grade}" if statement.grade else ""
            body = f"{statement.observer} {OBSERVES} {statement.team} {statement.objective}{grade}"
        else:
            body = f"{CONTROL} {control_lines.format_control(statement, self)}"
        note = escape(statement.note) if statement.note else ""
        return f"{body} : {note}" if note else body
