"""A second opinion on the engine: a simulator that goes through a drill second by second.

It is written from the documents alone (the project's formats and scoring pages),
shares no code with drill, and is as simple as it can be: each second it looks at
everything there is. Where the engine and this model differ, one of them is wrong.

On one second: control's lines, then what roles do, then what they began and have
finished, then deadlines that have passed, then due injects in the script's order,
then acknowledgements, and at the very end the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tests.faults.worlds import ALL, ROLES, Condition, Inject, Line, Step, World

ASKS = ("escalates", "convenes")
CALLS = (*ASKS, "informs")


@dataclass
class Expected:
    """A step that an inject asked for, on one account."""

    step: Step
    inject: str
    account: str | None
    at: int
    target: int | None
    deadline: int | None
    clock_at: int | None = None
    done_at: int | None = None
    late: bool = False
    excused: bool = False


@dataclass
class Reach:
    """A role that an inject's news must come to."""

    role: str
    inject: str
    at: int
    target: int | None
    deadline: int | None
    told_at: int | None = None


@dataclass
class Call:
    """One role turned to another."""

    at: int
    caller: str
    to: str
    verb: str
    account: str | None
    acked_at: int | None = None


@dataclass
class Act:
    """A step was done by a role."""

    step: str
    role: str
    at: int
    account: str | None
    premature: bool


@dataclass
class Row:
    """How something that was asked for stands at the end: what a scorecard says of it."""

    name: str
    on: str | None
    inject: str
    expected_at: int
    target_at: int | None
    deadline_at: int | None
    done_at: int | None
    status: str


