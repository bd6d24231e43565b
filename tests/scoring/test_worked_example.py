"""The worked example of scoring.md, digit for digit, through the whole engine."""

from __future__ import annotations

import pytest

from drill.scoring.card import TeamCard
from drill.session.statements import Grade
from tests.building import Drill, drill, rounded

PLAN = """
plan: example
title: The worked example
version: 1
people:
  {desk: {name: Desk}, sol: {name: Sol}, ida: {name: Ida}, pat: {name: Pat}, lee: {name: Lee}, cam: {name: Cam},
   cho: {name: Cho}}
roles:
  desk:          {title: Monitoring desk, level: 1, people: [desk]}
  social-lead:   {title: Social media lead, level: 1, people: [sol]}
  it-security:   {title: IT security, level: 2, people: [ida], ack_within: 10m}
  platform:      {title: The platform's support, level: 2, people: [pat], external: true}
  legal:         {title: Counsel, level: 2, people: [lee]}
  customer-care: {title: Customer care, level: 1, people: [cam]}
  ceo:           {title: Chief executive, level: 4, people: [cho]}
escalations:
  - {from: desk, to: social-lead}
  - {from: desk, to: it-security}
  - {from: desk, to: platform}
  - {from: desk, to: legal}
  - {from: desk, to: customer-care}
  - {from: desk, to: ceo}
workflows:
  takeover:
    title: An account is taken over
    steps:
      freeze:     {do: Stop the posts, by: [desk], weight: 3, target: 5m, deadline: 10m}
      statement:  {do: Publish it, by: [desk], after: [freeze], public: true, weight: 3, target: 15m, deadline: 30m}
      staff-note: {do: Tell the staff, by: [desk], after: [statement], weight: 1, target: 30m, deadline: 60m}
      ask-lead:     {contact: social-lead, by: [desk], weight: 2, target: 5m, deadline: 10m}
      ask-it:       {contact: it-security, by: [desk], weight: 3, target: 10m, deadline: 20m}
      ask-platform: {contact: platform, by: [desk], after: [ask-it], weight: 2, target: 15m, deadline: 30m}
      ask-legal:    {contact: legal, by: [desk], weight: 2, target: 20m, deadline: 40m}
    rules:
      - {id: legal-before-statement, first: ask-legal, then: statement, gate: false}
"""

SCENARIO = """
scenario: example
title: The worked example
workflow: takeover
objectives: {contain: {title: Regain the account}}
injects:
  - id: hijack
    at: 0m
    via: social
    to: [desk]
    title: The account posts a scam
    objective: contain
    expect: [freeze, statement, staff-note, ask-lead, ask-it, ask-platform, ask-legal]
    acceptable_contacts: [customer-care]
"""

LINES = """
4m  blue desk does freeze
7m  blue desk escalates social-lead
12m blue desk escalates it-security
14m blue desk escalates customer-care
16m blue desk escalates ceo
22m blue desk does statement : We know.
32m blue it-security acks
35m blue desk does staff-note
40m blue desk escalates platform
45m control rate blue statement 3 by kim
"""


def worked_example(*, gate: bool = False) -> Drill:
    """The example, with or without its rule as a gate."""
    return drill(LINES, plan=PLAN.replace("gate: false", f"gate: {str(gate).lower()}"), scenario=SCENARIO)


@pytest.fixture(scope="module")
def card() -> TeamCard:
    return worked_example().card()


def test_the_parts_of_the_worked_example(card):
    parts = {name: rounded(score) for name, score in card.parts.as_dict().items()}
    assert parts == {
        "time": 0.910,
        "contacts": 0.611,
        "order": 0.750,
        "decisions": None,
        "continuity": 0.833,
        "content": 0.75,
    }


def test_precision_and_recall_of_the_worked_example(card):
    assert (rounded(card.contact_precision), rounded(card.contact_recall)) == (0.800, 0.577)


def test_the_composite_of_the_worked_example(card):
    assert rounded(card.composite) == 0.766


def test_four_rules_of_the_worked_example_were_activated_and_one_broken(card):
    kept = {rule.id: rule.kept for rule in card.rules}
    assert kept == {
        "legal-before-statement": False,
        "statement-after-freeze": True,
        "staff-note-after-statement": True,
        "ask-platform-after-ask-it": True,
    }


def test_the_stall_of_the_worked_example_lasts_ten_minutes(card):
    [stall] = card.stalls
    assert (stall.to, stall.until - stall.from_at) == ("it-security", 600_000)


def test_each_step_of_the_worked_example_stands_as_it_says(card):
    assert {row.name: (str(row.status), rounded(row.credit)) for row in card.responses} == {
        "freeze": ("met", 1.0),
        "statement": ("slow", 0.813),
        "staff-note": ("slow", 0.933),
        "ask-lead": ("slow", 0.84),
        "ask-it": ("slow", 0.92),
        "ask-platform": ("late", 0.378),
        "ask-legal": ("missed", 0.0),
    }


def test_the_worked_example_is_suggested_s(card):
    assert card.suggested is Grade.S
    assert card.gates == ()


def test_the_worked_example_is_suggested_m_where_the_broken_rule_is_a_gate():
    card = worked_example(gate=True).card()
    assert card.suggested is Grade.M
    [gate] = card.gates
    assert gate.clause.startswith("workflows.takeover.rules.legal-before-statement:")
    assert rounded(card.composite) == 0.766
