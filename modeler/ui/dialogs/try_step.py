"""Data to be edited in a dialog: the input of a step that is run alone, or the output that is pinned to one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QSplitter, QVBoxLayout, QWidget

from modeler.ui.panels.data_views import DataViews
from modeler.ui.panels.json_edit import JsonEdit
from modeler.ui.plain_text import label, wrapped_label
from modeler.ui.theme import set_look

Values = Mapping[str, object]


class TryStepDialog(QDialog):
    """Input on the left, what comes out on the right; Ctrl+Enter runs. `run` gets the input, `pin` the output."""

    def __init__(
        self,
        title: str,
        given: Values,
        run: Callable[[dict[str, object]], None],
        pin: Callable[[Values], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Run “{}” alone").format(title))
        self.resize(820, 480)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._run, self._pin = run, pin
        self._output: Values | None = None
        self.edit = JsonEdit(self.tr("Input"))
        self.edit.set_data(dict(given))
        self.output = DataViews(self.tr("Output"))
        self.note = wrapped_label(
            self.tr("Runs this one element with the input on the left. The Request stays as it is."), "muted"
        )
        self.go = QPushButton(self.tr("Run (Ctrl+Enter)"))
        self.go.setProperty("look", "primary")
        self.go.clicked.connect(self._go)
        self.pin_it = QPushButton(self.tr("Pin this output"))
        self.pin_it.setEnabled(False)
        self.pin_it.clicked.connect(self._pin_output)
        self.edit.changed.connect(self.go.setEnabled)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._go)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(_titled(self.tr("Input"), self.edit))
        split.addWidget(_titled("", self.output))
        split.setSizes([400, 420])
        split.setChildrenCollapsible(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.go, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.pin_it, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(self.note)
        column.addWidget(split, 1)
        column.addWidget(buttons)

    def show_output(self, output: Values, error: str, waits: bool) -> None:
        """What came out, what went wrong, or that the element waits for somebody."""
        self._output = output
        self.output.show_data(output)
        self.pin_it.setEnabled(not error)
        self._say(error, self.tr("It waits for an answer from outside; so far it gave this.") if waits else "")

    def refuse(self, reason: str) -> None:
        """It could not be run."""
        self._say(reason, "")

    def _say(self, error: str, words: str) -> None:
        self.note.setText(error or words or self.tr("Done. The Request stays as it is."))
        set_look(self.note, "role", "error" if error else "muted")

    def _go(self) -> None:
        data = self.edit.data()
        if data is not None:
            self._run(data)

    def _pin_output(self) -> None:
        if self._output is not None:
            self._pin(self._output)
            self.accept()


class PinDialog(QDialog):
    """The output that stands in for an element, as JSON; `pin` gets it."""

    def __init__(
        self, title: str, output: Values, pin: Callable[[Values], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Pin the output of “{}”").format(title))
        self.resize(520, 400)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._pin = pin
        self.edit = JsonEdit(self.tr("Pinned output"))
        self.edit.set_data(dict(output))
        words = self.tr("In previews the element gives this and does nothing else, until you unpin it.")
        self.note = wrapped_label("", "muted")
        self.note.hide()
        box = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(box.Ok | box.Cancel)
        self.ok = buttons.button(box.Ok)
        self.ok.setText(self.tr("Pin"))
        self.edit.changed.connect(self.ok.setEnabled)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(wrapped_label(words, "muted"))
        column.addWidget(self.note)
        column.addWidget(self.edit, 1)
        column.addWidget(buttons)

    def say(self, words: str) -> None:
        """Where the output comes from."""
        self.note.setText(words)
        self.note.show()

    def _accept(self) -> None:
        data = self.edit.data()
        if data is not None:
            self._pin(data)
            self.accept()


def _titled(title: str, body: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(6, 0, 6, 0)
    if title:
        column.addWidget(label(title, "section"))
    column.addWidget(body, 1)
    return holder