@dataclass
class Team:
    """One team, as the model sees it."""

    world: World
    delivered: dict[str, int] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    due: dict[str, int] = field(default_factory=dict)
    has_held: set[str] = field(default_factory=set)
    asked: list[Expected] = field(default_factory=list)
    reaches: list[Reach] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    under_way: list[tuple[int, Act, int]] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    told: set[tuple[str, str]] = field(default_factory=set)
    choices: dict[str, str] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)

    # ── what is true now ─────────────────────────────────────────────────────

    def holds(self, condition: Condition | None) -> bool:
        """Whether a condition holds; False for none."""
        if condition is None:
            return False
        kind, what = condition
        if kind in ("all", "any"):
            assert isinstance(what, list)
            parts = [self.holds(part) for part in what]
            return all(parts) if kind == "all" else any(parts)
        if kind == "not":
            assert isinstance(what, tuple)
            return not self.holds((what[0], what[1]))
        if kind == "decided":
            return self.choices.get(what[0]) == what[1] if isinstance(what, tuple) else what in self.choices
        assert isinstance(what, str)
        if kind == "done":
            return self.is_done(what)
        if kind == "late":
            return any(each.late for each in self.asked if each.step.name == what)
        if kind == "contacted":
            return any(call.to == what for call in self.calls)
        if kind == "delivered":
            return what in self.delivered
        assert kind == "absent"
        return all(person in self.away for person in ROLES[what]) if what in ROLES else what in self.away

    def is_done(self, name: str) -> bool:
        """A step was done: on every account that it was asked for, if it was asked for at all."""
        asked = [each for each in self.asked if each.step.name == name]
        wanted = {each.account for each in asked} or {None}
        return all(self.done_at(self.step(name), account) is not None for account in wanted)

    def done_at(self, step: Step, account: str | None) -> int | None:
        """When a step was done on an account, or None."""
        if step.called:
            firsts = []
            for role in step.called:
                found = [
                    call.at
                    for call in self.calls
                    if call.to == role and (call.verb in ASKS or step.kind == "inform")
                    if account is None or call.account in (None, account)
                ]
                if not found:
                    return None
                firsts.append(min(found))
            return max(firsts)
        times = [
            act.at
            for act in self.acts
            if act.step == step.name and not act.premature and (account is None or act.account in (None, account))
        ]
        return min(times, default=None)

    def step(self, name: str) -> Step:
        """The plan's step of this name."""
        return next(step for step in self.world.steps if step.name == name)

    # ── what happens ─────────────────────────────────────────────────────────

    def look(self, now: int) -> None:
        """See what follows from what just happened: what is done, which clocks run, what has come due."""
        for each in self.asked:
            done_at = self.done_at(each.step, each.account)
            if each.done_at is None and done_at is not None:
                each.done_at, each.late = done_at, False
                if each.clock_at is None:
                    each.clock_at = max(done_at, each.at)
        for each in self.asked:
            kind = each.step.clock
            if each.clock_at is None and not isinstance(kind, str) and self.holds(kind):
                each.clock_at = now
        for inject in self.world.injects:
            if inject.when is not None and inject.name not in self.has_held and self.holds(inject.when):
                self.has_held.add(inject.name)
                if not any(inject.name in known for known in (self.delivered, self.skipped, self.due)):
                    self.due[inject.name] = now + inject.delay

    def hear(self, role: str, about: str | None, now: int) -> None:
        """A role came to know of an inject, or, where none is named, of all that is open."""
        for each in self.asked:
            waits = each.clock_at is None and each.step.clock == "reached"
            if waits and role in each.step.by and about in (None, each.inject):
                each.clock_at = now

    def deliver(self, inject: Inject, now: int) -> None:
        """An inject comes."""
        self.due.pop(inject.name, None)
        self.skipped.pop(inject.name, None)
        self.delivered[inject.name] = now
        self.away |= set(inject.absent)
        self.away -= set(inject.back)
        for role in inject.to:
            self.told.add((role, inject.name))
            self.hear(role, inject.name, now)
        for role, target, deadline in inject.must_reach:
            if target is None and deadline is not None:
                target = deadline // 2
            told_at = now if role in inject.to else None
            self.reaches.append(Reach(role, inject.name, now, target, deadline, told_at))
        before = len(self.asked)
        for name, target, deadline in inject.expect:
            self.expect(inject, self.step(name), target, deadline, now)
        for each in self.asked[before:]:
            each.excused = self.holds(each.step.unless)
        self.look(now)

    def expect(self, inject: Inject, step: Step, target: int | None, deadline: int | None, now: int) -> None:
        """An inject asks for a step, once for each account that it is about where the step is done by account."""
        deadline = step.deadline if deadline is None else deadline
        if target is None and deadline is not None:
            fits = step.target is not None and step.target < deadline
            target = step.target if fits else deadline // 2
        for account in inject.about if step.per_account and inject.about else (None,):
            each = Expected(step, inject.name, account, now, target, deadline)
            if step.clock == "expected" or (
                step.clock == "reached" and any((role, inject.name) in self.told for role in step.by)
            ):
                each.clock_at = now
            self.asked.append(each)

    def respond(self, line: Line, now: int) -> None:
        """A role was seen to do something."""
        line = self.meant(line)
        assert line.role is not None
        for call in self.calls:
            answers = line.verb != "acks" or not line.roles or call.caller in line.roles
            if call.to == line.role and call.acked_at is None and call.verb in ASKS and answers:
                call.acked_at = now
        self.hear(line.role, line.name if line.verb == "acks" else line.about, now)
        if line.verb in CALLS:
            for role in line.roles:
                self.calls.append(Call(now, line.role, role, line.verb, line.account))
                if line.about is not None:
                    self.told.add((role, line.about))
                self.hear(role, line.about, now)
                for reach in self.reaches:
                    if reach.role == role and reach.told_at is None and line.about in (None, reach.inject):
                        reach.told_at = now
        elif line.verb == "decides":
            assert line.name is not None and line.option is not None
            self.choices[line.name] = line.option
        elif line.verb in ("does", "starts", "approves"):
            self.work(line, now)
        self.look(now)

    def meant(self, line: Line) -> Line:
        """Doing a step that is a call is calling."""
        if line.verb == "does" and line.name is not None and (called := self.step(line.name).called):
            verb = {"contact": "escalates", "convene": "convenes", "inform": "informs"}[self.step(line.name).kind]
            return replace(line, verb=verb, roles=called, name=None)
        return line

    def work(self, line: Line, now: int) -> None:
        """A role does, begins or approves a step; what it begins is done when it has taken its time."""
        assert line.role is not None and line.name is not None
        name = line.name
        if line.verb == "approves":
            approving = [step.name for step in self.world.steps if step.approves == name]
            if not approving:
                return
            name = approving[0]
        step = self.step(name)
        act = Act(name, line.role, now, line.account, premature=False)
        if line.verb == "starts":
            if step.takes is not None:
                self.under_way.append((now + step.takes, act, now))
        else:
            self.act(act)

    def act(self, act: Act) -> None:
        """A step was done, at its time or before it."""
        wanted = self.step(act.step).not_before
        act.premature = wanted is not None and not self.holds(wanted)
        self.acts.append(act)

    # ── what moves by itself ─────────────────────────────────────────────────

    def finish(self, now: int) -> None:
        """What was begun is done, unless that role said meanwhile that it did it."""
        for at, begun, since in self.under_way:
            said = any(
                act.step == begun.step and act.role == begun.role and act.account == begun.account and act.at >= since
                for act in self.acts
            )
            if at == now and not said:
                self.act(Act(begun.step, begun.role, now, begun.account, premature=False))
                self.look(now)

    def pass_deadlines(self, now: int) -> None:
        """What is not done by its deadline is late from then on, or excused."""
        for each in self.asked:
            if each.clock_at is None or each.deadline is None or each.clock_at + each.deadline != now:
                continue
            if each.done_at is None and not each.excused:
                if self.holds(each.step.unless):
                    each.excused = True
                else:
                    each.late = True
                    self.look(now)

    def deliver_due(self, now: int) -> None:
        """Deliver what is due, the earliest first, then in the script's order; one may bring on the next."""
        order = [inject.name for inject in self.world.injects]
        while waiting := [name for name, at in self.due.items() if at <= now]:
            name = min(waiting, key=lambda name: (self.due[name], order.index(name)))
            inject = self.world.injects[order.index(name)]
            if (inject.if_ is None or self.holds(inject.if_)) and not self.holds(inject.unless):
                self.deliver(inject, now)
            else:
                del self.due[name]
                self.skipped.setdefault(name, now)

    # ── how it stands at the end ─────────────────────────────────────────────

    def rows(self) -> list[Row]:
        """Everything that was asked for."""
        rows = [Row(each.step.name, each.account, each.inject, *_times(each), self.status(each)) for each in self.asked]
        for reach in self.reaches:
            target_at = None if reach.target is None else reach.at + reach.target
            deadline_at = None if reach.deadline is None else reach.at + reach.deadline
            row = Row(f"reach {reach.role}", None, reach.inject, reach.at, target_at, deadline_at, reach.told_at, "")
            row.status = self.how_it_stands(row, reach.deadline)
            rows.append(row)
        return rows

    def status(self, each: Expected) -> str:
        """How a step that was asked for stands."""
        if each.excused:
            return "excused"
        if each.done_at is None and self.holds(each.step.unless):
            return "excused"
        too_early = [act for act in self.acts if act.step == each.step.name and act.premature]
        if each.done_at is None and any(
            each.account is None or act.account in (None, each.account) for act in too_early
        ):
            return "premature"
        return self.how_it_stands(Row("", None, "", *_times(each), ""), each.deadline)

    def how_it_stands(self, row: Row, deadline: int | None) -> str:
        """met, slow, late, missed or pending."""
        if row.done_at is not None:
            if row.deadline_at is None or row.target_at is None or row.done_at <= row.target_at:
                return "met"
            return "slow" if row.done_at <= row.deadline_at else "late"
        if deadline is None:
            return "missed"
        could_end = row.expected_at + deadline if row.deadline_at is None else row.deadline_at
        return "pending" if self.world.end <= could_end else "missed"


