"""Every code of a diagnostic, with its manual: what ``drill check --explain`` prints."""

from __future__ import annotations

from drill.files.manual import FILE_CODES
from drill.plan.check import PLAN_RULES
from drill.scenario.check import SCENARIO_RULES


def manuals() -> dict[str, str]:
    """The manual of each code, by code in alphabetical order.

    A code that plans and scenarios share has both texts, where the second adds anything.
    """
    found: dict[str, list[str]] = {code: [text] for code, text in FILE_CODES.items()}
    entered = [(rule.code, rule.manual) for rule in PLAN_RULES.rules]
    entered += [(rule.code, rule.manual) for rule in SCENARIO_RULES.rules]
    for code, text in entered:
        texts = found.setdefault(code, [])
        if not any(known.startswith(text) for known in texts):
            texts.append(text)
    return {code: "\n\n".join(found[code]).replace("``", "`") for code in sorted(found)}
