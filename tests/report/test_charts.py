"""Charts: well-formed pictures with words for those who do not see them, the same bytes each time, nothing foreign."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from drill.report.after_action import AfterAction
from drill.report.charts.drawn import charts
from tests.building import DATA, drill, small_drill
from tests.report.hostile import HOSTILE, a_drill_full_of
from tests.report.session import report

TWO_TEAMS = (DATA.parent / "golden" / "report" / "two-teams.txt").read_text(encoding="utf-8")
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"svg", "title", "desc", "defs", "pattern", "path", "rect", "circle", "line", "polygon", "text"}
STEPS = "lock: {do: Lock it, by: [tech], target: 5m, deadline: 10m}"


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314  (our own text)


def words(svg: str) -> list[str]:
    return [each.text or "" for each in parsed(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_only_ever_text(text: str) -> None:
    for svg in charts(AfterAction.of(a_drill_full_of(text).state)).values():
        for each in parsed(svg).iter():
            assert each.tag.removeprefix(SVG) in SHAPES
            assert not any(name.startswith("on") or "href" in name for name in each.attrib)
        urls = re.findall(r"url\(([^)]*)\)", svg)
        assert all(url.startswith("#") for url in urls)


def test_each_says_in_words_what_it_shows() -> None:
    for name, svg in charts(AfterAction.of(drill(TWO_TEAMS, teams=()).state)).items():
        root = parsed(svg)
        title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert desc is not None
        assert title.text
        assert desc.text
        assert root.attrib["aria-labelledby"] == f"{name}-title {name}-desc"


def test_a_step_in_time_a_late_one_and_one_never_done_look_different_in_black_and_white() -> None:
    def fill(lines: str) -> tuple[str, bool]:
        svg = charts(AfterAction.of(small_drill(lines, STEPS).state))["response-blue"]
        bar = list(parsed(svg).iter(f"{SVG}rect"))[-1]
        return bar.attrib["fill"], "stroke-dasharray" in bar.attrib

    looks = {fill("1m blue tech does lock"), fill("20m blue tech does lock"), fill("1m blue lead acks news")}
    assert len(looks) == 3


def test_a_bar_is_as_long_as_the_step_took_and_says_so() -> None:
    svg = charts(AfterAction.of(small_drill("5m blue tech does lock", STEPS).state))["response-blue"]
    bar = list(parsed(svg).iter(f"{SVG}rect"))[-1]
    target, deadline = list(parsed(svg).iter(f"{SVG}line"))[-2:]
    assert float(bar.attrib["x"]) + float(bar.attrib["width"]) == pytest.approx(float(target.attrib["x1"]), abs=0.1)
    assert float(deadline.attrib["x1"]) > float(target.attrib["x1"])
    assert {"lock", "5 min"} <= set(words(svg))


def test_in_a_discussion_no_time_is_drawn() -> None:
    state = small_drill("5m blue tech does lock", STEPS, scenario={"style": "discussion"}).state
    assert charts(AfterAction.of(state)) == {}
    assert "![" not in report(state)


def test_the_report_shows_exactly_the_charts_that_there_are() -> None:
    state = drill(TWO_TEAMS, teams=()).state
    shown = re.findall(r"!\[[^\]]*\]\(charts/([a-z0-9-]+)\.svg\)", report(state))
    assert sorted(shown) == sorted(charts(AfterAction.of(state)))


def test_where_nothing_was_asked_nothing_is_drawn() -> None:
    assert charts(AfterAction.of(small_drill("1m blue lead acks news").state)) == {}


def test_steps_of_one_name_are_told_apart_by_what_asked_for_them() -> None:
    injects = "[{expect: [lock]}, {id: more, at: 30m, expect: [lock]}]"
    svg = charts(AfterAction.of(small_drill("5m blue tech does lock", STEPS, injects=injects).state))["response-blue"]
    assert {"lock, news", "lock, more"} <= set(words(svg))
