"""Secrets do not belong in a plan: found, refused, and never echoed.

A plan names the vault that keeps a password, never the password. What is found
is masked before anything else sees the text, so that no message, source line,
journal or crash log can carry it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MASK = "•"

_VALUE = re.compile(
    r"-----BEGIN [A-Z0-9 ]{1,40}-----(?:[ \t]*(?:\n|\\n)?[ \t]*[A-Za-z0-9+/=]{8,})*"
    r"(?:(?:\s|\\n)*-----END [A-Z0-9 ]{1,40}-----)?"
    r"|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"  # AWS
    r"|\bAIza[0-9A-Za-z_-]{35}"  # Google
    r"|\bgh[oprsu]_[0-9A-Za-z]{20,}|\bgithub_pat_[0-9A-Za-z_]{20,}"
    r"|\bglpat-[0-9A-Za-z_-]{16,}"
    r"|\bxox[abeoprs]-[0-9A-Za-z-]{8,}"  # Slack
    r"|\bsk_live_[0-9A-Za-z]{16,}|\bsk-[0-9A-Za-z_-]{32,}"
    r"|(?<![\w-])eyJ[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]{4,}\.[0-9A-Za-z_-]{4,}"  # JSON Web Token
)
_BEGINNINGS = (
    "-----BEGIN ", "AKIA", "ASIA", "AIza", "gho_", "ghp_", "ghr_", "ghs_", "ghu_", "github_pat_", "glpat-", "xox",
    "sk_live_", "sk-", "eyJ",
)  # fmt: skip
"""One of these stands in every text that the pattern finds something in; looking for them is far quicker."""
_NOT_AN_END = re.compile(r"[^\n]")

_WORDS = (
    "password|passwd|passphrase|passcode|pwd|secret|secrets|token|tokens|api[-_ ]?key|access[-_ ]?key|private[-_ ]?key"
    "|client[-_ ]?secret|(?:access|auth|bearer|refresh)[-_ ]?token|recovery[-_ ]?codes?|backup[-_ ]?codes?|totp"
)
_KEY = re.compile(rf"(?:[a-z0-9_]*_)?(?:{_WORDS})", re.IGNORECASE)
_LINE = re.compile(rf"""((?<![\w-])(?:\w*_)?(?:{_WORDS})["']?[ \t]*[:=][ \t]*)(\S.*)""", re.IGNORECASE)

_SAID = re.compile(
    rf"""(?<![\w-])(?:{_WORDS})\b["']?"""
    r"""(?:[ \t]*(?P<sign>[:=])[ \t]*|[ \t]+(?:is|was|to|now)[ \t]+)"""
    r"""["']?(?P<value>[^\s"',;}\]]{4,})""",
    re.IGNORECASE,
)
_OPAQUE = re.compile(r"(?=.*[^\W\d_])(?=.*\d)|[^\W_][!@#$%^&*_+=~]+[^\W_]|[a-z][A-Z]|^\d{6,}$")
"""What is no word of a sentence: a code, or letters with digits, with signs or with capitals among them."""


def is_secret_key(key: str) -> bool:
    """Whether a key of that name would hold a secret: ``password``, ``api_key``, ``db_token``."""
    return _KEY.fullmatch(key) is not None


def secret_spans(text: str) -> list[tuple[int, int]]:
    """Where the text holds what looks like a secret, as (start, end) indices in order."""
    if not any(beginning in text for beginning in _BEGINNINGS):
        return []
    return [match.span() for match in _VALUE.finditer(text)]


def mask(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text, as long as before, with these parts of it made unreadable; line ends stay."""
    pieces, kept = [], 0
    for start, end in spans:
        pieces += [text[kept:start], _NOT_AN_END.sub(MASK, text[max(kept, start) : end])]
        kept = max(kept, end)
    return "".join([*pieces, text[kept:]])


def mask_line(line: str) -> str:
    """A source line that may be shown: what stands after a key such as ``password:`` is masked."""
    line = _LINE.sub(lambda match: match[1] + MASK * len(match[2]), line)
    return mask(line, secret_spans(line))


def mask_note(note: str) -> str:
    """What somebody wrote in a hurry, without what looks like a secret in it: ``the password is ••••••••``.

    A word behind ``password:`` is masked only where it is no plain word, so that a sentence about
    passwords stays a sentence.
    """
    said = [match.span("value") for match in _SAID.finditer(note) if _is_opaque(match)]
    return mask(note, sorted([*said, *secret_spans(note)])) if said else mask(note, secret_spans(note))


def _is_opaque(match: re.Match[str]) -> bool:
    return match["sign"] == "=" or _OPAQUE.search(match["value"].rstrip(".!?)")) is not None
