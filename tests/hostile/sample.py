"""A plan, a scenario and a log in which every place that takes text has some: what the hostile texts are put into."""

from __future__ import annotations

from typing import Any

PLAN: dict[str, Any] = {
    "plan": "full",
    "title": "words",
    "version": 2,
    "review": {"every": "3 months", "last": "2026-08-14", "approvers": ["legal"]},
    "people": {
        "ann": {"name": "words", "reach": "words"},
        "tom": {"name": "words", "reach": "words"},
        "liz": {"name": "words", "reach": "words"},
    },
    "roles": {
        "lead": {"title": "words", "people": ["ann"], "ack_within": "5m", "delegates": ["tech"]},
        "tech": {"title": "words", "level": 2, "people": ["tom"], "ack_within": "5m"},
        "legal": {"title": "words", "level": 2, "people": ["liz"], "ack_within": "5m"},
    },
    "escalations": [
        {"from": "lead", "to": "tech", "why": "words"},
        {"from": "lead", "to": "legal", "why": "words"},
        {"from": "tech", "to": "lead", "why": "words"},
    ],
    "accounts": {
        "@one": {
            "platform": "words",
            "owners": {"primary": "ann", "secondary": "tom"},
            "vault": "words",
            "mfa": "app",
            "recovery": "words",
        }
    },
    "single_source_of_truth": {"title": "words", "owner": "lead", "backup": "tech"},
    "resources": {
        "reply": {"kind": "holding-statement", "title": "words", "text": "words", "approved_by": "legal"},
        "numbers": {"kind": "contact-list", "title": "words", "text": "words"},
    },
    "workflows": {
        "crisis": {
            "title": "words",
            "steps": {
                "stop": {"do": "words", "by": ["lead"], "target": "5m", "deadline": "10m", "gate": True},
                "say": {
                    "do": "words",
                    "by": ["lead"],
                    "public": True,
                    "uses": "reply",
                    "target": "5m",
                    "deadline": "30m",
                },
                "ask": {"contact": "legal", "by": ["lead"], "target": "5m", "deadline": "10m"},
                "all-in": {"convene": ["tech", "legal"], "by": ["lead"], "deadline": "10m"},
                "check": {"approve": "say", "by": ["legal"], "clock": "reached", "deadline": "20m"},
            },
            "also_fine": {"pin": "words"},
            "forbidden": {"shout": "words"},
            "rules": [{"id": "stop-first", "first": "stop", "then": "say"}],
        }
    },
    "reports": {"classification": "words", "distribution": "words", "retention": "words", "counsel": "words"},
    "history": [{"version": 2, "date": "2026-08-14", "why": "words", "approved_by": ["legal"], "base": "words"}],
}

SCENARIO: dict[str, Any] = {
    "scenario": "full",
    "title": "words",
    "plan": "words",
    "workflow": "crisis",
    "starts": "2026-11-27 18:40",
    "briefing": "words",
    "objectives": {"hold": {"title": "words", "capability": "words"}},
    "phases": [{"id": "first", "title": "words", "at": "0m", "questions": ["words"]}],
    "cast": {"caller": "name"},
    "injects": [
        {
            "id": "news",
            "at": "0m",
            "via": "social",
            "from": "words",
            "to": ["lead"],
            "about": ["@one"],
            "title": "words",
            "text": "words",
            "notes": "words",
            "probes": [{"after": "3m", "ask": "words"}],
            "objective": "hold",
            "expect": ["stop", "say", "ask", "all-in", "check"],
            "decision": {
                "question": "words",
                "by": ["lead"],
                "deadline": "30m",
                "options": {"go": {"says": "words", "is": "best"}, "wait": {"says": "words", "is": "poor"}},
            },
            "effects": {"absent": ["tom"]},
        },
        {"id": "skipped", "at": "50m", "via": "phone", "to": ["lead"], "title": "words", "objective": "hold"},
        {"id": "by-hand", "manual": True, "via": "phone", "to": ["lead"], "title": "words", "objective": "hold"},
    ],
}

LINES = (
    "0m control seat blue lead zed",
    "1m blue lead acks news",
    "1m30s blue legal acks from lead",
    "2m blue lead decides news wait",
    "2m blue lead escalates legal about news",
    "3m blue lead convenes tech, legal",
    "3m blue lead informs tech on @one",
    "4m blue tech starts stop",
    "4m blue lead does stop",
    "4m blue legal rejects say",
    "4m blue legal approves say",
    "5m blue lead does say with reply edited",
    "5m blue lead improvises",
    "6m blue lead does pin",
    "6m blue tech does shout",
    "6m control pause",
    "6m control resume",
    "6m control speed 2",
    "6m control jump 7m",
    "8m control no-duff",
    "8m control resume",
    "8m control inject by-hand blue",
    "8m control skip skipped blue",
    "8m control mark",
    "8m control park",
    "8m control probe blue news",
    "8m control back blue tom",
    "8m control absent blue tom",
    "9m control adhoc blue {id: more, via: phone, to: [lead], title: more}",
    "9m control adhoc blue {id: later, at: 20m, via: phone, to: [lead], title: later}",
    "9m control edit later {title: another}",
    "9m control delay later blue to 30m",
    "9m control delivered later blue",
    "10m control flag blue forbidden shout",
    "10m control rate blue say 1 by kim",
    "10m control unseen blue ask",
    "10m control missed blue check",
    "10m control adjudicate blue #1 harmful",
    "10m control set-aside blue #2",
    "10m kim observes blue hold M",
    "10m control strength blue hold",
    "10m control gap blue hold",
    "60m control end",
    "61m control confirm blue hold M by kim",
)
"""A line of every verb; a note can be put behind each."""
