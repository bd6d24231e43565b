"""Part 5, continuity: how long the team waited for an answer and did nothing about it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import islice

from drill.scoring.card import Stall
from drill.scoring.record import TeamRecord
from drill.session.expectations import Call


def stalls(record: TeamRecord) -> tuple[Stall, ...]:
    """Every call that stayed unanswered past the called role's time, until something was done about it."""
    found, asks = [], _Asks(record)
    for call in record.play.calls:
        ack_within = record.plan.roles[call.to].ack_within
        if not call.asks or call.simulated or ack_within is None:
            continue
        begins = call.at + ack_within
        if begins >= record.end or _is_answered_by(call, begins) or asks.is_made_again_by(call, begins):
            continue
        ends = _end_of_stall(record, asks, call, begins)
        if ends > begins:
            found.append(
                Stall(
                    caller=call.caller,
                    to=call.to,
                    from_at=begins,
                    until=ends,
                    to_the_end=ends == record.end and (call.acked_at is None or call.acked_at > record.end),
                    clause=record.exercise.clause(("roles", call.to, "ack_within")),
                    evidence=record.evidence(call.entry, call.acked_entry),
                )
            )
    return tuple(found)


def _is_answered_by(call: Call, instant: int) -> bool:
    return call.acked_at is not None and call.acked_at <= instant


def _end_of_stall(record: TeamRecord, asks: _Asks, call: Call, begins: int) -> int:
    ends = [record.end, *asks.later_tries(call, begins)]
    if call.acked_at is not None:
        ends.append(call.acked_at)
    return min(ends)


class _Asks:
    """The team's calls that ask for an answer, by role, in the order of time: what follows one is soon found."""

    def __init__(self, record: TeamRecord) -> None:
        self._record = record
        self._to: dict[str, list[Call]] = {}
        self._useful_by: dict[str, list[Call]] = {}
        for call in sorted(record.play.calls, key=_moment):
            if call.asks:
                self._to.setdefault(call.to, []).append(call)
                if record.is_useful(call):
                    self._useful_by.setdefault(call.caller, []).append(call)

    def is_made_again_by(self, call: Call, instant: int) -> bool:
        """Whether the role, or a delegate, was called again before the stall began: that call has its own time."""
        for calls in self._to_stand_ins(call):
            after = bisect_right(calls, _moment(call), key=_moment)
            if after < len(calls) and calls[after].at <= instant:
                return True
        return False

    def later_tries(self, call: Call, begins: int) -> Iterator[int]:
        """When somebody next turned to the role or a delegate from an instant on, and its caller to anyone useful."""
        for calls in (*self._to_stand_ins(call), self._useful_by.get(call.caller, [])):
            since = bisect_left(calls, begins, key=lambda each: each.at)
            yield from (other.at for other in islice(calls, since, since + 2) if other is not call)

    def _to_stand_ins(self, call: Call) -> list[list[Call]]:
        return [self._to[role] for role in (call.to, *self._record.delegates(call.to)) if role in self._to]


def _moment(call: Call) -> tuple[int, int]:
    return call.at, call.entry


def continuity_part(record: TeamRecord, found: tuple[Stall, ...]) -> float | None:
    """1 − stalled / window; None without calls, or in a discussion.

    The window runs from the first delivered inject to the end of the exercise, so
    that finishing early can never make a stall weigh more.
    """
    asks = any(call.asks and not call.simulated for call in record.play.calls)
    if not asks or not record.is_timed or not record.play.delivered:
        return None
    start = min(delivery.at for delivery in record.play.delivered.values())
    if record.end <= start:
        return None
    return 1.0 - union_length([(max(stall.from_at, start), stall.until) for stall in found]) / (record.end - start)


def union_length(intervals: list[tuple[int, int]]) -> int:
    """How long at least one of the intervals lasts."""
    total, reached = 0, None
    for start, stop in sorted(intervals):
        begin = start if reached is None else max(start, reached)
        total += max(0, stop - begin)
        reached = stop if reached is None else max(reached, stop)
    return total
