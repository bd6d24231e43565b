"""What evaluators do in the debrief, item by item. Each answer is a line of the session."""

from __future__ import annotations

from drill.files.times import format_stamp
from drill.scoring.content import PROMPTS
from drill.session.command_line import read_command
from drill.session.statements import Judgement
from drill.session.unsettled import Item, Matter
from drill.session.vocabulary import Vocabulary
from drill.session.words import GrammarError, escape
from drill.tui.actions.lines import LineKeys
from drill.tui.actions.settling import SettlingKeys
from drill.tui.widgets.dialog import AskChoice, AskText, Choice

SCORES = ("none of them", "one, or only a hint of some", "some of them", "most of them", "all of them, and well")

JUDGEMENTS = {
    Judgement.SENSIBLE: "it helped: a candidate for the plan",
    Judgement.NEUTRAL: "it neither helped nor harmed",
    Judgement.HARMFUL: "it did harm",
}


class JudgingKeys(SettlingKeys, LineKeys):
    """Steps, marks, improvisations, statements, objectives, strengths and gaps."""

    suggested: dict[tuple[str, str], str]
    """The suggested rating of each team's objective, in a letter; empty where nothing was observed."""

    async def settle_item(self, item: Item) -> None:
        """Settle one item, by what it is."""
        match item.matter:
            case Matter.STEP | Matter.IN_TIME:
                await self._settle_step(item)
            case Matter.MARK:
                await self._settle_mark(item)
            case Matter.IMPROVISATION:
                await self._judge(item)
            case Matter.STATEMENT:
                await self._rate(item)
            case Matter.OBJECTIVE | Matter.GATE:
                await self._confirm(item)

    async def _settle_step(self, item: Item) -> None:
        if item.row is None or item.team is None:
            return
        await self.settle_one(item.row, item.team)

    async def _settle_mark(self, item: Item) -> None:
        entry, at = item.entry, item.at or 0
        choices = [
            Choice("line", "a line", "type what happened then"),
            Choice("drop", "drop it", "there is nothing to add"),
        ]
        answer = await self.ask(AskChoice(f"A mark at {format_stamp(at // 1000 * 1000)}", choices, item.title))
        if answer == "drop":
            self.attempt(lambda: self.live.undo(entry), "the mark was dropped")
        elif answer == "line":
            text = await self.ask(
                AskText("What happened then?", "TEAM ROLE VERB …; it is logged as recalled.", check=self._why_no_line)
            )
            if text:
                said = read_command(text, self.room.state.grammar, self.live.now, self.room.team)
                if self.log_statement(said.statement, at=at if said.at is None else said.at, recalled=True):
                    self.attempt(lambda: self.live.undo(entry))

    def _why_no_line(self, text: str) -> str | None:
        try:
            read_command(text, self.room.state.grammar, self.live.now, self.room.team)
        except GrammarError as error:
            return error.on_one_line
        return None

    async def _judge(self, item: Item) -> None:
        choices = [Choice(str(judgement), str(judgement), title) for judgement, title in JUDGEMENTS.items()]
        answer = await self.ask(AskChoice(f"{item.team}: {item.title}", choices, item.detail))
        if answer is None or item.team is None or item.entry is None:
            return
        satisfies = ""
        if answer == Judgement.SENSIBLE:
            steps = Vocabulary(self.room.state).steps(self.room.state.teams[item.team].play)
            stood_for = [
                Choice("", "no step", "it stands for itself"),
                *(Choice(one.word, one.word, one.title) for one in steps),
            ]
            step = await self.ask(AskChoice("Did it stand for a step?", stood_for))
            satisfies = f" satisfies {step}" if step else ""
        number = self.room.state.line_of_entry(item.entry)
        self.log_line(f"control adjudicate {item.team} #{number} {answer}{satisfies}")

    async def _rate(self, item: Item) -> None:
        by = await self.ask_name("Who rates?")
        if not by:
            return
        choices = [Choice(str(score), str(score), title) for score, title in enumerate(SCORES)]
        prompts = "\n".join(f"· {prompt}" for prompt in PROMPTS)
        score = await self.ask(AskChoice(f"{item.team}: {item.title}", choices, f"{item.detail}\n\n{prompts}"))
        note = (
            await self.ask(AskText("A word on it?", "It stands in the report.", may_be_empty=True)) if score else None
        )
        if score is not None and note is not None:
            self.log_line(f"control rate {item.team} {item.name} {score} by {by}{_note(note)}")

    async def _confirm(self, item: Item) -> None:
        if not item.name:
            self.tell(f"{item.title}: no objective hangs on it; the report shows it", bad=True)
            return
        by = await self.ask_name("Who confirms?")
        if not by or item.team is None:
            return
        suggested = self.suggested.get((item.team, item.name), "")
        grades = Vocabulary(self.room.state).grades()
        grades.sort(key=lambda one: one.word != suggested)
        choices = [
            Choice(one.word, one.word, f"{one.title}{'   suggested' if one.word == suggested else ''}")
            for one in grades
        ]
        explain = item.detail if suggested else f"{item.detail}\nNothing was observed, so no rating is suggested."
        grade = await self.ask(AskChoice(f"{item.team}: {item.title}", choices, explain))
        if grade is None:
            return
        overrides = bool(suggested) and grade != suggested
        why = "It differs from what is suggested. Why?" if overrides else "Why? It stands in the report."
        note = await self.ask(AskText(f"{item.team}, {item.name}: {grade}", why, may_be_empty=not overrides))
        if note is not None:
            self.log_line(f"control confirm {item.team} {item.name} {grade} by {by}{_note(note)}")

    async def note_down(self, kind: str) -> None:
        """A strength or a gap, of an objective or of the whole."""
        teams = [Choice(team, team) for team in self.room.state.opened.teams]
        team = teams[0].value if len(teams) == 1 else await self.ask(AskChoice(f"A {kind} of which team?", teams))
        if team is None:
            return
        objectives = [Choice(one.word, one.word, one.title) for one in Vocabulary(self.room.state).objectives()]
        objective = await self.ask(
            AskChoice(f"{team}: a {kind}, in which objective?", [Choice("", "none", "in the whole"), *objectives])
        )
        note = await self.ask(AskText(f"{team}: a {kind}", "In one sentence.")) if objective is not None else None
        if note:
            self.log_line(f"control {kind} {team}{f' {objective}' if objective else ''}{_note(note)}")


def _note(text: str) -> str:
    return f" : {escape(text)}" if text else ""
