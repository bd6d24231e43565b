"""What stands over a report: counsel's heading, draft or final, and how it may be passed on; and who agreed on it."""

from __future__ import annotations

from collections.abc import Mapping

from drill.files.text import listed
from drill.report.after_action import AfterAction
from drill.report.blocks import Blocks, bullets, heading, table
from drill.report.escape import cell, code, escape

LABELS = ("classification", "distribution", "retention", "counsel")
"""The keys of a plan's `reports`, and of what is said for one session on the command line."""


def labels(aar: AfterAction) -> Mapping[str, str]:
    """The labels in force: the session's own before the plan's."""
    of_plan = {key: getattr(aar.plan.reports, key) for key in LABELS}
    given = aar.state.paperwork.labels
    return {key: given.get(key) or of_plan[key] for key in LABELS if given.get(key) or of_plan[key]}


def status(aar: AfterAction) -> str:
    """``final`` once an after-action meeting has agreed on the report as it stands, else ``draft``."""
    return "final" if aar.state.paperwork.is_final else "draft"


def masthead(aar: AfterAction) -> Blocks:
    """What stands under the title, before everything else."""
    given = labels(aar)
    rows = [(key.capitalize(), cell(given[key])) for key in LABELS if key in given and key != "counsel"]
    return [
        f"**{escape(given['counsel'])}**" if given.get("counsel", "").strip() else "",
        _status_words(aar),
        "**People are named in this copy.** Pass it on to nobody who does not need the names." if aar.names else "",
        table(("", ""), rows),
    ]


def _status_words(aar: AfterAction) -> str:
    paperwork = aar.state.paperwork
    if paperwork.signed is None:
        return "**DRAFT.** No after-action meeting has agreed on it yet."
    if paperwork.is_final:
        return (
            f"**FINAL.** Agreed on at the after-action meeting of {code(paperwork.signed.day)}, as recorded by "
            f"{escape(person_words(aar, paperwork.signed.by))}. Who met, and what was said, stands before the annex."
        )
    return (
        f"**DRAFT again.** An after-action meeting of {code(paperwork.signed.day)} agreed on an earlier state of this "
        "report; lines or feedback were changed after it."
    )


def person_words(aar: AfterAction, given: str) -> str:
    """Who took part, as a report says it: a role by its title, a person of the plan by role unless people are named.

    Somebody whom the plan does not know stands as they were written.
    """
    if given in aar.plan.roles:
        return aar.plan.roles[given].title
    for person_id, person in aar.plan.people.items():
        if given in (person_id, person.name):
            if aar.names:
                return person.name
            roles = [role.title for role in aar.plan.roles.values() if person_id in role.people]
            return roles[0] if roles else "somebody of the plan without a role"
    return given


def meeting(aar: AfterAction) -> Blocks:
    """The last after-action meeting: who met, what was remarked, and who disagreed; nothing before there was one."""
    signed = aar.state.paperwork.signed
    if signed is None:
        return []
    met = listed(escape(person_words(aar, each)) for each in signed.participants)
    return [
        heading(2, "The after-action meeting"),
        f"On {code(signed.day)} met: {met}. Recorded by {escape(person_words(aar, signed.by))}; what is typed says who "
        "was there, and proves nobody's consent.",
        ""
        if aar.state.paperwork.is_final
        else "The record was changed after it: what follows is about an earlier state.",
        "What was remarked:" if signed.comments else "",
        bullets(escape(each) for each in signed.comments),
        "Who disagreed, and why:" if signed.dissent else "Nobody disagreed on the record.",
        bullets(escape(each) for each in signed.dissent),
    ]