def _times(each: Expected) -> tuple[int, int | None, int | None, int | None]:
    clock_at = each.clock_at
    target_at = None if clock_at is None or each.target is None else clock_at + each.target
    deadline_at = None if clock_at is None or each.deadline is None else clock_at + each.deadline
    return each.at, target_at, deadline_at, each.done_at


@dataclass
class Model:
    """A whole drill, played by hand."""

    world: World
    teams: dict[str, Team] = field(default_factory=dict)
    refused: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Play it from T+0 to the end, a second at a time."""
        self.teams = {name: Team(self.world) for name in self.world.teams}
        for team in self.teams.values():
            team.due |= {inject.name: inject.at for inject in self.world.injects if inject.at is not None}
            team.look(0)
        for now in range(self.world.end + 1):
            for line in self.lines_at(now):
                if line.role is None:
                    self.control(line, now)
            self.respond(now, acknowledge=False)
            for team in self.teams.values():
                team.finish(now)
                team.pass_deadlines(now)
                team.deliver_due(now)
            self.respond(now, acknowledge=True)

    def lines_at(self, now: int) -> list[Line]:
        """The lines of one second, as they stand in the log."""
        return [line for line in self.world.lines if line.at == now]

    def respond(self, now: int, *, acknowledge: bool) -> None:
        """The roles' lines of one second: acknowledgements, or the others."""
        for line in self.lines_at(now):
            if line.role is not None and (line.verb == "acks") is acknowledge:
                self.teams[line.team].respond(line, now)

    def control(self, line: Line, now: int) -> None:
        """What control does to one team or to all."""
        teams = list(self.teams.values()) if line.team == ALL else [self.teams[line.team]]
        if line.verb in ("absent", "back"):
            assert line.name is not None
            for team in teams:
                team.away = team.away | {line.name} if line.verb == "absent" else team.away - {line.name}
                team.look(now)
            return
        inject = next(inject for inject in self.world.injects if inject.name == line.name)
        gone = ("delivered",) if line.verb == "inject" else ("delivered", "skipped")
        waiting = [team for team in teams if not any(inject.name in getattr(team, what) for what in gone)]
        if not waiting or (line.verb == "delay" and line.to < now):
            self.refused.append(line)
            return
        for team in waiting:
            if line.verb == "inject":
                team.deliver(inject, now)
            elif line.verb == "skip":
                team.due.pop(inject.name, None)
                team.skipped[inject.name] = now
            else:
                team.due[inject.name] = line.to
