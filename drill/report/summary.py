"""A team's parts in counts and words: ``5 of 7 steps by their deadline; lock never; statement 6 min late``.

Plain text, the same on the first page of a report, on the command line and on a
screen. No number out of one stands here, and nothing is ranked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from drill.files.text import listed
from drill.findings.inquiry import Inquiry
from drill.findings.order import broken_words
from drill.findings.words import counted, span
from drill.plan.model import StepKind
from drill.scenario.model import Quality
from drill.scoring.card import LEFT_OUT, Evidence, Response, Status
from drill.scoring.continuity import union_length
from drill.scoring.responses import reached_role
from drill.scoring.time import counted_once

MOST = 4
"""So many things of one kind are named on the first page; the rest are counted."""

_TITLES = {
    "time": "Time",
    "contacts": "Contacts",
    "order": "Order",
    "decisions": "Decisions",
    "continuity": "Continuity",
    "content": "Content",
}


@dataclass(frozen=True, slots=True)
class PartWords:
    """One part of a team's scorecard, in words."""

    name: str
    words: str
    evidence: Evidence

    @property
    def title(self) -> str:
        """The part's name, as a heading has it."""
        return _TITLES[self.name]


def part_words(inquiry: Inquiry) -> tuple[PartWords, ...]:
    """The six parts of a team's scorecard in words, in the order of the scoring."""
    return (
        _time(inquiry),
        _contacts(inquiry),
        _order(inquiry),
        _decisions(inquiry),
        _continuity(inquiry),
        _content(inquiry),
    )


def response_name(inquiry: Inquiry, row: Response) -> str:
    """A response as the transcript names it, with its account, and which time it is of a step that repeats."""
    name = row.name if row.step is None else inquiry.name(row.step)
    on = f" on {row.on}" if row.on else ""
    again = f" ({_ordinal(row.occurrence)} time)" if row.occurrence > 1 else ""
    return f"{name}{on}{again}"


def _ordinal(number: int) -> str:
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def _some(names: Iterable[str]) -> str:
    each = list(dict.fromkeys(names))
    if len(each) <= MOST:
        return listed(each)
    return f"{', '.join(each[: MOST - 1])} and {len(each) - MOST + 1} more"


