"""Categories: what a group shows as its name (R-O5)."""

from __future__ import annotations

from engine.bpmn import Category, CategoryValue, Document, Group
from engine.bpmn.factory import create


def name_group(document: Document, group: Group, name: str) -> None:
    """Write the category value of a group, making category and value where there are none."""
    if group.category_value is None:
        give_category(document, group)
    assert group.category_value is not None
    group.category_value.value = name or None


def give_category(document: Document, group: Group) -> None:
    """Make a category with one value for a group."""
    category = create(document, Category)
    value = create(document, CategoryValue)
    document.insert(document.definitions, category)
    document.insert(category, value)
    group.category_value = value
