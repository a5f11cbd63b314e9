"""The test of a mail server below its pages: a button, and then what works and what does not, in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from modeler.services.mail_sign_in.trial import Part, Step
from modeler.ui.icons import Icons
from modeler.ui.plain_text import label, wrapped_label


class TrialStrip(QWidget):
    """`wanted` asks for a test, `cancel_wanted` for its end."""

    wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.button = QPushButton(self.tr("Test"))
        self.button.setToolTip(self.tr("Connect and sign in; no mail is sent"))
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.wanted)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.cancel_wanted)
        self.loopback = QCheckBox(self.tr("Reach servers on this computer"))
        self.words = wrapped_label("", "muted")
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(8)
        self._rows.setVerticalSpacing(4)
        self._rows.setColumnStretch(2, 1)
        self.steps: list[Step] = []
        line = QHBoxLayout()
        line.setSpacing(12)
        for widget in (self.button, self.cancel):
            line.addWidget(widget)
        line.addWidget(self.words, 1)
        line.addWidget(self.loopback)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(line)
        column.addLayout(self._rows)
        self.clear()

    def clear(self) -> None:
        """Nothing was tried yet."""
        self._busy(False)
        self._show([])
        self.words.setText(self.tr("Connects and signs in; no mail is sent."))

    def wait(self) -> None:
        """It is under way."""
        self._busy(True)
        self._show([])
        self.words.setText(self.tr("Connecting…"))
        self.cancel.setFocus()

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Say what came of each part."""
        self._busy(False)
        self._show(steps)
        works = all(step.is_good for step in steps)
        self.words.setText(self.tr("It works.") if works else self.tr("It does not work yet."))

    def fail(self, words: str) -> None:
        """Nothing could be tried."""
        self._busy(False)
        self._show([])
        self.words.setText(words)

    def _busy(self, is_busy: bool) -> None:
        had_focus = self.cancel.hasFocus()
        self.button.setVisible(not is_busy)
        self.cancel.setVisible(is_busy)
        if had_focus and not is_busy:
            self.button.setFocus()

    def _show(self, steps: Sequence[Step]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.steps = list(steps)
        for row, step in enumerate(steps):
            sign = QLabel()
            icon, role = ("success", "success") if step.is_good else ("error", "error")
            sign.setPixmap(self._icons.pixmap(icon, 16, role, self.devicePixelRatioF()))
            sign.setAccessibleName(self.tr("works") if step.is_good else self.tr("does not work"))
            words = wrapped_label(step.words, "" if step.is_good else "error")
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._rows.addWidget(sign, row, 0, Qt.AlignmentFlag.AlignTop)
            self._rows.addWidget(label(self._title(step.part), "heading"), row, 1, Qt.AlignmentFlag.AlignTop)
            self._rows.addWidget(words, row, 2, Qt.AlignmentFlag.AlignTop)

    def _title(self, part: Part) -> str:
        titles = {"token": self.tr("Access token"), "sending": self.tr("Sending"), "replies": self.tr("Replies")}
        return titles[part]
