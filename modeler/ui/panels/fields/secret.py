"""A secret: the file holds only its name, the keyring its value, and the form says whether it is there.

No secret is ever shown. One that stands readable in the file is an error, with a button that moves it to the keyring.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from modeler.ui.panels.fields.context import FieldContext, SecretRefusedError
from modeler.ui.panels.fields.editor import TOOL, FieldEditor
from modeler.ui.panels.form_model import Field
from modeler.ui.plain_text import label, without_mnemonics, wrapped_label
from modeler.ui.theme import set_look

PREFIX = "secret:"
REFERENCE = re.compile(r"secret:([A-Za-z0-9_.-]+)")
NOT_A_NAME = re.compile(r"[^A-Za-z0-9_.-]+")


class SecretField(FieldEditor):
    """Says whether the secret is set; buttons set, choose, move and clear it."""

    def __init__(self, field: Field, context: FieldContext) -> None:
        self._secrets = context.secrets
        self._icons = context.icons
        super().__init__(field)

    @property
    def editor(self) -> QWidget:
        """The first button that can be used."""
        return next((each for each in self._buttons if not each.isHidden()), self._card)

    def _build(self, field: Field) -> QWidget:
        self._card = QWidget()
        self._card.setProperty("surface", "row")
        self._card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(10, 8, 10, 6)
        column.setSpacing(4)
        column.addLayout(self._build_state())
        column.addLayout(self._build_buttons(field))
        self._entry = SecretEntry(field.label)
        self._entry.hide()
        self._entry.taken.connect_to(self._store)
        column.addWidget(self._entry)
        return self._card

    def _build_state(self) -> QHBoxLayout:
        self._sign = QLabel()
        self._state = wrapped_label("", "field")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._state, 1)
        return line

    def _build_buttons(self, field: Field) -> QHBoxLayout:
        self._move = self._button(self.tr("Move to keyring"), self._move_plain)
        self._set = self._button(self.tr("Set…"), self._open_entry)
        self._choose = self._button(self.tr("Choose…"), self._offer)
        self._clear = self._button(self.tr("Clear"), self._clear_reference)
        self._buttons = [self._move, self._set, self._choose, self._clear]
        line = QHBoxLayout()
        line.setSpacing(0)
        for button in self._buttons:
            button.setEnabled(not field.is_readonly)
            line.addWidget(button)
        line.addStretch(1)
        return line

    def _button(self, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words)
        button.setProperty("look", "link")
        button.setAccessibleName(f"{self.field.label}: {words.rstrip('…')}")
        button.clicked.connect(lambda: act())
        return button

    def _describe(self, field: Field) -> None:
        self._card.setAccessibleName(field.label)
        self.set_error(field.error)

    def set_error(self, error: str) -> None:
        """As for every field; a readable secret says so in words of its own."""
        if self._is_plain():
            error = self.tr("The secret stands readable in the file. Move it to the keyring.")
        help = self._note_text(self.field)
        self._note.setText(error or help)
        self._note.setVisible(bool(error or help))
        set_look(self._note, "role", "error" if error else "muted")
        set_look(self._card, "state", "error" if error else "")
        self._card.setAccessibleDescription(error or self._state.text())

    def _read_value(self) -> object:
        return self._known

    def _show_value(self, value: object) -> None:
        name, is_plain = self._name(), self._is_plain()
        is_set = bool(name) and self._secrets is not None and self._secrets.is_set(name)
        picture = "warning" if is_plain else "key" if is_set else "lock"
        role = "error" if is_plain else "success" if is_set else "muted"
        self._sign.setPixmap(self._icons.pixmap(picture, TOOL, role, self.devicePixelRatioF()))
        self._state.setText(self._words(name, is_plain, is_set))
        has_keyring = self._secrets is not None
        self._move.setVisible(is_plain and has_keyring)
        self._set.setText(self.tr("Replace…") if is_set else self.tr("Set…"))
        self._set.setVisible(has_keyring)
        self._choose.setVisible(has_keyring)
        self._clear.setVisible(bool(name) or is_plain)
        self._card.setAccessibleDescription(self._state.text())

    def _words(self, name: str, is_plain: bool, is_set: bool) -> str:
        if is_plain:
            return self.tr("Readable in the file")
        if not name:
            return self.tr("Not set")
        if self._secrets is None:
            return self.tr("{} (the keyring is not at hand)").format(name)
        return (
            self.tr("{}, set in the keyring").format(name) if is_set else self.tr("{}, not in the keyring").format(name)
        )

    def _name(self) -> str:
        match = REFERENCE.fullmatch(str(self._known or ""))
        return match[1] if match else ""

    def _is_plain(self) -> bool:
        return bool(self._known) and not self._name()

    def _suggested(self) -> str:
        return self._name() or NOT_A_NAME.sub("_", self.field.label.upper()).strip("_") or "SECRET"

    def _open_entry(self) -> None:
        self._entry.open(self._suggested())

    def _move_plain(self) -> None:
        self._store(self._suggested(), str(self._known))

    def _store(self, name: str, value: str, for_session: bool = False) -> None:
        if self._secrets is None:
            return
        try:
            self._secrets.store(name, value, for_session)
        except SecretRefusedError as refusal:
            self._entry.open(name, value)
            self._entry.refuse(str(refusal), refusal.can_be_for_session)
            return
        self._entry.close_entry()
        self._take(PREFIX + name)

    def _offer(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        names = self._secrets.names() if self._secrets is not None else ()
        for name in names:
            menu.addAction(without_mnemonics(name), lambda name=name: self._take(PREFIX + name))  # type: ignore[misc]
        if not names:
            menu.addAction(self.tr("Nothing is stored yet")).setEnabled(False)
        menu.popup(self._choose.mapToGlobal(self._choose.rect().bottomLeft()))

    def _clear_reference(self) -> None:
        """The setting forgets its secret; the keyring keeps it, for other elements may use it."""
        self._take("")

    def _take(self, reference: str) -> None:
        if reference != self._known:
            self._known = reference
            self.finished.emit(self.field.key, reference)
        self._show_value(reference)
        self.set_error("")


class _Taken:
    """Calls back with name and value; no signal, so that a secret stands in no queue."""

    def __init__(self) -> None:
        self._act: Callable[[str, str, bool], None] | None = None

    def connect_to(self, act: Callable[[str, str, bool], None]) -> None:
        """Who takes it."""
        self._act = act

    def emit(self, name: str, value: str, for_session: bool) -> None:
        """Hand it over."""
        if self._act is not None:
            self._act(name, value, for_session)


class SecretEntry(QWidget):
    """Where a secret is typed, hidden: its name, its value, Store and Cancel."""

    def __init__(self, subject: str) -> None:
        super().__init__()
        self.taken = _Taken()
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("{}: name in the keyring").format(subject))
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setAccessibleName(self.tr("{}: the secret").format(subject))
        self.secret.setPlaceholderText(self.tr("The secret"))
        self._reason = wrapped_label("", "error")
        self._reason.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(6)
        column.addWidget(label(self.tr("Name in the keyring"), "muted"))
        column.addWidget(self.name)
        column.addWidget(self.secret)
        column.addWidget(self._reason)
        self._session = QPushButton(self.tr("Keep for this session only"))
        self._session.setProperty("look", "link")
        self._session.clicked.connect(lambda: self._store(for_session=True))
        self._session.hide()
        column.addWidget(self._session)
        column.addLayout(self._build_buttons())
        for line in (self.name, self.secret):
            line.returnPressed.connect(lambda: self._store())
            line.installEventFilter(self)

    def open(self, name: str, value: str = "") -> None:
        """Ask for the secret of this name."""
        self.name.setText(name)
        self.secret.setText(value)
        self._reason.hide()
        self._session.hide()
        self.show()
        self.secret.setFocus()

    def close_entry(self) -> None:
        """Forget what was typed."""
        self.secret.clear()
        self.hide()

    def refuse(self, reason: str, can_be_for_session: bool = False) -> None:
        """Say why it was not stored, and whether it can be kept until the program ends."""
        self.show()
        self._session.setVisible(can_be_for_session)
        self._reason.setText(reason)
        self._reason.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc closes without storing."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.close_entry()
            return True
        return super().eventFilter(watched, event)

    def _build_buttons(self) -> QHBoxLayout:
        store = QPushButton(self.tr("Store"))
        store.setProperty("look", "primary")
        store.clicked.connect(lambda: self._store())
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.close_entry)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(cancel)
        line.addWidget(store)
        return line

    def _store(self, for_session: bool = False) -> None:
        name, value = self.name.text().strip(), self.secret.text()
        if not REFERENCE.fullmatch(PREFIX + name):
            self.refuse(self.tr("A name has letters, digits, “_”, “.” and “-” only."))
        elif not value:
            self.refuse(self.tr("The secret is empty."))
        else:
            self.taken.emit(name, value, for_session)
