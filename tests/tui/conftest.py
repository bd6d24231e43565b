"""Screens that look the same whenever they are drawn."""

from __future__ import annotations

import pytest
from textual.widgets import Input


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    """No cursor blinks."""
    monkeypatch.setattr(Input.cursor_blink, "_default", False)
