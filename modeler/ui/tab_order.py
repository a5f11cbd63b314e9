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
        yield from _placed(layout, widget)
    elif widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
        yield from (child for child in widget.children() if isinstance(child, QWidget) and not child.isWindow())


def _placed(layout: QLayout, around: QWidget) -> Iterator[QWidget]:
    """The widgets in a layout in its order.

    The layout's own items are never asked for: the bindings keep them when Qt has deleted them, and crash the
    interpreter once something else stands at the same address.
    """
    inner = (each for each in (*around.children(), *layout.children()) if isinstance(each, QWidget | QLayout))
    places = {layout.indexOf(each): each for each in inner}
    places.pop(-1, None)
    for _, each in sorted(places.items()):
        if isinstance(each, QWidget):
            yield each
        else:
            yield from _placed(each, around)
