"""Ways to reach people, and secrets that somebody typed, stand nowhere that anyone else sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from drill.files.secrets import mask_note
from drill.plan.model import Plan
from tests.hostile.corpus import SECRETS, TEXTS, WHOLE_SECRETS
from tests.hostile.drive import drive
from tests.hostile.fields import text_places
from tests.hostile.sample import PLAN

CANARY = "+44 20 7946 0011 canary"

HOW_TO_REACH = ("reach", "recovery", "vault")
"""Keys of a plan that say how somebody or something is reached; and the text of a contact list."""


def test_how_to_reach_people_stands_in_no_artefact_no_paper_and_on_no_screen(tmp_path: Path) -> None:
    places = {path for field, path in text_places(Plan, PLAN) if field[1] in HOW_TO_REACH}
    places.add(("resources", "numbers", "text"))
    assert len(places) == 6
    names = {f"plan {path}" for path in places}
    outcome = drive(tmp_path / "session", lambda place: CANARY if place in names else "words", lambda place: "words")
    assert outcome.refusals == []
    for name, text in outcome.texts.items():
        assert "canary" not in text, name
        assert "7946" not in text, name


@pytest.mark.parametrize("name", SECRETS)
def test_what_looks_like_a_secret_is_masked_in_a_note_before_it_is_kept(name: str, tmp_path: Path) -> None:
    outcome = drive(tmp_path / "session", lambda place: "words", lambda place: f"so: {TEXTS[name]}")
    for text in (*outcome.texts.values(), outcome.journal.decode("latin-1")):
        assert not [secret for secret in WHOLE_SECRETS if secret in text]


@pytest.mark.parametrize(
    "note,kept",
    [
        ("the password is hunter2, tell nobody", "the password is •••••••, tell nobody"),
        ("new password: hunter2!", "new password: ••••••••"),
        ("password=hunter", "password=••••••"),
        ("set the password to S3cret-c4nary", "set the password to •••••••••••••"),
        ("the recovery code is 123456", "the recovery code is ••••••"),
        ("pwd:Xy12ab\nnext line", "pwd:••••••\nnext line"),
        ("AKIAIOSFODNN7EXAMPLE was on screen", "•••••••••••••••••••• was on screen"),
    ],
)
def test_a_secret_in_a_sentence_is_masked_and_the_sentence_stays(note: str, kept: str) -> None:
    assert mask_note(note) == kept
    assert mask_note(kept) == kept


@pytest.mark.parametrize(
    "note",
    [
        "changed the password: took 5 minutes",
        "the password was changed by then",
        "tokens: revoked everywhere",
        "our secret: honesty",
        "passwords are in the vault, entry social-x",
        "the token expired at 12:40",
        "We know that our account was taken over. Next update at 19:30.",
    ],
)
def test_a_sentence_about_secrets_stays_a_sentence(note: str) -> None:
    assert mask_note(note) == note
