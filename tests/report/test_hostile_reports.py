"""A report on a drill whose every text is hostile has the same shape as one whose texts are harmless."""

from __future__ import annotations

import re
from functools import cache

import pytest
import yaml

from drill.report.after_action import AfterAction
from drill.report.markdown import report_markdown
from tests.building import small_drill
from tests.report.hostile import HARMLESS, HOSTILE, a_drill_full_of
from tests.report.markup import READER, body, dangerous, structure

NODE = r'  r\d+\["[^"]*"\]'
EDGE = r'  r\d+ (?:-->|--o|--x|-\.->)\|"[^"]*"\| r\d+'
MOMENT = r"2000-01-0\d \d\d:\d\d:\d\d"
TASK = rf"  (?:step|inject) [^:;]*(?:#\d+;[^:;]*)*:(?:crit|done|milestone), {MOMENT}, {MOMENT}"
GANTT = r"gantt|  dateFormat YYYY-MM-DD HH:mm:ss|  axisFormat %H:%M:%S|  todayMarker off"
HEAD = rf"flowchart LR|{GANTT}|  section (?:injects|team [a-z0-9-]+)"
DIAGRAM_LINE = re.compile(f"{HEAD}|{NODE}|{EDGE}|{TASK}")


@cache
def report(text: str) -> str:
    return report_markdown(AfterAction.of(a_drill_full_of(text).state))


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_becomes_a_link_an_image_or_html(text: str) -> None:
    assert dangerous(body(report(text))) == []


@pytest.mark.parametrize("text", [text for text in HOSTILE if "\n" not in text])
def test_no_heading_list_or_table_comes_or_goes(text: str) -> None:
    assert structure(body(report(text))) == structure(body(report(HARMLESS)))


@pytest.mark.parametrize("text", HOSTILE)
def test_the_headings_are_ours(text: str) -> None:
    def headings(markdown: str) -> list[str]:
        return [token.tag for token in READER.parse(body(markdown)) if token.type == "heading_open"]

    assert headings(report(text)) == headings(report(HARMLESS))


@pytest.mark.parametrize("text", HOSTILE)
def test_diagrams_hold_nothing_but_their_own_syntax(text: str) -> None:
    blocks = [token for token in READER.parse(body(report(text))) if token.type == "fence" and token.info == "mermaid"]
    assert len(blocks) == 2
    for line in "".join(block.content for block in blocks).splitlines():
        assert DIAGRAM_LINE.fullmatch(line), line


@pytest.mark.parametrize("text", HOSTILE)
def test_the_front_matter_says_the_same(text: str) -> None:
    def keys(markdown: str) -> list[str]:
        return list(yaml.safe_load(markdown.split("---\n")[1]))

    assert keys(report(text)) == keys(report(HARMLESS)) == sorted(keys(report(HARMLESS)))


@pytest.mark.parametrize("text", HOSTILE)
def test_every_line_of_the_log_is_one_line_of_code(text: str) -> None:
    log = [token for token in READER.parse(body(report(text))) if token.type == "fence"][-1]
    lines = log.content.splitlines()
    assert [line.split()[0] for line in lines] == [f"L{number}" for number in range(1, len(lines) + 1)]


def test_a_walk_in_s_name_stands_nowhere() -> None:
    played = small_drill("0m control seat blue lead zoe : Zoë Quill\n1m blue lead acks news")
    text = report_markdown(AfterAction.of(played.state))
    assert "Zoë" not in text
    assert "control seat blue lead zoe : (a name)" in text
