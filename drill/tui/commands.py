"""The command palette: every key of the screen and of the program, to be found by its words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider

from drill.tui.text import say
from drill.tui.widgets.key_line import as_set, key_name


class KeyCommands(Provider):
    """What a key does, by another way."""

    async def discover(self) -> Hits:
        """Everything, before a letter is typed."""
        for words, binding in self._known():
            yield DiscoveryHit(say(words), partial(self.screen.run_action, binding.action), text=words)

    async def search(self, query: str) -> Hits:
        """What fits the letters that are typed."""
        matcher = self.matcher(query)
        for words, binding in self._known():
            score = matcher.match(words)
            if score > 0:
                yield Hit(score, matcher.highlight(words), partial(self.screen.run_action, binding.action), text=words)

    def _known(self) -> Iterator[tuple[str, Binding]]:
        for node in (self.screen, self.app):
            for binding in node.BINDINGS:
                if isinstance(binding, Binding) and binding.id and binding.tooltip:
                    action = binding.action if "." in binding.action else _at(node is self.app, binding.action)
                    shown = key_name(as_set(binding, self.app))
                    yield f"{binding.tooltip}  ({shown})", Binding(binding.key, action)


def _at(on_app: bool, action: str) -> str:
    return f"app.{action}" if on_app else action
