"""A number field: a line that reads numbers as the language of the machine writes them, and steps by the arrows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, QObject, Qt
from PySide6.QtGui import QKeyEvent

from modeler.ui.panels.fields.text import LineField
from modeler.ui.panels.form_model import Field, Range

BIG_STEP = 10


class NumberField(LineField):
    """A number, or nothing; other text (an expression, say) is kept and judged by the schema.

    Up and Down change it by a step, Page Up and Page Down by ten, within its range.
    """

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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows step; everything else as in a line."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: BIG_STEP, Qt.Key.Key_PageDown: -BIG_STEP}
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not self.field.is_readonly:
            by = steps.get(Qt.Key(event.key()))
            if by is not None and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self._step(by)
                return True
        return super().eventFilter(watched, event)

    def _step(self, by: int) -> None:
        value = self._read_value()
        if isinstance(value, str):
            return
        start = value if isinstance(value, int | float) else 0
        self._show_value(stepped(start, by, self.field.range))
        self._typed()

    def _note_text(self, field: Field) -> str:
        words = range_words(field.range)
        return field.help or (self.tr("From {} to {}.").format(*words) if all(words) else "")


def stepped(value: float, by: int, limits: Range) -> float:
    """The number some steps away, kept within its range and free of the dust of floating point."""
    moved = round(value + by * (limits.step or 1), 10)
    if limits.maximum is not None:
        moved = min(moved, limits.maximum)
    if limits.minimum is not None:
        moved = max(moved, limits.minimum)
    whole = isinstance(value, int) and float(moved).is_integer()
    return int(moved) if whole else moved


def range_words(limits: Range) -> tuple[str, str]:
    """The bounds of a range as a person writes them; empty where there is none."""
    first, last = ("" if bound is None else f"{bound:g}" for bound in (limits.minimum, limits.maximum))
    return first, last
