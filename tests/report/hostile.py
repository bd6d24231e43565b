"""Texts that want to be more than text, and a drill that has one of them in every place that takes text."""

from __future__ import annotations

import json

import yaml

from tests.building import Drill, drill, small_plan, small_scenario

HOSTILE = [
    "# A heading of mine",
    "![pixel](http://evil.example/x.png)",
    "[click me](javascript:alert(1))",
    "[click me][L1]",
    "[L1]: http://evil.example/",
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "<!-- a comment -->",
    "<http://evil.example/>",
    "see http://evil.example/a_b and www.evil.example, or write to me@evil.example!",
    "evil.com",
    "ask @octocat about it",
    "| a | b | c |",
    "a \\| b \\\\| c",
    "`a|b` and ``c",
    "x@y|z",
    "```\nout of the fence",
    "~~~ and ~~gone~~",
    "- an item",
    "+ an item",
    "12. an item",
    "3) an item",
    "> a quotation",
    "=====",
    "-----",
    "***bold*** __bold__ _em_",
    "&lt;b&gt; &amp; &#35;",
    "$x$ and $$y$$",
    "a line\\",
    "two\nlines\n\n# and a heading",
    "    indented",
    "[^1]: a note",
    "[!NOTE]",
    "- [ ] a task",
    '"]; r0 --> r1; click r0 "javascript:alert(1)"',
    "end",
    "%%{init: {'theme': 'dark'}}%%",
    "section title: x",
    "---\nschema: 99\n---",
    "…‘’–é漢字🙂",
]

HARMLESS = "some words"


def a_drill_full_of(text: str) -> Drill:
    """A drill with the text as every title, question, option, name and note."""
    quoted = json.dumps(text, ensure_ascii=False)  # JSON's quotes are YAML's too
    note = text.replace("\\", "\\\\").replace("\n", "\\n")
    plan = yaml.safe_load(
        small_plan(
            f"""
            lock: {{do: {quoted}, by: [tech], target: 5m, deadline: 10m, gate: true}}
            say: {{do: {quoted}, by: [press], public: true, uses: text, target: 5m, deadline: 50m}}
            ask: {{contact: legal, by: [lead], target: 5m, deadline: 10m}}
            """,
            resources=f"{{text: {{kind: template, title: {quoted}, text: {quoted}}}}}",
            forbidden=f"{{shout: {quoted}}}",
        )
    )
    plan["title"] = text
    for role in plan["roles"].values():
        role["title"] = text
    for person in plan["people"].values():
        person["name"] = text
    scenario = yaml.safe_load(
        small_scenario(
            f"""
            - title: {quoted}
              text: {quoted}
              expect: [lock, say, ask]
              decision: {{question: {quoted}, by: [lead], deadline: 50m,
                          options: {{one: {{says: {quoted}, is: best}}, two: {{says: {quoted}, is: poor}}}}}}
            """
        )
    )
    scenario["title"] = text
    scenario["phases"] = [{"id": "first", "title": text, "at": "0m"}]
    for objective in scenario["objectives"].values():
        objective |= {"title": text, "capability": text}
    lines = f"""
    0m control seat blue lead zed : {note}
    1m blue lead acks news : {note}
    2m blue lead decides news two : {note}
    3m blue press does say with text edited : {note}
    4m blue lead improvises : {note}
    5m blue tech does shout : {note}
    5m30s blue lead escalates boss : {note}
    6m control mark : {note}
    7m control probe blue news : {note}
    8m control adhoc blue {{id: more, via: phone, to: [lead], title: {quoted}}}
    9m control pause : {note}
    10m control park : {note}
    11m control rate blue say 1 by kim : {note}
    12m control flag blue false say : {note}
    13m control adjudicate blue #4 sensible : {note}
    14m kim observes blue hold M : {note}
    15m control strength blue hold : {note}
    16m control gap blue hold : {note}
    60m control end
    61m control confirm blue hold M by kim : {note}
    """
    return drill(lines, plan=_dumped(plan), scenario=_dumped(scenario))


def _dumped(values: object) -> str:
    return yaml.safe_dump(values, allow_unicode=True)
