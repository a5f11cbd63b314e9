"""A number field: a line that reads numbers as the language of the machine writes them, and steps by arrows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from modeler.ui.icons import Icons
from modeler.ui.panels.fields.text import LineField
from modeler.ui.panels.form_model import Field, Range
from modeler.ui.plain_text import tooltip

BIG_STEP = 10
STEPPER, ARROW = 20, 12


class NumberField(LineField):
    """A number, or nothing; other text (an expression, say) is kept and judged by the schema.

    Up and Down change it by a step, Page Up and Page Down by ten, within its range; so do the two buttons in the line.
    """

    def __init__(self, field: Field, icons: Icons) -> None:
        self._icons = icons
        super().__init__(field)

    def _build(self, field: Field) -> QWidget:
        line = super()._build(field)
        self._stepper = Stepper(self._line, self._icons, field.label)
        self._stepper.stepped.connect(self._step)
        self._line.textChanged.connect(self._limit)
        return line

    @property
    def stepper(self) -> Stepper:
        """The two buttons in the line."""
        return self._stepper

    def update_field(self, field: Field) -> None:
        """As for every field; another range lets the number go elsewhere."""
        super().update_field(field)
        self._limit()

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
        self._limit()

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
        start = value if isinstance(value, int | float) else _start(self.field)
        self._show_value(stepped(start, by, self.field.range))
        self._typed()

    def _limit(self) -> None:
        """A button that can do nothing says so."""
        value, limits = self._read_value(), self.field.range
        is_open = not self.field.is_readonly and not isinstance(value, str)
        start = value if isinstance(value, int | float) else _start(self.field)
        self._stepper.set_open(
            is_open and stepped(start, 1, limits) != start, is_open and stepped(start, -1, limits) != start
        )

    def _note_text(self, field: Field) -> str:
        words = self._range_words(field.range)
        return f"{field.help} {words}" if field.help and words else field.help or words

    def _range_words(self, limits: Range) -> str:
        """What the number may be, in words."""
        low, high = (None if bound is None else f"{bound:g}" for bound in (limits.minimum, limits.maximum))
        if low and high and not (limits.is_above or limits.is_below):
            return self.tr("From {} to {}.").format(low, high)
        parts = []
        if low:
            parts.append((self.tr("More than {}.") if limits.is_above else self.tr("At least {}.")).format(low))
        if high:
            parts.append((self.tr("Less than {}.") if limits.is_below else self.tr("At most {}.")).format(high))
        return " ".join(parts)


class Stepper(QWidget):
    """Two arrows at the end of a line: for the mouse only, as the keyboard has arrows of its own."""

    stepped = Signal(int)

    def __init__(self, line: QLineEdit, icons: Icons, label: str) -> None:
        super().__init__(line)
        self._line = line
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.up = self._button(icons, "chevron-up", 1, self.tr("{}: one step up").format(label))
        self.down = self._button(icons, "chevron-down", -1, self.tr("{}: one step down").format(label))
        column.addWidget(self.up)
        column.addWidget(self.down)
        margins = line.textMargins()
        line.setTextMargins(margins.left(), margins.top(), STEPPER - 4, margins.bottom())
        line.installEventFilter(self)
        self._place()

    def set_open(self, up: bool, down: bool) -> None:
        """Which of the two can do something."""
        self.up.setEnabled(up)
        self.down.setEnabled(down)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the end of the line."""
        if watched is self._line and event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.setGeometry(self._line.width() - STEPPER - 2, 2, STEPPER, max(0, self._line.height() - 4))

    def _button(self, icons: Icons, picture: str, by: int, words: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("look", "step")
        button.setIcon(icons.get(picture))
        button.setIconSize(QSize(ARROW, ARROW))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        button.setAutoRepeat(True)
        button.setToolTip(tooltip(words))
        button.setAccessibleName(words)
        button.clicked.connect(lambda: self.stepped.emit(by))
        return button


def stepped(value: float, by: int, limits: Range) -> float:
    """The number some steps away, kept within its range and free of the dust of floating point."""
    moved = round(value + by * (limits.step or 1), 10)
    if limits.maximum is not None and (moved > limits.maximum or (limits.is_below and moved == limits.maximum)):
        moved = _bound(value, limits.maximum, limits.is_below, -1, limits)
    if limits.minimum is not None and (moved < limits.minimum or (limits.is_above and moved == limits.minimum)):
        moved = _bound(value, limits.minimum, limits.is_above, 1, limits)
    whole = isinstance(value, int) and float(moved).is_integer()
    return int(moved) if whole else moved


def _bound(value: float, bound: float, is_outside: bool, inward: int, limits: Range) -> float:
    """The last number before a bound; where the bound itself is outside, one step from it, or where we are."""
    if not is_outside:
        return bound
    last = round(bound + inward * (limits.step or 1), 10)
    return last if (value - bound) * inward <= 0 else value if (value - last) * inward <= 0 else last


def _start(field: Field) -> float:
    """Where steps begin while nothing is written: at the default, which stands there as placeholder, or at nothing."""
    number, is_number = QLocale.c().toDouble(field.placeholder)
    if not is_number:
        return 0
    return int(number) if number.is_integer() else number
