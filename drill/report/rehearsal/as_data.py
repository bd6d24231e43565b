"""A rehearsal as data: what its report says, and what it is counted from. Times are whole milliseconds."""

from __future__ import annotations

import json
from typing import Any

from drill.rehearsal.costs import Cost
from drill.rehearsal.forecast import Asked, Forecast, Load, Quantile
from drill.rehearsal.intervals import Mean, Paired, Share
from drill.rehearsal.rehearsed import Rehearsed

SCHEMA = 1
"""The version of the form."""

_PLACES = 6


def rehearsal_json(rehearsed: Rehearsed) -> str:
    """The rehearsal as JSON."""
    return json.dumps(rehearsal_data(rehearsed), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def rehearsal_data(rehearsed: Rehearsed) -> dict[str, Any]:
    """The rehearsal as plain values."""
    stage, model = rehearsed.stage, rehearsed.stage.model
    costs, compared = rehearsed.costs, rehearsed.comparison
    return {
        "schema": SCHEMA,
        "scenario": model.exercise.scenario.scenario,
        "plan": {"id": stage.plan.plan, "version": stage.plan.version},
        "date": model.day.isoformat(),
        "seed": rehearsed.seed,
        "changes": list(rehearsed.changes),
        **_forecast(rehearsed.forecast),
        "costs": None
        if costs is None
        else {
            "runs": costs.runs,
            "absences": [_cost(each) for each in costs.absences],
            "worst_pairs": [_cost(each) for each in costs.pairs],
            "instant_roles": [_cost(each) for each in costs.instant_roles],
            "instant_people": [_cost(each) for each in costs.instant_people],
            "everybody_at_once": {name: _share(each) for name, each in costs.at_once.items()},
        },
        "comparison": None
        if compared is None
        else {
            "against": rehearsed.against,
            "before": _forecast(compared.before),
            "changes": {name: _paired(each) for name, each in compared.changes.items()},
        },
        "overlay": [
            {
                "session": name,
                "times": [
                    {"inject": each.asked.inject, "name": each.asked.name, "time": each.time, "lies": each.where.value}
                    for each in laid
                ],
            }
            for name, laid in rehearsed.laid
        ],
        "responders": [
            {
                "role": role,
                "doing": doing.value,
                "median": figure.median,
                "spread": figure.spread,
                "source": figure.source.value,
                "observations": figure.observations,
            }
            for role, doing, figure in rehearsed.figures
        ],
        "warnings": list(rehearsed.warnings),
    }


def _forecast(forecast: Forecast) -> dict[str, Any]:
    return {
        "runs": forecast.runs,
        "wanted_runs": forecast.wanted,
        "partial": forecast.is_partial,
        "headline": forecast.headline,
        "metrics": {name: _share(each) for name, each in forecast.metrics.items()},
        "asked": [_asked(each) for each in forecast.asked],
        "gates": [
            {
                "gate": gate.name,
                "trips": _share(gate.share),
                "borderline": _share(gate.borderline),
                "objectives": list(gate.objectives),
            }
            for gate in forecast.gates
        ],
        "ratings": {
            name: dict(zip(("P", "S", "M", "U", "not_rated"), map(_share, shares), strict=True))
            for name, shares in forecast.ratings.items()
        },
        "time_part": _mean(forecast.time),
        "injects": [
            {
                "inject": each.inject,
                "conditional": each.is_conditional,
                "by_hand": each.by_hand,
                "comes": _share(each.share),
            }
            for each in forecast.firings
        ],
        "people": [_load(each) for each in forecast.people],
        "roles": [_load(each) for each in forecast.roles],
        "paths": [
            {
                "from": way.caller,
                "to": way.called,
                "made": _share(way.share),
                "answered": _share(way.answered),
                "in_plan": way.in_plan,
            }
            for way in forecast.ways
        ],
        "out_of_reach": [[each.inject, each.name] for each in forecast.out_of_reach],
        "never_missed": [[each.inject, each.name] for each in forecast.never_missed],
        "run_at_p95": forecast.at_p95,
    }


def _asked(each: Asked) -> dict[str, Any]:
    return {
        "inject": each.inject,
        "name": each.name,
        "step": each.step,
        "target": each.target,
        "deadline": each.deadline,
        "asked": _share(each.asked),
        "in_time": _share(each.in_time),
        "late": _share(each.late),
        "never": _share(each.never),
        "p10": _quantile(each.p10),
        "median": _quantile(each.median),
        "p90": _quantile(each.p90),
        "p95": _quantile(each.p95),
        "fastest": each.fastest,
    }


def _cost(cost: Cost) -> dict[str, Any]:
    return {
        "names": list(cost.names),
        "in_time": _share(cost.headline),
        "without": _share(cost.without),
        "change": _paired(cost.in_time),
        "gates_change": _paired(cost.gates),
    }


def _load(load: Load) -> dict[str, Any]:
    return {
        "name": load.name,
        "roles": list(load.roles),
        "answer": _mean(load.answer),
        "queue": _mean(load.queue),
        "work": _mean(load.work),
    }


def _share(share: Share) -> dict[str, Any]:
    return {"count": share.count, "of": share.of, "share": _number(share.value), "interval": _pair(share.interval)}


def _mean(mean: Mean) -> dict[str, Any]:
    return {"mean": _number(mean.value), "interval": None if mean.interval is None else _pair(mean.interval)}


def _paired(paired: Paired) -> dict[str, Any]:
    return {
        "gained": paired.gained,
        "lost": paired.lost,
        "of": paired.of,
        "change": _number(paired.value),
        "interval": _pair(paired.interval),
        "verdict": paired.verdict.value,
    }


def _quantile(quantile: Quantile) -> dict[str, Any]:
    """None stands for what was not done by the end."""
    return {"value": quantile.value, "interval": [quantile.low, quantile.high]}


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, _PLACES)


def _pair(interval: tuple[float, float]) -> list[float]:
    return [round(each, _PLACES) for each in interval]
