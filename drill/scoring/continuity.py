"""Part 5, continuity: how long the team waited for an answer and did nothing about it."""

from __future__ import annotations

from drill.scoring.card import Stall
from drill.scoring.record import TeamRecord
from drill.session.expectations import Call


def stalls(record: TeamRecord) -> tuple[Stall, ...]:
    """Every call that stayed unanswered past the called role's time, until something was done about it."""
    found = []
    for call in record.play.calls:
        ack_within = record.plan.roles[call.to].ack_within
        if not call.asks or call.simulated or ack_within is None:
            continue
        begins = call.at + ack_within
        if begins >= record.end or _is_answered_by(call, begins) or _is_called_again_by(record, call, begins):
            continue
        ends = _end_of_stall(record, call, begins)
        if ends > begins:
            found.append(
                Stall(
                    caller=call.caller,
                    to=call.to,
                    from_at=begins,
                    until=ends,
                    to_the_end=ends == record.end and (call.acked_at is None or call.acked_at > record.end),
                    clause=record.plan.clause(("roles", call.to, "ack_within")),
                    evidence=record.evidence(call.entry, call.acked_entry),
                )
            )
    return tuple(found)


def _is_answered_by(call: Call, instant: int) -> bool:
    return call.acked_at is not None and call.acked_at <= instant


def _stand_ins(record: TeamRecord, call: Call) -> tuple[str, ...]:
    return (call.to, *record.delegates(call.to))


def _is_called_again_by(record: TeamRecord, call: Call, instant: int) -> bool:
    """Whether the role, or a delegate, was called again before the stall began: that call has its own time."""
    roles = _stand_ins(record, call)
    return any(
        other.asks and other.to in roles and (call.at, call.entry) < (other.at, other.entry) and other.at <= instant
        for other in record.play.calls
    )


def _end_of_stall(record: TeamRecord, call: Call, begins: int) -> int:
    roles = _stand_ins(record, call)
    ends = [record.end]
    if call.acked_at is not None:
        ends.append(call.acked_at)
    ends += [
        other.at
        for other in record.play.calls
        if other.asks
        and other.at >= begins
        and other is not call
        and (other.to in roles or (other.caller == call.caller and record.is_useful(other)))
    ]
    return min(ends)


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
