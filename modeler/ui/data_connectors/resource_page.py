"""One resource of a data connector: method and address, then parameters, headers, body, sample data, and a test."""

from __future__ import annotations

import json
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QTabWidget, QVBoxLayout, QWidget

from modeler.editing.connector_types import Json, JsonObject, as_list, as_text
from modeler.services.workspace.source_files import METHODS, placeholders
from modeler.ui.data_connectors.pairs import PairsTable
from modeler.ui.data_connectors.parts import add_row, block, choice, form, line, show_choice
from modeler.ui.data_connectors.trial_view import TrialView
from modeler.ui.icons import Icons
from modeler.ui.plain_text import wrapped_label

SAMPLE, LIVE = "sample", "live"
SECONDS, COUNT = ("timeout", "retry_wait_time"), "retry_attempts"


class ResourcePage(QWidget):
    """Edits a resource's values; `changed` after each change, `renamed` when its name is finished, `send` to try it."""

    changed = Signal(dict)
    renamed = Signal(str)
    send = Signal(str)
    sign_in_wanted = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: JsonObject = {}
        self._name = ""
        self._keeps_text = False
        self.method = choice(
            self.tr("Method"), [(each, each) for each in METHODS], lambda value: self._write("method", value)
        )
        self.method.setMinimumWidth(96)
        self.url = line(
            self.tr("Address"), lambda text: self._write("url", text), "https://api.example.org/orders/{{id}}"
        )
        self.mode = choice(
            self.tr("Who answers"),
            ((SAMPLE, self.tr("Sample data")), (LIVE, self.tr("Real server"))),
            self._mode_chosen,
        )
        self.send_button = QPushButton(self.tr("Send"))
        self.send_button.setProperty("look", "primary")
        self.send_button.setAutoDefault(False)
        self.send_button.clicked.connect(self._send)
        self.url.returnPressed.connect(self._send)
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name of the resource"))
        self.name.editingFinished.connect(self._name_finished)
        self.description = line(self.tr("Description"), lambda text: self._write("description", text))
        self.params = PairsTable(
            self.tr("Parameter"),
            self.tr("They become the query of the address. One without a value is left out unless it is required."),
            icons,
        )
        self.headers = PairsTable(
            self.tr("Header"), self.tr("An element with inputs sends the required ones only, and its own."), icons
        )
        self.params.changed.connect(lambda rows: self._write("params", rows))
        self.headers.changed.connect(lambda rows: self._write("headers", rows))
        self.trial = TrialView()
        self.trial.kept.connect(self._keep_sample)
        self._build()

    def show_resource(self, name: str, values: JsonObject, sign_in: str) -> None:
        """Show a resource; `sign_in` says in words how its data connector signs in."""
        self._values, self._name = values, name
        self._keeps_text = isinstance(values.get("testData"), str)
        self.name.setText(name)
        show_choice(self.method, as_text(values.get("method"), "GET"))
        self.url.setText(as_text(values.get("url")))
        self.url.setCursorPosition(0)
        self.description.setText(as_text(values.get("description")))
        self.params.show_rows(values.get("params"))
        self.headers.show_rows(values.get("headers"))
        self.body.setPlainText(as_text(values.get("body")))
        show_choice(self.body_type, as_text(values.get("body_type"), "json") or "json")
        self.sample.setPlainText(_sample_text(values.get("testData")))
        for key, edit in self.limits.items():
            edit.setText(_number_text(values.get(key)))
        self._sign_in.setText(sign_in)
        self._check_sample()
        self._count()
        self.trial.variables.set_data({each.partition(".")[0]: "" for each in placeholders(values)})
        self.trial.clear()

    def focus_address(self) -> None:
        """Into the address, as a new resource needs it first."""
        self.url.setFocus()

    def show_trial_tab(self) -> None:
        """Bring the test to the front."""
        self.tabs.setCurrentWidget(self.trial)

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 16, 16, 8)
        bar.setSpacing(8)
        for widget in (self.method, self.url, self.mode, self.send_button):
            bar.addWidget(widget, 1 if widget is self.url else 0)
        names = form()
        names.setContentsMargins(16, 0, 16, 8)
        names.setVerticalSpacing(8)
        add_row(names, self.tr("Name"), self.name)
        add_row(names, self.tr("Description"), self.description)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        pages = (
            self.params,
            self.headers,
            self._body_page(),
            self._sign_in_page(),
            self._sample_page(),
            self._limits_page(),
        )
        for page in (*pages, self.trial):
            self.tabs.addTab(page, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addLayout(names)
        column.addWidget(self.tabs, 1)

    def _body_page(self) -> QWidget:
        kinds = (
            ("json", self.tr("JSON")),
            ("form-data", self.tr("Form: a JSON object, sent as fields")),
            ("multipart", self.tr('Form with files: a file is { "file": "variable" }')),
            ("file", self.tr("A file: the name of its variable")),
        )
        self.body_type = choice(self.tr("Kind of body"), kinds, lambda value: self._write("body_type", value))
        self.body = block(self.tr("Body"), '{ "amount": {{amount}} }')
        self.body.textChanged.connect(lambda: self._text_changed("body", self.body.toPlainText()))
        hint = self.tr(
            "{{variable}} inserts Request data or an input of the element; {{{variable}}} inserts it unescaped."
        )
        return _page(self.body_type, self.body, wrapped_label(hint, "muted"))

    def _sign_in_page(self) -> QWidget:
        self._sign_in = wrapped_label()
        button = QPushButton(self.tr("Change authorization…"))
        button.setAutoDefault(False)
        button.clicked.connect(self.sign_in_wanted)
        line = QHBoxLayout()
        line.addWidget(button)
        line.addStretch(1)
        page = _page(self._sign_in)
        page.layout().addLayout(line)  # type: ignore[union-attr]  # made a line above
        page.layout().addStretch(1)  # type: ignore[union-attr]
        return page

    def _sample_page(self) -> QWidget:
        self.sample = block(self.tr("Sample data"), '{ "orders": [] }')
        self.sample.textChanged.connect(self._sample_changed)
        self._sample_note = wrapped_label("", "error")
        hint = self.tr("What a preview takes for the answer of the server; response mappings are made from it.")
        return _page(wrapped_label(hint, "muted"), self.sample, self._sample_note)

    def _limits_page(self) -> QWidget:
        layout = form()
        rows = (
            ("timeout", self.tr("Timeout in seconds"), "60"),
            (COUNT, self.tr("Retry attempts"), "0"),
            ("retry_wait_time", self.tr("Wait before a retry"), "5"),
        )
        self.limits = {key: line(words, partial(self._number, key), hint) for key, words, hint in rows}
        for key, words, _ in rows:
            add_row(layout, words, self.limits[key])
            self.limits[key].setMaximumWidth(120)
        page = QWidget()
        page.setLayout(layout)
        return page

    def _titles(self) -> tuple[str, ...]:
        params, headers = (len(as_list(self._values.get(name))) for name in ("params", "headers"))
        return (
            self.tr("Params") + (f" {params}" if params else ""),
            self.tr("Headers") + (f" {headers}" if headers else ""),
            self.tr("Body") + (" •" if as_text(self._values.get("body")).strip() else ""),
            self.tr("Auth"),
            self.tr("Sample"),
            self.tr("Limits"),
            self.tr("Test"),
        )

    def _count(self) -> None:
        for index, title in enumerate(self._titles()):
            self.tabs.setTabText(index, title)

    def _write(self, key: str, value: Json) -> None:
        self._values = {**self._values, key: value}
        self._count()
        self.changed.emit(self._values)

    def _text_changed(self, key: str, text: str) -> None:
        if text != as_text(self._values.get(key)):
            self._write(key, text)

    def _sample_changed(self) -> None:
        kept = self._values.get("testData")
        text = self.sample.toPlainText()
        self._check_sample()
        if text != _sample_text(kept):
            self._write("testData", text if self._keeps_text else _parsed(text))

    def _check_sample(self) -> None:
        """Text that is no JSON is kept as it is, but a preview would take nothing from it."""
        text = self.sample.toPlainText()
        problem = ""
        try:
            json.loads(text or "{}")
        except json.JSONDecodeError as error:
            problem = self.tr("Line {}, column {}: {}. Until this is JSON, a preview gets an empty answer.").format(
                error.lineno, error.colno, error.msg
            )
        except (ValueError, RecursionError) as error:
            problem = str(error)
        self._sample_note.setText(problem)
        self._sample_note.setVisible(bool(problem))

    def _number(self, key: str, text: str) -> None:
        digits = text.strip()
        if digits.isdecimal():
            self._write(key, int(digits))
        elif not digits and key in self._values:
            self._values = {name: value for name, value in self._values.items() if name != key}
            self.changed.emit(self._values)

    def _keep_sample(self, answer: Json) -> None:
        self.sample.setPlainText(_sample_text(answer))

    def _name_finished(self) -> None:
        wanted = self.name.text().strip()
        if not wanted:
            self.name.setText(self._name)
        elif wanted != self._name:
            self.renamed.emit(wanted)

    def _mode_chosen(self, mode: str) -> None:
        self.trial.loopback.setVisible(mode == LIVE)

    def _send(self) -> None:
        self.show_trial_tab()
        is_live = self.mode.currentData() == LIVE
        self.send.emit("loopback" if is_live and self.trial.loopback.isChecked() else str(self.mode.currentData()))


def _page(*widgets: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(16, 12, 16, 16)
    column.setSpacing(8)
    for widget in widgets:
        column.addWidget(widget)
    return page


def _sample_text(value: Json) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False, indent=2)


def _parsed(text: str) -> Json:
    try:
        value: Json = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return value


def _number_text(value: Json) -> str:
    return "" if value is None or isinstance(value, bool) else str(value)
