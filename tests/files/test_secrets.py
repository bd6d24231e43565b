"""Secrets are refused, and never echoed."""

from __future__ import annotations

import json

import pytest

from drill.errors import FilesInError
from drill.files.rendering import Format, render
from drill.files.secrets import is_secret_key, mask_line
from drill.plan.load import plan_from_text

CANARY = "S3cret-canary"
PLAN = "plan: a\ntitle: A plan\nversion: 1\nroles: {lead: {title: Lead}}\n"
VALUES = [
    "AKIAIOSFODNN7EXAMPLE",
    "ghp_" + "a1B2" * 9,
    "xoxb-" + "1234567890-abcdef",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
    "AIza" + "B" * 35,
    "sk_live_" + "a" * 24,
]


def shown(text: str) -> str:
    """All that a user, a tool or a log could see of a file that is refused."""
    with pytest.raises(FilesInError) as raised:
        plan_from_text(text, "plan.yaml")
    found = raised.value.diagnostics
    assert "secret" in {one.code for one in found}
    return "".join((*(render(found, form) for form in Format), str(raised.value), repr(raised.value), repr(found)))


@pytest.mark.parametrize(
    "entry",
    [
        f"password: {CANARY}",
        f'"Password": "{CANARY}"',
        f"api_key: [{CANARY}, b]",
        f"db_token: {{x: {CANARY}}}",
        f"secret: |\n  one\n  {CANARY}\n  \x07",
        f"accounts:\n  '@a':\n    platform: X\n    owners: {{primary: ana}}\n    passwd: {CANARY}",
        f"x: [password: {CANARY}",
    ],
)
def test_the_value_of_a_secret_key_is_never_shown(entry: str) -> None:
    assert CANARY not in shown(PLAN + entry + "\n")


def test_a_secret_in_a_line_that_is_no_yaml_is_not_shown_either() -> None:
    with pytest.raises(FilesInError) as raised:
        plan_from_text(f'{PLAN}password: "{CANARY}\n', "plan.yaml")
    assert CANARY not in "".join(render(raised.value.diagnostics, form) for form in Format)


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize(
    "entry", ["vault: {}", "# {}", "people: {{ana: {{name: {}}}}}", "notes: |\n  {}", "title: [{}"]
)
def test_a_value_that_looks_like_a_secret_is_never_shown_not_even_in_a_comment(entry: str, value: str) -> None:
    assert value not in shown(PLAN + entry.format(value) + "\n")


def test_a_private_key_is_masked_to_its_end() -> None:
    key = "-----BEGIN RSA PRIVATE KEY-----\n    MIIEowIBAAKCAQEA7bq\n    c2VjcmV0\n    -----END RSA PRIVATE KEY-----"
    text = shown(f"{PLAN}vault: |\n    {key}\n")
    assert "MIIE" not in text
    assert "c2Vj" not in text


@pytest.mark.parametrize("key", ["password", "API_KEY", "api-key", "Client Secret", "x_token", "recovery_codes", "pwd"])
def test_secret_keys(key: str) -> None:
    assert is_secret_key(key)


@pytest.mark.parametrize("key", ["reset-password", "revoke-tokens", "secretary", "vault", "token-bearer"])
def test_ids_that_only_speak_of_secrets_are_no_secret_keys(key: str) -> None:
    assert not is_secret_key(key)


def test_what_is_masked_keeps_its_place() -> None:
    line = f"  x: 1, password: {CANARY}"
    assert mask_line(line).startswith("  x: 1, password: •")
    assert len(mask_line(line)) == len(line)


def test_the_diagnostic_says_what_to_do() -> None:
    with pytest.raises(FilesInError) as raised:
        plan_from_text(f"{PLAN}password: {CANARY}\n", "plan.yaml")
    [found] = json.loads(render(raised.value.diagnostics, Format.JSON))
    assert "vault" in found["hint"]
