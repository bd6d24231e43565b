"""What the next word of a typed line can be, from the plan and the script, with what each word means.

The walk over the words mirrors the grammar: a test holds that each word offered
here is one that the grammar takes at that place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from drill.session.command_line import names_its_subject, typed_time
from drill.session.names import CONTROL, OBSERVES
from drill.session.state import State
from drill.session.statements import ALL, FlagKind, Judgement, Verb
from drill.session.team import TeamPlay
from drill.session.vocabulary import Candidate, Vocabulary


@dataclass(frozen=True, slots=True)
class Completion:
    """What can stand where the next word begins."""

    start: int
    """The index in the text at which the word begins."""
    prefix: str
    """What is typed of it so far."""
    wanted: str
    """What is wanted there, in words; empty where the line may end."""
    candidates: tuple[Candidate, ...] = ()

    def accept(self, text: str, candidate: Candidate) -> str:
        """The text with a candidate in the place of the word that was begun."""
        return f"{text[: self.start]}{candidate.word} "


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place in a line: what is wanted there, and the words that it takes."""

    wanted: str = ""
    words: Iterable[Candidate] = ()


CONTROL_FORMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "pause": ("stop the clock", ()),
    "resume": ("let the clock run", ()),
    "speed": ("let time run faster or slower", ("speed",)),
    "jump": ("move the clock ahead", ("time",)),
    "no-duff": ("a real emergency: everything stops", ()),
    "end": ("end the exercise", ()),
    "inject": ("deliver an inject now", ("coming", "team-or-all")),
    "skip": ("leave an inject out", ("coming", "team-or-all")),
    "delay": ("move an inject", ("coming", "team-or-all", "to", "time")),
    "edit": ("change an inject before it comes", ("coming", "braces")),
    "adhoc": ("write an inject", ("team-or-all", "braces")),
    "probe": ("you asked about an inject", ("team-or-all", "came")),
    "mark": ("a moment to come back to", ()),
    "park": ("a question to keep for later", ()),
    "absent": ("people drop out", ("team-or-all", "people")),
    "back": ("people return", ("team-or-all", "people")),
    "seat": ("who sits in a role's seat", ("team-or-all", "role", "person")),
    "unseen": ("nobody saw whether it was done", ("team", "step", "on-account")),
    "missed": ("made sure that it was not done", ("team", "step", "on-account")),
    "flag": ("a forbidden act, or a claim that is false or unapproved", ("team", "flag", "flagged")),
    "rate": ("rate a public statement's words, 0 to 4", ("team", "public-step", "score", "by", "name")),
    "adjudicate": ("judge a line of a team", ("team", "line", "judgement", "satisfies", "step")),
    "set-aside": ("a line that counts nowhere", ("team", "line")),
    "strength": ("something that went well", ("team", "objective")),
    "gap": ("something that was missing", ("team", "objective")),
    "confirm": ("confirm an objective's rating", ("team", "objective", "grade", "by", "name")),
    "delivered": ("note a delivery that was made elsewhere", ("coming", "team-or-all")),
}
"""What control can say: the meaning of each verb, and what follows it."""

_NOTE = Candidate(":", "a note in your words")
_MODIFIERS = (Candidate("on", "an account"), Candidate("about", "an inject"), Candidate("with", "a prepared text"))
_SPEEDS = ("0.5", "1", "2", "5", "10", "30", "60")


