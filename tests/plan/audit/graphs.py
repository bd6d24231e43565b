"""The one small builder of responder graphs for these tests: roles with their people, calls, one workflow."""

from __future__ import annotations

from drill.plan.load import plan_from_text
from drill.plan.model import Plan

STEPS = """\
workflows:
  w:
    title: W
    steps:
      see: {{do: See it, by: [{entry}], deadline: 10m}}
      ok:  {{approve: say, {approve}, after: [see], deadline: 1h}}
      say: {{do: Say it, by: [{entry}], after: [ok], deadline: 2h}}
"""


def a_graph(
    roles: str, calls: str, *, entry: str = "lead", approve: str = "by: [boss]", outside: str = "", **delegates: str
) -> Plan:
    """A plan in which what begins at `entry` has to be approved.

    `roles` is ``lead: ana ben; boss 15m: eve``, with how long a call waits where that matters; `calls`
    is ``lead > boss, boss > lead``; a keyword names a role's delegate, and `outside` the external roles.
    """
    seats = [(*name.split(), people.split()) for name, _, people in (seat.partition(":") for seat in roles.split(";"))]
    names = sorted({person for *_, people in seats for person in people})
    listed = ", ".join(f"{name}: {{name: {name.title()}}}" for name in names)
    lines = ["plan: graph", "title: A graph", "version: 1", f"people: {{{listed}}}"]
    lines.append("roles:")
    for name, *within, people in seats:
        keys = [f"title: {name}", f"level: {1 if name == entry else 2}", f"people: [{', '.join(people)}]"]
        keys += [f"ack_within: {wait}" for wait in within]
        keys += [f"delegates: [{delegates[name]}]"] if name in delegates else []
        keys += ["external: true"] if name in outside.split() else []
        lines.append(f"  {name}: {{{', '.join(keys)}}}")
    ends = [call.split(">") for call in calls.split(",") if call]
    lines.append("escalations:" if ends else "escalations: []")
    lines += [f"  - {{from: {caller.strip()}, to: {called.strip()}}}" for caller, called in ends]
    return plan_from_text("\n".join(lines) + "\n" + STEPS.format(entry=entry, approve=approve), "graph.yaml")
