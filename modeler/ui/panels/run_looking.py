"""Choosers of the data panel: whose data are looked at, and with which step they are compared."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from modeler.ui.panels.fields.choice import QuietComboBox
from modeler.ui.panels.run_view import LocalView, PlaceChoice, StepRow
from modeler.ui.plain_text import ElidedLabel, tooltip

BEFORE, START, STEP = 0, 1, 2
NUMBER = 76
INDENT = "\u2003"


class PlaceChooser(QuietComboBox):
    """The places with data of their own; hidden while there is only one. `wanted` asks for one (None: the token's)."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places: tuple[PlaceChoice, ...] = ()
        self.setProperty("look", "small")
        self.setAccessibleName(self.tr("Whose data"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.activated.connect(self._choose)

    def show_places(self, local: LocalView) -> None:
        """Offer these, and say which one is shown."""
        self._places = local.places
        places = [place.id for place in local.places]
        here = places.index(local.place) if local.place in places else -1
        follow = self.tr("Where the token is")
        with QSignalBlocker(self):
            self.clear()
            self.addItem(f"{follow}: {local.places[here].title}" if here >= 0 and local.follows else follow)
            self.addItems([f"{INDENT * place.depth}{place.title}" for place in local.places])
            self.setCurrentIndex(0 if local.follows else here + 1)
        for row in range(self.count()):
            self.setItemData(row, tooltip(self.itemText(row).strip()), Qt.ItemDataRole.ToolTipRole)
        self.setToolTip(tooltip(self.currentText().strip()))
        self.setVisible(len(places) > 1 or not local.follows)

    def _choose(self, row: int) -> None:
        self.wanted.emit(self._places[row - 1].id if row else None)


class SinceChooser(QWidget):
    """The step before, the start, or any other step; `changed` tells that another one was chosen."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: Sequence[StepRow] = ()
        self.choice = QuietComboBox()
        self.choice.setProperty("look", "small")
        self.choice.setAccessibleName(self.tr("Changes since"))
        self.choice.addItems([self.tr("Since the step before"), self.tr("Since the start"), self.tr("Since step")])
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(8)
        self.choice.activated.connect(lambda _: self._chosen())
        self.number = QSpinBox()
        self.number.setAccessibleName(self.tr("Compared with step"))
        self.number.setKeyboardTracking(False)
        self.number.setMaximumWidth(NUMBER)
        self.number.valueChanged.connect(lambda _: self._chosen())
        self._words = ElidedLabel("muted")
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self.choice, 1)
        line.addWidget(self.number)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self._words)
        self._arrange()

    @property
    def current(self) -> int:
        """What is chosen: `BEFORE`, `START` or `STEP`."""
        return self.choice.currentIndex()

    @property
    def step(self) -> int | None:
        """The step that was chosen to compare with; None for no such one."""
        return self.number.value() if self.current == STEP else None

    def choose_step(self, step: int) -> None:
        """Compare with a step."""
        with QSignalBlocker(self.number):
            self.number.setRange(0, max(self.number.maximum(), step))
            self.number.setValue(step)
        self.choice.setCurrentIndex(STEP)
        self._chosen()

    def show_steps(self, steps: Sequence[StepRow], base: int | None) -> None:
        """The steps that there are, and the one that they are compared with."""
        self._steps = steps
        with QSignalBlocker(self.number):
            self.number.setRange(0, len(steps))
            if base is not None:
                self.number.setValue(base)
        if base is None and self.current == STEP:
            self.choice.setCurrentIndex(BEFORE)
        self._arrange()

    def _chosen(self) -> None:
        self._arrange()
        self.changed.emit()

    def _arrange(self) -> None:
        is_step = self.current == STEP
        self.number.setVisible(is_step)
        self._words.setVisible(is_step)
        place = self.number.value()
        at_start = self.tr("The start, before the first step")
        self._words.set_full_text(self._steps[place - 1].title if 0 < place <= len(self._steps) else at_start)
