"""The words of a report for what the scorecard says in terms."""

from __future__ import annotations

from collections.abc import Mapping

from drill.files.times import SECOND
from drill.findings.words import span
from drill.scoring.card import ErrorKind, Response, Status
from drill.session.statements import Grade

GRADES: Mapping[Grade, str] = {
    Grade.P: "performed without challenges",
    Grade.S: "performed with some challenges",
    Grade.M: "performed with major challenges",
    Grade.U: "unable to be performed",
}
"""HSEEP's ratings in words."""

NOT_RATED = "N/R"
"""A rating where nothing was observed."""

_STATUSES: Mapping[Status, str] = {
    Status.MET: "by its target",
    Status.SLOW: "by its deadline",
    Status.LATE: "late",
    Status.MISSED: "never",
    Status.PENDING: "the end came first",
    Status.EXCUSED: "excused: its guard held",
    Status.UNSEEN: "not seen",
    Status.PREMATURE: "too early",
}

ERRORS: Mapping[ErrorKind, str] = {
    ErrorKind.WRONG_ROLE: "done by another role",
    ErrorKind.WRONG_PATH: "no line in the plan",
    ErrorKind.SKIPPED_LEVEL: "a level was passed over",
    ErrorKind.UNDER_ESCALATION: "not taken as high as expected",
    ErrorKind.OVER_ESCALATION: "taken higher than needed",
    ErrorKind.LATE_CALL: "called late",
    ErrorKind.DEAD_END: "dead end: no answer until the end",
    ErrorKind.ABSENT_CONTACT: "called while away",
    ErrorKind.NOT_PASSED_ON: "news not passed on",
    ErrorKind.SELF_APPROVAL: "approved by its own author",
    ErrorKind.SAME_PERSON: "one person where the plan wants two",
    ErrorKind.BROADCAST: "everybody called at once",
    ErrorKind.ORPHAN: "answered, and then nothing",
}
"""What can go wrong in an escalation, in words."""


def grade_words(grade: Grade | None) -> str:
    """``S, performed with some challenges``, or why there is no rating."""
    return f"{NOT_RATED}, nothing was observed" if grade is None else f"{grade}, {GRADES[grade]}"


def standing(row: Response) -> str:
    """How a response stands, in plain words: ``by its target``, ``late by 10 min``, ``never``."""
    if row.status is Status.LATE and row.done_at is not None and row.deadline_at is not None:
        words = f"late by {span(row.done_at - row.deadline_at)}"
    elif row.status in (Status.MET, Status.SLOW) and row.deadline_at is None:
        words = "done"
    else:
        words = _STATUSES[row.status]
    marks = [mark for mark, holds in (("after a probe", row.prompted), ("recalled", row.recalled)) if holds]
    return ", ".join([words, *marks])


def clock_of(day_start: int, at: int) -> str:
    """The exercise's own time of day, ``18:52``, for a start in minutes after midnight and an exercise time in ms."""
    minutes = day_start + at // (60 * SECOND)
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
