"""A variable that is dragged out of data: as text it is `{{path}}`; its path is there for those who write otherwise."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

MIME = "application/x-processwright-variable"
DROPS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


def variable_data(path: str) -> QMimeData:
    """What is dragged for a variable."""
    data = QMimeData()
    data.setText(f"{{{{{path}}}}}")
    data.setData(MIME, path.encode("utf-8"))
    return data


class VariableDrop(QObject):
    """Takes variables that are dropped on a widget, while `wants` says so, in place of what the widget does with text.

    `take` gets the path and where in the widget it was dropped.
    """

    def __init__(self, widget: QWidget, wants: Callable[[], bool], take: Callable[[str, QPoint], None]) -> None:
        super().__init__(widget)
        self._wants, self._take = wants, take
        target = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only drags of our own are taken."""
        if event.type() not in DROPS or not isinstance(event, QDropEvent):
            return super().eventFilter(watched, event)
        if not event.mimeData().hasFormat(MIME) or not self._wants():
            return super().eventFilter(watched, event)
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            path = bytes(event.mimeData().data(MIME).data()).decode("utf-8", "replace")
            self._take(path, event.position().toPoint())
        return True
