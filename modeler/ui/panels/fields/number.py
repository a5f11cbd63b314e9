"""A number field: a line that reads numbers as the language of the machine writes them."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from modeler.ui.panels.fields.text import LineField


class NumberField(LineField):
    """A number, or nothing; other text (an expression, say) is kept and judged by the schema."""

    def _read_value(self) -> object:
        text = self._line.text().strip()
        if not text:
            return None
        number, is_number = QLocale().toDouble(text)
        if not is_number:
            number, is_number = QLocale.c().toDouble(text)
        if not is_number:
            return text
        return int(number) if number.is_integer() and "." not in text else number

    def _show_value(self, value: object) -> None:
        if isinstance(value, float):
            super()._show_value(
                QLocale.c().toString(value, "g", QLocale.FloatingPointPrecisionOption.FloatingPointShortest.value)
            )
        else:
            super()._show_value(value)

    def commit(self) -> None:
        """Finish the number; an emptied field means no number."""
        if self._read_value() is None and self._known is None:
            self._pause.stop()
            return
        super(LineField, self).commit()
