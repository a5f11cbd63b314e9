"""Tab goes through a form as it stands on the screen, in whatever order its fields were made.

Qt follows the order in which widgets were made: entries that were added and fields that came with a condition would be
the last of the window. A form calls `follow_layout` from its `focusNextPrevChild`, when Tab was pressed.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def follow_layout(form: QWidget) -> None:
    """Let Tab go through all that takes it inside `form` in the order of its layouts."""
    before: QWidget | None = None
    for widget in _in_order(form):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            if before is not None:
                QWidget.setTabOrder(before, widget)
            before = widget


def _in_order(widget: QWidget) -> Iterator[QWidget]:
    yield widget
    for inner in _inside(widget):
        yield from _in_order(inner)


def _inside(widget: QWidget) -> Iterator[QWidget]:
    """What stands in a widget; one that takes the keyboard and lays out nothing is a whole, such as a list."""
    layout = widget.layout()
    if isinstance(widget, QScrollArea):
        held = widget.widget()
        if held is not None:
            yield held
    elif layout is not None:
        yield from _placed(layout)
    elif widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
        yield from (child for child in widget.children() if isinstance(child, QWidget) and not child.isWindow())


def _placed(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _placed(inner)
