"""The panel of scenarios: those of the process in front with green and red, why one fails, and what they pass."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.icons import Icons
from modeler.ui.panels.empty_state import EmptyState
from modeler.ui.panels.scenario_detail import ScenarioCoverage, ScenarioResult, file_of
from modeler.ui.panels.scenario_expectations import ScenarioExpectations
from modeler.ui.panels.scenario_view import ScenarioRow, ScenariosView
from modeler.ui.panels.segments import Segments
from modeler.ui.plain_text import ElidedLabel, tooltip

ID = Qt.ItemDataRole.UserRole
STATES = {
    "unknown": ("dot", "muted"),
    "running": ("clock", "accent"),
    "passed": ("success", "success"),
    "failed": ("error", "error"),
    "refused": ("warning", "warning"),
}
LEAST_LIST = 150


class ScenariosPanel(QWidget):
    """Shows a `ScenariosView`; sends what the user wants done with which file."""

    record_wanted = Signal()
    run_wanted = Signal(object)
    run_all_wanted = Signal()
    cancel_wanted = Signal()
    open_wanted = Signal(object)
    update_wanted = Signal(object)
    rename_wanted = Signal(object)
    duplicate_wanted = Signal(object)
    delete_wanted = Signal(object)
    undo_wanted = Signal()
    selected = Signal(object)
    saved = Signal(object, dict)
    coverage_wanted = Signal(bool)
    element_chosen = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icons = icons
        self._view = ScenariosView()
        self._empty = EmptyState("check", "", "")
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Scenarios"))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setMinimumWidth(LEAST_LIST)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._open_menu)
        self.list.currentItemChanged.connect(self._turned)
        self.list.itemDoubleClicked.connect(lambda item: self.run_wanted.emit(item.data(ID)))
        self.result = ScenarioResult()
        self.expectations = ScenarioExpectations()
        self.coverage = ScenarioCoverage()
        self.result.element_chosen.connect(self.element_chosen)
        self.expectations.saved.connect(self.saved)
        self.coverage.element_chosen.connect(self.element_chosen)
        self.views = Segments((self.tr("Result"), self.tr("Expectations"), self.tr("Coverage")))
        for view in (self.result, self.expectations, self.coverage):
            self.views.add(view)
        self._words = ElidedLabel("heading")
        self._lay_out()
        self._add_keys()
        self.set_icons(icons)

    @property
    def view(self) -> ScenariosView:
        """What is shown."""
        return self._view

    def show_view(self, view: ScenariosView) -> None:
        """Show scenarios as they are now."""
        self._view = view
        self._words.set_full_text(view.message or self._summary(view))
        self._show_empty(view)
        self._show_rows(view)
        self.result.show_row(view.chosen, self._icons)
        self.expectations.show_row(view.chosen)
        self.coverage.show_rows(view.coverage, view.coverage_words, self._icons)
        self._allow(view)

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._icons = icons
        self._empty.set_icons(icons)
        self.list.setIconSize(QSize(16, 16))
        for button, name in ((self.record, "new"), (self.run_all, "play"), (self.cancel, "stop")):
            button.setIcon(icons.get(name, "muted"))
        self.show_coverage.setIcon(icons.get("path", "muted"))
        self.show_view(self._view)

    # Parts --------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.record = self._button(self.tr("Record run"), self.record_wanted.emit)
        self.run_all = self._button(self.tr("Run all"), self.run_all_wanted.emit)
        self.cancel = self._button(self.tr("Stop"), self.cancel_wanted.emit)
        self.undo = self._button(self.tr("Bring back"), self.undo_wanted.emit)
        self.update_button = self._button(self.tr("Update…"), lambda: self._with_chosen(self.update_wanted.emit))
        self.update_button.setToolTip(self.tr("Look at the differences and expect what came out"))
        self.open_button = self._button(self.tr("Open on canvas"), lambda: self._with_chosen(self.open_wanted.emit))
        self.show_coverage = QToolButton()
        self.show_coverage.setText(self.tr("Coverage"))
        self.show_coverage.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.show_coverage.setCheckable(True)
        self.show_coverage.setToolTip(self.tr("Paint on the canvas what scenarios pass"))
        self.show_coverage.toggled.connect(self.coverage_wanted)
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 6)
        head.setSpacing(8)
        for button in (self.record, self.run_all, self.cancel):
            head.addWidget(button)
        head.addWidget(self._words, 1)
        for widget in (self.undo, self.show_coverage):
            head.addWidget(widget)
        for widget in (self.open_button, self.update_button):
            self.result.foot.addWidget(widget)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(12, 0, 12, 8)
        column.addWidget(self.views)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(self.list)
        self._split.addWidget(right)
        self._split.setSizes([300, 620])
        self._split.setStretchFactor(1, 1)
        self._split.setChildrenCollapsible(False)
        holder = QWidget()
        self._layers = QStackedLayout(holder)
        self._layers.addWidget(self._empty)
        self._layers.addWidget(self._split)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addWidget(holder, 1)

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: act())
        return button

    def _add_keys(self) -> None:
        acts = (
            ("Return", self.run_wanted), ("Enter", self.run_wanted), ("Ctrl+Return", self.open_wanted),
            ("F2", self.rename_wanted), ("Ctrl+D", self.duplicate_wanted), ("Del", self.delete_wanted),
        )  # fmt: skip
        for key, signal in acts:
            QShortcut(
                QKeySequence(key), self.list, lambda signal=signal: self._with_chosen(signal.emit),
                context=Qt.ShortcutContext.WidgetShortcut,
            )  # fmt: skip
        QShortcut(QKeySequence("Ctrl+Z"), self.list, self.undo.click, context=Qt.ShortcutContext.WidgetShortcut)

    # Showing ------------------------------------------------------------------------------------------------------

    def _show_empty(self, view: ScenariosView) -> None:
        if view.rows:
            self._layers.setCurrentIndex(1)
            return
        title = self.tr("No scenarios yet")
        text = self.tr(
            "Preview a Request (F5), then press Record run: start data, answers and what came out are kept as a test "
            "beside the process."
        )
        self._empty.set_words(title, view.refusal or text)
        self._layers.setCurrentIndex(0)

    def _show_rows(self, view: ScenariosView) -> None:
        with QSignalBlocker(self.list):
            if [self._file(row) for row in range(self.list.count())] != [row.file for row in view.rows]:
                self.list.clear()
                for _ in view.rows:
                    self.list.addItem(QListWidgetItem())
            for number, row in enumerate(view.rows):
                self._fill(self.list.item(number), row)
                if row.file == view.selected:
                    self.list.setCurrentRow(number)

    def _fill(self, item: QListWidgetItem, row: ScenarioRow) -> None:
        icon, role = STATES[row.state]
        item.setIcon(self._icons.get(icon, "muted" if row.is_stale and row.state in ("passed", "failed") else role))
        item.setText(row.name)
        item.setData(ID, row.file)
        words = self._state_words(row)
        item.setToolTip(tooltip("\n".join(filter(None, (row.name, row.description, words, row.file.name)))))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.name}, {words}")

    def _state_words(self, row: ScenarioRow) -> str:
        words = {
            "unknown": self.tr("not run yet"), "running": self.tr("running"), "passed": self.tr("passed"),
            "failed": self.tr("failed"), "refused": self.tr("cannot be read"),
        }[row.state]  # fmt: skip
        return self.tr("{} before the last change").format(words) if row.is_stale and row.state != "unknown" else words

    def _summary(self, view: ScenariosView) -> str:
        if view.running:
            return self.tr("Running: {} of {}").format(view.done, view.running)
        if not view.rows:
            return ""
        passed = sum(row.state == "passed" for row in view.rows)
        failed = sum(row.state in ("failed", "refused") for row in view.rows)
        words = self.tr("{} of {} passed").format(passed, len(view.rows))
        words = f"{words}, {self.tr('{} failed').format(failed)}" if failed else words
        return f"{words}  ·  {view.coverage_words}" if view.coverage_words else words

    def _allow(self, view: ScenariosView) -> None:
        chosen, is_idle = view.chosen, not view.running
        self.record.setEnabled(view.can_record and is_idle and not view.refusal)
        self.record.setToolTip(
            self.tr("Keep the previewed run as a scenario")
            if view.can_record
            else self.tr("Preview a Request first (F5)")
        )
        self.run_all.setEnabled(bool(view.rows) and is_idle)
        self.run_all.setVisible(is_idle)
        self.cancel.setVisible(not is_idle)
        self.undo.setVisible(view.can_undo)
        self.open_button.setEnabled(chosen is not None and chosen.state != "refused" and is_idle)
        can_update = chosen is not None and chosen.state == "failed" and not chosen.is_stale and not chosen.problem
        self.update_button.setEnabled(can_update and is_idle)
        with QSignalBlocker(self.show_coverage):
            self.show_coverage.setChecked(view.is_coverage_shown)
        self.show_coverage.setEnabled(bool(view.coverage))

    # Acting -------------------------------------------------------------------------------------------------------

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        row = self._view.chosen
        if row is None:
            return
        entries: tuple[tuple[str, Callable[[object], object], str], ...] = (
            (self.tr("Run"), self.run_wanted.emit, "Return"),
            (self.tr("Open on canvas"), self.open_wanted.emit, "Ctrl+Return"),
            (self.tr("Rename…"), self.rename_wanted.emit, "F2"),
            (self.tr("Duplicate"), self.duplicate_wanted.emit, "Ctrl+D"),
            (self.tr("Delete"), self.delete_wanted.emit, "Del"),
        )
        for text, act, key in entries:
            action = menu.addAction(f"{text}\t{key}")
            action.triggered.connect(lambda _=False, act=act: act(row.file))
            action.setEnabled(not self._view.running and (row.state != "refused" or act == self.delete_wanted.emit))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.list.mapToGlobal(at))

    def _turned(self, item: QListWidgetItem | None) -> None:
        self.selected.emit(item.data(ID) if item is not None else None)

    def _with_chosen(self, act: Callable[[object], object]) -> None:
        row = self._view.chosen
        if row is not None and not self._view.running:
            act(row.file)

    def _file(self, row: int) -> Path | None:
        return file_of(self.list.item(row).data(ID))
