"""Where a user's settings lie. Nothing is loaded to say so."""

from __future__ import annotations

from pathlib import Path


def settings_path() -> Path:
    """Where a user's settings lie, whether there are any or not."""
    from platformdirs import user_config_path

    return user_config_path("drill", appauthor=False) / "settings.yaml"
