"""A SOAP service or one of its operations, shown as the file says; nothing calls it, and nothing of it is edited."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from modeler.editing.connector_types import Json, JsonObject, as_object, as_text
from modeler.services.workspace.source_files import SourceFile, masked
from modeler.ui.data_connectors.parts import add_row, choice, form, line, show_choice
from modeler.ui.panels.data_tree import DataTree
from modeler.ui.plain_text import label, wrapped_label


class SoapPage(QWidget):
    """Read-only but for the type; `changed` tells of another one."""

    changed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label("", "heading")
        self._words = wrapped_label(
            self.tr(
                "SOAP services are kept exactly as they are and are called by ProcessMaker only. For a preview, pin an "
                "answer to each element that uses this one: select the element, open the panel Inspect (Ctrl+I) and "
                "press “Pin output…”."
            ),
            "muted",
        )
        types = (("REST", self.tr("REST")), ("SOAP", self.tr("SOAP")))
        self.type = choice(self.tr("Type"), types, lambda value: self.changed.emit("type", value))
        self.lines = {name: line(words, lambda _: None) for name, words in self._facts()}
        self._rows = form()
        add_row(self._rows, self.tr("Type"), self.type)
        for name, words in self._facts():
            add_row(self._rows, words, self.lines[name])
        for edit in self.lines.values():
            edit.setReadOnly(True)
        self.tree = DataTree()
        self.tree.setAccessibleName(self.tr("What the file holds"))
        facts = QWidget()
        facts.setLayout(self._rows)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(facts, self.tr("Service"))
        self.tabs.addTab(self.tree, self.tr("What the file holds"))
        head = QVBoxLayout()
        head.setContentsMargins(16, 16, 16, 12)
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.tabs, 1)

    def show_source(self, file: SourceFile) -> None:
        """Show the service."""
        values = file.values
        credentials = as_object(values.get("credentials"))
        found = {**values, **credentials, "authtype": self._sign_in(as_text(values.get("authtype")))}
        self._show(file.name, found, masked(values), is_service=True)
        show_choice(self.type, as_text(values.get("type")))
        self.tabs.setTabText(0, self.tr("Service"))

    def show_resource(self, name: str, values: JsonObject) -> None:
        """Show one of its operations."""
        self._show(name, values, masked(values), is_service=False)
        self.tabs.setTabText(0, self.tr("Operation"))

    def _show(self, title: str, found: JsonObject, held: Json, is_service: bool) -> None:
        self._title.setText(title)
        for name, edit in self.lines.items():
            text = as_text(found.get(name))
            edit.setText(text)
            edit.setCursorPosition(0)
            self._rows.setRowVisible(edit, bool(text))
        self._rows.setRowVisible(self.type, is_service)
        self.tree.set_data(held)

    def _facts(self) -> tuple[tuple[str, str], ...]:
        return (
            ("description", self.tr("Description")),
            ("status", self.tr("Status")),
            ("authtype", self.tr("Authorization")),
            ("service_url", self.tr("Service address")),
            ("wsdl", self.tr("WSDL")),
            ("user", self.tr("User")),
            ("password_type", self.tr("Kind of password")),
            ("purpose", self.tr("Purpose")),
            ("operation", self.tr("Operation")),
            ("method", self.tr("Method")),
            ("url", self.tr("Address")),
        )

    def _sign_in(self, kind: str) -> str:
        return {
            "PASSWORD": self.tr("User and password"),
            "WSDL_FILE": self.tr("As the WSDL file says"),
            "LOCAL_CERTIFICATE": self.tr("Certificate of this client"),
        }.get(kind, kind)
