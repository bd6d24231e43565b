"""Draft and final: what a meeting agreed on, what undoes it, and how a report may be passed on."""

from __future__ import annotations

import pytest
import yaml

from drill.errors import Refused
from drill.session.decide import Enter, PutOnRecord, Undo
from drill.session.events import FedBack, Labelled, Signed, from_json, to_json
from drill.session.session import Session
from drill.session.statements import Marked
from tests.building import NORTHWIND, drill, played_again, small_room
from tests.report.hostile import HOSTILE
from tests.report.markup import body, dangerous
from tests.report.session import report, section

MEETING = Signed("eve", "2026-12-03", ("legal", "cai", "Jo from the agency"), ("Legal gets a deputy",), ("Too short",))


def a_session(plan: str = NORTHWIND) -> Session:
    return drill("1m blue social-lead acks scam-post", plan=plan).session


def test_a_report_is_a_draft_until_a_meeting_agreed_on_it() -> None:
    session = a_session()
    assert "**DRAFT.**" in report(session.state)
    assert "\nstatus: draft\n" in report(session.state)
    session.submit(PutOnRecord(MEETING))
    assert "**FINAL.** Agreed on at the after-action meeting of `2026-12-03`" in report(session.state)
    assert "\nstatus: final\n" in report(session.state)


def test_it_says_who_met_what_was_remarked_and_who_disagreed() -> None:
    session = a_session()
    session.submit(PutOnRecord(MEETING))
    said = section(report(session.state), "The after-action meeting")
    assert "met: Counsel, IT security and Jo from the agency." in said
    assert "Recorded by Director of communications" in said
    assert "- Legal gets a deputy" in said
    assert "Who disagreed, and why:\n\n- Too short" in said


@pytest.mark.parametrize(
    "change",
    [Enter(3_600_000, Marked(note="a word more")), Undo(), PutOnRecord(FedBack("realistic\n5\n"))],
    ids=["a line", "an undo", "feedback"],
)
def test_what_changes_after_the_meeting_makes_it_a_draft_again(change: Enter | Undo | PutOnRecord) -> None:
    session = a_session()
    session.submit(Enter(3_600_000, Marked(note="to be taken back")))
    session.submit(PutOnRecord(MEETING))
    session.submit(change)
    assert "**DRAFT again.**" in report(session.state)
    session.submit(PutOnRecord(MEETING))
    assert "**FINAL.**" in report(session.state)


def test_a_drill_that_is_played_again_is_another_session_and_nobody_signed_it() -> None:
    session = a_session()
    session.submit(PutOnRecord(MEETING))
    again = played_again(drill("1m blue social-lead acks scam-post").written.text)
    assert "**DRAFT.**" in report(again.state)


@pytest.mark.parametrize("event", [MEETING, Labelled({"counsel": "x"}), FedBack("a\nb\n")], ids=lambda each: each.kind)
def test_a_running_drill_is_not_signed(event: Signed | Labelled | FedBack) -> None:
    with pytest.raises(Refused, match="has not ended"):
        small_room().live.session.submit(PutOnRecord(event))


@pytest.mark.parametrize("event", [MEETING, Labelled({"counsel": "x"}), FedBack("a\nb\n")], ids=lambda each: each.kind)
def test_what_was_recorded_comes_back_from_the_journal(event: Signed | Labelled | FedBack) -> None:
    assert from_json(event.kind, to_json(event)) == event


# ── how it may be passed on ──────────────────────────────────────────────────


def labelled_plan() -> str:
    plan = yaml.safe_load(NORTHWIND)
    plan["reports"] = {"classification": "internal", "counsel": "Made at the request of counsel"}
    return yaml.safe_dump(plan)


def head(text: str) -> str:
    return body(text).split("\n## ", 1)[0]


def test_the_plan_says_how_its_reports_may_be_passed_on() -> None:
    text = head(report(a_session(labelled_plan()).state))
    assert "**Made at the request of counsel**" in text
    assert "| Classification | internal |" in text
    assert text.index("counsel") < text.index("DRAFT")


def test_what_was_said_for_the_session_goes_before_the_plan_and_can_be_taken_back() -> None:
    session = a_session(labelled_plan())
    session.submit(PutOnRecord(Labelled({"classification": "secret", "retention": "two years"})))
    text = head(report(session.state))
    assert "| Classification | secret |" in text
    assert "| Retention | two years |" in text
    session.submit(PutOnRecord(Labelled({"classification": "", "retention": ""})))
    text = head(report(session.state))
    assert "| Classification | internal |" in text
    assert "Retention" not in text


@pytest.mark.parametrize("text", HOSTILE)
def test_no_hostile_text_gets_out_of_its_place(text: str) -> None:
    session = a_session()
    session.submit(
        PutOnRecord(Labelled(dict.fromkeys(("classification", "distribution", "retention", "counsel"), text)))
    )
    session.submit(PutOnRecord(Signed(text, "2026-12-03", (text,), (text,), (text,))))
    assert dangerous(body(report(session.state))) == []