def _sentence(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _overrun(at: int | None, deadline_at: int | None) -> int:
    return 0 if at is None or deadline_at is None else at - deadline_at


# ── the six parts ────────────────────────────────────────────────────────────


def _time(inquiry: Inquiry) -> PartWords:
    rows = counted_once(inquiry.acts)
    evidence = tuple(sorted({line for row in rows for line in row.evidence}))
    if not inquiry.record.is_timed:
        asked = [row for row in inquiry.acts if row.status not in LEFT_OUT]
        done = [row for row in asked if row.done_at is not None]
        words = f"{len(done)} of {counted(len(asked), 'step')} done; in a discussion times are shown, not scored"
        return PartWords("time", words, evidence)
    if not rows:
        return PartWords("time", "no step with a deadline was observed", evidence)
    in_time = [row for row in rows if row.status in (Status.MET, Status.SLOW)]
    by_target = sum(row.status is Status.MET for row in in_time)
    late = sorted((row for row in rows if row.status is Status.LATE), key=lambda row: -_late(row))
    return PartWords(
        "time",
        _sentence(
            f"{len(in_time)} of {counted(len(rows), 'step')} by {_their(rows)} deadline"
            + (f" ({by_target} by target)" if in_time else ""),
            _named("never done: ", [row for row in rows if row.status is Status.MISSED], inquiry),
            _named("too early: ", [row for row in rows if row.status is Status.PREMATURE], inquiry),
            _some(f"{response_name(inquiry, row)} {span(_late(row))} late" for row in late),
            _left_out(inquiry),
        ),
        evidence,
    )


def _late(row: Response) -> int:
    return _overrun(row.done_at, row.deadline_at)


def _their(rows: list[Response]) -> str:
    return "its" if len(rows) == 1 else "their"


def _named(before: str, rows: list[Response], inquiry: Inquiry) -> str:
    return before + _some(response_name(inquiry, row) for row in rows) if rows else ""


def _left_out(inquiry: Inquiry) -> str:
    kept = {(row.step, row.on, row.occurrence) for row in counted_once(inquiry.acts)}
    counts = []
    for status, words in (
        (Status.UNSEEN, "not seen"),
        (Status.EXCUSED, "excused"),
        (Status.PENDING, "cut off by the end"),
    ):
        found = {(row.step, row.on, row.occurrence) for row in inquiry.acts if row.status is status and row.scored}
        if found - kept:
            counts.append(f"{len(found - kept)} {words}")
    return f"not counted: {listed(counts)}" if counts else ""


def _contacts(inquiry: Inquiry) -> PartWords:
    in_time, total, evidence = 0, 0, set[int]()
    never: dict[str, list[str]] = {"called": [], "told": []}
    news: dict[str, list[str]] = {}
    late: list[str] = []
    for row in counted_once((*inquiry.calls, *(row for _, row in inquiry.reaches))):
        evidence.update(row.evidence)
        for role, at, told in _asked_contacts(inquiry, row):
            total += 1
            after = _overrun(at, row.deadline_at) if inquiry.record.is_timed else 0
            if at is None and row.step is not None:
                never[told].append(role)
            elif at is None:
                news.setdefault(role, []).append(row.inject)
            elif after > 0:
                late.append(f"{role} {told} {span(after)} late")
            else:
                in_time += 1
    useless = [contact.to for contact in inquiry.card.contacts if contact.useful is False]
    by = "by their deadline" if inquiry.record.is_timed else "made"
    words = _sentence(
        f"{in_time} of {counted(total, 'contact')} {by}" if total else "nobody had to be called",
        *(f"{_some(roles)} never {told}" for told, roles in never.items() if roles),
        _some(f"the news of {_some(injects)} never came to {role}" for role, injects in news.items()),
        _some(late),
        f"called and not needed: {_some(useless)}" if useless else "",
    )
    return PartWords("contacts", words, tuple(sorted(evidence)))


def _asked_contacts(inquiry: Inquiry, row: Response) -> list[tuple[str, int | None, str]]:
    """The roles that one response asks to be turned to: the role, when it was, and the word for it."""
    if row.step is None:
        return [(reached_role(row), row.done_at, "told")]
    word = "told" if row.kind is StepKind.INFORM else "called"
    return [(role, call.at if call else None, word) for role, call in inquiry.calls_for(row)]


def _order(inquiry: Inquiry) -> PartWords:
    results = inquiry.card.rules
    broken = [result for result in results if not result.kept]
    evidence = tuple(sorted({line for result in broken for line in result.evidence}))
    if not results:
        return PartWords("order", "nothing was done that had to be in an order", evidence)
    heaviest = sorted(broken, key=lambda result: (not result.gate, -result.weight))
    words = _sentence(
        f"{len(results) - len(broken)} of {counted(len(results), 'rule')} of order kept",
        _some(broken_words(inquiry, result) for result in heaviest),
    )
    return PartWords("order", words, evidence)


def _decisions(inquiry: Inquiry) -> PartWords:
    results = [result for result in inquiry.card.decisions if result.credit is not None]
    evidence = tuple(sorted({line for result in results for line in result.evidence}))
    if not results:
        return PartWords("decisions", "none was asked for", evidence)
    answers = []
    for result in results:
        after = _overrun(result.at, result.deadline_at) if inquiry.record.is_timed else 0
        if result.option is None:
            answer = "never decided"
        elif after > 0:
            answer = f"decided {span(after)} late"
        else:
            answer = {"best": "answered best", "acceptable": "acceptable", "poor": "answered poorly"}.get(
                result.quality or "", "decided"
            )
        answers.append(f"“{inquiry.words(result.question)}” {answer}")
    good = sum(result.credit != 0 and result.quality in (Quality.BEST, Quality.ACCEPTABLE) for result in results)
    words = _sentence(f"{good} of {counted(len(results), 'decision')} good and in time", _some(answers))
    return PartWords("decisions", words, evidence)


def _continuity(inquiry: Inquiry) -> PartWords:
    stalls = inquiry.card.stalls
    evidence = tuple(sorted({line for stall in stalls for line in stall.evidence}))
    if not inquiry.record.is_timed:
        return PartWords("continuity", "in a discussion, waiting is not scored", evidence)
    if not any(contact.verb != "informs" for contact in inquiry.card.contacts):
        return PartWords("continuity", "no call was made", evidence)
    if not stalls:
        return PartWords("continuity", "no call waited longer than the plan allows", evidence)
    lost = union_length([(stall.from_at, stall.until) for stall in stalls])
    ends = [stall.to for stall in stalls if stall.to_the_end]
    words = _sentence(
        f"{span(lost)} lost to calls without an answer: {_some(stall.to for stall in stalls)}",
        f"to the end: {_some(ends)}" if ends else "",
    )
    return PartWords("continuity", words, evidence)


def _content(inquiry: Inquiry) -> PartWords:
    ratings = inquiry.card.ratings
    evidence = tuple(sorted({line for rating in ratings for line in rating.evidence}))
    if not ratings:
        return PartWords("content", "no public statement was rated", evidence)
    rated = [f"{inquiry.name(rating.step)} {rating_words(rating.score)}" for rating in ratings]
    return PartWords("content", f"{_some(rated)} (by {listed(name for each in ratings for name in each.by)})", evidence)


def rating_words(score: float) -> str:
    """A mean of ratings, ``3 of 4`` or ``2.5 of 4``."""
    return f"{score:.1f}".removesuffix(".0") + " of 4"
