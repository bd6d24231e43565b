"""Papers for the tests of this folder: the exercises that they are printed from, and their forms."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from html.parser import HTMLParser

import yaml

from drill.paper.printing import Form, Paper, written
from drill.paper.staging import Staging
from drill.scenario.exercise import Exercise
from tests.building import HIJACKED, NORTHWIND, a_plan, a_scenario, small_plan, small_scenario

DAY = date(2026, 11, 27)
CAST = {"complainant": "a_customer", "outlet": "The Daily Example"}
"""Not drawn: what is drawn changes with the releases of its source."""


def staging(
    plan: str = NORTHWIND, scenario: str = HIJACKED, *, teams: Sequence[str] = (), notes: bool = False
) -> Staging:
    """An exercise on paper."""
    return Staging(Exercise(a_plan(plan), a_scenario(scenario)), CAST, tuple(teams), DAY, notes)


def markdown(paper: Paper, staged: Staging) -> str:
    """A paper as markdown."""
    return written(staged, paper, Form.MARKDOWN)


def html(paper: Paper, staged: Staging) -> str:
    """A paper as a page."""
    return written(staged, paper, Form.HTML)


@cache
def everywhere(text: str, /, **places: str) -> Staging:
    """An exercise with the text in every place that takes one; `places` say otherwise for some of them."""

    def said(place: str) -> str:
        return places.get(place, text)

    quoted = json.dumps(said("step"), ensure_ascii=False)  # JSON's quotes are YAML's too
    plan = yaml.safe_load(
        small_plan(
            f"""
            lock: {{do: {quoted}, by: [tech], target: 5m, deadline: 10m, gate: true}}
            say: {{do: {quoted}, by: [press], public: true, uses: text, target: 5m, deadline: 50m}}
            ask: {{contact: legal, by: [lead], target: 5m, deadline: 10m}}
            """,
            resources=f"{{text: {{kind: template, title: {quoted}, text: {quoted}}}}}",
        )
    )
    plan["title"] = said("plan")
    for role in plan["roles"].values():
        role["title"] = said("role")
    for person in plan["people"].values():
        person |= {"name": said("person"), "reach": said("reach")}
    inject = {
        "from": said("from"),
        "title": said("title"),
        "text": said("text"),
        "notes": said("notes"),
        "probes": [{"after": "3m", "ask": said("probe")}],
        "expect": ["lock", "say", "ask"],
        "must_reach": [{"role": "legal", "deadline": "10m"}],
        "effects": {"absent": ["ann"]},
        "decision": {
            "question": said("question"),
            "by": ["lead"],
            "options": {
                "one": {"says": said("option"), "is": "best"},
                "two": {"says": said("option"), "is": "poor"},
            },
        },
    }
    waiting = {
        "id": "later",
        "when": {"late": "lock"},
        "delay": "3m",
        "unless": {"done": "say"},
        "title": said("title"),
        "via": "social",
    }
    scenario = yaml.safe_load(small_scenario(yaml.safe_dump([inject, waiting], allow_unicode=True)))
    scenario |= {"title": said("scenario"), "briefing": said("briefing"), "simulated": ["boss"]}
    phase = {"id": "first", "title": said("phase"), "at": "0m", "questions": [said("phase")]}
    scenario["phases"] = [phase]
    for objective in scenario["objectives"].values():
        objective |= {"title": said("objective"), "capability": said("objective")}
    return staging(_dumped(plan), _dumped(scenario), teams=("blue",), notes=True)


def _dumped(values: object) -> str:
    return yaml.safe_dump(values, allow_unicode=True)


class Page(HTMLParser):
    """What a browser would make of a page: its tags in order, their attributes, its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[tuple[str, str]] = set()
        self.shown: list[str] = []
        self.style = ""
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Every tag closes the one that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note text."""
        if self.open and self.open[-1] == "style":
            self.style += data
        else:
            self.shown.append(data)
