"""Lines with a button that helps to fill them: dates, dates with a time, durations, colors and addresses.

The line takes any text, so that a variable can stand in it; the button, or Alt+Down, opens what picks a value.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QDate, QDateTime, QEvent, QObject, QRectF, QSize, Qt, QTime, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QIcon, QKeyEvent, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import (
    QCalendarWidget,
    QColorDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QTimeEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.icons import Icons
from modeler.ui.panels.fields.drop import Drop
from modeler.ui.panels.fields.editor import WEB, tool_button
from modeler.ui.panels.fields.text import LineField
from modeler.ui.panels.form_model import Field
from modeler.ui.plain_text import label

DATE, TIMED = "yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ss"
SWATCHES = (
    "#1b2129", "#586477", "#cf222e", "#d4691e", "#bf8700", "#1a7f37", "#0a7d5c", "#1f6feb", "#8250df", "#bf3989",
    "#ffffff", "#eef0f4", "#fcebed", "#fdf3e1", "#fff8c5", "#e5f5ec", "#ddf4ff", "#e4eefd", "#fbefff", "#ffeff7",
)  # fmt: skip
SWATCH, COLUMNS = 20, 10
PARTS = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
ORDER = (("Y", 0), ("M", 1), ("W", 2), ("D", 3), ("H", 4), ("M", 5), ("S", 6))
LARGEST, CALENDAR = 9999, 264


class PickedField(LineField):
    """A line with a button at its end."""

    def __init__(self, field: Field, icons: Icons) -> None:
        self._icons = icons
        self._drop: Drop | None = None
        super().__init__(field)

    def _build(self, field: Field) -> QWidget:
        line = super()._build(field)
        frame = QWidget()
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(line, 1)
        self._button = tool_button(self._icon(), self._words().format(field.label), self.open_popup)
        self._button.setEnabled(not field.is_readonly)
        row.addWidget(self._button)
        return frame

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt+Down opens what picks a value, as it does in a list of choices."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            if alt and event.key() == Qt.Key.Key_Down and not self.field.is_readonly:
                self.open_popup()
                return True
        return super().eventFilter(watched, event)

    def open_popup(self) -> None:
        """Show what picks a value under the line."""
        if self._drop is not None:
            self._close_drop()
            return
        self._drop = Drop(self._line)
        self._drop.closed.connect(self._closed)
        self._drop.open(self._fill(self._drop.column))

    @property
    def drop(self) -> Drop | None:
        """What is open under the line."""
        return self._drop

    def _closed(self) -> None:
        self._drop = None

    def _close_drop(self) -> None:
        if self._drop is not None:
            self._drop.close_drop()

    def _take(self, text: str, close: bool = True) -> None:
        if close:
            self._close_drop()
        self._line.setText(text)
        self.edited.emit(self.field.key, self._read_value())
        self.commit()

    def _icon(self) -> QIcon:
        return self._icons.get("calendar")

    def _words(self) -> str:
        return self.tr("{}: choose")

    def _fill(self, column: QVBoxLayout) -> QWidget:
        raise TypeError(f"{type(self).__name__} picks nothing")


class DateField(PickedField):
    """A day, written as 2026-11-24."""

    def _fill(self, column: QVBoxLayout) -> QWidget:
        calendar = QCalendarWidget()
        calendar.setGridVisible(False)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        calendar.setAccessibleName(self.field.label)
        calendar.setMinimumWidth(CALENDAR)
        known = QDate.fromString(self._line.text()[: len("2026-11-24")], DATE)
        if known.isValid():
            calendar.setSelectedDate(known)
        column.addWidget(calendar)
        self._finish(calendar, column)
        return calendar

    def _finish(self, calendar: QCalendarWidget, column: QVBoxLayout) -> None:
        calendar.activated.connect(lambda day: self._take(day.toString(DATE)))
        calendar.clicked.connect(lambda day: self._take(day.toString(DATE)))


class DateTimeField(DateField):
    """A day and a time, written as 2026-11-24T09:30:00; a zone that stands behind is kept."""

    def _finish(self, calendar: QCalendarWidget, column: QVBoxLayout) -> None:
        text = self._line.text()
        known = QDateTime.fromString(text[: len("2026-11-24T09:30:00")], TIMED)
        zone = match[0] if (match := re.search(r"(Z|[+-]\d\d:\d\d)$", text)) else ""
        time = QTimeEdit(known.time() if known.isValid() else QTime(9, 0))
        time.setDisplayFormat("HH:mm")
        time.setAccessibleName(self.tr("Time"))
        done = QPushButton(self.tr("Take"))
        done.setProperty("look", "primary")

        def take() -> None:
            moment = QDateTime(calendar.selectedDate(), time.time())
            self._take(moment.toString(TIMED) + zone)

        done.clicked.connect(take)
        calendar.activated.connect(lambda _: take())
        row = QHBoxLayout()
        row.addWidget(label(self.tr("Time"), "field"))
        row.addWidget(time, 1)
        row.addWidget(done)
        column.addLayout(row)


class DurationField(PickedField):
    """A span of time, written as PT2H; the words for it stand under the line."""

    def _icon(self) -> QIcon:
        return self._icons.get("clock")

    def _fill(self, column: QVBoxLayout) -> QWidget:
        match = PARTS.fullmatch(self._line.text().strip())
        known = [int(part or 0) for part in match.groups()] if match else [0] * len(ORDER)
        form = QGridLayout()
        form.setContentsMargins(0, 0, 0, 0)
        boxes: list[QSpinBox] = []
        for (_, index), words in zip(ORDER, self._units(), strict=True):
            box = QSpinBox()
            box.setRange(0, LARGEST)
            box.setValue(known[index])
            box.setAccessibleName(words)
            box.valueChanged.connect(lambda _: self._take(duration_text([each.value() for each in boxes]), close=False))
            boxes.append(box)
            form.addWidget(label(words, "field"), index, 0)
            form.addWidget(box, index, 1)
        column.addLayout(form)
        return next((box for box in boxes if box.value()), boxes[3])

    def _units(self) -> tuple[str, ...]:
        first = (self.tr("Years"), self.tr("Months"), self.tr("Weeks"), self.tr("Days"))
        return (*first, self.tr("Hours"), self.tr("Minutes"), self.tr("Seconds"))

    def _note_text(self, field: Field) -> str:
        text = self._line.text().strip()
        match = PARTS.fullmatch(text)
        if match is None or not any(match.groups()):
            return field.help
        named = zip((int(part or 0) for part in match.groups()), self._counted(), strict=True)
        return ", ".join((one if count == 1 else more).format(count) for count, (one, more) in named if count)

    def _counted(self) -> tuple[tuple[str, str], ...]:
        """One and several of each part, as a person says it."""
        return (
            (self.tr("{} year"), self.tr("{} years")),
            (self.tr("{} month"), self.tr("{} months")),
            (self.tr("{} week"), self.tr("{} weeks")),
            (self.tr("{} day"), self.tr("{} days")),
            (self.tr("{} hour"), self.tr("{} hours")),
            (self.tr("{} minute"), self.tr("{} minutes")),
            (self.tr("{} second"), self.tr("{} seconds")),
        )


class ColorField(PickedField):
    """A color, written as #1f6feb, with a patch that shows it."""

    def _icon(self) -> QIcon:
        return QIcon()

    def _show_value(self, value: object) -> None:
        super()._show_value(value)
        self._paint()

    def _typed(self) -> None:
        super()._typed()
        self._paint()

    def _paint(self) -> None:
        self._button.setIcon(swatch(self._line.text()))

    def _fill(self, column: QVBoxLayout) -> QWidget:
        grid = QGridLayout()
        grid.setSpacing(2)
        buttons: list[QToolButton] = []
        for index, color in enumerate(SWATCHES):
            button = tool_button(swatch(color), color, lambda color=color: self._take_color(color))  # type: ignore[misc]
            grid.addWidget(button, index // COLUMNS, index % COLUMNS)
            buttons.append(button)
        column.addLayout(grid)
        other = QPushButton(self.tr("Other color…"))
        other.clicked.connect(self._ask)
        column.addWidget(other)
        return next((each for each in buttons if each.accessibleName() == self._line.text().lower()), buttons[0])

    def _take_color(self, color: str) -> None:
        self._take(color)
        self._paint()

    def _ask(self) -> None:
        self._close_drop()
        start = QColor(self._line.text()) if QColor.isValidColorName(self._line.text()) else QColor("#1f6feb")
        chosen = QColorDialog.getColor(start, self, self.field.label)
        if chosen.isValid():
            self._take_color(chosen.name())


class AddressField(PickedField):
    """An address of the web, with a button that opens it."""

    def _icon(self) -> QIcon:
        return self._icons.get("link")

    def _words(self) -> str:
        return self.tr("{}: open in the browser")

    def open_popup(self) -> None:
        """Open the page; other kinds of address are not followed."""
        url = QUrl(self._line.text())
        if url.scheme() in WEB and "{{" not in self._line.text():
            QDesktopServices.openUrl(url)


def duration_text(parts: list[int]) -> str:
    """Years to seconds as ISO 8601 writes them; nothing for no time at all."""
    day = "".join(f"{parts[index]}{letter}" for letter, index in ORDER[:4] if parts[index])
    time = "".join(f"{parts[index]}{letter}" for letter, index in ORDER[4:] if parts[index])
    return f"P{day}{'T' + time if time else ''}" if day or time else ""


def swatch(text: str) -> QIcon:
    """A patch of a color; a crossed one where the text is none."""
    picture = QPixmap(QSize(SWATCH, SWATCH) * 2)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    path.addRoundedRect(QRectF(1, 1, SWATCH - 2, SWATCH - 2), 4, 4)
    painter.setPen(QColor("#8b95a4"))
    if QColor.isValidColorName(text):
        painter.fillPath(path, QColor(text))
    else:
        painter.drawLine(5, SWATCH - 5, SWATCH - 5, 5)
    painter.drawPath(path)
    painter.end()
    return QIcon(picture)
