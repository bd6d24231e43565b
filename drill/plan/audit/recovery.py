"""Signs that an account's recovery leads to a private person rather than to the organisation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drill.plan.model import Plan

PROVIDERS = frozenset({
    "gmail", "googlemail", "outlook", "hotmail", "yahoo", "ymail", "rocketmail", "icloud", "aol", "gmx", "protonmail",
    "yandex",
})  # fmt: skip
"""Mail providers for everybody, by the first word of their domains: ``gmail.com``, ``yahoo.co.uk``."""

DOMAINS = frozenset({
    "126.com", "163.com", "fastmail.com", "freenet.de", "hushmail.com", "libero.it", "live.com", "mac.com", "mail.com",
    "mail.ru", "me.com", "msn.com", "o2.pl", "orange.fr", "pm.me", "proton.me", "qq.com", "rediffmail.com",
    "t-online.de", "tutanota.com", "wanadoo.fr", "web.de", "wp.pl",
})  # fmt: skip
"""Those whose first word says nothing: a company may well have a ``mail.`` of its own."""

_ADDRESS = re.compile(r"([\w.+'-]+)@([\w-]+(?:\.[\w-]+)+)")
_WORD = re.compile(r"(?<![\w-])(personal|private|home)(?![\w-])", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.-])\+?\(?\d(?:[\s()./-]{0,2}\d){6,14}(?![\w-])")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_SHORTEST_NAME = 3


def private_sign(plan: Plan, recovery: str) -> str | None:
    """What makes the recovery look private, in words that repeat no address and no number; None where nothing does."""
    for local, domain in _ADDRESS.findall(recovery):
        if _is_public(domain.lower()):
            return f"an address at {domain.lower()}"
        if name := _owner_of(plan, local):
            return f"an address of {name}"
    text = _ADDRESS.sub(" ", recovery)
    if name := _named(plan, text):
        return f"it names {name}"
    if match := _WORD.search(text):
        return f'it says "{match[0].lower()}"'
    if _NUMBER.search(_DATE.sub(" ", text)):
        return "a telephone number"
    return None


def _is_public(domain: str) -> bool:
    """Whether anybody can have a mailbox there: at ``yahoo.co.uk``, not at ``gmail.our-firm.example``."""
    first, *rest = domain.split(".")
    return domain in DOMAINS or (first in PROVIDERS and (len(rest) == 1 or (len(rest) == 2 and len(rest[0]) <= 3)))


def _named(plan: Plan, text: str) -> str | None:
    """The person of the plan whom a text names, by their whole name, a part of it, or their id alone."""
    for person_id, person in plan.people.items():
        if text.strip().lower() == person_id or _stands_in(re.escape(person.name), text, re.IGNORECASE):
            return person.name
    for name, parts in _names(plan):
        if any(_stands_in(re.escape(part), text) for part in parts):
            return name
    return None


def _owner_of(plan: Plan, local: str) -> str | None:
    """The person whose name is in an address before its @: ``ana.ruiz``."""
    words = set(re.split(r"[._+'-]+", local.lower()))
    return next((name for name, parts in _names(plan) if words & {part.lower() for part in parts}), None)


def _names(plan: Plan) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each colleague's name, and the first and last words of it; what desks outside are called is no such name."""
    outside = {person for role in plan.roles.values() if role.external for person in role.people}
    inside = {person for role in plan.roles.values() if not role.external for person in role.people}
    for person_id, person in plan.people.items():
        if person_id in outside and person_id not in inside:
            continue
        words = person.name.split()
        ends = words[:1] + words[1:][-1:]
        yield person.name, tuple(word for word in ends if len(word) >= _SHORTEST_NAME and not word.islower())


def _stands_in(pattern: str, text: str, flags: re.RegexFlag = re.NOFLAG) -> bool:
    return re.search(rf"(?<!\w){pattern}(?!\w)", text, flags) is not None
