"""A collapsible group of fields with a heading that tells whether something in it is wrong."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from modeler.ui.icons import Icons
from modeler.ui.panels.fields.editor import FieldEditor
from modeler.ui.panels.fields.registry import make_editor
from modeler.ui.panels.form_model import Group
from modeler.ui.plain_text import label, without_mnemonics


class GroupBox(QWidget):
    """The heading folds the fields away; folded groups still say how many errors they hold."""

    toggled = Signal(str, bool)
    edited = Signal(str, object)
    finished = Signal(str, object)

    def __init__(self, group: Group, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._id = group.id
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._heading(group))
        self._body = QWidget()
        self.editors = [make_editor(field, icons) for field in group.fields]
        body = QVBoxLayout(self._body)
        body.setContentsMargins(16, 4, 16, 16)
        body.setSpacing(12)
        for editor in self.editors:
            body.addWidget(editor)
            editor.edited.connect(self.edited)
            editor.finished.connect(self.finished)
        column.addWidget(self._body)
        line = QFrame()
        line.setProperty("look", "line")
        column.addWidget(line)
        self._fold(group.is_open)
        self._count(group)

    def update_group(self, group: Group) -> None:
        """New values into the same fields."""
        for editor, field in zip(self.editors, group.fields, strict=True):
            editor.update_field(field)
        self._count(group)

    def set_errors(self, count: int) -> None:
        """Tell how many fields are wrong."""
        self._errors.setVisible(count > 0)
        self._errors.setText(str(count))
        self._errors.setAccessibleName(self.tr("1 error") if count == 1 else self.tr("{} errors").format(count))

    def set_open(self, is_open: bool) -> None:
        """Fold or unfold, as a click on the heading does."""
        if self._head.isChecked() != is_open:
            self._head.click()

    def _heading(self, group: Group) -> QWidget:
        bar = QWidget()
        line = QHBoxLayout(bar)
        line.setContentsMargins(0, 0, 12, 0)
        self._head = QToolButton()
        self._head.setText(without_mnemonics(group.title))
        self._head.setProperty("look", "group")
        self._head.setCheckable(True)
        self._head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._head.setIconSize(QSize(16, 16))
        self._head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._head.clicked.connect(self._clicked)
        self._errors = label("", "error-badge")
        line.addWidget(self._head, 1)
        line.addWidget(self._errors, 0, Qt.AlignmentFlag.AlignVCenter)
        return bar

    def _clicked(self, is_open: bool) -> None:
        self._fold(is_open)
        self.toggled.emit(self._id, is_open)

    def _fold(self, is_open: bool) -> None:
        self._head.setChecked(is_open)
        self._head.setIcon(self._icons.get("chevron-down" if is_open else "chevron-right"))
        self._body.setVisible(is_open)

    def _count(self, group: Group) -> None:
        self.set_errors(group.errors)


def find_editor(boxes: list[GroupBox], key: str) -> tuple[GroupBox, FieldEditor] | None:
    """The editor of the field called `key`, and the group that holds it."""
    for box in boxes:
        for editor in box.editors:
            if (found := editor.find_editor(key)) is not None:
                return box, found
    return None
