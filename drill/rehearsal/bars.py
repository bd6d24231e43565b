"""What a rehearsal is held to, and how sure it must be, as a command line says it: ``in-time=80%``, ``0.5%``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from drill.errors import WrongUsage
from drill.files.diagnostics import did_you_mean
from drill.rehearsal.marks import IN_TIME, names
from drill.rehearsal.model import Model
from drill.rehearsal.rehearse import Precision
from drill.rehearsal.rehearsed import Rehearsed

CHANGE = "change:"
"""Before a metric's name: how it changes, of what is compared."""


@dataclass(frozen=True)
class Bar:
    """A metric and the least that it must come to."""

    metric: str
    least: float

    def value(self, rehearsed: Rehearsed) -> float | None:
        """What it came to; None where no drill asked for it."""
        name = self.metric.removeprefix(CHANGE)
        if name != self.metric:
            changes = rehearsed.comparison.changes if rehearsed.comparison is not None else {}
            return changes[name].value if name in changes else None
        return rehearsed.forecast.metrics[name].value

    def verdict(self, rehearsed: Rehearsed) -> str | None:
        """What is wrong, in a sentence; None where it is met, or no drill asked for it."""
        value = self.value(rehearsed)
        if value is None or value >= self.least:
            return None
        return f"{self.metric} is {100 * value:.1f} %, which is less than {100 * self.least:g} %"


def read_bars(model: Model, given: Iterable[str], *, is_compared: bool) -> tuple[Bar, ...]:
    """The bars that ``METRIC=VALUE`` say. Raises WrongUsage."""
    bars = []
    for text in given:
        name, equals, value = text.rpartition("=")
        if not equals:
            raise WrongUsage(f"{text!r} is no METRIC=VALUE", "write it like in-time=80%")
        is_change = name.startswith(CHANGE)
        if is_change and not is_compared:
            raise WrongUsage(f"{name} wants something to compare with", "add --against, --what-if or --absent")
        _check_metric(model, name.removeprefix(CHANGE))
        bars.append(Bar(name, _as_share(value, least=-1.0 if is_change else 0.0)))
    return tuple(bars)


def read_precision(model: Model, text: str) -> Precision:
    """The precision that ``[METRIC=]SHARE`` says. Raises WrongUsage."""
    name, equals, value = text.rpartition("=")
    name = name if equals else IN_TIME
    _check_metric(model, name)
    half = _as_share(value, least=0.0)
    if half <= 0:
        raise WrongUsage("no number of drills makes an interval 0 wide", "write it like --precision 0.5%")
    return Precision(name, half)


def _check_metric(model: Model, name: str) -> None:
    known = names(model)
    if name not in known:
        hint = did_you_mean(name, known) or f"the metrics are {', '.join(known)}"
        raise WrongUsage(f'there is no metric "{name}"', hint)


def _as_share(text: str, *, least: float) -> float:
    try:
        value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        value = float("nan")
    if not least <= value <= 1:
        raise WrongUsage(f"{text!r} is no share", "write it like 0.8 or 80%")
    return value
