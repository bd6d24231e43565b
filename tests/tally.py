"""What the tests counted, printed at the end of a run."""

from __future__ import annotations

from collections import Counter

TALLY: Counter[str] = Counter()
"""How often each thing was done: steps, kills, power cuts, hostile texts."""
