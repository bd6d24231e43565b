"""Who owns an account, and how it is kept safe. What the plan does not say cannot be audited, and is said too."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.diagnostics import Severity
from drill.files.rulebook import Problem
from drill.plan.audit.book import AUDIT_RULES, PlanOnDay
from drill.plan.audit.recovery import private_sign
from drill.plan.model import Mfa


@AUDIT_RULES.rule("one-owner", Severity.ERROR)
def one_owner(audited: PlanOnDay) -> Iterator[Problem]:
    """An account has no second owner, or the same person twice.

    On the day when its one owner is on a plane, ill or gone, nobody can close the account to an
    intruder, and the platform gives it back to nobody. Name a `secondary` owner who is another
    person and still there.

    Practice: more than one employee administers each official account, and an alternate is
    designated (GSA, Social Media Cyber-Vandalism Toolkit, readiness 5).
    """
    for name, account in audited.plan.accounts.items():
        owners = account.owners
        if owners.secondary is None:
            yield Problem(
                owners.path, f'"{name}" has one owner, {owners.primary}', "name a secondary owner", on_key=True
            )
        elif owners.secondary == owners.primary:
            yield Problem(
                (*owners.path, "secondary"),
                f'"{name}" has one owner: {owners.primary} is named twice',
                "name another person",
            )


@AUDIT_RULES.rule("owner-without-role", Severity.WARNING)
def owner_without_role(audited: PlanOnDay) -> Iterator[Problem]:
    """An account's owner fills no role of the plan.

    Most often this is somebody who has moved on or left: the name stayed, and with it, perhaps,
    the access. And nobody would think of calling them. Hand the account to somebody who fills a
    role and take the old owner's access away, or give them a role.

    Practice: whoever is no longer with the organisation loses access, and former staff hold no
    current password (GSA, Social Media Cyber-Vandalism Toolkit, readiness 7 and recovery 2;
    NIST SP 800-53, AC-2: accounts are disabled when people leave or move).
    """
    filling = {person for role in audited.plan.roles.values() for person in role.people}
    for name, account in audited.plan.accounts.items():
        owners = account.owners
        for key, person in (("primary", owners.primary), ("secondary", owners.secondary)):
            if person is not None and person not in filling and (key == "primary" or person != owners.primary):
                yield Problem(
                    (*owners.path, key),
                    f'{person}, {key} owner of "{name}", fills no role',
                    f"if {person} has left, name another owner and take the access away; else give {person} a role",
                )


@AUDIT_RULES.rule("no-mfa", Severity.ERROR)
def no_mfa(audited: PlanOnDay) -> Iterator[Problem]:
    """An account has no second factor.

    Whoever learns or guesses the password has the account. Turn on a security key, or an app,
    and keep the recovery codes in the vault.

    Practice: multifactor authentication wherever the platform has it (CISA, Implementing
    Phishing-Resistant MFA, 2022; GSA, Social Media Cyber-Vandalism Toolkit, readiness 6).
    """
    for name, account in audited.plan.accounts.items():
        if account.mfa is Mfa.NONE:
            yield Problem((*account.path, "mfa"), f'"{name}" has no second factor', "turn on a key or an app")


@AUDIT_RULES.rule("mfa-by-sms", Severity.WARNING)
def mfa_by_sms(audited: PlanOnDay) -> Iterator[Problem]:
    """An account's second factor comes by text message.

    A number can be moved to another SIM by somebody who talks well, and a code can be asked for
    on a false page. It also sits on one person's telephone. Better than nothing: move it to a
    security key or an app.

    Practice: away from codes by SMS, first of all for accounts that are worth attacking (CISA,
    Mobile Communications Best Practice Guidance, 2024).
    """
    for name, account in audited.plan.accounts.items():
        if account.mfa is Mfa.SMS:
            yield Problem(
                (*account.path, "mfa"),
                f'the second factor of "{name}" comes by text message',
                "move it to a key or an app",
            )


@AUDIT_RULES.rule("mfa-unknown", Severity.WARNING)
def mfa_unknown(audited: PlanOnDay) -> Iterator[Problem]:
    """The plan does not say what an account's second factor is.

    Nobody who has to lock the account at night can know what to revoke, and nobody can tell
    whether there is one. Look, and write it down: none, sms, app or key.

    Practice: a registry of all official accounts, with how each is secured (GSA, Social Media
    Cyber-Vandalism Toolkit, readiness 5 to 7).
    """
    for name, account in audited.plan.accounts.items():
        if account.mfa is None:
            yield Problem(
                account.path, f'the second factor of "{name}" is unknown', "add mfa: none, sms, app or key", on_key=True
            )


@AUDIT_RULES.rule("private-recovery", Severity.WARNING)
def private_recovery(audited: PlanOnDay) -> Iterator[Problem]:
    """An account's recovery seems to lead to a private person.

    Whoever gets the reset message owns the account: a private mailbox is out of reach of the
    organisation's own protection, and stays with its owner who leaves. Let resets go to a
    mailbox of the organisation that several people read and that has a second factor itself.

    It is guessed from the words: a name of somebody in the plan, "personal", "private" or
    "home", a telephone number, an address at a public mail provider. A guess can be wrong; the
    warning asks for a look.

    Practice: official accounts are set up with the organisation's own addresses (GSA, Social
    Media Cyber-Vandalism Toolkit, readiness 5).
    """
    for name, account in audited.plan.accounts.items():
        if account.recovery is not None and (sign := private_sign(audited.plan, account.recovery)):
            yield Problem(
                (*account.path, "recovery"),
                f'the recovery of "{name}" seems to lead to a private person: {sign}',
                "let resets go to a mailbox of the organisation that several people read",
            )


@AUDIT_RULES.rule("recovery-unknown", Severity.WARNING)
def recovery_unknown(audited: PlanOnDay) -> Iterator[Problem]:
    """The plan does not say where an account's reset goes.

    It goes somewhere: most often to whoever opened the account years ago. Look, and write it
    down as `recovery`.

    Practice: a registry of all official accounts, set up with the organisation's own addresses
    (GSA, Social Media Cyber-Vandalism Toolkit, readiness 5 and 7).
    """
    for name, account in audited.plan.accounts.items():
        if account.recovery is None:
            yield Problem(
                account.path, f'where a reset of "{name}" goes is unknown', "add recovery: shared mailbox", on_key=True
            )


@AUDIT_RULES.rule("vault-unknown", Severity.WARNING)
def vault_unknown(audited: PlanOnDay) -> Iterator[Problem]:
    """The plan does not say where an account's secret is kept.

    The backup who needs it at night must know where to look, and a secret that lies nowhere
    lies in somebody's head or on a note. Name the vault and the entry; never the secret.

    Practice: a secure way to store account names, owners and passwords (GSA, Social Media
    Cyber-Vandalism Toolkit, readiness 7).
    """
    for name, account in audited.plan.accounts.items():
        if account.vault is None:
            yield Problem(
                account.path, f'where the secret of "{name}" is kept is unknown', "add vault: ENTRY", on_key=True
            )


@AUDIT_RULES.rule("rotation-overdue", Severity.WARNING)
def rotation_overdue(audited: PlanOnDay) -> Iterator[Problem]:
    """An account's secret is older than the organisation's own rule allows, or was never changed.

    `rotate_every` is your rule, and it is audited because it is yours: a rule that nobody keeps
    teaches people that rules need not be kept. Change the secret and write the day, or change
    the rule. Change it at once, whatever the rule, when somebody who knew it leaves.

    Practice, and its limits: NIST SP 800-63B-4 (3.1.1.2) no longer asks for periodic change. It
    says that none shall be required, since people then choose worse passwords, and that one
    must be forced on evidence of compromise. A login that a team shares and that people leave
    is the arguable exception. An account without `rotate_every` is not faulted.
    """
    for name, account in audited.plan.accounts.items():
        every = account.rotate_every
        if every is None:
            continue
        if account.rotated is None:
            yield Problem(
                (*account.path, "rotate_every"),
                f'the secret of "{name}" is to change every {every}, and no change is on record',
                "add rotated: and the day of the last change",
            )
        elif audited.is_over(account.rotated, every):
            yield Problem(
                (*account.path, "rotated"),
                f'the secret of "{name}" was last changed on {account.rotated}; your own rule says every {every}',
                "NIST SP 800-63B-4 asks for no periodic change: keep the rule, or take it out",
            )


@AUDIT_RULES.rule("access-review-overdue", Severity.WARNING)
def access_review_overdue(audited: PlanOnDay) -> Iterator[Problem]:
    """Who has access to an account was not looked at within the review period, or never.

    Agencies, leavers, interns and connected apps gather at an account and nobody notices. Go
    through owners, log-ins and apps, take away what is not needed, and write the day as
    `reviewed`. The period is the plan's own `review.every`; a plan without one is held to a
    quarter, and the message says so.

    Practice: accounts and their holders are reviewed at a set interval (NIST SP 800-53, AC-2;
    GSA, Social Media Cyber-Vandalism Toolkit, readiness 7 and recovery 2).
    """
    period, whose = audited.review_period
    for name, account in audited.plan.accounts.items():
        if account.reviewed is None:
            yield Problem(
                account.path,
                f'who has access to "{name}" was never looked at; due every {period}: {whose}',
                "go through it, then add reviewed: and the day",
                on_key=True,
            )
        elif audited.is_over(account.reviewed, period):
            yield Problem(
                (*account.path, "reviewed"),
                f'who has access to "{name}" was last looked at on {account.reviewed}; due every {period}: {whose}',
                "go through owners, log-ins and connected apps, then write the day",
            )
