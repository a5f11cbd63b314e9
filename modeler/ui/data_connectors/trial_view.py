"""What came of trying a resource: status, time, size, the answer as a tree and as text, the request as it went out."""

from __future__ import annotations

import json
from http import HTTPStatus

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QSplitter, QTabWidget, QVBoxLayout, QWidget

from modeler.editing.connector_types import Json
from modeler.services.workspace.source_trial import Exchange, Trial
from modeler.ui.data_connectors.parts import block
from modeler.ui.panels.data_tree import DataTree
from modeler.ui.panels.json_edit import JsonEdit
from modeler.ui.plain_text import label, wrapped_label
from modeler.ui.theme import set_look


class TrialView(QWidget):
    """Variables on the left, what came of it on the right; `kept` brings an answer to keep as sample data, `pinned`
    the call whose answer shall be pinned to an element.
    """

    kept = Signal(object)
    pinned = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answer: Json = None
        self._exchange: Exchange | None = None
        self.variables = JsonEdit(self.tr("Request data for the test"))
        self.loopback = QCheckBox(self.tr("Reach servers on this computer"))
        self.loopback.hide()
        self.status = label("", "heading")
        self.numbers = label("", "muted")
        self.message = wrapped_label("", "error")
        self.tree = DataTree()
        self.text = block(self.tr("Answer as text"))
        self.headers = block(self.tr("Headers of the answer"))
        self.request = block(self.tr("Request as it goes out"))
        self.keep = QPushButton(self.tr("Keep as sample data"))
        self.keep.setAutoDefault(False)
        self.keep.clicked.connect(lambda: self.kept.emit(self._answer))
        self.pin = QPushButton(self.tr("Keep as pin…"))
        self.pin.setToolTip(self.tr("Let previews of the process use this answer at an element that calls this"))
        self.pin.setAutoDefault(False)
        self.pin.clicked.connect(lambda: self.pinned.emit(self._exchange))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self._left())
        split.addWidget(self._right())
        split.setSizes([260, 620])
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)
        self.clear()

    def clear(self) -> None:
        """Nothing was tried yet."""
        self._say(self.tr("Not sent yet"), "muted", "")
        self.message.setText(self.tr("Send shows what goes out and what comes back."))
        set_look(self.message, "role", "muted")
        self.message.show()
        self.tabs.hide()
        self.keep.hide()
        self.pin.hide()

    def say(self, words: str) -> None:
        """Tell something about the answer that is shown."""
        self.message.setText(words)
        set_look(self.message, "role", "error")
        self.message.show()

    def wait(self) -> None:
        """It is on its way."""
        self._say(self.tr("Sending…"), "muted", "")
        self.message.hide()

    def show_trial(self, trial: Trial) -> None:
        """Show the last call, which is the resource's own, and what went wrong."""
        last = trial.exchanges[-1] if trial.exchanges else None
        self.message.setText(trial.error)
        set_look(self.message, "role", "error")
        self.message.setVisible(bool(trial.error))
        self.tabs.setVisible(last is not None)
        self.keep.setVisible(trial.is_live and last is not None and isinstance(last.answer, dict | list))
        self.pin.setVisible(trial.is_live and last is not None and bool(last.status))
        if last is None:
            self._say(self.tr("Not sent"), "error", "")
            return
        self._answer, self._exchange = last.answer, last
        self._show_exchange(last, trial)

    def _show_exchange(self, exchange: Exchange, trial: Trial) -> None:
        role = "success" if 200 <= exchange.status < 300 else "error"
        size = self.locale().formattedDataSize(exchange.size)
        source = self.tr("from the server") if trial.is_live else self.tr("sample data")
        numbers = f"{exchange.seconds * 1000:.0f} ms · {size} · {source}" if exchange.status else source
        self._say(_status(exchange.status) or self.tr("No answer"), role, numbers)
        answer = exchange.answer
        self.tree.set_data(answer)
        self.tabs.setTabVisible(0, isinstance(answer, dict | list))
        self.text.setPlainText(_readable(answer))
        self.headers.setPlainText("\n".join(f"{name}: {value}" for name, value in exchange.answer_headers))
        self.request.setPlainText("\n\n".join(_request(each) for each in trial.exchanges))

    def _say(self, words: str, role: str, numbers: str) -> None:
        self.status.setText(words)
        set_look(self.status, "role", role)
        self.numbers.setText(numbers)

    def _left(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(16, 12, 12, 16)
        column.setSpacing(8)
        column.addWidget(label(self.tr("Request data"), "heading"))
        column.addWidget(
            wrapped_label(self.tr("Values for the {{variables}} of this test; they are not saved."), "muted")
        )
        column.addWidget(self.variables, 1)
        column.addWidget(self.loopback)
        return side

    def _right(self) -> QWidget:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.setContentsMargins(0, 0, 16, 0)
        head.addWidget(self.status)
        head.addWidget(self.numbers)
        head.addStretch(1)
        head.addWidget(self.keep)
        head.addWidget(self.pin)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        pages = (
            (self.tree, self.tr("Answer")),
            (self.text, self.tr("Text")),
            (self.headers, self.tr("Headers")),
            (self.request, self.tr("Request")),
        )
        for page, title in pages:
            if page is not self.tree:
                page.setProperty("look", "page")
                page.setReadOnly(True)  # type: ignore[union-attr]  # the tree is left out above
            self.tabs.addTab(page, title)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 12, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.message, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.tabs, 1)
        column.addStretch(0)
        return side


def _status(status: int) -> str:
    words = HTTPStatus(status).phrase if status in list(HTTPStatus) else ""
    return f"{status} {words}".strip() if status else ""


def _request(exchange: Exchange) -> str:
    lines = [f"{exchange.method} {exchange.url}", *(f"{name}: {value}" for name, value in exchange.headers)]
    body = _readable(exchange.body) if exchange.body not in (None, "") else ""
    return "\n".join(lines) + (f"\n\n{body}" if body else "")


def _readable(value: Json) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, indent=2)
