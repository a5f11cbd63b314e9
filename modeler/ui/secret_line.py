"""A line for a secret of a workspace file: the file holds its name, a button puts the value into the keyring."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QLineEdit, QPushButton, QWidget

from modeler.services.secrets.keyring_store import PREFIX, SecretError, Secrets
from modeler.ui.questions import tell_error


class SecretLine(QWidget):
    """`changed` tells the reference after each change; `suggestion` gives a name for a secret that has none yet."""

    changed = Signal(str)

    def __init__(self, words: str, secrets: Secrets, suggestion: Callable[[], str]) -> None:
        super().__init__()
        self._words, self._secrets, self._suggestion = words, secrets, suggestion
        self.line = QLineEdit()
        self.line.setAccessibleName(words)
        self.line.textEdited.connect(self.changed)
        self.button = QPushButton(self.tr("Set value…"))
        self.button.setAccessibleName(f"{words}: {self.button.text()}")
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.ask)
        self.setFocusProxy(self.line)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.line, 1)
        inside.addWidget(self.button)

    def show_reference(self, text: str) -> None:
        """Show what the file holds; a value that stands there itself is not readable."""
        self.line.setPlaceholderText(f"{PREFIX}{self._suggestion()}")
        if self.line.text() != text:
            self.line.setText(text)
        mode = QLineEdit.EchoMode.Password if self.is_open else QLineEdit.EchoMode.Normal
        self.line.setEchoMode(mode)

    @property
    def is_open(self) -> bool:
        """Whether the secret itself stands in the line."""
        text = self.line.text()
        return bool(text) and not text.startswith(PREFIX) and "{{" not in text

    @property
    def is_missing(self) -> bool:
        """Whether this computer has no value for it."""
        text = self.line.text()
        return text.startswith(PREFIX) and not self._secrets.is_set(text.removeprefix(PREFIX))

    def ask(self) -> None:
        """Ask for the value, and keep it."""
        reference = self.line.text().strip()
        key = reference.removeprefix(PREFIX) if reference.startswith(PREFIX) else self._suggestion()
        title = self.tr("{} as {}").format(self._words, key)
        value, given = QInputDialog.getText(self, title, f"{self._words}:", QLineEdit.EchoMode.Password)
        if given and value:
            self.keep(key, value)

    def keep(self, key: str, value: str) -> None:
        """Put a value into the keyring, or into this session where there is none; the line refers to it."""
        try:
            self._secrets.keep(key, value, for_session=not self._secrets.has_keyring)
        except SecretError as error:
            tell_error(self, self.tr("Secret"), self.tr("The value was not kept."), str(error))
            return
        self.show_reference(f"{PREFIX}{key}")
        self.changed.emit(f"{PREFIX}{key}")


def words_about(lines: Iterable[SecretLine]) -> tuple[str, str]:
    """What is to be known about secrets as they stand, and how serious that is."""
    shown = list(lines)
    if any(each.is_open for each in shown):
        return _tr("A secret stands readable in the file: set its value to move it to the keyring."), "error"
    if any(each.is_missing for each in shown):
        return _tr("This computer has no value for a secret yet. A preview does not need it."), "warning"
    return _tr("The file holds only the name of a secret; its value is in this computer's keyring."), "muted"


def _tr(text: str) -> str:
    return QCoreApplication.translate("SecretLine", text)
