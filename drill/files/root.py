"""The root of a file that was read: the one node that knows its document."""

from __future__ import annotations

from pydantic import PrivateAttr

from drill.files.document import Document
from drill.files.nodes import Node


class Root(Node):
    """What a whole file says. Its document knows the line and column of each path."""

    _document: Document = PrivateAttr(default_factory=Document.nowhere)

    @property
    def document(self) -> Document:
        """The file that this was read from."""
        return self._document

    def attach(self, document: Document) -> None:
        """Tell it which file it came from, and each node its place. Called once, by the loader."""
        self._document = document
        self.settle()
