"""The status bar: what is selected on the left; profile, problems and zoom on the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QStatusBar, QToolButton, QWidget

from modeler.ui.icons import Icons
from modeler.ui.plain_text import ElidedLabel, label

PROFILES = {
    "processmaker": "ProcessMaker",
    "camunda7": "Camunda 7",
    "camunda8": "Camunda 8",
    "flowable": "Flowable",
    "standard": "BPMN 2.0",
}


class StatusBar(QStatusBar):
    """Words only; `problems_wanted` and `zoom_wanted` say what was clicked."""

    problems_wanted = Signal()
    zoom_wanted = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self.setSizeGripEnabled(False)
        self._hint = ElidedLabel()
        self._hint.setMinimumWidth(80)
        self._profile = label()
        self._problems = self._button(self.problems_wanted)
        self._problems.setAccessibleName(self.tr("Problems"))
        self._zoom = self._button(self.zoom_wanted)
        self._zoom.setToolTip(self.tr("Actual size"))
        self.addWidget(self._hint, 1)
        for widget in (self._profile, self._problems, self._zoom):
            self.addPermanentWidget(widget)
        self.show_document(None)

    def set_hint(self, text: str) -> None:
        """What is selected, or what the interaction offers."""
        self._hint.set_full_text(text)

    def show_document(self, profile: str | None) -> None:
        """For which engine the document is; None without a document."""
        for widget in (self._profile, self._problems, self._zoom):
            widget.setVisible(profile is not None)
        self._profile.setText(PROFILES.get(profile or "", profile or ""))

    def set_zoom(self, scale: float) -> None:
        """The zoom of the canvas; 1.0 is 100 %."""
        self._zoom.setText(f"{round(scale * 100)} %")
        self._zoom.setAccessibleName(self.tr("Zoom {} percent").format(round(scale * 100)))

    def set_problems(self, errors: int, warnings: int) -> None:
        """How many there are."""
        role = "error" if errors else "warning" if warnings else "success"
        self._problems.setIcon(self._icons.get(role, role))
        if not errors and not warnings:
            self._problems.setText(self.tr("No problems"))
            return
        words = []
        if errors:
            words.append(self.tr("1 error") if errors == 1 else self.tr("{} errors").format(errors))
        if warnings:
            words.append(self.tr("1 warning") if warnings == 1 else self.tr("{} warnings").format(warnings))
        self._problems.setText(", ".join(words))

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors from the next count on."""
        self._icons = icons

    def _button(self, signal: object) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(14, 14))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(signal)
        return button
