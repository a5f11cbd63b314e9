"""How a data connector signs in: the kind, and the fields that this kind needs; secrets stay in the keyring."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from modeler.editing.connector_types import Json, JsonObject, as_object, as_text
from modeler.services.secrets.keyring_store import Secrets
from modeler.ui.data_connectors.parts import add_row, choice, form, line, show_choice
from modeler.ui.plain_text import wrapped_label
from modeler.ui.secret_line import SecretLine, words_about
from modeler.ui.theme import set_look

SECRETS = frozenset({"password", "token", "key", "client_secret", "passphrase"})
HINTS = {
    "header": "X-API-Key",
    "parameter": "api_key",
    "cookie": "api_key",
    "url": "https://id.example.org/token",
}


class CredentialsPage(QWidget):
    """Shows `authtype` and `credentials`; `changed` tells both after each change."""

    changed = Signal(str, dict)

    def __init__(self, secrets: Secrets, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._secrets = secrets
        self._credentials: JsonObject = {}
        self._name = ""
        self.kind = choice(self.tr("Authorization"), self._kinds(), lambda _: self._kind_chosen())
        self._fields = form()
        self._fields.setContentsMargins(0, 0, 0, 0)
        self._words = wrapped_label("", "muted")
        self.verify = QCheckBox(self.tr("Check the server's certificate"))
        self.verify.clicked.connect(lambda on: self._write("verify_certificate", on))
        self._verify_note = wrapped_label(
            self.tr("Only ProcessMaker leaves it unchecked: live runs and tests from here always check it."), "warning"
        )
        self.lines: dict[str, QLineEdit] = {}
        self._secret_lines: dict[str, SecretLine] = {}
        top = form()
        top.setContentsMargins(0, 0, 0, 0)
        add_row(top, self.tr("Authorization"), self.kind)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addLayout(self._fields)
        column.addWidget(self.verify)
        column.addWidget(self._verify_note)
        column.addWidget(self._words)
        column.addStretch(1)

    def show_values(self, name: str, kind: str, credentials: Json) -> None:
        """Show how the data connector called `name` signs in."""
        self._name = name
        self._credentials = as_object(credentials)
        show_choice(self.kind, kind or "NONE")
        self.verify.setChecked(self._credentials.get("verify_certificate") is not False)
        self._rebuild()

    def _kinds(self) -> tuple[tuple[str, str], ...]:
        return (
            ("NONE", self.tr("No authorization")),
            ("BASIC", self.tr("Basic: user and password")),
            ("OAUTH2_BEARER", self.tr("Bearer token")),
            ("API_KEY", self.tr("API key in a header")),
            ("API_KEY_QUERY", self.tr("API key in the address")),
            ("API_KEY_COOKIE", self.tr("API key in a cookie")),
            ("OAUTH2_PASSWORD", self.tr("OAuth 2.0: password")),
            ("OAUTH2_CLIENT_CREDENTIALS", self.tr("OAuth 2.0: client credentials")),
        )

    def _names(self, kind: str) -> tuple[tuple[str, str], ...]:
        url = ("url", self.tr("Token address"))
        client = (("client_id", self.tr("Client id")), ("client_secret", self.tr("Client secret")))
        key = ("key", self.tr("Key"))
        person = (("username", self.tr("User")), ("password", self.tr("Password")))
        return {
            "BASIC": person,
            "OAUTH2_BEARER": (("token", self.tr("Token")),),
            "API_KEY": (("header", self.tr("Header")), key),
            "API_KEY_QUERY": (("parameter", self.tr("Parameter")), key),
            "API_KEY_COOKIE": (("cookie", self.tr("Cookie")), key),
            "OAUTH2_PASSWORD": (url, *client, *person),
            "OAUTH2_CLIENT_CREDENTIALS": (url, *client, ("scope", self.tr("Scope"))),
        }.get(kind, ())

    def _kind_chosen(self) -> None:
        self._rebuild()
        self._tell()

    def _rebuild(self) -> None:
        kind = str(self.kind.currentData())
        _empty(self._fields)
        self.lines, self._secret_lines = {}, {}
        for name, words in self._names(kind):
            row = self._secret(name, words) if name in SECRETS else self._line(name, words)
            self.lines[name] = row.line if isinstance(row, SecretLine) else row
            add_row(self._fields, words, row).setBuddy(self.lines[name])
        self._say()

    def _line(self, name: str, words: str) -> QLineEdit:
        edit = line(words, lambda text: self._write(name, text), HINTS.get(name, ""))
        edit.setText(as_text(self._credentials.get(name)))
        return edit

    def _secret(self, name: str, words: str) -> SecretLine:
        """A secret: the file holds a reference, the button puts the value into the keyring."""
        row = SecretLine(words, self._secrets, lambda: self._suggestion(name))
        row.show_reference(as_text(self._credentials.get(name)))
        row.changed.connect(lambda text: self._write(name, text))
        self._secret_lines[name] = row
        return row

    def keep_secret(self, name: str, key: str, value: str) -> None:
        """Put a value into the keyring, or into this session where there is none; the field refers to it."""
        self._secret_lines[name].keep(key, value)

    def _suggestion(self, name: str) -> str:
        letters = "".join(letter if letter.isalnum() and letter.isascii() else "_" for letter in self._name.upper())
        return f"{letters.strip('_') or 'SERVICE'}_{name.upper()}"

    def _write(self, name: str, value: Json) -> None:
        self._credentials = {**self._credentials, name: value}
        self._say()
        self._tell()

    def _tell(self) -> None:
        self.changed.emit(str(self.kind.currentData()), dict(self._credentials))

    def _say(self) -> None:
        """What is to be known about the secrets as they stand, and about a certificate that is not checked."""
        self._verify_note.setVisible(not self.verify.isChecked())
        text, role = words_about(self._secret_lines.values())
        self._words.setVisible(bool(self._secret_lines))
        self._words.setText(text)
        set_look(self._words, "role", role)


def _empty(layout: QFormLayout) -> None:
    while layout.rowCount():
        layout.removeRow(0)
