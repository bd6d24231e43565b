"""What happened laid over what was forecast: a section of the report, and of a rehearsal that is shown a session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from drill.errors import Refused
from drill.rehearsal.forecast import Forecast
from drill.rehearsal.overlay import Calibration, Laid, lay_over
from drill.rehearsal.rehearse import rehearse
from drill.rehearsal.rehearsed import Rehearsed
from drill.rehearsal.staging import stage
from drill.report.blocks import Blocks, heading, table
from drill.report.escape import code, code_cell
from drill.report.rehearsal.numbers import NOT_BY_THE_END, at_quantile, minutes
from drill.scenario.exercise import Exercise

if TYPE_CHECKING:
    from drill.report.after_action import AfterAction

RUNS = 1_000
"""So many drills are rehearsed for a report."""

HEADERS = ("What", "Asked by", "Took", "Forecast p10", "Median", "p90", "Lies")


@lru_cache(maxsize=2)
def forecast_of(exercise: Exercise, day: str) -> Forecast | None:
    """What was to be expected of a drill; None where nothing could have been done. Kept, since reports are remade."""
    fits = (exercise.fit.maps,)
    try:
        staged = stage(exercise.plan, exercise.scenario, date.fromisoformat(day), fits=fits)
    except Refused:
        return None
    return rehearse(staged.model, 0, RUNS)


def overlay_section(aar: AfterAction) -> Blocks:
    """The section of a session's report; nothing where nothing could have been done."""
    forecast = forecast_of(aar.exercise, aar.state.opened.date)
    if forecast is None:
        return []
    blocks: Blocks = []
    everything: list[Laid] = []
    for team in aar.teams:
        laid = lay_over(aar.exercise, forecast, team.inquiry.card)
        everything += laid
        name = heading(3, f"Team {team.name}") if len(aar.teams) > 1 else ""
        blocks += [name, overlay_table(laid) or "Nothing that was forecast was asked of this team."]
    return [
        heading(2, "What happened, over the forecast"),
        f"The forecast is of {forecast.runs:,} rehearsed drills with the plan's `responders:`. It is no standard: a "
        "plan is held to its deadlines, and a forecast to what happens.",
        *blocks,
        calibration_words(Calibration.of(everything)),
    ]


def laid_over(rehearsed: Rehearsed) -> Blocks:
    """The section of a rehearsal: each session that was laid over it, and what all of them say of the forecast."""
    if not rehearsed.laid:
        return []
    blocks: Blocks = [heading(2, "Sessions laid over it")]
    for name, laid in rehearsed.laid:
        blocks += [heading(3, code(name)), overlay_table(laid) or "Nothing of this was asked in it."]
    everything = [each for _, laid in rehearsed.laid for each in laid]
    return [*blocks, calibration_words(Calibration.of(everything))]


def overlay_table(laid: Sequence[Laid]) -> str:
    """Each time beside its forecast, in minutes."""
    return table(
        HEADERS,
        [
            (
                code_cell(each.asked.name),
                code_cell(each.asked.inject),
                NOT_BY_THE_END if each.time is None else minutes(each.time),
                at_quantile(each.asked.p10),
                at_quantile(each.asked.median),
                at_quantile(each.asked.p90),
                each.where.value,
            )
            for each in laid
        ],
    )


def calibration_words(found: Calibration) -> str:
    """What the times say of the forecast, in a sentence or two."""
    if not found.times:
        return ""
    told = (
        f"{found.inside} of {found.times} lie between the forecast's p10 and p90, where four in five should; "
        f"{found.slower} took longer, {found.faster} less."
    )
    if not found.is_far_off:
        return told
    way = "slower" if found.slower > found.faster else "faster" if found.faster > found.slower else "less alike"
    return f"{told} **The forecast was far off:** people were {way} than it takes them to be; see `--fit-from`."
