"""The condition language: what must be true of a team's play. No code, only these words.

The words are shared by plans (``not_before``, ``repeat``) and scenarios (``when``,
``if``, ``unless``); `drill.session.conditions` says whether one holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, model_validator

from drill.files.nodes import ONE_KEY, Id, Node, as_tuple


class Condition(Node):
    """Exactly one of these keys."""

    model_config = ONE_KEY

    done: Id | None = None
    """This step was done."""
    late: Id | None = None
    """This step was expected, its deadline has passed, and it is not done."""
    contacted: Id | None = None
    """This role was called, convened or told."""
    delivered: Id | None = None
    """This inject was delivered to the team."""
    decided: Id | dict[Id, Id] | None = None
    """The decision of this inject was made; `{INJECT: OPTION}` for one option."""
    absent: Id | None = None
    """This person has dropped out."""
    all: Annotated[tuple[Condition, ...], as_tuple] | None = Field(default=None, min_length=1)
    """Every one of these holds."""
    any: Annotated[tuple[Condition, ...], as_tuple] | None = Field(default=None, min_length=1)
    """At least one of these holds."""
    not_: Condition | None = Field(default=None, alias="not")
    """This does not hold."""

    @model_validator(mode="after")
    def _one_key(self) -> Condition:
        if len(self.model_fields_set) != 1:
            raise ValueError(
                "a condition has exactly one of done, late, contacted, delivered, decided, absent, all, any, not"
            )
        if isinstance(self.decided, dict) and len(self.decided) != 1:
            raise ValueError("decided names one inject: an id, or {INJECT: OPTION}")
        return self

    def parts(self) -> Iterator[Condition]:
        """The condition and every condition inside it."""
        yield self
        for part in (*(self.all or ()), *(self.any or ()), *((self.not_,) if self.not_ is not None else ())):
            yield from part.parts()

    def words(self) -> str:
        """The condition as a reader would say it."""
        for verb in ("done", "late", "contacted", "delivered", "absent"):
            name = getattr(self, verb)
            if name is not None:
                return f"{name} is {verb}"
        if isinstance(self.decided, dict):
            [(inject, option)] = self.decided.items()
            return f"{inject} is decided as {option}"
        if self.decided is not None:
            return f"{self.decided} is decided"
        if self.not_ is not None:
            return f"not ({self.not_.words()})"
        joiner, parts = (" and ", self.all) if self.all is not None else (" or ", self.any or ())
        return joiner.join(f"({part.words()})" if part.all or part.any else part.words() for part in parts)
