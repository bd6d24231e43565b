"""Every code of a diagnostic, with its manual: what ``drill check --explain`` prints."""

from __future__ import annotations

from drill.files.manual import FILE_CODES
from drill.plan.check import PLAN_RULES
from drill.scenario.check import SCENARIO_RULES


def manuals() -> dict[str, str]:
    """The manual of each code, by code in alphabetical order.

    A code that plans and scenarios share has both texts, where they differ.
    """
    found: dict[str, list[str]] = {code: [text] for code, text in FILE_CODES.items()}
    for rule in (*PLAN_RULES.rules, *SCENARIO_RULES.rules):
        texts = found.setdefault(rule.code, [])
        if rule.manual not in texts:
            texts.append(rule.manual)
    return {code: "\n\n".join(found[code]) for code in sorted(found)}
