"""What somebody typed into a field and cannot be stored as it stands: kept per element until it can, or is given up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from modeler.ui.panels.form_model import Field, Form

if TYPE_CHECKING:
    from engine.bpmn import Element

Subject = tuple["Element", ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A text, what the file held when it was typed, why it is not stored (empty: the field itself says), its label."""

    text: object
    base: object
    error: str
    label: str


class Drafts:
    """The drafts of one document, by the elements and the field that they belong to."""

    def __init__(self) -> None:
        self._kept: dict[Subject, dict[str, Draft]] = {}

    def keep(self, elements: Sequence[Element], field: Field, text: object, error: str = "") -> None:
        """Remember what was typed into a field."""
        self._kept.setdefault(tuple(elements), {})[field.key] = Draft(text, field.value, error, field.label)

    def drop(self, elements: Sequence[Element], key: str) -> None:
        """It was stored, or taken back."""
        kept = self._kept.get(tuple(elements), {})
        kept.pop(key, None)
        if not kept:
            self._kept.pop(tuple(elements), None)

    def shown_in(self, form: Form, elements: Sequence[Element]) -> Form:
        """The form with what was typed in it; where the file has changed since, the file counts."""
        kept = self._kept.get(tuple(elements), {})
        return form.with_fields(lambda field: self._with(field, kept)) if kept else form

    def labels(self) -> list[str]:
        """Which fields hold something that is not stored, of elements that are still there."""
        standing = (kept for elements, kept in self._kept.items() if all(each.parent is not None for each in elements))
        return [draft.label for kept in standing for draft in kept.values()]

    def _with(self, field: Field, kept: dict[str, Draft]) -> Field:
        draft = kept.get(field.key)
        if draft is None:
            return field
        if draft.base != field.value:
            kept.pop(field.key)
            return field
        return replace(field, draft=draft.text, error=draft.error or field.error)
