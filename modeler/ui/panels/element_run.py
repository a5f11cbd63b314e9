"""The inspector of a run: one visit of an element, its input, configuration and output side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.icons import Icons
from modeler.ui.panels.data_views import DataViews
from modeler.ui.panels.element_details import ElementDetails
from modeler.ui.panels.empty_state import EmptyState
from modeler.ui.panels.fields.choice import QuietComboBox
from modeler.ui.panels.segments import view_button
from modeler.ui.plain_text import ElidedLabel, label, wrapped_label

if TYPE_CHECKING:
    from modeler.services.preview.element_run import ElementRun


LEAST_COLUMN, LEAST_WIDTH = 140, 460
ROOM_FOR_ALL = 720
"""With less width one of the three columns is shown at a time."""
CONFIGURATION = 1


class ElementRunPanel(QWidget):
    """Shows an `ElementRun`. `visit_wanted` asks for another visit; `try_wanted`, `pin_wanted`, `unpin_wanted` act on
    the element, `place_wanted` asks for the field that the error is about, `shown` says that the panel can be seen now
    and wants something to show.
    """

    visit_wanted = Signal(str, int)
    try_wanted = Signal(str)
    pin_wanted = Signal(str)
    unpin_wanted = Signal(str)
    place_wanted = Signal()
    shown = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(LEAST_WIDTH)
        self._icons = icons
        self.run: ElementRun | None = None
        self._empty = EmptyState(
            "search",
            self.tr("Look into a step"),
            self.tr("Run a preview, then select an element: what it was given, did and gave is shown here."),
        )
        self._title = ElidedLabel("heading")
        self._state_icon = QLabel()
        self._state = ElidedLabel("muted")
        self._error = wrapped_label("", "error")
        self.to_place = QPushButton(self.tr("Go to the error"))
        self.to_place.setProperty("look", "link")
        self.to_place.clicked.connect(self.place_wanted)
        self._pinned = label(self.tr("pinned"), "badge")
        self.visit = QuietComboBox()
        self.visit.setProperty("look", "small")
        self.visit.setAccessibleName(self.tr("Visit"))
        self.visit.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.visit.activated.connect(self._choose_visit)
        self.try_alone = QPushButton(self.tr("Run this step…"))
        self.try_alone.clicked.connect(lambda: self._tell(self.try_wanted))
        self.pin = QPushButton()
        self.pin.clicked.connect(lambda: self._tell(self.pin_wanted))
        self.unpin = QPushButton(self.tr("Unpin"))
        self.unpin.clicked.connect(lambda: self._tell(self.unpin_wanted))
        self.input = DataViews(self.tr("Input"))
        self.details = ElementDetails(icons)
        self.output = DataViews(self.tr("Output"))
        self.sides = QButtonGroup(self)
        self._columns = [_padded(view) for view in (self.input, self.details, self.output)]
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self._empty)
        self._layers.addWidget(self._body())
        self.set_icons(icons)

    def show_run(self, run: ElementRun | None, title: str, names: Mapping[str, str]) -> None:
        """Show a visit of an element, or that there is nothing to show; `names` are those of its flows."""
        self.run = run
        self._layers.setCurrentIndex(0 if run is None else 1)
        if run is None:
            return
        self._title.set_full_text(title)
        self._show_head(run)
        self._error.setText(f"{run.error} ({run.code})" if run.code else run.error)
        for widget in (self._error, self.to_place):
            widget.setVisible(bool(run.error))
        self.input.show_data({**run.input, **run.mapped})
        self.details.show_run(run, names)
        self.output.show_data(run.pin if run.pin is not None and not run.visits else run.output)

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._icons = icons
        self._empty.set_icons(icons)
        self.details.set_icons(icons)
        if self.run is not None:
            self._show_head(self.run)

    def showEvent(self, event: QShowEvent) -> None:
        """What was selected meanwhile is looked up now."""
        super().showEvent(event)
        self.shown.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room, else one of them."""
        super().resizeEvent(event)
        self._arrange(event.size().width())

    def _arrange(self, width: int) -> None:
        is_wide = width >= ROOM_FOR_ALL
        self._chooser.setVisible(not is_wide)
        for number, column in enumerate(self._columns):
            column.setVisible(is_wide or number == self.sides.checkedId())

    def _show_head(self, run: ElementRun) -> None:
        icon, role = (
            ("error", "error") if run.error else ("clock", "warning") if run.duration is None else ("check", "success")
        )
        if not run.visits:
            icon, role = "minus", "muted"
        self._state_icon.setPixmap(self._icons.pixmap(icon, 16, role, self.devicePixelRatioF()))
        self._state.set_full_text(self._said(run))
        with QSignalBlocker(self.visit):
            self.visit.clear()
            self.visit.addItems([self.tr("Visit {}").format(number) for number in range(1, run.visits + 1)])
            self.visit.setCurrentIndex(run.visit - 1)
        self.visit.setVisible(run.visits > 1)
        for button in (self.try_alone, self.pin):
            button.setVisible(run.can_run)
        is_pinned = run.pin is not None
        self._pinned.setVisible(is_pinned)
        self.unpin.setVisible(is_pinned)
        self.pin.setText(self.tr("Edit pin…") if is_pinned else self.tr("Pin output…"))

    def _said(self, run: ElementRun) -> str:
        if not run.visits:
            return self.tr("The Request has not been here")
        words = {
            "moved": self.tr("done"),
            "ended": self.tr("done, the path ends here"),
            "waiting": self.tr("waits"),
            "failed": self.tr("failed"),
            "joined": self.tr("joined with others"),
        }
        if run.state == "interrupted":
            failed, ended = (
                self.tr("failed; an event on its border took over"),
                self.tr("ended by an event on its border"),
            )
            words["interrupted"] = failed if run.error else ended
        said = [words.get(run.state, run.state)]
        if run.entered is not None:
            said.append(f"{run.entered:%a} {run.entered.day} {run.entered:%b %Y %H:%M}")
        if run.duration:
            said.append(self.tr("took {}").format(run.duration))
        return "  ·  ".join(said)

    def _body(self) -> QWidget:
        holder = QWidget()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._state_icon)
        head.addWidget(self._title, 2)
        head.addWidget(self._pinned, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._state, 3)
        for widget in (self.visit, self.try_alone, self.pin, self.unpin):
            head.addWidget(widget)
        split = QSplitter(Qt.Orientation.Horizontal)
        for side in self._columns:
            split.addWidget(side)
        split.setSizes([250, 440, 230])
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 6, 0, 8)
        column.setSpacing(4)
        head.setContentsMargins(12, 0, 12, 0)
        column.addLayout(head)
        failed = QHBoxLayout()
        failed.setContentsMargins(12, 0, 12, 0)
        failed.addWidget(self._error, 1)
        failed.addWidget(self.to_place, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(failed)
        column.addWidget(self._side_chooser())
        column.addWidget(split, 1)
        return holder

    def _side_chooser(self) -> QWidget:
        """Which column is shown where there is room for one only."""
        self._chooser = QWidget()
        line = QHBoxLayout(self._chooser)
        line.setContentsMargins(12, 0, 12, 0)
        line.setSpacing(2)
        for number, words in enumerate((self.tr("Input"), self.tr("Configuration"), self.tr("Output"))):
            button = view_button(words)
            button.setChecked(number == CONFIGURATION)
            self.sides.addButton(button, number)
            line.addWidget(button)
        line.addStretch(1)
        self.sides.idClicked.connect(lambda _: self._arrange(self.width()))
        return self._chooser

    def _choose_visit(self, index: int) -> None:
        if self.run is not None:
            self.visit_wanted.emit(self.run.element, index + 1)

    def _tell(self, signal: object) -> None:
        if self.run is not None:
            signal.emit(self.run.element)  # type: ignore[attr-defined]  # a bound signal, whose type Qt does not name


def _padded(view: QWidget) -> QWidget:
    holder = QWidget()
    holder.setMinimumWidth(LEAST_COLUMN)
    column = QVBoxLayout(holder)
    column.setContentsMargins(12, 0, 12, 0)
    column.addWidget(view)
    return holder