class Completer:
    """Knows what can stand next in a line of one session."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._words = Vocabulary(state)

    def complete(self, text: str, team: str | None = None) -> Completion:
        """What the word under the end of `text` can be, with a team chosen or none."""
        start = text.rfind(" ") + 1
        head, prefix = text[:start], text[start:]
        if " : " in text or "{" in text:
            return Completion(len(text), "", "")
        time = typed_time(head)
        words = (head[time.rest :] if time else head).split()
        slot = self._slot(words, team)
        if "/" in prefix and any(one.word == prefix.partition("/")[0] for one in slot.words):
            role = prefix.partition("/")[0]
            slot = _Slot("a person", self._words.seats(self._play(words[0] if words else team), role))
        comma = prefix.rfind(",") + 1
        return Completion(start + comma, prefix[comma:], slot.wanted, tuple(_matching(slot.words, prefix[comma:])))

    def _play(self, team: str | None) -> TeamPlay:
        teams = self._state.teams
        return teams[team].play if team in teams else next(iter(teams.values())).play

    # ── what a team was seen to do ───────────────────────────────────────────

    def _slot(self, words: Sequence[str], team: str | None) -> _Slot:
        teams = self._state.grammar.teams
        chosen = team or (teams[0] if len(teams) == 1 else None)
        if not words:
            return _Slot("a team, a role or control", self._subjects(chosen))
        if words[0] == CONTROL:
            return self._control(words[1:])
        if words[0] in teams:
            return self._response(words[0], words[1:])
        if words[1:2] == [OBSERVES]:
            return self._form(words[2:], ("team", "objective", "grade"))
        if chosen is not None and not names_its_subject(" ".join(words), self._state.grammar):
            return self._response(chosen, words)
        return _Slot(OBSERVES, [Candidate(OBSERVES, "what an observer saw")])

    def _subjects(self, chosen: str | None) -> list[Candidate]:
        roles = self._words.roles() if chosen is not None else []
        teams = [Candidate(team, "a team") for team in self._state.grammar.teams if team != chosen]
        return [*roles, *teams, Candidate(CONTROL, "what you do")]

    def _response(self, team: str, words: Sequence[str]) -> _Slot:
        if not words:
            return _Slot("a role", self._words.roles())
        if len(words) == 1:
            return _Slot("what the role did", self._words.verbs())
        if words[1] not in tuple(Verb):
            return _Slot()
        actor = self._state.exercise.fit.role(words[0].partition("/")[0].removesuffix("?")) or ""
        return self._object(self._play(team), actor, Verb(words[1]), words[2:])

    def _object(self, play: TeamPlay, actor: str, verb: Verb, words: Sequence[str]) -> _Slot:
        taken = 1
        match verb:
            case Verb.ACKS if words[:1] == ["from"]:
                taken = 2
                if len(words) == 1:
                    return _Slot("the caller", self._words.roles(call.caller for call in play.calls_to.get(actor, ())))
            case Verb.ACKS if not words:
                return _Slot("", [Candidate("from", "whose call is answered"), *self._words.injects_that_came(play)])
            case Verb.CONVENES | Verb.INFORMS:
                length = _list_length(words)
                if length is None:
                    return _Slot("a role", self._words.callable_by(actor))
                taken = length
            case Verb.ESCALATES if not words:
                return _Slot("the role that is called", self._words.callable_by(actor))
            case Verb.STARTS if not words:
                return _Slot("a step", self._words.steps_to_start(play))
            case Verb.DOES if not words:
                acts = (*self._words.fine_acts(), *self._words.forbidden_acts())
                return _Slot("a step", [*self._words.steps(play), *acts])
            case Verb.APPROVES | Verb.REJECTS if not words:
                return _Slot("a step", self._words.approved_steps(play))
            case Verb.DECIDES if not words:
                return _Slot("an inject", self._words.decisions(play))
            case Verb.DECIDES:
                taken = 2
                if len(words) == 1:
                    return _Slot("the option", self._words.options(play, words[0]))
            case Verb.IMPROVISES:
                taken = 0
        return self._modifiers(play, words[taken:])

    def _modifiers(self, play: TeamPlay, words: Sequence[str]) -> _Slot:
        match words[-1:]:
            case ["on"]:
                return _Slot("an account", self._words.accounts())
            case ["about"]:
                return _Slot("an inject", self._words.injects_that_came(play))
            case ["with"]:
                return _Slot("a prepared text", self._words.resources())
        left = [one for one in _MODIFIERS if one.word not in words]
        edited = [Candidate("edited", "the text was changed")] if words[-2:-1] == ["with"] else []
        return _Slot("", [*edited, *left, _NOTE])

    # ── what control does ────────────────────────────────────────────────────

    def _control(self, words: Sequence[str]) -> _Slot:
        if not words:
            return _Slot("what control does", [Candidate(verb, title) for verb, (title, _) in CONTROL_FORMS.items()])
        return self._form(words[1:], CONTROL_FORMS[words[0]][1]) if words[0] in CONTROL_FORMS else _Slot()

    def _form(self, words: Sequence[str], form: Sequence[str]) -> _Slot:
        place = len(words)
        if form[-1:] == ("people",) and place >= len(form) and _list_length(words[len(form) - 1 :]) is None:
            place = len(form) - 1
        if form[-1:] == ("on-account",) and words[-1:] == ["on"]:
            return _Slot("an account", self._words.accounts())
        return self._place(form[place], words) if place < len(form) else _Slot("", [_NOTE])

    def _place(self, kind: str, words: Sequence[str]) -> _Slot:
        team = next((word for word in words if word in self._state.teams), None)
        say, play = self._words, self._play(team)
        teams = [Candidate(name, "a team") for name in self._state.teams]
        places: dict[str, tuple[str, Callable[[], Iterable[Candidate]]]] = {
            "team": ("a team", lambda: teams),
            "team-or-all": ("a team, or all", lambda: [*teams, Candidate(ALL, "every team")]),
            "role": ("a role", say.roles),
            "person": ("a person", say.people),
            "people": ("a person", say.people),
            "came": ("an inject", lambda: say.injects_that_came(play)),
            "coming": ("an inject", lambda: say.injects_to_come(play)),
            "step": ("a step", lambda: say.steps(play)),
            "public-step": ("a statement", lambda: say.steps(play, public=True)),
            "on-account": ("", lambda: [Candidate("on", "one account"), _NOTE]),
            "objective": ("an objective", say.objectives),
            "grade": ("a rating", say.grades),
            "score": ("a rating from 0 to 4", lambda: [Candidate(str(score)) for score in range(5)]),
            "judgement": ("a judgement", lambda: [Candidate(str(judgement)) for judgement in Judgement]),
            "flag": ("what is flagged", lambda: [Candidate(str(kind)) for kind in FlagKind]),
            "flagged": (
                "what is flagged",
                lambda: say.forbidden_acts() if words[-1] == FlagKind.FORBIDDEN else say.steps(play),
            ),
            "line": ("a line of the team", lambda: say.lines(team)),
            "speed": ("a speed", lambda: map(Candidate, _SPEEDS)),
            "time": ("a time, such as 30m", tuple),
            "name": ("a name", tuple),
            "braces": ("the inject in braces: {title: …}", tuple),
        }
        wanted, candidates = places.get(kind, (kind, lambda: [Candidate(kind)]))
        return _Slot(wanted, list(candidates()))


def _list_length(words: Sequence[str]) -> int | None:
    """How many words a list joined by commas takes; None while it goes on."""
    for index, word in enumerate(words):
        follows = words[index + 1] if index + 1 < len(words) else ""
        if not word.endswith(",") and not follows.startswith(","):
            return index + 1
    return None


def _matching(candidates: Iterable[Candidate], prefix: str) -> Iterator[Candidate]:
    """The candidates that begin with what is typed, then those that hold it."""
    typed, known = prefix.lower(), list(dict.fromkeys(candidates))
    yield from (one for one in known if one.word.lower().startswith(typed))
    yield from (one for one in known if typed and typed in one.word.lower() and not one.word.lower().startswith(typed))
