"""The keys of the log: a call, a mark, an observation, undo and redo, a line typed or corrected."""

from __future__ import annotations

from textual import work

from drill.errors import Refused
from drill.session.command_line import read_command
from drill.session.decide import Amend, Redo, Undo
from drill.session.events import Undone
from drill.session.names import plain_name
from drill.session.statements import Statement
from drill.session.vocabulary import Vocabulary
from drill.session.words import GrammarError, escape
from drill.tui.actions.base import RoomScreen
from drill.tui.widgets.dialog import AskChoice, AskText, Choice


class LineKeys(RoomScreen):
    """What is logged besides the cells."""

    def for_team(self) -> str:
        """The team that a call is logged for: the chosen one, else that of the cell under the cursor."""
        chosen = self.chosen_cell()
        return self.room.team or (chosen[3] if chosen else self.room.state.opened.teams[0])

    @work(exclusive=True, group="dialog")
    async def action_call(self) -> None:
        """One role calls another, along the plan's paths or beside them."""
        await self.ask_call(self.for_team())

    async def ask_call(self, team: str, caller: str = "") -> None:
        """Ask who calls whom, or whom one role calls, and log it."""
        plan, words = self.room.state.exercise.plan, Vocabulary(self.room.state)
        paths = [
            Choice((edge.from_, edge.to), f"{edge.from_} ► {edge.to}", edge.why or plan.roles[edge.to].title)
            for edge in plan.escalations
            if caller in ("", edge.from_)
        ]
        path = await self.ask(
            AskChoice(
                f"{team}: whom does {caller} call?" if caller else f"{team}: who calls whom?",
                [*paths, Choice((caller, ""), "another", "a call that the plan does not have")],
            )
        )
        if path is None:
            return
        caller, to = path
        if not to:
            caller, to = await self._pair(team, words, caller)
        if caller and to:
            self.log_line(f"{team} {caller} escalates {to}")

    async def _pair(self, team: str, words: Vocabulary, caller: str) -> tuple[str, str]:
        roles = [Choice(one.word, one.word, one.title) for one in words.roles()]
        if not caller:
            calling = await self.ask(AskChoice(f"{team}: who calls?", roles))
            caller = calling or ""
        to = await self.ask(AskChoice(f"{team}: whom does {caller} call?", roles)) if caller else None
        return caller, to or ""

    def action_mark(self) -> None:
        """A stamped mark, without a word."""
        self.log_line("control mark")

    @work(exclusive=True, group="dialog")
    async def action_observe(self) -> None:
        """What an observer saw, with a rating where they give one."""
        team, words = self.for_team(), Vocabulary(self.room.state)
        objectives = [Choice(one.word, one.word, one.title) for one in words.objectives()]
        if not objectives:
            self.tell("the scenario has no objectives to observe", bad=True)
            return
        observer = await self.ask_name("Who observes?")
        objective = await self.ask(AskChoice(f"{team}: which objective?", objectives)) if observer else None
        if not observer or objective is None:
            return
        grades = [Choice("", "–", "no rating now"), *(Choice(one.word, one.word, one.title) for one in words.grades())]
        grade = await self.ask(AskChoice(f"{team}, {objective}: a rating?", grades))
        note = None
        if grade is not None:
            note = await self.ask(AskText(f"{team}, {objective}: what was seen?", may_be_empty=grade != ""))
        if grade is None or note is None:
            return
        said = f" : {escape(note)}" if note else ""
        self.log_line(f"{observer} observes {team} {objective}{f' {grade}' if grade else ''}{said}")

    async def ask_name(self, title: str) -> str:
        """The evaluator's name, as it was given last; empty where the dialog was left."""
        name = await self.ask(
            AskText(
                title,
                "One word, such as kim. It stands beside what you note.",
                value=self.room.evaluator,
                check=why_no_name,
            )
        )
        self.room.evaluator = name or self.room.evaluator
        return name or ""

    # ── taking back ──────────────────────────────────────────────────────────

    @work(exclusive=True, group="dialog")
    async def action_undo(self) -> None:
        """Take the last line back; where one key logged it for several teams, all of them."""
        while await self.take_back(None):
            if not self._last_undone_is_together() or self._next_undone() not in self.room.together:
                return

    def _last_undone_is_together(self) -> bool:
        undone = self.room.state.undone
        return bool(undone) and undone[-1].seq in self.room.together

    def _next_undone(self) -> int | None:
        """The line that undo would take back."""
        try:
            events = self.live.session.preview(Undo())
        except Refused:
            return None
        return next(event.entry for event in events if isinstance(event, Undone))

    async def take_back(self, entry: int | None) -> bool:
        """Take a line back, the newest where none is named; say which. False where it stays."""
        try:
            events = self.live.session.preview(Undo(entry))
        except Refused as refusal:
            self.tell(refusal.on_one_line, bad=True)
            return False
        taken = next(event.entry for event in events if isinstance(event, Undone))
        words = self._words_of(self.room.state.entries[taken].statement)
        return await self.confirmed(Undo(entry)) and self.attempt(lambda: self.live.undo(entry), f"taken back: {words}")

    @work(exclusive=True, group="dialog")
    async def action_redo(self) -> None:
        """Let the line count again that was taken back last; where it was one of several, all of them."""
        if not self.room.state.undone:
            self.tell("there is nothing to redo", bad=True)
        together = self.room.together
        while self.room.state.undone:
            newest = self.room.state.undone[-1]
            words = self._words_of(newest.statement)
            if not (await self.confirmed(Redo()) and self.attempt(self.live.redo, f"counts again: {words}")):
                return
            if newest.seq not in together or not self._last_undone_is_together():
                return

    def _words_of(self, statement: Statement) -> str:
        return self.room.state.grammar.format(statement)

    # ── typing ───────────────────────────────────────────────────────────────

    def take_typed(self, text: str) -> bool:
        """Take a typed line; False where something is wrong with it."""
        if not self.can_be_read(text):
            return False
        line = read_command(text, self.room.state.grammar, self.live.now, self.room.team)
        return self.log_statement(line.statement, at=line.at, recalled=line.recalled)

    def can_be_read(self, text: str) -> bool:
        """Whether a typed line is understood; what is wrong with it is said."""
        try:
            read_command(text, self.room.state.grammar, self.live.now, self.room.team)
        except GrammarError as error:
            self.tell(error.on_one_line, bad=True)
            return False
        return True

    @work(exclusive=True, group="dialog")
    async def correct(self, entry: int, text: str) -> None:
        """Put a typed line, which can be read, in the place of an entry."""
        before = self.room.state.entries.get(entry)
        line = read_command(text, self.room.state.grammar, self.live.now, self.room.team)
        if before is None:
            self.tell("that line does not count any more", bad=True)
            return
        at = before.at if line.at is None else line.at
        if await self.confirmed(Amend(entry, at, line.statement, line.recalled)):
            words = self._words_of(line.statement)
            self.attempt(
                lambda: self.live.amend(entry, at, line.statement, recalled=line.recalled), f"corrected: {words}"
            )


def why_no_name(text: str) -> str | None:
    """What is wrong with an evaluator's name, or nothing."""
    try:
        plain_name(text)
    except ValueError as error:
        return str(error)
    return None
