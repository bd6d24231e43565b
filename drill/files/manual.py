"""The manual of what can be wrong with a file before any rule looks at what it says.

One paragraph for what it is and why, and what to do about it. The rules' own
manuals are their docstrings (`drill.plan.check`, `drill.scenario.check`).
"""

from __future__ import annotations

from collections.abc import Mapping

FILE_CODES: Mapping[str, str] = {
    "empty": """The file holds nothing, or comments only.

Begin with ``drill new plan PATH`` or ``drill new scenario PATH``.""",
    "not-utf8": """The file's bytes are not UTF-8 text.

Save it as UTF-8. A spreadsheet or a word processor often saves something else, or is
no text at all.""",
    "too-large": """The file, or a text in it, is larger than any plan or scenario needs.

The limits keep a broken or hostile file from taking the machine: 8 MB, a million keys
and values, 32 mappings and lists within each other, 20,000 characters of one text.
Split the file, or shorten the text.""",
    "syntax": """The file is not YAML.

Most often a text needs quotes: it begins with @, `, %, {, [, * or &, or it has a colon
with a space after it, as in ``title: Update: all clear``. Put such a text in quotes.
Nothing else in the file can be checked until it can be read.""",
    "tab": """A tab stands where YAML wants spaces.

Tabs look like spaces and mean something else in every editor; YAML refuses them. Let
your editor write spaces.""",
    "second-document": """A line ``---`` begins a second document in the file.

A file holds one plan or one scenario. Put the second into a file of its own.""",
    "alias": """An anchor (``&name``) or an alias (``*name``) stands in the file.

Files that point into themselves can be made to unfold without end, and a place could no
longer say where a clause stands. Write the value out. A text that only begins with & or
* belongs in quotes.""",
    "tag": """A YAML tag (``!name``) stands in the file.

Tags make YAML build things; plans and scenarios are plain values. Take it out. A text
that only begins with ! belongs in quotes.""",
    "merge-key": """``<<`` would merge another mapping into this one.

What a plan says must stand where it is read. Write the keys out.""",
    "duplicate-key": """A mapping has the same key twice.

One of the values would silently be lost. The message names the line of the first. Keep
one, or rename one.""",
    "key-not-text": """A key is a number, true or false, nothing, or a mapping or list of its own.

Keys are words. Put a number that is meant as a name in quotes. A text that begins with
{ or [ belongs in quotes too: YAML takes it for a mapping or a list.""",
    "no-value": """A key, or an item of a list, has no value.

What was meant cannot be known. Give it a value, or leave it out. Inside braces a comma
ends a text: one with a comma in it belongs in quotes.""",
    "hidden-character": """The file holds a character that does not show, or that changes what shows.

Terminal escapes can repaint a screen, direction marks can make a text read otherwise
than it is, spaces of no width can make two names look alike. None may enter, not even
in a comment or as an escape such as \\x1b. Take it out.""",
    "secret": """The file holds what looks like a password, a key or a token.

Plans are shared, printed and kept in journals. Name the vault that keeps the secret,
never the secret. If this one is real, change it now: it stood in a file. It is not
shown again in any message.""",
    "comment-eats-text": """A text without quotes ends at a # that its author most likely meant as text.

In ``title: Win a prize #brandfail`` the title is "Win a prize" and the rest is a
comment. Put the whole text in quotes. A real comment has a space after its #.""",
    "unknown-key": """A mapping has a key that means nothing there.

It would have no effect, so it is most likely misspelt or stands in the wrong place. The
hint names the nearest key, or all that are known there.""",
    "missing-key": """A mapping lacks a key that it must have.

Add it.""",
    "wrong-type": """A value is of another kind than wanted: a text for a list, a number for a text.

Write it as the message says. Text that looks like a number, or like true or false,
belongs in quotes if it is meant as text.""",
    "bad-value": """A value is of the right kind and cannot be taken.

It is out of its bounds, not one of a closed list, not a duration or a date as they are
written here, or at odds with the keys beside it. Durations are written ``90s``, ``5m``,
``1h30m`` or ``2d``; dates ``2026-08-14``; periods ``3 months``.""",
    "not-an-id": """A name is not an id.

Ids are lower-case words, with digits if you like, joined by ``-``: they are typed in
transcripts and cited in reports. Write ``social-lead``, not ``Social Lead``.""",
    "reserved-id": """An id is a word of the transcript's grammar: a verb, a preposition, ``control`` or ``all``.

A line such as ``5m blue does does to`` could not be read. Choose another id.""",
    "unknown-kind": """The file is neither a plan nor a scenario.

A plan begins with ``plan: ID`` and has roles; a scenario begins with ``scenario: ID``
and has injects.""",
    "plan-path": """The plan that a scenario names cannot be opened.

``plan`` is a path to a .yaml file, relative to the scenario's own; ``..`` may be in it.
A path from the top of the disk, from a home folder or on another machine is refused: a
scenario travels. ``--plan`` runs it on any other plan.""",
}
"""By code, in the order in which they come up."""
