"""Small parts that the editor's pages are built from: labeled lines, blocks of code, choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from modeler.ui.plain_text import label

ROW = 30


def line(name: str, changed: Callable[[str], object], placeholder: str = "") -> QLineEdit:
    """A line that tells of each change that the user makes."""
    edit = QLineEdit()
    edit.setAccessibleName(name)
    edit.setPlaceholderText(placeholder)
    edit.textEdited.connect(changed)
    return edit


def block(name: str, placeholder: str = "") -> QPlainTextEdit:
    """Several lines of code; Tab leaves it."""
    edit = QPlainTextEdit()
    edit.setAccessibleName(name)
    edit.setPlaceholderText(placeholder)
    edit.setTabChangesFocus(True)
    edit.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    return edit


def choice(name: str, options: Sequence[tuple[str, str]], changed: Callable[[str], object]) -> QComboBox:
    """A choice among values with words; a value of the file that is none of them is added when it is shown."""
    box = QComboBox()
    box.setAccessibleName(name)
    for value, words in options:
        box.addItem(words, value)
    box.activated.connect(lambda index: changed(str(box.itemData(index))))
    return box


def show_choice(box: QComboBox, value: str) -> None:
    """Choose a value without telling anybody."""
    index = box.findData(value)
    if index < 0:
        box.addItem(value, value)
        index = box.count() - 1
    box.setCurrentIndex(index)


def form() -> QFormLayout:
    """Rows of label and editor with even spacing."""
    layout = QFormLayout()
    layout.setContentsMargins(16, 16, 16, 16)
    layout.setHorizontalSpacing(16)
    layout.setVerticalSpacing(12)
    layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    layout.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
    return layout


def add_row(layout: QFormLayout, words: str, widget: QWidget) -> QLabel:
    """One row, its label tied to its editor."""
    title = label(words, "field")
    title.setBuddy(widget)
    title.setMinimumSize(112, ROW)
    layout.addRow(title, widget)
    return title
