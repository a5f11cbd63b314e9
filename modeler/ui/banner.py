"""A strip above the canvas that says something the user should know, with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from modeler.ui.icons import Icons
from modeler.ui.plain_text import wrapped_label

Severity = Literal["info", "warning", "error"]
ROLES = {"info": "accent", "warning": "warning", "error": "error"}


class Banner(QWidget):
    """Icon, words, a button or a few, and a cross."""

    def __init__(
        self,
        icons: Icons,
        severity: Severity,
        text: str,
        button: str = "",
        act: Callable[[], None] | None = None,
        more: Sequence[tuple[str, Callable[[], None]]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", f"banner-{severity}")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.text = text
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 8, 6)
        line.setSpacing(8)
        self._severity: Severity = severity
        self._picture = QLabel()
        line.addWidget(self._picture)
        line.addWidget(wrapped_label(text), 1)
        for words, run in ((button, act), *more):
            if words and run is not None:
                push = QPushButton(words)
                push.clicked.connect(lambda _=False, run=run: run())
                line.addWidget(push)
        self._cross = self._build_cross()
        line.addWidget(self._cross)
        self.setAccessibleName(text)
        self.set_icons(icons)

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        picture = icons.pixmap(self._severity, 16, ROLES[self._severity], self.devicePixelRatioF())
        self._picture.setPixmap(picture)
        self._cross.setIcon(icons.get("close"))

    def _build_cross(self) -> QToolButton:
        cross = QToolButton()
        cross.setIconSize(QSize(14, 14))
        cross.setToolTip(self.tr("Hide"))
        cross.setAccessibleName(self.tr("Hide this message"))
        cross.clicked.connect(self._hide)
        return cross

    def _hide(self) -> None:
        self.hide()
        self.deleteLater()
