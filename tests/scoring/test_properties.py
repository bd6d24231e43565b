"""What holds of every play: no part ever rewards waiting, no team depends on another, all scores lie in [0, 1]."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hypothesis import assume, example, given
from hypothesis import strategies as st

from drill.scoring.card import PART_NAMES, TeamCard
from drill.scoring.scorecard import score
from tests.building import Drill, drill, minutes, small_plan, small_scenario

PLAN = small_plan(
    """
    freeze:    {do: Stop the posts, by: [lead], target: 5m, deadline: 10m, weight: 3}
    archive:   {do: Keep copies, by: [lead, care], target: 10m, deadline: 40m, gate: true}
    delete:    {do: Delete the posts, by: [lead], after: [archive], not_before: {done: freeze}, deadline: 30m}
    lock:      {do: Lock it, by: [tech], after: [ask-tech], per: account, clock: reached, target: 5m, deadline: 10m}
    sign-off:  {approve: statement, by: [legal], after: [ask-legal], deadline: 20m, unless: {used: holding}}
    statement: {do: Publish, by: [press], after: [sign-off], uses: holding, public: true, target: 10m, deadline: 30m}
    report:    {do: Report it, by: [lead], after: [statement], clock: {done: statement}, target: 5m, deadline: 10m}
    sign:      {do: Sign the log, all_of: [legal, care], target: 10m, deadline: 50m, hard: true}
    update:    {do: Update the page, by: [care], repeat: {every: 15m}, target: 5m, deadline: 10m}
    tidy:      {do: Tidy up, by: [care]}
    ask-tech:  {contact: tech, by: [lead], after: [freeze], target: 5m, deadline: 10m, weight: 2}
    ask-legal: {contact: legal, by: [lead, press], target: 10m, deadline: 20m}
    alert:     {convene: [tech, legal, press], by: [lead], target: 5m, deadline: 15m, weight: 3}
    tell-care: {inform: [care], by: [press], after: [statement], target: 20m, deadline: 30m}
    """,
    roles="""
    tech:  {ack_within: 5m}
    legal: {ack_within: 10m, delegates: [deputy]}
    press: {ack_within: 3m}
    """,
    rules="""
    - {id: freeze-first, first: freeze, then: archive, weight: 2, gate: true}
    - {id: tell-them, when_done: statement, then_do: tell-care, within: 10m}
    - {id: two-hands, different_people: [freeze, ask-legal]}
    """,
    forbidden="{reply-in-anger: Argue in public}",
    resources="holding: {kind: template, title: Holding, text: We know., approved_by: legal}",
)
SCENARIO = small_scenario(
    """
    - id: news
      about: ["@one", "@two"]
      expect: [freeze, archive, lock, sign-off, statement, sign, update, tidy, ask-tech, alert]
      acceptable_contacts: [care]
      decision: {question: What is this, deadline: 15m, options: {a: {says: A, is: best}, b: {says: B, is: poor}}}
    - id: press-call
      at: 20m
      objective: tell
      expect:
        [{step: freeze, weight: 1, target: 1m, deadline: 30m}, {step: statement, deadline: 5m},
         delete, report, ask-legal, tell-care]
      must_reach: [{role: legal, target: 5m, deadline: 10m}]
    - {id: aftermath, at: 45m, expect: [delete, {step: ask-legal, deadline: 10m}, {step: sign, deadline: 20m}]}
    """
)
ROLES = ("lead", "care", "legal", "deputy", "press", "tech", "boss")
STARTS_A_CLOCK = ("tech", "statement", "alert")
"""What the step ``lock`` and the step ``report`` run from: the first word of or to tech, and the statement."""


@dataclass(frozen=True, order=True)
class Line:
    """One line of a team, at an exercise time in milliseconds."""

    at: int
    words: str

    def of(self, team: str) -> str:
        return f"T+00:{self.at // 60_000:02}:{self.at // 1000 % 60:02}.{self.at % 1000:03} {team} {self.words}"

    @property
    def is_act(self) -> bool:
        return self.words.split()[1] in ("does", "approves") and not self.words.endswith("alert")  # which is a call

    @property
    def is_call(self) -> bool:
        return self.words.split()[1] in ("escalates", "convenes", "informs")

    @property
    def starts_a_clock(self) -> bool:
        return any(word.strip(",") in STARTS_A_CLOCK for word in self.words.split())


_role = st.sampled_from(ROLES)
_act = st.builds(
    "{} does {}".format,
    _role,
    st.sampled_from(
        ["freeze", "archive", "delete", "lock on @one", "lock", "statement", "statement with holding", "report", "sign",
         "update", "tidy", "alert", "reply-in-anger"]
    ),
)  # fmt: skip
_words = st.one_of(
    _act,
    _act,
    st.builds("{} approves statement".format, st.sampled_from(["legal", "deputy", "press"])),
    st.builds("{} escalates {}".format, _role, _role),
    st.builds("{} escalates {}".format, st.just("lead"), _role),
    st.builds("lead convenes {}".format, st.sampled_from(["tech, legal, press", "legal, boss", "press, care"])),
    st.builds("{} informs {} about press-call".format, _role, _role),
    st.builds("{} acks".format, st.sampled_from(["tech", "legal", "deputy", "press"])),
    st.builds("lead decides news {}".format, st.sampled_from("ab")),
    st.just("lead improvises : pinned a warning"),
    st.just("press? does statement"),
)
plays = st.lists(
    st.builds(Line, st.integers(1, 59).map(minutes), _words), max_size=16, unique_by=lambda line: line.at
).map(sorted)


def _played(**plays: list[Line]) -> Drill:
    text = "\n".join(line.of(team) for team, lines in plays.items() for line in lines)
    return drill(text, plan=PLAN, scenario=SCENARIO, teams=("blue", "red"))


def _parts(lines: list[Line]) -> dict[str, float | None]:
    return _played(blue=lines).card().parts.as_dict()


# ── answering earlier ────────────────────────────────────────────────────────


def _room_before(lines: list[Line], index: int) -> int:
    """The instant after which a line may stand without crossing the line, or the delivery, before it."""
    earlier = [line.at for line in lines[:index]]
    return max(at for at in (0, minutes(20), minutes(45), *earlier) if at < lines[index].at)


@given(plays, st.data())
def test_acting_earlier_never_lowers_a_part(lines, data):
    movable = [index for index, line in enumerate(lines) if line.is_act and not line.starts_a_clock]
    _assert_never_lowered(lines, movable, PART_NAMES, data)


@given(plays, st.data())
def test_calling_earlier_never_lowers_a_part_but_for_the_wait_that_it_begins(lines, data):
    """A call that is made sooner, and answered when it was, waits longer: that wait is priced in continuity."""
    movable = [index for index, line in enumerate(lines) if line.is_call and not line.starts_a_clock]
    _assert_never_lowered(lines, movable, [name for name in PART_NAMES if name != "continuity"], data)


@given(plays, st.data())
def test_answering_a_call_earlier_never_lowers_a_part(lines, data):
    movable = [index for index, line in enumerate(lines) if line.words.endswith(" acks") and not line.starts_a_clock]
    _assert_never_lowered(lines, movable, PART_NAMES, data)


def _assert_never_lowered(lines: list[Line], movable: list[int], names: Sequence[str], data: st.DataObject) -> None:
    assume(movable)
    index = data.draw(st.sampled_from(movable), "the line that comes earlier")
    room = _room_before(lines, index)
    at = data.draw(st.integers(room + 1, lines[index].at), "when it comes")
    before = _parts(lines)
    after = _parts([*lines[:index], replace(lines[index], at=at), *lines[index + 1 :]])
    for name in names:
        was, now = before[name], after[name]
        if was is None or now is None:
            assert was is now, name
        else:
            assert now >= was - 1e-9, f"{name} fell from {was} to {now}"


# ── one team, and another ────────────────────────────────────────────────────


@given(plays, plays, plays)
def test_one_team_s_card_never_depends_on_another_s_lines(blue, red, other_red):
    one, another = _played(blue=blue, red=red), _played(blue=blue, red=other_red)
    assert one.told() == another.told()


@given(plays, plays)
def test_what_an_evaluator_says_of_one_team_changes_no_other_s_card(blue, red):
    assume(red)
    judged = """
    59m control adjudicate red #1 harmful satisfies freeze
    59m control set-aside red #1
    59m control flag red forbidden reply-in-anger
    59m control unseen red archive
    59m control rate red statement 0 by kim
    61m control confirm red hold U by kim
    """
    plain = _played(blue=blue, red=red)
    told = drill(
        "\n".join([*(line.of("blue") for line in blue), *(line.of("red") for line in red), judged]),
        plan=PLAN,
        scenario=SCENARIO,
        teams=("blue", "red"),
    )
    assert plain.told() == told.told()


# ── all scores ───────────────────────────────────────────────────────────────


def _scores(card: TeamCard) -> Iterator[float | None]:
    yield from card.parts.as_dict().values()
    yield from (card.composite, card.contact_precision, card.contact_recall)
    yield from (row.credit for row in card.responses)
    yield from (objective.score for objective in card.objectives)
    yield from (decision.credit for decision in card.decisions)


@given(plays)
@example([])
def test_every_score_lies_between_nothing_and_one(lines):
    assert all(value is None or 0.0 <= value <= 1.0 for value in _scores(_played(blue=lines).card()))


@given(plays)
def test_scoring_twice_gives_the_same_and_changes_nothing(lines):
    played = _played(blue=lines)
    first = score(played.state)
    assert score(played.state) == first


@given(plays)
def test_a_session_written_out_and_played_again_scores_the_same(lines):
    played = _played(blue=lines)
    again = drill(played.written.text, plan=PLAN, scenario=SCENARIO, teams=("blue", "red"))
    assert again.scorecard.teams == played.scorecard.teams
