"""A FEEL expression as Camunda 8 stores it, behind an equals sign: the sign stands in front, the text is FEEL alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from modeler.ui.panels.fields.code import CodeField
from modeler.ui.panels.fields.text import CODE_LINES
from modeler.ui.panels.form_model import Field
from modeler.ui.plain_text import label

SIGN = "="


class FeelField(CodeField):
    """Code in FEEL; an emptied one is no expression at all, and one that nobody changed stays as it stands."""

    def _build(self, field: Field) -> QWidget:
        block = super()._build(field)
        frame = QWidget()
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        sign = label(SIGN, "feel-sign")
        sign.setAccessibleName(self.tr("FEEL expression"))
        sign.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(block, 1)
        return frame

    def commit(self) -> None:
        """As for every field; a text that stands there without its sign is not changed by looking at it."""
        if self.is_untouched() or bare(self._known) == self._text():
            self._pause.stop()
            return
        super().commit()
        if self._text() != bare(self._read_value()):
            self._show_value(self._read_value())

    def _read_value(self) -> object:
        text = self._text()
        if text.lstrip().startswith(SIGN):  # it was pasted with its sign
            return text.lstrip()
        return f"{SIGN}{text}" if text.strip() else ""

    def _show_value(self, value: object) -> None:
        super()._show_value(bare(value))
        if value == self._known:
            self._untouched = self._text()

    def _language(self, field: Field) -> str:
        return "feel"

    def _lines(self) -> tuple[int, int]:
        return 1, CODE_LINES[1]


def bare(value: object) -> str:
    """An expression without its sign."""
    return "" if value is None else str(value).removeprefix(SIGN)
