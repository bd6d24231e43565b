"""A line of input that takes no control characters, however they come."""

from __future__ import annotations

from textual.widgets import Input

from drill.files.text import clean


class CleanInput(Input):
    """An input whose value is always one clean line."""

    def validate_value(self, value: str) -> str:
        """One clean line."""
        return clean(value).replace("\n", " ").replace("\t", " ")
