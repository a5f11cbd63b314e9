"""The frame round every field: label, editor, help or error under it, and when a value counts as finished.

An editor tells two things apart: `edited` while somebody types (checked at once, nothing written) and
`finished` when the field is left, Enter is pressed or a choice is made (one undo step). What is finished and cannot be
stored is `drafted`, to be shown when the field is next; None says that it was given up. A value that arrives
from the model never takes the focus, and never overwrites what is being typed unless the model itself changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from modeler.ui.icons import Icons
from modeler.ui.panels.form_model import Field
from modeler.ui.plain_text import tooltip, wrapped_label
from modeler.ui.theme import set_look

PAUSE = 700
TOOL = 16
WEB = ("http", "https")


class FieldEditor(QWidget):
    """One field of a form; subclasses put their editor in by `_build` and read and show its value."""

    edited = Signal(str, object)
    finished = Signal(str, object)
    drafted = Signal(str, object)
    described = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._known: object = field.value
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.commit)
        self._label = snug(wrapped_label(self._label_text(field), "field"))
        self._head = QHBoxLayout()
        self._head.setSpacing(2)
        self._head.addWidget(self._label, 1)
        self._editor = self._build(field)
        if self._shows_label():
            self._column.addLayout(self._head)
            self._label.setBuddy(self.editor)
        self._column.addWidget(self._editor)
        self._note = snug(wrapped_label("", "muted"))
        self._column.addWidget(self._note)
        self._describe(field)
        self._show_value(shown_value(field))
        if field.draft is not None:
            self.set_error(field.error)

    @property
    def editor(self) -> QWidget:
        """The widget that takes the keyboard."""
        return self._editor

    def value(self) -> object:
        """What the editor holds now."""
        return self._read_value()

    def add_tool(self, button: QToolButton) -> None:
        """Put a small button to the right of the label."""
        button.setProperty("look", "tool")
        button.setFixedSize(TOOL + 4, TOOL + 2)
        self._head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def add_note(self, note: QWidget) -> None:
        """Put words under the editor, before its help."""
        self._column.insertWidget(self._column.indexOf(self._note), note)

    def hide_label(self) -> None:
        """Leave the label to a heading above."""
        self._label.hide()

    def add_lock(self, icons: Icons) -> None:
        """Tell that the value is only shown."""
        lock = QLabel()
        lock.setPixmap(icons.pixmap("lock", TOOL - 2, "muted", self.devicePixelRatioF()))
        lock.setToolTip(tooltip(self.tr("This cannot be changed here.")))
        lock.setAccessibleName(self.tr("{}: cannot be changed").format(self.field.label))
        self._head.addWidget(lock, 0, Qt.AlignmentFlag.AlignTop)

    def add_documentation(self, icons: Icons) -> None:
        """Offer the page that explains the field, where there is one."""
        url = QUrl(self.field.documentation)
        if url.scheme() not in WEB:
            return
        words = self.tr("{}: open the documentation").format(self.field.label)
        self.add_tool(tool_button(icons.get("help"), words, lambda: QDesktopServices.openUrl(url)))

    def update_field(self, field: Field) -> None:
        """Take a newer state of the same field; what is being typed stays unless the model changed."""
        changed, held = field.value != self._known, self._read_value()
        self.field = field
        self._known = field.value
        if changed or not self._pause.isActive():
            self._pause.stop()
            if held != shown_value(field):
                self._show_value(shown_value(field))
        self._describe(field)

    def set_error(self, error: str) -> None:
        """Show what is wrong with the value, or the help when nothing is."""
        help = self.tr("The selected elements differ here.") if self.field.is_mixed else self._note_text(self.field)
        self._note.setText(error or help)
        self._note.setVisible(bool(error or help))
        set_look(self._note, "role", "error" if error else "muted")
        set_look(self.editor, "state", "error" if error else "")
        self.editor.setAccessibleDescription(error or help)

    def inner_editors(self) -> list[FieldEditor]:
        """The editors inside this one, of lists and objects."""
        return []

    def find_editor(self, key: str) -> FieldEditor | None:
        """This editor or one inside it, by the field's key."""
        if self.field.key == key:
            return self
        return next((found for inner in self.inner_editors() if (found := inner.find_editor(key))), None)

    def apply_errors(self, errors: dict[str, str]) -> int:
        """Show the messages of a check, here and inside; returns how many fields are wrong."""
        own = errors.get(self.field.key, "")
        self.set_error(own)
        return (1 if own else 0) + sum(inner.apply_errors(errors) for inner in self.inner_editors())

    def commit(self) -> None:
        """Finish the value now if it differs from the model's."""
        self._pause.stop()
        value = self._read_value()
        if self.field.draft is not None:
            if value == self.field.draft:
                return
            self._draft(None)
        if value != self._known:
            self._known = value
            self.finished.emit(self.field.key, value)

    def revert(self) -> None:
        """Take back what was typed and not finished."""
        self._pause.stop()
        self._show_value(self._known)
        if self.field.draft is not None:
            self._draft(None)
        self.edited.emit(self.field.key, self._read_value())

    def focus_editor(self) -> None:
        """Put the keyboard into the field, as after a click on its problem."""
        self.editor.setFocus()

    def _draft(self, value: object) -> None:
        """Ask to keep what cannot be stored, or with None to forget it."""
        self.field = replace(self.field, draft=value)
        self.drafted.emit(self.field.key, value)

    def _describe(self, field: Field) -> None:
        self.editor.setAccessibleName(field.label)
        self._label.setText(self._label_text(field))
        self._label.setToolTip(tooltip(field.help))
        self.set_error(field.error)
        self.described.emit()

    def _typed(self) -> None:
        self._pause.start()
        self.edited.emit(self.field.key, self._read_value())

    def _label_text(self, field: Field) -> str:
        return f"{field.label} *" if field.is_required else field.label

    def _note_text(self, field: Field) -> str:
        return field.help

    def _shows_label(self) -> bool:
        return bool(self.field.label)

    def _build(self, field: Field) -> QWidget:
        raise TypeError(f"{type(self).__name__} builds no editor for {field.kind}")

    def _read_value(self) -> object:
        raise TypeError(f"{type(self).__name__} reads no value")

    def _show_value(self, value: object) -> None:
        raise TypeError(f"{type(self).__name__} shows no {type(value).__name__}")


def shown_value(field: Field) -> object:
    """What stands in the editor: what was typed and is not stored, else the value."""
    return field.value if field.draft is None else field.draft


def snug(label: QLabel) -> QLabel:
    """Let a wrapped label take the height of its words and no more, however tall its place is."""
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    return label


def tool_button(icon: QIcon, words: str, act: Callable[[], object]) -> QToolButton:
    """A small button with a picture; its words are tooltip and accessible name."""
    button = QToolButton()
    button.setIcon(icon)
    button.setIconSize(QSize(TOOL, TOOL))
    button.setToolTip(tooltip(words))
    button.setAccessibleName(words)
    button.clicked.connect(lambda: act())
    return button
