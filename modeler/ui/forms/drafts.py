"""What somebody typed into a field and cannot be stored as it stands: kept per element until it can, or is given up.

The journal of the document hears of each, so that a crash loses none; a password is in no draft and no journal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from modeler.services.storage.typed_texts import TypedText
from modeler.ui.panels.form_model import Field, Form

if TYPE_CHECKING:
    from engine.bpmn import Document, Element

Subject = tuple["Element", ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A text, what the file held when it was typed, why it is not stored (empty: the field itself says), its label."""

    text: object
    base: object
    error: str
    label: str


class Drafts:
    """The drafts of one document, by the elements and the field that they belong to; `note` is told of each change."""

    def __init__(self, note: Callable[[TypedText], None] = lambda _: None) -> None:
        self._kept: dict[Subject, dict[str, Draft]] = {}
        self._note = note

    def restore(self, document: Document, texts: Iterable[TypedText]) -> None:
        """Have the drafts again that a crash left, of elements that are there."""
        for each in texts:
            elements = [document.find(id) for id in each.elements]
            found = tuple(element for element in elements if element is not None)
            if found and len(found) == len(elements):
                draft = Draft(each.text, each.base, each.error, each.label)
                self._kept.setdefault(found, {})[each.key] = draft

    def keep(self, elements: Sequence[Element], field: Field, text: object, error: str = "") -> None:
        """Remember what was typed into a field."""
        draft = Draft(text, field.value, error, field.label)
        self._kept.setdefault(tuple(elements), {})[field.key] = draft
        self._tell(elements, field.key, draft)

    def drop(self, elements: Sequence[Element], key: str) -> None:
        """It was stored, or taken back."""
        kept = self._kept.get(tuple(elements), {})
        if kept.pop(key, None) is not None:
            self._tell(elements, key, None)
        if not kept:
            self._kept.pop(tuple(elements), None)

    def _tell(self, elements: Sequence[Element], key: str, draft: Draft | None) -> None:
        ids = tuple(each.id for each in elements if each.id)
        if len(ids) < len(elements):
            return
        known = draft or Draft(None, None, "", "")
        self._note(TypedText(ids, key, known.text, known.base, known.error, known.label))

    def shown_in(self, form: Form, elements: Sequence[Element]) -> Form:
        """The form with what was typed in it; where the file has changed since, the file counts."""
        kept = self._kept.get(tuple(elements), {})
        return form.with_fields(lambda field: self._with(field, kept, elements)) if kept else form

    def labels(self) -> list[str]:
        """Which fields hold something that is not stored, of elements that are still there."""
        standing = (kept for elements, kept in self._kept.items() if all(each.parent is not None for each in elements))
        return [draft.label for kept in standing for draft in kept.values()]

    def _with(self, field: Field, kept: dict[str, Draft], elements: Sequence[Element]) -> Field:
        draft = kept.get(field.key)
        if draft is None:
            return field
        if draft.base != field.value:
            kept.pop(field.key)
            self._tell(elements, field.key, None)
            return field
        return replace(field, draft=draft.text, error=draft.error or field.error)
