"""One data connector: what it is called, what it is for, and how to sign in."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QTabWidget, QVBoxLayout, QWidget

from modeler.editing.connector_types import Json, as_text
from modeler.services.secrets.keyring_store import Secrets
from modeler.services.workspace.source_files import SourceFile
from modeler.ui.data_connectors.credentials import CredentialsPage
from modeler.ui.data_connectors.parts import add_row, choice, form, line, show_choice
from modeler.ui.plain_text import label

CATEGORY = "data_source_category_id"


class SourcePage(QWidget):
    """Edits the attributes of a data connector; `changed` tells key and value of each change."""

    changed = Signal(str, object)

    def __init__(self, secrets: Secrets, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = line(self.tr("Name"), lambda text: self.changed.emit("name", text))
        self.description = line(self.tr("Description"), lambda text: self.changed.emit("description", text))
        self.category = line(
            self.tr("Category"), self._category_typed, self.tr("number of the category in ProcessMaker")
        )
        types = (("REST", self.tr("REST")), ("SOAP", self.tr("SOAP")))
        self.type = choice(self.tr("Type"), types, lambda value: self.changed.emit("type", value))
        states = (("ACTIVE", self.tr("Active")), ("INACTIVE", self.tr("Inactive")))
        self.status = choice(self.tr("Status"), states, lambda value: self.changed.emit("status", value))
        self.debug = QCheckBox(self.tr("Debug mode: keep a log of calls for 21 days, secrets masked"))
        self.debug.clicked.connect(lambda on: self.changed.emit("debug_mode", on))
        self.sign_in = CredentialsPage(secrets)
        self.sign_in.changed.connect(self._signed)
        self._place = label("", "code")
        layout = form()
        for words, widget in (
            (self.tr("Name"), self.name),
            (self.tr("Description"), self.description),
            (self.tr("Category"), self.category),
            (self.tr("Type"), self.type),
            (self.tr("Status"), self.status),
            ("", self.debug),
            (self.tr("File"), self._place),
        ):
            add_row(layout, words, widget)
        page = QWidget()
        page.setLayout(layout)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(page, self.tr("Data connector"))
        self.tabs.addTab(self.sign_in, self.tr("Authorization"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.tabs)

    def show_source(self, file: SourceFile) -> None:
        """Show this data connector."""
        values = file.values
        self.name.setText(as_text(values.get("name")))
        self.description.setText(as_text(values.get("description")))
        category = values.get(CATEGORY)
        self.category.setText("" if category is None else str(category))
        show_choice(self.type, as_text(values.get("type"), "REST") or "REST")
        show_choice(self.status, as_text(values.get("status"), "ACTIVE") or "ACTIVE")
        self.debug.setChecked(values.get("debug_mode") in (True, 1, "1"))
        self._place.setText(f"{file.path.parent.name}/{file.path.name}")
        self.sign_in.show_values(file.name, as_text(values.get("authtype"), "NONE"), values.get("credentials"))

    def _category_typed(self, text: str) -> None:
        """A number where it is one; nothing where the line is emptied."""
        written = text.strip()
        self.changed.emit(CATEGORY, int(written) if written.isdecimal() else written or None)

    def _signed(self, kind: str, credentials: dict[str, Json]) -> None:
        self.changed.emit("authtype", kind)
        self.changed.emit("credentials", credentials)
