"""Who evaluated, and where they disagreed; and the notice of what cannot wait."""

from __future__ import annotations

from drill.report.after_action import AfterAction
from drill.report.interim import interim_notice
from tests.building import Drill, small_drill
from tests.report.markup import dangerous
from tests.report.session import report, section

SAY = "say: {do: Tell them, by: [press], public: true, target: 5m, deadline: 10m}"
TITLE = "Who evaluated, and where they disagreed"


def evaluated(lines: str) -> str:
    return section(report(small_drill(f"3m blue press does say : We know\n{lines}", SAY).state), TITLE)


def test_each_evaluator_stands_with_what_they_did() -> None:
    text = evaluated(
        "20m kim observes blue hold M\n61m control rate blue say 2 by lou\n61m control confirm blue hold M by kim"
    )
    assert "| kim | 1 | – | 1 |" in text
    assert "| lou | – | 1 | – |" in text
    assert "no two different verdicts" in text


def test_different_points_for_the_same_words_are_told_with_both_sides() -> None:
    text = evaluated("61m control rate blue say 1 by kim\n61m control rate blue say 4 by lou")
    assert "- The words of `say` of `blue`: kim gave 1 of 4 and lou gave 4 of 4. [L" in text


def test_a_grade_that_differs_from_the_confirmed_one_is_told() -> None:
    text = evaluated("20m kim observes blue hold U : lost\n61m control confirm blue hold S by lou")
    assert "“Hold on” in `blue`: kim saw U and lou confirmed S." in text


def test_somebody_who_changed_their_mind_does_not_disagree_with_themselves() -> None:
    text = evaluated("61m control rate blue say 1 by kim\n62m control rate blue say 3 by kim")
    assert "One person evaluated" in text
    assert "gave" not in text


def test_where_nobody_evaluated_nothing_is_said() -> None:
    assert TITLE not in report(small_drill("1m blue lead acks news", SAY).state)


# ── the interim notice ───────────────────────────────────────────────────────

GATE = "lock: {do: Lock it, by: [tech], target: 5m, deadline: 10m, gate: true}"


def notice(played: Drill) -> str:
    return interim_notice(AfterAction.of(played.state))


def test_it_holds_the_critical_lapses_and_nothing_else() -> None:
    text = notice(small_drill("1m blue lead acks news", f"{GATE}\n{SAY}"))
    assert "lock (Lock it) was never done" in text
    assert "say" not in text
    assert "It was a drill: nothing of this happened." in text
    assert dangerous(text) == []


def test_where_there_is_none_it_says_so() -> None:
    assert "No critical lapse was found." in notice(small_drill("1m blue tech does lock", GATE))


def test_it_fits_on_one_page_however_much_went_wrong() -> None:
    steps = "\n".join(GATE.replace("lock:", f"lock-{number}:") for number in range(40))
    text = notice(small_drill("1m blue lead acks news", steps))
    assert len(text.splitlines()) < 40
    assert "28 more stand in the report." in text
