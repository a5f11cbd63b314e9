"""A collapsible group of fields with a heading that tells whether something in it is wrong."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from modeler.ui.panels.fields.context import FieldContext
from modeler.ui.panels.fields.editor import FieldEditor
from modeler.ui.panels.fields.stack import EditorStack
from modeler.ui.panels.form_model import Field, Group
from modeler.ui.plain_text import label, without_mnemonics, wrapped_label

DOT = 8


class GroupBox(QWidget):
    """The heading folds the fields away; folded groups still say how many errors they hold."""

    toggled = Signal(str, bool)
    edited = Signal(str, object)
    finished = Signal(str, object)

    def __init__(self, group: Group, context: FieldContext, parent: QWidget | None = None) -> None:
        from modeler.ui.panels.fields.registry import make_editor

        super().__init__(parent)
        self._icons = context.icons
        self._id = group.id
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._heading(group))
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(16, 4, 16, 16)
        body.setSpacing(12)
        self._help = wrapped_label("", "muted")
        body.addWidget(self._help)
        places = QVBoxLayout()
        places.setSpacing(12)
        body.addLayout(places)
        self._stack = EditorStack(places, context, make_editor)
        self._stack.show(group.fields)
        self._stack.edited.connect(self.edited)
        self._stack.finished.connect(self.finished)
        column.addWidget(self._body)
        line = QFrame()
        line.setProperty("look", "line")
        column.addWidget(line)
        self._fold(group.is_open)
        self._count(group)

    @property
    def editors(self) -> list[FieldEditor]:
        """The editors of the group's fields."""
        return self._stack.editors

    def update_group(self, group: Group) -> None:
        """New values into the same fields; fields that come and go do so without touching the others."""
        self._stack.show(group.fields)
        self._count(group)

    def commit(self) -> None:
        """Finish what is being typed in the group."""
        self._stack.commit()

    def filter(self, words: str) -> bool:
        """Show only fields whose names or help hold `words`, unfolded; whether there are any."""
        found = [editor for editor in self.editors if _holds(editor.field, words)]
        for editor in self.editors:
            editor.setVisible(not words or editor in found)
        self._body.setVisible(bool(found) if words else self._head.isChecked())
        self.setVisible(bool(found) or not words)
        return bool(found)

    def set_errors(self, count: int) -> None:
        """Tell how many fields are wrong."""
        self._errors.setVisible(count > 0)
        self._filled.setVisible(self._is_filled and count == 0)
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
        self._filled = label("", "filled-dot")
        self._filled.setFixedSize(DOT, DOT)
        self._filled.setAccessibleName(self.tr("filled in"))
        self._filled.setToolTip(self.tr("Something is filled in here"))
        self._errors = label("", "error-badge")
        line.addWidget(self._head, 1)
        line.addWidget(self._filled, 0, Qt.AlignmentFlag.AlignVCenter)
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
        self._is_filled = group.is_filled
        self._help.setText(group.help)
        self._help.setVisible(bool(group.help))
        self.set_errors(group.errors)


def find_editor(boxes: list[GroupBox], key: str) -> tuple[GroupBox, FieldEditor] | None:
    """The editor of the field called `key`, and the group that holds it."""
    for box in boxes:
        for editor in box.editors:
            if (found := editor.find_editor(key)) is not None:
                return box, found
    return None


def _holds(field: Field, words: str) -> bool:
    """Whether all of some words stand in a field's label, help, or in what is inside it."""
    text = " ".join(f"{each.label} {each.help}" for each in field.walk()).casefold()
    return all(word in text for word in words.casefold().split())
