"""The panel of the history: past runs of the document in front, searched, looked at, opened, kept and deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.history.model import RunsModel
from modeler.ui.history.rows import HistoryView, RunRow
from modeler.ui.history.run_list import RunDelegate, RunList
from modeler.ui.history.sheet import RunSheetView
from modeler.ui.icons import Icons
from modeler.ui.outbox.filter_bar import SearchLine
from modeler.ui.panels.empty_state import EmptyState
from modeler.ui.plain_text import ElidedLabel, set_clear_icon

LEAST_WIDTH, EMPTY = 460, 150
TYPING, AGING = 200, 30_000


class HistoryPanel(QWidget):
    """Shows rows and a `HistoryView`; sends what the user wants done with which run. Built when it is first seen."""

    shown = Signal()
    search_changed = Signal(str)
    selected = Signal(str)
    portion_wanted = Signal(int)
    open_wanted = Signal(str)
    again_wanted = Signal(str)
    replay_wanted = Signal(str)
    compare_wanted = Signal(str)
    record_wanted = Signal(str)
    rename_wanted = Signal(str)
    keep_wanted = Signal(str, bool)
    undo_wanted = Signal()
    delete_wanted = Signal(str)
    clear_wanted = Signal()
    recording_wanted = Signal(bool)

    def __init__(self, icons: Icons, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(LEAST_WIDTH)
        self._icons, self._view = icons, HistoryView()
        self.model = RunsModel(now)
        self.model.wanted.connect(self.portion_wanted)
        self._is_built = False

    @property
    def view(self) -> HistoryView:
        """What is shown beside the rows."""
        return self._view

    @property
    def current(self) -> RunRow | None:
        """The run that is selected."""
        return self.model.row(self.list.currentIndex().row()) if self._is_built else None

    def show_rows(self, total: int, rows: Sequence[RunRow], chosen: int | None) -> None:
        """The list as it is now, with the row that is selected."""
        self._build()
        before = self.list.verticalScrollBar().value()
        self.model.show_first(total, rows)
        self.list.verticalScrollBar().setValue(before)
        row = chosen if chosen is not None else (0 if total else -1)
        if row != self.list.currentIndex().row():
            self.list.setCurrentIndex(self.model.index(row) if row >= 0 else QModelIndex())

    def show_view(self, view: HistoryView) -> None:
        """Show how everything else is now; before the panel was seen, only remember it."""
        self._view = view
        if not self._is_built:
            return
        deleted = self.tr("“{}” deleted").format(view.deleted) if view.deleted else ""
        words = view.message or deleted or self._summary(view)
        for undo in (self.undo, self.undo_last):
            undo.setVisible(bool(view.deleted))
        self._words.set_full_text(words)
        self._words.setVisible(bool(words))
        count = self.tr("1 run") if view.total == 1 else self.tr("{} runs").format(f"{view.total:,}")
        self.search.setPlaceholderText(self.tr("Search {}").format(count))
        self.sheet.show_sheet(view.sheet, self._icons)
        self._show_empty(view)
        self._allow(view)

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._icons = icons
        if not self._is_built:
            return
        for empty in (self._empty, self._nothing):
            empty.set_icons(icons)
        self._delegate = RunDelegate(icons, self.model)
        self.list.setItemDelegate(self._delegate)
        self.search.setClearButtonEnabled(True)
        set_clear_icon(self.search, icons.get("close"))
        self.open_button.setIcon(icons.get("path", "muted"))
        self.again.setIcon(icons.get("restart", "muted"))
        self.more.setIcon(icons.get("more", "muted"))
        self.show_view(self._view)

    def showEvent(self, event: QShowEvent) -> None:
        """What happened meanwhile is read now."""
        super().showEvent(event)
        self._build()
        self.shown.emit()

    # Parts --------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        if self._is_built:
            return
        self._is_built = True
        self._empty = EmptyState("clock", "", "")
        self._nothing = EmptyState("search", self.tr("Nothing found"), self.tr("No run has all of these words."))
        self.list = RunList(self.model)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._turned())
        self.list.doubleClicked.connect(lambda _: self._with_run(self.open_wanted.emit))
        self.list.customContextMenuRequested.connect(self._open_menu)
        self.sheet = RunSheetView()
        self._lay_out()
        self._add_keys()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING)
        self._typing.timeout.connect(lambda: self.search_changed.emit(self.search.text().strip()))
        self.search.textChanged.connect(lambda _: self._typing.start())
        self.search.left.connect(self.list.setFocus)
        self.list.search_wanted.connect(self.search.setFocus)
        self._aging = QTimer(self)
        self._aging.setInterval(AGING)
        self._aging.timeout.connect(self.list.viewport().update)
        self._aging.start()
        self.set_icons(self._icons)

    def _lay_out(self) -> None:
        self.search = SearchLine()
        self.search.setAccessibleName(self.tr("Search runs"))
        self.search.setToolTip(self.tr("Search names, data, elements and outcomes (/)"))
        self._words = ElidedLabel("muted")
        self.open_button = self._button(self.tr("Open"), self.open_wanted.emit)
        self.open_button.setToolTip(self.tr("Look at this run on the canvas"))
        self.again = self._button(self.tr("Run again"), self.again_wanted.emit)
        self.again.setToolTip(self.tr("Start a new run with the same data, in the process as it is now"))
        self.more = QToolButton()
        self.more.setIconSize(QSize(18, 18))
        self.more.setToolTip(self.tr("More"))
        self.more.setAccessibleName(self.tr("More about runs"))
        self.more.clicked.connect(lambda: self._open_menu(None))
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 8, 6)
        head.setSpacing(8)
        head.addWidget(self.search, 4)
        head.addWidget(self._words, 3)
        self.undo = self._bring_back_button()
        for widget in (self.undo, self.open_button, self.again, self.more):
            head.addWidget(widget)
        left = QWidget()
        self._lists = QStackedLayout(left)
        self._lists.addWidget(self.list)
        self._lists.addWidget(self._nothing)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self.sheet)
        split.setSizes([380, 420])
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(split, 1)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self._empty_layer())
        self._layers.addWidget(work)

    def _empty_layer(self) -> QWidget:
        self.switch_on = QPushButton(self.tr("Record runs"))
        self.switch_on.clicked.connect(lambda: self.recording_wanted.emit(True))
        holder = QWidget()
        self._empty.setFixedHeight(EMPTY)
        column = QVBoxLayout(holder)
        column.addStretch(2)
        column.addWidget(self._empty)
        column.addWidget(self.switch_on, 0, Qt.AlignmentFlag.AlignHCenter)
        self.undo_last = self._bring_back_button()
        column.addWidget(self.undo_last, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return holder

    def _button(self, text: str, act: Callable[[str], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(text)
        button.clicked.connect(lambda: self._with_run(act))
        return button

    def _bring_back_button(self) -> QPushButton:
        button = QPushButton(self.tr("Bring back"))
        button.setToolTip(self.tr("Bring back the run that was deleted last (Ctrl+Z)"))
        button.clicked.connect(self.undo_wanted)
        button.hide()
        return button

    def _add_keys(self) -> None:
        acts: tuple[tuple[str, Callable[[str], object]], ...] = (
            ("Return", self.open_wanted.emit), ("Enter", self.open_wanted.emit),
            ("Ctrl+Return", self.again_wanted.emit), ("F2", self.rename_wanted.emit), ("K", self._turn_kept),
            ("Del", self.delete_wanted.emit),
        )  # fmt: skip
        QShortcut(QKeySequence("Ctrl+Z"), self, self._undo, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        for key, act in acts:
            QShortcut(
                QKeySequence(key), self.list, lambda act=act: self._with_run(act),
                context=Qt.ShortcutContext.WidgetShortcut,
            )  # fmt: skip

    # Showing ------------------------------------------------------------------------------------------------------

    def _show_empty(self, view: HistoryView) -> None:
        self._layers.setCurrentIndex(1 if view.total else 0)
        self._lists.setCurrentIndex(0 if view.found else 1)
        if view.is_recording:
            words = self.tr("Preview a Request (F5): each run is kept here, to be looked at, compared and run again.")
            self._empty.set_words(self.tr("No runs yet"), view.message or words)
        else:
            words = self.tr("New runs of all processes are forgotten when their document is closed.")
            self._empty.set_words(self.tr("Runs are not recorded"), view.message or words)
        self.switch_on.setVisible(not view.is_recording)

    def _summary(self, view: HistoryView) -> str:
        if view.text:
            return self.tr("{} of {}").format(f"{view.found:,}", f"{view.total:,}")
        return "" if view.is_recording else self.tr("Recording off")

    def _allow(self, view: HistoryView) -> None:
        for button in (self.open_button, self.again):
            button.setEnabled(view.sheet is not None)

    # Acting -------------------------------------------------------------------------------------------------------

    def _open_menu(self, at: QPoint | None) -> None:
        menu = QMenu(self)
        row, sheet = self.current, self._view.sheet
        entries: tuple[tuple[str, Callable[[str], object], str], ...] = (
            (self.tr("Open on canvas"), self.open_wanted.emit, "Return"),
            (self.tr("Run again with this data"), self.again_wanted.emit, "Ctrl+Return"),
            (self.tr("Run again with all that was done"), self.replay_wanted.emit, ""),
            (self.tr("Compare with the present run…"), self.compare_wanted.emit, ""),
            (self.tr("Record as scenario…"), self.record_wanted.emit, ""),
            (self.tr("Rename…"), self.rename_wanted.emit, "F2"),
            (self.tr("Do not keep any longer") if row and row.is_kept else self.tr("Keep"), self._turn_kept, "K"),
            (self.tr("Delete"), self.delete_wanted.emit, "Del"),
        )
        for text, act, key in entries:
            action = menu.addAction(f"{text}\t{key}" if key else text)
            action.triggered.connect(lambda _=False, act=act: self._with_run(act))
            action.setEnabled(row is not None)
            if act == self.compare_wanted.emit:
                action.setEnabled(row is not None and self._view.can_compare)
            if act == self.replay_wanted.emit:
                action.setEnabled(sheet is not None and bool(sheet.acts))
        menu.addSeparator()
        menu.addAction(self.tr("Clear all…")).triggered.connect(lambda: self.clear_wanted.emit())
        record = menu.addAction(self.tr("Record runs"))
        record.setCheckable(True)
        record.setChecked(self._view.is_recording)
        record.triggered.connect(self.recording_wanted)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        below = self.more.mapToGlobal(QPoint(0, self.more.height()))
        menu.popup(self.list.viewport().mapToGlobal(at) if at is not None else below)

    def _turned(self) -> None:
        row = self.current
        if row is not None:
            self.selected.emit(row.id)

    def _turn_kept(self, id: str) -> None:
        row = self.current
        if row is not None:
            self.keep_wanted.emit(id, not row.is_kept)

    def _undo(self) -> None:
        if self._view.deleted:
            self.undo_wanted.emit()

    def _with_run(self, act: Callable[[str], object]) -> None:
        row = self.current
        if row is not None:
            act(row.id)
