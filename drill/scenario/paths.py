"""The ways through a plan's escalations: by which roles one may come to another."""

from __future__ import annotations

from collections import deque

from drill.plan.model import Plan


class Paths:
    """The shortest paths of a plan. What was found from a role is kept for the next question."""

    def __init__(self, plan: Plan) -> None:
        self._next: dict[str, list[str]] = {}
        for edge in plan.escalations:
            self._next.setdefault(edge.from_, []).append(edge.to)
        self._trees: dict[str, dict[str, str]] = {}

    def shortest(self, start: str, goal: str) -> tuple[str, ...]:
        """The roles from one to another, both included, the first path in the plan's order; empty if there is none."""
        before = self._tree(start)
        if goal not in before:
            return ()
        path = [goal]
        while path[-1] != start:
            path.append(before[path[-1]])
        return tuple(reversed(path))

    def _tree(self, start: str) -> dict[str, str]:
        """Every role that can be reached from one, with the role before it."""
        if start in self._trees:
            return self._trees[start]
        before = self._trees[start] = {start: start}
        queue = deque([start])
        while queue:
            role = queue.popleft()
            for to in self._next.get(role, ()):
                if to not in before:
                    before[to] = role
                    queue.append(to)
        return before
