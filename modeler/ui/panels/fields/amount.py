"""An amount of money or a percentage: written out while nobody types, and as the bare number while somebody does."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLineEdit

from modeler.services.amounts import Amount
from modeler.ui.panels.fields.number import NumberField


class AmountField(NumberField):
    """A number that is read and shown by the separators, symbol and decimals of its field.

    What is written out has fewer decimals than the number may have, so the number itself is kept beside it.
    """

    _shown: tuple[str, object] = ("", None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The bare number appears when the keyboard comes, and goes when it leaves."""
        if isinstance(watched, QLineEdit) and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._show_value(self._read_value())
            if event.type() == QEvent.Type.FocusIn:
                self._line.selectAll()
        return super().eventFilter(watched, event)

    def _read_value(self) -> object:
        text, amount = self._line.text(), self.field.amount or Amount()
        if text == self._shown[0]:
            return self._shown[1]
        if not text.strip():
            return None
        number = amount.read(text)
        if number is None:
            return text
        return int(number) if number.is_integer() else number

    def _show_value(self, value: object) -> None:
        amount = self.field.amount or Amount()
        text = "" if value is None else str(value)
        if isinstance(value, int | float):
            text = amount.plain(value) if self._line.hasFocus() else amount.text(value)
        self._shown = (text, value)
        self._line.setText(text)
        self._limit()
