"""A document as it is at one moment, to be read again in a worker while the window goes on editing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.bpmn import Document
    from engine.bpmn.profiles import Profile


@dataclass(frozen=True, slots=True)
class ModelCopy:
    """The bytes of a document, its name and profile."""

    content: bytes
    name: str
    profile: Profile

    @classmethod
    def of(cls, document: Document) -> ModelCopy:
        """What a document is now; call it where the document lives."""
        return cls(document.to_bytes(), document.name, document.profile)

    def open(self) -> Document:
        """A document of its own, of the same profile whatever edits have declared meanwhile; in any thread."""
        from engine.bpmn import Document

        document = Document.from_bytes(self.content, self.name)
        document.profile = self.profile
        return document
