"""Texts of forms that could not be stored in the document, as lines of its journal: a crash loses none of them.

A line names the elements by their ids and the field by its key; one without a text says that it was stored or given up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Final

DRAFT: Final = "draft"


@dataclass(frozen=True, slots=True)
class TypedText:
    """A text at a field of elements, what the document held there, why it is not stored, and the field's label."""

    elements: tuple[str, ...]
    key: str
    text: object
    base: object = None
    error: str = ""
    label: str = ""

    def record(self) -> dict[str, object]:
        """The line of the journal."""
        return {"do": DRAFT, **asdict(self)}


def texts_in(entries: Iterable[Mapping[str, object]]) -> tuple[TypedText, ...]:
    """What still waits after these lines of a journal, in the order in which it was typed last."""
    found: dict[tuple[tuple[str, ...], str], TypedText] = {}
    for entry in entries:
        read = _read(entry) if entry.get("do") == DRAFT else None
        if read is not None:
            found.pop((read.elements, read.key), None)
            if read.text is not None:
                found[read.elements, read.key] = read
    return tuple(found.values())


def _read(entry: Mapping[str, object]) -> TypedText | None:
    elements, key = entry.get("elements"), entry.get("key")
    if not isinstance(elements, list) or not isinstance(key, str):
        return None
    error, label = entry.get("error"), entry.get("label")
    return TypedText(
        tuple(map(str, elements)),
        key,
        entry.get("text"),
        entry.get("base"),
        error if isinstance(error, str) else "",
        label if isinstance(label, str) else "",
    )
