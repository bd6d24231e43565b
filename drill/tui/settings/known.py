"""Every key that the screens have, by the id that settings name it by: found on the screens themselves."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module

HOMES = ("drill.tui.screens", "drill.tui.widgets")
"""Where classes with keys stand."""

EVERYWHERE = "DrillApp"
"""The class whose keys work on every screen."""

WITHIN = {"Log": "ControlRoom"}
"""A pane that takes keys beside those of its screen."""


@dataclass(frozen=True, slots=True)
class KnownKey:
    """What has an id: what it does, its keys as they come, and the class of each screen that has it."""

    id: str
    does: str
    keys: tuple[str, ...]
    """By the names that the screens use."""
    where: tuple[str, ...]


def known_keys() -> Mapping[str, KnownKey]:
    """Every key with an id, in the order of the help. Loads the screens."""
    from textual.binding import Binding

    found: dict[str, KnownKey] = {}
    for place, bindings in _classes():
        for binding in bindings:
            if not isinstance(binding, Binding) or not binding.id:
                continue
            before = found.get(binding.id)
            where = (*before.where, place) if before else (place,)
            keys = before.keys if before else tuple(key.strip() for key in binding.key.split(","))
            does = before.does if before else binding.tooltip or binding.description
            found[binding.id] = KnownKey(binding.id, does, keys, where)
    return _in_order(found)


def _classes() -> Iterator[tuple[str, list[object]]]:
    from textual.dom import DOMNode

    from drill.tui.app import DrillApp
    from drill.tui.screens.control_room import ControlRoom

    yield EVERYWHERE, list(DrillApp.BINDINGS)
    yield ControlRoom.__name__, list(ControlRoom.BINDINGS)
    for home in HOMES:
        package = import_module(home)
        for module in pkgutil.iter_modules(package.__path__, f"{home}."):
            loaded = import_module(module.name)
            for one in vars(loaded).values():
                if not isinstance(one, type) or one is ControlRoom:
                    continue
                if issubclass(one, DOMNode) and one.__module__ == module.name:
                    own = list(one.__dict__.get("BINDINGS", ()))
                    yield WITHIN.get(one.__name__, one.__name__), own


def _in_order(found: Mapping[str, KnownKey]) -> dict[str, KnownKey]:
    from drill.tui.keys import GROUPS

    order = {group: place for place, group in enumerate(GROUPS)}
    return dict(sorted(found.items(), key=lambda item: order.get(item[0].partition(".")[0], len(order))))
