"""The template of a screen: code that fills its place, with colors, and completion of the variables of the data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from modeler.ui.panels.fields.code import CodeField
from modeler.ui.panels.fields.context import KnownVariable, Unknown, Verdict
from modeler.ui.panels.fields.text_port import BlockPort
from modeler.ui.panels.fields.variable_help import VariableHelp
from modeler.ui.panels.form_model import Field

MOST = 500
DEEPEST = 5
WIDEST = 16_777_215


class TemplateField(CodeField):
    """A code field as high as there is room; nothing is finished while it is typed."""

    def _fit_height(self) -> None:
        self._block.setMinimumHeight(0)
        self._block.setMaximumHeight(WIDEST)

    def commit(self) -> None:
        """The dialog saves, not the field."""

    def revert(self) -> None:
        """Esc takes nothing back here: there is a history for that."""

    def color_anew(self) -> None:
        """Color a text that was put in as a whole."""
        self._text_kept(self._colors.rehighlight)

    @property
    def block(self) -> QPlainTextEdit:
        """What the text stands in."""
        return self._block


class TemplateEditor(QWidget):
    """Shows a text; `data` is asked for the variables that may stand in it."""

    def __init__(self, data: Callable[[], Mapping[str, object]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = QCoreApplication.translate("TemplateEditor", "Template")
        self.field = TemplateField(Field("template", name, "code", "", language="html"))
        self.field.hide_label()
        self.block = self.field.block
        self.block.setAccessibleName(name)
        self.block.setTabChangesFocus(False)
        self.block.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.help = VariableHelp(self.field, BlockPort(self.block), _DataVariables(data))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)

    def text(self) -> str:
        """What is written."""
        return self.block.toPlainText()

    def show_text(self, text: str) -> None:
        """Show another template; its history begins anew."""
        self.block.setPlainText(text)
        self.block.document().clearUndoRedoStacks()
        self.field.color_anew()

    def go_to(self, place: int) -> None:
        """Put the cursor where something is wrong."""
        cursor = QTextCursor(self.block.document())
        cursor.setPosition(min(place, len(self.text())))
        self.block.setTextCursor(cursor)
        self.block.setFocus(Qt.FocusReason.OtherFocusReason)


class _DataVariables:
    """The variables of sample data."""

    def __init__(self, data: Callable[[], Mapping[str, object]]) -> None:
        self._data = data

    def known(self, language: str = "") -> Sequence[KnownVariable]:
        """Every path of the data with what stands there."""
        found = []
        for path, value in _paths(self._data(), "", 0):
            found.append(KnownVariable(path, _shown(value)))
            if len(found) == MOST:
                break
        return found

    def judge(self, text: str, language: str = "") -> Verdict:
        """Names that the data lack; the result beside the template tells what is wrong with it."""
        from modeler.services.workspace.variables import MAGIC, Variable, judge

        meaning = judge(text, tuple(Variable((name,)) for name in (*self._data(), *MAGIC)), None)
        unknown = tuple(Unknown(each.start, each.end, each.name) for each in meaning.unknown)
        return Verdict(unknown, lack=QCoreApplication.translate("TemplateEditor", "The sample data have no {}."))


def _paths(value: object, name: str, depth: int) -> Iterator[tuple[str, object]]:
    if name:
        yield name, value
    inside = value[0] if isinstance(value, list) and value else value
    if isinstance(inside, Mapping) and depth < DEEPEST:
        for key, each in inside.items():
            is_row = isinstance(value, list)
            yield from _paths(each, str(key) if is_row or not name else f"{name}.{key}", depth + 1)


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ … }"
    return f"[ {len(value)} ]" if isinstance(value, list) else str(value)
