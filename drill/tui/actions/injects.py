"""The keys of the script: deliver now, skip, delay, reword, write, probe, copy."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from textual import work

from drill.files.times import format_stamp
from drill.scenario.model import Method
from drill.session.command_line import read_time
from drill.session.panes.script import CAME, Sheet
from drill.session.statements import ALL
from drill.session.vocabulary import Vocabulary
from drill.tui.actions.base import RoomScreen
from drill.tui.widgets.dialog import AskChoice, AskText, Choice
from drill.tui.widgets.form import AskForm, Field


class InjectKeys(RoomScreen):
    """What is done with the inject that is chosen, or that is next."""

    def chosen_inject(self) -> str | None:
        """The inject that was chosen from the script, or None."""
        raise NotImplementedError

    @property
    def _teams(self) -> str:
        return self.room.team or ALL

    def _to_come(self) -> str | None:
        """The inject to act on before it comes: the chosen one, else the next."""
        chosen = self.chosen_inject()
        if chosen is not None:
            return chosen
        row = self.now_shown.next_inject()
        if row is None:
            self.tell("no inject is left", bad=True)
        return row.inject if row else None

    def _shown(self) -> Sheet | None:
        """The inject that is read out: the chosen one, else the current."""
        inject = self.chosen_inject() or self.now_shown.current
        if inject is None:
            self.tell("no inject has come yet", bad=True)
        return self.room.viewer.sheet(inject, self.room.team) if inject else None

    def _title(self, inject: str) -> str:
        sheet = self.room.viewer.sheet(inject, self.room.team)
        return sheet.title if sheet else inject

    def action_deliver(self) -> None:
        """Deliver it now, whatever it waits for."""
        inject = self._to_come()
        if inject is not None:
            self.log_line(f"control inject {inject} {self._teams}")

    @work(exclusive=True, group="dialog")
    async def action_skip(self) -> None:
        """Leave it out, with the reason."""
        inject = self._to_come()
        if inject is None:
            return
        reason = await self.ask(
            AskText(f"Skip: {self._title(inject)}", f"For {self._teams}. Why?", placeholder="out of time")
        )
        if reason:
            self.log_line(f"control skip {inject} {self._teams} : {reason}")

    @work(exclusive=True, group="dialog")
    async def action_delay(self) -> None:
        """Deliver it at another time."""
        inject = self._to_come()
        if inject is None:
            return
        text = await self.ask(
            AskText(
                f"Delay: {self._title(inject)}",
                f"For {self._teams}. By how much from now, or to which time?",
                placeholder="5m, or T+00:20:00",
                check=self._why_not_until,
            )
        )
        if text:
            self.log_line(f"control delay {inject} {self._teams} to {format_stamp(self._until(text))}")

    def _until(self, text: str) -> int:
        at, _ = read_time(text.removeprefix("+"), self.live.now)
        return at if text.startswith("T+") else self.live.now + at

    def _why_not_until(self, text: str) -> str | None:
        try:
            return None if self._until(text) >= self.live.now else "that is over"
        except ValueError as error:
            return str(error)

    @work(exclusive=True, group="dialog")
    async def action_wording(self) -> None:
        """Change its words before it comes."""
        inject = self._to_come()
        play = next((play for play in self.room.state.plays() if inject in play.injects), None)
        if inject is None or play is None:
            return
        before = play.injects[inject].inject
        answers = await self.ask(
            AskForm(
                f"Wording: {self._title(inject)}",
                [
                    Field("title", "title", before.title, check=needed),
                    Field("text", "text", " ".join((before.text or "").split())),
                    Field("notes", "notes", " ".join((before.notes or "").split())),
                ],
                "The script's own words, with its {names}. What is changed goes to every team.",
            )
        )
        if answers is None:
            return
        old = {"title": before.title, "text": before.text or "", "notes": before.notes or ""}
        changed = {name: value for name, value in answers.items() if value != " ".join(old[name].split())}
        if changed:
            self.log_line(f"control edit {inject} {braces(changed)}")
        else:
            self.tell("nothing was changed")

    @work(exclusive=True, group="dialog")
    async def action_adhoc(self) -> None:
        """Write an inject, and deliver it."""
        roles = [one.word for one in Vocabulary(self.room.state).roles()]
        answers = await self.ask(
            AskForm(
                f"An inject of your own, for {self._teams}",
                [
                    Field("title", "title", placeholder="The mayor's office calls", check=needed),
                    Field("text", "text", placeholder="what the recipients see or hear"),
                    Field("via", "via", "phone", ", ".join(Method), self._why_no_method),
                    Field("from", "from", placeholder="who it comes from"),
                    Field("to", "to", roles[0] if roles else "", "roles, with commas", self._why_no_roles),
                ],
                f"Roles: {', '.join(roles)}",
            )
        )
        if answers is None:
            return
        to = [role.strip() for role in answers["to"].split(",") if role.strip()]
        said: dict[str, object] = {"id": self._new_id(answers["title"]), "via": answers["via"], "to": to}
        said |= {name: answers[name] for name in ("title", "from", "text") if answers[name]}
        self.log_line(f"control adhoc {self._teams} {braces(said)}")

    def _why_no_method(self, text: str) -> str | None:
        return None if text in tuple(Method) else f"one of {', '.join(Method)}"

    def _why_no_roles(self, text: str) -> str | None:
        named = [role.strip() for role in text.split(",") if role.strip()]
        unknown = [role for role in named if role not in self.room.state.exercise.plan.roles]
        if unknown:
            return f"the plan has no role {unknown[0]}"
        return None if named else "at least one role"

    def _new_id(self, title: str) -> str:
        """An id from a title that no other inject has."""
        known = {inject for play in self.room.state.plays() for inject in play.injects} | set(self.room.state.adhoc)
        words = re.findall(r"[a-z0-9]+", title.lower())[:4]
        name = "-".join(words) or "ad-hoc"
        return next(one for one in (name, *(f"{name}-{number}" for number in range(2, 1_000))) if one not in known)

    @work(exclusive=True, group="dialog")
    async def action_probe(self) -> None:
        """A question was put to the team: the next one, or one of several."""
        sheet = self._shown()
        if sheet is None:
            return
        if sheet.status not in CAME:
            self.tell(f"{sheet.title} has not come yet", bad=True)
            return
        waiting = [probe for probe in sheet.probes if not probe.asked]
        if not waiting:
            self.tell(f"{sheet.title} has no question left to ask", bad=True)
            return
        choices = [Choice(probe.ask, probe.ask) for probe in waiting]
        ask = waiting[0].ask if len(waiting) == 1 else await self.ask(AskChoice("Which question did you ask?", choices))
        if ask:
            self.log_line(f"control probe {self._teams} {sheet.inject} : {ask}")

    def action_copy(self) -> None:
        """Copy it for a chat, marked as an exercise, without the notes."""
        sheet = self._shown()
        if sheet is not None:
            self.app.copy_to_clipboard(sheet.for_players)
            self.tell(f"copied, marked as an exercise: {sheet.title}")


def needed(text: str) -> str | None:
    """What is wrong with an empty field."""
    return None if text else "is missing"


def braces(values: Mapping[str, object]) -> str:
    """One line of YAML in braces. Strings are quoted as JSON does it, which YAML reads the same."""
    return "{" + ", ".join(f"{name}: {_value(value)}" for name, value in values.items()) + "}"


def _value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    text = str(value)
    return text if re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", text) else json.dumps(text, ensure_ascii=False)
