"""When everything is done in a rehearsal, against target and deadline; and what no team could keep."""

from __future__ import annotations

from collections.abc import Sequence

from drill.files.text import listed
from drill.findings.words import span
from drill.rehearsal.counting import BARS
from drill.rehearsal.forecast import Asked
from drill.rehearsal.intervals import Share
from drill.rehearsal.rehearsed import Rehearsed
from drill.report.blocks import Blocks, bullets, heading, table
from drill.report.escape import code_cell, escape, fenced
from drill.report.rehearsal.numbers import at_quantile, bare_percent, between, percent
from drill.report.rehearsal.plots import DEADLINE, histogram, strip


def times(rehearsed: Rehearsed) -> Blocks:
    """When each step is done, and each role told, against target and deadline."""
    asked = [each for each in rehearsed.forecast.asked if each.asked.count]
    lines = histogram(rehearsed.headline, max(1, rehearsed.headline.asked.count))
    return [
        heading(2, f"When {escape(rehearsed.forecast.headline)} is done"),
        fenced(lines) if lines else "It is done in no drill.",
        heading(2, "Steps and contacts"),
        "Minutes from when the clock of each starts. What was not done by the end counts as longer than all the rest. "
        "Shares are of the drills in which it was asked for, not excused and not cut off by the end.",
        table(
            (
                "What",
                "Asked by",
                "Drills",
                "In time",
                "Late",
                "Never",
                "p10",
                "Median",
                "p90",
                "p95",
                "Target",
                "Deadline",
            ),
            [_asked(each) for each in asked],
        ),
        f"How the times lie, from 0 on; {DEADLINE} is the deadline, and behind it stands how much one character is:",
        fenced(_strips(asked)),
        *_reach(rehearsed),
    ]


def _asked(each: Asked) -> Sequence[str]:
    return (
        code_cell(each.name),
        code_cell(each.inject),
        bare_percent(each.asked),
        percent(each.in_time),
        bare_percent(each.late),
        bare_percent(each.never),
        at_quantile(each.p10),
        between(each.median),
        at_quantile(each.p90),
        between(each.p95),
        "" if each.target is None else span(each.target),
        "" if each.deadline is None else span(each.deadline),
    )


def _strips(asked: Sequence[Asked]) -> list[str]:
    labels = [f"{each.name} ({each.inject})" for each in asked]
    space = max(map(len, labels), default=0)
    return [
        f"{label:<{space}}  {strip(each):<{BARS + 1}}  {span(each.bin_width)}"
        for label, each in zip(labels, asked, strict=True)
    ]


def _reach(rehearsed: Rehearsed) -> Blocks:
    forecast, costs = rehearsed.forecast, rehearsed.costs
    out, never = forecast.out_of_reach, forecast.never_missed
    lines = [f"Out of reach: {_named(out)}. Not even the fastest drill kept it." if out else ""]
    at_once = [
        each.name
        for each in out
        if each.step and costs is not None and _is_never(costs.at_once.get(f"in-time:{each.step}"))
    ]
    if at_once:
        lines.append(f"Not even people who answer and act at once would keep {listed(map(code_cell, at_once))}.")
    if never:
        lines.append(f"Never missed in any drill: {_named(never)}. A shorter deadline would ask more.")
    return [bullets(line for line in lines if line)]


def _is_never(share: Share | None) -> bool:
    return share is not None and share.of > 0 and not share.count


def _named(asked: Sequence[Asked]) -> str:
    return listed(f"{code_cell(each.name)} ({code_cell(each.inject)}, {span(each.deadline or 0)})" for each in asked)
