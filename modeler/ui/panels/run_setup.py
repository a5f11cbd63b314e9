"""How a Request starts: at which event, with which data (a form or JSON), seed and clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from modeler.ui.panels.data_form import DataForm
from modeler.ui.panels.fields.choice import QuietComboBox
from modeler.ui.panels.json_edit import JsonEdit
from modeler.ui.panels.segments import Segments
from modeler.ui.plain_text import label, without_mnemonics, wrapped_label

FORM, JSON, MORE = 0, 1, 2


class RunSetup(QWidget):
    """`changed` says that something about the start is different now, `shown` that it can be seen."""

    changed = Signal()
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: Mapping[str, object] = {}
        self._starts: Sequence[tuple[str, str]] = ()
        self.data = JsonEdit(self.tr("Start data"))
        self.form = DataForm()
        self.start = QuietComboBox()
        self.start.setAccessibleName(self.tr("Start event"))
        self.start.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.start.setMinimumContentsLength(6)
        self.seed = QSpinBox()
        self.seed.setRange(0, 999_999)
        self.seed.setAccessibleName(self.tr("Seed"))
        self.clock = QLineEdit()
        self.clock.setAccessibleName(self.tr("Clock"))
        self.clock.setPlaceholderText("2026-01-05 09:00")
        self._clock_note = wrapped_label("", "error")
        self._clock_note.hide()
        self.views = Segments((self.tr("Form"), self.tr("JSON"), self.tr("More")))
        self.views.add(self.form)
        self.views.add(self.data)
        self.views.add(self._more())
        self.views.turned.connect(self._turned)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.start)
        column.addWidget(self.views, 1)
        self.form.changed.connect(self._form_changed)
        self.data.changed.connect(lambda _: self.changed.emit())
        self.data.block.textChanged.connect(self._text_changed)
        self.clock.textChanged.connect(self._check_clock)
        self.seed.valueChanged.connect(lambda _: self.changed.emit())
        self.start.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.set_starts((), "")

    @property
    def error(self) -> str:
        """Why nothing can start like this; empty when it can."""
        return self.data.error or self._clock_error()

    @property
    def chosen_start(self) -> str | None:
        """The start event that was chosen, None for the usual one."""
        index = self.start.currentIndex()
        return self._starts[index][0] or None if 0 <= index < len(self._starts) else None

    @property
    def moment(self) -> datetime | None:
        """Where the clock begins, None for the usual Monday."""
        text = self.clock.text().strip()
        found = datetime.fromisoformat(text) if text and not self._clock_error() else None
        return found.replace(tzinfo=found.tzinfo or UTC) if found is not None else None

    def showEvent(self, event: QShowEvent) -> None:
        """What takes a look at the whole document is asked for only now."""
        super().showEvent(event)
        self.shown.emit()

    def set_starts(self, starts: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer these start events, by id and title; the choice is hidden where there is none."""
        self._starts = [("", self.tr("Usual start")), *starts]
        with QSignalBlocker(self.start):
            self.start.clear()
            self.start.addItems([without_mnemonics(title) for _, title in self._starts])
            ids = [id for id, _ in self._starts]
            self.start.setCurrentIndex(ids.index(chosen) if chosen in ids else 0)
        self.start.setVisible(len(starts) > 1)

    def set_known(self, known: Mapping[str, object]) -> None:
        """Offer fields for these variables, too."""
        self._known = known
        if self.views.current == FORM:
            self._show_form()

    def show_start(self, text: str, seed: int, clock: str) -> None:
        """Show what another document starts with."""
        self._known = {}
        self.data.block.setPlainText(text)
        self.seed.setValue(seed)
        self.clock.setText(clock)
        self._show_form()
        if self.data.error:
            self.views.turn(JSON)

    def show_options(self, data: Mapping[str, object], start: str | None, seed: int, clock: datetime | None) -> None:
        """Show how another run was started, to start like that again."""
        self.data.set_data(dict(data))
        self.seed.setValue(seed)
        self.clock.setText(clock.isoformat(sep=" ") if clock is not None else "")
        ids = [id for id, _ in self._starts]
        self.start.setCurrentIndex(ids.index(start or "") if (start or "") in ids else 0)
        self._show_form()

    def _more(self) -> QWidget:
        holder = QWidget()
        rows = QFormLayout(holder)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addRow(_beside(self.tr("Clock starts at"), self.clock), self.clock)
        rows.addRow(self._clock_note)
        rows.addRow(_beside(self.tr("Seed"), self.seed), self.seed)
        rows.addRow(wrapped_label(self.tr("The same data, clock and seed give the same run each time."), "muted"))
        return holder

    def _turned(self, view: int) -> None:
        if view == FORM:
            if self.data.error:
                self.views.turn(JSON)
            else:
                self._show_form()

    def _show_form(self) -> None:
        self.form.show_data(self.data.data() or {}, self._known)

    def _form_changed(self, data: dict[str, object]) -> None:
        with QSignalBlocker(self.data.block):
            self.data.set_data(data)
        self.changed.emit()

    def _text_changed(self) -> None:
        if self.views.current == FORM and not self.data.error:
            self._show_form()

    def _clock_error(self) -> str:
        text = self.clock.text().strip()
        try:
            datetime.fromisoformat(text) if text else None
        except ValueError:
            return self.tr("Write a date and time such as 2026-01-05 09:00.")
        return ""

    def _check_clock(self) -> None:
        error = self._clock_error()
        self._clock_note.setText(error)
        self._clock_note.setVisible(bool(error))
        self.changed.emit()


def _beside(words: str, field: QWidget) -> QWidget:
    """The label of a field, at the height of its text."""
    name = label(words, "field")
    name.setBuddy(field)
    name.setMinimumHeight(field.sizeHint().height())
    return name
