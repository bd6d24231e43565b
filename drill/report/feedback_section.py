"""What participants said, in the report; and the form that they are asked with."""

from __future__ import annotations

from drill.files.text import listed
from drill.findings.words import counted
from drill.report.after_action import AfterAction
from drill.report.blocks import Blocks, bullets, document, heading, table
from drill.report.escape import cell, escape
from drill.report.feedback import QUESTIONS, Feedback, Question, read_feedback


def feedback_of(aar: AfterAction) -> Feedback | None:
    """What participants said of a session, if anything came in."""
    text = aar.state.paperwork.feedback
    return read_feedback(text) if text is not None else None


def feedback_section(aar: AfterAction) -> Blocks:
    """Counts as a table, words as quotations; nothing where nobody was asked."""
    found = feedback_of(aar)
    if found is None:
        return []
    rows = [(cell(each.title), _counts(each)) for each in found.questions if each.counts]
    blocks: Blocks = [
        heading(2, "What participants said"),
        f"{counted(found.answers, 'answer')} came in. They are counted and quoted as given; they score nobody.",
        f"Left out, since it tells who answered: {listed(escape(title) for title in found.left_out)}."
        if found.left_out
        else "",
        table(("Asked", "Answers, how often"), rows),
    ]
    for each in found.questions:
        if each.comments:
            blocks += [f"“{escape(each.title)}”:", bullets(escape(comment) for comment in each.comments)]
    return blocks


def _counts(question: Question) -> str:
    counts = ", ".join(f"{cell(answer)}: {count}" for answer, count in question.counts)
    if all(answer.isascii() and answer.isdigit() for answer, _ in question.counts):
        given = sorted(int(answer) for answer, count in question.counts for _ in range(count))
        half = len(given) // 2
        middle = given[half] if len(given) % 2 else (given[half - 1] + given[half]) / 2
        return f"{counts}; half gave {middle:g} or less"
    return counts


def feedback_form() -> str:
    """The form to print, and the first line of the file that its answers are typed into."""
    answered = [(str(number), asked, how) for number, (_, asked, how) in enumerate(QUESTIONS, 1)]
    lines = [(number, asked, how, "\u2003" * 12) for number, asked, how in answered]
    return document(
        [
            heading(1, "After the drill: what you think of it"),
            "Please leave your name out. 1 means not at all, 5 means entirely. What you write is quoted in the report, "
            "and nobody is scored by it.",
            table(("", "Question", "How", "Your answer"), lines),
            "To bring the answers in, type them into a CSV file with this first line, one participant a line, and give "
            "it to `drill feedback SESSION FILE`:",
            "```text\n" + ",".join(name for name, _, _ in QUESTIONS) + "\n```",
        ]
    )
